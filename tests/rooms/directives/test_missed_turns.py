"""A turn missed while the machine stood is made late, with a limit of its own; one that had passed is not asked for."""

from datetime import timedelta

from django.db import connection
from tests.rooms.directives.given import given_letter, given_proposed, only
from tests.rooms.org.office import Province

from congvu.kernel.duties import invariants
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry
from congvu.kit.clock import today
from congvu.sources.directives import moves
from congvu.sources.directives.models import Recurrence


def given_monthly(it: Province) -> Recurrence:
    reading = given_letter(it, "Sở Nội vụ tổng hợp, báo cáo kết quả thực hiện về UBND tỉnh.")
    card = only(reading, "tổng hợp, báo cáo", it)
    fields = {"kind": "recurring", "every": "month", "product_kind": "bao_cao"}
    moves.correct(reading.pk, by=it.people["vanthu"], demand_id=card.demand.pk, fields=fields)
    given_proposed(it, reading)
    moves.approve_and_issue(reading.pk, by=it.people["chutich"])
    return Recurrence.objects.get()


def test_missed_turns_are_all_made_and_none_is_late_from_birth(province: Province) -> None:
    row = given_monthly(province)
    Recurrence.objects.filter(pk=row.pk).update(last_period="", starts_on=today() - timedelta(days=70))
    opened_by_the_leader = set(Duty.objects.values_list("pk", flat=True))
    made = moves.open_due_turns()
    assert len(made) in (2, 3)
    assert all(duty.current_due_at > duty.issued_at for duty in Duty.objects.filter(pk__in=made))
    assert moves.open_due_turns() == []
    by_clock = Entry.objects.filter(room="duties", subject_id__in=set(made) - opened_by_the_leader, verb="assign")
    assert {(entry.actor_id, entry.post_id) for entry in by_clock} == {(None, None)}
    assert invariants.check(connection) == []


def test_what_the_clock_made_comes_back_to_whoever_sits_in_the_post_that_ordered_it(province: Province) -> None:
    row = given_monthly(province)
    Recurrence.objects.filter(pk=row.pk).update(last_period="", starts_on=today() - timedelta(days=70))
    duty_id = moves.open_due_turns()[0]
    given = {"ground": "unclear", "reason": "Chưa rõ số liệu của kỳ nào"}
    duties.move("return", duty_id=duty_id, by=province.people["noivu"], given=given)
    assert Duty.objects.get(pk=duty_id).holder == province.people["chutich"]


def test_a_turn_whose_day_had_passed_begins_with_the_next(province: Province) -> None:
    row = given_monthly(province)
    yesterday = today() - timedelta(days=1)
    if yesterday.month != today().month:
        return
    before = Duty.objects.count()
    Recurrence.objects.filter(pk=row.pk).update(last_period="", rule={"every": "month", "day": yesterday.day})
    assert moves.open_due_turns() == [] and Duty.objects.count() == before
