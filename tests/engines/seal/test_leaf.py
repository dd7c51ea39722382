"""A leaf has one spelling, holds no free text, and is read back for ever."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from congvu.engines import seal

AT = datetime(2026, 11, 25, 1, 2, 3, 4, tzinfo=UTC)
SALT = bytes(range(16))

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).map(
    lambda text: str(seal.normal(text))
)
keys = st.text(st.characters(max_codepoint=127, exclude_characters="\0"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def halves(**changes: Any) -> tuple[bytes, bytes]:
    given_: dict[str, Any] = {
        "subject": seal.subject_key("duties", "duty", 12),
        "seq": 4,
        "previous": bytes(32),
        "verb": "return",
        "person": 7,
        "post": 3,
        "authority": "holder",
        "source": "assigned",
        "target": "unplaced",
        "payload": {"ground": "unclear"},
        "files": ["ab" * 32],
        "commitments": [("reason", seal.commit("reason", "không rõ", SALT))],
    }
    return seal.leaf_halves(**{**given_, **changes})


@given(values)
def test_canonical_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert seal.canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value",
    [1.5, 2**53, -(2**53), float("nan"), "a\u0302", "\ud800", "a\0", {"đ": 1}, {1: "a"}, b"raw", {"a": [{"b": 0.1}]}],
)
def test_what_libraries_spell_differently_is_refused(value: object) -> None:
    with pytest.raises(seal.LeafError):
        seal.canonical(value)


def test_a_value_nested_without_end_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(seal.LeafError):
        seal.canonical(value)


def test_what_people_typed_is_brought_to_one_form_before_it_is_sealed() -> None:
    assert seal.normal({"tên": ["Hoa\u0300", 1]}) == {"tên": ["Hoà", 1]}


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)), values)
def test_a_leaf_is_read_back_as_it_was_written(moment: datetime, value: Any) -> None:
    at = moment.replace(tzinfo=UTC)
    leaf = seal.leaf_bytes(halves(payload={"value": value}), at)
    read = seal.decode(leaf)
    assert (read.at, read.payload, read.subject, read.seq) == (at, {"value": value}, "duties/duty/12", 4)
    assert (read.source, read.target, read.person, read.post) == ("assigned", "unplaced", 7, 3)
    assert read.effective_at is None
    assert rfc8785.dumps(json.loads(leaf)) == leaf


def test_the_time_is_written_in_utc_with_six_decimals() -> None:
    at = datetime(2026, 1, 1, 7, 0, tzinfo=timezone(timedelta(hours=7)))
    assert seal.instant(at) == "2026-01-01T00:00:00.000000Z"
    assert b'{"at":"2026-01-01T00:00:00.000000Z","authority":' in seal.leaf_bytes(halves(), at)


def test_another_time_of_effect_stands_in_the_leaf_with_its_ground() -> None:
    leaf = seal.leaf_bytes(halves(effective_at=AT - timedelta(hours=1), ground="clock", person=None, post=None), AT)
    read = seal.decode(leaf)
    assert (read.effective_at, read.ground, read.person, read.post) == (AT - timedelta(hours=1), "clock", 0, 0)
    with pytest.raises(seal.LeafError):
        halves(ground="clock")


def test_free_text_is_not_in_the_leaf_and_cannot_be_guessed_from_it() -> None:
    leaf = seal.leaf_bytes(halves(), AT)
    assert "không rõ".encode() not in leaf
    one, other = seal.commit("cccd", "001200000001", SALT), seal.commit("cccd", "001200000001", bytes(16))
    assert one != other


@pytest.mark.parametrize(
    ("name", "value", "salt"), [("a", "b", bytes(15)), ("a", "a\u0302", bytes(16)), ("\ud800", "b", bytes(16))]
)
def test_a_commitment_needs_sixteen_random_bytes_and_clean_text(name: str, value: str, salt: bytes) -> None:
    with pytest.raises(seal.LeafError):
        seal.commit(name, value, salt)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw | {"v": 2},
        lambda raw: raw | {"more": 1},
        lambda raw: {key: item for key, item in raw.items() if key != "verb"},
        lambda raw: raw | {"at": "2026-11-25 01:02:03Z"},
        lambda raw: raw | {"seq": "4"},
        lambda raw: raw | {"seq": True},
        lambda raw: raw | {"verb": 4},
        lambda raw: raw | {"previous": "zz"},
        lambda raw: raw | {"commitments": [["a"]]},
        lambda raw: raw | {"effective": "2026-11-25T01:02:03.000000Z"},
        lambda raw: [],
    ],
)
def test_what_no_version_writes_is_not_read(change: Any) -> None:
    raw = json.loads(seal.leaf_bytes(halves(), AT))
    with pytest.raises(seal.LeafError):
        seal.decode(json.dumps(change(raw), sort_keys=True, separators=(",", ":")).encode())


def test_the_same_values_in_another_spelling_are_not_the_leaf() -> None:
    leaf = seal.leaf_bytes(halves(), AT)
    with pytest.raises(seal.LeafError):
        seal.decode(leaf.replace(b'":', b'": ', 1))
    with pytest.raises(seal.LeafError):
        seal.decode(b"\xff")


def test_leaves_of_an_unknown_version_are_not_written() -> None:
    with pytest.raises(seal.LeafError):
        halves(version=0)
