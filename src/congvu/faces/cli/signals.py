"""`congvu signals`: flags from a table of events, and how right they were where the truth is known. Loads no Django."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from congvu.engines.analytics.signals import Flag

_DETECT = """\b
Ví dụ:
  congvu signals detect --events su-kien.parquet
  congvu signals detect --events su-kien.parquet --monthly --json > co.json
  congvu signals detect --events su-kien.parquet --until 2026-06 --all --json
\b
Mã thoát: 0 đã xét; 1 tệp không đọc được; 2 gọi sai."""
_SCORE = """\b
Ví dụ:
  congvu signals score --flags co.json --truth su-that.parquet
\b
Mã thoát: 0 đã chấm; 1 tệp không đọc được; 2 gọi sai."""


@click.group()
def command() -> None:
    """Tín hiệu: hồ sơ của ai khác người cùng bước hơn mức ngẫu nhiên. Là câu hỏi, không phải kết luận."""


@command.command(epilog=_DETECT)
@click.option("--events", required=True, type=click.Path(path_type=Path), help="Bảng sự kiện, .parquet.")
@click.option("--until", metavar="NĂM-THÁNG", help="Chỉ dùng các dòng đến hết tháng này; mặc định là tháng cuối.")
@click.option("--monthly", is_flag=True, help="Xem từng tháng; kê mọi cặp từng được nêu.")
@click.option(
    "--all", "every", is_flag=True, help="Kê cả mức 0 của mọi cặp đã xét: để hiệu chuẩn, không phải màn hình."
)
@click.option("--json", "as_json", is_flag=True, help="Một danh sách JSON ở đầu ra chuẩn.")
def detect(events: Path, until: str | None, monthly: bool, every: bool, as_json: bool) -> None:
    """Nêu tín hiệu S1–S7 từ bảng sự kiện, mỗi dòng một lượt giữ việc."""
    from congvu.engines.analytics import signals
    from congvu.kit.event_tables import read_events

    if until is not None and not (len(until) == 7 and until[4] == "-" and (until[:4] + until[5:]).isdigit()):
        raise click.UsageError("--until phải có dạng NĂM-THÁNG, ví dụ 2026-06.")
    try:
        flags, messages = signals.detect(read_events(events), until=until, monthly=monthly, every=every)
    except (OSError, signals.EventsError) as error:
        _stop(events, error)
    for message in messages:
        click.echo(message, err=True)
    if as_json:
        click.echo(json.dumps([asdict(flag) for flag in flags], ensure_ascii=False, allow_nan=False))
        return
    for flag in flags:
        click.echo(f"{flag.holder} · {flag.signal} · mức {flag.level}: {signals.in_words(flag)}")
    if not flags:
        click.echo("Không có tín hiệu nào.")


@command.command("score", epilog=_SCORE)
@click.option("--flags", required=True, type=click.Path(path_type=Path), help="Kết quả của detect --json.")
@click.option("--truth", required=True, type=click.Path(path_type=Path), help="Tệp sự thật của congvu simulate.")
@click.option("--json", "as_json", is_flag=True, help="Một đối tượng JSON ở đầu ra chuẩn.")
def score_command(flags: Path, truth: Path, as_json: bool) -> None:
    """Chấm danh sách tín hiệu với sự thật của tỉnh mô phỏng: nêu sai bao nhiêu, tìm được bao nhiêu."""
    from congvu.engines.analytics import signals
    from congvu.kit.truth import read_truth

    try:
        raised = [_flag(row) for row in json.loads(flags.read_text("utf-8"))]
    except (OSError, ValueError, TypeError, AttributeError) as error:
        _stop(flags, error)
    try:
        planted = read_truth(truth)
    except (OSError, signals.EventsError) as error:
        _stop(truth, error)
    scores = [signals.score(raised, planted, level) for level in (1, 2)]
    if as_json:
        shown = [asdict(one) | {"found": {str(odds): found for odds, found in one.found.items()}} for one in scores]
        click.echo(json.dumps(shown))
        return
    for one in scores:
        click.echo(f"Mức {one.level}: nêu {one.raised} cặp, sai {one.false} ({100 * one.false_share:.1f} %).")
        for odds, (found, planted_pairs) in one.found.items():
            click.echo(f"  gấp {odds:g} lần: tìm được {found}/{planted_pairs} cặp")


def _flag(row: dict[str, Any]) -> Flag:
    from congvu.engines.analytics.signals import Flag

    return Flag(**row)


def _stop(path: Path, error: Exception) -> NoReturn:
    why = error.strerror if isinstance(error, OSError) and error.strerror else error
    click.echo(f"{path}: {why}.", err=True)
    sys.exit(1)
