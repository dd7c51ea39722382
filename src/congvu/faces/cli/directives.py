"""`congvu directives`: what the clerks' corrections teach, as labelled examples on this machine."""

import json
from datetime import datetime
from pathlib import Path

import click

from congvu.faces.cli import runtime

_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Văn bản chỉ đạo: lấy các bản đã duyệt làm ví dụ có nhãn.

    \b
    Ví dụ:
      congvu directives export-examples vi-du/

    \b
    Mã kết thúc: 0 xong · 2 sai tham số · 4 cơ sở dữ liệu hoặc đĩa không dùng được
    """


@command.command("export-examples")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--since", type=_DAY, help="Chỉ văn bản duyệt từ ngày này.")
@click.option("--as", "username", help="Quản trị viên nào lấy; mặc định người đầu tiên.")
def export_examples(folder: Path, since: datetime | None, username: str | None) -> None:
    """Ghi mỗi văn bản đã duyệt thành TÊN.txt và TÊN.json (điều văn thư để lại), may-doc/TÊN.json (điều máy đọc).

    Nội dung giữ nguyên như trong sổ, kể cả tên người: tệp chỉ nằm trên máy này. Sổ cái ghi ai lấy, bao nhiêu.

    \b
    Ví dụ:
      congvu directives export-examples vi-du/
      congvu directives export-examples vi-du/ --since 2026-10-01
    """
    if folder.exists() and any(folder.iterdir()):
        raise runtime.fail(f"Thư mục {folder} đã có tệp; chọn thư mục mới để không trộn lẫn.", runtime.EXIT_USAGE)
    with runtime.program():
        from congvu.sources.directives import moves
        from congvu.sources.directives.models import Reading

        by = runtime.acting_person(username)
        count = 0
        try:
            for example in moves.take_examples(by=by, since=since.date() if since else None):
                _write(folder, f"{example.name}.txt", example.text)
                _write(folder, f"{example.name}.json", _json(example.label))
                _write(folder / "may-doc", f"{example.name}.json", _json(example.read))
                count += 1
        except Reading.DoesNotExist:
            raise runtime.fail("Chỉ quản trị viên lấy được ví dụ.", runtime.EXIT_USAGE) from None
    click.echo(f"Đã ghi {count} văn bản vào {folder}.")


def _write(folder: Path, name: str, text: str) -> None:
    """Readable by nobody else: the texts hold names."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = folder / name
        target.touch(mode=0o600)
        target.write_text(text, "utf-8")
    except OSError as error:
        raise runtime.fail(f"Không ghi được {folder / name}: {error.strerror}.", runtime.EXIT_DATABASE) from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
