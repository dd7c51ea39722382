"""`congvu setup`: everything that `serve` would prepare, without serving."""

import click

from congvu.faces.cli import runtime


@click.command(
    epilog="""\b
Ví dụ:
  congvu setup
  CONGVU_HOME=/srv/congvu congvu setup

\b
Mã kết thúc: 0 xong · 4 cơ sở dữ liệu hoặc đĩa không dùng được
"""
)
def command() -> None:
    """Chuẩn bị: tạo cơ sở dữ liệu, di trú, dựng tệp giao diện. Chạy lại bao nhiêu lần cũng được."""
    with runtime.program():
        from congvu.faces.cli.prepare import check_moves
        from congvu.faces.web import assets

        check_moves()
        assets.build(runtime.home())
    runtime.show(f"Đã chuẩn bị xong trong {runtime.home()}. Chạy: ./run")
