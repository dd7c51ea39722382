"""News reports of a directive: who speaks, what was ordered, and to whom it runs on from sentence to sentence."""

from __future__ import annotations

import re

from congvu.engines.reader.assign import Assigner
from congvu.engines.reader.clause import BACKGROUND, Clause
from congvu.engines.reader.clean import pattern
from congvu.engines.reader.judge import Draft
from congvu.engines.reader.layout import Node
from congvu.engines.reader.names import Part
from congvu.engines.reader.references import key
from congvu.engines.reader.segment import UPPER, Unit
from congvu.engines.reader.structure import Tree

_SETS_GOING = pattern(
    r"đề ra\s+(?:\w+\s+){0,4}(?:nhiệm vụ|giải pháp)|có ý kiến chỉ đạo|yêu cầu|chỉ đạo|giao nhiệm vụ|"
    r"toàn văn|nội dung sau|đề nghị"
)
_ENDS = pattern(
    r"mời các bạn|tags\b|tin cùng|tin, bài|bài mới|nguồn tin|tác giả|xem thêm|bình luận|theo dõi|đọc thêm|từ khóa"
)
_INLINE = re.compile(rf"(?<=[\s:.;])(?:(?P<number>\d{{1,2}})\.|(?P<letter>[a-hđ])\)|(?P<dash>-))\s+(?=[{UPPER}])")
# A numbered and dated text of its own that sets somebody to work.
_TEXT_ORDERS = pattern(
    r"(?:văn bản|công văn|quyết định|thông báo|chỉ thị|kế hoạch|công điện)\s(?:số\s)?(?P<number>\d[^\s,]{2,25}),?\s"
    r"(?:ký\s|ban hành\s)?ngày\s[\d/.-]{6,10},?\scủa\s(?:(?!về )[^.,;:\n]){3,60}?\s(?:giao|yêu cầu|đề nghị|chỉ đạo)\s"
)
_ABOVE_NAMED = pattern(r"(?:trên|nêu trên|nói trên|này|đó)$")
_PERSONS = {"cán", "công", "viên", "đảng", "người"}


