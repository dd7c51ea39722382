"""Forms that people build: saved, made, subscribed to; what stands in another report already is said."""

from datetime import date, timedelta

import pytest
from tests.office import Office
from tests.rooms.reports.conftest import BEGIN, Clock
from tests.rooms.reports.given import made, section, summary
from tests.rooms.reports.test_figures import given_work
from tests.rooms.reports.test_pages import client_of, text

from congvu.judgement.reports import moves, queries
from congvu.judgement.reports.models import Form, Report
from congvu.judgement.reports.rules import Content
from congvu.kernel.org.models import Body
from congvu.kit.refusal import Refused
from congvu.kit.work.moves import run_waiting

ROWS = Content(rows=("bodies",), columns=("total", "overdue"))


def given_form(office: Office, who: str = "binh", body: str = "tinh", kind: str = "month", **changes: object) -> Form:
    given = {"name": "Biểu 01 của Bộ", "content": ROWS} | changes
    return moves.save_form(by=office[who], body_id=office.body[body].pk, period_kind=kind, **given)  # type: ignore[arg-type]


def test_a_form_holds_the_rows_and_columns_chosen_and_no_others(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    form = given_form(office, content=Content(rows=("kinds", "summary"), columns=("done", "rate"), kinds=("task",)))
    asked = moves.ask_form(form.pk, by=office["binh"], day=date(2026, 11, 14))
    run_waiting()
    report = Report.objects.get(pk=asked.report.pk)
    assert [one["key"] for one in report.figures["sections"]] == ["kinds", "summary"]
    assert section(report, "kinds") == {"Nhiệm vụ": {"done": 3, "rate": 6667}}
    assert report.title == "Biểu 01 của Bộ, tháng 11/2026: Ủy ban nhân dân tỉnh An Bình"
    opened = queries.opened(office["binh"], report, section="kinds", line="task", column="done")
    assert opened is not None and opened.count == 3
    assert client_of(office, "binh").get(f"/bao-cao/{report.pk}/").status_code == 200


def test_a_form_is_built_on_a_page_by_ticking(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    binh = client_of(office, "binh")
    assert 'name="cot"' in binh.get("/bao-cao/mau/moi/").content.decode()
    given = {"ten": "Biểu tuần", "don_vi": office.body["tinh"].pk, "ky": "week", "dong": ["bodies", "matters"],
             "cot": ["total", "done"], "linh_vuc": "", "van_ban": ""}  # fmt: skip
    page = text(binh.post("/bao-cao/mau/moi/", given, follow=True))
    assert "Đã lưu mẫu “Biểu tuần”." in page and "Nhận khi kỳ chốt" in page
    form = Form.objects.get()
    assert form.content == {"rows": ["bodies", "matters"], "columns": ["total", "done"]}
    again = binh.post("/bao-cao/mau/moi/", given)
    assert again.status_code == 422 and "Đồng chí đã có một mẫu tên “Biểu tuần”." in text(again)
    changed = binh.post(f"/bao-cao/mau/{form.pk}/", given | {"cot": ["total"]}, follow=True)
    assert changed.status_code == 200 and Form.objects.get().content["columns"] == ["total"]
    answer = binh.post("/bao-cao/lap/", {"mau": form.pk, "ky": f"week:{BEGIN.isoformat()}"}, follow=True)
    run_waiting()
    assert answer.status_code == 200 and Report.objects.get().form_id == form.pk


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Đặt tên cho mẫu"),
        ({"name": "x" * 121}, "Đặt tên cho mẫu"),
        ({"kind": "decade"}, "Không có loại kỳ báo cáo này."),
        ({"content": Content(columns=("total",))}, "Chọn ít nhất một cách chia dòng."),
        ({"content": Content(rows=("bodies",))}, "Chọn ít nhất một số liệu."),
        ({"content": Content(rows=("people",), columns=("total",))}, "Không có cách chia dòng “people”."),
        ({"content": Content(rows=("bodies",), columns=("beauty",))}, "Không có số liệu “beauty”."),
        ({"content": Content(rows=("bodies",), columns=("total",), kinds=("dance",))}, "Không có loại việc “dance”."),
        ({"content": Content(rows=("bodies",), columns=("total",), document=404)}, "Không có văn bản này."),
    ],
)
def test_a_form_that_cannot_be_is_refused_in_a_sentence(
    office: Office, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        given_form(office, **changes)  # type: ignore[arg-type]
    assert sentence in refused.value.text and not Form.objects.exists()


def test_nobody_builds_a_form_of_work_he_may_not_report_on_or_changes_that_of_another(office: Office) -> None:
    with pytest.raises(Body.DoesNotExist):
        given_form(office, "hung", "sxd")
    with pytest.raises(Body.DoesNotExist):
        given_form(office, "lan", "pqldd")
    form = given_form(office, "hung", "snnmt")
    assert client_of(office, "khanh").get(f"/bao-cao/mau/{form.pk}/").status_code == 404
    assert client_of(office, "binh").get(f"/bao-cao/mau/{form.pk}/").status_code == 404
    with pytest.raises(Form.DoesNotExist):
        moves.drop_form(form.pk, by=office["binh"])
    with pytest.raises(Form.DoesNotExist):
        moves.subscribe(form.pk, by=office["khanh"])
    moves.subscribe(form.pk, by=office["binh"])


def test_subscribers_get_the_report_when_the_period_closes_once_and_in_their_digest(
    office: Office, clock: Clock
) -> None:
    given_work(office, clock)
    form = given_form(office, "hung", "snnmt", "month")
    for who in ("hung", "binh"):
        moves.subscribe(form.pk, by=office[who])
    moves.subscribe(form.pk, by=office["hung"])
    since = clock(date(2026, 11, 14), 23)
    assert moves.make_due() == 0
    at = clock(date(2026, 11, 15), 0.5)
    assert moves.make_due() == 1 and moves.make_due() == 0
    run_waiting()
    report = Report.objects.get()
    assert (report.asked_by, report.until_at.astimezone(at.tzinfo).isoformat()) == (None, "2026-11-15T00:00:00+07:00")
    assert section(report, "bodies")["Phòng Kế hoạch"] == {"total": 2, "overdue": 1}
    later = clock(date(2026, 11, 15), 7)
    for who in ("hung", "binh"):
        assert [line.text for line in queries.digest_lines(office[who], since, later)] == [report.title]
    assert queries.digest_lines(office["khanh"], since, later) == []
    assert queries.digest_lines(office["hung"], later, later + timedelta(hours=1)) == []


def test_after_the_machine_stood_still_each_missed_period_is_made_and_none_before_the_subscription(
    office: Office, clock: Clock
) -> None:
    given_work(office, clock)
    form = given_form(office, kind="week")
    moves.subscribe(form.pk, by=office["binh"])
    clock(BEGIN + timedelta(days=33))
    assert moves.make_due() == 3
    run_waiting()
    firsts = list(Report.objects.order_by("first_day").values_list("first_day", flat=True))
    assert firsts == [date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9)]


