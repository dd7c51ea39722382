"""The tables of a report that count duties: each a way to group the cube, and back from a line to its rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from congvu.judgement.reports.queries.past import Among, Cell, Delayed, cube
from congvu.judgement.reports.rules import (
    DIMENSIONS,
    KIND_LABELS,
    MEASURES,
    RATE,
    SUMMARY,
    SUMS,
    TABLE,
    Content,
    value_of,
)
from congvu.kernel.org.models import Body
from congvu.kernel.records.models import Document, DocumentLink
from congvu.kit.reports import ReportColumn, ReportLine, ReportScope
from congvu.sources.directives.queries import document_label

WHOLE = "all"
NONE = "-"
WAITS = ("waiting", "disputed", "unplaced")
_UNITS = {RATE: "percent"}


@dataclass
class Material:
    """What one making of a report reads, each thing once."""

    body: Body
    bodies: Sequence[Body]
    scope: ReportScope
    content: Content
    known: dict[int, Body] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = {one.pk: one for one in self.bodies}

    @cached_property
    def counted(self) -> tuple[list[Cell], list[Delayed]]:
        return cube(self.scope)

    @property
    def cells(self) -> list[Cell]:
        kinds = self.content.kinds
        return [cell for cell in self.counted[0] if not kinds or cell.kind in kinds]

    @property
    def late(self) -> list[Delayed]:
        """The late work of the bodies reported on; what merely waits with them is others'."""
        return [one for one in self.counted[1] if one.body_id in self.known]

    def top_of(self, body_id: int) -> str:
        """The line of a body: the unit right below the one reported on, or "=id" for its own work."""
        top = self.scope.unit_of(body_id)
        return f"={top}" if top == self.body.pk else str(top)

    def body_label(self, key: str) -> str:
        body = self.known.get(int(key.removeprefix("=")))
        name = body.name if body else key
        return _("%(body)s (trực tiếp)") % {"body": name} if key.startswith("=") and len(self.bodies) > 1 else name

    def body_order(self, key: str) -> tuple[bool, str]:
        body = self.known.get(int(key.removeprefix("=")))
        return not key.startswith("="), body.sort_key if body else ""

    def bodies_of(self, key: str) -> tuple[int, ...]:
        """The bodies that a line stands for; none for a key that no line has."""
        wanted = key.removeprefix("=")
        if not wanted.isdecimal():
            return ()
        if key.startswith("="):
            return (self.body.pk,) if int(wanted) == self.body.pk else ()
        return tuple(pk for pk in self.scope.bodies_of(int(wanted)) if pk != self.body.pk)


def columns_of(measures: Iterable[str]) -> tuple[ReportColumn, ...]:
    return tuple(ReportColumn(name, MEASURES[name], _UNITS.get(name, "")) for name in measures)


@dataclass(frozen=True)
class Table:
    """A section of duties: how cells are grouped, what a line is called, and which duties a line stands for."""

    key: str
    title: str
    first: str
    group: Callable[[Material, Cell], str]
    labels: Callable[[Material, Sequence[str]], dict[str, str]]
    among: Callable[[Material, str], Among]
    measures: tuple[str, ...] = TABLE
    only: tuple[str, ...] = ()

    def lines(self, material: Material, measures: Sequence[str]) -> list[ReportLine]:
        """The lines that have something to tell, in the order of their labels."""
        sums: dict[str, dict[str, int]] = {}
        for cell in material.cells:
            if (cell.held_in if self.only else cell.body_id) not in material.known:
                continue
            counts = sums.setdefault(self.group(material, cell), {})
            for name, count in cell.counts.items():
                counts[name] = counts.get(name, 0) + count
        if self.key == "summary":
            sums.setdefault(WHOLE, {})  # that there was nothing is told as well
        told = [key for key, counts in sums.items() if self.key == "summary" or self.tells(counts)]
        labels = self.labels(material, told)
        order = sorted(told, key=lambda key: list(labels).index(key))
        return [ReportLine(key, labels[key], tuple(value_of(name, sums[key]) for name in measures)) for key in order]

    def tells(self, counts: dict[str, int]) -> bool:
        return any(counts.get(name) for name in self.only) if self.only else bool(value_of("total", counts))


