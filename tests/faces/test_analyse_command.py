"""`congvu analyse`: tables as JSON, text, Parquet, and the page that a manager reads."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pyarrow import parquet
from tests.browser import assert_accessible
from tests.faces.test_log_command import congvu

from congvu.faces.analysis import TABLES

BAD = "<script>alert(1)</script>&\"'"


STEPS = (
    ("Tiếp nhận", "Lan", "Một cửa"),
    ("Thẩm định", BAD.replace('"', '""'), "Phòng A"),
    ("Thẩm định", "Lan", "Một cửa"),
    ("Trình ký", "Hùng", "Phòng A"),
    ("Trả kết quả", "", "Một cửa"),
)


EMPTY = {"held_by", "batches", "ping_pong_indirect", "ping_pong_empty"}  # not asked for, or nothing in them


def log(folder: Path) -> Path:
    """Forty cases over five months: handed on, sent back, late, with names that try to be markup."""
    rows = ["case,activity,time,resource,team,deadline"]
    for case in range(40):
        month, day = 1 + case // 10, 1 + case % 10 * 2
        for n, (step, who, team) in enumerate(STEPS[: 3 + case % 3]):
            at = f"2026-{month:02}-{day + n * (1 + case % 4):02}T{8 + n:02}:00:00+07:00"
            rows.append(f'{case},{step},{at},"{who}",{team},2026-{month:02}-{day + 4:02}T17:00:00+07:00')
    path = folder / "log.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module")
def page(source: Path) -> Path:
    path = source.with_suffix(".html")
    done = congvu("analyse", source, "--html", path)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == b""
    return path


def test_every_table_can_be_asked_for_alone(source: Path) -> None:
    whole = json.loads(congvu("analyse", source, "--json", "--by", "unit,step").stdout)
    assert tuple(whole) == TABLES
    assert whole["summary"] | {"calendar": "vn", "cases": 40, "people": 3, "units": 2} == whole["summary"]
    assert {row["unit"] for row in whole["held_by"]} == {"Một cửa", "Phòng A"}
    assert whole["lateness"]["late"] > 0
    for part in ("by_step", "by_holder"):
        assert sum(row["seconds"] for row in whole["lateness"][part]) == whole["lateness"]["seconds"]
    for name in TABLES:
        alone = json.loads(congvu("analyse", source, "--json", "--by", "unit,step", "--measures", name).stdout)
        assert alone == {name: whole[name]}


def test_hands_can_be_those_of_units(source: Path) -> None:
    done = congvu("analyse", source, "--json", "--measures", "handovers", "--perspective", "unit")
    assert {(row["from"], row["to"]) for row in json.loads(done.stdout)["handovers"]} == {
        ("Một cửa", "Phòng A"), ("Phòng A", "Một cửa")
    }  # fmt: skip


def test_a_terminal_gets_sentences_and_tables(source: Path) -> None:
    said = congvu("analyse", source).stdout.decode()
    assert said.startswith("Thời gian là thời gian làm việc: một ngày là 8 giờ, trừ ngày nghỉ theo lịch của Việt Nam.")
    for words in ("Một nửa số hồ sơ xong trong", "Chuyển tay\n", "Theo từng kỳ\n", "Tiếp nhận → Thẩm định"):
        assert words in said


def test_tables_are_written_as_parquet(source: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        assert congvu("analyse", source, "--parquet", folder).returncode == 0
    assert parquet.read_table(first / "handovers.parquet").column_names == ["from", "to", "count", "seconds"]
    assert {path.stem for path in first.iterdir()} == set(TABLES) - EMPTY
    assert [path.read_bytes() for path in sorted(first.iterdir())] == [
        path.read_bytes() for path in sorted(second.iterdir())
    ]


@pytest.mark.parametrize("arguments", [["--measures", "nothing"], ["--by", "step,colour"], ["--period", "week"]])
def test_what_there_is_not_is_refused(source: Path, arguments: list[str]) -> None:
    assert congvu("analyse", source, *arguments).returncode == 2


def test_a_page_that_cannot_be_written_is_said(source: Path, tmp_path: Path) -> None:
    done = congvu("analyse", source, "--html", tmp_path / "gone" / "a.html")
    assert done.returncode == 1
    assert "không có tệp hay thư mục này" in done.stderr.decode()


class Outline(HTMLParser):
    """Headings in order, captions, pictures without a name, and everything that would be loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.pictures = self.named = self.tables = self.captions = 0
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.pictures += given.get("role") == "img"
        self.named += given.get("role") == "img" and bool(given.get("aria-label"))
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag in ("script", "link", "img", "iframe", "object", "embed"):
            self.loaded.append(tag)
        self.loaded += [str(given[key]) for key in ("src", "href") if not str(given.get(key, "#")).startswith("#")]


def test_the_page_loads_nothing_and_names_are_no_markup(page: Path) -> None:
    text = page.read_text("utf-8")
    outline = Outline()
    outline.feed(text)
    assert outline.loaded == []
    assert "<script" not in text
    assert not re.search(r"url\(\s*[\"']?(?!#)", text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in text


def test_headings_go_down_step_by_step_and_every_picture_and_table_is_named(page: Path) -> None:
    outline = Outline()
    outline.feed(page.read_text("utf-8"))
    assert outline.headings[0] == 1 and outline.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert outline.pictures == outline.named >= 6
    assert outline.tables == outline.captions >= 15


def test_the_same_log_gives_the_same_page(source: Path, page: Path, tmp_path: Path) -> None:
    congvu("analyse", source, "--html", tmp_path / "again.html")
    assert (tmp_path / "again.html").read_text("utf-8") == page.read_text("utf-8")


@pytest.mark.journey
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_the_page_is_accessible_on_every_screen_and_asks_no_other_host(
    page: Path, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(page.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert_accessible(opened)
    assert asked == [page.as_uri()]
    context.close()


def test_a_log_of_one_event_has_a_page(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,activity,time\n1,a,2026-01-01T08:00:00Z\n", "utf-8")
    done = congvu("analyse", path, "--html", tmp_path / "log.html")
    assert done.returncode == 0, done.stderr.decode()
    assert "Nhật ký không ghi người" in (tmp_path / "log.html").read_text("utf-8")
