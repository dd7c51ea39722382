"""One name: its head, and the words that may stand in it before the predicate opens."""

from __future__ import annotations

from dataclasses import dataclass

from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.segment import Tokens

TITLE, BODY, COLLECTIVE, PLACE = (frozenset({c}) for c in ("title", "body", "collective", "place"))
HEADS = TITLE | BODY | COLLECTIVE | PLACE
QUANTIFIER, INNER, OTHER = frozenset({"quantifier"}), frozenset({"inner"}), frozenset({"other"})
_NOUN_BEFORE_ACTING = {
    "quan",
    "vị",
    "phận",
    "lực",
    "lượng",
    "ban",
    "phòng",
    "sở",
    "ngành",
    "tổ",
    "đoàn",
    "hàng",
    "chức",
    "đồng",
    "thầu",
    "vấn",
}
_OVERSEEING = {"thanh", "kiểm", "quản", "tham", "giám", "điều"}
ADVERBS = frozenset({"adverb", "modal"})
PREPOSITION = frozenset({"preposition"})
_PEOPLE = {"ông", "bà", "đồng", "chị", "anh"}
_AND = {"và", "cùng", "với", "hoặc"}
_COPIED_HEADS = {"sở", "bộ", "ngành", "ban", "cục", "phòng", "chi", "vụ", "đoàn", "ty"}
_PLACES = {"tỉnh", "phố", "xã", "phường", "huyện", "thị", "trấn", "khu", "quận", "thành"}
_RELATIVE = {"được", "có", "đang", "chưa", "không", "đóng", "do"}
_RELATED = {"cơ", "đơn", "tổ", "cá", "người", "bộ", "chuyên", "chủ", "doanh", "hộ", "lực", "địa"}
_RELATIVE_ENDS = {"theo", "phải", "cần", "khẩn", "tại", "nghiêm", "kịp", "thường"}
_CARRIES_OUT = {"có", "quyết", "ban", "chịu", "thực", "triển", "tổ", "chủ", "xây"}
_MODAL_PAIRS = (["có", "trách"], ["có", "nhiệm"], ["chịu", "trách"], ["chủ", "động"])
_NUMBERED = {"tổ", "đội", "khối", "phố", "quận", "phường", "vụ", "khu", "đạo", "tác", "vực"}
_RIGHTS = (["được", "yêu"], ["có", "quyền"], ["được", "hưởng"], ["được", "quyền"], ["được", "phép"], ["có", "thể"])
_OFFICES = {"bộ", "ngành", "sở", "ban", "cấp"}
_PAST = {"đã", "vừa", "sẽ"}


@dataclass(slots=True)
class Part:
    """One name: tokens [first, last), whether it is a group of kinds, and a head to put before it ("Các Bộ: Y tế")."""

    first: int
    last: int
    generic: bool
    plural: bool = False
    head: tuple[int, int] | None = None
    title: bool = False
    kinds: bool = False
    bare: bool = False

    def span(self, tokens: Tokens) -> tuple[int, int]:
        return tokens.starts[self.first], tokens.ends[self.last - 1]

    def text(self, tokens: Tokens) -> str:
        start, end = self.span(tokens)
        own = " ".join(tokens.text[start:end].split())
        if self.head is None:
            return own
        first, last = self.head
        before = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
        return f"{_singular(before)} {own}"


