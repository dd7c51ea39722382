"""Standing demands are reviewed: one duty a body for all of a directive, a line each, made once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from tests.rooms.directives.given import given_letter, given_proposed
from tests.rooms.org.office import Province

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import move
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Demand, Obligation
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.rules import turn_of


def given_obligations(it: Province) -> datetime:
    """Two standing demands on one body; gives an instant shortly before the day they are reviewed."""
    reading = given_letter(
        it, "Sở Nội vụ chấp hành nghiêm thời giờ làm việc; thường xuyên kiểm tra việc thực hiện văn hóa công sở."
    )
    clerk = it.people["vanthu"]
    others = Demand.objects.filter(reading=reading).exclude(kind="standing")
    if others:
        moves.reject(reading.pk, by=clerk, demand_ids=list(others.values_list("pk", flat=True)), reason="Không dùng")
    rest = Demand.objects.filter(reading=reading, state="open")
    foreign = [d.pk for d in rest if it.bodies["snv"] not in [b for n in d.names.all() for b in n.bodies.all()]]
    if foreign:
        moves.reject(reading.pk, by=clerk, demand_ids=foreign, reason="Không dùng")
    moves.confirm(reading.pk, by=clerk, demand_ids=list(rest.values_list("pk", flat=True)))
    given_proposed(it, reading)
    moves.approve_and_issue(reading.pk, by=it.people["chutich"])
    row = Obligation.objects.first()
    assert row is not None
    quarter = turn_of("quarter", row.starts_on + timedelta(days=35))
    return datetime.combine(quarter.last - timedelta(days=3), time(2), UTC)


def test_a_review_is_one_duty_a_body_and_made_once(province: Province) -> None:
    before = given_obligations(province)
    (duty_id,) = moves.open_due_turns(at=before)
    duty = Duty.objects.get(pk=duty_id)
    assert duty.title.startswith("Rà soát yêu cầu thường xuyên")
    assert queries.review_lines(duty_id).count() == Obligation.objects.filter(body=province.bodies["snv"]).count()
    assert moves.open_due_turns(at=before) == []


def test_a_review_far_off_is_not_made_yet(province: Province) -> None:
    given_obligations(province)
    assert moves.open_due_turns() == [] or not Duty.objects.filter(title__startswith="Rà soát").exists()


def test_a_review_is_handed_in_when_every_line_has_its_answer(province: Province) -> None:
    (duty_id,) = moves.open_due_turns(at=given_obligations(province))
    head = province.people["noivu"]
    move("accept", duty_id=duty_id, by=head, given={})
    lines = list(queries.review_lines(duty_id))
    with pytest.raises(DirectiveRefused, match="chưa trả lời"):
        moves.answer_review(duty_id, by=head, answers={}, hand_in=True)
    with pytest.raises(DirectiveRefused, match="căn cứ"):
        moves.answer_review(duty_id, by=head, answers={line.pk: ("done", "") for line in lines}, hand_in=True)
    answers = {line.pk: ("done", "Biên bản kiểm tra ngày 12/12") for line in lines}
    moves.answer_review(duty_id, by=head, answers=answers, hand_in=True)
    assert Duty.objects.get(pk=duty_id).state == "handed_in"


def test_only_the_holder_answers(province: Province) -> None:
    (duty_id,) = moves.open_due_turns(at=given_obligations(province))
    with pytest.raises((DirectiveRefused, Duty.DoesNotExist)):
        moves.answer_review(duty_id, by=province.people["chutich"], answers={})
