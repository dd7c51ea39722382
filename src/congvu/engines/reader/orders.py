"""Orders: who gives one, to whom, and whether the sentence only recalls an earlier one."""

from __future__ import annotations

from congvu.engines.reader.clean import pattern
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.names import Group, Part
from congvu.engines.reader.predicate import ORDER, SPEECH, Clause, PredicateGrammar
from congvu.engines.reader.segment import Tokens

_ISSUING = {"yêu", "giao", "đề", "cũng", "tiếp", "thống", "đồng", "có", "kính", "trân", "rất", "xin"}
_TEXTS = {"công", "văn", "chỉ", "thông", "quyết", "nghị", "kết", "kế", "hướng"}
_EARLIER = pattern(r"trước đó|trước đây|trước kia|từng|nhiều lần|năm (?:ngoái|trước|20\d\d)|tháng trước|tuần trước")
_PRONOUNS = {"ông", "bà", "đồng"}
_OFFICE = pattern(r"^(?:phó )?(?:chủ tịch|giám đốc|bộ trưởng|bí thư|chánh) ")


def plain_name(name: str) -> str:
    """A name as it is compared with the issuer's: written out, without the office held."""
    low = name.lower().replace("ubnd", "ủy ban nhân dân").replace("hđnd", "hội đồng nhân dân").replace("uỷ", "ủy")
    return _OFFICE.sub("", low)