def test_who_ends_his_subscription_or_drops_the_form_gets_no_more(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    form = given_form(office)
    moves.subscribe(form.pk, by=office["binh"])
    moves.unsubscribe(form.pk, by=office["binh"])
    other = given_form(office, name="Biểu khác")
    binh = client_of(office, "binh")
    assert "Đã đăng ký" in text(binh.post(f"/bao-cao/mau/{other.pk}/dang-ky/", follow=True))
    assert "Đã bỏ mẫu" in text(binh.post(f"/bao-cao/mau/{other.pk}/bo/", follow=True))
    assert binh.post(f"/bao-cao/mau/{other.pk}/dang-ky/").status_code == 404
    clock(date(2026, 11, 20))
    assert moves.make_due() == 0


def test_a_section_that_stands_whole_in_another_report_of_the_period_says_so(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    clock(date(2026, 11, 20))
    november = date(2026, 11, 14)
    whole = made(office, day=november)
    form = given_form(office)
    asked = moves.ask_form(form.pk, by=office["binh"], day=november)
    run_waiting()
    mine = Report.objects.get(pk=asked.report.pk)
    assert [(one.section, one.report) for one in queries.contained(office["binh"], mine)] == [("bodies", whole)]
    page = text(client_of(office, "binh").get(f"/bao-cao/{mine.pk}/"))
    assert f"Số liệu mục này đã có trong: {whole.title}" in page
    assert queries.contained(office["binh"], whole) == []
    department = made(office, "hung", "snnmt", day=november)
    found = {one.section: one.report for one in queries.contained(office["hung"], department)}
    assert found == {}, "hung may not see the report of the province"
    assert summary(department)["total"] == section(whole, "bodies")["Sở Nông nghiệp và Môi trường"]["total"]
