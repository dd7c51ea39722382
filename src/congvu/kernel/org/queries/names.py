"""Names in documents, resolved in two steps: whom they meant on the document's day, who carries that on today.

The name's words are compared without tone marks; titles of persons are taken off first. What collective names mean is
reference data (collective_names.csv, body_groups.csv), so that a province differs by rows, not by code.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from congvu.kernel.org.models import Body, BodyAlias, Installation, Succession
from congvu.kernel.org.rules import name_key, place_of, untitled
from congvu.reference.bodies import CollectiveRow, GroupRow, collective_names, groups
from congvu.reference.bodies import bodies as known_bodies

LIKE_ENOUGH = 0.75  # share of joint words from which a name is offered, always with a question


@dataclass(frozen=True)
class Resolution:
    """What a name of a document stands for.

    `then`: the bodies it meant on the document's day; `now`: those that carry them on today. `person` is "head" or
    "deputy" where the name is that of a person ("Giám đốc Sở Nội vụ"). `outside`: not a body of this installation,
    shown grey. `how`: name, alias, group, everyone, similar, elsewhere, unclear, unknown. `question`: what to ask a
    clerk, empty when nothing is in doubt.
    """

    text: str
    then: tuple[Body, ...] = ()
    now: tuple[Body, ...] = ()
    person: str = ""
    outside: bool = False
    how: str = "name"
    then_text: str = ""
    question: str = ""


@dataclass
class NameBook:
    """All names of the installation in memory: three reads for a whole document."""

    bodies: dict[int, Body]
    aliases: dict[str, list[int]]
    heirs: dict[int, list[tuple[date, int]]]
    province: str
    by_name: dict[str, list[Body]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "NameBook":
        """Read bodies, remembered aliases and successions as they are now."""
        aliases: dict[str, list[int]] = {}
        for key, body_id in BodyAlias.objects.values_list("alias_fold", "body_id"):
            aliases.setdefault(key, []).append(body_id)
        heirs: dict[int, list[tuple[date, int]]] = {}
        for predecessor, day, successor in Succession.objects.values_list("predecessor_id", "day", "successor_id"):
            heirs.setdefault(predecessor, []).append((day, successor))
        here = Installation.objects.first()
        book = cls(Body.objects.in_bulk(), aliases, heirs, place_of(here.name) if here else "")
        for body in book.bodies.values():
            for name in {body.name, body.short_name} - {""}:
                book.by_name.setdefault(book.key(name), []).append(body)
        return book

    def key(self, name: str) -> str:
        """The words of a name without the province's own name and level: "Thanh tra tỉnh An Bình" is "thanh tra"."""
        words = name_key(name)
        own = f" {self.province}" if self.province else ""
        for tail in (f" tinh{own}", f" thanh pho{own}", own, " tinh", " thanh pho"):
            if tail and words.endswith(tail) and len(words) > len(tail):
                return words.removesuffix(tail)
        return words

    # --- two steps -----------------------------------------------------------------------------

    def resolve(self, text: str, day: date, today: date, issuer: Body | None = None) -> Resolution:
        """Whom a name meant on the document's day and who carries that on today."""
        found = self._then(" ".join(text.split()), day, today, issuer)
        if found.outside or not found.then:
            return found
        now = self._unique(heir for body in found.then for heir in self._today(body, day, today))
        question = found.question
        if not now and not question:
            question = f"“{text}” đã chấm dứt và chưa có dòng kế thừa. Ai làm tiếp việc này?"
        return replace(found, now=tuple(now), question=question, then_text=found.then_text or _names(found.then))

    def _then(self, text: str, day: date, today: date, issuer: Body | None) -> Resolution:
        key, person = self.key(text), ""
        phrases = _phrases()
        for spelling in (name_key(text) or text, key):
            if (phrase := phrases.get(spelling)) is not None:
                return self._group(text, phrase, day, today, issuer)
        untitled_name = untitled(text)
        if untitled_name.person:
            key, person = self.key(untitled_name.words), untitled_name.person
        for how, bodies in (
            ("alias", [self.bodies[pk] for pk in self.aliases.get(name_key(text), ())]),
            ("name", self.by_name.get(key, [])),
        ):
            if bodies:
                return Resolution(text, tuple(self._on(bodies, day, issuer)), person=person, how=how)
        for spelling in (untitled_name.words, key):
            if (phrase := phrases.get(spelling)) is not None:
                found = self._group(text, phrase, day, today, issuer)
                return replace(found, person=found.person or person)
        if listed := self._listed(text, day, today, issuer):
            return replace(listed, person=person)
        return self._unknown(text, key, person, day)

    def _on(self, bodies: list[Body], day: date, issuer: Body | None) -> list[Body]:
        """Of bodies with the same name: those that existed on the day, else the nearest; the issuer's own first."""
        valid = [body for body in bodies if _exists(body, day)]
        if not valid:
            nearest = min(bodies, key=lambda body: abs((body.valid_from - day).days))
            valid = [nearest]
        if len(valid) > 1 and issuer is not None:
            valid = [body for body in valid if issuer.pk in body.lineage] or valid
        return valid[:1] if len({body.parent_id for body in valid}) == 1 else valid

    def _today(self, body: Body, day: date, today: date) -> list[Body]:
        """Who carries a body on: itself while it exists, else its successors, and theirs."""
        if _exists(body, today) and today >= day:
            return [body]
        found: list[Body] = []
        waiting, seen = [body.pk], {body.pk}
        while waiting:
            for since, heir in sorted(self.heirs.get(waiting.pop(), ())):
                if since <= today and heir not in seen:
                    seen.add(heir)
                    if _exists(self.bodies[heir], today):
                        found.append(self.bodies[heir])
                    else:
                        waiting.append(heir)
        if not found and body.valid_to is None:
            return [body]
        return found

    # --- collective names ------------------------------------------------------------------------

    def _group(self, text: str, phrase: CollectiveRow, day: date, today: date, issuer: Body | None) -> Resolution:
        rows = [groups()[name] for name in phrase.groups]
        if rows and all(row.scope == "outside" for row in rows):
            return Resolution(text, outside=True, how="elsewhere", person=phrase.person, question=phrase.question)
        on = min(day, phrase.until) if phrase.until else day
        then = [body for row in rows for body in self._members(row, on, issuer)]
        question = phrase.question
        if rows and not then:
            # the bodies of that day were never entered here: those of today stand for the phrase
            then = [body for row in rows for body in self._members(row, today, issuer)]
        if phrase.until and day > phrase.until:
            question = question or f"“{text}” không còn sau {phrase.until:%d/%m/%Y}. Có phải là các xã, phường?"
        if not then:
            return Resolution(text, how="unclear", person=phrase.person, question=question or _ask(text))
        how = "everyone" if "tat_ca" in phrase.groups else "group"
        label = "; ".join(row.label for row in rows)
        return Resolution(
            text, tuple(self._unique(then)), person=phrase.person, how=how, question=question,
            then_text=f"{label} ({len(then)} cơ quan)",
        )  # fmt: skip

    def _members(self, row: GroupRow, day: date, issuer: Body | None) -> list[Body]:
        found = [
            body
            for body in self.bodies.values()
            if body.kind in row.kinds
            and (not row.branches or body.branch in row.branches)
            and (not row.levels or body.level in row.levels)
            and _exists(body, day)
        ]
        above_all = issuer is None or (issuer.branch == "party" and issuer.parent_id is None)
        if row.scope == "issuer":
            found = [body for body in found if issuer is not None and body.parent_id == issuer.pk]
        elif row.scope == "below" and not above_all:
            found = [body for body in found if issuer is not None and issuer.pk in body.lineage and body != issuer]
        return sorted(found, key=lambda body: body.sort_key)

    def _listed(self, text: str, day: date, today: date, issuer: Body | None) -> Resolution | None:
        """ "UBND các xã: Tân Phú, Hòa Lợi": each place under the head word, when all of them are ours."""
        parts = re.fullmatch(r"(?P<head>.+?)\bcác (?P<kinds>xã|phường|sở|ban|huyện)[^:]*: ?(?P<places>.+)", text, re.I)
        if parts is None:
            return None
        places = [place.strip() for place in re.split(r",|;| và ", parts["places"]) if place.strip()]
        found = [self._then(f"{parts['head']}{parts['kinds']} {place}", day, today, issuer) for place in places]
        then = self._unique(body for one in found for body in one.then)
        return Resolution(text, tuple(then), how="group") if len(then) >= len(places) else None

    # --- names that are not ours -------------------------------------------------------------------

    def _unknown(self, text: str, key: str, person: str, day: date) -> Resolution:
        if key in _known_elsewhere() or re.search(r"\b(tinh|thanh pho|huyen|thi xa|quan) \S", key) or _central(key):
            return Resolution(text, person=person, outside=True, how="elsewhere")
        words = set(key.split())
        likeness = [
            (len(words & set(name.split())) / len(words | set(name.split())), bodies)
            for name, bodies in self.by_name.items()
        ]
        best, bodies = max(likeness, key=lambda pair: pair[0], default=(0.0, []))
        if best >= LIKE_ENOUGH:
            then = tuple(self._on(bodies, day, None))
            return Resolution(text, then, person=person, how="similar", question=f"“{text}” có phải là {then[0]}?")
        return Resolution(text, person=person, outside=True, how="unknown", question=_ask(text))

    @staticmethod
    def _unique(bodies: Iterable[Body]) -> list[Body]:
        return list({body.pk: body for body in bodies}.values())


