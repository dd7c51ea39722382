"""The document or thing to be handed in: what the assignee must draw up, issue or send."""

from __future__ import annotations

from congvu.engines.reader.clause import ClauseGrammar
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.segment import Tokens

_REPORTS = {"báo cáo", "tổng hợp báo cáo", "tổng hợp , báo cáo", "báo cáo kết quả", "gửi báo cáo"}
_TOPICS = {"kết": "quả", "tình": "hình", "tiến": "độ", "những": "công"}
_BEFORE_NOUN = {"các", "đầy", "đủ", "một", "những", "ngay", "số"}
_GUIDES = {"hướng", "đôn", "yêu"}
# Words whose second syllable alone would end a product's name ("trình", "báo").
_COMPOUNDS = [[first, "trình"] for first in ("chương", "quy", "công", "quá", "tờ", "lộ", "giáo", "thuyết")]
_REACH = 60
_LONGEST = 26


class ProductGrammar:
    """Finds products in predicates."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar) -> None:
        self.t, self.lex, self.grammar = tokens, lexicon, grammar

    def find(self, first: int, last: int, kind: str) -> tuple[int, int] | None:
        """Token span of the product named in the predicate [first, last), if any."""
        words = self.t.words
        noun, _ = self.lex.products.longest(words, first, last)
        if noun > first and not self.lex.verbs.longest(words, first, last)[1]:
            return first, self._title_end(noun, last)
        if self._guides_others(first, last):
            return None
        reported = None
        for at in range(first, min(last, first + _REACH)):
            after, verb = self.lex.verbs.longest(words, at, last)
            if not verb:
                continue
            phrase = " ".join(words[at:after])
            if phrase in _REPORTS:
                found = self._report(at, after, last)
                if kind == "report":
                    return found
                reported = reported or (found if words[at - 1] in (",", "và") else None)
            elif found := self._made(at, after, last, phrase):
                return found
        return reported

    def _guides_others(self, first: int, last: int) -> bool:
        """ "Hướng dẫn chủ đầu tư lập quy hoạch": others will draw it up."""
        words = self.t.words
        after, _ = self.lex.verbs.longest(words, first, last)
        guides = words[first] in _GUIDES or words[first : first + 2] == ["chỉ", "đạo"]
        return guides and self.grammar.names.group(after, last) is not None

    def _made(self, at: int, after: int, last: int, phrase: str) -> tuple[int, int] | None:
        """A verb of making with a product noun after it, also where the list holds both as one ("lập kế hoạch")."""
        words = self.t.words
        if words[at - 1] in ("chương", "được", "việc", "thể"):
            return None
        if phrase not in self.lex.sets["making"]:
            for own in range(at + 1, after):
                verb = " ".join(words[at:own])
                makes = verb in self.lex.sets["making"] or verb in ("lập", "gửi", "ban", "nộp", "có")
                if makes and self.lex.products.longest(words, own, after)[0] == after:
                    return own, self._list_end(after, last)
            return None
        begin = after
        while begin < last and words[begin] in _BEFORE_NOUN:
            begin += 1
        noun, _ = self.lex.products.longest(words, begin, last)
        return (begin, self._list_end(noun, last)) if noun > begin else None

    def _list_end(self, at: int, last: int) -> int:
        """Several products in a row are one ("kế hoạch, dự toán và quyết toán")."""
        words = self.t.words
        stop = self._phrase_end(at, last)
        while stop + 1 < last and words[stop] in (",", "và", "hoặc"):
            begin = stop + 1
            while words[begin] in _BEFORE_NOUN:
                begin += 1
            noun, _ = self.lex.products.longest(words, begin, last)
            if noun == begin:
                break
            stop = self._phrase_end(noun, last)
        return stop

    def _phrase_end(self, at: int, last: int) -> int:
        words, noun, limit = self.t.words, at, min(last, at + _LONGEST)
        while at < limit:
            word = words[at]
            if word == "làm" and words[at + 1] == "việc":
                at += 2
                continue
            if word == "của" and (group := self.grammar.names.group(at + 1, limit)):
                at = group.after
                continue
            if word in ("về", "cho", "với") and self.grammar.names.group(at + 1, last) is not None:
                break
            if words[at - 1 : at + 1] in _COMPOUNDS:
                at += 1
                continue
            kept = (word == "và" and self.t.caps[at + 1]) or (word == "phục" and at == noun)
            if word in self.lex.sets["product_stop"] and not kept:
                break
            if not word.isalnum() and word not in '-–/"“”':
                break
            at += 1
        return at

    def _title_end(self, at: int, last: int) -> int:
        """A plan's item that is a document's name, to the end of its line."""
        words = self.t.words
        while at < min(last, self.t.at(self._line_end(at))) and words[at] not in ".;":
            at += 1
        return at

    def _line_end(self, at: int) -> int:
        stop = self.t.text.find("\n", self.t.starts[at])
        return stop if stop >= 0 else len(self.t.text)

    def _report(self, at: int, after: int, last: int) -> tuple[int, int] | None:
        """ "Báo cáo [cho ai] kết quả …"; difficulties reported when they arise give none."""
        words = self.t.words
        while at + 2 < after and words[at] != "báo":
            at += 1
        if words[after - 2 : after] == ["kết", "quả"] or (words[at - 1] == "gửi" and words[after - 1] == "cáo"):
            return at, self._phrase_end(after, last)
        begin = after + (words[after] in ("về", "cho"))
        group = self.grammar.names.group(begin, last)
        topic = group.after if group else after
        about = words[topic] == "về"
        if about and self.grammar.names.group(topic + 1, last) is None:
            return (topic if group else at), self._list_end(topic + 3, last)
        if topic + 1 < last and words[topic + 1] == _TOPICS.get(words[topic], ""):
            return (topic if group else at), self._phrase_end(topic + 2, last)
        return None
