"""Who does what in one unit: the subject or an order's addressee, and where the predicate begins."""

from __future__ import annotations

from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.names import COLLECTIVE, QUANTIFIER, Part
from congvu.engines.reader.orders import OrderGrammar
from congvu.engines.reader.predicate import (
    BACKGROUND,
    CONNECTOR,
    CONTINUATION,
    MODAL,
    PAST,
    PREPOSITION,
    Clause,
)
from congvu.engines.reader.segment import Tokens

__all__ = ["BACKGROUND", "CONNECTOR", "CONTINUATION", "Clause", "ClauseGrammar"]

_NOUNS = {"công", "việc", "kinh", "nguồn", "tình", "một", "kết", "ông", "bà", "anh", "chị", "nguyên"}
_TIME_OPENS = frozenset(["định", "hằng", "hàng", "mỗi", "sáu", "ba", "đột", "ít", "vào", "cuối", "đầu"])
_TIME = frozenset(
    [
        "định",
        "kỳ",
        "hằng",
        "hàng",
        "mỗi",
        "sáu",
        "ba",
        "hai",
        "một",
        "ngày",
        "tuần",
        "tháng",
        "quý",
        "năm",
        "lần",
        "đột",
        "xuất",
        "ít",
        "nhất",
        "vào",
        "cuối",
        "đầu",
        "và",
        "hoặc",
        "khi",
        "có",
        "yêu",
        "cầu",
        "cần",
        "thiết",
        "trước",
        "trong",
        "của",
        "i",
        "ii",
        "iii",
        "iv",
        ",",
        "/",
        "(",
        ")",
    ]
)
_INTRODUCING = (["thực", "hiện"], ["triển", "khai"], ["thông", "qua"], ["hưởng", "ứng"], ["quán", "triệt"])


