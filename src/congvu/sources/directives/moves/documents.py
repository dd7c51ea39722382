"""The data of the document itself: its number, its day, and the instrument behind a news report."""

from collections.abc import Mapping

from django.db import transaction

from congvu.kernel.org.models import Person
from congvu.kernel.records import moves as records
from congvu.kit.clock import today
from congvu.kit.vietnamese import nfc
from congvu.sources.directives import rules
from congvu.sources.directives.models import Demand, Reading
from congvu.sources.directives.moves.entering import before_doubts
from congvu.sources.directives.moves.entries import DirectiveRefused, for_change, write_entry


@transaction.atomic
def enter_real_number(reading_id: int, *, by: Person, number: str) -> Reading:
    """The number of the instrument that a news report tells of; without it nothing of the report is issued."""
    reading = for_change(reading_id, by=by)
    number = nfc(number).strip()
    if not any(char.isdigit() for char in number):
        raise DirectiveRefused("Nhập số, ký hiệu của văn bản thật, ví dụ 27-CT/HU.", "so")
    reading.real_number = number
    reading.save(update_fields=["real_number"])
    records.link(reading.document, number=number, relation="reports", by=by)
    write_entry(reading, "enter_real_number", by=by, payload={"number": number})
    return reading


@transaction.atomic
def correct_document(reading_id: int, *, by: Person, fields: Mapping[str, object]) -> Reading:
    """Correct number, day, issuer, title or signer of the document; the limits that count from its day follow."""
    reading = for_change(reading_id, by=by)
    try:
        document = records.correct_document(reading.document, by=by, **fields)
    except records.RecordsRefused as refused:
        raise DirectiveRefused(refused.text, refused.field) from refused
    day = today()
    reading.document = document
    if not reading.rehearsal:
        reading.counted_from = document.issued_on or day
    elif document.issued_on is not None:
        _shift(reading, (day - document.issued_on).days)
    reading.doubts = rules.document_doubts(
        document.kind, document.number, document.issued_on, day, rehearsal=reading.rehearsal
    )
    reading.save(update_fields=["counted_from", "doubts", "shift_days"])
    write_entry(reading, "correct_document", by=by, payload={"fields": sorted(fields)})
    return reading


def _shift(reading: Reading, days: int) -> None:
    """In a rehearsal the days the text names move with the day of the document, unless a person set them."""
    moved = []
    for demand in reading.demands.filter(state=Demand.State.OPEN, due_rule__isnull=False):
        said = rules.due_rule_of(demand.deadline, shift_days=reading.shift_days)
        if said is not None and said.to_json() == demand.due_rule:
            now_said = rules.due_rule_of(demand.deadline, shift_days=days)
            demand.due_rule = now_said.to_json() if now_said else None
            demand.doubts = [doubt for doubt in demand.doubts if doubt["code"] != rules.BEFORE]
            demand.doubts += before_doubts(demand.due_rule) if demand.kind in rules.DATED else []
            moved.append(demand)
    Demand.objects.bulk_update(moved, ["due_rule", "doubts"])
    reading.shift_days = days
