"""`congvu analyse`: what an event log says of how work moves. Loads no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvu.faces.analysis import TABLES
from congvu.faces.cli.log import calendar_option, days_of, named_columns, opened_store, read_or_stop, stop

if TYPE_CHECKING:
    from congvu.engines.analytics.logs import Log
    from congvu.engines.worktime import Calendar
    from congvu.faces.analysis.findings import Asked, Findings, Kept

_EPILOG = """\b
Ví dụ:
  congvu analyse nhat-ky.parquet
  congvu analyse nhat-ky.xes.gz --html bao-cao.html
  congvu analyse nhat-ky.parquet --measures handovers,ping_pong --perspective unit --top 50
  congvu analyse nhat-ky.parquet --by unit,step --json > do.json
  congvu analyse kho/ --measures handovers,held     (kho trả lời ngay, không đọc lại sự kiện)
\b
Mã thoát: 0 đã đo; 1 tệp không đọc được hoặc không ghi được; 2 gọi sai."""


def names_among(allowed: tuple[str, ...]) -> Callable[..., tuple[str, ...]]:
    """For an option: names with commas between them, each one of those allowed."""

    def split(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
        if strange := [name for name in names if name not in allowed]:
            raise click.BadParameter(f"không có “{strange[0]}”; có: {', '.join(allowed)}")
        return names

    return split


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--measures",
    "names",
    default="",
    metavar="TÊN,TÊN",
    callback=names_among(TABLES),
    help=f"Chỉ những bảng này: {', '.join(TABLES)}.",
)
@click.option(
    "--by",
    default="",
    metavar="TÊN,TÊN",
    callback=names_among(("step", "person", "unit")),
    help="Thêm bảng held_by, nhóm theo những thứ này: step, person, unit.",
)
@click.option(
    "--perspective",
    default="resource",
    show_default=True,
    type=click.Choice(["resource", "unit"]),
    help="Tay của ai khi nói chuyển tay: người (resource) hay đơn vị (unit).",
)
@click.option("--period", type=click.Choice(["day", "month", "quarter", "year"]), help="Kỳ; mặc định tùy độ dài.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON ở đầu ra chuẩn.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Ghi báo cáo thành một tệp HTML, không cần mạng."
)
@click.option(
    "--parquet", type=click.Path(file_okay=False, path_type=Path), help="Ghi mỗi bảng một tệp Parquet vào thư mục."
)
@calendar_option("vn: lịch Việt Nam; week: tuần làm việc không ngày lễ; none: thời gian thực; auto: vn nếu đủ năm.")
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1, 100_000), help="Kê bao nhiêu dòng mỗi bảng."
)
@named_columns
def command(
    file: Path, names: tuple[str, ...], by: tuple[str, ...], perspective: str, period: str | None,
    as_json: bool, html: Path | None, parquet: Path | None, days: str, top: int, object_type: str | None,
    zone: int | None, **columns: str,
) -> None:  # fmt: skip
    """Đo một nhật ký hay một kho: chuyển tay, chuyển vòng, chờ ở đâu, làm lại, hàng chờ, đổi thay theo kỳ."""
    from congvu.faces.analysis.findings import Asked, Findings
    from congvu.faces.analysis.words import warnings

    asked = Asked(None, perspective, top, period, by)
    if not html and zone is None and (kept := _kept(file, names, days, asked)) is not None:
        _show(kept, _measured(kept, names), as_json, parquet)
        return
    log, _ = read_or_stop(file, columns, object_type, zone)
    for reason, count in sorted(log.skipped.items()):
        click.echo(f"{reason}: {count}", err=True)
    found = Findings.of(log, replace(asked, calendar=_calendar(log, _clock(file, days))))
    for sentence in warnings(found):
        click.echo(sentence, err=True)
    if html:
        _write_page(found, html, file.name)
    if as_json or parquet or not html:
        _show(found, _measured(found, names), as_json, parquet)


def _kept(file: Path, names: tuple[str, ...], days: str, asked: Asked) -> Kept | None:
    """What a store keeps, or the columns that are enough for what is asked: then its events need not be read whole."""
    from congvu.engines.analytics.logs import LogError
    from congvu.faces.analysis.findings import KEPT, OF_STEPS, KeptFindings, StepFindings
    from congvu.kit.log_store import calendar_of

    if not names or not OF_STEPS.issuperset(names) or asked.by:
        return None
    store = opened_store(file)
    if store is None or not store.current or days not in ("auto", store.clock):
        return None
    asked = replace(asked, calendar=calendar_of(store.clock))
    try:
        if KEPT.issuperset(names) and asked.perspective == "resource":
            return KeptFindings(store.kept, store.names, asked)
        return StepFindings(store.steps(asked.perspective), store.names, asked)
    except LogError as error:
        stop(file, error)


def _clock(file: Path, days: str) -> str:
    """A store is measured on its own clock when no other is asked for."""
    store = opened_store(file) if days == "auto" else None
    return store.clock if store else days


def _measured(found: Kept, names: tuple[str, ...]) -> dict[str, Any]:
    """The tables asked for, with a bar on the terminal."""
    from congvu.faces.analysis import findings

    wanted = names or tuple(name for name in TABLES if name != "held_by" or found.asked.by)
    tables = {}
    with click.progressbar(wanted, label="Đang đo", file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        for name in shown:
            tables[name] = getattr(findings, name)(found)
    return tables


def _show(found: Kept, tables: dict[str, Any], as_json: bool, parquet: Path | None) -> None:
    from congvu.faces.analysis.findings import Findings
    from congvu.faces.analysis.text import lines
    from congvu.faces.analysis.words import headlines

    if parquet:
        _write_tables(parquet, tables)
    if as_json:
        click.echo(json.dumps(tables, ensure_ascii=False, allow_nan=False))
    elif not parquet:
        whole = isinstance(found, Findings) and len(tables) >= len(TABLES) - 1
        told = headlines(found, tables) if isinstance(found, Findings) and whole else ()
        # of a whole log the queues are too long for a terminal, and a picture in the page
        shown = {name: rows for name, rows in tables.items() if not (whole and name == "queues")}
        for line in lines(found, shown, told):
            click.echo(line)


def _write_page(found: Findings, path: Path, source: str) -> None:
    from congvu.faces.analysis.page import page

    try:
        path.write_text(page(found, source), "utf-8")
    except OSError as error:
        stop(path, error)
    click.echo(f"Đã ghi {path}.", err=True)


def _write_tables(folder: Path, tables: dict[str, Any]) -> None:
    from congvu.kit.event_stores import write_rows

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            if rows:
                write_rows(folder / f"{name}.parquet", rows if isinstance(rows, list) else [rows])
    except OSError as error:
        stop(folder, error)
    click.echo(f"Đã ghi các bảng vào {folder}.", err=True)


def _calendar(log: Log, days: str) -> Calendar | None:
    """The calendar asked for; of "auto" the national one where it covers the log, said on standard error."""
    from congvu.engines.worktime import Calendar
    from congvu.kit.calendars import national

    if days == "none":
        return None
    first, last = days_of(log)
    vietnam = national()
    covered = vietnam.first <= first and last <= vietnam.last
    if days == "vn" or (days == "auto" and covered):
        if covered:
            return vietnam
        click.echo(f"Lịch Việt Nam có từ {vietnam.first:%Y} đến {vietnam.last:%Y}; hãy dùng --calendar week.", err=True)
        sys.exit(1)
    if days == "auto":
        click.echo("Nhật ký ra ngoài các năm của lịch Việt Nam: tính tuần làm việc, không trừ ngày lễ.", err=True)
    return Calendar.build("week", "1", first - timedelta(days=1), last + timedelta(days=1))
