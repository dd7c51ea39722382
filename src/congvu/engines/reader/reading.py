"""The stages in order: clean, segment, structure, recognise, assign, doubts."""

from __future__ import annotations

from congvu.engines.reader import features, kinds
from congvu.engines.reader.assign import Assigner
from congvu.engines.reader.clause import ClauseGrammar
from congvu.engines.reader.clean import clean, fold, pattern
from congvu.engines.reader.doubts import REASONS, confidence, doubts_of
from congvu.engines.reader.head import Head, read_head
from congvu.engines.reader.judge import Draft
from congvu.engines.reader.lexicon import Lexicon, default_lexicon
from congvu.engines.reader.names import Part
from congvu.engines.reader.news import NewsAssigner
from congvu.engines.reader.products import ProductGrammar
from congvu.engines.reader.segment import Paragraph, Tokens, paragraphs
from congvu.engines.reader.structure import Structure
from congvu.engines.reader.types import Demand, Document, Doubt, Name, Reading

# Work that comes again with each case, file or person has no end of its own.
_CASES = pattern(r"\btrường hợp\b|\bvướng mắc\b|thường xuyên|\bcác (?:dự án|hồ sơ|nhà đầu tư)\b|khi có\b")
# What is left of "Yêu cầu các cơ quan … nghiêm túc triển khai thực hiện" once the addressee is off.
_SAYS_NOTHING = frozenset(
    [
        "thực",
        "hiện",
        "triển",
        "khai",
        "tổ",
        "chức",
        "nghiêm",
        "túc",
        "kịp",
        "thời",
        "phối",
        "hợp",
        "tốt",
        "đúng",
        "khẩn",
        "trương",
        "chịu",
        "trách",
        "nhiệm",
        "thi",
        "hành",
        "và",
        "chỉnh",
        "phải",
        "cần",
        "để",
        "biết",
        "biết,",
    ]
)
_BEFORE_VERB = frozenset(["tuyệt", "đối", "không", "được", "nghiêm", "cấm", "kiên", "quyết", "chịu", "trách", "nhiệm"])
_KIND_NAMES = {
    "chi_thi": "Chỉ thị",
    "cong_van": "Công văn",
    "cong_dien": "Công điện",
    "quyet_dinh": "Quyết định",
    "ke_hoach": "Kế hoạch",
    "thong_bao": "Thông báo",
    "ket_luan": "Kết luận",
    "nghi_quyet": "Nghị quyết",
    "quy_dinh": "Quy định",
    "huong_dan": "Hướng dẫn",
    "bao_cao": "Báo cáo",
}


def read(text: str, *, lexicon: Lexicon | None = None, finish: type[Finish] | None = None) -> Reading:
    """What a text is and what it demands of whom; any text gives a reading.

    `finish` stands in for the last stage when the reader is trained or measured.
    """
    lexicon = lexicon or default_lexicon()
    text = clean(text)
    tokens = Tokens.of(text)
    lines = paragraphs(tokens)
    if not lines:
        return Reading(text, doubts=(Doubt("document", "empty", "Văn bản không có chữ nào đọc được."),))
    head = read_head(tokens, lines, lexicon)
    drafts = _drafts(tokens, lines, head, lexicon)
    last = (finish or Finish)(tokens, lexicon, head)
    demands = tuple(last.demand(draft) for draft in sorted(drafts, key=lambda d: d.start))
    return Reading(text, head.document, head.references, demands, _document_doubts(head.document, demands))


def _drafts(tokens: Tokens, lines: list[Paragraph], head: Head, lexicon: Lexicon) -> list[Draft]:
    grammar = ClauseGrammar(tokens, lexicon)
    issuer = head.document.issuer
    grammar.issuer = issuer.value.lower() if issuer else ""
    grammar.news = head.news
    structure = Structure(tokens, lexicon, grammar)
    tree = structure.build(lines)
    assigner = NewsAssigner if head.news else Assigner
    return assigner(tokens, lexicon, grammar, structure, head).run(tree)


