"""Plans: an item with its fields ("Cơ quan chủ trì: …"), and the rows of assignment tables."""

from __future__ import annotations

from congvu.engines.reader import deadlines
from congvu.engines.reader.clause import Clause
from congvu.engines.reader.judge import Draft, Judge
from congvu.engines.reader.layout import Node
from congvu.engines.reader.names import Part
from congvu.engines.reader.segment import Unit
from congvu.engines.reader.structure import Tree
from congvu.engines.reader.table import TableReader

_LEADING = frozenset(
    [
        "chủ",
        "trì",
        "phối",
        "hợp",
        "với",
        "cùng",
        "và",
        "thực",
        "hiện",
        "tổ",
        "chức",
        "triển",
        "khai",
        "chịu",
        "trách",
        "nhiệm",
        "chính",
        "tham",
        "mưu",
    ]
)


class Blocks(Judge):
    """Drafts the demands of blocks of fields and of tables."""

    def _item(self, node: Node) -> None:
        unit = node.paragraph.units[0]
        clause = node.clause or self.grammar.read(unit.first, unit.last)
        predicate = clause.predicate if clause.predicate < unit.last else unit.first
        governor = node.governor()
        names = clause.names or (governor.names if governor else [])
        draft = Draft(
            node,
            node.paragraph.start,
            node.paragraph.end,
            predicate,
            node.paragraph.last,
            names,
            [],
            clause,
            governor,
            reason="block",
        )
        draft.deadline = deadlines.find(self.t.low, node.paragraph.start, node.paragraph.end, self.head.year)
        self.drafts.append(draft)
        node.demands.append(len(self.drafts) - 1)

    def _field(self, owner: Node, node: Node) -> None:
        mine = [self.drafts[i] for i in owner.demands]
        if not mine:
            return
        paragraph = node.paragraph
        for label, first, last in self.structure.fields_of(paragraph):
            self._value(mine, node, label, first, last)
        block = owner.role == "item" or node.label == "assignee"
        for draft in mine[-1:] if not block else mine:
            if draft.end < paragraph.start and not any(d.start > draft.end for d in self.drafts):
                draft.end = paragraph.end

    def _value(self, mine: list[Draft], node: Node, label: str, first: int, last: int) -> None:
        """Take over one field's value."""
        if label == "assignee":
            self._assignee_field(mine[-1], node, first, last)
        elif label == "coordinator":
            for draft in mine:
                draft.coordinators = self._names_in(first, last)
        elif label == "deadline":
            paragraph = node.paragraph
            start, end = self._char(first, paragraph.body), self.t.ends[last - 1]
            found = deadlines.find(self.t.low, start, end, self.head.year, field=True)
            for draft in mine:
                draft.deadline = draft.deadline or found
                draft.fields["deadline"] = (start, end)
        elif label == "product":
            mine[-1].product = (first, last)

    def _char(self, token: int, fallback: int) -> int:
        return self.t.starts[token] if token < len(self.t.starts) else fallback

    def _names_in(self, at: int, last: int) -> list[Part]:
        """Names of a field, over phrases that only bound them ("trong phạm vi chức năng của mình")."""
        out: list[Part] = []
        words = self.t.words
        while at < last:
            group = self.grammar.names.group(at, last)
            if group is not None:
                out += group.parts
                at = max(group.after, at + 1)
                continue
            at += 1
            while at < last and not (
                words[at - 1] in (";", ",", "và", ".", ":") and (words[at] == "các" or self.t.caps[at])
            ):
                at += 1
        return out

    def _assignee_field(self, block: Draft, node: Node, at: int, last: int) -> None:
        """Bodies of the field; a clause with its own verb for one of them is a demand of its own."""
        names: list[Part] = []
        clauses: list[tuple[Unit, Clause]] = []
        for unit in node.paragraph.units:
            first, stop = max(unit.first, at), min(unit.last, last)
            clause = self.grammar.read(first, stop) if first < stop else Clause("none", first)
            if clause.kind in ("subject", "order") and clause.names and clause.verb and clause.predicate < stop:
                names += clause.names
                if self._only_leads(clause, stop):
                    block.coordinators = block.coordinators or self.structure.coordinators(clause.predicate, stop)
                else:
                    clauses.append((unit, clause))
            elif first < stop:
                names += self._names_in(first, stop)
        block.names, block.governor, block.reason = names or block.names, None, "field"
        block.node.names = block.node.names or names
        for unit, clause in clauses:
            draft = self._draft(node, unit, clause, [], Tree(node, []))
            draft.reason = "field"

    def _only_leads(self, clause: Clause, last: int) -> bool:
        """ "Sở A chủ trì, phối hợp với Sở B thực hiện": no work but the item's."""
        words, at = self.t.words, clause.predicate
        while at < last:
            group = self.grammar.names.group(at, last)
            if group is not None:
                at = group.after
            elif words[at] in _LEADING or not words[at].isalnum():
                at += 1
            else:
                return False
        return True

    def _tables(self, nodes: list[Node]) -> None:
        for row in TableReader(self.t, self.lex, self.grammar, self.head.year).rows(nodes):
            paragraph = row.node.paragraph
            first = row.clause.predicate if row.clause.predicate < paragraph.last else paragraph.first
            draft = Draft(
                row.node,
                paragraph.start,
                row.end,
                first,
                paragraph.last,
                row.names,
                row.coordinators,
                row.clause,
                reason="row",
            )
            draft.deadline, draft.product = row.deadline, row.product
            self.drafts.append(draft)

    def _inside(self, node: Node, owner: Node) -> bool:
        above = node.parent
        while above is not None and above is not owner:
            above = above.parent
        return above is owner

    def _label_follows(self, tree: Tree, node: Node, owner: Node) -> bool:
        for following in tree.nodes[node.index + 1 : node.index + 12]:
            if following.role == "label":
                return True
            if not self._inside(following, owner):
                return False
        return False

    def _swallow(self, owner: Node, node: Node) -> None:
        for i in owner.demands[-1:]:
            self.drafts[i].end = max(self.drafts[i].end, node.paragraph.end)