def _one(_material: Material, _cell: Cell) -> str:
    return WHOLE


def _by_body(material: Material, cell: Cell) -> str:
    return material.top_of(cell.body_id)


def _by_holder(material: Material, cell: Cell) -> str:
    return material.top_of(cell.held_in)


def _body_labels(material: Material, keys: Sequence[str]) -> dict[str, str]:
    return {key: material.body_label(key) for key in sorted(keys, key=material.body_order)}


def _matter_labels(_material: Material, keys: Sequence[str]) -> dict[str, str]:
    ordered = sorted(keys, key=lambda key: (key == NONE, key.casefold()))
    return {key: _("Lĩnh vực khác") if key == NONE else key for key in ordered}


def _kind_labels(_material: Material, keys: Sequence[str]) -> dict[str, str]:
    order = list(KIND_LABELS)
    ordered = sorted(keys, key=lambda key: (order.index(key) if key in order else len(order), key))
    return {key: _(KIND_LABELS.get(key, key)) for key in ordered}


def directive_labels(_material: Material, keys: Sequence[str]) -> dict[str, str]:
    """A directive with what it carries out: "Công văn 3308/UBND-TH ngày … (thực hiện Công điện 280/CĐ-TTg …)"."""
    wanted = [int(key) for key in keys if key != NONE]
    documents = {one.pk: one for one in Document.objects.defer("text").filter(pk__in=wanted)}
    superior: dict[int, list[str]] = {}
    links = DocumentLink.objects.filter(from_document__in=wanted).exclude(relation="reports")
    for link in links.select_related("to_document").order_by("to_document__issued_on", "pk"):
        superior.setdefault(link.from_document_id, []).append(document_label(link.to_document))
    named = {}
    for pk, document in documents.items():
        carries = ", ".join(superior.get(pk, ()))
        more = " " + _("(thực hiện %(documents)s)") % {"documents": carries} if carries else ""
        named[str(pk)] = (document.issued_on, f"{document_label(document)}{more}")
    ordered = sorted(named, key=lambda key: (str(named[key][0] or ""), named[key][1]))
    found = {key: named[key][1] for key in ordered}
    return found | ({NONE: _("Không từ văn bản chỉ đạo")} if NONE in keys else {})


def _among_directive(_material: Material, key: str) -> Among:
    return Among(without_document=True) if key == NONE else Among(document_id=int(key) if key.isdecimal() else 0)


TABLES = {
    one.key: one
    for one in (
        Table("summary", "Kết quả chung", "", _one, lambda m, keys: dict.fromkeys(keys, m.body.name),
              lambda m, key: Among(), SUMMARY),
        Table("bodies", DIMENSIONS["bodies"], "Cơ quan, đơn vị", _by_body, _body_labels,
              lambda m, key: Among(work_of=m.bodies_of(key))),
        Table("matters", DIMENSIONS["matters"], "Lĩnh vực", lambda m, cell: cell.matter or NONE, _matter_labels,
              lambda m, key: Among(matter="" if key == NONE else key)),
        Table("directives", DIMENSIONS["directives"], "Văn bản", lambda m, cell: str(cell.document_id or NONE),
              directive_labels, _among_directive),
        Table("kinds", DIMENSIONS["kinds"], "Loại việc", lambda m, cell: cell.kind, _kind_labels,
              lambda m, key: Among(kinds=(key,))),
        Table("waiting", "Việc đang chờ tại thời điểm chốt", "Cơ quan, đơn vị đang giữ", _by_holder, _body_labels,
              lambda m, key: Among(held_in=m.bodies_of(key)), WAITS, WAITS),
    )
}  # fmt: skip


def measures_behind(measure: str) -> tuple[str, ...] | None:
    """The counts that a figure is made of; None: everything."""
    if measure in ("total", RATE):
        return ("on_time", "late") if measure == RATE else None
    return SUMS.get(measure, (measure,))
