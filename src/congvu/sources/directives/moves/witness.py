"""A review of standing demands, answered line by line."""

from collections.abc import Mapping

from django.db import transaction

from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import Moved, MoveRefused
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org.models import Person
from congvu.kit.vietnamese import nfc
from congvu.sources.directives.models import Reading, ReviewLine
from congvu.sources.directives.moves.entries import DirectiveRefused, write_entry

OUTCOMES = {"done": "Đã thực hiện", "partly": "Thực hiện một phần", "not": "Chưa thực hiện"}


@transaction.atomic
def answer_review(
    duty_id: int, *, by: Person, answers: Mapping[int, tuple[str, str]], hand_in: bool = False
) -> Moved | None:
    """Answer the lines of a review duty: {line id: (outcome, evidence)}; with `hand_in` it is handed in as a table.

    Only the holder; "done" and "partly" need evidence, and all lines an answer before it is handed in.
    """
    duty = visible_to(by).get(pk=duty_id)
    if duty.holder_id != by.pk:
        raise DirectiveRefused("Chỉ người đang giữ việc được điền bảng rà soát này.")
    lines = list(ReviewLine.objects.filter(duty=duty_id).select_related("obligation__demand__reading").order_by("pk"))
    for line in lines:
        outcome, evidence = answers.get(line.pk, (line.outcome, line.evidence))
        if outcome and outcome not in OUTCOMES:
            raise DirectiveRefused("Lựa chọn không có trong danh sách.", "outcome")
        line.outcome, line.evidence = outcome, nfc(evidence).strip()
    ReviewLine.objects.bulk_update(lines, ["outcome", "evidence"])
    if not hand_in:
        return None
    _refuse_unanswered(lines)
    product = "\n".join(
        f"{place}. {line.obligation.clause}: {OUTCOMES[line.outcome]}. {line.evidence}".rstrip()
        for place, line in enumerate(lines, 1)
    )
    try:
        moved = duties.move("complete", duty_id=duty_id, by=by, given={"product": product})
    except MoveRefused as refused:
        raise DirectiveRefused(str(refused)) from refused
    # what reports count later, whatever the lines say after a review done again
    outcomes = {str(line.obligation_id): line.outcome for line in lines}
    write_entry(lines[0].obligation.demand.reading, "review", by=by, payload={"duty": duty_id, "outcomes": outcomes})
    return moved


def _refuse_unanswered(lines: list[ReviewLine]) -> None:
    open_lines = [place for place, line in enumerate(lines, 1) if not line.outcome]
    if open_lines:
        raise DirectiveRefused(f"Còn {len(open_lines)} dòng chưa trả lời: dòng {open_lines[0]}.", "outcome")
    bare = [place for place, line in enumerate(lines, 1) if line.outcome != "not" and not line.evidence]
    if bare:
        raise DirectiveRefused(f"Dòng {bare[0]} cần ghi căn cứ để thấy là đã thực hiện.", "evidence")


def reading_of(duty_key: str) -> Reading | None:
    """The reading a review duty belongs to, by its origin key."""
    what, *rest = duty_key.split("/")
    return Reading.objects.filter(pk=int(rest[0])).first() if what == "review" else None
