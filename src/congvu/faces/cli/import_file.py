"""`congvu import`: bring a file, look through it, and write all of it or nothing."""

from pathlib import Path

import click

from congvu.faces.cli import runtime

KINDS = ("bodies", "people", "posts", "documents", "duties")
MOST_SHOWN = 50


@click.command(
    epilog="""\b
Ví dụ:
  congvu import bodies co-quan.xlsx --by quantri --dry-run
  congvu import people nguoi.csv --by quantri
  congvu import documents so-den.xlsx --by thu.nt --column "number=Số" --errors loi.xlsx
  congvu import posts --template vi-tri.xlsx

\b
Loại: bodies cơ quan · people người · posts vị trí và người giữ · documents văn bản · duties việc
Mã kết thúc: 0 xong · 1 tệp có lỗi, chưa ghi gì · 2 thiếu tham số hoặc không có quyền
             4 cơ sở dữ liệu không dùng được
"""
)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", "username", help="Tên đăng nhập của người nhập; quyền là quyền của người đó.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
@click.option("--column", "columns", multiple=True, metavar="MỤC=TÊN CỘT", help="Chỉ định cột; lặp lại được.")
@click.option("--errors", type=click.Path(path_type=Path, dir_okay=False), help="Ghi tệp lỗi (thêm cột Lỗi) ra đây.")
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False), help="Ghi tệp mẫu .xlsx rồi dừng.")
def command(
    kind: str, file: Path | None, username: str | None, dry_run: bool, columns: tuple[str, ...], errors: Path | None,
    template: Path | None,
) -> None:  # fmt: skip
    """Nhập cơ quan, người, vị trí, văn bản hay việc từ tệp .xlsx, .csv. Ghi tất cả hoặc không ghi gì."""
    with runtime.program():
        if template is not None:
            _write_template(kind, template)
            return
        if file is None or not username:
            raise click.UsageError("Cần FILE và --by.")
        _bring(kind, file, username, dry_run, columns, errors)


def _write_template(kind: str, path: Path) -> None:
    from congvu.faces.exchange.imports import KINDS as KNOWN
    from congvu.kit.tables import write_xlsx

    if path.exists():
        raise runtime.fail(f"Đã có tệp {path}; chọn tên khác để không ghi đè.", 1)
    shown = KNOWN[kind].columns
    write_xlsx(path, [("Dữ liệu", [c.heading for c in shown], [[c.example for c in shown]])])
    click.echo(f"Đã ghi tệp mẫu {path}.")


def _bring(kind: str, file: Path, username: str, dry_run: bool, columns: tuple[str, ...], errors: Path | None) -> None:
    from congvu.faces.exchange.moves import importing
    from congvu.kernel.org.models import Person
    from congvu.kit.refusal import Refused

    by = Person.objects.filter(username=username).first()
    if by is None:
        raise runtime.fail(f"Không có người dùng {username}.", runtime.EXIT_USAGE)
    try:
        run = importing.bring(kind, file.read_bytes(), file.name, by=by)
    except Refused as refused:
        raise runtime.fail(refused.text, runtime.EXIT_USAGE) from refused
    run = importing.look_through(run.pk)
    if columns:
        run = importing.look_through(run.pk, {**run.mapping, **_said(kind, columns, run.headings)})
    counts = run.counts
    _tell_faults(run, errors)
    shown = [("thêm", "add"), ("sửa", "change"), ("đã có", "same"), ("sai", "wrong")]
    click.echo(", ".join(f"{counts.get(name, 0)} {word}" for word, name in shown))
    if run.state == "failed":
        raise runtime.fail(run.text, 1)
    if counts.get("wrong"):
        raise runtime.fail(f"Tệp có {counts['wrong']} dòng sai; chưa ghi gì.", 1)
    if dry_run:
        click.echo("Chỉ xem trước; chưa ghi gì.")
        return
    try:
        importing.carry_out(run.pk, by=by)
    except Refused as refused:
        raise runtime.fail(refused.text, 1) from refused
    click.echo("Đã ghi.")


def _said(kind: str, columns: tuple[str, ...], headings: list[str]) -> dict[str, int]:
    """Columns as the caller named them: a field and the heading that fills it."""
    from congvu.faces.exchange.imports import KINDS as KNOWN

    fields = [column.field for column in KNOWN[kind].columns]
    said = {}
    for one in columns:
        field, _, heading = one.partition("=")
        if field not in fields or heading not in headings:
            told = f"“{one}”: mục là một trong {', '.join(fields)}; cột là một trong {', '.join(headings)}."
            raise runtime.fail(told, runtime.EXIT_USAGE)
        said[field] = headings.index(heading)
    return said


def _tell_faults(run: "object", errors: Path | None) -> None:
    from congvu.faces.exchange.models import ImportRun
    from congvu.faces.exchange.moves import importing

    assert isinstance(run, ImportRun)
    wrong = run.lines.filter(outcome="wrong").order_by("line")
    for line in wrong[:MOST_SHOWN]:
        click.echo(f"Dòng {line.line}: {line.told}", err=True)
    rest = wrong.count() - MOST_SHOWN
    if rest > 0:
        click.echo(f"(và {rest} dòng sai nữa)", err=True)
    made = importing.error_path(run)
    if errors is not None and made.exists():
        errors.write_bytes(made.read_bytes())
        click.echo(f"Đã ghi tệp lỗi {errors}.", err=True)
