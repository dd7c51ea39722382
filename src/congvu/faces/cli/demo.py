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
  CONGVU_HOME=/tmp/thu congvu demo

\b
Mã kết thúc: 0 xong · 4 cơ sở dữ liệu không dùng được · 6 cơ sở dữ liệu đã có dữ liệu
"""
)
def command() -> None:
    """Dựng tỉnh trình diễn (không có thật) trong cơ sở dữ liệu còn trống: sáu tuần công việc đến hôm nay."""
    with runtime.program():
        from congvu.faces.cli.serve import accounts
        from congvu.kernel.org.queries import installation

        here = installation()
        if here is not None:
            raise runtime.fail(f"Cơ sở dữ liệu này đã là của {here.name}; không dựng đè lên.", runtime.EXIT_NO_DATA)
        started = time.monotonic()
        make_small(runtime.progress)
        click.echo(f"Đã dựng tỉnh trình diễn trong {time.monotonic() - started:.0f} giây.")
        for line in accounts():
            click.echo(line)
        click.echo("Chạy: ./run")


def make_small(progress: Callable[..., Any]) -> None:
    """Make the small demonstration; `progress` draws a bar on long work. All of it or nothing."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    import_string(settings.DEMONSTRATION)(progress)
