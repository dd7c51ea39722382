"""The grammar of names: where a body, a person or a group of them begins and ends, and which commas part names.

A name is a head (a title, a kind of body, a collective) with what may stand in it: capitals, known fields ("Giáo dục và
Đào tạo"), places, and a closed class of lower-case words. Any other lower-case word after a head opens the predicate.
"""

from __future__ import annotations

from dataclasses import dataclass

from congvu.engines.reader.name import (
    _AND,
    _COPIED_HEADS,
    _PEOPLE,
    _PLACES,
    ADVERBS,
    COLLECTIVE,
    HEADS,
    INNER,
    PLACE,
    QUANTIFIER,
    OneName,
    Part,
)

__all__ = ["COLLECTIVE", "QUANTIFIER", "Group", "NameGrammar", "Part"]


@dataclass(slots=True)
class Group:
    """Names in a row and the index of the first token after them."""

    parts: list[Part]
    after: int


class NameGrammar(OneName):
    """Reads names from tokens with a lexicon."""

    def group(self, at: int, end: int) -> Group | None:
        """The names beginning exactly at `at`, or None."""
        part = self._item(at, end)
        if part is None:
            return None
        parts = [part]
        at = self._skip_bracket(part.last, end)
        while at < end:
            if self.t.words[at] == ":" and (listed := self._listed(parts[-1], at + 1, end)):
                parts[-1:], at = listed
                continue
            joint = self._joint(at, end) or self._over_unknown(parts[-1], at, end)
            if joint is None or not (taken := self._next(parts, at, joint, end)):
                break
            at = self._skip_bracket(taken, end)
        return Group(parts, self._skip_apposition(parts, at, end))

    def _over_unknown(self, last: Part, at: int, end: int) -> int | None:
        """A name that goes on in words unknown to the grammar, when an office follows the next comma."""
        words = self.t.words
        if not last.title or not self.t.caps[at - 1]:
            return None
        for i in range(at, min(end - 1, at + 9)):
            if words[i] in ";:.":
                return None
            if words[i] == ",":
                _head, classes = self.lex.names.longest(words, i + 1, end, HEADS)
                if "title" not in classes or "collective" in classes:
                    return None
                last.last = i
                return i + 1
        return None

    # --- joints between names -------------------------------------------------------------------------------------

    def _joint(self, at: int, end: int) -> int | None:
        """Index after a comma, semicolon or "và" at `at`; None where none stands."""
        words, begun = self.t.words, at
        while at < end and (words[at] in ",;&" or (words[at] in _AND and at - begun < 2)):
            at += 1
        return at if at > begun and at < end else None

    def _next(self, parts: list[Part], comma: int, at: int, end: int) -> int:
        """Take what follows a joint into the group; 0 when it is no name."""
        words, caps, last = self.t.words, self.t.caps, parts[-1]
        if words[comma] == "và" and (stop := self._second_half(last, at, end)):
            last.last = stop
            return stop
        _after_quantifier, quantified = self.lex.names.longest(words, at, end, QUANTIFIER)
        if not quantified and caps[at] and (taken := self._field(parts, comma, at, end)):
            return taken
        item = self._item(at, end)
        if item is None:
            return self._proper_list(parts, at, end) or self._kinds_list(parts, at, end)
        if self._heads_one_body(last, item, comma):
            last.last, last.plural, last.generic, last.kinds = item.last, item.plural, item.generic, item.kinds
            return item.last
        if not quantified and words[comma] != ";" and self._absorbed(last, item, at):
            last.last = item.last
            return item.last
        if (
            item.generic
            and not quantified
            and not item.title
            and not caps[at]
            and words[comma] == ";"
            and not last.generic
            and item.last < end - 1
            and words[item.last] not in (",", ";", "và", ":")
        ):
            return 0
        parts.append(item)
        return item.last

    def _second_half(self, last: Part, at: int, end: int) -> int:
        """ "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân": one office of two bodies; 0 for two names."""
        words = self.t.words
        if "và" in words[last.first : last.last]:
            return 0
        for pair in self.lex.sets["joined"]:
            head, tail = (half.split() for half in pair.split(" và "))
            if words[last.first : last.first + len(head)] != head or words[at : at + len(tail)] != tail:
                continue
            item = self._item(at, end)
            return item.last if item is not None else self._extend(at, end)
        return 0

    def _heads_one_body(self, last: Part, item: Part, comma: int) -> bool:
        """ "Chủ tịch Hội đồng thành viên, Tổng giám đốc các tập đoàn": two offices of the same bodies."""
        words = self.t.words
        boards = (["thành", "viên"], ["quản", "trị"])
        return words[comma] == "," and last.title and item.title and words[last.last - 2 : last.last] in boards

    def _field(self, parts: list[Part], comma: int, at: int, end: int) -> int:
        """Take a capital field after a joint: part of the same name, or a name under the same head; 0 for neither."""
        words, last = self.t.words, parts[-1]
        after, known = self.lex.fields.longest(words, at, end)
        is_head = self.lex.names.longest(words, at, end, HEADS)[0]
        if is_head > at and is_head >= after:
            return 0
        joined_by_and = words[comma] in _AND or words[comma] == "&"
        if joined_by_and and not last.plural and not last.title and self._ends_in_capital(last):
            last.last = self._extend(after if known else self._opened(at, end), end)
            return last.last
        head = self._copied_head(last)
        if known and not head and not last.title and words[after] in _AND and self.t.caps[after + 1]:
            last.last = after
            return after
        if head and known:
            parts.append(Part(at, after, False, last.plural, head))
            return after
        return 0

    def _copied_head(self, part: Part) -> tuple[int, int] | None:
        if part.head:
            return part.head
        for i in range(part.first, part.last):
            if self.t.words[i] in _COPIED_HEADS:
                return (part.first, i + 1) if i + 1 < part.last and self.t.caps[i + 1] else None
        return None

    def _ends_in_capital(self, part: Part) -> bool:
        return any(self.t.caps[min(part.first + 1, part.last - 1) : part.last])

    def _proper_list(self, parts: list[Part], at: int, end: int) -> int:
        """Places after a kind of place ("các tỉnh Hà Tĩnh, Quảng Bình") stay in the name."""
        last = parts[-1]
        words = self.t.words
        if not self.t.caps[at] or not any(words[i] in _PLACES for i in range(last.first, last.last)):
            return 0
        if not any(words[i] in ("các", "gồm", ":") for i in range(last.first, last.last)):
            return 0
        stop = self._capitals(at, end)
        last.last = stop
        return stop

    def _kinds_list(self, parts: list[Part], at: int, end: int) -> int:
        """ "Các trường đại học, cao đẳng phải …": a further kind without its own head, when the predicate follows."""
        words, last = self.t.words, parts[-1]
        inner, _ = self.lex.names.longest(words, at, end, INNER)
        if not last.generic or last.title or inner == at or self.lex.verbs.longest(words, at, end)[1]:
            return 0
        stop = self._extend(inner, end)
        follows = self.lex.words.longest(words, stop, end, ADVERBS)[1] or self.lex.verbs.longest(words, stop, end)[1]
        if stop < end and not follows and words[stop] not in (":", ";", ",", "và"):
            return 0
        last.last = stop
        return stop

    def _absorbed(self, last: Part, item: Part, at: int) -> bool:
        """Whether a bare kind goes with the group before it ("các sở, ban, ngành")."""
        words, caps = self.t.words, self.t.caps
        text = self.t.text[self.t.starts[at] : self.t.ends[at]]
        if item.title or (len(text) > 1 and text.isupper() and caps[at]):
            return False
        is_place = bool(self.lex.names.longest(words, at, item.last, HEADS)[1] & PLACE)
        if is_place and any(words[i] in _PLACES for i in range(last.first, last.last)):
            return True
        if not (item.bare and last.kinds and last.generic) or "của" in words[last.first : last.last]:
            return False
        only_kind = self.lex.names.longest(words, at, item.last, HEADS)[0] == item.last
        return not any(caps[at + 1 : item.last]) or not caps[at] or (only_kind and last.plural)

    def _listed(self, last: Part, at: int, end: int) -> tuple[list[Part], int] | None:
        """Names written under one plural head: "Các Bộ: Quốc phòng, Công an". Places only bound the group."""
        words = self.t.words
        if at >= end or not self.t.caps[at] or not last.plural:
            return None
        kind = words[last.last - 1]
        by_places = any(words[i] in _PLACES or words[i] == "ương" for i in range(last.last - 2, last.last))
        if by_places and self.lex.verbs.longest(words, at, end)[1]:
            return None
        if not by_places and kind not in _COPIED_HEADS:
            return None
        first, _ = self.lex.fields.longest(words, at, end)
        acts = self.lex.verbs.longest(words, at, end)[1]
        goes_on = first < end and words[first].isalpha() and not self.t.caps[first] and words[first] not in _AND
        if acts and (first == at or goes_on):
            return None
        out: list[Part] = []
        stop = at
        while stop < end and self.t.caps[stop]:
            after, known = self.lex.fields.longest(words, stop, end)
            if not by_places and self.lex.names.longest(words, stop, end, HEADS)[0] > max(after, stop):
                item = self._item(stop, end)
                if item is None:
                    break
                out.append(item)
                stop = item.last
            else:
                first, stop = stop, after if known else self._member(stop, end, by_places)
                out.append(Part(first, stop, False, True, (last.first, last.last)))
            joint = self._joint(stop, end)
            if joint is None or not self.t.caps[joint]:
                break
            stop = joint
        if not out:
            return None
        if by_places:
            last.last = out[-1].last
            return [last], out[-1].last
        return out, out[-1].last

    def _member(self, at: int, end: int, place: bool) -> int:
        """One unknown member of a list under a plural head ("Đường bộ Việt Nam"): to the next joint or verb."""
        if place:
            return self._capitals(at, end)
        words = self.t.words
        while at < end and words[at].isalpha() and not (words[at] in _AND and at + 1 < end and self.t.caps[at + 1]):
            if not self.t.caps[at] and self.lex.verbs.longest(words, at, end)[0] > at + 1:
                break
            at += 1
        return at

    # --- one name ---------------------------------------------------------------------------------------------------

    def _skip_apposition(self, parts: list[Part], at: int, end: int) -> int:
        """ "Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo": the second name only says more of the first."""
        if at + 1 < end and self.t.words[at] in "-–" and (item := self._item(at + 1, end)):
            if item.title and parts[-1].title and self.t.words[parts[-1].first] not in _PEOPLE:
                parts[-1].last = item.last
            return item.last
        return at

    def _skip_bracket(self, at: int, end: int) -> int:
        if at < end and self.t.words[at] == "(":
            for i in range(at + 1, min(end, at + 60)):
                if self.t.words[i] == ")":
                    return i + 1
        return at