class OneName:
    """Reads a single name from tokens."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.t = tokens
        self.lex = lexicon

    def _item(self, at: int, end: int) -> Part | None:
        words, names = self.t.words, self.lex.names
        first = at
        at, quantified = names.longest(words, at, end, QUANTIFIER)
        if at >= end:
            return None
        head, classes = names.longest(words, at, end, HEADS)
        if head == at or names.longest(words, at, end, OTHER)[0] >= head:
            return None
        if self._is_no_head(at, head, end) or (not quantified and self._is_verb(at, head, end)):
            return None
        person_next = head < end and (self.t.caps[head] or words[head] in _PEOPLE)
        if words[at] in _PEOPLE and not quantified and not person_next:
            return None
        title, kinds = "title" in classes, "collective" in classes
        if title and head < end:
            head, kinds = self._under_title(head, end)
        stop = self._extend(head, end)
        generic = bool(quantified) or not any(self.t.caps[i] for i in range(at + 1, stop))
        if not quantified and any(self.t.caps[i] for i in range(head, stop)) and "collective" not in classes:
            generic = False
        if title and kinds and not self.t.caps[head - 1]:
            generic = True
        plural = bool(quantified) or any(words[i] == "các" for i in range(at, stop))
        kinds = kinds or self._ends_in_kinds(head, stop)
        bare = kinds and not quantified and not title
        related = generic and words[at] in _RELATED
        return Part(
            first, self._relative(first, stop, end, related), generic or plural, plural, None, title, kinds, bare
        )

    def _is_no_head(self, at: int, head: int, end: int) -> bool:
        """ "Thành", "thị", "cấp" are heads only in a row of kinds ("các huyện, thành, thị", "cấp xã")."""
        words = self.t.words
        if words[at] not in ("thành", "thị", "cấp") or head != at + 1:
            return False
        in_row = head < end and (words[head] in ",;" or (words[at] == "cấp" and words[head] in _PLACES))
        return not in_row and not (words[at - 1] == "," and words[at - 2] in _PLACES)

    def _ends_in_kinds(self, first: int, last: int) -> bool:
        """ "Ban Chỉ đạo 389 các bộ": other kinds may follow."""
        return last - first >= 2 and self.t.words[last - 2] == "các" and self.t.words[last - 1] in _OFFICES

    def _under_title(self, at: int, end: int, depth: int = 0) -> tuple[int, bool]:
        """After a title: the end of its body's head ("Thủ trưởng các ban"), and whether that is a kind."""
        words, names = self.t.words, self.lex.names
        after, quantified = names.longest(words, at, end, QUANTIFIER)
        head, classes = names.longest(words, after, end, HEADS)
        if head == after or self._is_verb(after, head, end):
            return at, False
        if "title" in classes and "collective" not in classes:
            return (at, False) if quantified or depth > 3 else self._under_title(head, end, depth + 1)
        return head, "collective" in classes

    def _is_verb(self, at: int, head: int, end: int) -> bool:
        """ "Tổ chức", "Báo cáo", "Thanh tra" look like heads of names: what follows decides."""
        words = self.t.words
        verb_after, _ = self.lex.verbs.longest(words, at, end)
        if verb_after < head or verb_after == at:
            return False
        if verb_after > head:
            return True
        if words[at:head] == ["lãnh", "đạo"] and head < end and words[head] == ",":
            return self.lex.verbs.longest(words, head + 1, end)[0] > head + 1
        if head >= end or words[head] in ",;:.)" or words[head] in ("và", "liên", "khác"):
            joined = head < end and words[head] in ("và", ",") and bool(self.lex.verbs.longest(words, head + 1, end)[1])
            return words[at : at + 2] == ["tổ", "chức"] and self.t.caps[at] and joined
        if words[at : at + 2] == ["tổ", "chức"]:
            return words[head] not in (
                "chính",
                "đảng",
                "xã",
                "tín",
                "hành",
                "thành",
                "có",
                "đoàn",
                "nghề",
                "hội",
                "kinh",
            )
        return not self.t.caps[head] and not self.lex.names.longest(words, head, end, INNER | PLACE)[1]

    def _opened(self, at: int, end: int) -> int:
        """After a capital right behind a head: what it is named by may be a verb ("Quỹ Bảo vệ và Phát triển rừng")."""
        verb, _ = self.lex.verbs.longest(self.t.words, at, end)
        after = self._capital(at, end)
        if verb < after or self.lex.fields.longest(self.t.words, at, end)[0] >= verb:
            return max(after, verb)
        return self._thing(verb, end)

    def _thing(self, at: int, end: int) -> int:
        """What a body named by a verb works on ("Quỹ Phát triển đất"): unknown syllables before the predicate."""
        words, lex = self.t.words, self.lex
        stop = at
        while stop < min(end, at + 4) and words[stop].isalpha() and not self.t.caps[stop]:
            if any(trie.longest(words, stop, end)[0] > stop for trie in (lex.verbs, lex.words)):
                return stop
            if lex.names.longest(words, stop, end)[0] > stop:
                return stop
            stop += 1
        return stop if stop < end and not words[stop].isalpha() else at

    def _extend(self, at: int, end: int) -> int:
        words, caps, lex = self.t.words, self.t.caps, self.lex
        if at < end and caps[at]:
            at = self._opened(at, end)
        while at < end:
            word = words[at]
            if caps[at]:
                at = self._opened(at, end) if self._acronym(at - 1) else self._capital(at, end)
            elif word == "&" and at + 1 < end and caps[at + 1]:
                at = self._capital(at + 1, end)
            elif word in "-–" and at + 1 < end and (step := self._dash(at, end)):
                at = step
            elif word.isdigit() and words[at - 1] in _NUMBERED:
                at += 1
            elif word.isalpha():
                after, classes = lex.names.longest(words, at, end, INNER | HEADS)
                field_after = lex.fields.longest(words, at, end)[0]
                after = max(after, field_after)
                if after > at and self.lex.words.longest(words, at, end, PREPOSITION)[0] > after:
                    break
                if after == at or not self._stands_inside(at, after, end, classes):
                    step = self._purpose(at, end) or self._misprint(at, end)
                    if not step:
                        break
                    after = step
                at = after
            else:
                break
        return at

    def _acronym(self, at: int) -> bool:
        text = self.t.text[self.t.starts[at] : self.t.ends[at]]
        return len(text) > 1 and text.isupper()

    def _purpose(self, at: int, end: int) -> int:
        """ "Ban Chỉ đạo phát triển du lịch các địa phương": a board named by its purpose, closed by whose it is."""
        words, before = self.t.words, self.t.words[max(0, at - 2) : at]
        if before not in (["chỉ", "đạo"], ["công", "tác"], ["quản", "lý"], ["chỉ", "huy"]) or not self.t.caps[at - 2]:
            return 0
        _, classes = self.lex.verbs.longest(words, at, end)
        if not classes or not classes <= {"end", "conduct"} or words[at] in _CARRIES_OUT:
            return 0
        for i in range(at + 2, min(end, at + 9)):
            if not words[i].isalpha() or self.lex.words.longest(words, i, end, frozenset({"modal", "past"}))[1]:
                return 0
            after, classes = self.lex.names.longest(words, i, end, PLACE | QUANTIFIER)
            if classes:
                follows = self.lex.verbs.longest(words, after, end)[1] or self.lex.names.longest(words, after, end)[1]
                return after if after >= end or follows or not words[after].isalpha() else 0
        return 0

    def _misprint(self, at: int, end: int) -> int:
        """One unknown lower-case syllable between capitals ("Ủy ban nhân Thành phố") is taken for a misprint."""
        words = self.t.words
        if at + 1 >= end or not self.t.caps[at + 1] or len(words[at]) > 6 or not self.t.caps[at - 2]:
            return 0
        known = any(trie.longest(words, at, end)[0] > at for trie in (self.lex.verbs, self.lex.names))
        return (
            0
            if known or words[at] in ("và", "của", "về", "với", "là", "do", "cho", "từ", "tại", "theo", "để")
            else at + 1
        )

    def _stands_inside(self, at: int, after: int, end: int, classes: frozenset[str]) -> bool:
        """A lower-case phrase may be the start of the predicate: verbs stay out unless a noun before calls for them."""
        words = self.t.words
        verb_after, _ = self.lex.verbs.longest(words, at, end)
        if verb_after >= after:
            if (
                "inner" not in classes
                or words[at - 1] not in _NOUN_BEFORE_ACTING
                or words[at - 2] == "liên"
                or verb_after > after
            ):
                return False
            if words[at - 1] == "ngành" and words[at - 2] == ",":
                return False
            if words[at] == "thực" and words[at - 1] not in ("quan", "vị") and not words[after].isalnum():
                return False
            acts_on = words[after : after + 1] == [","] and bool(self.lex.verbs.longest(words, after + 1, end)[1])
            return not acts_on and not self._argument(after, end)
        if words[at] in ("có", "trong", "từ", "đến", "của", "ở", "tại", "khác", "này", "trên"):
            return self._preposition_inside(at, after, end)
        return True

    def _preposition_inside(self, at: int, after: int, end: int) -> bool:
        words = self.t.words
        if after - at > 1:
            return True
        if words[at] in ("khác", "này", "trên"):
            return after >= end or not self.t.caps[after] or words[at] != "trên"
        if words[at] == "đến" and words[at - 1] == "quan":
            return False
        if after < end and words[at] in ("của", "từ", "đến", "ở", "tại", "trong"):
            return self.t.caps[after] or bool(self.lex.names.longest(words, after, end, HEADS | INNER)[1])
        return False

    def _argument(self, at: int, end: int) -> bool:
        """Whether an object follows, so that "thực hiện …" is a predicate and not part of a name."""
        if at >= end or not self.t.words[at].isalnum() or self.t.caps[at]:
            return False
        if self.t.words[at - 2] in _OVERSEEING and self.t.words[at] in ("căn", "theo", "trong", "có"):
            return False
        if self.t.words[at - 2] in _OVERSEEING and self.lex.words.longest(self.t.words, at, end, ADVERBS)[1]:
            return False
        return self.t.words[at] not in (
            "và",
            "nhà",
            "chuyên",
            "trực",
            "liên",
            "có",
            "ngành",
            "cấp",
            "tỉnh",
            "khác",
            "phải",
            "cần",
            "nhiệm",
            "này",
        )

    def _capital(self, at: int, end: int) -> int:
        words = self.t.words
        field_after, _ = self.lex.fields.longest(words, at, end)
        if field_after > at + 1:
            return field_after
        head_after, _ = self.lex.names.longest(words, at, end, HEADS)
        if head_after > at + 1:
            return head_after
        if at and self.t.caps[at - 1] and not self.lex.names.longest(words, at - 1, at, HEADS)[1]:
            return at + 1  # The second syllable of a proper name ("Sông Lam") has its own capital.
        return self._second_syllable(at + 1, end)

    def _second_syllable(self, at: int, end: int) -> int:
        """A word of two syllables has one capital ("Xây dựng"): take the second unless it begins something known."""
        words, lex = self.t.words, self.lex
        if (
            at >= end
            or self.t.caps[at]
            or not words[at].isalpha()
            or self.t.text[self.t.starts[at - 1] : self.t.ends[at - 1]].isupper()
        ):
            return at
        if any(trie.longest(words, at, end)[0] > at for trie in (lex.verbs, lex.words, lex.names)):
            return at
        return at + 1 if words[at] not in ("được", "có", "là", "về", "số", "phải", "đã", "sẽ", "nhằm") else at

    def _capitals(self, at: int, end: int) -> int:
        while at < end and self.t.caps[at]:
            at = self._capital(at, end)
        return at

    def _dash(self, at: int, end: int) -> int:
        """A dash inside a name ("chính trị - xã hội"); before a head it opens an apposition."""
        words = self.t.words
        if words[at + 1] in ("xã", "hành", "kỹ") and not self.t.caps[at + 1]:
            return at + 2
        if not self.t.caps[at + 1]:
            return 0
        head, classes = self.lex.names.longest(words, at + 1, end, HEADS)
        if head > at + 1 and (
            "title" in classes or words[at + 1] in ("cơ", "thường", "đơn", "ban", "văn", "tổ", "sở", "bộ")
        ):
            return 0
        return self._capital(at + 1, end)

    def _relative(self, first: int, stop: int, end: int, generic: bool) -> int:
        """ "Các cơ quan được giao … có trách nhiệm": the clause belongs to the name when a modal comes later."""
        words = self.t.words
        if generic and words[stop - 2 : stop] == ["liên", "quan"] and words[stop] in ("đến", "tới", "trong"):
            return self._concerned(stop, end)
        if not generic or stop >= end or words[stop] not in _RELATIVE or words[stop : stop + 2] in _MODAL_PAIRS:
            return stop
        if words[stop] in ("không", "chưa", "đang") or words[stop : stop + 2] in _RIGHTS:
            return stop
        limit = min(end, stop + 24)
        for i in range(stop + 1, limit):
            if words[i] in _RELATIVE_ENDS or words[i : i + 2] in _MODAL_PAIRS:
                return i
            if words[i] in ",;:.":
                return i if words[i] == "," else stop
            if words[i] in _PAST:
                return stop
        return stop if limit < end or words[stop] != "được" else limit

    def _concerned(self, stop: int, end: int) -> int:
        """ "Các tổ chức liên quan đến chăn nuôi, giết mổ phải …": up to the modal or the colon."""
        words = self.t.words
        for i in range(stop + 1, min(end, stop + 32)):
            ends = words[i] in (*_RELATIVE_ENDS, ":") and words[i] not in ("theo", "tại")
            if ends or words[i : i + 2] in _MODAL_PAIRS:
                return i if words[i - 1] != "," else stop
            if words[i] in ".;":
                break
        return stop


def _singular(head: str) -> str:
    words = head.split()
    if words and words[0].lower() in ("các", "những"):
        words = words[1:]
    words = [w for w in words if w.lower() != "các"]
    return " ".join(words[:1] + words[1:]) if words else head
