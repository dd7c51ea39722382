"""The table and its five readers: check, decide, open_to, transitions, diagram."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

SAME = "same"


class TableError(ValueError):
    """The table contradicts itself: a defect of the program, found when it is built."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row: who may do what from which states, what he hands in, who holds the matter afterwards.

    `target` None leaves the state as it is. `variant` tells rows of one verb apart when the state alone does not.
    `holder_after` and `clock` are words that the room interprets and the diagram prints. `legal` marks an act of
    authority, which nobody takes back by a click. `law` is a key into the words of the table.
    """

    verb: str
    sources: frozenset[str]
    target: str | None
    by: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    holder_after: str = SAME
    clock: str = "runs"
    law: str = ""
    label: str = ""
    variant: str = ""
    legal: bool = False
    while_paused: bool = False
    only_paused: bool = False

    @property
    def name(self) -> str:
        """What tells the row apart: `assign:settle`, `accept`."""
        return f"{self.verb}:{self.variant}" if self.variant else self.verb


@dataclass(frozen=True, slots=True)
class Words:
    """What the table is called in sentences for people; plain data, so that another language is another value."""

    states: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    laws: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The move is open: the row that opens it, the state it leads to, the relation by which the actor acts."""

    move: Move
    state: str
    relation: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The move is not open. `text` is one sentence for people; `law` the rule; `who` can do it or must be asked.

    `template` and `values` (name, what joins its words, the words) are what a sentence of the table is made of.
    """

    verb: str
    code: str
    text: str
    law: str = ""
    who: str = ""
    missing: tuple[str, ...] = ()
    template: str = ""
    values: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def told(self, translate: Callable[[str], str]) -> "Refusal":
        """The same in another language."""
        words = {name: translate(joiner).join(map(translate, parts)) for name, joiner, parts in self.values}
        text = translate(self.template) % words if self.template else translate(self.text)
        return replace(self, text=text, law=translate(self.law), who=words.get("able") or translate(self.who))


# What the table says when it refuses.
_PAUSED = "Việc đang tạm dừng nên chưa “%(label)s” được; hãy tiếp tục trước."
_NOT_PAUSED = "Việc không tạm dừng nên không có gì để “%(label)s”."
_LACKING = "Để “%(label)s” còn thiếu: %(fields)s."
_WRONG_STATE = "Việc đang “%(now)s”; chỉ “%(label)s” được khi việc “%(states)s”."
_WRONG_PERSON = "“%(label)s” là bước của %(able)s."
_OR = " hoặc "


@dataclass(frozen=True)
class Lifecycle:
    """A table of moves over named states. Whatever the table does not open is refused."""

    name: str
    initial: str
    final: frozenset[str]
    states: frozenset[str]
    moves: tuple[Move, ...]
    words: Words = field(default_factory=Words)

    def __post_init__(self) -> None:
        faults = tuple(self.faults())
        if faults:
            raise TableError("; ".join(faults))

    @cached_property
    def _by_verb(self) -> dict[str, tuple[Move, ...]]:
        return {verb: tuple(move for move in self.moves if move.verb == verb) for verb in self.verbs}

    def rows(self, verb: str) -> tuple[Move, ...]:
        """The rows of a verb, in the order of the table."""
        return self._by_verb.get(verb, ())

    @property
    def verbs(self) -> tuple[str, ...]:
        """Each verb once, in the order of the table."""
        return tuple(dict.fromkeys(move.verb for move in self.moves))

    def faults(self) -> Iterator[str]:
        """What is wrong with the table itself; nothing when it may be used."""
        for state in sorted({self.initial, *self.final} - self.states):
            yield f"state {state} is not declared"
        names: set[tuple[str, str, str]] = set()
        for move in self.moves:
            unknown = move.sources - self.states | ({move.target} - self.states if move.target else set())
            for state in sorted(unknown):
                yield f"{move.name}: state {state} is not declared"
            if not move.sources or not move.by:
                yield f"{move.name}: nobody can ever make this move"
            if move.only_paused and not move.while_paused:
                yield f"{move.name}: only while paused, yet not while paused"
            for state in sorted(move.sources):
                key = (move.verb, move.variant, state)
                if key in names:
                    yield f"{move.name}: two rows for state {state}"
                names.add(key)

    def decide(
        self,
        verb: str,
        state: str,
        relations: Iterable[str],
        given: Iterable[str] = (),
        *,
        paused: bool = False,
        variant: str | None = None,
    ) -> Decision | Refusal:
        """Whether someone in `relations` to the matter may make `verb` now, having handed in the fields `given`.

        With `variant` only that row counts; without it the first row open from `state`.
        """
        rows = tuple(row for row in self.rows(verb) if variant is None or row.variant == variant)
        if not rows:
            return Refusal(verb, "unknown", f"Không có bước “{verb}”.")
        here = tuple(row for row in rows if state in row.sources)
        if not here:
            return self._wrong_state(rows[0], state)
        held = frozenset(relations)
        mine = next((row for row in here if not held.isdisjoint(row.by)), None)
        if mine is None:
            return self._wrong_person(here[0])
        if paused and not mine.while_paused:
            return self._refuse(mine, "paused", _PAUSED)
        if mine.only_paused and not paused:
            return self._refuse(mine, "not_paused", _NOT_PAUSED)
        missing = tuple(sorted(mine.needs - frozenset(given)))
        if missing:
            return self.lacking(mine, missing)
        relation = next(name for name in mine.by if name in held)
        return Decision(mine, mine.target or state, relation)

    def lacking(self, move: Move, missing: tuple[str, ...]) -> Refusal:
        """The refusal of a move whose hands are not full: which fields are missing."""
        fields = tuple(self.words.fields.get(name, name) for name in missing)
        return self._refuse(move, "missing", _LACKING, ("fields", ", ", fields), missing=missing)

    def open_to(self, state: str, relations: Iterable[str], *, paused: bool = False) -> tuple[Move, ...]:
        """The rows that somebody in `relations` may make from `state`, in the order of the table."""
        held = frozenset(relations)
        return tuple(
            row
            for row in self.moves
            if state in row.sources
            and not held.isdisjoint(row.by)
            and (row.while_paused if paused else not row.only_paused)
        )

    def transitions(self) -> tuple[tuple[str, str, str], ...]:
        """Each (verb, from, to) the table opens, sorted: what the database is told."""
        return tuple(sorted({(row.verb, state, row.target or state) for row in self.moves for state in row.sources}))

    def diagram(self) -> str:
        """A Mermaid state diagram of the moves that change the state; the others are listed under it."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {state} : {self.words.states.get(state, state)}" for state in sorted(self.states)]
        for row in self.moves:
            if row.target is not None:
                lines += [f"    {state} --> {row.target} : {row.label}" for state in sorted(row.sources)]
        lines += [f"    {state} --> [*]" for state in sorted(self.final)]
        return "\n".join(dict.fromkeys(lines)) + "\n"

    def markdown(self) -> str:
        """The whole table for the documentation: one line a row."""
        head = (
            "| move | from | to | by | hands in | holder after | clock |\n| --- | --- | --- | --- | --- | --- | --- |"
        )
        lines = [
            f"| {row.label} `{row.name}` | {', '.join(sorted(row.sources))} | {row.target or '='} "
            f"| {', '.join(row.by)} | {', '.join(sorted(row.needs)) or '–'} | {row.holder_after} | {row.clock} |"
            for row in self.moves
        ]
        return "\n".join([head, *lines]) + "\n"

    def _wrong_state(self, row: Move, state: str) -> Refusal:
        now, *states = (self.words.states.get(name, name) for name in (state, *sorted(row.sources)))
        return self._refuse(row, "state", _WRONG_STATE, ("now", "", (now,)), ("states", "”, “", tuple(states)))

    def _wrong_person(self, row: Move) -> Refusal:
        return self._refuse(row, "relation", _WRONG_PERSON)

    def _refuse(
        self, row: Move, code: str, template: str, *values: tuple[str, str, tuple[str, ...]],
        missing: tuple[str, ...] = (),
    ) -> Refusal:  # fmt: skip
        able = tuple(self.words.relations.get(name, name) for name in row.by)
        law = self.words.laws.get(row.law, row.law)
        all_values = (("label", "", (row.label,)), ("able", _OR, able), *values)
        return Refusal(row.verb, code, "", law, "", missing, template, all_values).told(str)

    def who(self, row: Move) -> str:
        """Who may make this move, in words."""
        return _OR.join(self.words.relations.get(name, name) for name in row.by)
