"""Third stage: the scope tree. What each line is, what governs it, and in which zone it lies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from congvu.engines.reader.clause import ClauseGrammar
from congvu.engines.reader.clean import pattern
from congvu.engines.reader.headings import Headings
from congvu.engines.reader.layout import RANK, Node
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.segment import Paragraph, Tokens

_RECIPIENTS = pattern(r"nơi nhận\s*:|nơi nhận$")
_ADDRESSED = pattern(r"kính gửi\b|.{0,80}\bđiện\s*:$")
_BASIS = pattern(r"(?:căn cứ|xét|theo đề nghị|trên cơ sở kết quả|thực hiện .{10,400};$|chiếu|sau khi xem xét)")
_BASIS_OF_AN_ORDER = pattern(
    r"yêu cầu|như sau\s*:?$|sau đây\s*:?$|:$|giao |, [^,;]{0,80}(?<!theo )(?<!xét )(?<!cứ )đề nghị (?!của|tại)"
)
_COMPRISES = pattern(r"^(?:hồ sơ|thành phần|cơ cấu|tài liệu)\b[^.;]{0,60}gồm(?: có)?\s?:$")
_PART_TITLE = pattern(
    r"(?:kế hoạch|quy chế|quy định|đề án|chương trình|phương án|hướng dẫn|quy trình|nội quy|điều lệ|tiêu chí)\b"
)
_ANNEX = pattern(r"(?:phụ lục|danh mục|biểu|mẫu số|mẫu|bảng|danh sách)\b")
_EXECUTION = pattern(r"chịu trách nhiệm (?:thi hành|thực hiện)")
_SIGNATURE = pattern(r"(?:tm|kt|tl|tuq|t/m|k/t|q)\s?[.:]|(?:đã ký|\(đã ký\)|ký bởi)")
_FOOTNOTE = re.compile(
    r"\[\d{1,3}\]|\(\d{1,3}\)\s+(?:Căn cứ|Theo|Xem)|\d{1,2}\s+(?:Tại|Theo|Xem|Văn bản|Quyết định số|Nghị quyết số)"
)
_FIRST = ("1", "a", "i", "I")
_ATTACHED = pattern(r"\((?:ban hành )?kèm theo")
_LEAD_END = pattern(r"(?:như sau|sau đây|sau|dưới đây|các nội dung sau|cụ thể(?: là)?)\s*[:.]$|:$")
_CAPTION = pattern(
    r"(?:ảnh|hình|nguồn|tác giả|video|clip|đồ họa|minh họa)\s*:|.{0,160}(?:ảnh \d+\.?|ảnh\s?: ?.{0,40})$"
)


@dataclass(slots=True)
class Tree:
    """All nodes in text order under one root; the root holds whom the whole text is addressed to."""

    root: Node
    nodes: list[Node]


class Structure(Headings):
    """Builds the tree of an official text."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar) -> None:
        super().__init__(tokens, lexicon, grammar)

    def build(self, paragraphs: list[Paragraph]) -> Tree:
        self._soften(paragraphs)
        paragraphs = self.lines = self._merge_names(paragraphs)
        root = Node(paragraphs[0] if paragraphs else Paragraph(0, 0, 0, "", ""), -1, None, 0, "root", "preamble")
        tree = Tree(root, [])
        stack = [root]
        off = ""
        for index, paragraph in enumerate(paragraphs):
            low = self._low(paragraph)
            off = self._frame_state(off, paragraph, low, stack, root)
            following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
            self._close_for_heading(paragraph, following, stack)
            node = self._place(paragraph, index, stack, low, following)
            tree.nodes.append(node)
            if off in ("recipients", "addressed"):
                node.role = "frame"
                if off == "addressed":
                    self._addressee(root, paragraph)
                continue
            self._role(node, low, following, root)
            if off == "annex" and node.role != "frame":
                node.zone = "annex"
            if node.role in ("heading", "lead", "item") or paragraph.mark:
                self._push(stack, node)
        return tree

    def _soften(self, paragraphs: list[Paragraph]) -> None:
        """In a line all in capitals, known words lose theirs: "SỞ TÀI CHÍNH" is read as "Sở tài chính"."""
        t, lex = self.t, self.lex
        for paragraph in paragraphs:
            if not t.text[paragraph.body : paragraph.end].isupper() or paragraph.last - paragraph.first < 2:
                continue
            at = paragraph.first + 1
            while at < paragraph.last:
                known = (lex.names, lex.fields, lex.words, lex.verbs)
                after = max(trie.longest(t.words, at, paragraph.last)[0] for trie in known)
                t.caps[at:after] = [False] * (after - at)
                at = max(after, at + 1)

    def _merge_names(self, paragraphs: list[Paragraph]) -> list[Paragraph]:
        """Addressees written on several lines, each but the last ending in a semicolon, are one paragraph."""
        out: list[Paragraph] = []
        for paragraph in paragraphs:
            before = out[-1] if out else None
            if before and self._goes_on(before, paragraph):
                out[-1] = Paragraph(
                    before.start, paragraph.end, before.body, before.mark, before.label, before.units + paragraph.units
                )
            else:
                out.append(paragraph)
        return out

    def _goes_on(self, before: Paragraph, paragraph: Paragraph) -> bool:
        if paragraph.mark or self.t.text[before.end - 1] != ";":
            return False
        ahead = _EXECUTION.search(self.t.low, paragraph.start, paragraph.start + 900)
        if not self._only_names(before) and not (ahead and self._opens_with_name(before)):
            return False
        return self.grammar.names.group(paragraph.first, paragraph.last) is not None

    def _opens_with_name(self, paragraph: Paragraph) -> bool:
        return (
            paragraph.mark in ("", "article") and self.grammar.names.group(paragraph.first, paragraph.last) is not None
        )

    def _only_names(self, paragraph: Paragraph) -> bool:
        if paragraph.last - paragraph.first > 120 or paragraph.mark not in ("article", "number", ""):
            return False
        group = self.grammar.names.group(paragraph.first, paragraph.last)
        return group is not None and group.after >= paragraph.last - 1

    def _low(self, paragraph: Paragraph) -> str:
        return self.t.low[paragraph.body : paragraph.end]

    # --- frame ------------------------------------------------------------------------------------------------------

    def _frame_state(self, off: str, paragraph: Paragraph, low: str, stack: list[Node], root: Node) -> str:
        raw = self.t.text[paragraph.start : paragraph.end]
        if _RECIPIENTS.match(low):
            return "recipients"
        if off == "addressed" and (paragraph.mark not in ("dash", "plus", "star") and not raw[:1].islower()):
            off = ""
        if _ADDRESSED.match(low) and not paragraph.mark:
            return "addressed"
        if raw.isupper() and not paragraph.mark and len(raw) < 300:
            if _ANNEX.match(low):
                self._restart(stack, root, "preamble")
                return "annex"
            if _PART_TITLE.match(low) and (off or len(raw) < 40):
                self._restart(stack, root, "preamble")
                return ""
        if off == "recipients" and _ATTACHED.match(low):
            self._restart(stack, root, "preamble")
            return ""
        return off

    def _restart(self, stack: list[Node], root: Node, zone: str) -> None:
        del stack[1:]
        root.zone = zone
        root.names = root.names if zone == "order" else []

    def _addressee(self, root: Node, paragraph: Paragraph) -> None:
        first, last = paragraph.first, paragraph.last
        words = self.t.words
        telegram = next((i for i in range(first, last - 1) if words[i] == "điện" and words[i + 1] == ":"), None)
        first = telegram + 2 if telegram is not None else first
        while first < last and words[first] in ("kính", "gửi", ":", "-"):
            first += 1
        group = self.grammar.names.group(first, last)
        if group:
            root.names = root.names + group.parts

    # --- place in the tree ------------------------------------------------------------------------------------------

    def _place(
        self, paragraph: Paragraph, index: int, stack: list[Node], low: str, following: Paragraph | None
    ) -> Node:
        if paragraph.mark:
            rank = self._rank(paragraph, stack) - 0.5 * self._heads_its_equals(paragraph, following)
            if paragraph.mark == "roman" and any(n.paragraph.mark == "article" for n in stack):
                rank = RANK["article"] + 0.5
            while len(stack) > 1 and stack[-1].rank >= rank:
                stack.pop()
        else:
            rank = stack[-1].rank + 0.5
            if int(stack[-1].rank) != stack[-1].rank:
                rank = stack[-1].rank
                while len(stack) > 1 and stack[-1].rank >= rank and self._closes(stack[-1], paragraph):
                    stack.pop()
        node = Node(paragraph, index, stack[-1], rank)
        opened = stack[-1].role == "lead" or (stack[-1].role == "heading" and bool(stack[-1].names))
        node.zone = "order" if opened and stack[-1].zone == "preamble" else stack[-1].zone
        if node.zone == "preamble" and paragraph.mark and paragraph.mark not in ("dash", "plus", "star"):
            node.zone = "order"
        return node

    def _rank(self, paragraph: Paragraph, stack: list[Node]) -> float:
        """The mark's usual rank, or that of its open list; a list that begins under a lead-in is within it."""
        usual: float = RANK[paragraph.mark]
        for node in reversed(stack[1:]):
            if node.paragraph.mark == paragraph.mark:
                return node.rank if node.rank == int(node.rank) + 0.25 else usual
        above = stack[-1]
        opens = above.role in ("lead", "heading") and above.paragraph.mark and above.rank > usual
        if (
            opens
            and paragraph.label.strip("().-/ ") in _FIRST
            and (above.names or self.t.text[above.paragraph.end - 1] == ":")
        ):
            return int(above.rank) + 0.25
        return usual

    def _close_for_heading(self, paragraph: Paragraph, following: Paragraph | None, stack: list[Node]) -> None:
        """An unmarked line that only names, over a list like the one before it, ends that list and its heading."""
        if paragraph.mark or following is None or not following.mark or paragraph.last - paragraph.first > 40:
            return
        rank = RANK[following.mark]
        if not any(node.paragraph.mark == following.mark for node in stack[1:]) or not self._only_names(paragraph):
            return
        while len(stack) > 1 and (stack[-1].rank >= rank or not stack[-1].paragraph.mark):
            stack.pop()

    def _heads_its_equals(self, paragraph: Paragraph, following: Paragraph | None) -> bool:
        """ "- Sở Y tế:" over items that are dashed, too."""
        if following is None or following.mark != paragraph.mark or self.t.text[paragraph.end - 1] != ":":
            return False
        group = self.grammar.names.group(paragraph.first, paragraph.last)
        return group is not None and group.after >= paragraph.last - 1

    def _closes(self, lead: Node, paragraph: Paragraph) -> bool:
        """An unmarked line after an unmarked lead-in ends it, unless the lead-in announced it and nothing came yet."""
        return bool(lead.demands) or self.t.text[paragraph.end - 1] == ":"

    def _push(self, stack: list[Node], node: Node) -> None:
        while len(stack) > 1 and stack[-1].rank >= node.rank:
            stack.pop()
        stack.append(node)

    # --- roles ------------------------------------------------------------------------------------------------------

    def _role(self, node: Node, low: str, following: Paragraph | None, root: Node) -> None:
        paragraph = node.paragraph
        raw = self.t.text[paragraph.body : paragraph.end]
        if self._is_frame(node, raw, low):
            node.role = "frame"
            if raw.isupper() and (paragraph.mark or self._names_alone(node)):
                node.role = "heading"
                node.zone = self._zone(node, low)
                self._names_heading(node, low, following, raw.endswith(":"))
            return
        if self._label(node):
            return
        first = paragraph.units[0]
        ends_open = raw.rstrip().endswith(":") or (
            _LEAD_END.search(low[-60:]) is not None and len(paragraph.units) <= 3
        )
        if self._names_heading(node, low, following, ends_open):
            return
        node.clause = self.grammar.read(first.first, first.last)
        if node.clause.kind in ("none", "noun") and _COMPRISES.search(low):
            node.role, node.zone = "heading", "description"
            return
        if self._title_heading(node, raw, low, following, ends_open):
            return
        opens_list = not paragraph.mark and following is not None and following.mark in ("number", "letter", "roman")
        if opens_list and node.clause.kind == "order" and node.clause.names and len(paragraph.units) <= 2:
            ends_open = True
        if ends_open:
            node.role = "lead"
            if root.zone == "preamble" and node.parent is root:
                root.zone = "order"

    def _is_frame(self, node: Node, raw: str, low: str) -> bool:
        if raw.isupper() and len(raw) > 1:
            return not (node.paragraph.mark and self._labelled(node))
        if node.zone == "preamble" and node.paragraph.mark == "" and _BASIS.match(low):
            return not _BASIS_OF_AN_ORDER.search(low)
        return bool(
            _SIGNATURE.match(low)
            or _ATTACHED.match(low)
            or _FOOTNOTE.match(self.t.text, node.paragraph.start)
            or _CAPTION.match(low)
        )

    def _label(self, node: Node) -> bool:
        """ "Cơ quan chủ trì: …": a field of the item above it."""
        found = self._label_of(node.paragraph)
        if found is None:
            return False
        node.role, node.label, node.value = "label", *found
        return True

    def _title_heading(self, node: Node, raw: str, low: str, following: Paragraph | None, ends_open: bool) -> bool:
        paragraph, clause = node.paragraph, node.clause
        if (
            not paragraph.mark
            or len(paragraph.units) > 1 + low.count(";")
            or (len(raw) > 320 and not low.startswith("về "))
        ):
            return False
        within = node.parent is not None and node.parent.paragraph.mark == "article"
        wide = paragraph.mark in ("chapter", "section", "roman", "capital") and not within
        ended = raw.rstrip()[-1:] in ".;,"
        verbless = clause is None or clause.kind in ("none", "noun", "names")
        fields_next = following is not None and len(paragraph.units) == 1 and self._opens_block(following)
        if verbless and not ended and paragraph.last - paragraph.first < 9 and self._describes(paragraph):
            node.role, node.zone = "heading", "description"
            return True
        if not wide and (not ended or verbless or fields_next) and self._labelled(node):
            node.role = "item"
            return True
        nested = following is not None and self._nests(paragraph, following)
        if (
            paragraph.mark == "article"
            and nested
            and len(raw) < 160
            and (verbless or (clause and clause.kind == "verb"))
        ):
            node.role, node.zone = "heading", self._zone(node, low)
            return True
        acts = clause is not None and clause.kind in ("order", "subject") and bool(clause.verb)
        if ended and (acts or not (wide and len(raw) < 120)):
            return False
        if wide or (nested and paragraph.mark not in ("dash", "plus", "star")):
            topic = low.startswith("về ") and not (clause and clause.names)
            names_somebody = clause is not None and clause.kind in ("order", "subject") and bool(clause.names)
            if ends_open and not (verbless or topic) and (not wide or names_somebody):
                return False
            node.role, node.zone = "heading", self._zone(node, low)
            return True
        return False

    def _describes(self, paragraph: Paragraph) -> bool:
        """A plan's part that tells who, what or on what conditions ("Thành phần", "Tiêu chí lựa chọn"); no article."""
        _, classes = self.lex.zones.longest(self.t.words, paragraph.first, paragraph.last)
        return bool(classes & {"scope", "description"}) and paragraph.mark != "article"

    def _opens_block(self, following: Paragraph) -> bool:
        """A field of content right below ("Nội dung: …", "Đối tượng: …"): the line above is a block's title."""
        found = self._label_of(following)
        return found is not None and found[0] != "deadline"

    # --- shared with the assigning stage ----------------------------------------------------------------------------
