"""What would show that a demand is done: a thing or an end, a period, a report, having read it, or nothing ever."""

from __future__ import annotations

from congvu.engines.reader.clause import ClauseGrammar
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.segment import Tokens
from congvu.engines.reader.times import Deadline

_BY_CLASS = {"end": "task", "conduct": "standing", "case": "standing", "report": "report", "pass": "acknowledge"}
_EVENTS = {
    "hội",
    "lễ",
    "cuộc",
    "đợt",
    "phong",
    "lớp",
    "họp",
    "tập",
    "đoàn",
    "ký",
    "sơ",
    "tổng",
    "lấy",
    "lại",
    "triển",
    "đấu",
    "bầu",
    "tuyển",
}
_GATHERING = {"theo dõi", "đôn đốc", "tổng hợp", "kiểm tra", "theo dõi đôn đốc", "giám sát"}
_HASTE = (["kịp", "thời"], ["định", "kỳ"], ["thường", "xuyên"], ["khẩn", "trương"], ["đột", "xuất"])
_YEARLY = {"huấn", "dưỡng", "tra", "tạo", "sát"}  # tập huấn, bồi dưỡng, kiểm tra, đào tạo, giám sát
_NEUTRAL_OBJECTS = {
    "chỉ",
    "kế",
    "nghị",
    "các",
    "công",
    "quy",
    "nhiệm",
    "luật",
    "chương",
    "những",
    "quyết",
    "đầy",
    "hiệu",
    "có",
}


def classify(
    tokens: Tokens,
    lexicon: Lexicon,
    grammar: ClauseGrammar,
    first: int,
    last: int,
    deadline: Deadline | None,
    each_year: bool,
) -> str:
    """The kind of the demand whose predicate is the tokens [first, last)."""
    kind, verb, at = _main(tokens, lexicon, grammar, first, last)
    value = deadline.value if deadline else {}
    if not verb and lexicon.products.longest(tokens.words, first, last)[0] > first:
        kind = "task"
    if tokens.words[max(0, first - 3) : first] == ["chịu", "trách", "nhiệm"] and kind != "report":
        kind = "report" if _reports_later(tokens, at, last) else "standing"
    if kind == "task" and _always(tokens, first, at):
        kind = "standing"
    if kind != "report" and verb.split(" ,")[0] in _GATHERING and _reports_later(tokens, at, last):
        kind = "report"
    if "every" in value and kind in ("task", "standing"):
        return "report" if _reports_later(tokens, first, last) else "recurring"
    if "date" in value and kind == "standing" and not verb.startswith(("không", "tuyệt", "chịu", "nghiêm")):
        return "task"
    if each_year and any(word in _YEARLY for word in tokens.words[first : min(last, first + 10)]):
        return "recurring"
    if _repeats(tokens, first, last) and kind in ("task", "standing"):
        return "recurring"
    return kind


def _main(tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar, at: int, last: int) -> tuple[str, str, int]:
    """(kind by the first verb that says what is done, that verb, the index after it)."""
    words = tokens.words
    for _ in range(8):
        at, _ = grammar.skip_adverbs(at, last)
        after, classes = lexicon.verbs.longest(words, at, last)
        if not classes:
            step = _skip_names(tokens, grammar, at, last)
            if step == at:
                break
            at = step
            continue
        verb = " ".join(words[at:after])
        if "lead" in classes and len(classes) == 1:
            decided = _led(tokens, lexicon, verb, after, last)
            if decided:
                return decided, verb, after
            at = _skip_names(tokens, grammar, after, last)
            continue
        cls = next(c for c in ("pass", "report", "conduct", "case", "end", "lead") if c in classes)
        return _BY_CLASS.get(cls, "task"), verb, after
    return "standing", "", at


def _led(tokens: Tokens, lexicon: Lexicon, verb: str, after: int, last: int) -> str:
    """Verbs that lead on to another: decided by their object when no other verb follows at once."""
    words = tokens.words
    following = words[after] if after < last else ""
    if verb in ("triển khai", "thực hiện", "tổ chức thực hiện", "triển khai thực hiện", "tổ chức triển khai"):
        if following in ("nghiêm", "tốt", "đúng", "có", "hiệu", "đầy", "đồng", "quyết", "kịp", "hoàn", "thắng"):
            return "standing"
        if following in _NEUTRAL_OBJECTS:
            return "standing"
        if lexicon.verbs.longest(words, after, last)[0] == after:
            return "task" if following == "việc" else "standing"
    if verb == "tổ chức" and following in _EVENTS:
        return "task"
    if verb in ("tham mưu", "giúp") and following in ("công", "cho") and "ban" not in words[after : after + 8]:
        return "standing"
    return ""


def _always(tokens: Tokens, first: int, at: int) -> bool:
    """ "Thường xuyên rà soát" has no end."""
    words = tokens.words
    return any(words[i] == "thường" and words[i + 1] == "xuyên" for i in range(max(0, first - 6), max(first, at - 1)))


def _skip_names(tokens: Tokens, grammar: ClauseGrammar, at: int, last: int) -> int:
    words = tokens.words
    while at < last and (
        words[at] in (",", "với", "cùng", "và", "cho", "việc", "công", "tác", ":", "chặt", "chẽ")
        or not words[at].isalnum()
    ):
        at += 1
    group = grammar.names.group(at, last)
    return group.after if group else at


def _reports_later(tokens: Tokens, at: int, last: int) -> bool:
    words = tokens.words
    for i in range(at, last - 2):
        if words[i] != "báo" or words[i + 1] != "cáo":
            continue
        joint = _before_adverb(words, i)
        gathered = words[joint] in (",", "và", "hợp", "đốc", "để") or words[at - 1] == "hợp"
        if gathered and words[i - 2] != "sở":
            return "vượt" not in words[i : i + 14]
    return False


def _before_adverb(words: list[str], at: int) -> int:
    """Index of the word before a verb, over one adverb ("…, kịp thời báo cáo")."""
    return at - 3 if words[at - 2 : at] in _HASTE else at - 1


def _repeats(tokens: Tokens, first: int, last: int) -> bool:
    """ "Định kỳ" or "năm X và các năm tiếp theo" for work done anew each time."""
    words = tokens.words
    return any(words[i] == "định" and words[i + 1] == "kỳ" for i in range(first, last - 1))
