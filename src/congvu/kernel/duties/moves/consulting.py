"""Asking for an opinion: a child duty with a limit of its own; the asker's clock runs on (design.md §2)."""

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import issuing
from congvu.kernel.duties.moves.limits import due_rule
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.moves.types import NewDuty
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kit.vietnamese import nfc, shortened


def consult(turn: Turn) -> None:
    """The question goes to a named person; beyond its limit the time is the consulted person's."""
    person = Person.objects.filter(pk=int(turn.given["consulted"]), is_active=True).first()
    seat = org.main_seat(person, turn.now) if person else None
    if person is None or seat is None:
        raise refuse("consult", "receiver", "Người được hỏi không giữ vị trí công tác nào.", missing=("consulted",))
    if person.pk == turn.actor_id:
        raise refuse("consult", "self", "Không xin ý kiến chính mình.", missing=("consulted",))
    try:
        rule = due_rule(turn.given["due"])
    except ValueError as error:
        raise refuse("consult", "due", str(error), missing=("due",)) from error
    turn.keep_texts("question")
    turn.facts |= {"consulted": person.pk, "due": rule.to_json()}
    code = Duty.objects.only("issued_at", "created_at").get(pk=turn.duty.id).code
    question = nfc(str(turn.given["question"]))
    new = NewDuty(
        title="Cho ý kiến: " + shortened(question.split("\n", 1)[0], 160),
        requirement=question,
        product_kind="y_kien",
        product="Ý kiến bằng văn bản",
        demand_kind="consult",
        holder_id=person.pk,
        holder_post_id=seat.post.pk,
        accountable_post_id=seat.post.pk,
        deciding_post_id=seat.post.pk,
        basis=f"Xin ý kiến trong việc {code}",
        due_rule=rule,
        issuer_post_id=turn.post_id,
        matter=turn.duty.matter,
    )

    def give(entry_id: int) -> None:
        issuing.issue_consultation(new, of=turn.duty.id, by=Person.objects.get(pk=turn.actor_id or 0))

    turn.after.append(give)
    turn.audience.append({"person": person.pk, "how": "consulted"})
