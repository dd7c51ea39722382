"""What a fitted model sees of a demand: its verbs, the words around them, its deadline, what the rules say."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from congvu.engines.reader.clause import ClauseGrammar
from congvu.engines.reader.judge import Draft
from congvu.engines.reader.lexicon import Lexicon
from congvu.engines.reader.segment import Tokens
from congvu.engines.reader.types import DEMAND_KINDS

_NEAR = 14
_FAR = 60
_VERBS = 3
# Work with a period comes again or is reported each time; work with a last day ends, is reported on or read by it.
_BY_PERIOD = ("recurring", "report")
_BY_DAY = ("task", "report", "acknowledge")
_MANY = frozenset(["các", "những", "mọi", "mỗi", "từng", "việc", "công", "hoạt", "cho", "theo", "về", "với", ","])
_MEASURES = frozenset(["%", "tỷ", "triệu", "dự", "hồ", "km", "căn", "hộ", "người", "trường", "xã", "công"])


def of_demand(tokens: Tokens, lexicon: Lexicon, grammar: ClauseGrammar, draft: Draft, rule: str) -> set[str]:
    """Features of one draft; `rule` is the kind the rules give it."""
    words, first, last = tokens.words, draft.predicate, draft.last
    at, _ = grammar.skip_adverbs(first, last)
    out = {f"rule={rule}"}
    # What stands before the verb, within the demand itself.
    out.update(f"adv={words[i]}" for i in range(max(tokens.at(draft.start), first - 4), at))
    for place, (verb, classes) in enumerate(_verbs(tokens, lexicon, at, last)):
        out.add(f"v{place}={verb}")
        out.add(f"h{place}={' '.join(verb.split()[:2])}")
        out.update(f"c{place}={cls}" for cls in classes)
    near = [word for word in words[at : min(last, at + _NEAR)] if word.isalpha()]
    far = [word for word in words[at : min(last, at + _FAR)] if word.isalpha()]
    out.update(f"w{place}={word}" for place, word in enumerate(near[:2]))
    out.update(f"b={one} {two}" for one, two in itertools.pairwise(near))
    out.update(f"B={one} {two}" for one, two in itertools.pairwise(far))
    if len(near) > 1:
        out.add(f"b0={near[0]} {near[1]}")
    if len(near) > 3:
        out.add(f"b2={near[2]} {near[3]}")
    value = draft.deadline.value if draft.deadline else {}
    out.add("dl=" + next((key for key in ("every", "date", "within") if key in value), "none"))
    out.update(_thing(tokens, lexicon, at, last))
    return out


def _thing(tokens: Tokens, lexicon: Lexicon, at: int, last: int) -> set[str]:
    """What the first verb acts on: one named thing has an end, whatever arises ("các …", "mọi …") has none."""
    words, caps = tokens.words, tokens.caps
    after, _ = lexicon.verbs.longest(words, at, last)
    out = {f"obj={words[after]}" if after < last and words[after] in _MANY else "obj=other"}
    span = range(after, min(last, after + _NEAR))
    if any(caps[i] for i in span):
        out.add("obj named")
    if any(words[i].isdigit() and words[i + 1] in _MEASURES for i in range(after, min(last, after + _FAR))):
        out.add("figure")
    if any(lexicon.products.longest(words, i, last)[0] > i for i in span):
        out.add("document")
    return out


def _verbs(tokens: Tokens, lexicon: Lexicon, at: int, last: int) -> list[tuple[str, frozenset[str]]]:
    found: list[tuple[str, frozenset[str]]] = []
    while at < last and len(found) < _VERBS:
        after, classes = lexicon.verbs.longest(tokens.words, at, last)
        if classes:
            found.append((" ".join(tokens.words[at:after]), classes))
        at = max(after, at + 1)
    return found


def likeliest(weights: Mapping[str, tuple[float, ...]], seen: set[str]) -> tuple[str, float]:
    """The likeliest kind among those the deadline leaves, and its probability; empty when nothing was fitted."""
    found = shares(weights, seen)
    possible = _BY_PERIOD if "dl=every" in seen else _BY_DAY if "dl=date" in seen else DEMAND_KINDS
    best = max(possible, key=lambda kind: found.get(kind, 0.0))
    return (best, found[best]) if found else ("", 0.0)


def shares(weights: Mapping[str, tuple[float, ...]], features: set[str]) -> dict[str, float]:
    """The probability of each kind of demand; empty when nothing was fitted."""
    if not weights:
        return {}
    task, recurring, report, acknowledge, standing = weights.get("", (0.0, 0.0, 0.0, 0.0, 0.0))
    for feature in features:
        row = weights.get(feature)
        if row is not None:
            task += row[0]
            recurring += row[1]
            report += row[2]
            acknowledge += row[3]
            standing += row[4]
    totals = (task, recurring, report, acknowledge, standing)
    top = max(totals)
    powers = [math.exp(total - top) for total in totals]
    return {kind: power / sum(powers) for kind, power in zip(DEMAND_KINDS, powers, strict=True)}


def of_card(draft: Draft, names: tuple[str, ...], generic: bool, news: bool, share: float) -> set[str]:
    """What tells how sure a whole card is: how its addressee was found, and how clear its words are."""
    long = draft.end - draft.start
    level, above = 0, draft.node
    while draft.governor is not None and above is not draft.governor and above.parent is not None:
        level, above = level + 1, above.parent
    return {
        f"mark={draft.node.paragraph.mark or 'none'}",
        f"level={min(level, 3)}",
        f"from={draft.governor.role if draft.governor is not None else 'itself'}",
        f"first={draft.start <= draft.node.paragraph.body}",
        f"reason={draft.reason}",
        f"page={'news' if news else 'official'}",
        f"verb={'known' if draft.clause.verb else 'unknown'}",
        f"late={draft.clause.late}",
        f"clause={draft.clause.kind}",
        f"names={min(len(names), 4)}",
        f"generic={generic}",
        f"named={names != ('*',)}",
        f"kind={'clear' if share > 0.9 else 'likely' if share > 0.7 else 'open'}",
        f"long={'short' if long < 60 else 'usual' if long < 400 else 'long'}",
        f"deadline={draft.deadline is not None}",
        f"helpers={bool(draft.coordinators)}",
        f"zone={draft.node.zone}",
    }


# The row of the fitted table that holds the highest log odds told.
MOST = "most"


def certainty(weights: Mapping[str, float], card: set[str]) -> float:
    """The probability that names, helpers and deadline of a card are all right, never above what was seen to hold."""
    total = weights.get("", 0.0) + sum(weights.get(feature, 0.0) for feature in card)
    return 1 / (1 + math.exp(-max(-30.0, min(weights.get(MOST, 30.0), total))))
