"""The document or thing to be handed in."""

from __future__ import annotations

from congvu.engines.reader.clause import ClauseGrammar
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.segment import Tokens

_REPORT_TOPICS = {"kết": "quả", "tình": "hình", "tiến": "độ", "về": "", "những": "công"}


def find(
    tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar, first: int, last: int, kind: str
) -> tuple[int, int] | None:
    """Token span of the product named in the predicate [first, last), if any."""
    words = tokens.words
    for at in range(first, min(last, first + 60)):
        after, verb = lexicon.verbs.longest(words, at, last)
        if not verb:
            continue
        phrase = " ".join(words[at:after])
        if phrase in ("báo cáo", "tổng hợp báo cáo", "báo cáo kết quả", "gửi báo cáo") and kind == "report":
            return _report(tokens, lexicon, grammar, at, after, last)
        if phrase in lexicon.sets["making"] and words[at - 1] not in ("chương", "được", "việc", "thể"):
            begin = _skip_quantifier(words, after, last)
            noun, _ = lexicon.products.longest(words, begin, last)
            if noun > begin:
                return begin, _phrase_end(tokens, lexicon, grammar, noun, last)
    return None


def _skip_quantifier(words: list[str], at: int, last: int) -> int:
    while (
        at < last
        and words[at] in ("và", "ban", "hành", "một", "bộ")
        and not (words[at] == "bộ" and at + 1 < last and words[at + 1] in ("tiêu", "chỉ"))
    ):
        at += 1
    return at


def _phrase_end(tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar, at: int, last: int) -> int:
    words = tokens.words
    limit = min(last, at + 22)
    while at < limit:
        word = words[at]
        if word in ("về", "cho", "với") and at + 1 < limit and grammar.names.group(at + 1, last) is not None:
            break
        if word == "làm" and at + 1 < limit and words[at + 1] == "việc":
            at += 2
            continue
        if word in lexicon.sets["product_stop"] and not (word == "và" and at + 1 < limit and tokens.caps[at + 1]):
            break
        if not word.isalnum() and word not in '-–/"“”':
            break
        at += 1
    return at


def _report(
    tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar, at: int, after: int, last: int
) -> tuple[int, int] | None:
    """ "Báo cáo [cho ai] kết quả …" gives "báo cáo kết quả …"; difficulties reported when they arise give none."""
    words = tokens.words
    at += words[at] == "gửi"
    if words[after - 2 : after] == ["kết", "quả"] or (words[at - 1] == "gửi" and words[after - 1] == "cáo"):
        return at, _phrase_end(tokens, lexicon, grammar, after, last)
    group = grammar.names.group(after, last)
    topic = group.after if group else after
    if (
        topic + 1 < last
        and words[topic] in _REPORT_TOPICS
        and words[topic + 1].startswith(_REPORT_TOPICS[words[topic]])
    ):
        return (topic if group else at), _phrase_end(tokens, lexicon, grammar, topic + 2, last)
    return None
