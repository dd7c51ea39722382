"""The pages of the ways in and out: who may open what, what a form says, what a file holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.office import Office
from tests.rooms.exchange.files import csv
from tests.rooms.exchange.test_arrivals import drop, paper

from congvu.faces.exchange.models import Arrival, ExportRun, ImportRun, Source, Subscription
from congvu.faces.exchange.moves import exporting, sources
from congvu.kernel.ledger.models import Entry, EntryField
from congvu.kernel.org.models import Person
from congvu.kernel.records.models import RegisterEntry
from congvu.kit import tables
from congvu.kit.work import moves as work

PEOPLE = ("Tên đăng nhập", "Họ và tên")
ClientOf = Callable[[str], Client]


@pytest.fixture
def client_of(office: Office) -> ClientOf:
    def signed_in(who: str) -> Client:
        client = Client()
        person = office.administrator if who == "quantri" else office[who]
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def bring(client: Client, kind: str, data: bytes, name: str = "tep.csv") -> Any:
    return client.post(f"/nhap-xuat/nhap/{kind}/", {"tep": SimpleUploadedFile(name, data)}, follow=True)


def test_a_file_is_brought_looked_at_and_written(client_of: ClientOf) -> None:
    client = client_of("hien")
    page = bring(client, "people", csv(PEOPLE, ("moi.nv", "Nguyễn Văn Mới")))
    assert "Ghi 1 dòng" in page.content.decode() and "moi.nv: Nguyễn Văn Mới" in page.content.decode()
    run = ImportRun.objects.get()
    done = client.post(f"/nhap-xuat/lan/{run.pk}/ghi/", follow=True)
    assert "Đã ghi: thêm 1, sửa 0" in done.content.decode() and Person.objects.filter(username="moi.nv").exists()
    again = bring(client, "people", csv(PEOPLE, ("moi.nv", "Nguyễn Văn Mới")))
    assert "Mọi dòng đã có từ trước" in again.content.decode()


def test_wrong_lines_stand_first_and_come_back_as_a_file(client_of: ClientOf) -> None:
    client = client_of("hien")
    page = bring(client, "people", csv(PEOPLE, ("moi", "Nguyễn Văn Mới"), ("lan", "Người Khác")))
    text = page.content.decode()
    assert "đã là của Nguyễn Thị Lan" in text and "moi: Nguyễn" not in text and "Ghi 1 dòng" not in text
    run = ImportRun.objects.get()
    answer = client.get(f"/nhap-xuat/lan/{run.pk}/loi/")
    back = tables.read(b"".join(answer.streaming_content), "loi.csv")  # type: ignore[attr-defined]
    assert back is not None and back.headings == [*PEOPLE, "Lỗi"]
    refused = client.post(f"/nhap-xuat/lan/{run.pk}/ghi/")
    assert refused.status_code == 422 and "còn 1 dòng sai" in refused.content.decode()


def test_columns_are_chosen_on_the_page(client_of: ClientOf) -> None:
    client = client_of("hien")
    page = bring(client, "people", csv(("A", "B"), ("moi", "Nguyễn Văn Mới")))
    assert "Chưa biết cột nào là" in page.content.decode()
    run = ImportRun.objects.get()
    wrong = client.post(f"/nhap-xuat/lan/{run.pk}/cot/", {"username": "0", "full_name": "0"})
    assert wrong.status_code == 422 and "Một cột của tệp không điền cho hai mục" in wrong.content.decode()
    right = client.post(
        f"/nhap-xuat/lan/{run.pk}/cot/", {"username": "0", "full_name": "1", "email": "99"}, follow=True
    )
    assert "Ghi 1 dòng" in right.content.decode()


def test_a_template_is_read_by_its_own_import(client_of: ClientOf) -> None:
    client = client_of("quantri")
    for kind in ("bodies", "people", "posts", "documents", "duties"):
        data = b"".join(client.get(f"/nhap-xuat/nhap/{kind}/mau.xlsx").streaming_content)  # type: ignore[attr-defined]
        table = tables.read(data, "mau.xlsx")
        assert table is not None and len(table.lines) == 1, kind
    page = bring(client, "people", data, "mau.xlsx")
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("kind", "who", "status"),
    [
        ("bodies", "lan", 403),
        ("duties", "lan", 403),
        ("documents", "thu", 200),
        ("duties", "binh", 200),
        ("x", "lan", 404),
    ],
)
def test_each_file_has_those_who_may_bring_it(client_of: ClientOf, kind: str, who: str, status: int) -> None:
    assert client_of(who).get(f"/nhap-xuat/nhap/{kind}/").status_code == status


def test_the_files_and_copies_of_another_do_not_exist(client_of: ClientOf, office: Office) -> None:
    bring(client_of("hien"), "people", csv(PEOPLE, ("moi", "Nguyễn Văn Mới")))
    run = ImportRun.objects.get()
    copy = exporting.ask("csv", by=office["binh"])
    other = client_of("quantri")
    for path in (f"lan/{run.pk}/", f"lan/{run.pk}/loi/", f"xuat/{copy.pk}/", f"xuat/{copy.pk}/tep/"):
        assert other.get(f"/nhap-xuat/{path}").status_code == 404
    assert other.post(f"/nhap-xuat/lan/{run.pk}/ghi/").status_code == 404


def test_no_file_and_a_file_that_is_none_are_said(client_of: ClientOf) -> None:
    client = client_of("hien")
    empty = client.post("/nhap-xuat/nhap/people/")
    assert empty.status_code == 422 and "Chưa chọn tệp" in empty.content.decode()
    odd = bring(client, "people", b"\x00\x01\x02", "a.csv")
    assert odd.status_code == 422 and "Chưa nhận loại tệp này" in odd.content.decode()


def test_pages_open_without_anything_in_them(client_of: ClientOf) -> None:
    admin = client_of("quantri")
    for path in ("", "xuat/", "hop/", "nguon/", "nguon/moi/folder/", "nguon/moi/mailbox/", "webhook/", "webhook/moi/"):
        assert admin.get(f"/nhap-xuat/{path}").status_code == 200, path
    for path in ("nguon/", "webhook/", "webhook/moi/", "nguon/moi/folder/"):
        assert client_of("lan").get(f"/nhap-xuat/{path}").status_code == 403, path
    for path in ("", "xuat/", "hop/"):
        assert client_of("lan").get(f"/nhap-xuat/{path}").status_code == 200, path
    assert admin.get("/nhap-xuat/nguon/moi/ftp/").status_code == 404


# --- export ----------------------------------------------------------------------------------------------


def test_names_are_asked_for_with_a_reason_that_is_kept(client_of: ClientOf) -> None:
    client = client_of("binh")
    refused = client.post("/nhap-xuat/xuat/", {"dinh_dang": "csv", "ho_ten": "1"})
    assert refused.status_code == 422 and "phải ghi lý do" in refused.content.decode()
    assert not ExportRun.objects.exists()
    client.post("/nhap-xuat/xuat/", {"dinh_dang": "csv", "ho_ten": "1", "ly_do": "Đối chiếu sổ giấy"})
    entry = Entry.objects.get(room="exchange", verb="export")
    assert entry.payload["names"] == 1 and entry.payload["format"] == "csv"
    assert EntryField.objects.get(entry=entry, name="reason").value == "Đối chiếu sổ giấy"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"tu_ngay": "31/02/2026"}, "không phải là ngày"),
        ({"tu_ngay": "2026-05-02", "den_ngay": "2026-05-01"}, "Ngày cuối"),
        ({"dinh_dang": "exe"}, "Định dạng"),
        ({"doi_tuong": "?"}, "Đối tượng"),
    ],
)
def test_a_copy_that_makes_no_sense_is_refused(client_of: ClientOf, form: dict[str, str], said: str) -> None:
    answer = client_of("binh").post("/nhap-xuat/xuat/", {"dinh_dang": "csv", **form})
    assert answer.status_code == 422 and said in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_made_in_the_background_and_fetched_by_who_asked() -> None:
    from tests.office import given_office

    from congvu.kernel.org import moves as org

    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    office = given_office()
    office.given_duty(holder="lan", state="closed")
    client = Client()
    client.force_login(office["binh"], backend="django.contrib.auth.backends.ModelBackend")
    client.post("/nhap-xuat/xuat/", {"dinh_dang": "parquet"})
    assert work.run_waiting() == 1
    run = ExportRun.objects.get()
    assert (run.state, run.lines) == ("done", 4)
    answer = client.get(f"/nhap-xuat/xuat/{run.pk}/tep/")
    assert b"".join(answer.streaming_content)[:4] == b"PAR1"  # type: ignore[attr-defined]
    assert "4 bước" in client.get("/nhap-xuat/xuat/").content.decode()
    ExportRun.objects.update(asked_at="2020-01-01T00:00:00Z")
    assert exporting.remove_old() == 1 and exporting.remove_old() == 0
    assert client.get(f"/nhap-xuat/xuat/{run.pk}/tep/").status_code == 404


# --- tray, sources, webhooks ---------------------------------------------------------------------------


@pytest.fixture
def waiting(office: Office, folders: Any) -> Arrival:
    source = sources.save_source(
        None, by=office.administrator, kind="folder", name="Liên thông", clerk=office["thu"], settings={"folder": "lt"}
    )
    drop(folders / "den" / "lt", "15.txt", paper(15))
    sources.look(source)
    return Arrival.objects.get()


def test_the_clerk_enters_what_waits_in_the_tray(client_of: ClientOf, waiting: Arrival) -> None:
    client = client_of("thu")
    assert "15.txt" in client.get("/nhap-xuat/hop/").content.decode()
    answer = client.post(f"/nhap-xuat/hop/{waiting.pk}/vao-so/", follow=True)
    assert "rà soát hồ sơ đất đai quá hạn" in answer.content.decode() and RegisterEntry.objects.count() == 1


def test_setting_aside_asks_for_a_reason_and_can_be_undone(client_of: ClientOf, waiting: Arrival) -> None:
    client = client_of("thu")
    assert client.post(f"/nhap-xuat/hop/{waiting.pk}/de-rieng/").status_code == 422
    client.post(f"/nhap-xuat/hop/{waiting.pk}/de-rieng/", {"ly_do": "Gửi nhầm"})
    assert "Gửi nhầm" in client.get("/nhap-xuat/hop/?tinh-trang=aside").content.decode()
    client.post(f"/nhap-xuat/hop/{waiting.pk}/lay-lai/")
    assert Arrival.objects.get().state == "waiting"
    assert client.post(f"/nhap-xuat/hop/{waiting.pk}/xoa/").status_code == 404


@pytest.mark.parametrize("who", ["lan", "hung", "quantri"])
def test_what_came_for_another_register_does_not_exist(client_of: ClientOf, waiting: Arrival, who: str) -> None:
    client = client_of(who)
    assert "15.txt" not in client.get("/nhap-xuat/hop/").content.decode()
    assert client.post(f"/nhap-xuat/hop/{waiting.pk}/vao-so/").status_code == 404


def test_a_source_is_set_up_looked_at_stopped(client_of: ClientOf, folders: Any) -> None:
    client = client_of("quantri")
    form = {"ten": "Máy quét", "van_thu": "thu", "folder": "quet", "vao_ngay": "1"}
    wrong = client.post("/nhap-xuat/nguon/moi/folder/", {**form, "folder": "/etc"})
    assert (
        wrong.status_code == 422
        and "CONGVU_INTAKE_ROOTS" in wrong.content.decode()
        and 'value="Máy quét"' in wrong.content.decode()
    )
    assert client.post("/nhap-xuat/nguon/moi/folder/", form).status_code == 302
    source = Source.objects.get()
    drop(folders / "den" / "quet", "15.txt", paper(15))
    looked = client.post(f"/nhap-xuat/nguon/{source.pk}/xem-ngay/", follow=True)
    assert "1 tệp hoặc thư mới" in looked.content.decode() and RegisterEntry.objects.count() == 1
    client.post(f"/nhap-xuat/nguon/{source.pk}/dung/")
    assert not Source.objects.get().active and "Đã dừng" in client.get("/nhap-xuat/nguon/").content.decode()


def test_a_mailbox_that_is_down_is_one_clear_line(client_of: ClientOf) -> None:
    client = client_of("quantri")
    form = {"ten": "Hộp thư", "van_thu": "thu", "host": "localhost", "port": "1", "user": "a", "mat_khau": "b",
            "security": "tls", "inbox": "INBOX", "done": "D", "aside": "A"}  # fmt: skip
    assert client.post("/nhap-xuat/nguon/moi/mailbox/", form).status_code == 302
    source = Source.objects.get()
    page = client.post(f"/nhap-xuat/nguon/{source.pk}/xem-ngay/", follow=True).content.decode()
    assert "Không kết nối được máy chủ thư localhost:1." in page and "thử lại lúc" in page
    tray = client_of("thu").get("/nhap-xuat/hop/").content.decode()
    assert "Không kết nối được máy chủ thư localhost:1." in tray and "không mất gì" in tray


def test_a_secret_is_shown_once(client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVU_WEBHOOK_PRIVATE", "127.0.0.0/8")
    client = client_of("quantri")
    refused = client.post("/nhap-xuat/webhook/moi/", {"ten": "X", "url": "http://10.0.0.1/"})
    assert refused.status_code == 422 and "mạng nội bộ" in refused.content.decode()
    made = client.post(
        "/nhap-xuat/webhook/moi/", {"ten": "Kho", "url": "http://127.0.0.1:9/", "chu_de": ["duty.assign"]}
    )
    assert "whsec_" in made.content.decode() and made["Cache-Control"] == "no-store"
    row = Subscription.objects.get()
    assert (
        row.topics == ["duty.assign"] and "whsec_" not in client.get(f"/nhap-xuat/webhook/{row.pk}/").content.decode()
    )
    changed = client.post(f"/nhap-xuat/webhook/{row.pk}/doi-khoa/")
    assert "whsec_" in changed.content.decode()
    client.post(f"/nhap-xuat/webhook/{row.pk}/", {"ten": "Kho", "url": "http://127.0.0.1:9/"})
    assert Subscription.objects.get().active is False
    assert client.post(f"/nhap-xuat/webhook/{row.pk}/gui-lai/", follow=True).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_looked_through_and_written_in_the_background() -> None:
    from tests.office import given_office

    from congvu.kernel.org import moves as org
    from congvu.kit.work.models import Job

    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    office = given_office()
    client = Client()
    client.force_login(office["hien"], backend="django.contrib.auth.backends.ModelBackend")
    data = csv(PEOPLE, *((f"nguoi.{number}", f"Nguyễn Văn {'Dài ' * 8}{number}") for number in range(1_500)))
    assert bring(client, "people", data).redirect_chain[-1][0].startswith("/viec-nen/")
    assert work.run_waiting() == 1
    run = ImportRun.objects.get()
    assert (run.state, run.counts) == ("checked", {"add": 1_500})
    client.post(f"/nhap-xuat/lan/{run.pk}/ghi/")
    assert work.run_waiting() == 1
    assert Person.objects.filter(username__startswith="nguoi.").count() == 1_500
    late = bring(client, "people", data + "\nlan;Tên Khác\n".encode())
    assert late.status_code == 200 and work.run_waiting() == 1
    wrong = ImportRun.objects.order_by("-pk")[0]
    client.post(f"/nhap-xuat/lan/{wrong.pk}/ghi/")
    work.run_waiting()
    job = Job.objects.order_by("-pk")[0]
    assert job.state == "failed" and "còn 1 dòng sai" in job.error
