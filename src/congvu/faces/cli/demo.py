"""`congvu demo`: the demonstration province in an empty database. What it is made of, the configuration knows."""

import time
from collections.abc import Callable
from typing import Any

import click

from congvu.faces.cli import runtime


@click.command(
    epilog="""\b
Ví dụ:
  congvu demo
  CONGVU_HOME=/tmp/thu congvu demo --year

\b
Mã kết thúc: 0 xong · 4 cơ sở dữ liệu không dùng được · 6 cơ sở dữ liệu đã có dữ liệu
"""
)
@click.option(
    "--year", is_flag=True, help="Cả một năm công việc (khoảng 100.000 bước); bị ngắt thì gọi lại để làm tiếp."
)
def command(year: bool) -> None:
    """Dựng tỉnh trình diễn (không có thật) trong cơ sở dữ liệu còn trống: sáu tuần công việc đến hôm nay."""
    with runtime.program():
        from congvu.faces.cli.serve import accounts
        from congvu.kernel.org.queries import installation

        if year:
            _make_year()
            return
        here = installation()
        if here is not None:
            raise runtime.fail(f"Cơ sở dữ liệu này đã là của {here.name}; không dựng đè lên.", runtime.EXIT_NO_DATA)
        started = time.monotonic()
        make_small(runtime.progress)
        click.echo(f"Đã dựng tỉnh trình diễn trong {time.monotonic() - started:.0f} giây.")
        for line in accounts():
            click.echo(line)
        click.echo("Chạy: ./run")


def _make_year() -> None:
    """A year through the real moves; it goes on where it was killed, and says how long it took."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from congvu.faces.cli.serve import accounts
    from congvu.kit.refusal import Refused

    try:
        played = import_string(settings.DEMONSTRATION_YEAR)(runtime.progress)
    except Refused as refused:
        raise runtime.fail(str(refused), runtime.EXIT_NO_DATA) from None
    pace = played.moves / max(played.seconds, 1)
    done = f"Đã dựng {played.days} ngày làm việc, {played.moves} bước"
    click.echo(f"{done}, trong {played.seconds:.0f} giây ({pace:.0f} bước/giây).")
    for line in accounts():
        click.echo(line)
    click.echo("Chạy: ./run")


def make_small(progress: Callable[..., Any]) -> None:
    """Make the small demonstration; `progress` draws a bar on long work. All of it or nothing."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    import_string(settings.DEMONSTRATION)(progress)
