"""Assignment tables whose cells stand one a line: an activity, who leads, who helps, when, what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from congvu.engines.reader import deadlines
from congvu.engines.reader.clause import Clause, ClauseGrammar
from congvu.engines.reader.layout import Node
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.names import Part
from congvu.engines.reader.segment import Paragraph, Tokens
from congvu.engines.reader.times import Deadline

_COLUMNS = ("assignee", "coordinator", "deadline", "product", "content")
_ALWAYS = {"thường", "hằng", "hàng", "định"}


@dataclass(slots=True)
class Row:
    """One row: from its activity to its last cell."""

    node: Node
    clause: Clause
    end: int
    names: list[Part]
    coordinators: list[Part]
    deadline: Deadline | None
    product: tuple[int, int] | None


class TableReader:
    """Finds a header of column names among the lines of an annex, then reads rows until the annex ends."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar, year: int | None) -> None:
        self.t, self.lex, self.grammar, self.year = tokens, lexicon, grammar, year

    def rows(self, nodes: list[Node]) -> list[Row]:
        """Rows of every table among these nodes (lines of annexes, in order)."""
        out: list[Row] = []
        at = 0
        while at < len(nodes):
            columns, begin = self._header(nodes, at)
            if "assignee" not in columns:
                at += 1
                continue
            at = begin
            while at < len(nodes) and (taken := self._row(nodes, at, columns)):
                row, at = taken
                if row is not None:
                    out.append(row)
        return out

    def _header(self, nodes: list[Node], at: int) -> tuple[list[str], int]:
        columns: list[str] = []
        begin = at
        while begin < len(nodes):
            paragraph = nodes[begin].paragraph
            after, classes = self.lex.labels.longest(self.t.words, paragraph.first, paragraph.last)
            short = paragraph.end - paragraph.start < 60
            bare = self.t.low[paragraph.start : paragraph.end] in ("tt", "stt", "ghi chú", "số tt")
            if not (short and (bare or (classes and after >= paragraph.last))):
                break
            columns += [next(c for c in _COLUMNS if c in classes)] if classes else []
            begin += 1
        return columns, begin

    def _row(self, nodes: list[Node], at: int, columns: list[str]) -> tuple[Row | None, int] | None:
        """The row beginning at `at` (None for a line between rows), and the index after it."""
        node = nodes[at]
        clause = self.grammar.read(node.paragraph.first, node.paragraph.last)
        if (
            clause.kind not in ("verb", "none", "noun")
            or self.t.text[node.paragraph.start : node.paragraph.end].isupper()
        ):
            return None, at + 1
        cells = at + 1
        while cells < len(nodes) and cells < at + 4 and not self._is_names(nodes[cells].paragraph):
            if not self._goes_on(nodes[cells].paragraph):
                return None, at + 1
            cells += 1
        if cells >= len(nodes) or cells >= at + 4:
            return None, at + 1
        return self._cells(nodes, node, clause, cells, columns)

    def _goes_on(self, paragraph: Paragraph) -> bool:
        return self.t.text[paragraph.start].islower() or self.t.words[paragraph.first] in ("thông", "nghị", "quyết")

    def _is_names(self, paragraph: Paragraph) -> bool:
        group = self.grammar.names.group(paragraph.first, paragraph.last)
        return group is not None and group.after >= paragraph.last

    def _cells(self, nodes: list[Node], node: Node, clause: Clause, at: int, columns: list[str]) -> tuple[Row, int]:
        row = Row(node, clause, node.paragraph.end, self._names(nodes[at].paragraph), [], None, None)
        row.end = nodes[at].paragraph.end
        at += 1
        if "coordinator" in columns and at < len(nodes) and self._is_names(nodes[at].paragraph):
            row.coordinators, row.end = self._names(nodes[at].paragraph), nodes[at].paragraph.end
            at += 1
        if "deadline" in columns and at < len(nodes) and self._is_time(nodes[at].paragraph):
            paragraph = nodes[at].paragraph
            row.deadline = deadlines.find(self.t.low, paragraph.start, paragraph.end, self.year, field=True)
            row.end, at = paragraph.end, at + 1
        if "product" in columns and at < len(nodes):
            paragraph = nodes[at].paragraph
            noun, _ = self.lex.products.longest(self.t.words, paragraph.first, paragraph.last)
            if noun > paragraph.first and paragraph.end - paragraph.start < 160 and paragraph.mark == "":
                row.product, row.end, at = (paragraph.first, paragraph.last), paragraph.end, at + 1
        return row, at

    def _is_time(self, paragraph: Paragraph) -> bool:
        if paragraph.end - paragraph.start > 70:
            return False
        found = deadlines.find(self.t.low, paragraph.start, paragraph.end, self.year, field=True)
        return found is not None or self.t.words[paragraph.first] in _ALWAYS

    def _names(self, paragraph: Paragraph) -> list[Part]:
        group = self.grammar.names.group(paragraph.first, paragraph.last)
        return group.parts if group else []
