"""`congvu import` and `congvu export` as an operator types them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.house.program import SET_UP, congvu, home_with
from tests.rooms.exchange.files import csv, xlsx

PEOPLE = SET_UP + (
    "    moves.add_person(username='quantri', full_name='Quản Trị', by=None, administrator=True)\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with home_with(PEOPLE) as folder:
        yield folder


def test_a_file_is_looked_through_then_written_then_there_already(home: Path, tmp_path: Path) -> None:
    file, errors = tmp_path / "nguoi.xlsx", tmp_path / "loi.xlsx"
    by = ("--by", "quantri")
    file.write_bytes(xlsx(("Tài khoản", "Họ và tên"), ("an", "Nguyễn Văn An"), ("an", "Lê An")))
    wrong = congvu(home, "import", "people", str(file), *by, "--errors", str(errors))
    assert wrong.returncode == 1 and "Dòng 3: trùng với dòng 2" in wrong.stderr and "1 thêm" in wrong.stdout
    assert errors.exists() and "Traceback" not in wrong.stderr
    file.write_bytes(xlsx(("Cột A", "Họ và tên"), ("an", "Nguyễn Văn An")))
    column = ("--column", "username=Cột A")
    dry = congvu(home, "import", "people", str(file), *by, *column, "--dry-run")
    assert dry.returncode == 0 and "chưa ghi gì" in dry.stdout, dry.stderr
    done = congvu(home, "import", "people", str(file), *by, *column)
    assert done.returncode == 0 and "Đã ghi." in done.stdout, done.stderr
    again = congvu(home, "import", "people", str(file), *by, *column)
    assert again.returncode == 0 and "0 thêm, 0 sửa, 1 đã có, 0 sai" in again.stdout


def test_what_is_wrong_with_the_call_is_said(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(csv(("A",), ("x",)))
    assert congvu(home, "import", "people", str(file)).returncode == 2
    nobody = congvu(home, "import", "people", str(file), "--by", "ai.do")
    assert nobody.returncode == 2 and "Không có người dùng ai.do" in nobody.stderr
    unread = congvu(home, "import", "people", str(file), "--by", "quantri")
    assert unread.returncode == 1 and "Chưa biết cột nào là" in unread.stderr
    column = congvu(home, "import", "people", str(file), "--by", "quantri", "--column", "x=y")
    assert column.returncode == 2 and "mục là một trong" in column.stderr
    template = tmp_path / "mau.xlsx"
    assert congvu(home, "import", "bodies", "--template", str(template)).returncode == 0 and template.exists()
    assert congvu(home, "import", "bodies", "--template", str(template)).returncode == 1


def test_the_ledger_is_exported_and_no_file_written_over(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "so-cai.parquet"
    done = congvu(home, "export", "parquet", "--out", str(out))
    assert done.returncode == 0, done.stderr
    rows = parquet.read_table(out)
    assert rows.num_rows > 0 and "set_up" in rows["verb"].to_pylist()
    assert congvu(home, "export", "parquet", "--out", str(out)).returncode == 2
    log = tmp_path / "so-cai.json"
    assert congvu(home, "export", "ocel-json", "--out", str(log), "--subject", "org").returncode == 0
    assert {event["type"].partition(".")[0] for event in json.loads(log.read_text("utf-8"))["events"]} == {"org"}
    named = congvu(home, "export", "csv", "--out", str(tmp_path / "a.csv"), "--names")
    assert named.returncode == 2 and "lý do" in named.stderr
