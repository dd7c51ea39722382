"""`congvu log`: any organisation's event log, looked at and kept as a store. Loads no Django."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from congvu.engines.analytics.logs import Log
    from congvu.kit.log_store import Store

EPOCH = date(1970, 1, 1)
MOST_HOURS = 14  # a clock is ahead of UTC
_IMPORT = """\b
Ví dụ:
  congvu log import nhat-ky.xes.gz --out nhat-ky.parquet
  congvu log import viec.csv --case "Mã hồ sơ" --activity "Bước" --at "Lúc" --out viec.parquet
  congvu log import so-cai.jsonocel --object-type duty --out so-cai.parquet
  congvu log import thang-11.xes.gz --out kho/       (kho lớn dần, mỗi tháng một tệp)
\b
Mã thoát: 0 đã ghi; 1 tệp không đọc được hoặc không ghi được; 2 gọi sai."""


_COLUMNS = (
    ("--case", "cột hồ sơ (XES: khóa của thuộc tính); mặc định đoán từ tên cột"),
    ("--activity", "cột hoạt động"),
    ("--at", "cột thời điểm"),
    ("--resource", "cột người làm (OCEL: thuộc tính, vai hoặc loại đối tượng)"),
    ("--unit", "cột đơn vị"),
    ("--lifecycle", "cột trạng thái của bước"),
    ("--due", "cột hạn của hồ sơ (XES: khóa của thuộc tính ở trace)"),
)


def _minutes(_context: click.Context, _option: click.Parameter, value: str) -> int | None:
    """Minutes ahead of UTC."""
    if not value:
        return None
    found = re.fullmatch(r"([+-])(\d{2}):(\d{2})", value)
    if found is None or int(found[2]) > MOST_HOURS or int(found[3]) > 59:
        raise click.BadParameter("phải có dạng +07:00")
    return (-1 if found[1] == "-" else 1) * (60 * int(found[2]) + int(found[3]))


def named_columns(function: Callable[..., None]) -> Callable[..., None]:
    """The options by which a person says what a column is; what he does not say is guessed."""
    function = click.option(
        "--zone", default="", metavar="+07:00", callback=_minutes, help="Đồng hồ của nơi ghi; mặc định như tệp ghi."
    )(function)
    function = click.option("--object-type", help="OCEL: loại đối tượng là hồ sơ; mặc định loại nhiều nhất.")(function)
    for option, told in reversed(_COLUMNS):
        function = click.option(option, default="", metavar="TÊN", help=f"{told[0].upper()}{told[1:]}.")(function)
    return function


def calendar_option(told: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """By which clock working time is counted, as `days`."""
    kinds = click.Choice(["auto", "vn", "week", "none"])
    return click.option("--calendar", "days", default="auto", show_default=True, type=kinds, help=told)


_TROUBLE: dict[type[Exception], str] = {
    FileNotFoundError: "không có tệp hay thư mục này",
    PermissionError: "không có quyền đọc hoặc ghi ở đây",
    IsADirectoryError: "là một thư mục, không phải tệp",
    FileExistsError: "là một tệp có sẵn; kho là một thư mục, tệp để ghi thì có đuôi .parquet",
}


@click.group()
def command() -> None:
    """Nhật ký sự kiện: nhập từ XES, OCEL 2.0, CSV, Parquet vào một tệp hay một kho gọn, xem có gì trong đó."""


@command.command("import", epilog=_IMPORT)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Tệp .parquet để ghi, hoặc thư mục của một kho để nhập thêm vào.",
)
@calendar_option("Kho mới: đồng hồ của kho; auto: lịch Việt Nam nếu phủ nhật ký, không thì tuần làm việc.")
@named_columns
def import_(file: Path, out: Path, days: str, object_type: str | None, zone: int | None, **columns: str) -> None:
    """Nhập một nhật ký; kê những gì bị bỏ và vì sao. Nhập lại cùng một tệp không thêm gì."""
    from congvu.engines.analytics.logs import LogError
    from congvu.kit.event_stores import write_log

    if out.suffix == ".parquet":
        log, how = read_or_stop(file, columns, object_type, zone)
        try:
            write_log(out, log)
        except OSError as error:
            stop(out, error)
        click.echo(f"{file} ({how}) → {out}")
        describe(log)
        return
    try:
        _into_store(file, out, days, object_type, zone, columns)
    except (OSError, LogError) as error:
        stop(out, error)


def _into_store(
    file: Path, out: Path, days: str, object_type: str | None, zone: int | None, columns: dict[str, str]
) -> None:
    from congvu.kit.log_store import Store, digest_of

    store = opened_store(out)
    if store is not None and file.is_file() and store.holds(digest_of(file)):
        click.echo(f"{file}: tệp này đã nhập vào {out}, không thêm gì.")
        return
    log, how = read_or_stop(file, columns, object_type, zone)
    if store is None:
        store = Store.create(out, _clock_for(log) if days == "auto" else days)
    added = store.add(log, file.name, digest_of(file))
    click.echo(f"{file} ({how}) → {out}: thêm {added.events} sự kiện, {added.present} đã có từ trước")
    if added.late:
        click.echo(f"{added.late} sự kiện đến muộn, đã đặt vào giữa hồ sơ của chúng")
    describe(log)


def _clock_for(log: Log) -> str:
    from congvu.kit.calendars import national

    first, last = days_of(log)
    return "vn" if national().first <= first and last <= national().last else "week"


def days_of(log: Log) -> tuple[date, date]:
    """The first and the last day of a log, as its own clocks showed them."""
    days = log.local_days()
    first, last = (EPOCH + timedelta(days=int(day)) for day in (days.min(), days.max()))
    return first, last


def opened_store(path: Path) -> Store | None:
    """The store of a folder, None for anything else; ends the program when it cannot be read."""
    from congvu.engines.analytics.logs import LogError
    from congvu.kit.log_store import Store, is_store

    try:
        return Store.open(path) if is_store(path) else None
    except (OSError, LogError) as error:
        stop(path, error)


@command.command(
    epilog="\b\nVí dụ:\n  congvu log info nhat-ky.parquet\n  congvu log info nhat-ky.xes.gz\n  congvu log info kho/"
)
@click.argument("file", type=click.Path(path_type=Path))
@named_columns
def info(file: Path, object_type: str | None, zone: int | None, **columns: str) -> None:
    """Có bao nhiêu hồ sơ, sự kiện, người, hoạt động; từ ngày nào đến ngày nào; bỏ gì; kho đã nhập những gì."""
    log, how = read_or_stop(file, columns, object_type, zone)
    click.echo(f"{file} ({how})")
    describe(log)
    store = opened_store(file)
    for source in store.sources if store else ():
        click.echo(f"đã nhập {source['name']}: {source['events']} sự kiện, thêm {source['added']}")


def read_or_stop(file: Path, columns: dict[str, str], object_type: str | None, zone: int | None) -> tuple[Log, str]:
    """A log, with a bar on the terminal; ends the program with one sentence when the file cannot be read."""
    from congvu.engines.analytics.logs import LogError
    from congvu.kit.event_logs import Chosen, read_log

    try:
        size = file.stat().st_size
        with click.progressbar(length=size, label="Đang đọc", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            return read_log(file, Chosen(columns, object_type, zone), bar.update)
    except (OSError, LogError) as error:
        stop(file, error)


def describe(log: Log) -> None:
    import numpy as np

    from congvu.faces.analysis.words import zone_words

    first, last = days_of(log)
    people, units = ({name for name in log.names[column] if name} for column in ("resource", "unit"))
    click.echo(f"{log.cases} hồ sơ, {len(log)} sự kiện, {len(people)} người, {len(log.names['activity'])} hoạt động")
    click.echo(f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}")
    if units:
        click.echo(f"{len(units)} đơn vị")
    zones, counts = np.unique(log.offset_minutes, return_counts=True)
    if len(zones) > 1:
        told = ", ".join(
            f"{zone_words(zone)} ({count})" for zone, count in zip(zones.tolist(), counts.tolist(), strict=True)
        )
        click.echo(f"giờ ghi theo nhiều múi: {told}; ngày nào là ngày của đồng hồ nơi ghi")
    for reason, count in sorted(log.skipped.items()):
        click.echo(f"{reason}: {count}", err=True)


def stop(path: Path, error: Exception) -> NoReturn:
    """One sentence of what is wrong with a file, and the end of the program."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else error
    why = next((words for kind, words in _TROUBLE.items() if isinstance(error, kind)), said)
    click.echo(f"{path}: {why}.", err=True)
    sys.exit(1)
