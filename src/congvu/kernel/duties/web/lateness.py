"""Trễ do đâu: the parts of a delay, each with its entries and the answer of the person named."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.kernel.duties import queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import DutyPage, LatePart
from congvu.kernel.duties.queries.lateness import EXPLAIN, is_late
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Person
from congvu.kit import dates
from congvu.kit.charts import Part

# How a part is called, and the kind of its drawing: red is who had the work, and nothing else is red.
WORDS = {
    "holder": ("late", gettext_noop("Người giữ việc")),
    "decision": ("run", gettext_noop("Chờ quyết định")),
    "step": ("other", gettext_noop("Bước giao lại, nghiệm thu")),
    "consulted": ("paused", gettext_noop("Ý kiến trả lời quá hạn")),
    "child": ("other", gettext_noop("Phần việc bị trễ")),
    "citizen": ("soon", gettext_noop("Công dân bổ sung quá hạn")),
    "cause": ("done", gettext_noop("Nguyên nhân khách quan đã xác nhận")),
    "outage": ("wait", gettext_noop("Sự cố hệ thống đã ghi nhận")),
}
VIA = {"consulted": gettext_noop("Ý kiến trả lời quá hạn"), "child": gettext_noop("Phần việc bị trễ")}


@dataclass(frozen=True)
class Answer:
    """What somebody said about a part, beside it."""

    person: Person | None
    at: Any
    text: str


@dataclass(frozen=True)
class LateLine:
    """One part as the page shows it."""

    part: LatePart
    label: str
    time: str
    url: str
    answers: list[Answer]
    mine: bool
    key: str


@dataclass(frozen=True)
class LateSection:
    """The whole delay: the drawing, its lines and what was asked about it."""

    total: str
    chart: list[Part]
    lines: list[LateLine]
    handed_in: bool


@dataclass(frozen=True)
class Explained:
    """A question why, and what was answered; empty while nothing is."""

    duty: Duty
    answer: str


def section(page: DutyPage, person: Person) -> LateSection | None:
    """The parts of the delay of a duty that somebody sees whole; None while it is in time."""
    if page.sight != "full" or not is_late(page.duty, page.now):
        return None
    found = queries.lateness(page.duty, page.now)
    if found is None:
        return None
    answers = _answers(person, page.duty.pk, found.parts)
    lines: list[LateLine] = []
    held: dict[str, int] = {}  # who held it twice has two parts, each with its own entries
    for part in found.parts:
        words = label_of(part)
        held[words] = held.get(words, 0) + 1
        label = words if held[words] == 1 else _("%(who)s (lần giữ khác)") % {"who": words}
        said = answers.get((part.duty_id, part.first_seq), []) if part.first_seq else []
        mine = part.person is not None and part.person.pk == person.pk
        lines.append(LateLine(part, label, dates.working_text(part.seconds), _url(part), said, mine, uuid4().hex))
    chart = [
        Part(WORDS[line.part.kind][0], line.label, line.part.seconds, line.time, f"#tre-{n}")
        for n, line in enumerate(lines, 1)
    ]
    return LateSection(dates.working_text(found.seconds), chart, lines, page.duty.completed_at is not None)


def label_of(part: LatePart) -> str:
    """ "Người giữ việc: bà Nguyễn Thị Lan"; what came through a late opinion or part says so."""
    words = _(VIA[part.via]) if part.via else _(WORDS[part.kind][1])
    who = f"{part.person.courtesy} {part.person.full_name}" if part.person else ""
    return f"{words}: {who}" if who else words


def _url(part: LatePart) -> str:
    """The entry that begins the part, on the page of its duty; a fault of the machine stands in its own list."""
    if part.kind == "outage":
        return reverse("calendar:outages")
    anchor = f"#e{part.first_seq}" if part.first_seq else "#nk"
    return reverse("duties:page", args=[part.duty_id]) + anchor


def _answers(person: Person, duty_id: int, parts: Iterable[LatePart]) -> dict[tuple[int, int], list[Answer]]:
    """Notes that answer an entry, of the duties that the person sees."""
    ids = {part.duty_id for part in parts}
    others = ids - {duty_id}
    if others:
        ids = {duty_id, *queries.visible_to(person).filter(pk__in=others).values_list("pk", flat=True)}
    rows = Entry.objects.filter(
        room="duties", subject="duty", subject_id__in=ids, verb="note", payload__has_key="answers"
    )
    found: dict[tuple[int, int], list[Answer]] = {}
    for row in rows.select_related("actor").prefetch_related("fields").defer("leaf").order_by("pk"):
        text = next((field.value for field in row.fields.all() if field.name == "note"), "")
        answer = Answer(row.actor, row.effective_at, text)
        found.setdefault((row.subject_id, row.payload["answers"]), []).append(answer)
    return found


def explained(page: DutyPage, person: Person) -> list[Explained]:
    """The questions why that were put on a duty, with the words of the answers that the person may read."""
    asked = [duty for duty in page.consultations if duty.demand_kind == EXPLAIN]
    if not asked:
        return []
    seen = queries.visible_to(person).filter(pk__in=[duty.pk for duty in asked]).values_list("pk", flat=True)
    rows = Entry.objects.filter(room="duties", subject="duty", subject_id__in=list(seen), verb="complete")
    texts: dict[int, str] = {}
    for row in rows.prefetch_related("fields").defer("leaf").order_by("subject_id", "seq"):
        texts[row.subject_id] = next((field.value for field in row.fields.all() if field.name == "product"), "")
    return [Explained(duty, texts.get(duty.pk, "")) for duty in asked]
