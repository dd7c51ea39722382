"""The page on which a directive is read by those it reaches: text, questions and answers, who has not read yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Body, Person
from congvu.kit.clock import now
from congvu.kit.dates import limit_text
from congvu.kit.digest import DigestLine
from congvu.kit.extras import DutyExtra
from congvu.sources.directives import rules
from congvu.sources.directives.models import Acknowledgement, Demand, ReaderQuestion, Reading
from congvu.sources.directives.queries.access import may_approve, may_prepare
from congvu.sources.directives.queries.labels import short_label
from congvu.sources.directives.queries.readers import (
    Reader,
    ToRead,
    duties_of,
    find_asked,
    led_by,
    origin_key,
    questions_for,
    readers_of,
    to_read,
    unit_names,
)

RECENT = 20  # directives whose figures a head sees at once


@dataclass(frozen=True)
class UnitRow:
    """How far a body (or a room of it) has read. `duty`: by which it passes the directive on, of whole bodies."""

    body: Body
    readers: tuple[Reader, ...]
    duty: Duty | None = None

    @property
    def asked(self) -> int:
        return len(self.readers)

    @property
    def confirmed(self) -> int:
        return sum(reader.confirmed_at is not None for reader in self.readers)

    @property
    def left(self) -> int:
        return self.asked - self.confirmed

    @property
    def percent(self) -> int:
        return 100 * self.confirmed // self.asked if self.asked else 0

    @property
    def waits_for_verifying(self) -> bool:
        return self.duty is not None and self.duty.state == "handed_in" and self.left == 0


@dataclass(frozen=True)
class ReadersPage:
    """All that the page and the API show to one person.

    `unit`: the addressed body he reads for, None when he is not asked. `rows`: the bodies he answers for, empty for
    others. `my_duty`: the duty of passing on that he holds. `to_verify`: whole ones that wait for his verification.
    """

    reading: Reading
    label: str
    paragraphs: tuple[str, ...]
    clauses: tuple[str, ...]
    unit: Body | None
    due_at: datetime | None
    confirmed_at: datetime | None
    questions: tuple[ReaderQuestion, ...]
    rows: tuple[UnitRow, ...]
    my_duty: UnitRow | None
    to_verify: tuple[Duty, ...]
    now: datetime
    handles: bool

    @property
    def total(self) -> tuple[int, int]:
        """Confirmed and asked, of the bodies shown."""
        return sum(row.confirmed for row in self.rows), sum(row.asked for row in self.rows)


def readers_page(person: Person, reading_id: int, *, at: datetime | None = None) -> ReadersPage:
    """Raises Reading.DoesNotExist for what the person neither reads nor handles."""
    moment = at or now()
    reading, unit_id = find_asked(person, reading_id, at=moment)
    handles = may_prepare(person, reading, moment) or may_approve(person, reading, moment)
    within = None if handles else led_by(person, moment)
    readers = readers_of([reading_id], at=moment, within=within)[reading_id] if within is None or within else []
    rows = _rows(reading_id, readers)
    units = {row.body.pk: row for row in rows if row.duty is not None}
    mine = [row for row in units.values() if row.duty and row.duty.holder_id == person.pk]
    duties = duties_of([(reading_id, unit_id)]) if unit_id else {}
    my_limit = duties[origin_key(reading_id, unit_id)] if unit_id and duties else None
    said = Acknowledgement.objects.filter(reading=reading, person=person).first()
    asking = reading.demands.filter(kind="acknowledge", state=Demand.State.ISSUED).order_by("order")
    text = reading.document.text
    return ReadersPage(
        reading=reading,
        label=short_label(reading),
        paragraphs=tuple(text[start:end] for start, end in rules.paragraphs(text)),
        clauses=tuple(asking.values_list("requirement", flat=True)),
        unit=Body.objects.get(pk=unit_id) if unit_id else None,
        due_at=my_limit.current_due_at if my_limit else None,
        confirmed_at=said.at if said else None,
        questions=tuple(reading.questions.select_related("person", "body", "answerer").order_by("pk")),
        rows=_shown(rows),
        my_duty=next((row for row in mine if row.duty and row.duty.state in ("assigned", "in_hand")), None),
        to_verify=tuple(row.duty for row in mine if row.duty and row.waits_for_verifying),
        now=moment,
        handles=handles,
    )


def _rows(reading_id: int, readers: Sequence[Reader]) -> list[UnitRow]:
    by_unit: dict[int, list[Reader]] = {}
    for reader in readers:
        by_unit.setdefault(reader.unit_id, []).append(reader)
    names = unit_names(by_unit)
    duties = duties_of((reading_id, unit_id) for unit_id in by_unit)
    rows = [
        UnitRow(names[unit_id], tuple(found), duties.get(origin_key(reading_id, unit_id)))
        for unit_id, found in by_unit.items()
    ]
    return sorted(rows, key=lambda row: (len(row.body.lineage), row.body.sort_key))


def _shown(rows: list[UnitRow]) -> tuple[UnitRow, ...]:
    """Bodies; where only one is seen, its rooms: that is what its head can act on."""
    if len(rows) != 1:
        return tuple(rows)
    by_room: dict[int, list[Reader]] = {}
    for reader in rows[0].readers:
        by_room.setdefault(reader.post.body_id, []).append(reader)
    return tuple(UnitRow(found[0].post.body, tuple(found)) for found in by_room.values())


def unit_row(person: Person, reading_id: int, body_id: int, *, at: datetime | None = None) -> UnitRow | None:
    """One line of the table with its people; None when it is not his to see."""
    page = readers_page(person, reading_id, at=at)
    return next((row for row in page.rows if row.body.pk == body_id), None)


@dataclass(frozen=True)
class Overview:
    """*Quán triệt*: what I have to read, what I have to answer, how far my bodies are."""

    to_read: tuple[ToRead, ...]
    read: tuple[Acknowledgement, ...]
    questions: tuple[ReaderQuestion, ...]
    led: tuple[tuple[Reading, int, int, int], ...]


def overview(person: Person, *, at: datetime | None = None) -> Overview:
    """The page of a person. `led`: (reading, confirmed, asked, left) of his bodies, the newest directives first."""
    moment = at or now()
    led = led_by(person, moment)
    recent: list[Reading] = []
    if led:
        asking = Demand.objects.filter(kind="acknowledge", state=Demand.State.ISSUED).values("reading")
        issued = Reading.objects.filter(pk__in=asking, issued_at__isnull=False).select_related("document")
        recent = list(issued.defer("document__text", "document__search_fold").order_by("-issued_at")[:RECENT])
    readers = readers_of([reading.pk for reading in recent], at=moment, within=led) if recent else {}
    mine = Acknowledgement.objects.filter(person=person).select_related("reading__document", "body")
    return Overview(
        to_read=tuple(to_read(person, at=moment)),
        read=tuple(mine.defer("reading__document__text").order_by("-at")[:RECENT]),
        questions=tuple(questions_for(person)),
        led=tuple(_figures(reading, readers[reading.pk]) for reading in recent if readers[reading.pk]),
    )


def _figures(reading: Reading, readers: Sequence[Reader]) -> tuple[Reading, int, int, int]:
    confirmed = sum(reader.confirmed_at is not None for reader in readers)
    return reading, confirmed, len(readers), len(readers) - confirmed


def digest_lines(person: Person, since: datetime, at: datetime) -> list[DigestLine]:
    """For the daily digest: what he has not read, questions that wait for him, answers to his own."""
    lines = [_to_read_line(one, at) for one in to_read(person, at=at)]
    lines += [
        DigestLine(
            text=_("Câu hỏi về %(directive)s chờ đồng chí trả lời") % {"directive": short_label(row.reading)},
            url=_url(row.reading_id) + f"#cau-hoi-{row.pk}",
            number=row.reading.document.number,
            late=row.due_at <= at,
        )
        for row in questions_for(person)
    ]
    answered = ReaderQuestion.objects.filter(person=person, answered_at__gt=since, answered_at__lte=at)
    lines += [
        DigestLine(
            text=_("Câu hỏi của đồng chí về %(directive)s đã có trả lời") % {"directive": short_label(row.reading)},
            url=_url(row.reading_id) + f"#cau-hoi-{row.pk}",
            number=row.reading.document.number,
        )
        for row in answered.select_related("reading__document").order_by("pk")
    ]
    return lines


def duty_extras(person: Person, duty: Duty) -> list[DutyExtra]:
    """On the page of a body's duty to pass a directive on: how many of its people have confirmed."""
    if duty.origin_kind != "directive" or not duty.origin_key.startswith("ack/"):
        return []
    reading_id, unit_id = (int(part) for part in duty.origin_key.split("/")[1:3])
    readers = readers_of([reading_id], at=now(), within=[unit_id])[reading_id]
    mine = [reader for reader in readers if reader.unit_id == unit_id]
    done = sum(reader.confirmed_at is not None for reader in mine)
    words = {"done": done, "all": len(mine)}
    label = _("Quán triệt: %(done)s/%(all)s người đã xác nhận") % words
    return [DutyExtra(label=label, url=_url(reading_id), icon="checks")]


def _url(reading_id: int) -> str:
    return reverse("directives:readers", args=[reading_id])


def _to_read_line(one: ToRead, at: datetime) -> DigestLine:
    label = short_label(one.reading)
    late = one.due_at is not None and one.due_at <= at
    if one.due_at is None:
        text = _("Chưa đọc và xác nhận %(directive)s") % {"directive": label}
    else:
        words = {"directive": label, "day": limit_text(one.due_at, "short")}
        text = _("Chưa đọc và xác nhận %(directive)s, hạn %(day)s") % words
    return DigestLine(text=text, url=_url(one.reading.pk), number=one.reading.document.number, late=late)
