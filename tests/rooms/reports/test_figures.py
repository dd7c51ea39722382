"""The figures of a report are those of the ledger at its cut-off, and stay so whatever happens afterwards."""

from datetime import date, timedelta

from tests.office import Office
from tests.rooms.duties.web import client_of, words
from tests.rooms.reports.conftest import BEGIN, Clock
from tests.rooms.reports.given import made, remade, row_texts, section, summary

from congvu.engines.worktime import DueRule
from congvu.judgement.reports import queries
from congvu.judgement.reports.models import Report
from congvu.judgement.reports.queries.causes import attributed, by_column, late_in
from congvu.judgement.reports.queries.making import material_of
from congvu.judgement.reports.rules import MEASURES, SUMS, differences
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import publish_calendar
from congvu.kernel.duties.queries.lateness import as_known, lateness_of
from congvu.kernel.org import moves as org
from congvu.kernel.org import queries as org_read

SOON = DueRule.on(BEGIN + timedelta(days=1))
NOVEMBER = date(2026, 11, 10)


def given_work(office: Office, clock: Clock, day: date = BEGIN) -> dict[str, int]:
    """One duty in each situation ten days later: in two units of Nông nghiệp, one of Xây dựng, one commune."""
    clock(day)
    soon = DueRule.on(day + timedelta(days=1))
    found = {
        state: office.given_duty("lan", state, matter="Rà soát hồ sơ đất đai quá hạn")
        for state in ("assigned", "in_hand", "closed")
    }
    found["handed_in"] = office.given_duty("son", "handed_in")
    found["submitted"] = office.given_duty("son", "submitted")
    found["cancelled"] = office.given_duty("long", "cancelled")
    found["late"] = office.given_duty("long", "in_hand", due_rule=soon)
    found["overdue"] = office.given_duty("long", "in_hand", due_rule=soon)
    found["paused"] = office.given_duty("yen", "in_hand")
    office.move("pause", found["paused"], "yen", pause_ground="supplement", reason="Chờ bổ sung")
    clock(day + timedelta(days=10))
    office.move("complete", found["late"], "long", product="Báo cáo")
    clock(day + timedelta(days=10), 8.5)
    return found


