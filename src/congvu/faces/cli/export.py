"""`congvu export`: a copy of the ledger in an open format."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from congvu.faces.cli import runtime

FORMATS = ("csv", "parquet", "xes", "ocel-json", "ocel-sqlite")
_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.command(
    epilog="""\b
Ví dụ:
  congvu export parquet --out so-cai.parquet
  congvu export xes --out 2026.xes --since 2026-01-01 --until 2026-12-31 --subject duties
  congvu export csv --out cua-toi.csv --as hung.tv --names --reason "Đối chiếu với sổ giấy"

\b
Không có --as: như quản trị viên, mọi bước, người được thay bằng mã.
Mã kết thúc: 0 xong · 2 sai tham số · 4 cơ sở dữ liệu hoặc đĩa không dùng được
"""
)
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Tệp ghi ra.")
@click.option("--since", type=_DAY, help="Từ ngày.")
@click.option("--until", type=_DAY, help="Đến hết ngày.")
@click.option("--subject", default="", help="Chỉ về: duties, duties/duty, duties/duty/12.")
@click.option("--as", "username", help="Xuất những gì người này thấy.")
@click.option("--names", is_flag=True, help="Kèm họ tên thay cho mã; phải có --reason.")
@click.option("--reason", default="", help="Lý do, được ghi vào sổ cái.")
def command(
    format_name: str, out: Path, since: datetime | None, until: datetime | None, subject: str, username: str | None,
    names: bool, reason: str,
) -> None:  # fmt: skip
    """Xuất sổ cái ra CSV, Parquet, XES hay OCEL 2.0, bộ nhớ không tăng theo số dòng."""
    if out.exists():
        raise runtime.fail(f"Đã có tệp {out}; chọn tên khác để không ghi đè.", runtime.EXIT_USAGE)
    if not out.resolve().parent.is_dir():
        raise runtime.fail(f"Không có thư mục {out.resolve().parent}.", runtime.EXIT_USAGE)
    with runtime.program():
        from congvu.faces.exchange.moves import exporting
        from congvu.kit.refusal import Refused

        by = runtime.acting_person(username)
        first, last = (moment.date() if moment else None for moment in (since, until))
        asked: dict[str, Any] = {"since": first, "until": last, "subject": subject, "names": names, "reason": reason}
        try:
            scope = exporting.checked(format_name, by=by, **asked)
        except Refused as refused:
            raise runtime.fail(refused.text, runtime.EXIT_USAGE) from refused
        told = {"since": str(first or ""), "until": str(last or ""), "subject": subject, "names": names}
        exporting.tell(0, format_name, by, told | {"command": True}, reason)
        _take(format_name, scope, out)


def _take(format_name: str, scope: Any, out: Path) -> None:
    from django.db import connection

    from congvu.faces.exchange.exports import count, take

    with runtime.progress(None, "Xuất sổ cái", length=count(connection, scope)) as bar:
        done = 0

        def told(lines: int) -> None:
            nonlocal done
            bar.update(lines - done)
            done = lines

        taken = take(connection, format_name, scope, out, told)
    click.echo(f"Đã xuất {taken.lines} bước, {taken.size} byte: {out}")
