"""Documents come in by folder and mail: once each, Mật never, and what is down is told and tried again."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.kit.extract.pages import Harm, as_file, drawn, needs_tesseract, paper_of
from tests.office import Office
from tests.rooms.exchange.imap import PASSWORD, USER, Server, letter, serving

from congvu.faces.exchange.intake import Found, Trouble, mailbox
from congvu.faces.exchange.intake.mail import files_of
from congvu.faces.exchange.models import Arrival, Source
from congvu.faces.exchange.moves import arriving, sources
from congvu.kernel.ledger.models import Entry, EntryField
from congvu.kernel.records.models import Document, RegisterEntry, StoredFile
from congvu.kit.refusal import Refused
from congvu.kit.work.moves import run_waiting
from congvu.sources.directives.models import Reading

PAPER = """ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH
Số: {number}/UBND-NC
Bình Minh, ngày 05 tháng 11 năm 2026

V/v rà soát hồ sơ đất đai quá hạn

Kính gửi: Sở Nông nghiệp và Môi trường.

1. Giao Sở Nông nghiệp và Môi trường rà soát hồ sơ đất đai quá hạn, báo cáo trước ngày 30 tháng 11 năm 2026.

CHỦ TỊCH
Nguyễn Văn A
"""
SECRET = "TỐI MẬT\n\nSố: 12/TM-UBND\nNội dung không được lưu ở đâu cả."


def paper(number: int) -> bytes:
    return PAPER.format(number=number).encode()


def drop(folder: Path, name: str, data: bytes) -> Path:
    """A file that was written a while ago."""
    file = folder / name
    file.write_bytes(data)
    past = time.time() - 60
    os.utime(file, (past, past))
    return file


@pytest.fixture
def folder(office: Office, folders: Path) -> tuple[Source, Path]:
    source = sources.save_source(
        None, by=office.administrator, kind="folder", name="Máy quét", clerk=office["thu"],
        settings={"folder": "may-quet"}, at_once=True,
    )  # fmt: skip
    return source, folders / "den" / "may-quet"


def states() -> list[tuple[str, str]]:
    return list(Arrival.objects.order_by("pk").values_list("name", "state"))


def test_a_file_in_the_folder_becomes_a_reading_in_the_register(folder: tuple[Source, Path]) -> None:
    source, path = folder
    drop(path, "15-UBND.txt", paper(15))
    assert sources.look(source) == 1
    entry = RegisterEntry.objects.select_related("document").get()
    assert entry.document.number == "15/UBND-NC" and entry.registered_by.username == "thu"
    assert Reading.objects.get().demands.count() >= 1
    assert states() == [("15-UBND.txt", "entered")]
    assert sorted(file.name for file in path.iterdir()) == ["da-nhan", "de-rieng"]
    assert (path / "da-nhan" / "15-UBND.txt").read_bytes() == paper(15)


def test_the_same_file_twice_makes_nothing_twice_and_is_still_moved(folder: tuple[Source, Path]) -> None:
    source, path = folder
    for name in ("a.txt", "a.txt", "b.txt"):
        drop(path, name, paper(15))
        sources.look(source)
    assert RegisterEntry.objects.count() == Arrival.objects.count() == Reading.objects.count() == 1
    assert sorted(file.name for file in (path / "da-nhan").iterdir()) == ["a (2).txt", "a.txt", "b.txt"]


def test_a_look_that_was_cut_off_before_moving_goes_on(folder: tuple[Source, Path]) -> None:
    source, path = folder
    file = drop(path, "a.txt", paper(15))
    arriving.receive(source, Found("a.txt", file.read_bytes()))
    sources.look(source)
    assert RegisterEntry.objects.count() == 1 and not file.exists()


def test_a_letter_in_the_folder_is_taken_apart_as_one_in_a_mailbox_is(folder: tuple[Source, Path]) -> None:
    source, path = folder
    drop(path, "thu.eml", letter("Hai văn bản", ("a.txt", paper(21)), ("b.txt", paper(22))).as_bytes())
    assert sources.look(source) == 1
    assert states() == [("a.txt", "entered"), ("b.txt", "entered")]
    assert [file.name for file in (path / "da-nhan").iterdir()] == ["thu.eml"]


@needs_tesseract
def test_a_scan_that_waits_is_recognised_in_the_background(office: Office, folders: Path) -> None:
    source = sources.save_source(
        None, by=office.administrator, kind="folder", name="Máy quét", clerk=office["thu"], settings={"folder": "q"}
    )
    official = paper_of(PAPER.format(number=31))
    assert official is not None
    drop(folders / "den" / "q", "quet.pdf", as_file(drawn(official, Harm(dpi=200)), dpi=200))
    sources.look(source)
    arrival = Arrival.objects.get()
    assert arrival.state == "waiting" and not arrival.reason
    client = Client()
    client.force_login(office["thu"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/nhap-xuat/hop/{arrival.pk}/vao-so/")
    assert answer.status_code == 302 and answer["Location"].startswith("/viec-nen/")
    run_waiting()
    arrival.refresh_from_db()
    assert arrival.state == "entered" and Reading.objects.get().document.number == "31/UBND-NC"


def test_what_is_still_being_written_is_left_alone(folder: tuple[Source, Path]) -> None:
    source, path = folder
    (path / "dang-ghi.txt").write_bytes(paper(15))
    drop(path, "tep.txt.part", paper(16))
    drop(path, ".an", paper(17))
    (path / "lien-ket.txt").symlink_to("/etc/hostname")
    assert sources.look(source) == 0 and states() == []


def test_a_secret_document_is_refused_and_nothing_of_it_is_kept(folder: tuple[Source, Path], folders: Path) -> None:
    source, path = folder
    drop(path, "ke-hoach-tac-chien.txt", SECRET.encode())
    sources.look(source)
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.name, arrival.file) == ("refused", "(không lưu tên)", None)
    assert "mật" in arrival.reason.lower()
    assert not StoredFile.objects.exists() and not Document.objects.exists()
    kept = [file for file in (folders / "files").rglob("*") if file.is_file()]
    assert kept == []
    assert not EntryField.objects.filter(value__contains="tac-chien").exists()


def test_what_cannot_be_read_is_set_aside_with_its_reason(folder: tuple[Source, Path]) -> None:
    source, path = folder
    drop(path, "anh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    drop(path, "hong.docx", b"PK\x03\x04 hong")
    drop(path, "lon.pdf", b"")
    assert sources.look(source) == 3
    told = dict(Arrival.objects.values_list("name", "reason"))
    assert {state for _, state in states()} <= {"aside", "refused"}
    assert "hỏng" in told["anh.png"] and "hỏng" in told["hong.docx"] and told["lon.pdf"]
    assert len(list((path / "de-rieng").iterdir())) == 3
    assert Entry.objects.filter(room="exchange", verb="arrive").count() == 3


def test_one_that_waits_is_entered_by_the_clerk_or_set_aside(office: Office, folders: Path) -> None:
    source = sources.save_source(
        None, by=office.administrator, kind="folder", name="Liên thông", clerk=office["thu"], settings={"folder": "lt"}
    )
    for number in (1, 2):
        drop(folders / "den" / "lt", f"{number}.txt", paper(number))
    sources.look(source)
    assert [state for _, state in states()] == ["waiting", "waiting"] and not RegisterEntry.objects.exists()
    first, second = Arrival.objects.order_by("pk")
    assert arriving.enter(first.pk, by=office["thu"]).state == "entered"
    assert arriving.enter(first.pk, by=office["thu"]).state == "entered" and RegisterEntry.objects.count() == 1
    with pytest.raises(Refused, match="lý do"):
        arriving.set_aside(second.pk, by=office["thu"], reason=" ")
    arriving.set_aside(second.pk, by=office["thu"], reason="Gửi nhầm cơ quan")
    with pytest.raises(Refused, match="không còn chờ"):
        arriving.set_aside(second.pk, by=office["thu"], reason="x")
    assert arriving.take_back(second.pk, by=office["thu"]).state == "waiting"
    assert [e.verb for e in Entry.objects.filter(subject="arrival", subject_id=second.pk).order_by("seq")] == [
        "arrive", "set_aside", "take_back",
    ]  # fmt: skip


def test_another_text_with_a_known_number_waits_for_the_clerk_with_the_reason(folder: tuple[Source, Path]) -> None:
    source, path = folder
    drop(path, "a.txt", paper(15))
    drop(path, "b.txt", paper(15) + "Nơi nhận: như trên.".encode())
    sources.look(source)
    assert sorted(state for _, state in states()) == ["entered", "waiting"]
    waiting = Arrival.objects.get(state="waiting")
    assert "đã có" in waiting.reason
    assert arriving.enter(waiting.pk, by=source.clerk, same_number=True).state == "entered"


@pytest.mark.parametrize("where", ["/etc", "../ngoai", "/tmp/../etc"])
def test_a_folder_outside_what_the_server_allows_is_refused(office: Office, where: str) -> None:
    with pytest.raises(Refused, match="CONGVU_INTAKE_ROOTS"):
        sources.save_source(
            None, by=office.administrator, kind="folder", name="X", clerk=office["thu"], settings={"folder": where}
        )


def test_only_the_administrator_sets_up_sources_and_for_who_keeps_a_register(office: Office) -> None:
    given: dict[str, Any] = {"kind": "folder", "name": "X", "settings": {"folder": "x"}}
    with pytest.raises(Refused, match="quản trị viên"):
        sources.save_source(None, by=office["hien"], clerk=office["thu"], **given)
    with pytest.raises(Refused, match="không giữ sổ"):
        sources.save_source(None, by=office.administrator, clerk=office["lan"], **given)


def test_the_environment_may_name_a_folder(office: Office, folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVU_INTAKE_FOLDER", "tu-moi-truong")
    monkeypatch.setenv("CONGVU_INTAKE_CLERK", "thu")
    sources.look_everywhere()
    sources.look_everywhere()
    source = Source.objects.get()
    assert source.settings["environment"] and (folders / "den" / "tu-moi-truong" / "da-nhan").is_dir()


# --- mail ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("imap")) as running:
        yield running


@pytest.fixture
def post_office(server: Server, office: Office) -> tuple[Source, Server]:
    with server.signed_in() as box:
        for name in ("INBOX", "Da-nhan", "De-rieng"):
            if box.select(name)[0] == "OK":
                box.store("1:*", "+FLAGS", r"(\Deleted)")
                box.expunge()
    source = sources.save_source(
        None, by=office.administrator, kind="mailbox", name="Hộp thư đến", clerk=office["thu"], password=PASSWORD,
        settings={"host": "localhost", "port": server.port, "user": USER, "security": "starttls",
                  "ca_file": str(server.ca_file)},
        trusted=["@vi-du.gov.vn"],
    )  # fmt: skip
    return source, server


def test_attachments_of_a_trusted_sender_are_entered_and_the_letter_is_moved(
    post_office: tuple[Source, Server],
) -> None:
    source, server = post_office
    server.post(letter("Công văn 15", ("15.txt", paper(15)), ("16.txt", paper(16))))
    assert sources.look(source) == 1
    assert states() == [("15.txt", "entered"), ("16.txt", "entered")]
    assert (server.letters("INBOX"), server.letters("Da-nhan"), server.letters("De-rieng")) == (0, 1, 0)
    arrival = Arrival.objects.order_by("pk")[0]
    assert (arrival.sender, arrival.subject) == ("so.noi.vu@vi-du.gov.vn", "Công văn 15")


def test_a_strangers_letter_waits_and_the_same_letter_again_makes_nothing_twice(
    post_office: tuple[Source, Server],
) -> None:
    source, server = post_office
    stranger = letter("Chào", ("15.txt", paper(15)), sender="ai.do@vi-du.gov.vn.example.com")
    server.post(stranger, stranger)
    assert sources.look(source) == 2
    assert states() == [("15.txt", "waiting")] and not RegisterEntry.objects.exists()
    assert server.letters("Da-nhan") == 2


def test_odd_letters_are_set_aside_and_hold_nothing_up(post_office: tuple[Source, Server]) -> None:
    source, server = post_office
    server.post(letter("Không tệp"), b"\xff\xfe khong phai thu", letter("Mật", ("k.txt", SECRET.encode())),
                letter("Tốt", ("15.txt", paper(15))))  # fmt: skip
    assert sources.look(source) == 4
    assert sorted(state for _, state in states()) == ["aside", "aside", "entered", "refused"]
    assert (server.letters("De-rieng"), server.letters("Da-nhan")) == (3, 1)
    assert "không có tệp đính kèm" in Arrival.objects.get(subject="Không tệp").reason


def test_the_password_is_not_in_the_database(post_office: tuple[Source, Server]) -> None:
    source, _ = post_office
    assert PASSWORD not in source.secret and PASSWORD not in str(source.settings)
    assert not EntryField.objects.filter(value__contains=PASSWORD).exists()


def test_a_wrong_password_is_one_line_and_is_tried_again_later_each_time(post_office: tuple[Source, Server]) -> None:
    source, server = post_office
    server.post(letter("Công văn 15", ("15.txt", paper(15))))
    source.secret = sources.sealed.seal("sai")
    source.save()
    waits = []
    for failures in (1, 2, 3):
        assert sources.look(source) == 0
        source.refresh_from_db()
        assert source.failures == failures and "không nhận tên hoặc mật khẩu" in source.trouble
        assert source.next_look_at is not None and source.looked_at is not None
        waits.append(round((source.next_look_at - source.looked_at).total_seconds() / 60))
    assert waits == [1, 2, 5] and server.letters("INBOX") == 1
    assert sources.look_everywhere() == 0  # its time has not come
    source.secret = sources.sealed.seal(PASSWORD)
    source.save()
    assert sources.look(source) == 1
    source.refresh_from_db()
    assert (source.failures, source.trouble) == (0, "")


def box(server: Server, **changes: Any) -> mailbox.Mailbox:
    given = {"host": "localhost", "port": server.port, "user": USER, "password": PASSWORD, "security": "starttls"}
    return mailbox.Mailbox(**(given | {"ca_file": str(server.ca_file)} | changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"port": 1}, "Không kết nối được"),
        ({"host": "khong-co.invalid"}, "Không tìm thấy máy chủ thư"),
        ({"ca_file": ""}, "không được tin cậy"),
        ({"security": "tls"}, "Không kết nối được"),
        ({"security": "none"}, "TLS"),
        ({"inbox": "Khong-co"}, "không mở được hộp thư"),
        ({"done": 'x"\r\nA1 DELETE INBOX'}, "Tên ba thư mục"),
    ],
)
def test_a_mailbox_that_is_down_or_wrong_is_said_in_a_sentence(
    server: Server, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Trouble, match=said):
        mailbox.look(box(server, **changes), lambda found: True)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00" * 100, b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment;"
     b" filename*=utf-8''%ff%fe\r\n\r\nabc\r\n", b"From: =?utf-8?b?!!!?=\r\nSubject: =?x-y?q?=ff?=\r\n\r\n"],
)  # fmt: skip
def test_no_letter_breaks_the_reading(raw: bytes) -> None:
    assert len(list(files_of(raw))) == 1
