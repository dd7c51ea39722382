"""Names on cards: whom they meant on the document's day, who carries that on today, and what a clerk decided."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from congvu.kernel.org import moves as org
from congvu.kernel.org.models import AuthorityLine, Body, Person
from congvu.kernel.org.queries import NameBook, Resolution, authority_for, find_bodies
from congvu.kit.clock import local_day, now
from congvu.kit.vietnamese import nfc
from congvu.sources.directives import queries
from congvu.sources.directives.models import Demand, DemandName, Reading
from congvu.sources.directives.moves.entries import DirectiveRefused, for_change, keep_corrections, settle, write_entry

# A name that stands for many bodies gives each its own duty; names of single bodies may share one product.
GROUPS = frozenset({"group", "everyone"})


@dataclass
class Names:
    """Names gathered for the cards of a reading, each text resolved once, and written in sets."""

    reading: Reading
    rows: list[DemandName] = field(default_factory=list)
    bodies: list[tuple[Body, ...]] = field(default_factory=list)
    _book: NameBook = field(default_factory=NameBook.load)
    _known: dict[str, Resolution] = field(default_factory=dict)
    _rulings: bool | None = None

    def add(self, demand: Demand, role: str, texts: Sequence[str]) -> None:
        """Names of one role on a card, in the order of the text."""
        for order, text in enumerate(texts):
            found = self.resolution(text)
            now_bodies = found.now
            if role == DemandName.Role.ASSIGNEE and len(texts) == 1:
                now_bodies = self._ruled(demand, found)
            ruled = now_bodies is not found.now
            self.rows.append(
                DemandName(
                    demand=demand,
                    role=role,
                    order=order,
                    text=text,
                    then_text=found.then_text if set(found.then) != set(found.now) else "",
                    outside=found.outside and not ruled,
                    how="ruling" if ruled else found.how,
                    question="" if ruled else found.question,
                )
            )
            self.bodies.append(now_bodies)

    def resolution(self, text: str) -> Resolution:
        """Whom a text means: the document's day first, then today."""
        if text not in self._known:
            today = local_day(now())
            day = self.reading.document.issued_on or today
            self._known[text] = self._book.resolve(text, day, today, self.reading.body)
        return self._known[text]

    def _ruled(self, demand: Demand, found: Resolution) -> tuple[Body, ...]:
        """A dispute about this very matter was ruled on before: its body, where the text says nobody or one other."""
        if self._rulings is None:
            self._rulings = AuthorityLine.objects.filter(source="ruling").exists()
        if not self._rulings or len(found.now) > 1 or demand.kind == "standing":
            return found.now
        line = authority_for(demand.title, now())
        return (line.body,) if line is not None and line.source == "ruling" else found.now

    def settle_sharing(self, demand: Demand) -> None:
        """Two or more single bodies for one thing: one duty, the first named is offered as lead, and asked."""
        mine = [
            (row, bodies)
            for row, bodies in zip(self.rows, self.bodies, strict=True)
            if row.demand is demand and row.role == DemandName.Role.ASSIGNEE
        ]
        single = [bodies[0] for row, bodies in mine if len(bodies) == 1 and row.how not in GROUPS]
        one_thing = len(single) > 1 and len(single) == len(mine) and demand.kind in ("task", "report", "recurring")
        if one_thing and len({body.pk for body in single}) > 1:
            demand.sharing, demand.lead = "lead", single[0]
            question = f"nhiều đơn vị chung một việc: {single[0].name} chủ trì?"
            demand.doubts = [*demand.doubts, {"field": "lead", "code": "lead", "question": question}]
        else:
            demand.sharing, demand.lead = "each", None

    def save(self) -> None:
        """Write the gathered rows; their demands are saved already."""
        DemandName.objects.bulk_create(self.rows)
        through = DemandName.bodies.through
        through.objects.bulk_create(
            [
                through(demandname_id=row.pk, body_id=body.pk)
                for row, bodies in zip(self.rows, self.bodies, strict=True)
                for body in bodies
            ]
        )


