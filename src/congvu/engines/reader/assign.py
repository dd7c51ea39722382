"""Fifth stage: which units are demands, and who, with whom, by when, what. Official texts; news builds on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from congvu.engines.reader import deadlines, kinds, products
from congvu.engines.reader.clause import BACKGROUND, CONNECTOR, CONTINUATION, Clause, ClauseGrammar
from congvu.engines.reader.clean import pattern
from congvu.engines.reader.deadlines import Deadline
from congvu.engines.reader.head import Head
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.names import Part
from congvu.engines.reader.segment import Tokens, Unit
from congvu.engines.reader.structure import Node, Structure, Tree
from congvu.engines.reader.table import TableReader

_NEUTRAL = pattern(
    r"(?:nội dung|nhiệm vụ|giải pháp|công việc|biện pháp|một số việc|vấn đề|yêu cầu|công tác|ý kiến|chỉ đạo)\b[^.]{0,60}?(?:như )?(?:sau|dưới đây|sau đây)[^.]{0,12}[:.]?$"
)
_OPENS_LIST = pattern(r"(?:gồm|bao gồm|gồm có|như|là|tiêu chí|nội dung|sau|sau đây|các mặt)\s*:")
_INNER_ORDERS = {"yêu cầu", "đề nghị", "chỉ đạo", "phân công", "giao trách nhiệm", "giao nhiệm vụ", "giao trách nhiệm cho", "phân công cho",
                 "giao nhiệm vụ cho", "chỉ thị", "chỉ thị cho", "đề nghị các", "kêu gọi"}  # fmt: skip
_PERFORMATIVE = {"ban hành", "phê duyệt", "thông qua", "công bố", "bãi bỏ", "thay thế", "sửa đổi", "bổ sung", "điều chỉnh", "thành lập", "quy định",
                 "hủy bỏ", "kiện toàn", "giao", "bổ nhiệm", "điều động", "cấp", "thu hồi", "quyết định", "chuyển", "tặng", "chấm dứt", "hỗ trợ", "cho", "đưa"}  # fmt: skip
_PERSONAL = {"ông", "bà", "anh", "chị"}
_CITES = pattern(r"(?:số\s+\d|quyết định số|quy định số|kết luận số|chỉ thị số|nghị quyết số|thông tư số|nghị định số|công văn số|văn bản số|luật |khoản \d|điểm \w |điều \d)")
_ABOVE = pattern(r"(?:các |những )?(?:nội dung|báo cáo|kết quả|văn bản|hồ sơ|thông tin)(?: \w+){0,3} (?:trên|này|nêu trên|nói trên)\b")
_FOR_ALL = pattern(r"(?:thời hạn|thời gian) (?:hoàn thành|thực hiện|báo cáo)\b")
_MANNERS = {"tiến", "chất", "đúng", "phù", "không", "theo", "kịp", "đồng", "thống", "hiệu", "thiết", "yêu", "tính", "chặt", "khách", "minh",
            "đầy", "hài", "trung", "nghiêm", "rõ", "dân", "khoa", "tiết", "khả", "hợp"}  # fmt: skip
_NOUN_OPENINGS = {"việc", "số", "tỷ", "mức", "nội", "thời", "đối", "nguồn", "kết", "danh", "hồ", "mỗi", "sự", "cuộc", "quá", "điều", "giá", "diện",
                  "mọi", "toàn", "tổng", "chất", "tiến", "hình", "phương", "cách", "quyền", "nghĩa", "thẩm", "lực", "con", "người", "khoản", "phần"}  # fmt: skip
_DIRECTS = pattern(r"kết luận|ý kiến (?:chỉ đạo|như sau)|yêu cầu các|phân công|giao nhiệm vụ")
_TOLD = {"đã", "đang", "vẫn", "chưa", "còn", "được", "là", "bị", "có", "do", "vì"}
_COPULA = pattern(r"\blà (?:một trong |những )*(?:nhiệm vụ|trách nhiệm|việc làm|yếu tố|giải pháp|cơ sở|điều kiện)")
_VISIT = pattern(r"(?:làm việc với|kiểm tra|thăm)[^,;]{0,60}?(?P<place>(?:tỉnh|thành phố) (?!ủy)\w+(?: \w+)?)")
_CLOSING = pattern(r"(?:trong quá trình|(?:\w{1,12} ){0,8}(?:yêu cầu|đề nghị)|quá trình|nếu có|trên đây|yêu cầu|đề nghị|giao|văn phòng)")


@dataclass(slots=True)
class Draft:
    """A demand in the making."""

    node: Node
    start: int
    end: int
    predicate: int
    last: int
    names: list[Part]
    coordinators: list[Part]
    clause: Clause
    governor: Node | None = None
    deadline: Deadline | None = None
    reason: str = ""
    listing: bool = False
    product: tuple[int, int] | None = None
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    place: tuple[int, int] | None = None


class Assigner:
    """Walks the tree and drafts demands."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar, structure: Structure, head: Head) -> None:
        self.t, self.lex, self.grammar, self.structure, self.head = tokens, lexicon, grammar, structure, head
        self.drafts: list[Draft] = []
        self.kind = head.document.kind.value if head.document.kind else ""
        self.announces = self.kind == "thong_bao" and not _DIRECTS.search(tokens.low, 0, 3000)

    def run(self, tree: Tree) -> list[Draft]:
        owner: Node | None = None
        if not tree.root.names and self.kind in ("thong_bao", "ket_luan"):
            tree.root.names = self._visited()
        for node in tree.nodes:
            if node.role == "label" and node.zone != "annex":
                if owner is not None:
                    self._field(owner, node)
                continue
            if owner is not None and owner.role == "item" and self._inside(node, owner) and self._label_follows(tree, node, owner):
                self._swallow(owner, node)
                continue
            owner = node
            if node.role == "item":
                self._item(node)
            elif node.role in ("body", "lead") and node.zone != "annex":
                self._paragraph(node, tree)
        self._tables([node for node in tree.nodes if node.zone == "annex"])
        return self.drafts

    def _tables(self, nodes: list[Node]) -> None:
        for row in TableReader(self.t, self.lex, self.grammar, self.head.year).rows(nodes):
            paragraph = row.node.paragraph
            first = row.clause.predicate if row.clause.predicate < paragraph.last else paragraph.first
            draft = Draft(row.node, paragraph.start, row.end, first, paragraph.last, row.names, row.coordinators, row.clause, reason="row")
            draft.deadline, draft.product = row.deadline, row.product
            self.drafts.append(draft)

    def _visited(self) -> list[Part]:
        """A conclusion on a visit to one province speaks to that province."""
        title = self.head.document.title
        found = _VISIT.search(self.t.low, title.start, title.end) if title else None
        if not found:
            return []
        start = next((m.start() for m in re.finditer(re.escape(found["place"]), self.t.low) if self.t.text[m.start()].islower()), -1)
        if start < 0:
            return []
        first = self.t.at(start)
        last = self.grammar.names.group(first, first + 8)
        return last.parts[:1] if last else []

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

    # --- paragraphs -------------------------------------------------------------------------------------------------

    def _paragraph(self, node: Node, tree: Tree) -> None:
        if not node.paragraph.mark and node.parent is not tree.root and _CLOSING.match(self.t.low, node.paragraph.start):
            node.parent = tree.root if not self._own_governor(node) else node.parent
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
            is_last = index == len(units) - 1
            if node.role == "lead" and is_last and self._is_mere_lead(node, unit, clause):
                self._hand_down(node, clause, running, unit)
                break
            after_semicolon = bool(index) and self.t.text[units[index - 1][0].end - 1] == ";"
            dangling = after_semicolon and previous is None and not clause.names
            if dangling or not self._is_demand(node, unit, clause, previous if after_semicolon else None, tree):
                if clause.names and clause.kind in ("names", "subject") and after_semicolon is False and clause.kind == "names":
                    running = clause.names
                if not after_semicolon:
                    previous = None
                continue
            draft = self._draft(node, unit, clause, running, tree)
            if clause.names and draft.names and draft.names[0] is clause.names[0] and not clause.about:
                running = clause.names
            elif clause.about:
                running = clause.names
            previous = draft
            if node.role == "lead" and is_last:
                self._hand_down(node, clause, running, unit)
        self._share_deadline(node)
        if (node.paragraph.mark or node.role == "lead") and not node.names and running:
            node.names = running

    def _share_deadline(self, node: Node) -> None:
        """"… Thời hạn hoàn thành: trước ngày 30/11" at the end of a paragraph is for all it asks."""
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
            more = index + 1 < len(node.paragraph.units) and self.t.text[unit.end - 1] == ";" and unit.last - unit.first < 300
            only_names = clause.kind in ("names", "order") and bool(clause.names) and clause.predicate >= unit.last - 1
            purpose = clause.kind == "none" and self.t.words[unit.first] in ("để", "nhằm", "căn", "trước") and not clause.past
            if more and (only_names or purpose):
                held = unit
                continue
            held = None
            out.append((unit, clause))
        return out

    def _is_title(self, node: Node, clause: Clause, units: int) -> bool:
        """"Điều 10. Chế độ làm việc. Các thành viên …": an article's title before its text."""
        short = node.paragraph.units[0].end - node.paragraph.start < 120
        return node.paragraph.mark == "article" and units > 1 and short and clause.kind in ("verb", "none", "noun")

    def _own_governor(self, node: Node) -> bool:
        """An unmarked line right under a lead-in that is itself unmarked stays there."""
        return node.parent is not None and node.parent.index == node.index - 1

    def _continues_list(self, node: Node) -> bool:
        """A bullet without a demand under a sentence that ended in a colon belongs to it."""
        if not self.drafts:
            return False
        last = self.drafts[-1]
        if node.parent is None or last.node is not node.parent or self.t.text[last.end - 1] not in ":;,." or not last.listing:
            return False
        unit = node.paragraph.units[0]
        clause = node.clause or self.grammar.read(unit.first, unit.last)
        if clause.kind in ("subject", "order", "verb", "noun"):
            last.listing = False
            return False
        last.end = node.paragraph.end
        return True

    def _carries_on(self, previous: Draft, unit: Unit, clause: Clause) -> bool:
        words, text = self.t.words, self.t.text
        said = text[previous.start : previous.end]
        if said.count("“") > said.count("”") and text[previous.end - 1] == ";":
            return True
        if clause.kind in ("noun", "none") and _ABOVE.match(self.t.low, unit.start):
            return True
        if previous.listing and text[previous.end - 1] in ";,:":
            return True
        if previous.listing:
            previous.listing = False
        if text[unit.start] in "(…":
            return True
        after, found = self.lex.words.longest(words, unit.first, unit.last, CONTINUATION)
        other = max(self.lex.words.longest(words, unit.first, unit.last, CONNECTOR)[0], self.grammar.verb_at(unit.first, unit.last)[0])
        if other > after:
            found = frozenset()
        if found and clause.kind not in ("subject", "order") and not (clause.kind == "verb" and clause.late):
            return not (clause.kind == "verb" and words[unit.first] in ("phục", "làm", "góp") and self.t.caps[unit.first])
        if words[unit.first : unit.first + 2] == ["trong", "đó"] and clause.kind in ("none", "noun"):
            return True
        if _CITES.match(self.t.low, unit.start) and clause.kind != "subject":
            return True
        if words[unit.first] in ("bảo", "đảm") and words[unit.first + 1] in ("đảm", "bảo") and self._how(unit):
            return True
        if clause.kind == "none" and text[previous.end - 1] == ";":
            noun, _ = self.lex.products.longest(words, unit.first, unit.last)
            return noun > unit.first or text[unit.start].isdigit()
        return False

    def _how(self, unit: Unit) -> bool:
        """"Bảo đảm đúng tiến độ, chất lượng": how the demand before is to be done, with no object of its own."""
        words, at = self.t.words, unit.first + 2
        pair = words[at : at + 2]
        return words[at] in _MANNERS or pair in (["công", "khai"], ["công", "bằng"], ["chính", "xác"], ["an", "toàn"]) and unit.last - at < 8

    def _extend(self, draft: Draft, unit: Unit, node: Node) -> None:
        draft.end = unit.end
        draft.listing = draft.listing or bool(_OPENS_LIST.search(self.t.low, unit.start, unit.end))
        deadline = deadlines.find(self.t.low, unit.start, unit.end, self.head.year)
        if deadline:
            for other in reversed(self.drafts):
                if other.node is not node:
                    break
                other.deadline = other.deadline or deadline

    # --- is it a demand ---------------------------------------------------------------------------------------------

    def _is_demand(self, node: Node, unit: Unit, clause: Clause, previous: Draft | None, tree: Tree) -> bool:
        if clause.past or clause.kind == "names":
            return False
        nothing = clause.predicate >= unit.last
        if node.zone == "preamble":
            return clause.kind == "order" and bool(clause.names) and not nothing and bool(clause.verb)
        if node.zone in ("aim", "scope"):
            return False
        if node.zone == "assessment":
            return clause.kind in ("order", "subject") and bool(clause.names) and clause.modal and not nothing
        if node.zone == "requirement":
            return clause.kind in ("order", "subject") and bool(clause.names) and not nothing
        if self.announces and not (clause.kind == "order" or clause.modal):
            return False
        if clause.kind in ("order", "subject"):
            return not nothing and not self._issuer_speaks(clause)
        if clause.kind == "verb":
            return self._verb_demand(node, unit, clause)
        if clause.kind == "noun":
            return True
        if previous is not None and self.t.text[unit.start].islower() and self.t.words[unit.first] not in _TOLD:
            return not self.lex.words.longest(self.t.words, unit.first, unit.last, BACKGROUND)[1]
        return self._unknown_verb(node, unit)

    def _unknown_verb(self, node: Node, unit: Unit) -> bool:
        """A listed sentence under somebody's name that begins with a word no list knows: most likely a verb."""
        words, first = self.t.words, unit.first
        if not node.paragraph.mark or unit is not node.paragraph.units[0] or self.t.text[unit.end - 1] not in ".;":
            return False
        if node.governor() is None or not self.t.caps[first] or unit.last - first < 5 or any(self.t.caps[first + 1 : first + 3]):
            return False
        known = (self.lex.words, self.lex.names, self.lex.products, self.lex.labels, self.lex.zones)
        if any(trie.longest(words, first, unit.last)[1] for trie in known) or words[first] in _NOUN_OPENINGS:
            return False
        return not _TOLD & set(words[first : first + 7])

    def _issuer_speaks(self, clause: Clause) -> bool:
        """"Văn phòng Chính phủ thông báo để các cơ quan biết, thực hiện" asks nothing new."""
        words, at = self.t.words, clause.predicate
        told = next((i for i in range(at, min(at + 4, len(words) - 2)) if words[i : i + 2] == ["thông", "báo"]), None)
        return told is not None and words[told + 2] in ("để", "đến", "tới", ".", "/", "tới")

    def _verb_demand(self, node: Node, unit: Unit, clause: Clause) -> bool:
        words = self.t.words
        if node.paragraph.mark == "article" or (node.parent and node.parent.paragraph.mark == "article" and self.kind == "quyet_dinh"):
            after, _ = self.grammar.verb_at(clause.predicate, unit.last)
            if " ".join(words[clause.predicate : after]) in _PERFORMATIVE and not node.governor():
                return False
        first = unit.first
        while first < unit.last and not words[first].isalnum():
            first += 1
        if self.lex.words.longest(words, first, unit.last, BACKGROUND)[1]:
            return False
        if _COPULA.search(self.t.low, unit.start, unit.end) and words[clause.predicate] not in ("xác", "coi", "xem") and not clause.modal:
            return False
        return bool(node.demands) or words[unit.first : unit.first + 2] != ["trong", "đó"]

    # --- lead-ins ---------------------------------------------------------------------------------------------------

    def _is_mere_lead(self, node: Node, unit: Unit, clause: Clause) -> bool:
        low = self.t.low[unit.start : unit.end]
        if _NEUTRAL.search(low) and not re.search(r"trong đó", low[-30:]):
            return True
        if clause.predicate >= unit.last - 1 or clause.kind in ("none", "names"):
            return True
        rest = self.t.words[clause.predicate : unit.last]
        return len(rest) <= 6 or (rest[0] in ("chủ", "phối") and self.structure._only_asks(clause.predicate, unit.last))

    def _hand_down(self, node: Node, clause: Clause, running: list[Part], unit: Unit) -> None:
        node.names = clause.names or running
        if clause.kind in ("subject", "none") and (not clause.modal or clause.late) and not self._asked(clause):
            node.names = running
        node.coordinators = self.structure.coordinators(clause.predicate, unit.last)

    def _asked(self, clause: Clause) -> bool:
        """A subject that a lead-in sets to work ("Các sở tập trung thực hiện …:"), not one that speaks ("… kết luận như sau:")."""
        words, at = self.t.words, clause.predicate
        spoken = words[at : at + 2] in (["có", "ý"], ["kết", "luận"], ["ban", "hành"], ["thông", "báo"], ["yêu", "cầu"], ["quyết", "định"])
        return clause.kind == "subject" and bool(clause.verb) and not spoken and not clause.late and not self._is_issuer(clause.names)

    def _is_issuer(self, names: list[Part]) -> bool:
        issuer = self.head.document.issuer
        return bool(issuer and names and names[0].text(self.t).lower() in issuer.value.lower())

    # --- drafts -----------------------------------------------------------------------------------------------------

    def _draft(self, node: Node, unit: Unit, clause: Clause, running: list[Part], tree: Tree) -> Draft:
        governor = node.governor()
        names, source, reason = self._assignees(node, clause, running, governor, tree)
        draft = Draft(node, unit.start, unit.end, clause.predicate, unit.last, names, [], clause, source, reason=reason)
        draft.coordinators = self.structure.coordinators(clause.predicate, unit.last)
        if not draft.coordinators and (source is not None or not clause.names):
            draft.coordinators = self._inherited_coordinators(node, source)
        draft.deadline = deadlines.find(self.t.low, unit.start, unit.end, self.head.year)
        draft.listing = bool(_OPENS_LIST.search(self.t.low, unit.start, unit.end)) and self.t.text[unit.end - 1] in ":;"
        self.drafts.append(draft)
        node.demands.append(len(self.drafts) - 1)
        return draft

    def _inherited_coordinators(self, node: Node, governor: Node | None) -> list[Part]:
        above = node.parent
        while above is not None:
            if above.coordinators:
                return above.coordinators
            if above is governor:
                break
            above = above.parent
        return []

    def _assignees(
        self, node: Node, clause: Clause, running: list[Part], governor: Node | None, tree: Tree
    ) -> tuple[list[Part], Node | None, str]:
        inner = clause.kind == "order" and not clause.issuer and clause.order_verb in _INNER_ORDERS
        if clause.names and not (inner and (running or (governor is not None and governor is not tree.root and node.paragraph.mark))):
            return clause.names, None, "order" if clause.kind == "order" else "subject"
        if running:
            return running, None, "running"
        if governor is not None:
            return governor.names, governor, "heading" if governor is not tree.root else "addressed"
        return [], None, "everyone"

    # --- blocks of fields -------------------------------------------------------------------------------------------

    def _item(self, node: Node) -> None:
        unit = node.paragraph.units[0]
        clause = node.clause or self.grammar.read(unit.first, unit.last)
        predicate = clause.predicate if clause.predicate < unit.last else unit.first
        governor = node.governor()
        names = clause.names or (governor.names if governor else [])
        draft = Draft(node, node.paragraph.start, node.paragraph.end, predicate, node.paragraph.last, names, [], clause, governor, reason="block")
        draft.deadline = deadlines.find(self.t.low, node.paragraph.start, node.paragraph.end, self.head.year)
        self.drafts.append(draft)
        node.demands.append(len(self.drafts) - 1)

    def _field(self, owner: Node, node: Node) -> None:
        mine = [self.drafts[i] for i in owner.demands]
        if not mine:
            return
        block = owner.role == "item" or node.label == "assignee"
        paragraph = node.paragraph
        if node.label == "assignee":
            self._assignee_field(mine[-1], node)
        elif node.label == "coordinator":
            for draft in mine:
                draft.coordinators = self._names_in(node.value, paragraph.last)
        elif node.label == "deadline":
            low = self.t.low
            found = deadlines.find(low, self._char(node.value, paragraph.body), paragraph.end, self.head.year, field=True)
            for draft in mine:
                draft.deadline = draft.deadline or found
                draft.fields["deadline"] = (paragraph.start, paragraph.end)
        elif node.label == "product":
            mine[-1].product = (node.value, paragraph.last)
        for draft in mine[-1:] if not block else mine:
            if draft.end < paragraph.start and not any(d.start > draft.end for d in self.drafts):
                draft.end = paragraph.end

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
            while at < last and not (words[at - 1] in (";", ",", "và", ".", ":") and (words[at] == "các" or self.t.caps[at])):
                at += 1
        return out

    def _assignee_field(self, block: Draft, node: Node) -> None:
        """Bodies of the field; a clause with its own verb for one of them is a demand of its own."""
        names: list[Part] = []
        at = node.value
        clauses: list[tuple[Unit, Clause]] = []
        for unit in node.paragraph.units:
            first = max(unit.first, at)
            clause = self.grammar.read(first, unit.last) if first < unit.last else Clause("none", first)
            if clause.kind in ("subject", "order") and clause.names and clause.verb and clause.predicate < unit.last:
                clauses.append((unit, clause))
                names += clause.names
            else:
                names += self._names_in(first, unit.last)
        block.names, block.governor, block.reason = names or block.names, None, "field"
        if not clauses:
            return
        for unit, clause in clauses:
            draft = self._draft(node, unit, clause, [], Tree(node, []))
            draft.reason = "field"