def test_every_duty_is_counted_once_by_where_it_stood(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    figures = summary(made(office))
    assert figures["total"] == figures["opened"] == 9 and figures["carried"] == 0
    assert (figures["done"], figures["on_time"], figures["late"], figures["rate"]) == (3, 2, 1, 6667)
    assert (figures["open"], figures["in_term"], figures["overdue"], figures["paused"]) == (5, 3, 1, 1)
    assert figures["cancelled"] == 1


def test_units_fields_and_kinds_add_up_to_the_whole(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office)
    whole = summary(report)
    for key in ("bodies", "matters", "kinds"):
        for measure in ("total", "done", "on_time", "late", "open", "overdue"):
            assert sum(line[measure] or 0 for line in section(report, key).values()) == whole[measure], (key, measure)
    by_body = section(report, "bodies")
    assert by_body["Sở Xây dựng"]["total"] == 3 and by_body["Sở Nông nghiệp và Môi trường"]["total"] == 5
    assert {key: line["total"] for key, line in section(report, "matters").items()} == {
        "Hồ sơ đất đai": 3,
        "Lĩnh vực khác": 6,
    }
    assert section(report, "waiting")["Sở Nông nghiệp và Môi trường"]["waiting"] == 1
    assert "Sở Xây dựng" not in section(report, "waiting")


def test_the_report_of_a_department_holds_its_own_work_only(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office, "hung", "snnmt")
    assert summary(report)["total"] == 5
    assert set(section(report, "bodies")) == {"Phòng Quản lý đất đai", "Phòng Kế hoạch"}


def test_every_figure_opens_exactly_its_rows(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office)
    for kept in report.figures["sections"]:
        for line in kept["lines"]:
            for column, value in zip(kept["columns"], line["values"], strict=True):
                if column["unit"] or not value:
                    continue
                opened = queries.opened(
                    office["binh"], report, section=kept["key"], line=line["key"], column=column["key"]
                )
                assert opened is not None and opened.count == value, (kept["key"], line, column)
                assert len(opened.rows) + opened.hidden == value, (kept["key"], line["label"], column["key"])


def test_a_figure_opens_the_duties_it_counts(office: Office, clock: Clock) -> None:
    found = given_work(office, clock)
    report = made(office)
    code = Duty.objects.get(pk=found["overdue"]).code
    (row,) = row_texts(office, "binh", report, "bodies", "Sở Xây dựng", "overdue")
    assert row.startswith(code)


def test_a_report_made_again_after_everything_moved_on_is_the_same(office: Office, clock: Clock) -> None:
    found = given_work(office, clock)
    report = made(office)
    before = report.figures
    office.move("accept", found["assigned"], "lan")
    office.move("complete", found["in_hand"], "lan", product="Báo cáo")
    office.move("verify", found["handed_in"], office.holder_of(found["handed_in"]))
    office.move("redo", found["late"], office.holder_of(found["late"]), reason="Thiếu phụ lục")
    office.move("reopen", found["closed"], "minh", due="2026-12-30", reason="Sót hồ sơ")
    office.move("extend", found["submitted"], "binh", due="2026-12-30", reason="Việc lớn")
    office.move("resume", found["paused"], "yen")
    office.move("forward", found["assigned"], "lan", receiver=office["tu"].pk)
    given_work(office, clock, date(2026, 10, 30))
    assert queries.make(report) == before
    assert remade(report, office) is True
    opened = queries.opened(office["binh"], report, section="summary", line="all", column="overdue")
    assert opened is not None and opened.count == 1
    later = summary(made(office))
    assert later["total"] == 18 and later != summary(report)


def test_figures_that_somebody_changed_in_the_stored_report_are_found(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office)
    assert remade(report, office) is True
    Report.objects.filter(pk=report.pk).update(digest=bytes(32))
    assert remade(report, office) is False and Report.objects.get(pk=report.pk).checked_changes == []
    assert "chính mã số liệu lưu kèm đã bị đổi" in words(client_of(office, "binh").get(f"/bao-cao/{report.pk}/"))


def test_a_figure_that_was_changed_in_the_stored_report_is_named(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office)
    (whole,) = next(one for one in report.figures["sections"] if one["key"] == "summary")["lines"]
    was = whole["values"][0]
    whole["values"][0] = was + 7
    report.save()
    assert remade(report, office) is False
    (change,) = Report.objects.get(pk=report.pk).checked_changes
    assert (change["was"], change["now"]) == (was + 7, was)
    page = words(client_of(office, "binh").get(f"/bao-cao/{report.pk}/"))
    assert f"Số liệu không khớp Số liệu Trong báo cáo Khi lập lại {change['section']}: {change['line']}" in page


def test_differences_name_what_is_new_what_is_gone_and_nothing_else() -> None:
    def one(key: str, lines: list[tuple[str, list[int | None]]]) -> dict[str, object]:
        columns = [{"key": name, "label": name.upper(), "unit": ""} for name in ("a", "b")]
        told = [{"key": line, "label": f"dòng {line}", "values": values} for line, values in lines]
        return {"key": key, "title": key.upper(), "columns": columns, "lines": told}

    before = {"sections": [one("s", [("1", [1, 2]), ("2", [3, None])])]}
    after = {"sections": [one("s", [("2", [3, None]), ("1", [1, 5]), ("3", [0, 7])])]}
    found = [(one["line"], one["column"], one["was"], one["now"]) for one in differences(before, after)]
    assert sorted(found) == [("dòng 1", "B", 2, 5), ("dòng 3", "A", None, 0), ("dòng 3", "B", None, 7)]
    assert differences(before, before) == []


def test_a_closed_period_takes_nothing_from_after_its_last_day(office: Office, clock: Clock) -> None:
    found = given_work(office, clock)
    clock(date(2026, 11, 14), 23.9)
    office.move("complete", found["in_hand"], "lan", product="Báo cáo")
    clock(date(2026, 11, 15), 0.1)
    office.move("accept", found["assigned"], "lan")
    office.move("complete", found["assigned"], "lan", product="Báo cáo")
    office.given_duty("tu", "assigned")
    clock(date(2026, 11, 16))
    report = made(office, day=NOVEMBER)
    assert (report.first_day, report.last_day) == (date(2026, 10, 15), date(2026, 11, 14))
    figures = summary(report)
    assert (figures["total"], figures["done"]) == (9, 4)
    december = summary(made(office, day=date(2026, 11, 16)))
    assert (december["carried"], december["opened"], december["done"]) == (4, 1, 1)


def test_what_ended_before_the_period_is_not_counted_in_it(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    clock(date(2026, 11, 20))
    figures = summary(made(office, day=date(2026, 11, 20)))
    assert (figures["carried"], figures["opened"], figures["done"], figures["cancelled"]) == (5, 0, 0, 0)


def test_returns_are_counted_by_who_returned_and_unclear_ones_by_who_issued(office: Office, clock: Clock) -> None:
    office.given_duty("lan", "unplaced")
    office.given_duty("hung", "disputed")
    taken_back = office.given_duty("lan", "unplaced")
    office.move("withdraw", taken_back, "lan")
    clock(BEGIN, 9)
    report = made(office)
    returned = section(report, "returns")
    assert returned["Sở Nông nghiệp và Môi trường"] == {"wrong_person": 1, "unclear": 1, "beyond_authority": 0}
    assert returned["Sở Xây dựng"]["wrong_person"] == 1
    assert section(report, "unclear")["Ủy ban nhân dân tỉnh An Bình"] == {"unclear": 1}
    assert section(report, "waiting")["Ủy ban nhân dân tỉnh An Bình (trực tiếp)"]["disputed"] == 1


def test_lateness_is_split_by_cause_and_adds_up(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office)
    causes = section(report, "causes")["Sở Xây dựng"]
    assert causes["duties"] == 2 and (causes["holder"] or 0) > 2 * 8 * 3600 and causes["outage"] == 0
    assert remade(report, office) is True


def test_one_persons_plain_delay_is_counted_as_the_full_attribution_counts_it(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    passed = office.given_duty("lan", "in_hand", due_rule=DueRule.on(date(2026, 11, 2)))
    clock(date(2026, 11, 3))
    office.move("forward", passed, "lan", receiver=office["tu"].pk)
    clock(date(2026, 11, 14), 10)
    scope = material_of(made(office)).scope
    found = {late.duty_id: late.seconds for late in attributed(late_in(scope), scope)}
    duties = as_known(Duty.objects.filter(pk__in=found), scope.until_at)
    full = {pk: by_column(late) for pk, late in lateness_of(duties, scope.until_at, known_at=scope.until_at).items()}
    assert len(found) == 6 and found == full
    assert passed in found


def test_a_day_off_published_afterwards_changes_no_report_that_was_made(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    report = made(office)
    storm = {"day": "2026-10-22", "kind": "holiday", "name": "Nghỉ tránh bão"}
    draft = org.prepare_calendar(
        by=office["hien"], title="Nghỉ tránh bão", instrument="Công điện 21/CĐ-UBND", days=(storm,), announces=()
    )
    publish_calendar(draft, by=office["binh"])
    org_read.forget_calendar()
    clock(date(2026, 11, 14), 9)
    assert remade(report, office) is True
    assert org_read.calendar_known_at(report.until_at).is_working(date(2026, 10, 22))
    assert not org_read.calendar_known_at(clock(date(2026, 11, 14), 9)).is_working(date(2026, 10, 22))
    org_read.forget_calendar()


def test_every_sum_is_made_of_counts_that_exist() -> None:
    assert {name for parts in SUMS.values() for name in parts} <= set(MEASURES)


def test_a_narrower_report_counts_one_field_or_one_persons_own_work(office: Office, clock: Clock) -> None:
    given_work(office, clock)
    assert summary(made(office, matter="Hồ sơ đất đai"))["total"] == 3
    own = made(office, "lan", "pqldd", person=office["lan"].pk)
    assert summary(own)["total"] == 3 and section(own, "bodies") == {}
