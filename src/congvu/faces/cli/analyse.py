"""`congvu analyse`: what an event log says of how work moves. Loads no Django."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvu.faces.cli.log import EPOCH, read_or_stop

if TYPE_CHECKING:
    from congvu.engines.analytics.logs import Log
    from congvu.engines.analytics.measures import Durations, Measures, Pairs
    from congvu.engines.worktime import Calendar

_EPILOG = """\b
Ví dụ:
  congvu analyse nhat-ky.parquet
  congvu analyse nhat-ky.xes.gz --json > do.json
  congvu analyse nhat-ky.parquet --calendar none
\b
Mã thoát: 0 đã đo; 1 tệp không đọc được; 2 gọi sai."""


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON ở đầu ra chuẩn.")
@click.option(
    "--calendar",
    "days",
    default="auto",
    show_default=True,
    type=click.Choice(["auto", "vn", "week", "none"]),
    help="vn: lịch Việt Nam; week: tuần làm việc không ngày lễ; none: thời gian thực; auto: vn nếu đủ năm.",
)
@click.option(
    "--top", default=10, show_default=True, type=click.IntRange(1, 100_000), help="Kê bao nhiêu dòng mỗi bảng."
)
def command(file: Path, as_json: bool, days: str, top: int) -> None:
    """Đo một nhật ký: chuyển tay, chuyển vòng, đi tiếp, giữ bao lâu, làm lại."""
    from congvu.engines.analytics.measures import measure

    log, _ = read_or_stop(file, {}, None)
    measures = measure(log, _calendar(log, days))
    shown = _shown(log, measures, top)
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for title, rows in shown.items():
        click.echo(f"\n{_TITLES[title]}")
        for row in rows if isinstance(rows, list) else [rows]:
            click.echo("  " + "  ".join(str(value) for value in (row.values() if isinstance(row, dict) else [row])))


def _calendar(log: Log, days: str) -> Calendar | None:
    """The calendar asked for; of "auto" the national one where it covers the log, said on standard error."""
    from congvu.engines.worktime import Calendar
    from congvu.kit.calendars import national

    if days == "none":
        return None
    first, last = (EPOCH + timedelta(days=int(day)) for day in (log.local_days().min(), log.local_days().max()))
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


_TITLES = {
    "handovers": "Chuyển tay (từ, đến, số lần)",
    "ping_pong": "Chuyển vòng A→B→A (A, B, số lần)",
    "follows": "Đi tiếp (hoạt động, hoạt động sau, số lần)",
    "held": "Thời gian giữ trước mỗi hoạt động (số lần, tổng giây, trung vị, p90)",
    "throughput": "Cả hồ sơ (số hồ sơ, tổng giây, trung vị, p90)",
    "rework": "Làm lại (hoạt động, số sự kiện lặp trong hồ sơ)",
    "self_loops": "Lặp ngay (hoạt động, số lần)",
    "variants": "Biến thể (số biến thể, hồ sơ của các biến thể nhiều nhất)",
}


def _shown(log: Log, measures: Measures, top: int) -> dict[str, Any]:
    people, steps = log.names["resource"], log.names["activity"]
    whole = _durations(measures.throughput, ("",), top)
    return {
        "handovers": _pairs(measures.handovers, people, top),
        "ping_pong": _pairs(measures.ping_pong, people, top),
        "follows": _pairs(measures.follows, steps, top),
        "held": _durations(measures.held_by_activity, steps, top),
        "throughput": [{key: value for key, value in row.items() if key != "name"} for row in whole],
        "rework": _counts(measures.rework.tolist(), steps, top),
        "self_loops": _counts(measures.self_loops.tolist(), steps, top),
        "variants": {"count": len(measures.variants), "cases": measures.variants[:top].tolist()},
    }


def _pairs(pairs: Pairs, names: tuple[str, ...], top: int) -> list[dict[str, Any]]:
    rows = zip(pairs.first.tolist(), pairs.second.tolist(), pairs.count.tolist(), strict=True)
    return [{"from": names[a], "to": names[b], "count": n} for a, b, n in list(rows)[:top]]


def _durations(found: Durations, names: tuple[str, ...], top: int) -> list[dict[str, Any]]:
    rows = zip(found.group.tolist(), found.count.tolist(), found.total.tolist(), found.quantiles.tolist(), strict=True)
    listed = [
        {"name": names[group], "count": n, "seconds": total, "median": q[0], "p90": q[1]} for group, n, total, q in rows
    ]
    return sorted(listed, key=lambda row: (-row["seconds"], row["name"]))[:top]


def _counts(counts: list[int], names: tuple[str, ...], top: int) -> list[dict[str, Any]]:
    listed = sorted((-n, names[place]) for place, n in enumerate(counts) if n)
    return [{"name": name, "count": -n} for n, name in listed[:top]]
