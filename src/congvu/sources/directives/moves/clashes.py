"""What a person makes of a question about demands of two documents."""

from django.db import transaction

from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc
from congvu.sources.directives import queries
from congvu.sources.directives.models import ClashMark, Reading
from congvu.sources.directives.moves.entries import DirectiveRefused, locked, write_entry
from congvu.sources.directives.rules.clashes import OUTCOMES


@transaction.atomic
def settle_clash(key: str, *, by: Person, outcome: str, reason: str = "") -> ClashMark:
    """Answer a question once; the entry stands with the reading of the newer document. Nothing is changed by it.

    Raises Reading.DoesNotExist for a question that `by` does not see, or that the cards do not raise any more.
    """
    row = queries.find_clash(by, key)
    if row is None:
        raise Reading.DoesNotExist(key)
    reading = locked(row.newer.demand.reading_id, by=by)
    if not row.settles:
        raise DirectiveRefused("Chỉ người soạn hoặc người duyệt văn bản sau trả lời được câu hỏi này.")
    if ClashMark.objects.filter(key=key).exists():
        raise DirectiveRefused("Câu hỏi này đã có trả lời.")
    reason = nfc(reason).strip()
    if outcome not in OUTCOMES:
        raise DirectiveRefused("Chọn một câu trả lời.", "tra_loi")
    if outcome == "kept" and not reason:
        raise DirectiveRefused("Giữ cả hai yêu cầu thì nêu lý do.", "ly_do")
    mark = ClashMark.objects.create(
        key=key,
        kind=row.clash.kind,
        newer=row.newer.demand,
        older=row.older.demand,
        outcome=outcome,
        reason=reason,
        by=by,
        at=now(),
    )
    payload = {"kind": mark.kind, "card": mark.newer_id, "other": mark.older_id, "outcome": outcome}
    write_entry(reading, "settle_clash", by=by, payload=payload, texts={"reason": reason})
    return mark