class OrderGrammar(PredicateGrammar):
    """Reads the verbs by which an issuer sets others to work."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        super().__init__(tokens, lexicon)
        self.issuer = ""
        self.news = False

    def read(self, first: int, last: int) -> Clause:
        """The clause of the tokens [first, last); speech within an order is read by the whole grammar."""
        raise NotImplementedError

    def _order(self, at: int, end: int, issuer: list[Part] | None = None) -> Clause | None:
        """An order verb with the names after it ("Giao Sở Nội vụ …", "… yêu cầu các sở …")."""
        words = self.t.words
        start, _ = self.skip_adverbs(at, end) if issuer is not None else (at, False)
        after, found = self.lex.words.longest(words, start, end, ORDER)
        if not found:
            return None
        order_verb = " ".join(words[start:after])
        if words[after - 1] == "mong" and words[after : after + 1] in (["nhận"], ["được"], ["sự"]):
            return None
        if after < end and words[after] in ("cho", "đến", "với"):
            after += 1
        while after < end and words[after] in ",:" and issuer is not None:
            after += 1
        if (stop := self._readers(after, end)) > after:
            predicate, _modal, _past = self._predicate(stop, end)
            _, verb = self.verb_at(predicate, end)
            return Clause("order", predicate, [], issuer or [], verb, True, order_verb=order_verb, to_readers=True)
        group = self.names.group(after, end)
        if group is None:
            if issuer is None:
                return None
            at, modal = self.skip_adverbs(after, end)
            _, verb = self.verb_at(at, end)
            return Clause("order", at, [], issuer, verb, True, order_verb=order_verb)
        predicate, modal, _past = self._predicate(group.after, end)
        _, verb = self.verb_at(predicate, end)
        return Clause("order", predicate, group.parts, issuer or [], verb, modal, order_verb=order_verb)

    def _readers(self, at: int, end: int) -> int:
        """Index after a courteous "you" ("đề nghị Quý cơ quan …"): those the text is sent to."""
        words = self.t.words
        for stop in (at + 3, at + 2):
            if stop < end and " ".join(words[at:stop]) in self.lex.sets["readers"]:
                named = self.t.caps[stop] or self.lex.names.longest(words, stop, end)[1]
                return at if named else stop
        return at

    def _issued(self, group: Group, end: int) -> Clause | None:
        """ "Chủ tịch UBND tỉnh yêu cầu …": the first names are the issuer's, the order is to those after the verb."""
        words = self.t.words
        at, _ = self.skip_adverbs(self._newly(group.after, end), end)
        spoken, speech = self.lex.words.longest(words, at, end, SPEECH)
        if speech and spoken < end and words[spoken] in (",", ":", "rằng"):
            inner = self.read(spoken + 1, end)
            weak = words[at] in ("cho", "khẳng", "thông") and not inner.modal and inner.kind != "order"
            if inner.kind in ("subject", "order", "verb", "noun") and not weak:
                inner.issuer = inner.issuer or group.parts
                return Clause(
                    "order", inner.predicate, inner.names, group.parts, inner.verb, inner.modal, about=inner.about
                )
            return Clause("none", at, group.parts)
        _after, found = self.lex.words.longest(words, at, end, ORDER)
        if not found and self._is_issuer(group):
            return self._and_orders(at, end, group)
        if not found or (words[at] not in _ISSUING and words[at + 1] != "thị" and not self._is_issuer(group)):
            return None
        order = self._order(at, end, group.parts)
        if order is None or (order.order_verb == "chỉ đạo" and not order.names):
            return None
        return order

    def _newly(self, at: int, end: int) -> int:
        """In a news report "vừa yêu cầu", "đã giao" tell of the directive itself unless an earlier one is recalled."""
        words = self.t.words
        if not self.news or words[at] not in ("vừa", "đã") or self.recalls(at):
            return at
        _, found = self.lex.words.longest(words, at + 1, end, ORDER)
        return at + 1 if found and (words[at] == "vừa" or words[at + 1] != "chỉ") else at

    def recalls(self, at: int) -> bool:
        """Whether the sentence up to `at` speaks of an earlier time ("Trước đó, …", "Năm 2016, …")."""
        start = max(self.t.text.rfind("\n", 0, self.t.starts[at]), self.t.starts[max(0, at - 40)])
        return _EARLIER.search(self.t.low, start, self.t.starts[at]) is not None

    def orders(self, group: Group, end: int) -> bool:
        """Whether an order verb or a speaking one follows the names, so that they are the issuer's."""
        at, _ = self.skip_adverbs(group.after, end)
        found, _ = self.lex.words.longest(self.t.words, at, end, ORDER | SPEECH)
        passes_on = self.t.words[at] in ("phân", "chỉ", "quán") and self.t.words[at + 1] != "thị"
        return found > at and (not passes_on or self._is_issuer(group))

    def _and_orders(self, at: int, end: int, group: Group) -> Clause | None:
        """The issuer "thống nhất chủ trương và giao Sở A …": the order is in the second verb."""
        words = self.t.words
        for i in range(at, min(end - 2, at + 40)):
            if words[i] in ";:.":
                return None
            if words[i] in ("và", ",") and words[i + 1] in ("giao", "yêu", "đề") and self.names.group(i + 2, end):
                return self._order(i + 1, end, group.parts)
        return None

    def _is_issuer(self, group: Group) -> bool:
        name = plain_name(group.parts[0].text(self.t))
        issuer = plain_name(self.issuer)
        return bool(issuer) and (name in issuer or issuer in name or name.split()[0] in ("ông", "bà"))

    def _text_speaks(self, at: int, end: int) -> Clause | None:
        """ "Công văn yêu cầu …", "Chỉ thị số 5 nêu rõ: …": the document itself gives the order."""
        words = self.t.words
        if words[at] not in _TEXTS:
            return None
        for i in range(at + 2, min(end, at + 9)):
            spoken, speech = self.lex.words.longest(words, i, end, SPEECH)
            if speech and spoken < end and words[spoken] in (",", ":"):
                inner = self.read(spoken + 1, end)
                return (
                    Clause("order", inner.predicate, inner.names, [], inner.verb, True)
                    if inner.kind != "none"
                    else None
                )
            if words[i] in ("yêu", "giao", "đề"):
                return self._order(i, end, [])
        return None

    def order_inside(self, first: int, last: int, after: str = "") -> Clause | None:
        """An order in the middle of a unit whose beginning is something else (a caption run into the sentence)."""
        words = self.t.words
        for i in range(first + 2, last - 3):
            if words[i] not in ("yêu", "giao", "đề") or words[i - 1] in (
                "theo",
                "các",
                "những",
                "đáp",
                "đã",
                "được",
                "và",
                "của",
                "một",
                "ứng",
            ):
                continue
            if after and words[i - 1] not in after:
                continue
            stop, found = self.lex.words.longest(words, i, last, ORDER)
            if found and (self.t.caps[stop] or words[stop] == "các"):
                order = self._order(i, last, [])
                if order is not None and order.names and order.predicate < last:
                    order.late = True
                    return order
        return None

    def _pronoun(self, at: int, end: int) -> Clause | None:
        """ "Ông yêu cầu …", "Bà cũng giao …": the speaker of the sentence before goes on."""
        words = self.t.words
        if words[at] not in _PRONOUNS or (at + 1 < end and self.t.caps[at + 1]):
            return None
        after = at + 1 + (words[at : at + 2] == ["đồng", "chí"])
        begun, _ = self.skip_adverbs(after, end)
        _, found = self.lex.words.longest(words, begun, end, ORDER)
        return self._order(begun, end, [Part(at, after, False)]) if found else None
