"""`congvu simulate` and `congvu signals` as a person or another program calls them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = {
    *("holder", "signal", "level", "first_period", "observed", "expected"),
    *("p", "e", "ratio", "ratio_low", "ratio_high", "events"),
}


def congvu(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "congvu", *map(str, arguments)], capture_output=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tinh")
    done = congvu("simulate", "--seed", 4, "--officials", 150, "--months", 8, "--out", path)
    assert done.returncode == 0, done.stderr.decode()
    return path


def test_flags_are_one_sorted_list_and_always_the_same_bytes(folder: Path) -> None:
    ask = ("signals", "detect", "--events", folder / "events.parquet", "--monthly", "--all", "--json")
    first, second = congvu(*ask), congvu(*ask)
    assert first.stdout == second.stdout
    flags = json.loads(first.stdout)
    assert {frozenset(flag) for flag in flags} == {frozenset(KEYS)}
    assert [(flag["holder"], flag["signal"]) for flag in flags] == sorted((f["holder"], f["signal"]) for f in flags)
    assert all((flag["first_period"] is None) == (flag["level"] == 0) for flag in flags)
    assert all(flag["ratio_low"] <= flag["ratio"] <= flag["ratio_high"] for flag in flags)


def test_flags_are_scored_against_the_truth(folder: Path, tmp_path: Path) -> None:
    flags = tmp_path / "co.json"
    flags.write_bytes(congvu("signals", "detect", "--events", folder / "events.parquet", "--json").stdout)
    one, two = json.loads(
        congvu("signals", "score", "--flags", flags, "--truth", folder / "truth.parquet", "--json").stdout
    )
    assert one["level"] == 1
    assert two["level"] == 2
    assert one["raised"] >= two["raised"] >= 0
    assert sum(planted for _, planted in one["found"].values()) > 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--events", "khong-co.parquet"), 1, "khong-co.parquet"),
        (("--events", __file__), 1, "Parquet"),
        (("--events", __file__, "--until", "2026"), 2, "NĂM-THÁNG"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = congvu("signals", "detect", *arguments)
    assert done.returncode == code
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_the_truth_is_no_table_of_events(folder: Path) -> None:
    done = congvu("signals", "detect", "--events", folder / "truth.parquet")
    assert done.returncode == 1
    assert "unit" in done.stderr.decode()
