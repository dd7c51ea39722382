"""`congvu log` and `congvu analyse` as a person or another program calls them, on small and on real logs."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engines.analytics.test_logs import XES
from tests.shared import SHARED

LOGS = SHARED / "data" / "logs" if SHARED else Path("không có")


def congvu(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "congvu", *map(str, arguments)], capture_output=True, check=False)


def test_an_import_is_repeatable_and_measured(tmp_path: Path) -> None:
    source = tmp_path / "a.xes.gz"
    source.write_bytes(gzip.compress(XES.encode()))
    first, second = tmp_path / "1.parquet", tmp_path / "2.parquet"
    done = congvu("log", "import", source, "--out", first)
    assert done.returncode == 0, done.stderr.decode()
    assert "2 hồ sơ, 3 sự kiện, 1 người" in done.stdout.decode()
    assert "múi giờ" in done.stderr.decode()
    congvu("log", "import", source, "--out", second)
    assert first.read_bytes() == second.read_bytes()
    of_store, of_source = (json.loads(congvu("analyse", path, "--json").stdout) for path in (first, source))
    assert of_store == of_source
    assert of_store["follows"] == [{"from": "Tiếp nhận", "to": "Trả", "count": 1, "seconds": 0}]


def test_a_gzip_that_is_cut_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = gzip.compress((XES.replace("</log>", "") + "<trace><event/></trace>" * 20000 + "</log>").encode(), 1)
    source = tmp_path / "a.xes.gz"
    source.write_bytes(whole[: len(whole) - 60])
    done = congvu("log", "info", source)
    assert done.returncode == 0
    assert "cắt giữa chừng" in done.stderr.decode()


@pytest.mark.parametrize(("name", "text"), [("a.xes", "<a/>"), ("a.csv", ""), ("a.json", "[1]"), ("a.doc", "x")])
def test_what_is_no_log_is_said_in_one_sentence(tmp_path: Path, name: str, text: str) -> None:
    source = tmp_path / name
    source.write_text(text, "utf-8")
    done = congvu("log", "info", source)
    assert done.returncode == 1
    assert done.stderr.decode().startswith(f"{source}: ")
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.skipif(not LOGS.exists(), reason="các nhật ký thật không có ở máy này")
@pytest.mark.parametrize(
    ("name", "cases", "events", "people", "activities"),
    [("receipt.xes.gz", 1434, 8577, 48, 27), ("helpdesk.xes.gz", 4580, 21348, 22, 14)],
)
def test_real_logs_are_read_whole(name: str, cases: int, events: int, people: int, activities: int) -> None:
    said = congvu("log", "info", LOGS / name).stdout.decode()
    assert f"{cases} hồ sơ, {events} sự kiện, {people} người, {activities} hoạt động" in said