class ClauseGrammar(OrderGrammar):
    """Reads clauses from tokens."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        super().__init__(tokens, lexicon)
        self.depth = 0

    def read(self, first: int, last: int) -> Clause:
        """The clause of the tokens [first, last); speech within speech is followed a few steps only."""
        if self.depth > 3:
            return Clause("none", first)
        self.depth += 1
        try:
            return self._read(first, last)
        finally:
            self.depth -= 1

    def _read(self, first: int, last: int) -> Clause:
        at = self._skip_opening(first, last)
        if at >= last:
            return Clause("none", at)
        timed = self.skip_time(at, last)
        if timed > at and (clause := self._late(timed, last)) is not None:
            return clause
        clause = self._text_speaks(at, last) or self._execution(at, last) or self._pronoun(at, last)
        clause = clause or self._direct(at, last)
        if clause is None and (colon := self._topic_end(at, last)):
            return self.read(colon + 1, last)
        if clause is None and self._adverbial(at, last):
            clause = self._after_adverbial(at, last)
        if clause is None:
            clause = self._noun(at, last)
        return clause

    # --- openings ---------------------------------------------------------------------------------------------------

    def _skip_opening(self, at: int, end: int) -> int:
        words = self.t.words
        for _ in range(4):
            while at < end and not words[at].isalnum():
                at += 1
            after, found = self.lex.words.longest(words, at, end, CONNECTOR)
            if not found or self.verb_at(at, end)[0] > after:
                break
            at = after
        return at

    def skip_time(self, at: int, end: int) -> int:
        """Index after an opening that only tells how often or when ("Hằng tháng, quý và năm", "Mỗi quý một lần,")."""
        words = self.t.words
        if words[at] not in _TIME_OPENS and not (words[at].isdigit() and words[at + 1] == "tháng"):
            return at
        after = at
        while after < end and (words[after] in _TIME or words[after].isdigit()):
            after += 1
        open_end = words[after - 1] in ("và", "hoặc", "khi", "có", "của", "trong", "vào", "trước")
        return at if after < at + 2 or after >= end or open_end else after

    def _topic_end(self, at: int, end: int) -> int:
        """The colon after a short topic ("Chế độ báo cáo: Sở Y tế …"), 0 where a name or verb does not follow it."""
        words = self.t.words
        colon = next((i for i in range(at + 1, min(end - 2, at + 9)) if words[i] == ":"), 0)
        if not colon or "," in words[at:colon] or words[colon - 1] in ("sau", "đây", "gồm", "là"):
            return 0
        group = self.names.group(colon + 1, end)
        return colon if group is not None and group.after < end - 1 else 0

    def _execution(self, at: int, end: int) -> Clause | None:
        """ "A, B và C chịu trách nhiệm thi hành …": everything before the verb is names, known or not."""
        words = self.t.words
        stop = next(
            (i for i in range(at + 4, min(end - 3, at + 200)) if words[i : i + 3] == ["chịu", "trách", "nhiệm"]), 0
        )
        if not stop or words[stop + 3] not in ("thi", "tổ", "triển", "thực"):
            return None
        parts: list[Part] = []
        i = at
        while i < stop:
            group = self.names.group(i, stop)
            if group is None or (i > at and words[i - 1] not in (",", ";", "và")):
                return None
            parts += group.parts
            i = group.after
            if i < stop and words[i] not in (",", ";", "và"):
                rest = next((j for j in range(i, min(stop, i + 9)) if words[j] in (",", ";")), stop)
                parts[-1].last = i = rest
            while i < stop and words[i] in (",", ";", "và"):
                i += 1
        return Clause("subject", stop, parts, verb=self.verb_at(stop, end)[1], modal=True) if len(parts) > 1 else None

    # --- direct readings --------------------------------------------------------------------------------------------

    def _direct(self, at: int, end: int) -> Clause | None:
        return self._order(at, end) or self._subject(at, end) or self._verb(at, end)

    def _subject(self, at: int, end: int, late: bool = False) -> Clause | None:
        words = self.t.words
        group = self.names.group(at, end)
        if group is None:
            return None
        after = group.after
        if after >= end or (words[after] in ".:;" and after + 1 >= end):
            return Clause("names", after, group.parts, late=late)
        ordered = self._issued(group, end)
        if ordered is not None:
            ordered.late = late
            return ordered
        predicate, modal, past = self._predicate(after, end)
        if past:
            return Clause("none", predicate, group.parts, past=True)
        _, verb = self.verb_at(predicate, end)
        if (not verb and not modal and "đã" in words[predicate : predicate + 9]) or self._consequence(after, end):
            return Clause("none", predicate, group.parts, past=True)
        if not verb and late and not modal and not self._adverb(after, end)[1]:
            return None
        if not verb and not modal and (predicate >= end or not words[predicate].isalpha() or self.t.caps[predicate]):
            if words[after] == ":" and predicate < end:
                return Clause("subject", predicate, group.parts, late=late)
            return Clause("names", predicate, group.parts, late=late) if predicate >= end else None
        return Clause("subject", predicate, group.parts, verb=verb, modal=modal, late=late)

    def _verb(self, at: int, end: int) -> Clause | None:
        begun, modal = self.skip_adverbs(at, end)
        words = self.t.words
        if begun > at and begun + 1 < end and words[begun] == ",":
            named = self._subject(begun + 1, end, late=True)
            if named is not None and named.kind in ("subject", "order"):
                return named
            begun, modal = self.skip_adverbs(begun + 1, end)
        after, verb = self.verb_at(begun, end)
        if verb and begun == at and self.lex.words.longest(words, begun, end, PAST)[0] > after:
            return Clause("none", begun, past=True)
        if not verb:
            if begun > at and not modal and self.lex.words.longest(words, begun, end, PREPOSITION)[1]:
                return None
            if begun == at or begun >= end or not words[begun].isalpha():
                return None
            introduced = self.lex.words.longest(words, at, end, PREPOSITION)[1]
            return (introduced and self._after_adverbial(at, end)) or Clause("verb", begun, modal=modal)
        if begun == at and self._is_noun(after, end):
            return None
        urged = begun > at and words[at] != "tiếp"
        if not urged and self._adverbial_verb(begun, after, end):
            return None
        return Clause("verb", begun, verb=verb, modal=modal)

    def _is_noun(self, after: int, end: int) -> bool:
        """ "Quyết định này", "Thông báo số 5": a verb that is a noun here."""
        words = self.t.words
        if after < end and words[after] == "của":
            return True
        if after >= end or words[after] not in ("này", "số", "trên"):
            return False
        return words[after] != "số" or words[after + 1].isdigit()

    def _adverbial_verb(self, at: int, after: int, end: int) -> bool:
        """ "Thực hiện Quyết định số …, Chủ tịch yêu cầu": a verb that only introduces the sentence's ground."""
        words = self.t.words
        if words[at] == "căn":
            return True
        if words[at] != "xét" and (words[at : at + 2] not in _INTRODUCING or after - at not in (2, 4)):
            return False
        for i in range(after, min(end, after + 90)):
            if (
                words[i] == ","
                and i + 1 < end
                and (inner := self._late(i + 1, end)) is not None
                and inner.kind in ("order", "subject")
                and not (inner.kind == "subject" and self._in_list(i, inner))
            ):
                return True
        return False

    # --- after an adverbial -----------------------------------------------------------------------------------------

    def _adverbial(self, at: int, end: int) -> bool:
        if self.lex.words.longest(self.t.words, at, end, PREPOSITION)[1]:
            return True
        at, _ = self.skip_adverbs(at, end)
        _, classes = self.lex.words.longest(self.t.words, at, end, PREPOSITION | BACKGROUND)
        return bool(classes) and ("preposition" in classes or self.t.words[at] not in _NOUNS)

    def _after_adverbial(self, at: int, end: int) -> Clause | None:
        words = self.t.words
        purpose = words[at] in ("để", "nhằm", "thực")
        about = self._about(at, end)
        topic = words[at] == "về" and ":" in words[at : min(end - 2, at + 160)]
        depth, fallback = 0, None
        for i in range(at + 1, min(end, at + 400)):
            word = words[i]
            depth += (word == "(") - (word == ")")
            if topic and word != ":":
                continue
            topic = False
            if (depth > 0 and word != ":") or (word not in ",:" and not self._bare_boundary(i, end)):
                continue
            begin = i + 1 if word in (",", "thì", ":") else i
            clause = self._late(begin, end)
            if clause is None or (clause.kind == "subject" and word == "," and self._in_list(i, clause)):
                continue
            if clause.kind == "verb":
                if fallback is None and not purpose and word in (",", "thì", ":"):
                    fallback = clause
                    if about:
                        break
                continue
            if purpose and clause.kind != "order" and self._owns_what_is_before(i, at):
                clause = self._order_behind(i, end) or clause
            if about and clause.kind == "order" and not clause.names:
                clause.names, clause.about = about, True
            return clause
        if fallback is None:
            fallback = self._case(at, end)
        if fallback is not None and about is not None:
            fallback.names, fallback.about = about, True
        return fallback

    def _order_behind(self, at: int, end: int) -> Clause | None:
        """ "Để việc … của A, B được thống nhất, đề nghị C …": those named in the purpose are asked nothing."""
        words = self.t.words
        for i in range(at + 1, min(end - 2, at + 160)):
            if words[i] != "," or words[i + 1] not in ("đề", "yêu", "kính", "trân"):
                continue
            order = self._order(i + 1, end)
            if order is not None and order.names:
                order.late = True
                return order
        return None

    def _owns_what_is_before(self, comma: int, at: int) -> bool:
        """Whether the names after the comma go on a row that began with "của" or "theo yêu cầu của"."""
        words = self.t.words
        for i in range(comma - 1, max(at, comma - 14), -1):
            if words[i] in ("của", "từ", "với") and (group := self.names.group(i + 1, comma + 2)) is not None:
                return group.after > comma
        return False

    def _in_list(self, comma: int, clause: Clause) -> bool:
        """Whether the comma stands in a list of kinds ("của các cá nhân, người đứng đầu")."""
        words, names = self.t.words, self.lex.names
        first = clause.names[0]
        if self.t.caps[first.first] or first.plural or names.longest(words, first.first, first.last, QUANTIFIER)[1]:
            return False
        return any(names.longest(words, i, comma, COLLECTIVE)[0] == comma for i in (comma - 2, comma - 1) if i >= 0)

    def _case(self, at: int, end: int) -> Clause | None:
        """ "Trường hợp thành viên … không dự họp phải báo cáo": whom the case speaks of must act."""
        words = self.t.words
        if words[at : at + 2] not in (["trường", "hợp"], ["khi", "có"]):
            return None
        group = self.names.group(at + 2, end)
        if group is None:
            return None
        for i in range(group.after, min(end, group.after + 40)):
            if words[i] in ("phải", "cần") and words[i - 1] not in ("không", ","):
                begun, _ = self.skip_adverbs(i, end)
                return Clause("subject", begun, group.parts, verb=self.verb_at(begun, end)[1], modal=True, late=True)
        return None

    def _bare_boundary(self, at: int, end: int) -> bool:
        """ "nếu có vướng mắc các đơn vị báo cáo": a group without a comma before it, right after its noun."""
        words = self.t.words
        if words[at] == "thì":
            return True
        return (words[at] == "các" and words[at - 1] in ("mắc", "khăn", "sinh", "thiết", "hiện")) or words[
            at : at + 2
        ] in (["đề", "nghị"],)

    def _late(self, at: int, end: int, *, again: bool = True) -> Clause | None:
        words = self.t.words
        at = self._skip_opening(at, end)
        at = self.skip_time(at, end)
        if words[at : at + 2] == ["căn", "cứ"]:
            comma = next((i for i in range(at, min(end - 1, at + 40)) if words[i] == ","), 0)
            return self._late(comma + 1, end, again=False) if comma and again else None
        order = self._order(at, end)
        if order is not None:
            order.late = True
            return order
        clause = self._subject(at, end, late=True)
        if clause is not None:
            return clause if clause.kind in ("order", "subject") or clause.past else None
        begun, modal = self.skip_adverbs(at, end)
        _, verb = self.verb_at(begun, end)
        if verb or (modal and begun < end):
            return Clause("verb", begun, verb=verb, modal=modal, late=True)
        return None

    def _about(self, at: int, end: int) -> list[Part] | None:
        """ "Đối với các xã, cần …": the names the rest of the unit speaks to."""
        words = self.t.words
        begin = at + 2 if words[at : at + 2] == ["đối", "với"] else at + 1 if words[at] == "với" else at
        if begin == at or words[at - 2 : at] == ["nhất", "là"]:
            return None
        group = self.names.group(begin, end)
        if group is None:
            return None
        stop = next((i for i in range(group.after, min(end, group.after + 8)) if words[i] in ",:;"), None)
        if stop is None:
            return None
        if len(group.parts) > 1 and self.orders(group, end):
            return group.parts[:-1]
        group.parts[-1].last = max(stop, group.parts[-1].last)
        return group.parts

    def _noun(self, at: int, end: int) -> Clause:
        """A thing as subject: a demand only with "phải", "không được" or "được gửi"."""
        words = self.t.words
        for i in range(at + 1, min(end, at + 45)):
            if words[i] in ",;:" and i > at + 25:
                break
            after, modal = self.lex.words.longest(words, i, end, MODAL)
            if words[i : i + 2] == ["cần", "thiết"]:
                continue
            if modal and words[i] in ("phải", "cần", "không", "nghiêm") and words[i - 1] not in ("không", "mà", "chưa"):
                begun, _ = self.skip_adverbs(after, end)
                return Clause("noun", begun, verb=self.verb_at(begun, end)[1], modal=True)
            if words[i] in ("đã", "chưa", "vẫn", "còn", "là"):
                break
            if (
                words[i] == "do"
                and (group := self.names.group(i + 1, end))
                and words[group.after : group.after + 1] != ["quyết"]
            ):
                begun, verb = group.after, self.verb_at(group.after, end)[1]
                if verb and words[begun] in ("chuẩn", "soạn", "lập", "tổng", "xây", "gửi", "thực"):
                    return Clause("noun", begun, group.parts, verb=verb, modal=True)
            if words[i : i + 2] in (["được", "gửi"], ["được", "báo"]) and words[i - 1] != "này":
                return Clause("noun", i + 1, verb=self.verb_at(i + 1, end)[1], modal=True)
        return Clause("none", at)
