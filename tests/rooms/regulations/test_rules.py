"""What stands against what in the authority matrix, as tables of cases. Pure: no database."""

from datetime import date

import pytest

from congvu.sources.regulations.rules import (
    Given,
    Line,
    Returned,
    gaps,
    line_findings,
    returned_findings,
    status_on,
)

D = date
NEW_YEAR = D(2026, 1, 1)


def line(
    number: int, body: int, *, key: str = "ke bo song", level: str = "province", lineage: tuple[int, ...] = (),
    post: int | None = None, first: date = NEW_YEAR, last: date | None = None,
) -> Line:  # fmt: skip
    return Line(number, key, key, body, level, lineage or (1, body), post, first, last)


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        (line(1, 4), line(2, 5), ["overlap"]),
        (line(1, 4), line(2, 4), []),
        (line(1, 4, post=7), line(2, 4, post=8), ["overlap"]),
        (line(1, 4, post=7), line(2, 4), []),
        (line(1, 4), line(2, 9, lineage=(1, 4, 9)), []),  # a unit of its own is no rival
        (line(1, 4), line(2, 6, level="commune"), ["contradiction"]),
        (line(1, 1, lineage=(1,)), line(2, 6, level="commune"), ["contradiction"]),
        (line(1, 4, last=D(2026, 5, 31)), line(2, 5, first=D(2026, 6, 1)), []),  # one after the other
        (line(1, 4, last=D(2026, 6, 1)), line(2, 5, first=D(2026, 6, 1)), ["overlap"]),  # one common day
        (line(1, 4), line(2, 5, key="ke bien"), []),
    ],
)
def test_two_lines(one: Line, other: Line, kinds: list[str]) -> None:
    found = line_findings([one, other])
    assert [finding.kind for finding in found] == kinds
    assert all(finding.rows == (1, 2) for finding in found)
    assert [f.key for f in line_findings([other, one])] == [f.key for f in found]  # the order does not matter


def test_three_lines_of_one_matter_are_one_finding_of_a_kind() -> None:
    found = line_findings([line(1, 4), line(2, 5), line(3, 6, level="commune")])
    assert [(f.kind, f.rows) for f in found] == [("contradiction", (1, 2, 3)), ("overlap", (1, 2))]


def test_a_gap_is_a_matter_that_no_line_names_or_is_contained_in() -> None:
    given = [
        Given(10, "Kè bờ sông", "ke bo song", 4),
        Given(11, "Gia cố kè bờ sông xã Tân Phú", "gia co ke bo song xa tan phu", 4),
        Given(12, "Bãi đổ thải", "bai do thai", 5),
        Given(13, "Bãi đổ thải", "bai do thai", 6),
        Given(14, "Kè bờ", "ke bo", 4),  # shorter than the line: not covered
    ]
    found = gaps(given, ["ke bo song"])
    assert [(f.matter, f.rows, f.bodies) for f in found] == [
        ("Bãi đổ thải", (12, 13), (5, 6)),
        ("Kè bờ", (14,), (4,)),
    ]


def test_the_fast_cover_agrees_with_the_plain_one() -> None:
    words = ["ke", "bo", "song", "dat", "ruong", "bai"]
    keys = [f"{a} {b} {c}" for a in words for b in words for c in words]
    lines = ["ke bo", "song", "dat ruong bai", "bai bai"]
    plain = {key for key in keys if not any(f" {one} " in f" {key} " for one in lines)}
    assert {f.matter for f in gaps([Given(n, key, key, 1) for n, key in enumerate(keys)], lines)} == plain


def test_returns_are_gathered_by_matter_and_the_bodies_between_which_it_went() -> None:
    found = returned_findings(
        [
            Returned(1, "Bãi thải", "bai thai", 4, 5),
            Returned(1, "Bãi thải", "bai thai", 5, 4),
            Returned(2, "Bãi thải", "bai thai", 4, None),
        ]
    )
    assert [(f.bodies, f.rows) for f in found] == [((4,), (2,)), ((4, 5), (1,))]


@pytest.mark.parametrize(
    ("day", "last", "replaced", "status"),
    [
        (D(2025, 12, 31), None, False, "future"),
        (D(2026, 1, 1), None, False, "in_force"),
        (D(2026, 6, 30), D(2026, 6, 30), True, "in_force"),
        (D(2026, 7, 1), D(2026, 6, 30), True, "replaced"),
        (D(2026, 7, 1), D(2026, 6, 30), False, "ended"),
    ],
)
def test_whether_a_rule_is_in_force(day: date, last: date | None, replaced: bool, status: str) -> None:
    assert status_on(day, D(2026, 1, 1), last, replaced) == status
