"""`congvu worktime`: the engine on the command line, without Django."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from congvu.faces.cli.worktime import command


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_a_deadline_in_the_words_of_a_letter() -> None:
    assert run("add", "2026-11-02T14:05", "15", "ngày", "làm", "việc").output == "17:00:00 thứ Hai 23/11/2026\n"
    assert run("add", "2026-11-02T14:05", "trước", "ngày", "29/11/2026").output == "24:00 thứ Hai 30/11/2026\n"
    assert run("add", "2026-11-02T14:05", "2026-11-30").output == "24:00 thứ Hai 30/11/2026\n"


def test_pauses_and_hours_are_taken() -> None:
    paused = run("add", "2026-11-02T14:05", "15 working_days", "--pause", "2026-11-05T07:00/2026-11-06T17:00")
    assert paused.output == "17:00:00 thứ Năm 26/11/2026\n"
    early = run("add", "2026-11-02T14:05", "1 working_days", "--hours", "07:30-12:00,13:00-16:30")
    assert early.output == "16:30:00 thứ Ba 03/11/2026\n"


def test_a_provisional_date_says_so() -> None:
    assert "tạm tính" in run("add", "2027-01-28", "10", "working_days").output


def test_json_is_one_object() -> None:
    told = json.loads(run("add", "2026-11-02T14:05", "2", "months", "--json").output)
    assert told["due_day"] == "2027-01-04" and told["rule"] == {"kind": "months", "amount": 2}
    assert (
        json.loads(run("between", "2026-11-02T14:05", "2026-11-04T09:00", "--json").output)["working_seconds"] == 46_500
    )
    days = json.loads(run("explain", "2026-11-02T14:05", "3", "working_days", "--json").output)["days"]
    assert [day["number"] for day in days if day["number"]] == [1, 2, 3]


def test_an_explanation_has_its_law_and_its_grid() -> None:
    text = run("explain", "2026-11-16T14:05", "10 ngày làm việc", "--basis", "Công văn 1/UBND-NC, mục 2").output
    assert "Nghị quyết 28/2026/QH16" in text and "Công văn 1/UBND-NC, mục 2" in text
    assert "T2       T3" in text and "(10)*" in text


@pytest.mark.parametrize(
    "words",
    [
        ("add", "yesterday", "3", "days"),
        ("add", "2026-11-02", "3", "moons"),
        ("add", "2026-11-02", "0", "days"),
        ("add", "2026-11-02", "trước", "30/02/2026"),
        ("add", "2026-11-02", "3", "days", "--pause", "2026-11-02"),
        ("add", "2026-11-02", "3", "days", "--pause", "2026-11-03/2026-11-02"),
        ("between", "2026-11-02", "2026-11-03", "--hours", "17:00-07:00"),
        ("between", "2026-11-02", "2026-11-03", "--hours", "all day"),
    ],
)
def test_what_is_not_understood_is_said(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2 and "Traceback" not in result.output


def test_beyond_the_calendar_is_said() -> None:
    result = run("add", "2036-11-02", "1000", "days")
    assert result.exit_code == 1 and "ngoài lịch" in result.output


def test_every_command_has_examples() -> None:
    for words in (("--help",), ("add", "--help"), ("between", "--help"), ("explain", "--help")):
        assert "Ví dụ:" in run(*words).output


def test_it_loads_no_django() -> None:
    code = "import sys, congvu.faces.cli.worktime; sys.exit(any(name.startswith('django') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
