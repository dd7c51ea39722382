"""The table decides: whatever it does not open is refused, in words, with its law."""

from itertools import combinations

import pytest

from congvu.engines.lifecycle import Decision, Lifecycle, Move, Refusal, TableError, Words

DOOR = Lifecycle(
    name="door",
    initial="shut",
    final=frozenset({"gone"}),
    states=frozenset({"shut", "open", "gone"}),
    words=Words(
        states={"shut": "Đóng", "open": "Mở", "gone": "Đã tháo"},
        relations={"owner": "chủ nhà", "guest": "khách"},
        fields={"key": "chìa khóa"},
        laws={"house/1": "Nội quy nhà, Điều 1"},
    ),
    moves=(
        Move("open", frozenset({"shut"}), "open", ("owner", "guest"), frozenset({"key"}), law="house/1", label="Mở"),
        Move("shut", frozenset({"open"}), "shut", ("owner",), label="Đóng", while_paused=True),
        Move("knock", frozenset({"shut", "open"}), None, ("guest",), label="Gõ cửa"),
        Move("fix", frozenset({"open"}), None, ("owner",), label="Sửa", while_paused=True, only_paused=True),
        Move("leave", frozenset({"open"}), "gone", ("owner",), variant="quiet", label="Tháo êm"),
        Move("leave", frozenset({"open"}), "shut", ("owner",), variant="loud", label="Tháo ồn"),
    ),
)
RELATIONS = ("owner", "guest", "stranger")


def relation_sets() -> list[frozenset[str]]:
    return [frozenset(chosen) for size in range(4) for chosen in combinations(RELATIONS, size)]


@pytest.mark.parametrize("verb", [*DOOR.verbs, "fly"])
@pytest.mark.parametrize("state", sorted(DOOR.states))
@pytest.mark.parametrize("paused", [False, True])
def test_a_move_is_open_exactly_where_a_row_opens_it(verb: str, state: str, paused: bool) -> None:
    for relations in relation_sets():
        rows = [
            row
            for row in DOOR.moves
            if row.verb == verb
            and state in row.sources
            and relations & set(row.by)
            and (row.while_paused if paused else not row.only_paused)
        ]
        answer = DOOR.decide(verb, state, relations, {"key"}, paused=paused)
        if not rows:
            assert isinstance(answer, Refusal) and answer.text.endswith(".")
            continue
        assert isinstance(answer, Decision)
        assert (answer.move, answer.state) == (rows[0], rows[0].target or state)
        assert answer.relation in relations & set(rows[0].by)
        assert rows[0] in DOOR.open_to(state, relations, paused=paused)


def test_a_refusal_says_what_is_missing_by_which_law_and_who_can() -> None:
    answer = DOOR.decide("open", "shut", {"guest"})
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.missing) == ("missing", ("key",))
    assert answer.text == "Để “Mở” còn thiếu: chìa khóa."
    assert (answer.law, answer.who) == ("Nội quy nhà, Điều 1", "chủ nhà hoặc khách")


@pytest.mark.parametrize(
    ("verb", "state", "relations", "paused", "code"),
    [
        ("fly", "shut", {"owner"}, False, "unknown"),
        ("shut", "shut", {"owner"}, False, "state"),
        ("shut", "open", {"guest"}, False, "relation"),
        ("open", "shut", {"owner"}, True, "paused"),
        ("fix", "open", {"owner"}, False, "not_paused"),
    ],
)
def test_each_kind_of_refusal_has_its_code(verb: str, state: str, relations: set[str], paused: bool, code: str) -> None:
    answer = DOOR.decide(verb, state, relations, {"key"}, paused=paused)
    assert isinstance(answer, Refusal) and answer.code == code


def test_the_first_matching_relation_is_the_one_acted_by() -> None:
    answer = DOOR.decide("open", "shut", {"guest", "owner"}, {"key"})
    assert isinstance(answer, Decision) and answer.relation == "owner"


def test_a_variant_chooses_its_row() -> None:
    loud = DOOR.decide("leave", "open", {"owner"}, variant="loud")
    assert isinstance(loud, Decision) and loud.state == "shut"
    assert isinstance(DOOR.decide("leave", "open", {"owner"}, variant="odd"), Refusal)


@pytest.mark.parametrize(
    "move",
    [
        Move("x", frozenset({"nowhere"}), "open", ("owner",)),
        Move("x", frozenset({"open"}), "nowhere", ("owner",)),
        Move("x", frozenset(), "open", ("owner",)),
        Move("x", frozenset({"open"}), "open", ()),
        Move("x", frozenset({"open"}), "open", ("owner",), only_paused=True),
        Move("shut", frozenset({"open"}), "gone", ("guest",)),
    ],
)
def test_a_table_that_contradicts_itself_is_not_built(move: Move) -> None:
    with pytest.raises(TableError):
        Lifecycle("door", DOOR.initial, DOOR.final, DOOR.states, (*DOOR.moves, move))


def test_undeclared_first_and_last_states_are_found() -> None:
    with pytest.raises(TableError, match="ajar"):
        Lifecycle("door", "ajar", DOOR.final, DOOR.states, DOOR.moves)
    with pytest.raises(TableError, match="lost"):
        Lifecycle("door", "shut", frozenset({"lost"}), DOOR.states, DOOR.moves)


def test_transitions_name_every_step_once_sorted() -> None:
    steps = DOOR.transitions()
    assert list(steps) == sorted(set(steps))
    assert ("knock", "shut", "shut") in steps and ("leave", "open", "gone") in steps
    assert len(steps) == 7


def test_the_diagram_draws_every_move_that_changes_the_state() -> None:
    drawn = DOOR.diagram()
    assert drawn.startswith("stateDiagram-v2\n    [*] --> shut\n")
    assert "    shut --> open : Mở\n" in drawn and "    gone --> [*]\n" in drawn and "    open : Mở\n" in drawn
    assert "Gõ cửa" not in drawn


def test_the_table_is_written_out_for_the_documentation() -> None:
    lines = DOOR.markdown().splitlines()
    assert len(lines) == 2 + len(DOOR.moves)
    assert lines[2] == "| Mở `open` | shut | open | owner, guest | key | same | runs |"
    assert "| Gõ cửa `knock` | open, shut | = | guest | – |" in lines[4]
