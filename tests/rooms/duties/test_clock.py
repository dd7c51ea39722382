"""Limits that pass: silence accepts, other limits are noted once, however late and however often the job runs."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from tests.office import Office, given_office

from congvu.engines.worktime import Calendar, DueRule, SpecialDay
from congvu.kernel.duties import invariants, moves, queries, tasks
from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kernel.org import queries as org_queries
from congvu.kit.clock import now

MONDAY = datetime.fromisoformat("2026-11-02T09:00:00+07:00")


@pytest.fixture
def simulated(db: None) -> Office:
    """A demonstration installation, whose clock the test sets."""
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/clock", demonstration=True)
    set_clock(MONDAY)
    return given_office(MONDAY - timedelta(days=1))


def set_clock(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('congvu.simulated_now', %s, true)", [at.isoformat()])


def test_silence_accepts_at_the_instant_of_the_limit(simulated: Office) -> None:
    duty_id = simulated.given_duty("lan")
    limit = Duty.objects.get(pk=duty_id).step_due_at
    assert limit == datetime.fromisoformat("2026-11-03T17:00:00+07:00")
    set_clock(MONDAY + timedelta(days=5))
    assert tasks.run_clock() == 1
    entry = Entry.objects.get(room="duties", subject_id=duty_id, verb="accept")
    assert (entry.effective_at, entry.actor_id, entry.ground) == (limit, None, "clock")
    assert entry.recorded_at == MONDAY + timedelta(days=5)
    assert Duty.objects.get(pk=duty_id).state == "in_hand"
    assert tasks.run_clock() == 0
    assert invariants.check(connection) == []


def test_silence_never_lies_before_the_last_entry(simulated: Office) -> None:
    duty_id = simulated.given_duty("lan")
    set_clock(MONDAY + timedelta(days=3))
    note = simulated.move("note", duty_id, "lan", note="Đang đọc")
    set_clock(MONDAY + timedelta(days=4))
    tasks.run_clock()
    entry = Entry.objects.get(room="duties", subject_id=duty_id, verb="accept")
    assert entry.effective_at == note.at + timedelta(microseconds=1)
    assert invariants.check(connection) == []


def test_whoever_answers_before_the_job_runs_is_kept_and_marked_late(simulated: Office) -> None:
    duty_id = simulated.given_duty("lan")
    set_clock(MONDAY + timedelta(days=3))
    moved = simulated.move("accept", duty_id, "lan")
    assert Entry.objects.get(pk=moved.entry_id).payload["step_late"] == "accept"
    assert tasks.run_clock() == 0


def test_a_decision_that_is_late_is_noted_once_and_may_still_be_made(simulated: Office) -> None:
    duty_id = simulated.given_duty("lan", "submitted")
    set_clock(MONDAY + timedelta(days=4))
    assert tasks.run_clock() == 1
    assert tasks.run_clock() == 0
    lapse = Entry.objects.get(room="duties", subject_id=duty_id, verb="lapse")
    assert lapse.payload["step"] == "decide"
    moved = simulated.move("decide", duty_id, "minh", outcome="agreed")
    assert Entry.objects.get(pk=moved.entry_id).payload["step_late"] == "decide"
    row = queries.duty_page(simulated["lan"], duty_id).holdings[1]
    assert row.norm_seconds == 8 * 3600 and row.exceeded_seconds == row.working_seconds - 8 * 3600 > 0
    assert invariants.check(connection) == []


def test_a_pause_is_added_to_the_limit(simulated: Office) -> None:
    duty_id = simulated.given_duty("lan", "in_hand")
    before = Duty.objects.get(pk=duty_id).current_due_at
    assert before == datetime.fromisoformat("2026-11-23T17:00:00+07:00")
    set_clock(datetime.fromisoformat("2026-11-05T07:00:00+07:00"))
    simulated.move("pause", duty_id, "lan", pause_ground="force_majeure", reason="Tránh bão số 13")
    set_clock(datetime.fromisoformat("2026-11-06T17:00:00+07:00"))
    simulated.move("resume", duty_id, "lan")
    duty = Duty.objects.get(pk=duty_id)
    assert duty.current_due_at == datetime.fromisoformat("2026-11-26T17:00:00+07:00")
    assert duty.first_due_at == before
    row = queries.duty_page(simulated["lan"], duty_id).holdings[0]
    assert row.paused_seconds == 2 * 8 * 3600
    assert invariants.check(connection) == []


def test_the_list_puts_late_before_soon_before_new_before_the_rest(simulated: Office) -> None:
    late = simulated.given_duty("lan", "in_hand")
    set_clock(datetime.fromisoformat("2026-11-12T09:00:00+07:00"))
    soon = simulated.given_duty("lan", "in_hand")
    set_clock(datetime.fromisoformat("2026-12-03T09:00:00+07:00"))
    new, rest = simulated.given_duty("lan"), simulated.given_duty("lan", "in_hand")
    mine = queries.inbox(simulated["lan"], now())
    assert [row.duty.pk for row in mine.late] == [late] and mine.late[0].late_days == 7
    assert [row.duty.pk for row in mine.soon] == [soon]
    assert [row.duty.pk for row in mine.to_accept] == [new] and mine.to_accept[0].next_verb == "accept"
    assert [row.duty.pk for group in mine.rest for row in group.rows] == [rest]
    assert mine.counts.total == 4


def test_a_new_calendar_moves_limits_with_one_entry_each(simulated: Office) -> None:
    counted = simulated.given_duty("lan", "in_hand")
    named = simulated.given_duty("tu", due_rule=DueRule.on(date(2026, 12, 1)))
    calendar = org_queries.calendar()
    storm = SpecialDay(date(2026, 11, 12), "holiday", "Nghỉ tránh bão", "Công điện 21/CĐ-UBND", True)
    days = (*calendar.special.values(), storm)
    changed = Calendar.build(calendar.code, "2", calendar.first, calendar.last, special_days=days)
    set_clock(MONDAY + timedelta(hours=2))
    assert moves.recount_limits(changed, "Công điện 21/CĐ-UBND") == 1
    assert Duty.objects.get(pk=counted).current_due_at == datetime.fromisoformat("2026-11-25T17:00:00+07:00")
    assert not Entry.objects.filter(room="duties", subject_id=named, verb="recompute").exists()
    entry = Entry.objects.get(room="duties", subject_id=counted, verb="recompute")
    assert (entry.payload["instrument"], entry.actor_id) == ("Công điện 21/CĐ-UBND", None)
    assert moves.recount_limits(changed, "Công điện 21/CĐ-UBND") == 0
    assert invariants.check(connection) == []


def test_the_clock_runs_by_itself() -> None:
    from procrastinate.contrib.django import app

    periodic = {row.task.name: row.cron for row in app.periodic_registry.periodic_tasks.values()}
    assert periodic["duties.clock"] == "* * * * *"
