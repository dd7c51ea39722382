"""What single lines are: fields with their labels, zones by their headings, mere lead-ins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from congvu.engines.reader.clause import Clause, ClauseGrammar
from congvu.engines.reader.clean import pattern
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.names import Part
from congvu.engines.reader.segment import MARKS, Paragraph, Tokens
from congvu.engines.reader.times import Deadline

RANK = {mark: rank for rank, mark in enumerate(MARKS, 1)}
_ZONE_SKIP = {"về", "một", "số", "những", "các", "kết", "nội", "phần", "công"}
_ORDER_HINT = pattern(r"nhiệm vụ|giải pháp|tổ chức thực hiện|trách nhiệm|phân công|thực hiện$")


@dataclass(slots=True)
class Node:
    """A paragraph in the tree: who is named for what stands under it, and what zone it lies in."""

    paragraph: Paragraph
    index: int
    parent: Node | None
    rank: float
    role: str = "body"
    zone: str = "order"
    names: list[Part] = field(default_factory=list)
    coordinators: list[Part] = field(default_factory=list)
    clause: Clause | None = None
    deadline: Deadline | None = None
    label: str = ""
    value: int = 0
    demands: list[int] = field(default_factory=list)

    def governor(self) -> Node | None:
        """The nearest node above that names somebody."""
        node = self.parent
        while node is not None and not node.names:
            node = node.parent
        return node


def raw_ends(words: list[str], last: int) -> bool:
    """Whether a line ends as a sentence does."""
    return words[last - 1] in (".", ";")


class Layout:
    """Looks at one line (and the next few) at a time."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar) -> None:
        self.t, self.lex, self.grammar = tokens, lexicon, grammar
        self.lines: list[Paragraph] = []

    def _label_of(self, paragraph: Paragraph) -> tuple[str, int] | None:
        """(role of the field, token where its value begins)."""
        found = self.label_at(paragraph.first, paragraph.last)
        if found is None and paragraph.mark in ("dash", "plus", "star"):
            after, classes = self.lex.labels.longest(self.t.words, paragraph.first, paragraph.last)
            if "content" in classes and after == paragraph.last - 1 and self.t.words[after] == ":":
                return "content", paragraph.last
        return found

    def fields_of(self, paragraph: Paragraph) -> list[tuple[str, int, int]]:
        """Every field on the line ("Chủ trì: Sở A; thời gian: Quý I"): (role, first token of the value, after it)."""
        out: list[tuple[str, int, int]] = []
        for unit in paragraph.units:
            found = self.label_at(unit.first, unit.last)
            if found is not None:
                out.append((*found, unit.last))
            elif out:
                out[-1] = (*out[-1][:2], unit.last)
        return out

    def label_at(self, first: int, last: int) -> tuple[str, int] | None:
        """(role of the field whose label begins at `first`, token where its value begins)."""
        words = self.t.words
        after, classes = self.lex.labels.longest(words, first, last)
        if not classes:
            return None
        follows = words[after] if after < last else ""
        colon = follows == ":"
        if not colon and not (
            "deadline" in classes
            and (follows.isdigit() or follows in ("trước", "sau", "từ", "trong", "chậm", "không", "xong", "đến", "là"))
        ):
            return None
        if colon and after + 1 >= last and "deadline" not in classes:
            return None
        order = ("assignee", "coordinator", "deadline", "product", "content")
        return next(c for c in order if c in classes), after + 1 if colon else after

    def _labelled(self, node: Node) -> bool:
        """Whether fields of this item follow before the next item of its rank."""
        own, child, labels = RANK.get(node.paragraph.mark, 0), 99, False
        for following in self.lines[node.index + 1 : node.index + 14]:
            rank = RANK.get(following.mark, 0)
            found = self._label_of(following)
            if rank and rank <= own and not (found and node.paragraph.label[-1:] != following.label[-1:]):
                return False
            child = child if labels else min(child, rank or 99)
            if found and rank > child:
                return False
            labels = labels or found is not None
            if found and any(f[0] in ("assignee", "coordinator", "deadline") for f in self.fields_of(following)):
                return not self._each_child_has_its_own(node, following)
            if not following.mark and not found and following is not self.lines[node.index + 1]:
                return False
        return False

    def _each_child_has_its_own(self, node: Node, field_line: Paragraph) -> bool:
        """Whether the first field stands under a listed child and another such child follows it ("a) … b) …")."""
        lines = self.lines[node.index + 1 : node.index + 14]
        at = lines.index(field_line)
        child = lines[0].mark
        listed = child in ("number", "number2", "letter", "bracket") and RANK[child] > RANK[node.paragraph.mark]
        if not at or not listed:
            return False
        if any(line.mark == child for line in lines[1:at]):
            return False
        own = RANK[node.paragraph.mark]
        for line in lines[at + 1 :]:
            if line.mark == child:
                return True
            if line.mark and RANK[line.mark] <= own:
                break
        return False

    def coordinators(self, at: int, last: int) -> list[Part]:
        """Those with whom the subject of the predicate beginning at `at` is asked to work ("phối hợp với …")."""
        words = self.t.words
        for i in range(at, min(last - 1, at + 160)):
            if together := self._leads_with(i, last):
                return together
            if words[i] != "phối" or words[i + 1] != "hợp":
                continue
            if words[at] == "chỉ" and i > at + 2 and words[i - 1] != ",":
                continue
            before = words[i - 1] if i > at else ""
            near = (
                i <= at + 1
                or before in (",", "và", "hoặc", ";", "trì", ":")
                or before in ("cực", "động", "cường", "tục", "xuyên", "thời", "cùng", "hoạch")
            )
            if not near:
                continue
            j = i + 2
            while j < last and (step := self._manner(j, last)) > j:
                j = step
            if j < last and words[j] in ("với", "cùng"):
                j += 1 + (j + 1 < last and words[j + 1] == "với")
            if j < last and words[j] == ":":
                j += 1
            group = self.grammar.names.group(j, last)
            if group:
                return group.parts
        return []

    def _leads_with(self, at: int, last: int) -> list[Part]:
        """ "Chủ trì cùng Sở B …", "chủ trì, cùng với Sở B …"."""
        words = self.t.words
        if words[at : at + 2] != ["chủ", "trì"]:
            return []
        at += 2 + (words[at + 2] == ",")
        if words[at] != "cùng":
            return []
        at += 1 + (words[at + 1] == "với")
        group = self.grammar.names.group(at, last)
        return group.parts if group else []

    def _manner(self, at: int, last: int) -> int:
        if self.t.caps[at] or (self.t.words[at] == "bộ" and self.t.words[at - 1] != "đồng"):
            return at
        if self.t.words[at] in (
            "tốt",
            "chặt",
            "chẽ",
            "đồng",
            "bộ",
            "hiệu",
            "quả",
            "có",
            "cụ",
            "thể",
            "thường",
            "xuyên",
            "kịp",
            "thời",
            "nhịp",
            "nhàng",
        ):
            return at + 1
        return at

    def _only_asks(self, at: int, last: int) -> bool:
        """What remains of a lead-in asks for nothing of its own ("có trách nhiệm:", "chủ trì, phối hợp với X:")."""
        words = self.t.words
        at, _ = self.grammar.skip_adverbs(at, last)
        rest = words[at:last]
        if len(rest) <= 4 or words[at] in ("chủ", "phối"):
            return "trong" not in rest[:6] and len(rest) < 40
        tail = " ".join(rest[-12:])
        return (
            bool(
                re.search(
                    r"(?:nhiệm vụ|nội dung|giải pháp|việc|công việc|yêu cầu|biện pháp)(?: \w+){0,5} (?:sau|đây|"
                    r"sau đây)(?: đây)? ?[:.]$",
                    tail,
                )
            )
            and len(rest) < 45
        )

    def _zone(self, node: Node, low: str) -> str:
        if _ORDER_HINT.search(low):
            return "order"
        first, last = node.paragraph.first, node.paragraph.last
        for at in range(first, min(last, first + 3)):
            _, classes = self.lex.zones.longest(self.t.words, at, last)
            if classes:
                zone = next(iter(classes))
                if zone == "description" and node.paragraph.mark == "article":
                    return "order"
                both = (zone == "aim" and "yêu cầu" in low) or (zone == "requirement" and "mục đích" in low)
                if both:
                    return "aims and requirements" if "mục đích" in low else "requirement"
                return zone
            if self.t.words[at] not in _ZONE_SKIP:
                break
        parent = node.parent.zone if node.parent else "order"
        return "order" if parent == "preamble" else parent

    def _nests(self, paragraph: Paragraph, following: Paragraph) -> bool:
        if following.mark:
            return RANK[following.mark] > RANK[paragraph.mark]
        return not self.t.text[following.start : following.end].isupper()
