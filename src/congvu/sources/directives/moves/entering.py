"""A document comes in: registered without a gap in the numbers, read, and laid out as cards."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from congvu.engines import reader
from congvu.engines.reader import Demand as ReadDemand
from congvu.engines.reader import Name as ReadName
from congvu.engines.reader import Reading as ReadText
from congvu.engines.reader.types import DOCUMENT_FIELDS
from congvu.kernel.org.models import Body, Person
from congvu.kernel.records import moves as records
from congvu.kernel.records.models import Document, RegisterEntry
from congvu.kernel.records.queries import find_by_number, handled_bodies
from congvu.kit.clock import now, today
from congvu.kit.extract import ScannedLine, Step, Unreadable, extract, places
from congvu.kit.extract.encodings import from_legacy
from congvu.kit.vietnamese import nfc
from congvu.sources.directives import queries, rules
from congvu.sources.directives.models import Demand, DemandName, Reading, Scan
from congvu.sources.directives.moves.entries import DirectiveRefused, write_entry
from congvu.sources.directives.moves.naming import Names
from congvu.sources.directives.rules.relations import relations

NOT_A_CLERK = "Chỉ văn thư, người đứng đầu cơ quan hoặc người được lãnh đạo giao chuẩn bị mới được vào sổ văn bản."
SAME_NUMBER = "Trong sổ đã có {label}. Nếu đây là văn bản khác cùng số, đánh dấu “vẫn vào sổ”."


@dataclass(frozen=True)
class Entered:
    """A document in the register and its reading; `new` is False when it was there before."""

    reading: Reading
    new: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Given:
    """What is to be entered: its text, and what is to be known of how it was read."""

    text: str
    warnings: tuple[str, ...]
    lines: tuple[ScannedLine, ...] = ()


def enter(
    *,
    by: Person,
    text: str = "",
    data: bytes | None = None,
    name: str = "",
    rehearsal: bool = False,
    same_number: bool = False,
    step: Step | None = None,
) -> Entered:
    """Register a document from a file (`data`, `name`) or from pasted text, and read it.

    The same text is kept once: the second time its reading is returned as it stands. `same_number` says that another
    text with the number of a known document is meant to be entered all the same; `step` is told how far recognising
    pages is. Raises DirectiveRefused, and then nothing is kept.
    """
    body = register_body(by)
    given = _pasted(text) if data is None else _from_file(data, name, step)
    read = reader.read(given.text)
    known = _known(body, read.text)
    if known is not None:
        return Entered(known, False)
    if not same_number:
        _refuse_same_number(body, read)
    with transaction.atomic():
        document, fresh = _registered(body, read, data, name, by)
        reading = Reading.objects.filter(document=document).first()
        if reading is not None:
            return Entered(reading, False)
        reading = _laid_out(document, body, read, by, rehearsal)
        _keep_scan(reading, given.lines, read.text)
    return Entered(reading, fresh, given.warnings)


def register_body(by: Person) -> Body:
    """The body into whose register this person enters documents; raises DirectiveRefused."""
    body = queries.handled_body(by, now())
    if body is None:
        raise DirectiveRefused(NOT_A_CLERK)
    return body


def read_registered(document_id: int, *, by: Person, rehearsal: bool = False) -> Entered:
    """Read a document that stands in a register already; the second time its reading is returned as it stands.

    Its number in the register and its data stay; what was left empty there is filled in from the text.
    """
    document = queries.find_document(by, document_id)
    lines = RegisterEntry.objects.filter(document=document, body__in=handled_bodies(by, now()))
    entry = lines.select_related("body").order_by("registered_at", "pk").first()
    if entry is None:
        raise DirectiveRefused(NOT_A_CLERK)
    if not document.text.strip():
        raise DirectiveRefused("Sổ chỉ ghi dữ liệu, chưa có nội dung của văn bản này để đọc.", "van_ban")
    read = reader.read(document.text)
    if len(read.text) != len(document.text):  # the places of the demands would not be those of the text kept
        raise DirectiveRefused("Nội dung lưu trong sổ có ký tự ẩn. Hãy vào sổ lại bằng tệp hoặc dán nội dung.")
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        known = Reading.objects.filter(document=document).first()
        if known is not None:
            return Entered(known, False)
        empty = {name: value for name, value in _values(read).items() if value and not getattr(document, name)}
        if empty:
            document = records.correct_document(document, by=by, **empty)
        _link(document, read, by)
        reading = _laid_out(document, entry.body, read, by, rehearsal)
    return Entered(reading, True)


def _laid_out(document: Document, body: Body, read: ReadText, by: Person, rehearsal: bool) -> Reading:
    """The reading with its cards, and the entry that tells of it."""
    reading = _reading(document, body, read, by, today(), rehearsal)
    make_cards(reading, read, by=by)
    payload = {
        "document": document.pk,
        "sha256": hashlib.sha256(document.text.encode()).hexdigest(),
        "demands": len(read.demands),
        "reader": reading.reader_version,
        "rehearsal": rehearsal,
    }
    write_entry(reading, "enter", by=by, payload=payload)
    return reading


def _pasted(text: str) -> _Given:
    """What is copied from an old document brings its old letters along."""
    text, warnings = from_legacy(text)
    return _Given(_clean(text), tuple(warnings))


def _from_file(data: bytes, name: str, step: Step | None) -> _Given:
    try:
        found = extract(data, name, step)
    except Unreadable as unreadable:
        raise DirectiveRefused(str(unreadable), "tep") from unreadable
    text = _clean(found.text, [*found.stamps, *(line.text for line in found.lines)])
    return _Given(text, found.warnings, found.lines)


def _clean(text: str, recognised: Sequence[str] = ()) -> str:
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    try:
        records.refuse_secret(text, recognised=recognised)
    except records.RecordsRefused as refused:
        raise DirectiveRefused(refused.text, "tep") from refused
    if not text:
        raise DirectiveRefused("Chưa có nội dung: chọn tệp hoặc dán văn bản.", "van_ban")
    return text


def _keep_scan(reading: Reading, lines: Sequence[ScannedLine], text: str) -> None:
    """Where the recognised words stand on the pages, so that eyes can compare."""
    found = [
        {"start": start, "end": end, "page": line.page, "angle": line.angle, "box": line.box, "sure": line.confidence}
        for line, start, end in places(lines, text)
    ]
    if found:
        Scan.objects.create(reading=reading, lines=found)


def _known(body: Body, text: str) -> Reading | None:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Reading.objects.filter(document__body=body, document__text_sha256=digest).first()


def _refuse_same_number(body: Body, read: ReadText) -> None:
    number = read.document.number.value if read.document.number else ""
    kind = read.document.kind.value if read.document.kind else ""
    if not number or kind == "tin_bai":
        return
    day = read.document.issued_on.value if read.document.issued_on else None
    for document in find_by_number(number).filter(body=body, stub=False):
        if day is None or document.issued_on is None or document.issued_on.isoformat() == day:
            known = Reading.objects.filter(document=document).first()
            raise DirectiveRefused(
                SAME_NUMBER.format(label=queries.document_label(document)),
                "so",
                existing=known.pk if known else None,
            )


def _registered(body: Body, read: ReadText, data: bytes | None, name: str, by: Person) -> tuple[Document, bool]:
    try:
        file = records.store_file(data, name, by=by) if data is not None else None
        document, fresh = records.document_once(body, read.text, by=by, file=file, **_values(read))
        records.register(body, "den", document, by=by)
        _link(document, read, by)
    except records.RecordsRefused as refused:
        raise DirectiveRefused(refused.text, refused.field) from refused
    return document, fresh


def _values(read: ReadText) -> dict[str, object]:
    """The data of the document as the text states them."""
    found = read.document
    values: dict[str, object] = {
        field: value.value
        for field in ("kind", "number", "issuer", "title", "signer")
        if (value := getattr(found, field)) is not None
    }
    values["issued_on"] = _day(found.issued_on.value) if found.issued_on else None
    return values


def _link(document: Document, read: ReadText, by: Person) -> None:
    """Tie the document to those it cites; how it stands to each is told by the words around the number."""
    spans, demands = (
        [(cited.start, cited.end) for cited in read.references],
        [(one.start, one.end) for one in read.demands],
    )
    for cited, relation in zip(read.references, relations(read.text, spans, demands), strict=True):
        records.link(document, number=cited.number, issued_on=_day(cited.issued_on), relation=relation, by=by)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _reading(document: Document, body: Body, read: ReadText, by: Person, today: date, rehearsal: bool) -> Reading:
    issued_on = document.issued_on
    shift = (today - issued_on).days if rehearsal and issued_on else 0
    return Reading.objects.create(
        document=document,
        body=body,
        rehearsal=rehearsal,
        counted_from=today if rehearsal else issued_on or today,
        shift_days=shift,
        doubts=rules.document_doubts(document.kind, document.number, issued_on, today, rehearsal=rehearsal),
        evidence=_document_evidence(read),
        leader_post=next(iter(queries.leaders_for(by, body, now())), None),
        reader_version=reader.VERSION,
        prepared_by=by,
    )


def _document_evidence(read: ReadText) -> dict[str, Any]:
    """Where the data of the document stand and what was read there: a person may correct them later."""
    found = {name: part for name in DOCUMENT_FIELDS if (part := getattr(read.document, name)) is not None}
    spans: dict[str, Any] = {
        name: {"start": part.start, "end": part.end, "rule": part.reason, "value": part.value}
        for name, part in found.items()
    }
    spans["references"] = [
        {"start": cited.start, "end": cited.end, "rule": cited.reason, "number": cited.number}
        | {"issued_on": cited.issued_on}
        for cited in read.references
    ]
    return spans


def make_cards(reading: Reading, read: ReadText, *, by: Person) -> None:
    """Lay the demands of a reading out as cards: rows in sets, whatever their number."""
    rows = Demand.objects.bulk_create(
        _demand(reading, order, demand, read.text) for order, demand in enumerate(read.demands, 1)
    )
    names = Names(reading)
    for row, demand in zip(rows, read.demands, strict=True):
        names.add(row, DemandName.Role.ASSIGNEE, [name.text for name in demand.assignees])
        names.add(row, DemandName.Role.COORDINATOR, [name.text for name in demand.coordinators])
        names.settle_sharing(row)
    names.save()
    Demand.objects.bulk_update(rows, ["sharing", "lead", "doubts"])


def _demand(reading: Reading, order: int, read: ReadDemand, text: str) -> Demand:
    deadline: dict[str, Any] | None = dict(read.deadline) if read.deadline else None
    if deadline and read.boundary:
        deadline["boundary"] = read.boundary
    words = text[read.start : read.end]
    kind = rules.settled_kind(read.kind, words, deadline)
    doubts = [{"field": d.field, "code": d.code, "question": d.question} for d in read.doubts]
    question = rules.month_day_question(deadline)
    if question:
        doubts.append({"field": "deadline", "code": "year", "question": question})
    rule = rules.due_rule_of(deadline, shift_days=reading.shift_days)
    if kind in rules.DATED:
        doubts += before_doubts(rule.to_json() if rule else None)
    return Demand(
        reading=reading,
        order=order,
        start=read.start,
        end=read.end,
        kind=kind,
        title=read.title or rules.short_title(read.requirement or words),
        requirement=read.requirement or words,
        product=read.product or "",
        product_kind=rules.product_kind_of(read.product or "", kind),
        deadline=deadline,
        due_rule=rule.to_json() if rule else None,
        evidence=_evidence(read),
        doubts=doubts,
        confidence=read.confidence,
        proposed=read.to_json(),
    )


def before_doubts(due_rule: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """The question that "trước ngày D" leaves open next to a day off; none elsewhere."""
    choice = queries.before_choice(due_rule, now())
    return [rules.before_doubt(choice.day)] if choice else []


def _evidence(read: ReadDemand) -> dict[str, Any]:
    def spans(names: tuple[ReadName, ...]) -> list[dict[str, Any]]:
        return [{"text": n.text, "start": n.start, "end": n.end, "inherited": n.inherited_from} for n in names]

    return {
        "assignees": spans(read.assignees),
        "coordinators": spans(read.coordinators),
        "deadline": list(read.deadline_span) if read.deadline_span else None,
        "product": list(read.product_span) if read.product_span else None,
        "rule": read.reason,
    }
