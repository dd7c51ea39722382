"""The changelog has the form of Keep a Changelog and agrees with the version of the program."""

import re
from datetime import date
from pathlib import Path

import congvu

ROOT = Path(__file__).resolve().parents[2]
HEADS = [line for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
RELEASE = re.compile(r"## \[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d\d-\d\d)")
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def releases() -> list[tuple[tuple[int, ...], date]]:
    found = [RELEASE.fullmatch(head) for head in HEADS[1:]]
    assert None not in found, "a head is not “## [1.2.3] - 2026-11-25”"
    return [(tuple(int(match[place]) for place in (1, 2, 3)), date.fromisoformat(match[4])) for match in found if match]


def test_what_is_not_released_stands_first() -> None:
    assert HEADS[0] == "## [Unreleased]"


def test_releases_go_from_new_to_old() -> None:
    told = releases()
    assert told == sorted(told, reverse=True) and len({version for version, _day in told}) == len(told)
    assert [day for _version, day in told] == sorted((day for _version, day in told), reverse=True)


def test_the_newest_release_is_the_version_of_the_program() -> None:
    version, day = releases()[0]
    assert ".".join(map(str, version)) == congvu.__version__
    told = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert f"softwareVersion: {congvu.__version__}\n" in told and f'releaseDate: "{day}"' in told


def test_changes_are_of_known_kinds_and_no_release_is_empty() -> None:
    for part in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[2:]:
        kinds = re.findall(r"^### (.+)$", part, re.MULTILINE)
        assert kinds and set(kinds) <= KINDS and "\n- " in part, part.splitlines()[0]
