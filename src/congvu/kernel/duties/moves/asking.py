"""Yêu cầu giải trình: the holder is urged with a question, and answers it as a small duty with a limit of its own."""

from typing import Any

from django.db import transaction

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import issuing, single
from congvu.kernel.duties.moves.limits import due_rule
from congvu.kernel.duties.moves.turn import refuse
from congvu.kernel.duties.moves.types import NewDuty
from congvu.kernel.duties.queries.lateness import EXPLAIN
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Person
from congvu.kit.vietnamese import nfc


def ask_why(duty_id: int, *, by: Person, question: str, due: object, key: str | None = None) -> int:
    """Ask whoever holds a duty why it stands as it does; gives the id of the duty to answer.

    It is `urge` of the table (so only the issuer, a head above or the accountable post may), and in the same
    transaction a duty of the kind "explain" for the same holder: it stands in his list, silence accepts it, the
    asker verifies the answer. The first duty keeps its state and its clock. With `key` a retry gets the first answer.

    Raises MoveRefused; Duty.DoesNotExist for what `by` may not see.
    """
    asked = nfc(question.strip())
    if not asked:
        raise refuse("urge", "missing", "Chưa nêu điều cần giải trình.", missing=("question",))
    try:
        rule = due_rule(due)
    except ValueError as error:
        raise refuse("urge", "due", str(error), missing=("due",)) from error
    with transaction.atomic():
        moved = single.move("urge", duty_id=duty_id, by=by, given={"reason": asked}, key=key)
        if moved.replayed:
            return _answer_to(duty_id, moved.entry_id)
        duty = Duty.objects.get(pk=duty_id)
        if duty.holder_id == by.pk or duty.state not in OPEN:
            raise refuse("urge", "self", "Đồng chí đang giữ việc này nên không yêu cầu chính mình giải trình.")
        post_id = Entry.objects.values_list("post_id", flat=True).get(pk=moved.entry_id)
        new = NewDuty(
            title=f"Giải trình: {asked}"[:300],
            requirement=asked,
            product_kind="y_kien",
            product="Giải trình bằng văn bản",
            demand_kind=EXPLAIN,
            holder_id=duty.holder_id,
            holder_post_id=duty.holder_post_id,
            accountable_post_id=duty.holder_post_id,
            deciding_post_id=post_id,
            basis=f"Yêu cầu giải trình trong việc {duty.code}",
            due_rule=rule,
            issuer_post_id=post_id,
            matter=duty.matter,
            origin_kind=EXPLAIN,
            origin_key=str(moved.entry_id),
        )
        return issuing.issue_consultation(new, of=duty_id, by=by)


def _answer_to(duty_id: int, entry_id: int) -> int:
    """The duty that the same request made before."""
    found: Any = Duty.objects.filter(consulted_by=duty_id, origin_kind=EXPLAIN, origin_key=str(entry_id))
    return int(found.values_list("pk", flat=True).get())
