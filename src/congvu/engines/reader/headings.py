"""Lines that only name: whose the duties listed below them are."""

from __future__ import annotations

from congvu.engines.reader.layout import Layout, Node, raw_ends
from congvu.engines.reader.names import Part
from congvu.engines.reader.segment import Paragraph

# What may stand before the names of a heading, the longest first.
_OPENINGS = (
    ("đối", "với"),
    ("giao", "cho"),
    ("giao",),
    ("về", "phía"),
    ("đề", "nghị"),
    ("yêu", "cầu"),
    ("trách", "nhiệm"),
    ("nhiệm", "vụ"),
    ("phân", "công"),
)
_TELLS = frozenset({"modal", "past", "adverb", "order", "speech"})


class Headings(Layout):
    """Finds the names of headings ("2. Sở Nội vụ", "Nhiệm vụ, quyền hạn của …", "Đối với các xã:")."""

    def _names_alone(self, node: Node) -> bool:
        """ "SỞ TÀI CHÍNH" on a line of its own among the orders."""
        first, last = node.paragraph.first, node.paragraph.last
        group = self.grammar.names.group(first, last) if node.zone == "order" else None
        return group is not None and group.after >= last - 1 and not group.parts[0].title and last - first > 1

    def _names_heading(self, node: Node, low: str, following: Paragraph | None, ends_open: bool) -> bool:
        """A line that only names ("2. Sở Nội vụ", "Trách nhiệm của Sở Y tế:", "Đối với các xã:", "Giao Sở Nội vụ")."""
        words = self.t.words
        last = node.paragraph.last
        at = self._heading_opens(node.paragraph.first, last)
        if at == node.paragraph.first and self.lex.zones.longest(words, at, last)[0] >= last - raw_ends(words, last):
            return False
        whole = at > node.paragraph.first + 2 and not raw_ends(words, last)
        group = self.grammar.names.group(at, last)
        if group is None:
            return False
        opened = ends_open or (node.paragraph.mark and following is not None and self._nests(node.paragraph, following))
        stop = next((i for i in range(group.after, last) if words[i] in ":("), last)
        if opened and group.after < stop and words[group.after] not in ".;":
            if whole and words[group.after].isalpha() and last - at < 14:
                node.role, node.names = "heading", [Part(at, stop, True)]
                return True
            if self._tail_of_a_name(node, group.after):
                group.parts[-1].last = stop
                node.role, node.names = "heading", group.parts
                return True
        rest = group.after
        while rest < last and words[rest] in (".", ":", ";", "-", "–"):
            rest += 1
        if rest < last and words[group.after] in ("-", "–", "("):
            short = self.t.ends[last - 1] - self.t.starts[group.after] < 120
            rest = last if short and "." not in words[rest : last - 1] else rest
        if rest < last and (not (ends_open and self._only_asks(rest, last)) or self.grammar.orders(group, last)):
            return False
        if not node.paragraph.mark and not ends_open and following is None:
            return False
        if not ends_open and len(node.paragraph.units) == 1 and words[last - 1] == "." and not node.paragraph.mark:
            return False
        if words[rest : rest + 2] == ["ban", "hành"]:
            return False
        node.role, node.names = "heading", group.parts
        node.coordinators = self.coordinators(rest if rest < last else group.after, last)
        return True

    def _heading_opens(self, first: int, last: int) -> int:
        """Index after what stands before the names of a heading ("Nhiệm vụ, quyền hạn của …", "Đối với …")."""
        words, at = self.t.words, first
        asked = False
        while at < last - 2 and " ".join(words[at : at + 2]) in self.lex.sets["duties"]:
            asked = asked or words[at] in ("trách", "nhiệm", "nghĩa", "chức")
            at += 2
            while words[at] in ("cụ", "thể", "chính", "chung", "thực", "hiện", "phối", "hợp", "và", ",", "thi", "hành"):
                at += 1
        if asked and words[at] in ("của", "đối", "cho") and at < last:
            return at + 1 + (words[at + 1] == "với")
        for opening in _OPENINGS:
            if tuple(words[first : first + len(opening)]) == opening:
                return first + len(opening)
        return first

    def _tail_of_a_name(self, node: Node, at: int) -> bool:
        """Whether what follows a name on a line of its own is more of it, known or not: no verb, no sentence."""
        last = node.paragraph.last
        if not node.paragraph.mark or last - at > 24 or self.t.words[last - 1] in (".", ";"):
            return False
        return not any(
            self.lex.verbs.longest(self.t.words, i, last)[1] or self.lex.words.longest(self.t.words, i, last, _TELLS)[1]
            for i in range(at, last)
        )
