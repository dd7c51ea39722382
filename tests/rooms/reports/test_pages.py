"""The pages of reports: asked for by two choices, read, opened, taken away, made again, commented."""

import io
import re
from datetime import date
from html import unescape
from typing import Any

import pdfplumber
from django.test import Client
from tests.office import Office
from tests.rooms.reports.conftest import Clock
from tests.rooms.reports.given import made
from tests.rooms.reports.test_figures import given_work

from congvu.judgement.reports import queries
from congvu.judgement.reports.models import Report
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.ledger.models import Entry
from congvu.kit.extract import extract
from congvu.kit.work.moves import run_waiting


def client_of(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer: Any) -> str:
    """The words of a page, unescaped, spaces single."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def asked(client: Client, office: Office, body: str = "tinh", period: str = "month:2026-11-14", **more: str) -> Any:
    given = {"don_vi": office.body[body].pk, "ky": period, **more}
    answer = client.post("/bao-cao/lap/", given, follow=True)
    run_waiting()
    return answer


def test_a_report_takes_two_choices_and_no_typing(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    clock(date(2026, 11, 16))
    binh = client_of(office, "binh")
    offered = binh.get("/bao-cao/").content.decode()
    assert "Tháng 11/2026: 15/10/2026–14/11/2026" in offered and "15/12/2026 đến nay" not in offered
    assert "Nghị định 09/2019/NĐ-CP" in offered and "chưa kiểm chứng" in offered
    waiting = asked(binh, office)
    assert "Đang chờ đến lượt" in text(waiting)
    report = Report.objects.get()
    page = text(binh.get(f"/bao-cao/{report.pk}/"))
    assert "Trong kỳ có 9 việc phải thực hiện: 0 việc kỳ trước chuyển sang, 9 việc mới giao." in page
    assert "Đã xong 3 việc, trong đó 2 việc đúng hạn, 1 việc trễ. Tỷ lệ đúng hạn 66,67%." in page
    again = asked(binh, office)
    assert again.redirect_chain[-1][0] == f"/bao-cao/{report.pk}/" and Report.objects.count() == 1


def test_each_figure_is_a_link_to_its_rows(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office)
    binh = client_of(office, "binh")
    links = re.findall(r'href="(/bao-cao/\d+/dong/\?[^"]+)"', binh.get(f"/bao-cao/{report.pk}/").content.decode())
    assert len(links) > 40
    for link in links:
        answer = binh.get(unescape(link))
        assert answer.status_code == 200 and 'href="/viec/' in answer.content.decode(), link
    for wrong in ("muc=bodies&dong=x&cot=total", "muc=nothing&dong=all&cot=total", "muc=summary&dong=all&cot=x", ""):
        assert binh.get(f"/bao-cao/{report.pk}/dong/?{wrong}").status_code == 404


def test_the_document_holds_the_figures_in_both_forms(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office, "hung", "snnmt")
    hung = client_of(office, "hung")
    hung.post(f"/bao-cao/{report.pk}/nhan-xet/", {"nhan_xet": "Đề nghị bổ sung biên chế.\nCần họp giao ban."})
    commune = client_of(office, "phuc").get(f"/bao-cao/{made(office, 'phuc', 'xa').pk}/tep/docx/")
    word = extract(hung.get(f"/bao-cao/{report.pk}/tep/docx/").content, "bao-cao.docx").text
    with pdfplumber.open(io.BytesIO(hung.get(f"/bao-cao/{report.pk}/tep/pdf/").content)) as pdf:
        printed = "\n".join(page.extract_text() for page in pdf.pages)
    for told in (word, printed):
        for words in ("SỞ NÔNG NGHIỆP", "BÁO CÁO", "I. KẾT QUẢ CHUNG", "Trong kỳ có 5 việc phải",
                      "Phòng Quản lý đất đai", "III. ĐÁNH GIÁ, KIẾN NGHỊ", "Đề nghị bổ sung biên chế.", "GIÁM ĐỐC SỞ",
                      "Trần Văn Hùng", "Lưu: VT"):  # fmt: skip
            assert words.replace(" ", "") in told.replace(" ", "").replace("\n", ""), words
    assert "An Bình, ngày" in word and "Tân Phú, ngày" in extract(commune.content, "xa.docx").text
    assert hung.get(f"/bao-cao/{report.pk}/tep/exe/").status_code == 404


def test_what_is_impossible_is_said_in_a_sentence_and_nothing_is_made(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    binh = client_of(office, "binh")
    said = {
        "month:2027-03-01": "Kỳ này chưa bắt đầu: tháng 3/2027 tính từ ngày 15/02/2027.",
        "year:2024-05-01": "Kỳ này không có dữ liệu: việc đầu tiên được giao ngày 19/10/2026",
        "fortnight:2026-11-01": "Không có loại kỳ báo cáo này.",
        "month:hôm nay": "Chọn kỳ báo cáo.",
        "": "Chọn kỳ báo cáo.",
        "year:0001-01-01": "Kỳ này không có dữ liệu",
        "month:9999-12-31": "Ngày này nằm ngoài lịch.",
    }
    for period, sentence in said.items():
        answer = asked(binh, office, period=period)
        assert answer.status_code == 422 and sentence in text(answer), period
    unknown = binh.post("/bao-cao/lap/", {"don_vi": "999999", "ky": "month:2026-10-20"})
    assert unknown.status_code == 422 and "chọn lại cơ quan" in text(unknown)
    outside = asked(binh, office, period="month:2026-10-20", van_ban="424242")
    assert outside.status_code == 422 and "Không có văn bản này" in text(outside)
    assert not Report.objects.exists()


def test_a_department_makes_no_report_of_another_and_sees_none(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office, "khanh", "sxd")
    hung = client_of(office, "hung")
    assert asked(hung, office, "sxd", "month:2026-10-20").status_code == 422
    for path in ("", "dong/?muc=summary&dong=all&cot=total", "tep/docx/"):
        assert hung.get(f"/bao-cao/{report.pk}/{path}").status_code == 404
    assert hung.post(f"/bao-cao/{report.pk}/lap-lai/").status_code == 404
    assert hung.post(f"/bao-cao/{report.pk}/nhan-xet/", {"nhan_xet": "x"}).status_code == 404
    assert report.title not in text(hung.get("/bao-cao/"))
    assert client_of(office, "binh").get(f"/bao-cao/{report.pk}/").status_code == 200
    lan = client_of(office, "lan")
    assert "không lập báo cáo của cơ quan nào" in text(lan.get("/bao-cao/"))


def test_the_report_of_a_person_is_his_own_and_compares_nobody(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    own = made(office, "lan", "pqldd", person=office["lan"].pk)
    assert {"bodies", "directives"} & {one["key"] for one in own.figures["sections"]} <= {"directives"}
    page = text(client_of(office, "lan").get(f"/bao-cao/{own.pk}/"))
    assert "Không công bố: nêu tên người" in page and "Công bố được" not in page
    assert client_of(office, "tu").get(f"/bao-cao/{own.pk}/").status_code == 404
    assert client_of(office, "minh").get(f"/bao-cao/{own.pk}/").status_code == 200


def test_figures_say_to_whom_they_may_be_given(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    told = queries.shown(made(office))
    assert told.summary is not None
    widest = {figure.column.key: figure.publication.widest for figure in told.summary.figures}
    assert (widest["total"], widest["carried"], widest["paused"], widest["rate"]) == (
        "press", "press", "council", "press",
    )  # fmt: skip
    page = text(client_of(office, "binh").get(f"/bao-cao/{told.report.pk}/"))
    assert "Công bố được: số tổng hợp về công việc của cơ quan." in page and "Luật Tiếp cận thông tin 2016" in page
    assert "Số có dấu này chỉ gửi Hội đồng nhân dân: số nhỏ hơn 5 có thể chỉ ra một người." in page
    waiting = next(one for one in told.sections if one.key == "waiting")
    assert waiting.publication.widest == "front"


def test_only_those_who_lead_write_a_judgement_and_every_version_stays(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office)
    thu, binh = client_of(office, "thu"), client_of(office, "binh")
    refused = thu.post(f"/bao-cao/{report.pk}/nhan-xet/", {"nhan_xet": "Tốt"})
    assert refused.status_code == 422 and "Chỉ người đứng đầu" in text(refused)
    for words in ("Bản đầu", "Bản sau"):
        binh.post(f"/bao-cao/{report.pk}/nhan-xet/", {"nhan_xet": words})
    assert [one.text for one in report.remarks.order_by("pk")] == ["Bản đầu", "Bản sau"]
    assert "Bản sau" in text(thu.get(f"/bao-cao/{report.pk}/"))
    too_long = binh.post(f"/bao-cao/{report.pk}/nhan-xet/", {"nhan_xet": "x" * 20_001})
    assert too_long.status_code == 422 and "x" * 20_001 in too_long.content.decode()


def test_a_report_carries_its_proof_and_says_when_it_was_made_again(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    ledger.seal_all()
    report = made(office)
    entry = Entry.objects.get(room="reports", subject="report", subject_id=report.pk, verb="make")
    assert entry.payload["figures"] == bytes(report.digest or b"").hex() and report.head_size
    binh = client_of(office, "binh")
    binh.post(f"/bao-cao/{report.pk}/lap-lai/")
    run_waiting()
    assert "trùng khớp" in text(binh.get(f"/bao-cao/{report.pk}/"))


def test_a_report_without_work_says_so(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    page = text(client_of(office, "binh").get(f"/bao-cao/{made(office, body='snv').pk}/"))
    assert "Trong kỳ không có việc nào thuộc phạm vi của báo cáo này." in page


def test_a_merged_body_is_told_with_its_heir(office: Office, clock: Clock) -> None:
    from congvu.kernel.org.models import Body, Succession

    given_work(office, clock)
    old, new = office.body["snv"], office.body["sxd"]
    Body.objects.filter(pk=old.pk).update(valid_to=date(2026, 10, 31))
    Succession.objects.create(predecessor=old, successor=new, day=date(2026, 11, 1), relation="merge", instrument="x")
    clock(date(2026, 11, 20))
    answer = asked(client_of(office, "binh"), office, "snv", "month:2026-11-20")
    assert answer.status_code == 422 and "đã kết thúc hoạt động ngày 31/10/2026" in text(answer)
    assert "Công việc đã chuyển cho Sở Xây dựng" in text(answer)
    assert asked(client_of(office, "binh"), office, "snv", "month:2026-11-14").status_code == 200