class NewsAssigner(Assigner):
    """Drafts the demands of a news report."""

    def run(self, tree: Tree) -> list[Draft]:
        self.flow: list[Part] = []
        self.item: list[Part] = []
        self.active = False
        self.opening: list[tuple[Node, Unit, Clause]] = []
        self.retold = self._texts_retold()
        body = self._body_from(tree)
        seen: set[str] = set()
        for node in tree.nodes:
            text = self.t.low[node.paragraph.start : node.paragraph.end]
            if (node.role == "label" and node.label in ("assignee", "coordinator", "deadline")) or text in seen:
                continue
            seen.add(text)
            if _ENDS.match(text) and len(text) < 160:
                self.active = False
                continue
            if node.index < body:
                self._standfirst(node)
            elif node.role == "heading" and node.names:
                self.flow, self.active = node.names, True
            elif node.role != "frame" and not self._is_subhead(node, text):
                self._report(node)
        if self.drafts and all(self._points_back(draft) for draft in self.drafts):
            for node, unit, clause in self.opening:
                self._news_draft(node, unit, clause, clause.names)
        return self.drafts

    def _texts_retold(self) -> frozenset[str]:
        """Numbers of texts that "giao …" in this report and are not the one reported."""
        found = {key(match["number"]) for match in _TEXT_ORDERS.finditer(self.t.low)}
        own = self.head.document.number
        if own is not None:
            return frozenset(found - {key(own.value)})
        return frozenset(found if len(found) > 1 else ())

    def _points_back(self, draft: Draft) -> bool:
        """ "Các đơn vị trên phải …": the names were given before."""
        return all(_ABOVE_NAMED.search(part.text(self.t).lower()) for part in draft.names)

    def _body_from(self, tree: Tree) -> int:
        """Index of the first paragraph after headline and standfirst."""
        if len(tree.nodes) <= 2:
            return len(tree.nodes) - 1
        short = (
            len(tree.nodes[0].paragraph.units) == 1 and tree.nodes[0].paragraph.end - tree.nodes[0].paragraph.start < 25
        )
        return 3 if short else 2

    def _standfirst(self, node: Node) -> None:
        for unit, clause in self._whole_units(node):
            if clause.kind == "none":
                clause = self.grammar.order_inside(unit.first, unit.last) or clause
            if clause.kind == "order" and clause.names and (clause.issuer or clause.late):
                self.flow = clause.names
                self.opening.append((node, unit, clause))

    def _is_subhead(self, node: Node, text: str) -> bool:
        return (
            not node.paragraph.mark
            and len(text) < 140
            and text[-1] not in '.:;…!?"”'
            and len(node.paragraph.units) == 1
        )

    # --- one paragraph ----------------------------------------------------------------------------------------------

    def _report(self, node: Node) -> None:
        running: list[Part] = []
        previous: Draft | None = None
        if node.paragraph.mark:
            self.item = []
        for index, (unit, clause) in enumerate(self._whole_units(node)):
            if clause.kind in ("none", "noun") and (inside := self.grammar.order_inside(unit.first, unit.last)):
                clause = inside
            pieces = self._pieces(unit)
            if len(pieces) > 1:
                previous = self._flattened(node, unit, pieces) or previous
                continue
            if previous is not None and self._carries_on(previous, unit, clause):
                self._extend(previous, unit, node)
                continue
            follows = bool(index) and self.t.text[unit.start].islower() and self.t.text[unit.start - 2] == ";"
            if (follows and previous is None and not clause.names) or not self._reported(node, unit, clause, previous):
                previous = None
                continue
            if self._announces(unit, clause):
                if clause.names:
                    self.flow = clause.names
                self.active, previous = True, None
                continue
            inner = self._is_inner(clause) and running and follows
            names = running if inner else clause.names or running or self.item or self.flow
            draft = self._news_draft(node, unit, clause, names)
            if clause.names and not inner:
                running = clause.names
                if node.paragraph.mark:
                    self.item = running
                elif not clause.about and self.t.words[clause.names[0].first] not in _PERSONS:
                    self.flow = clause.names
            self.active, previous = True, draft

    def _reported(self, node: Node, unit: Unit, clause: Clause, previous: Draft | None) -> bool:
        """Whether the unit tells of an order (or only of what is, was or will be)."""
        words = self.t.words
        nothing = clause.predicate >= unit.last
        if clause.past or (nothing and not clause.names):
            self.active = self.active and clause.kind == "names"
            return False
        if words[unit.first : unit.first + 2] in (["trước", "đó"], ["trước", "đây"]):
            return False
        told = _TEXT_ORDERS.search(self.t.low, unit.start, unit.end)
        if told is not None and key(told["number"]) in self.retold:
            return False
        if clause.kind == "order":
            return bool(clause.issuer) or self.active or bool(clause.names)
        if clause.kind == "subject" and (
            clause.modal or (bool(clause.verb) and (self.active or bool(node.paragraph.mark)))
        ):
            self.active = True
            return not self._issuer_speaks(clause)
        if clause.kind == "verb":
            wanted = clause.modal and words[unit.first] in ("cần", "phải")
            return (self.active or wanted) and self._goes_on(unit, clause)
        if clause.kind == "noun":
            return self.active
        if previous is not None and self.t.text[previous.end - 1] == ";" and self.t.text[unit.start].islower():
            return self.active
        self.active = (
            bool(_SETS_GOING.search(self.t.low, unit.start, unit.end)) and "đã" not in words[unit.first : unit.last]
        )
        return False

    def _goes_on(self, unit: Unit, clause: Clause) -> bool:
        first = unit.first
        while first < unit.last and not self.t.words[first].isalnum():
            first += 1
        return not self.lex.words.longest(self.t.words, first, unit.last, BACKGROUND)[1]

    def _announces(self, unit: Unit, clause: Clause) -> bool:
        """ "… yêu cầu các sở thực hiện các nội dung sau:" only announces."""
        return (
            self.t.text[unit.end - 1] == ":"
            and clause.kind in ("order", "subject")
            and self._is_mere_lead_text(unit, clause)
        )

    def _is_mere_lead_text(self, unit: Unit, clause: Clause) -> bool:
        rest = self.t.words[clause.predicate : unit.last]
        return len(rest) < 16 or "sau" in rest[-4:]

    def _news_draft(self, node: Node, unit: Unit, clause: Clause, names: list[Part]) -> Draft:
        draft = self._draft(node, unit, clause, [], Tree(node, []))
        draft.names = names
        draft.reason = draft.reason if clause.names else "flow"
        return draft

    # --- lines that swallowed their list ----------------------------------------------------------------------------

    def _pieces(self, unit: Unit) -> list[tuple[int, int, str]]:
        """Parts of a unit at list marks inside it: (first token, last token, kind of mark)."""
        cuts = [(m.start(), m.end(), m.lastgroup or "") for m in _INLINE.finditer(self.t.text, unit.start, unit.end)]
        if not any(kind != "dash" for _, _, kind in cuts):
            return []
        out = [(unit.first, self.t.at(cuts[0][0]), "")]
        for index, (_, begin, kind) in enumerate(cuts):
            stop = cuts[index + 1][0] if index + 1 < len(cuts) else unit.end
            out.append((self.t.at(begin), self.t.at(stop), kind))
        return [piece for piece in out if piece[1] > piece[0]]

    def _flattened(self, node: Node, unit: Unit, pieces: list[tuple[int, int, str]]) -> Draft | None:
        """One demand for all the unit addresses; numbered pieces that only name set whom the rest is for."""
        names: list[Part] = []
        first: Clause | None = None
        for begin, stop, kind in pieces:
            clause = self.grammar.read(begin, stop)
            if kind == "number" and clause.names and clause.kind in ("names", "subject"):
                self.flow, self.active = clause.names, True
                if clause.kind == "names" or clause.predicate >= stop:
                    continue
            if clause.kind == "order" and self.t.words[stop - 1] == ":":
                if clause.issuer or clause.order_verb == "giao":
                    self.flow = clause.names or self.flow
                self.active = True
                continue
            if not self._reported(node, Unit(unit.start, unit.end, begin, stop), clause, None):
                continue
            own = clause.names if clause.kind == "order" and not clause.about and clause.order_verb == "giao" else []
            for part in own or self.flow:
                if part not in names:
                    names.append(part)
            first = first or clause
        if first is None:
            return None
        draft = self._news_draft(node, unit, first, names)
        return draft
