"""The table of moves of a duty, exhaustively: each verb in each state by each relation."""

from itertools import product

import pytest

from congvu.engines.lifecycle import Decision, Refusal
from congvu.kernel.duties.rules import ACTION_ORDER, DUTY, FIELDS, FINAL, OPEN, STATES, UNDOABLE
from congvu.kernel.duties.rules.table import LAWS, RELATION_LABELS

EVERYTHING = frozenset(FIELDS)
# design.md §2, written a second time by hand: verb, from, to.
DESIGN = {
    "assign": {("draft", "assigned"), ("unplaced", "assigned"), ("disputed", "assigned")},
    "accept": {("assigned", "in_hand")},
    "return": {("assigned", "unplaced"), ("assigned", "disputed")},
    "forward": {("assigned", "assigned"), ("in_hand", "assigned")},
    "consult": {("in_hand", "in_hand")},
    "submit": {("in_hand", "submitted")},
    "decide": {("submitted", "in_hand")},
    "pause": {("in_hand", "in_hand")},
    "resume": {("in_hand", "in_hand")},
    "extend": {(state, state) for state in OPEN},
    "complete": {("in_hand", "handed_in")},
    "redo": {("handed_in", "in_hand")},
    "verify": {("handed_in", "closed")},
    "reopen": {("closed", "in_hand")},
    "cancel": {(state, "cancelled") for state in OPEN},
    "urge": {(state, state) for state in OPEN},
    "note": {(state, state) for state in OPEN | FINAL},
}


@pytest.mark.parametrize("verb", sorted(DESIGN))
def test_the_table_is_the_one_of_the_design(verb: str) -> None:
    assert {(source, target) for name, source, target in DUTY.transitions() if name == verb} == DESIGN[verb]


@pytest.mark.parametrize("verb", DUTY.verbs)
@pytest.mark.parametrize("state", sorted(STATES))
def test_only_the_named_relations_make_a_move_from_the_named_states(verb: str, state: str) -> None:
    for relation, paused in product(RELATION_LABELS, (False, True)):
        rows = [
            row
            for row in DUTY.rows(verb)
            if state in row.sources and relation in row.by and (row.while_paused if paused else not row.only_paused)
        ]
        answer = DUTY.decide(verb, state, {relation}, EVERYTHING, paused=paused)
        assert isinstance(answer, Decision if rows else Refusal), (verb, state, relation, paused)
        if isinstance(answer, Refusal):
            assert answer.text and answer.text[-1] == "."
        for row in rows:
            bare = DUTY.decide(verb, state, {relation}, (), paused=paused, variant=row.variant)
            assert isinstance(bare, Refusal if row.needs else Decision)
            if isinstance(bare, Refusal):
                assert bare.code == "missing" and set(bare.missing) == row.needs


def test_every_law_relation_and_field_of_the_table_has_words() -> None:
    for row in DUTY.moves:
        assert row.law in LAWS and set(row.by) <= set(RELATION_LABELS)
        assert row.needs | row.optional <= set(FIELDS), row.name
    assert set(ACTION_ORDER) == set(DUTY.verbs)


def test_acts_of_authority_are_not_taken_back() -> None:
    assert not [row.name for row in DUTY.moves if row.legal and row.verb in UNDOABLE]
    assert {row.verb for row in DUTY.moves if row.legal} >= {"decide", "verify", "cancel", "reopen", "take_over"}


def test_a_closed_duty_is_only_reopened_or_spoken_of() -> None:
    assert {row.verb for row in DUTY.open_to("closed", RELATION_LABELS)} == {
        "reopen", "note", "claim_cause", "rule_on_cause",
    }  # fmt: skip
    assert {row.verb for row in DUTY.open_to("cancelled", RELATION_LABELS)} == {"note", "claim_cause", "rule_on_cause"}


def test_every_state_can_be_reached_and_left() -> None:
    reached = {DUTY.initial}
    while more := {target for _, source, target in DUTY.transitions() if source in reached} - reached:
        reached |= more
    assert reached == STATES
    assert all(
        any(source == state != target for _, source, target in DUTY.transitions()) for state in STATES - {"cancelled"}
    )
