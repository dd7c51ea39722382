"""`congvu log`: any organisation's event log, looked at and kept as a store. Loads no Django."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from congvu.engines.analytics.logs import CsvColumns, Log

EPOCH = date(1970, 1, 1)
_IMPORT = """\b
Ví dụ:
  congvu log import nhat-ky.xes.gz --out nhat-ky.parquet
  congvu log import viec.csv --case "Mã hồ sơ" --activity "Bước" --at "Lúc" --out viec.parquet
  congvu log import so-cai.jsonocel --object-type duty --out so-cai.parquet
\b
Mã thoát: 0 đã ghi; 1 tệp không đọc được hoặc không ghi được; 2 gọi sai."""


@click.group()
def command() -> None:
    """Nhật ký sự kiện: nhập từ XES, CSV, OCEL 2.0 vào một tệp gọn, xem có gì trong đó."""


@command.command("import", epilog=_IMPORT)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp .parquet để ghi.")
@click.option("--case", "case", default="", help="CSV: cột hồ sơ; mặc định đoán từ tên cột.")
@click.option("--activity", default="", help="CSV: cột hoạt động.")
@click.option("--at", "at", default="", help="CSV: cột thời điểm.")
@click.option("--resource", default="", help="CSV: cột người làm.")
@click.option("--unit", default="", help="CSV: cột đơn vị.")
@click.option("--object-type", help="OCEL: loại đối tượng được coi là hồ sơ; mặc định loại nhiều nhất.")
def import_(file: Path, out: Path, object_type: str | None, **columns: str) -> None:
    """Nhập một nhật ký; kê những gì bị bỏ và vì sao."""
    from congvu.kit.event_logs import write_store

    log, how = read_or_stop(file, columns=_columns(columns), case_type=object_type)
    try:
        write_store(out, log)
    except OSError as error:
        _stop(out, error)
    click.echo(f"{file} ({how}) → {out}")
    _describe(log)


@command.command(epilog="\b\nVí dụ:\n  congvu log info nhat-ky.parquet\n  congvu log info nhat-ky.xes.gz")
@click.argument("file", type=click.Path(path_type=Path))
def info(file: Path) -> None:
    """Có bao nhiêu hồ sơ, sự kiện, người, hoạt động; từ ngày nào đến ngày nào; bỏ gì."""
    log, how = read_or_stop(file)
    click.echo(f"{file} ({how})")
    _describe(log)


def _columns(given: dict[str, str]) -> CsvColumns | None:
    """The columns named; all that matter must be named when one is."""
    from congvu.engines.analytics.logs import CsvColumns

    if not any(given.values()):
        return None
    lacking = [name for name in ("case", "activity", "at") if not given[name]]
    if lacking:
        raise click.UsageError(f"Đã nêu cột thì nêu đủ --case, --activity, --at (thiếu --{lacking[0]}).")
    return CsvColumns(**given)


def read_or_stop(file: Path, *, columns: CsvColumns | None = None, case_type: str | None = None) -> tuple[Log, str]:
    """A log, with a bar on the terminal; ends the program with one sentence when the file cannot be read."""
    from congvu.engines.analytics.logs import LogError
    from congvu.kit.event_logs import read_log

    try:
        size = file.stat().st_size
        with click.progressbar(length=size, label="Đang đọc", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            return read_log(file, columns=columns, case_type=case_type, told=bar.update)
    except (OSError, LogError) as error:
        _stop(file, error)


def _describe(log: Log) -> None:
    days = log.local_days()
    first, last = (EPOCH + timedelta(days=int(day)) for day in (days.min(), days.max()))
    people = len([name for name in log.names["resource"] if name])
    click.echo(f"{log.cases} hồ sơ, {len(log)} sự kiện, {people} người, {len(log.names['activity'])} hoạt động")
    click.echo(f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}")
    for reason, count in sorted(log.skipped.items()):
        click.echo(f"{reason}: {count}", err=True)


def _stop(path: Path, error: Exception) -> NoReturn:
    why = error.strerror if isinstance(error, OSError) and error.strerror else error
    click.echo(f"{path}: {why}.", err=True)
    sys.exit(1)