def resolve(name: str, day: date, today: date, *, issuer: Body | None = None) -> Resolution:
    """Whom a name meant on the document's day and who carries that on today. For a document use one NameBook."""
    return NameBook.load().resolve(name, day, today, issuer)


def _exists(body: Body, day: date) -> bool:
    return body.valid_from <= day and (body.valid_to is None or body.valid_to >= day)


def _names(bodies: Iterable[Body]) -> str:
    return "; ".join(body.name for body in bodies)


def _ask(text: str) -> str:
    return f"“{text}” là cơ quan nào? Chọn cơ quan, hoặc đánh dấu “không thuộc ta”."


@lru_cache(maxsize=1)
def _phrases() -> dict[str, CollectiveRow]:
    """Every collective name and its variants by their words; "*" stands for itself."""
    return {name_key(name) or name: row for row in collective_names() for name in (*row.variants, row.phrase)}


@lru_cache(maxsize=1)
def _known_elsewhere() -> frozenset[str]:
    """Bodies that provinces have and this installation has not entered: the police, the army, the tax office."""
    return frozenset(name_key(row.name).removesuffix(" tinh") for row in known_bodies())


_CENTRAL = (
    "bo ", "chinh phu", "thu tuong", "pho thu tuong", "van phong chinh phu", "thanh tra chinh phu", "quoc hoi",
    "uy ban thuong vu quoc hoi", "ngan hang nha nuoc", "ban bi thu", "bo chinh tri", "trung uong",
    "ban chap hanh trung uong",
    "toa an", "vien kiem sat", "kiem toan nha nuoc", "dai hoc", "tap doan", "tong cong ty", "cuc ", "tong cuc ",
)  # fmt: skip


def _central(key: str) -> bool:
    return key.startswith(_CENTRAL) or " trung uong" in key
