"""Is a unit a demand, does it carry on the one before, does it only lead in? Official texts and news ask here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from congvu.engines.reader import deadlines
from congvu.engines.reader.clause import BACKGROUND, CONNECTOR, CONTINUATION, Clause, ClauseGrammar
from congvu.engines.reader.clean import pattern
from congvu.engines.reader.head import Head
from congvu.engines.reader.layout import Node
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.names import Part
from congvu.engines.reader.orders import plain_name
from congvu.engines.reader.segment import Tokens, Unit
from congvu.engines.reader.structure import Structure, Tree
from congvu.engines.reader.times import Deadline

_NEUTRAL = pattern(
    r"(?:nội dung|nhiệm vụ|giải pháp|công việc|biện pháp|một số việc|những việc|các việc|vấn đề|yêu cầu|công tác|"
    r"ý kiến|chỉ đạo|quy định|nguyên tắc|phần việc|hoạt động|bước|định hướng|mục tiêu|chỉ tiêu|trọng tâm)"
    r"\b[^.]{0,60}?(?:như )?(?:sau|dưới đây|sau đây)[^.]{0,12}[:.]?$"
    r"|(?:có|chịu) (?:trách nhiệm|nhiệm vụ)\s?:$"
    r"|(?:thực hiện|triển khai) (?:tốt |nghiêm |ngay |đồng bộ )?(?:các|những|một số) (?:nội dung|nhiệm vụ|giải pháp|"
    r"công việc|biện pháp|việc)(?: trọng tâm| chủ yếu| cụ thể)?\s?:$"
)
OPENS_AIMS = pattern(r"\b(?:để|nhằm|theo hướng|với mục tiêu|với mục đích)\s*:$")
OPENS_LIST = pattern(r"(?:gồm|bao gồm|gồm có|như|là|tiêu chí|nội dung|sau|sau đây|các mặt)\s*:")
_CITES = pattern(
    r"(?:số\s+\d|quyết định số|quy định số|kết luận số|chỉ thị số|nghị quyết số|thông tư số|"
    r"nghị định số|công văn số|văn bản số|luật |khoản \d|điểm \w |điều \d)"
)
_ABOVE = pattern(
    r"(?:các |những )?(?:nội dung|báo cáo|kết quả|văn bản|hồ sơ|thông tin)(?: \w+){0,3} (?:trên|này|"
    r"nêu trên|nói trên)\b"
)
_DIRECTS = pattern(r"kết luận|ý kiến (?:chỉ đạo|như sau)|yêu cầu các|phân công|giao nhiệm vụ")
_QUANTIFIERS = {"các", "những", "mọi", "mỗi", "một", "toàn"}
_MEASURED = {"gồm", "dự", "đạt", "giảm", "tăng", "chiếm", "xem", "kèm", "với"}
_PAST = {"đã", "đang", "vẫn", "còn", "bị"}
_TOLD = {"đã", "đang", "vẫn", "chưa", "còn", "được", "là", "bị", "có", "do", "vì"}
_COPULA = pattern(r"\blà (?:một trong |những )*(?:nhiệm vụ|trách nhiệm|việc làm|yếu tố|giải pháp|cơ sở|điều kiện)")


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


class Judge:
    """Decides about units and drafts demands; keeps what is common to a whole text."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar, structure: Structure, head: Head
    ) -> None:
        self.t, self.lex, self.grammar, self.structure, self.head = tokens, lexicon, grammar, structure, head
        self.drafts: list[Draft] = []
        self.kind = head.document.kind.value if head.document.kind else ""
        self.announces = self.kind == "thong_bao" and not _DIRECTS.search(tokens.low, 0, 3000)

    def _draft(self, node: Node, unit: Unit, clause: Clause, running: list[Part], tree: Tree) -> Draft:
        governor = node.governor()
        names, source, reason = self._assignees(node, clause, running, governor, tree)
        draft = Draft(node, unit.start, unit.end, clause.predicate, unit.last, names, [], clause, source, reason=reason)
        draft.coordinators = self.structure.coordinators(clause.predicate, unit.last)
        if not draft.coordinators and (source is not None or not clause.names):
            draft.coordinators = self._inherited_coordinators(node, source)
        draft.deadline = deadlines.find(self.t.low, unit.start, unit.end, self.head.year, since=self.head.since)
        draft.deadline = draft.deadline or self._deadline_above(node)
        opens = OPENS_LIST.search(self.t.low, unit.start, unit.end) or OPENS_AIMS.search(
            self.t.low, unit.start, unit.end
        )
        draft.listing = opens is not None and self.t.text[unit.end - 1] in ":;"
        self.drafts.append(draft)
        node.demands.append(len(self.drafts) - 1)
        return draft

    def _assignees(
        self, node: Node, clause: Clause, running: list[Part], governor: Node | None, tree: Tree
    ) -> tuple[list[Part], Node | None, str]:
        goes_on = bool(node.demands) and self.t.text[self.drafts[node.demands[-1]].end - 1] == ";"
        if not clause.names and (led := self._leader_in_brackets(node)):
            return led, None, "field"
        if clause.names and not (
            self._is_inner(clause) and (running or goes_on or self._orders_below(node, clause, governor, tree))
        ):
            return clause.names, None, "order" if clause.kind == "order" else "subject"
        if running:
            return running, None, "running"
        if governor is not None:
            return governor.names, governor, "heading" if governor is not tree.root else "addressed"
        return [], None, "everyone"

    def _leader_in_brackets(self, node: Node) -> list[Part]:
        """ "Tổ chức tập huấn (Sở A chủ trì, hoàn thành trong quý I).": a plan's line that ends with who leads it."""
        words, paragraph = self.t.words, node.paragraph
        last = paragraph.last - (words[paragraph.last - 1] in (".", ";"))
        if len(paragraph.units) != 1 or words[last - 1] != ")":
            return []
        opened = next((i for i in range(last - 2, max(paragraph.first, last - 60), -1) if words[i] == "("), 0)
        at = opened + 1 + (words[opened + 1] == "giao")
        group = self.grammar.names.group(at, last) if opened else None
        leads = group is not None and words[group.after : group.after + 2] in (["chủ", "trì"], ["thực", "hiện"])
        return group.parts if group is not None and leads else []

    def _is_inner(self, clause: Clause) -> bool:
        return clause.kind == "order" and not clause.issuer and clause.order_verb in self.lex.sets["inner_order"]

    def _orders_below(self, node: Node, clause: Clause, governor: Node | None, tree: Tree) -> bool:
        """ "Chỉ đạo X làm …" said to whom the item names; "Đề nghị X …" under the issuer's own lead-in is said to X."""
        if governor is None or governor is tree.root:
            return False
        if governor.role == "heading":
            return True
        asks = clause.order_verb.startswith("đề nghị") and not governor.paragraph.mark
        return bool(node.paragraph.mark) and not asks

    def _inherited_coordinators(self, node: Node, governor: Node | None) -> list[Part]:
        above = node.parent
        while above is not None:
            if above.coordinators:
                return above.coordinators
            if above is governor:
                break
            above = above.parent
        return []

    def _deadline_above(self, node: Node) -> Deadline | None:
        """The time with which a lead-in above opens."""
        above = node.parent
        while above is not None and above.deadline is None:
            above = above.parent
        return above.deadline if above else None

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
        if text[unit.start] in "(…" or self._another_slogan(previous, unit, clause):
            return True
        after, found = self.lex.words.longest(words, unit.first, unit.last, CONTINUATION)
        other = max(
            self.lex.words.longest(words, unit.first, unit.last, CONNECTOR)[0],
            self.grammar.verb_at(unit.first, unit.last)[0],
        )
        if other > after or self._tells(previous, unit, clause):
            found = frozenset()
        if found and clause.kind not in ("subject", "order") and not (clause.kind == "verb" and clause.late):
            return not (
                clause.kind == "verb" and words[unit.first] in ("phục", "làm", "góp") and self.t.caps[unit.first]
            )
        if words[unit.first : unit.first + 2] == ["trong", "đó"] and clause.kind in ("none", "noun"):
            return True
        if _CITES.match(self.t.low, unit.start) and clause.kind != "subject":
            return True
        if words[unit.first] in ("bảo", "đảm") and words[unit.first + 1] in ("đảm", "bảo") and self._how(unit):
            return True
        if clause.kind == "none" and text[previous.end - 1] == ";":
            noun, _ = self.lex.products.longest(words, unit.first, unit.last)
            return noun > unit.first or text[unit.start].isdigit() or self._only_names_things(unit)
        return False

    def _only_names_things(self, unit: Unit) -> bool:
        """ "; các chương trình, dự án": a row of nouns goes on."""
        return self.t.text[unit.start].islower() and self.t.words[unit.first] in _QUANTIFIERS

    def _another_slogan(self, previous: Draft, unit: Unit, clause: Clause) -> bool:
        """ "… các phong trào: “A”; thi đua “B”": a list of quoted titles goes on."""
        text = self.t.text
        quoted = text[previous.start : previous.end].endswith("”;")
        return quoted and "“" in text[unit.start : unit.end] and clause.kind not in ("subject", "order")

    def _tells(self, previous: Draft, unit: Unit, clause: Clause) -> bool:
        """ "… . Trong những ngày qua, tình trạng này đã xảy ra": a sentence of its own that tells of the past."""
        own = self.t.text[previous.end - 1] == "." and self.t.text[unit.start].isupper()
        return own and clause.kind == "none" and bool(_PAST & set(self.t.words[unit.first : unit.last]))

    def _how(self, unit: Unit) -> bool:
        """ "Bảo đảm đúng tiến độ, chất lượng": how the demand before is to be done, with no object of its own."""
        words, at = self.t.words, unit.first + 2
        pair = words[at : at + 2]
        return words[at] in self.lex.sets["manner"] or (
            pair in (["công", "khai"], ["công", "bằng"], ["chính", "xác"], ["an", "toàn"]) and unit.last - at < 8
        )

    def _is_demand(self, node: Node, unit: Unit, clause: Clause, previous: Draft | None, tree: Tree) -> bool:
        if clause.past or clause.kind == "names":
            return False
        nothing = clause.predicate >= unit.last
        if node.zone == "preamble":
            asked = bool(clause.names) or clause.to_readers
            return clause.kind == "order" and asked and not nothing and bool(clause.verb)
        if node.zone in ("aim", "scope"):
            return False
        if node.zone in ("assessment", "aims and requirements", "description"):
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
        return self._gives_role(node, unit) or self._unknown_verb(node, unit)

    def _gives_role(self, node: Node, unit: Unit) -> bool:
        """ "- Là đầu mối tiếp nhận hồ sơ …" listed under a body's name: the role says what it must do."""
        governor = node.governor()
        named = governor is not None and governor.parent is not None
        return named and bool(node.paragraph.mark) and self.t.words[unit.first] == "là"

    def _unknown_verb(self, node: Node, unit: Unit) -> bool:
        """A listed sentence under somebody's name that begins with a word no list knows: most likely a verb."""
        words, first = self.t.words, unit.first
        opens = bool(node.paragraph.mark) and unit is node.paragraph.units[0]
        if not (opens or node.demands) or self.t.text[unit.end - 1] not in ".;":
            return False
        if (
            node.governor() is None
            or not self.t.caps[first]
            or unit.last - first < 5
            or any(self.t.caps[first + 1 : first + 3])
        ):
            return False
        known = (self.lex.words, self.lex.names, self.lex.products, self.lex.labels, self.lex.zones)
        if (
            any(trie.longest(words, first, unit.last)[1] for trie in known)
            or words[first] in self.lex.sets["noun_opening"]
        ):
            return False
        return not (_TOLD | _MEASURED) & set(words[first : first + 7])

    def _issuer_speaks(self, clause: Clause) -> bool:
        """ "Văn phòng Chính phủ thông báo để các cơ quan biết, thực hiện" asks nothing new."""
        words, at = self.t.words, clause.predicate
        if clause.kind == "subject" and words[at : at + 2] == ["cam", "kết"] and self._is_issuer(clause.names):
            return True
        told = next((i for i in range(at, min(at + 4, len(words) - 2)) if words[i : i + 2] == ["thông", "báo"]), None)
        return told is not None and words[told + 2] in ("để", "đến", "tới", ".", "/", "tới")

    def _verb_demand(self, node: Node, unit: Unit, clause: Clause) -> bool:
        words = self.t.words
        if node.paragraph.mark == "article" or (
            node.parent and node.parent.paragraph.mark == "article" and self.kind == "quyet_dinh"
        ):
            after, _ = self.grammar.verb_at(clause.predicate, unit.last)
            if " ".join(words[clause.predicate : after]) in self.lex.sets["performative"] and not node.governor():
                return False
        first = unit.first
        while first < unit.last and not words[first].isalnum():
            first += 1
        if self.lex.words.longest(words, first, unit.last, BACKGROUND)[1]:
            return False
        if (
            _COPULA.search(self.t.low, unit.start, unit.end)
            and words[clause.predicate] not in ("xác", "coi", "xem")
            and not clause.modal
        ):
            return False
        return bool(node.demands) or words[unit.first : unit.first + 2] != ["trong", "đó"]

    def _is_mere_lead(self, node: Node, unit: Unit, clause: Clause) -> bool:
        low = self.t.low[unit.start : unit.end]
        if _NEUTRAL.search(low) and not re.search(r"trong đó", low[-30:]):
            return True
        if clause.predicate >= unit.last - 1 or clause.kind in ("none", "names"):
            return True
        rest = self.t.words[clause.predicate : unit.last]
        return len(rest) <= 6 or (rest[0] in ("chủ", "phối") and self.structure._only_asks(clause.predicate, unit.last))

    def _asked(self, clause: Clause) -> bool:
        """A subject set to work ("Các sở tập trung thực hiện …:"), not one that speaks ("… kết luận như sau:")."""
        words, at = self.t.words, clause.predicate
        spoken = words[at : at + 2] in (
            ["có", "ý"],
            ["kết", "luận"],
            ["ban", "hành"],
            ["thông", "báo"],
            ["yêu", "cầu"],
            ["quyết", "định"],
        )
        return clause.kind == "subject" and bool(clause.verb) and not spoken and not self._is_issuer(clause.names)

    def _is_issuer(self, names: list[Part]) -> bool:
        issuer = self.head.document.issuer
        return bool(issuer and names and plain_name(names[0].text(self.t)) in plain_name(issuer.value))

    def _is_title(self, node: Node, clause: Clause, units: int) -> bool:
        """ "Điều 10. Chế độ làm việc. Các thành viên …": an article's title before its text."""
        short = node.paragraph.units[0].end - node.paragraph.start < 120
        return node.paragraph.mark == "article" and units > 1 and short and clause.kind in ("verb", "none", "noun")
