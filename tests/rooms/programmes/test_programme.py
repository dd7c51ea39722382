"""A programme holds what is due by itself, from year to week; today says what must close; the backlog has its ages."""

from datetime import timedelta

import pytest
from tests.office import Office
from tests.rooms.programmes.given import given_entry

from congvu.engines.worktime import DueRule
from congvu.kernel.org.models import Body
from congvu.kernel.org.queries import calendar
from congvu.kit.clock import now, today
from congvu.sources.programmes import queries, rules


def due_on(day_offset: int) -> DueRule:
    return DueRule.on(today() + timedelta(days=day_offset))


def test_a_duty_stands_in_week_month_quarter_and_year_without_being_entered(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=due_on(0))
    at = now()
    duty = queries.programme(office["hung"], office.body["snnmt"], rules.span_of("year", today()), at).duties.get()
    assert duty.pk == duty_id and duty.current_due_at is not None
    day = (duty.current_due_at - timedelta(seconds=1)).date()
    for horizon in rules.HORIZONS:
        seen = queries.programme(office["hung"], office.body["snnmt"], rules.span_of(horizon, day), at)
        assert (seen.sums.all, seen.sums.left) == (1, 1), horizon
        assert sum(part.all for part in seen.parts) >= 1 or horizon == "week"


def test_what_was_handed_in_counts_for_who_did_it(office: Office) -> None:
    office.given_duty("lan", "handed_in")  # the chairman, who checks it, sits in another body
    year = rules.span_of("year", today() + timedelta(days=21))
    seen = queries.programme(office["hung"], office.body["pqldd"], year, now())
    assert (seen.sums.all, seen.sums.done, seen.sums.on_time, seen.sums.late_open) == (1, 1, 1, 0)


def test_questions_and_drafts_are_no_lines_of_a_programme(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    due = DueRule.within(3, "working_days").to_json()
    office.move("consult", duty_id, "lan", consulted=office["tu"].pk, question="Ý kiến?", due=due)
    year = rules.span_of("year", today() + timedelta(days=14))
    assert queries.programme(office["hung"], office.body["snnmt"], year, now()).sums.all == 1


def test_items_that_wait_stand_beside_and_say_who_may_decide(office: Office) -> None:
    entry = given_entry(office)
    span = rules.span(entry.period)
    seen = queries.programme(office["hung"], office.body["snnmt"], span, now())
    assert seen.entries == (entry,) and seen.to_decide == (entry,) and seen.sums.waiting == 1
    assert queries.programme(office["lan"], office.body["snnmt"], span, now()).to_decide == ()


def test_another_bodys_programme_does_not_exist(office: Office) -> None:
    with pytest.raises(Body.DoesNotExist):
        queries.find_body(office["khanh"], office.body["snnmt"].pk, now())
    assert queries.find_body(office["binh"], office.body["pqh"].pk, now()) == office.body["pqh"]


def test_a_week_of_a_person_day_by_day(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=due_on(0))
    week = rules.span_of("week", today())
    days = queries.week_of(office["lan"], office["lan"], week, calendar())
    later = queries.week_of(office["lan"], office["lan"], rules.after(week), calendar())
    assert len(days) == 7
    assert [duty.pk for day in (*days, *later) for duty in day.duties] == [duty_id]
    assert not any(day.duties for day in queries.week_of(office["khanh"], office["lan"], week, calendar()))


def test_today_lists_what_must_close_and_the_steps_that_are_due(office: Office) -> None:
    closing = office.given_duty("lan", "in_hand", due_rule=due_on(0))
    found = queries.today(office["lan"], None, now(), calendar())
    if calendar().is_working(today()):
        assert [duty.pk for duty in found.closing] == [closing] and found.closing_count == 1
    office.given_duty("lan", "handed_in")
    head = queries.today(office["hung"], office.body["snnmt"], now(), calendar())
    assert head.done == 1 and head.backlog_count == 0 and set(head.ages.values()) == {0}


def test_the_backlog_is_counted_by_age_and_each_class_opens_its_rows(office: Office) -> None:
    at = now() + timedelta(days=40)
    old = office.given_duty("lan", "in_hand", due_rule=DueRule.within(1, "working_days"))
    new = office.given_duty("lan", "in_hand", due_rule=DueRule.on((at - timedelta(days=5)).date()))
    found = queries.today(office["lan"], None, at, calendar())
    assert found.backlog_count == 2 == sum(found.ages.values())
    ages = {late.duty.pk: rules.age_of(late.days).key for late in found.backlog}
    assert ages[old] in ("20", "60") and ages[new] in ("1", "5")
    only = queries.today(office["lan"], None, at, calendar(), age=ages[old])
    assert [late.duty.pk for late in only.backlog] == [old] and only.backlog_count == 2
