"""Files of every kind at the page of entering: letters from which one chooses, scans that are recognised meanwhile."""

import os
import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.kit.extract.pages import Harm, as_file, drawn, needs_tesseract, paper_of, red_words
from tests.rooms.directives.given import given_letter
from tests.rooms.directives.test_pages import text_of
from tests.rooms.directives.texts import in_days, letter
from tests.rooms.org.office import Province

from congvu.kernel.records import held
from congvu.kernel.records.models import Document, RegisterEntry, StoredFile
from congvu.kit.work.models import Job
from congvu.kit.work.moves import run_waiting
from congvu.sources.directives.models import Reading, Scan

Browser = Callable[[str], Client]
PAPER = letter("Giao Sở Nội vụ rà soát.", day="ngày 05 tháng 11 năm 2026")
OLD_WORD = Path(__file__).parents[2] / "kit" / "extract" / "old_word.doc"


@lru_cache
def scan(number: str = "3412/UBND-NC", mark: str = "") -> bytes:
    """A page as a scanner sends it, a little skew and grainy, with words stamped in red where asked."""
    text = letter(f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ chậm nhất ngày {in_days(20)}.", number=number)
    paper = paper_of(text)
    assert paper is not None
    pages = drawn(paper, Harm(skew=0.8, grain=10.0, dots=0.002, dpi=200))
    return as_file([red_words(page, mark, 200) if mark else page for page in pages], dpi=200)


def mail(*attached: tuple[str, bytes], body: str = "Kính gửi văn thư.") -> bytes:
    made = EmailMessage()
    made["Subject"] = "Văn bản"
    made.set_content(body)
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def send(browser: Client, data: bytes, name: str, **form: str) -> object:
    return browser.post("/van-ban/nhap/", {"tep": SimpleUploadedFile(name, data), **form}, follow=True)


def waiting(files_root: Path) -> list[Path]:
    return list(files_root.with_name("cho-doc").glob("*/*"))


@needs_tesseract
def test_a_scan_is_recognised_in_the_background_and_its_doubtful_lines_stand_beside_their_picture(
    province: Province, browser_of: Browser, files_root: Path
) -> None:
    clerk = browser_of("vanthu")
    page = send(clerk, scan(), "ban-quet.pdf")
    assert "Đọc bản quét ban-quet.pdf" in text_of(page) and not Document.objects.filter(stub=False)
    run_waiting()
    job = Job.objects.get()
    assert (job.state, job.total) == ("done", 1), job.error
    reading = Reading.objects.get()
    assert job.result_url == f"/van-ban/{reading.pk}/" and reading.document.number == "3412/UBND-NC"
    assert reading.document.file is not None and reading.document.file.name == "ban-quet.pdf"
    assert waiting(files_root) == []
    lines = Scan.objects.get(reading=reading)
    lines.lines[3]["sure"] = 10  # however well this machine reads it
    lines.save()
    shown = text_of(clerk.get(f"/van-ban/{reading.pk}/"))
    assert f'src="/van-ban/{reading.pk}/dong/3/"' in shown and "Nhận dạng chưa chắc" in shown
    picture = clerk.get(f"/van-ban/{reading.pk}/dong/3/")
    assert picture["Content-Type"] == "image/jpeg" and picture.content.startswith(b"\xff\xd8")
    assert clerk.get(f"/van-ban/{reading.pk}/dong/9999/").status_code == 404
    assert browser_of("lan").get(f"/van-ban/{reading.pk}/dong/3/").status_code == 404


@needs_tesseract
def test_a_scan_with_a_red_secrecy_stamp_leaves_nothing_behind(
    province: Province, browser_of: Browser, files_root: Path
) -> None:
    send(browser_of("vanthu"), scan(mark="MẬT"), "ban-quet.pdf")
    run_waiting()
    job = Job.objects.get()
    assert job.state == "failed" and "Không nhận văn bản có dấu Mật" in job.error
    assert not Document.objects.filter(stub=False) and not StoredFile.objects.exists() and not Scan.objects.exists()
    assert waiting(files_root) == []


@needs_tesseract
def test_a_scan_with_a_known_number_comes_back_to_the_clerk_without_being_sent_again(
    province: Province, browser_of: Browser, files_root: Path
) -> None:
    given_letter(province, "Giao Sở Nội vụ rà soát.", number="77/UBND-NC")
    clerk = browser_of("vanthu")
    send(clerk, scan("77/UBND-NC"), "ban-quet.pdf")
    run_waiting()
    asked = text_of(clerk.get(Job.objects.get().result_url))
    assert "van_vao_so" in asked and "ban-quet.pdf" in asked
    key = re.search(r'name="giu" value="([0-9a-f]+)"', asked)
    assert key is not None
    clerk.post("/van-ban/nhap/", {"giu": key[1], "van_vao_so": "1"})
    run_waiting()
    assert RegisterEntry.objects.count() == 2 and waiting(files_root) == []


@needs_tesseract
def test_a_recognition_that_is_stopped_drops_the_file(
    province: Province, browser_of: Browser, files_root: Path
) -> None:
    send(browser_of("vanthu"), scan(), "ban-quet.pdf")
    Job.objects.update(cancel_asked=True, state="running")
    run_waiting()
    assert Job.objects.get().state == "cancelled" and not Document.objects.filter(stub=False)


def test_a_computer_without_tesseract_says_so_on_the_page(
    province: Province, browser_of: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    page = send(browser_of("vanthu"), scan(), "ban-quet.pdf")
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "apt install tesseract-ocr tesseract-ocr-vie" in text_of(page) and not Job.objects.exists()


def test_of_a_letter_with_two_documents_the_clerk_chooses_one(
    province: Province, browser_of: Browser, files_root: Path
) -> None:
    one, other = (letter("Giao Sở Nội vụ rà soát.", number=f"{n}/UBND-NC").encode() for n in (5, 6))
    clerk = browser_of("vanthu")
    page = send(clerk, mail(("nam.txt", one), ("sau.txt", other)), "thu.eml")
    shown = text_of(page)
    assert page.status_code == 422 and not Document.objects.filter(stub=False)  # type: ignore[attr-defined]
    assert 'name="dinh_kem" value="nam.txt"' in shown and 'name="dinh_kem" value="sau.txt"' in shown
    key = re.search(r'name="giu" value="([0-9a-f]+)"', shown)
    assert key is not None
    assert browser_of("lan").post("/van-ban/nhap/", {"giu": key[1], "dinh_kem": "sau.txt"}).status_code == 422
    clerk.post("/van-ban/nhap/", {"giu": key[1], "dinh_kem": "sau.txt"})
    reading = Reading.objects.get()
    assert reading.document.number == "6/UBND-NC"
    assert reading.document.file is not None and reading.document.file.name == "sau.txt"
    assert waiting(files_root) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("thu.eml", mail(body=PAPER)),
        ("thu.eml", mail(("cong-van.txt", PAPER.encode()))),
        ("trang.html", PAPER.replace("\n", "<br>").encode()),
        ("cu.doc", OLD_WORD.read_bytes()),
    ],
    ids=["letter", "letter with one file", "page", "old Word"],
)
def test_letters_pages_and_old_word_files_are_entered_and_kept(
    province: Province, browser_of: Browser, name: str, data: bytes
) -> None:
    page = send(browser_of("vanthu"), data, name)
    assert page.status_code == 200, text_of(page)[:2000]  # type: ignore[attr-defined]
    document = Reading.objects.get().document
    assert document.number in ("3412/UBND-NC", "15/CT-UBND") and document.file is not None
    answer = browser_of("vanthu").get(f"/van-ban/tai-lieu/{document.pk}/tep/")
    assert answer["Content-Disposition"].startswith("attachment") and "html" not in answer["Content-Type"]


def test_files_that_wait_go_after_a_day(province: Province, files_root: Path) -> None:
    clerk = province.people["vanthu"]
    old = held.hold(b"cu", "a.txt", by=clerk)
    for folder in files_root.with_name("cho-doc").iterdir():
        os.utime(folder, (time.time() - 90_000,) * 2)
    new = held.hold(b"moi", "b.txt", by=clerk)
    assert held.held(old, by=clerk) is None and held.held(new, by=clerk) == (b"moi", "b.txt")
    assert held.held("../../etc", by=clerk) is None
    assert held.held(new, by=province.people["lan"]) is None