def chosen_bodies(words: str) -> list[Body]:
    """The bodies a person typed, several parted by ";": by name, alias, group or by words of the name."""
    today, book = local_day(now()), NameBook.load()
    found: dict[int, Body] = {}
    for part in filter(None, (piece.strip() for piece in nfc(words).replace("\n", ";").split(";"))):
        meant = book.resolve(part, today, today)
        bodies = list(meant.now) if not meant.question else find_bodies(part, today, limit=3)
        if not bodies:
            raise DirectiveRefused(f"Không thấy đơn vị “{part}” trong hệ thống.", "don_vi")
        if meant.question and len(bodies) > 1:
            names = "; ".join(body.name for body in bodies)
            raise DirectiveRefused(f"“{part}” có thể là nhiều đơn vị: {names}. Hãy ghi rõ tên.", "don_vi")
        found |= {body.pk: body for body in bodies}
    if not found:
        raise DirectiveRefused("Chưa chọn đơn vị.", "don_vi")
    return list(found.values())


def named_person(words: str, body: Body) -> Person | None:
    """The person typed as receiver in a body ("Nguyễn Văn An" or with his post); None when nothing is typed."""
    if not words.strip():
        return None
    found = queries.find_receivers(nfc(words), body, now())
    if not found:
        raise DirectiveRefused(f"Không thấy “{words.strip()}” ở {body.name}.", "person")
    if len({seat.person.pk for seat in found}) > 1:
        labels = "; ".join(queries.receiver_label(seat) for seat in found)
        raise DirectiveRefused(f"Có {len(found)} người tên ấy: {labels}. Hãy ghi kèm chức danh.", "person")
    return found[0].person


def name_person(demand: Demand, words: str) -> tuple[str, str] | None:
    """Give a card to a named person of its one receiving body, "" to its head again; what changed, if anything."""
    rows = list(demand.names.filter(role=DemandName.Role.ASSIGNEE).select_related("person").prefetch_related("bodies"))
    if demand.sharing == "lead":
        rows = [row for row in rows if any(body.pk == demand.lead_id for body in row.bodies.all())]
    bodies = [body for row in rows for body in row.bodies.all()]
    if words.strip() and len(bodies) != 1:
        raise DirectiveRefused("Giao đích danh chỉ khi yêu cầu có một đơn vị nhận. Hãy tách yêu cầu trước.", "person")
    chosen = named_person(words, bodies[0]) if words.strip() else None
    changed = [row for row in rows if row.person != chosen]
    if not changed:
        return None
    before = "; ".join(row.person.full_name for row in changed if row.person)
    for row in changed:
        row.person = chosen
        row.save(update_fields=["person"])
    return before, chosen.full_name if chosen else ""


def set_names(demand: Demand, role: str, words: str, *, by: Person) -> None:
    """Put what a person chose in place of the names of one role on a card."""
    before = [name.text for name in demand.names.filter(role=role)]
    demand.names.filter(role=role).delete()
    if words.strip():
        row = DemandName.objects.create(demand=demand, role=role, text=nfc(words).strip(), how="clerk")
        row.bodies.set(chosen_bodies(words))
    field_name = "assignees" if role == DemandName.Role.ASSIGNEE else "coordinators"
    keep_corrections(demand, {field_name: (before, [words.strip()] if words.strip() else [])}, by=by)


@transaction.atomic
def resolve_name(reading_id: int, *, by: Person, text: str, bodies: str, remember: bool = True) -> int:
    """Say whom a name of the text means; serves every card of this reading with that name. Returns how many.

    With `remember` and a single body the name becomes an alias, so that the next document need not ask. `bodies`
    empty: the name stands outside this installation and is shown grey.
    """
    reading = for_change(reading_id, by=by)
    rows = list(
        DemandName.objects.filter(demand__reading=reading, demand__state=Demand.State.OPEN, text=text).select_related(
            "demand"
        )
    )
    if not rows:
        raise DirectiveRefused(f"Không còn yêu cầu nào nêu “{text}”.")
    chosen = chosen_bodies(bodies) if bodies.strip() else []
    for row in rows:
        row.bodies.set(chosen)
        row.outside, row.how, row.question, row.person = not chosen, "clerk", "", None
        row.save(update_fields=["outside", "how", "question", "person"])
        settle(row.demand, "assignees" if row.role == DemandName.Role.ASSIGNEE else "coordinators")
        row.demand.save(update_fields=["doubts"])
        keep_corrections(row.demand, {"resolution": (text, [body.name for body in chosen])}, by=by)
    if remember and len(chosen) == 1 and text != "*":
        org.remember_alias(text, chosen[0], by=by)
    payload = {"cards": len(rows), "bodies": [body.pk for body in chosen], "outside": not chosen}
    write_entry(reading, "resolve_name", by=by, payload=payload, texts={"name": text})
    return len(rows)