class Finish:
    """Turns drafts into demands."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, head: Head) -> None:
        self.t, self.lex, self.head = tokens, lexicon, head
        self.grammar = ClauseGrammar(tokens, lexicon)
        self.products = ProductGrammar(tokens, lexicon, self.grammar)

    def demand(self, draft: Draft) -> Demand:
        t = self.t
        kind, share = self._kind(draft)
        product = draft.product or self.products.find(draft.predicate, draft.last, kind)
        names = self._names(draft, draft.names) or (Name("*", draft.start, draft.start),)
        span = (t.starts[product[0]], t.ends[product[1] - 1]) if product and product[1] > product[0] else None
        title, texts = self._title(draft), [name.text for name in names]
        when, generic = draft.deadline, self.lex.sets["generic_addressee"]
        return Demand(
            start=draft.start,
            end=draft.end,
            kind=kind,
            title=title,
            requirement=" ".join(t.text[draft.start : draft.end].split()),
            assignees=names,
            coordinators=self._names(draft, draft.coordinators),
            deadline=when.value if when else None,
            boundary=when.boundary if when else None,
            deadline_span=(when.start, when.end) if when else None,
            product=self._product_text(kind, span),
            product_span=span,
            doubts=doubts_of(kind, texts, when is not None, span is not None, title, generic),
            confidence=self._confidence(draft, tuple(texts), share),
            reason=REASONS.get(draft.reason, draft.reason),
        )

    def _kind(self, draft: Draft) -> tuple[str, float]:
        """The likeliest kind and its probability."""
        rule = self.rule_kind(draft)
        seen = features.of_demand(self.t, self.lex, self.grammar, draft, rule)
        kind, share = features.likeliest(self.lex.weights, seen)
        return (kind, share) if kind else (rule, 0.8)

    def _confidence(self, draft: Draft, names: tuple[str, ...], share: float) -> float:
        if not self.lex.certainty:
            return confidence(draft.reason, bool(draft.clause.verb), draft.clause.late)
        generic = any(name.lower() in self.lex.sets["generic_addressee"] for name in names)
        return features.certainty(self.lex.certainty, features.of_card(draft, names, generic, self.head.news, share))

    def rule_kind(self, draft: Draft) -> str:
        """The kind by the rules alone."""
        first, last, deadline = draft.predicate, draft.last, draft.deadline
        kind = kinds.classify(self.t, self.lex, self.grammar, first, last, deadline, self._each_year(draft))
        if kind == "task" and deadline is None and self._by_case(draft):
            made = draft.product or self.products.find(first, last, kind)
            return kind if made else "standing"
        return kind

    def _said_from(self, at: int) -> int:
        """Where the title begins: a "tuyệt đối không" or "chịu trách nhiệm" before the verb is part of it."""
        words, begin = self.t.words, at
        while begin > 0 and words[begin - 1] in _BEFORE_VERB:
            begin -= 1
        before = words[begin:at]
        return begin if "không" in before or "cấm" in before or before[:2] == ["chịu", "trách"] else at

    def _what(self) -> str:
        """The document itself, as the object of a closing "… nghiêm túc thực hiện"."""
        kind, number = self.head.document.kind, self.head.document.number
        if self.head.news or kind is None:
            return "nội dung chỉ đạo"
        name = _KIND_NAMES.get(kind.value, "văn bản")
        return f"{name} {number.value}" if number else f"nội dung {name} này"

    def _by_case(self, draft: Draft) -> bool:
        review = self.t.words[draft.predicate] == "rà"
        return not review and _CASES.search(self.t.low, draft.start, draft.end) is not None

    def _each_year(self, draft: Draft) -> bool:
        """ "Năm 2026 và các năm tiếp theo" beside the demand."""
        span = draft.fields.get("deadline")
        return span is not None and "năm tiếp theo" in self.t.low[span[0] : span[1]]

    def _product_text(self, kind: str, span: tuple[int, int] | None) -> str | None:
        if span is None:
            return None
        text = " ".join(self.t.text[span[0] : span[1]].split()).strip(" ,.;:-–")
        return (
            f"báo cáo {text}"
            if kind == "report" and text.lower().startswith(("kết quả thực", "tình hình", "về "))
            else text
        )

    def _names(self, draft: Draft, parts: list[Part]) -> tuple[Name, ...]:
        out: dict[str, Name] = {}
        for part in parts:
            text = part.text(self.t).strip(" ,.;:")
            start, end = part.span(self.t)
            inherited = "" if draft.start <= start < draft.end else self._quote(start)
            if text:
                out.setdefault(text.lower(), Name(text, start, end, inherited))
        return tuple(out.values())

    def _quote(self, position: int) -> str:
        """The line a name was taken over from, shortened."""
        start = self.t.text.rfind("\n", 0, position) + 1
        stop = self.t.text.find("\n", position)
        line = " ".join(self.t.text[start : stop if stop > 0 else len(self.t.text)].split())
        return line if len(line) <= 120 else line[:117].rsplit(" ", 1)[0] + "…"

    def _title(self, draft: Draft) -> str:
        """The demand without its addressee and list mark, in one line."""
        t = self.t
        at = self._said_from(draft.predicate) if draft.predicate < draft.last else t.at(draft.start)
        start = t.starts[at] if at < len(t.starts) and draft.start <= t.starts[at] < draft.end else draft.start
        text = " ".join(t.text[start : draft.end].split()).strip(" ;.,:-–/")
        if set(fold(text).split()) <= _SAYS_NOTHING:
            text = f"{text} {self._what()}"
        return (
            (text[:1].upper() + text[1:])
            if len(text) <= 200
            else text[:1].upper() + text[1:197].rsplit(" ", 1)[0] + "…"
        )


def _document_doubts(document: Document, demands: tuple[Demand, ...]) -> tuple[Doubt, ...]:
    out = []
    if document.number is None:
        out.append(Doubt("number", "no_number", "Văn bản không ghi số, ký hiệu: số của văn bản là gì?"))
    if document.issued_on is None:
        out.append(Doubt("issued_on", "no_date", "Văn bản không ghi ngày ban hành: ban hành ngày nào?"))
    if not demands:
        out.append(Doubt("demands", "no_demand", "Không thấy việc nào được giao trong văn bản này."))
    return tuple(out)
