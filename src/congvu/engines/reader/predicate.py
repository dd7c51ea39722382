"""Where a predicate begins: adverbs, modals and phrases before the verb, and what tells of the past or of a right."""

from __future__ import annotations

from dataclasses import dataclass, field

from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.names import NameGrammar, Part
from congvu.engines.reader.segment import Tokens

ADVERB, MODAL, CONNECTOR, ORDER, SPEECH, PAST, PREPOSITION, CONTINUATION, BACKGROUND = (
    frozenset({c})
    for c in ("adverb", "modal", "connector", "order", "speech", "past", "preposition", "continuation", "background")
)


@dataclass(slots=True)
class Clause:
    """How a unit reads.

    `kind`: order (an issuer's verb, then its addressee), subject (a name, then a predicate), verb (the predicate comes
    first), noun (a thing that must be so), names (nothing but names), none (background).
    """

    kind: str
    predicate: int
    names: list[Part] = field(default_factory=list)
    issuer: list[Part] = field(default_factory=list)
    verb: frozenset[str] = frozenset()
    modal: bool = False
    late: bool = False
    order_verb: str = ""
    about: bool = False
    past: bool = False
    to_readers: bool = False


class PredicateGrammar:
    """Reads what stands between a subject and its verb."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.t = tokens
        self.lex = lexicon
        self.names = NameGrammar(tokens, lexicon)

    def skip_adverbs(self, at: int, end: int) -> tuple[int, bool]:
        """Index after adverbs, modals and short "theo …" phrases before a verb; and whether a modal was among them."""
        words, modal = self.t.words, False
        while at < end:
            if words[at] == "," and at + 1 < end and self._adverb(at + 1, end)[0] > at + 1:
                at += 1
            after, classes = self._adverb(at, end)
            if after == at:
                break
            modal = modal or "modal" in classes
            at = after
        return at, modal

    def _adverb(self, at: int, end: int) -> tuple[int, frozenset[str]]:
        words = self.t.words
        after, classes = self.lex.words.longest(words, at, end, ADVERB | MODAL)
        if after > at:
            verb, _ = self.lex.verbs.longest(words, at, end)
            return (after, classes) if verb <= after else (at, frozenset())
        return at, frozenset()

    def verb_at(self, at: int, end: int) -> tuple[int, frozenset[str]]:
        return self.lex.verbs.longest(self.t.words, at, end)

    def _consequence(self, at: int, end: int) -> bool:
        """ "… sẽ không được hỗ trợ", "… thì chịu trách nhiệm": what happens to somebody, not what he must do."""
        words = self.t.words
        for i in range(at, min(end - 2, at + 30)):
            if words[i] == "thì" and "chịu" in words[i + 1 : i + 5]:
                return True
            if words[i] == "sẽ" and ("được" in words[i + 1 : i + 3] or "bị" in words[i + 1 : i + 3]):
                return True
        return False

    def _predicate(self, at: int, end: int) -> tuple[int, bool, bool]:
        """(where the verb begins, whether a modal stands before it, whether the past or a right is told)."""
        words = self.t.words
        modal = False
        for _ in range(6):
            at = self._skip_times(at, end)
            after, verb = self.verb_at(at, end)
            adverbs, found = self.skip_adverbs(at, end)
            past, classes = self.lex.words.longest(words, at, end, PAST | MODAL)
            if adverbs > at and adverbs >= after and not ("past" in classes and past >= adverbs and past - at > 2):
                at, modal = adverbs, modal or found
                continue
            if verb and words[at : at + 2] != ["căn", "cứ"] and not ("past" in classes and past > after):
                return at, modal, False
            if words[at : at + 1] == ["do"] and "có" in words[at : at + 2]:
                classes = frozenset()
            if classes and "modal" in classes:
                at, modal = past, True
                continue
            if classes and modal and words[at] in ("có", "được", "là"):
                return at, modal, False
            if classes:
                return at, modal, True
            phrase = self._phrase(at, end)
            if phrase == at:
                break
            at = phrase
        return at, modal, False

    def _skip_times(self, at: int, end: int) -> int:
        """Over marks, numbers and bracketed asides between subject and verb ("định kỳ 06 tháng (trước ngày 20) …")."""
        words = self.t.words
        while at < end and (
            words[at] in ",:-–)"
            or words[at].isdigit()
            or words[at] in ("tháng", "lần", "quý", "tuần", "(")
            or (words[at] == "và" and at + 1 < end and words[at + 1].isdigit())
            or (words[at] == "năm" and words[at - 1].isdigit())
        ):
            at = (
                self.names._skip_bracket(at, end)
                if words[at] == "(" and self.names._skip_bracket(at, end) > at
                else at + 1
            )
        return at

    def _phrase(self, at: int, end: int) -> int:
        """Skip a phrase between subject and verb ("theo chức năng, nhiệm vụ được giao", "trên cơ sở …,")."""
        words = self.t.words
        _, found = self.lex.words.longest(words, at, end, PREPOSITION)
        if not found:
            return at
        for i in range(at + 1, min(end, at + 40)):
            if words[i] in ";.:":
                return at
            after, verb = self.verb_at(i, end)
            if (
                i > at + 2
                and verb
                and not (words[i - 1] in ("được", "việc", "và", "của", "về", "để", "để") or self._nominal(i, after))
            ):
                return i
            adverb, classes = self.lex.words.longest(words, i, end, ADVERB)
            if i > at + 2 and classes and adverb - i > 1 and words[i - 1] not in ("và", "để", "việc"):
                return i
        return at

    def _nominal(self, at: int, after: int) -> bool:
        """A verb that stands as a noun inside a phrase ("chức năng quản lý", "kết quả thực hiện", "đề xuất của")."""
        words = self.t.words
        before = words[at - 1]
        if words[at : at + 2] == ["chủ", "trì"] and before not in ("quan", "vị"):
            return False
        return before in (
            "năng",
            "vụ",
            "quả",
            "quyền",
            "trình",
            "hoạch",
            "tác",
            "đạo",
            "sở",
            "định",
            "hình",
            "cầu",
            "được",
            ",",
        ) or (after < len(words) and words[after] == "của")
