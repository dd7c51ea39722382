"""Fifth stage: which units are demands, and who, with whom, by when, what. Official texts; news builds on it."""

from __future__ import annotations

import re

from congvu.engines.reader import deadlines
from congvu.engines.reader.blocks import Blocks
from congvu.engines.reader.clause import Clause
from congvu.engines.reader.clean import pattern
from congvu.engines.reader.judge import OPENS_AIMS, OPENS_LIST, Draft
from congvu.engines.reader.layout import Node
from congvu.engines.reader.names import Part
from congvu.engines.reader.segment import Unit
from congvu.engines.reader.structure import Tree

_FOR_ALL = pattern(r"(?:thời hạn|thời gian) (?:hoàn thành|thực hiện|báo cáo)\b")
_VISIT = pattern(r"(?:làm việc với|kiểm tra|thăm)[^,;]{0,60}?(?P<place>(?:tỉnh|thành phố) (?!ủy)\w+(?: \w+)?)")
_CLOSING = pattern(
    r"(?:trong quá trình|(?:\w{1,12} ){0,8}(?:yêu cầu|đề nghị)|quá trình|nếu có|trên đây|yêu cầu|"
    r"đề nghị|giao|văn phòng)"
)


class Assigner(Blocks):
    """Walks the tree and drafts demands."""

    def run(self, tree: Tree) -> list[Draft]:
        owner: Node | None = None
        if not tree.root.names and self.kind in ("thong_bao", "ket_luan"):
            tree.root.names = self._visited()
        for node in tree.nodes:
            if node.role == "label" and node.zone != "annex":
                if owner is not None:
                    self._field(owner, node)
                continue
            if (
                owner is not None
                and owner.role == "item"
                and self._inside(node, owner)
                and self._label_follows(tree, node, owner)
            ):
                self._swallow(owner, node)
                continue
            if node.role == "body" and node.zone == "order" and self._tells_who_leads(node):
                continue
            owner = node
            if node.role == "item":
                self._item(node)
            elif node.role in ("body", "lead") and node.zone != "annex":
                self._paragraph(node, tree)
        self._tables([node for node in tree.nodes if node.zone == "annex"])
        return self.drafts

    def _tells_who_leads(self, node: Node) -> bool:
        """ "1. Tổ chức tập huấn. | - Sở A chủ trì, phối hợp với Sở B thực hiện.": whose the item above is."""
        above, paragraph = node.parent, node.paragraph
        if above is None or len(above.demands) != 1 or paragraph.mark not in ("dash", "plus", "star"):
            return False
        draft, clause = self.drafts[above.demands[0]], node.clause
        if draft.reason != "everyone" or clause is None or clause.kind != "subject" or not clause.verb:
            return False
        if len(paragraph.units) != 1 or not self._only_leads(clause, paragraph.last):
            return False
        draft.names, draft.reason, draft.end = clause.names, "field", paragraph.end
        draft.coordinators = self.structure.coordinators(clause.predicate, paragraph.last)
        return True

    def _visited(self) -> list[Part]:
        """A conclusion on a visit to one province speaks to that province."""
        title = self.head.document.title
        found = _VISIT.search(self.t.low, title.start, title.end) if title else None
        if not found:
            return []
        start = next(
            (m.start() for m in re.finditer(re.escape(found["place"]), self.t.low) if self.t.text[m.start()].islower()),
            -1,
        )
        if start < 0:
            return []
        first = self.t.at(start)
        last = self.grammar.names.group(first, first + 8)
        return last.parts[:1] if last else []

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _paragraph(self, node: Node, tree: Tree) -> None:
        self._leave_last_item(node, tree)
        if node.paragraph.mark in ("dash", "plus", "star") and self._continues_list(node):
            return
        running: list[Part] = []
        previous: Draft | None = None
        units = self._whole_units(node)
        for index, (unit, clause) in enumerate(units):
            if previous is not None and self._carries_on(previous, unit, clause):
                self._extend(previous, unit, node)
                continue
            if clause.kind == "none" and node.zone == "order":
                clause = self.grammar.order_inside(unit.first, unit.last, after=",:;") or clause
            if index == 0 and self._is_title(node, clause, len(units)):
                continue
            leads = node.role == "lead" and index == len(units) - 1
            if leads and (self._is_mere_lead(node, unit, clause) or self._plans_for_itself(clause)):
                self._hand_down(node, clause, running, unit)
                break
            after_semicolon = bool(index) and self.t.text[units[index - 1][0].end - 1] == ";"
            dangling = after_semicolon and previous is None and not clause.names
            if dangling or not self._is_demand(node, unit, clause, previous if after_semicolon else None, tree):
                running = clause.names if clause.kind == "names" and not after_semicolon else running
                previous = previous if after_semicolon else None
                continue
            previous = self._draft(node, unit, clause, running, tree)
            own = bool(clause.names and previous.names) and previous.names[0] is clause.names[0]
            running = clause.names if own or clause.about else running
            if leads:
                self._hand_down(node, clause, running, unit)
        self._share_deadline(node)
        if (node.paragraph.mark or node.role == "lead") and not node.names and running:
            node.names = running

    def _leave_last_item(self, node: Node, tree: Tree) -> None:
        """A closing paragraph speaks for the whole text, not for the item it follows."""
        closing = not node.paragraph.mark and _CLOSING.match(self.t.low, node.paragraph.start)
        if closing and node.parent is not tree.root and not self._own_governor(node):
            node.parent = tree.root

    def _share_deadline(self, node: Node) -> None:
        """ "… Thời hạn hoàn thành: trước ngày 30/11" at the end of a paragraph is for all it asks."""
        if not node.demands:
            return
        mine = [self.drafts[i] for i in node.demands]
        if mine[-1].deadline and _FOR_ALL.search(self.t.low, mine[-1].start, mine[-1].end):
            for draft in mine:
                draft.deadline = draft.deadline or mine[-1].deadline

    def _whole_units(self, node: Node) -> list[tuple[Unit, Clause]]:
        """Units with their clauses; addressees or a purpose cut off by a semicolon go with what they lead to."""
        out: list[tuple[Unit, Clause]] = []
        held: Unit | None = None
        for index, unit in enumerate(node.paragraph.units):
            if held is not None:
                unit = Unit(held.start, unit.end, held.first, unit.last)
            clause = node.clause if index == 0 and node.clause else self.grammar.read(unit.first, unit.last)
            more = (
                index + 1 < len(node.paragraph.units)
                and self.t.text[unit.end - 1] == ";"
                and unit.last - unit.first < 300
            )
            only_names = clause.kind in ("names", "order") and bool(clause.names) and clause.predicate >= unit.last - 1
            purpose = (
                clause.kind == "none" and self.t.words[unit.first] in ("để", "nhằm", "căn", "trước") and not clause.past
            )
            if more and (only_names or purpose or self._ends_in_helpers(unit, clause)):
                held = unit
                continue
            held = None
            out.append((unit, clause))
        return out

    def _ends_in_helpers(self, unit: Unit, clause: Clause) -> bool:
        """ "Sở A chủ trì, phối hợp với Sở B; | các xã làm …": cut inside the list of helpers."""
        words, at = self.t.words, clause.predicate
        while at < unit.last - 2 and words[at] in ("chủ", "trì", ",", "và"):
            at += 1
        if words[at : at + 2] != ["phối", "hợp"]:
            return False
        begin = at + 2 + (words[at + 2] in ("với", "cùng"))
        group = self.grammar.names.group(begin, unit.last)
        return group is not None and group.after >= unit.last - 1

    def _own_governor(self, node: Node) -> bool:
        """An unmarked line right under a heading or lead-in stays there."""
        above = node.parent
        return above is not None and above.index == node.index - 1 and above.role in ("heading", "lead")

    def _continues_list(self, node: Node) -> bool:
        """A bullet without a demand under a sentence that ended in a colon belongs to it."""
        if not self.drafts:
            return False
        last = self.drafts[-1]
        if node.parent is None or last.node is not node.parent or not last.listing:
            return False
        unit = node.paragraph.units[0]
        clause = node.clause or self.grammar.read(unit.first, unit.last)
        aims = OPENS_AIMS.search(self.t.low, last.node.paragraph.start, last.node.paragraph.end) is not None
        if clause.kind in ("subject", "order") or (clause.kind in ("verb", "noun") and not aims):
            last.listing = False
            return False
        last.end = node.paragraph.end
        return True

    def _extend(self, draft: Draft, unit: Unit, node: Node) -> None:
        draft.end = unit.end
        draft.listing = draft.listing or bool(OPENS_LIST.search(self.t.low, unit.start, unit.end))
        deadline = deadlines.find(self.t.low, unit.start, unit.end, self.head.year, since=self.head.since)
        if deadline:
            for other in reversed(self.drafts):
                if other.node is not node:
                    break
                other.deadline = other.deadline or deadline

    # --- lead-ins ---------------------------------------------------------------------------------------------------

    def _plans_for_itself(self, clause: Clause) -> bool:
        """ "Hội Nông dân xã xây dựng kế hoạch … như sau:": a commune's body has nobody below it to carry out its plan.

        A people's committee's plan, or one of a wider body, binds those it governs.
        """
        words = self.t.words
        if self.kind != "ke_hoach" or clause.kind != "subject":
            return False
        draws_up = words[clause.predicate : clause.predicate + 4] == ["xây", "dựng", "kế", "hoạch"]
        name = clause.names[0]
        of_commune = any(words[i] in ("xã", "phường", "thôn", "khu") for i in range(name.first, name.last))
        return draws_up and of_commune and words[name.first] not in ("ủy", "ubnd")

    def _opens_with_time(self, unit: Unit) -> bool:
        """ "Hằng năm, Sở A có trách nhiệm:": the time is that of everything listed below."""
        return self.grammar.skip_time(unit.first, unit.last) > unit.first

    def _hand_down(self, node: Node, clause: Clause, running: list[Part], unit: Unit) -> None:
        node.names = clause.names or running
        if self._plans_for_itself(clause):
            node.names = clause.names
        elif clause.kind in ("subject", "none") and not clause.modal and not self._asked(clause):
            node.names = running
        if self._opens_with_time(unit):
            node.deadline = deadlines.find(self.t.low, unit.start, unit.end, self.head.year, since=self.head.since)
        node.coordinators = self.structure.coordinators(clause.predicate, unit.last)
