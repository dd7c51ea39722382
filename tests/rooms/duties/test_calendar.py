"""A published calendar moves the open limits; promises never become earlier; nothing is rewritten."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.office import Office, given_office

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import invariants, moves
from congvu.kernel.duties.models import Duty, Promise
from congvu.kernel.ledger.models import Entry, Outbox
from congvu.kernel.org import moves as org
from congvu.kernel.org import queries as org_queries
from congvu.kernel.org.models import CalendarVersion
from congvu.kernel.org.moves import OrgRefused
from congvu.kernel.org.queries import calendars

MONDAY = datetime.fromisoformat("2026-11-02T09:00:00+07:00")
STORM = {"day": "2026-11-12", "kind": "holiday", "name": "Nghỉ tránh bão số 13"}
DECREE = "Công điện 21/CĐ-UBND ngày 02/11/2026"


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    """A demonstration installation on Monday 2 November 2026, with the national calendar."""
    org_queries.forget_calendar()
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/calendar", demonstration=True)
    set_clock(MONDAY)
    yield given_office(MONDAY - timedelta(days=1))
    org_queries.forget_calendar()


def set_clock(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('congvu.simulated_now', %s, true)", [at.isoformat()])


def published(office: Office, *days: dict[str, str], announces: tuple[tuple[str, str], ...] = ()) -> CalendarVersion:
    draft = org.prepare_calendar(
        by=office["hien"], title="Nghỉ tránh bão", instrument=DECREE, days=days, announces=announces
    )
    return moves.publish_calendar(draft, by=office["binh"])


def recounted(office: Office, *days: dict[str, str]) -> int:
    published(office, *days)
    moved = moves.recount_published()
    set_clock(MONDAY + timedelta(minutes=5))
    return moved + moves.recount_published()


def due_of(duty_id: int) -> str:
    at = Duty.objects.get(pk=duty_id).current_due_at
    assert at is not None
    return f"{at.astimezone(MONDAY.tzinfo):%d/%m %H:%M}"


def test_a_day_off_moves_what_counts_it_with_one_entry_each_and_nothing_else(office: Office) -> None:
    counted = office.given_duty("lan", "in_hand")
    named = office.given_duty("tu", "in_hand", due_rule=DueRule.on(date(2026, 12, 1)))
    before = Duty.objects.get(pk=counted)
    assert recounted(office, STORM) == 1
    assert (due_of(counted), due_of(named)) == ("25/11 17:00", "02/12 00:00")
    after = Duty.objects.get(pk=counted)
    assert (after.first_due_at, after.due_start_at) == (before.first_due_at, before.due_start_at)
    (entry,) = Entry.objects.filter(room="duties", subject="duty", verb="recompute")
    assert (entry.subject_id, entry.actor_id, entry.payload["instrument"], entry.payload["calendar"]) == (
        counted, None, DECREE, 1,
    )  # fmt: skip
    version = CalendarVersion.objects.get()
    assert (version.number, version.moved, version.recounted_at is not None) == (1, 1, True)
    assert Entry.objects.get(room="org", subject="calendar").payload["days"][0]["day"] == "2026-11-12"
    assert moves.recount_published() == 0
    assert invariants.check(connection) == []


def test_a_swap_moves_some_later_and_some_earlier_but_nobody_is_late_overnight(office: Office) -> None:
    long = office.given_duty("lan", "in_hand", due_rule=DueRule.within(9, "working_days"))
    short = office.given_duty("tu", "in_hand", due_rule=DueRule.within(5, "working_days"))
    worked = {"day": "2026-11-07", "kind": "swapped_work", "name": "làm bù cho 13/11", "paired_day": "2026-11-13"}
    off = {"day": "2026-11-13", "kind": "swapped_off", "name": "nghỉ hoán đổi", "paired_day": "2026-11-07"}
    assert (due_of(long), due_of(short)) == ("13/11 17:00", "09/11 17:00")
    set_clock(datetime.fromisoformat("2026-11-06T10:00:00+07:00"))
    published(office, worked, off)
    moves.recount_published()
    assert (due_of(long), due_of(short)) == ("12/11 17:00", "07/11 17:00")
    tight = {"day": "2026-11-08", "kind": "swapped_work", "name": "làm bù đột xuất"}
    set_clock(datetime.fromisoformat("2026-11-06T16:00:00+07:00"))
    published(office, tight)
    moves.recount_published()
    assert due_of(short) == "07/11 17:00", "the next working day's close is the earliest"
    assert invariants.check(connection) == []


def test_a_promise_is_never_made_earlier_and_a_later_one_is_told(office: Office) -> None:
    promised = office.given_duty("lan", "in_hand")
    moves.promise(promised, by=office["lan"])
    worked = {"day": "2026-11-14", "kind": "swapped_work", "name": "làm bù"}
    assert recounted(office, worked) == 0
    assert due_of(promised) == "23/11 17:00"
    set_clock(MONDAY + timedelta(hours=1))
    published(office, STORM | {"day": "2026-11-12"}, STORM | {"day": "2026-11-13"})
    assert moves.recount_published() == 1
    assert due_of(promised) == "25/11 17:00", "two days off, one Saturday worked, and 24/11 is a holiday"
    first, later = Promise.objects.filter(duty=promised).order_by("pk")
    assert (first.cause, later.cause, later.told_at) == ("receipt", "calendar", None)
    assert Outbox.objects.filter(topic="promise.later").count() == 1
    moves.note_told(later)
    with pytest.raises(DatabaseError), transaction.atomic():
        Promise.objects.filter(pk=later.pk).update(promised_at=MONDAY)
    with pytest.raises(moves.MoveRefused, match="đã có ngày hẹn"):
        moves.promise(promised, by=office["lan"])


def test_the_limit_of_a_step_moves_too(office: Office) -> None:
    waiting = office.given_duty("lan")
    assert recounted(office, STORM | {"day": "2026-11-03"}) == 1
    step = Duty.objects.get(pk=waiting).step_due_at
    assert step is not None and step.astimezone(MONDAY.tzinfo).isoformat() == "2026-11-04T17:00:00+07:00"
    assert invariants.check(connection) == []


def test_what_is_handed_in_or_paused_keeps_its_limit(office: Office) -> None:
    done, paused = office.given_duty("lan", "handed_in"), office.given_duty("tu", "in_hand")
    office.move("pause", paused, "tu", pause_ground="force_majeure", reason="Tránh bão")
    assert recounted(office, STORM) == 0
    assert (due_of(done), due_of(paused)) == ("23/11 17:00", "23/11 17:00")
    office.move("resume", paused, "tu")
    assert due_of(paused) == "25/11 17:00", "counted by the new calendar when it goes on"


def test_a_version_is_taken_back_by_a_further_one(office: Office) -> None:
    counted = office.given_duty("lan", "in_hand")
    recounted(office, STORM)
    first = CalendarVersion.objects.get()
    undoing = org.prepare_undoing(first, by=office["hien"], instrument="Công điện 22/CĐ-UBND")
    moves.publish_calendar(undoing, by=office["binh"])
    assert moves.recount_published() == 1
    assert due_of(counted) == "23/11 17:00"
    for change in ({"days": []}, {"number": None}, {"instrument": "khác"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CalendarVersion.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        first.delete()
    assert [row.number for row in org_queries.calendar_versions()] == [2, 1]


def test_an_announced_year_is_not_provisional_any_more(office: Office) -> None:
    (over_tet,) = moves.issue_new([office.new(due_rule=DueRule.on(date(2027, 2, 12)))], by=office["binh"])
    assert Duty.objects.get(pk=over_tet).due_provisional
    off = [{"day": f"2027-02-{day:02}", "kind": "holiday", "name": "Tết Âm lịch Đinh Mùi"} for day in (4, 5, 8, 9, 10)]
    draft = org.prepare_calendar(
        by=office["hien"], title="Tết 2027", instrument="Thông báo 1/TB-BNV", days=off,
        announces=[("2027-01-25", "2027-02-21")],
    )  # fmt: skip
    moves.publish_calendar(draft, by=office["binh"])
    assert moves.recount_published() == 1
    assert not Duty.objects.get(pk=over_tet).due_provisional
    assert not org_queries.calendar().is_announced(date(2027, 9, 3)), "the rest of the year stays open"


def test_a_duty_given_by_the_calendar_before_is_found_afterwards(office: Office) -> None:
    old = org_queries.calendar()
    published(office, STORM)
    moves.recount_published()
    calendars._known[:] = [(10.0**12, 0, old)]  # another process that has not looked yet
    late = office.given_duty("lan", "in_hand")
    assert due_of(late) == "23/11 17:00"
    set_clock(MONDAY + timedelta(minutes=1))
    assert moves.recount_published() == 1
    assert due_of(late) == "25/11 17:00"
    assert CalendarVersion.objects.get().recounted_at is not None


WRONG = [
    # field, value, words of the refusal
    ({"title": " "}, "nội dung"),
    ({"instrument": ""}, "văn bản"),
    ({"days": []}, "Chưa có ngày nào"),
    ({"days": [STORM | {"day": "hôm nay"}]}, "không phải một ngày"),
    ({"days": [STORM | {"day": "2099-01-01"}]}, "nằm ngoài lịch"),
    ({"days": [STORM | {"kind": "party"}]}, "loại ngày"),
    ({"days": [STORM | {"name": ""}]}, "chưa nêu lý do"),
    ({"days": [STORM, STORM]}, "hai lần"),
    ({"days": [STORM | {"kind": "swapped_work"}]}, "vốn là ngày làm việc"),
    ({"announces": [("2027-02-01", "2027-01-01")]}, "ngày cuối"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_draft_that_no_calendar_can_be_is_refused_in_one_sentence(
    office: Office, changes: dict[str, object], said: str
) -> None:
    given: dict[str, object] = {"title": "Nghỉ bão", "instrument": DECREE, "days": [STORM]}
    with pytest.raises(OrgRefused, match=said):
        org.prepare_calendar(by=office["hien"], **(given | changes))  # type: ignore[arg-type]
    assert not CalendarVersion.objects.exists()


def test_who_may_prepare_and_who_may_publish(office: Office) -> None:
    with pytest.raises(OrgRefused, match="soạn"):
        org.prepare_calendar(by=office["lan"], title="Nghỉ", instrument=DECREE, days=[STORM])
    draft = org.prepare_calendar(by=office["hien"], title="Nghỉ", instrument=DECREE, days=[STORM])
    for name in ("hien", "hung", "phuc"):
        with pytest.raises(OrgRefused, match="công bố"):
            moves.publish_calendar(draft, by=office[name])
    assert org_queries.calendar().is_working(date(2026, 11, 12))
    moves.publish_calendar(draft, by=office["cuong"])
    assert not org_queries.calendar().is_working(date(2026, 11, 12))
    with pytest.raises(OrgRefused, match="đã được công bố"):
        moves.publish_calendar(draft, by=office["binh"])
    with pytest.raises(OrgRefused, match="không bỏ được"):
        org.drop_calendar(draft, by=office["hien"])


def test_batches_go_on_where_they_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        office.given_duty("lan", "in_hand")
    monkeypatch.setattr("congvu.kernel.duties.moves.recounting.MOST", 2)
    published(office, STORM)
    assert moves.recount_published(most=2) == 2
    assert CalendarVersion.objects.get().moved == 2
    assert moves.recount_published() == 3
    assert invariants.check(connection) == []
