"""`congvu ledger`: prove the past, keep its head, give receipts. Receipts are checked without database and network."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvu.engines.seal import (
    Checkpoint,
    ContradictionError,
    ForgedError,
    NoteError,
    Proven,
    Receipt,
    ReceiptError,
    Signer,
    Verifier,
)
from congvu.engines.worktime.calendar import VIETNAM
from congvu.faces.cli.runtime import fail, home

if TYPE_CHECKING:
    from congvu.kernel.ledger.queries import Report

PROVEN, NOT_PROVEN, CONTRADICTION, UNREADABLE = range(4)
_ANSWERS = ("ĐÚNG", "CHƯA CHỨNG MINH ĐƯỢC", "SAI", "KHÔNG ĐỌC ĐƯỢC")


class _Command(click.Command):
    """Elsewhere click ends a wrong call with 2, which here would say that the past was changed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.exit_code = UNREADABLE  # type: ignore[misc]
            raise


class _Group(click.Group):
    command_class = _Command


@click.group(cls=_Group)
def command() -> None:
    """Sổ cái: chứng minh quá khứ không bị sửa.

    Mã thoát: 0 đúng, 1 chưa chứng minh được, 2 mâu thuẫn (có chỗ đã bị sửa), 3 không đọc được.
    """


@command.command()
@click.option("--head", "head_file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Đầu cây đã lưu từ trước (tệp tải từ trang Niêm phong hoặc bằng lệnh head).")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def verify(head_file: Path | None, as_json: bool) -> None:
    """Đối chiếu mọi dòng với con dấu của nó và diễn lại mọi việc.

    \b
    Ví dụ:
      congvu ledger verify
      congvu ledger verify --head dau-cay-2026-11-25.txt
      congvu ledger verify --json > ket-qua.json
    """
    from congvu.faces.cli.runtime import program

    saved = _read(head_file) if head_file else ""
    with program():
        from congvu.kernel.duties.invariants import replay_check
        from congvu.kernel.ledger import queries

        with _progress() as told:
            report = queries.verify(told, saved_head=saved, hooks=[replay_check], helpers=queries.cores())
    if as_json:
        click.echo(json.dumps(_report_json(report), ensure_ascii=False, indent=1))
    else:
        _print_report(report)
    sys.exit(report.verdict.exit_code)


@command.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi vào tệp thay vì in ra.")
def head(out: Path | None) -> None:
    """Đầu cây hiện nay: giữ ở nơi khác, sau này nó chứng minh mọi dòng trước nó không bị sửa.

    \b
    Ví dụ:
      congvu ledger head --out dau-cay-2026-11-25.txt
    """
    from congvu.faces.cli.runtime import program

    with program():
        from congvu.kernel.ledger import queries

        found = queries.head()
    if found is None:
        raise fail("Sổ cái chưa được niêm phong lần nào.", NOT_PROVEN)
    _write(found.checkpoint, out)


@command.command()
def key() -> None:
    """Khóa công khai của sổ cái, để người ngoài kiểm tra giấy chứng nhận bằng verify-receipt --key.

    \b
    Ví dụ:
      congvu ledger key > khoa-so-cai.txt
    """
    from congvu.faces.cli.runtime import program

    with program():
        from congvu.kernel.ledger import queries

        for verifier in queries.verifiers():
            click.echo(str(verifier))


@command.command()
@click.argument("what", metavar="DÒNG|VIỆC")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi vào tệp thay vì in ra.")
@click.option("--without-text", is_flag=True, help="Không kèm nội dung người dùng đã viết.")
def proof(what: str, out: Path | None, without_text: bool) -> None:
    """Giấy chứng nhận của một dòng sổ cái (số) hoặc của một việc đến lần cuối (NV-2026-00012).

    \b
    Ví dụ:
      congvu ledger proof 1204 --out dong-1204.tlog-proof
      congvu ledger proof NV-2026-00012 --out viec-12.tlog-proof
    """
    from congvu.faces.cli.runtime import program

    with program():
        from congvu.kernel.ledger import queries

        entry = queries.entry_by_code(what)
        if entry is None:
            raise fail(f"Không có “{what}” trong sổ cái.", UNREADABLE)
        receipt = queries.receipt(entry, with_text=not without_text)
    if receipt is None:
        raise fail("Dòng này đang chờ niêm phong; hãy thử lại sau một phút.", NOT_PROVEN)
    _write(str(receipt), out)


@command.command("verify-receipt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "keys", multiple=True, help="Khóa công khai của sổ cái, hoặc tệp chứa nó (mỗi dòng một khóa).")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def verify_receipt(file: Path, keys: tuple[str, ...], as_json: bool) -> None:
    """Kiểm tra giấy chứng nhận; không cần cơ sở dữ liệu, không cần mạng.

    \b
    Ví dụ:
      congvu ledger verify-receipt viec-12.tlog-proof --key khoa-so-cai.txt
    """
    text = _read(file)
    try:
        receipt = Receipt.parse(text)
        origin = Checkpoint.parse(receipt.checkpoint).origin
        verifiers = _verifiers(keys, origin)
    except (ReceiptError, NoteError) as error:
        raise fail(f"{_ANSWERS[UNREADABLE]}: {error}", UNREADABLE) from error
    try:
        proven = receipt.verify(verifiers)
    except (ContradictionError, ForgedError) as error:
        click.echo(receipt.checkpoint)
        raise fail(f"{_ANSWERS[CONTRADICTION]}: {error}", CONTRADICTION) from error
    code = PROVEN if proven.signers else NOT_PROVEN
    if as_json:
        click.echo(json.dumps(_receipt_json(receipt, proven, code), ensure_ascii=False, indent=1))
    else:
        _print_receipt(receipt, proven, code)
    sys.exit(code)


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise fail(f"{_ANSWERS[UNREADABLE]}: tệp {file.name} không phải văn bản UTF-8.", UNREADABLE) from error


def _write(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text)
        click.echo(f"Đã ghi {out}.", err=True)


def _verifiers(given: tuple[str, ...], origin: str) -> list[Verifier]:
    """The keys given; without any, the key of this machine if it has one."""
    lines: list[str] = []
    for one in given:
        path = Path(one)
        lines.extend(path.read_text().split() if len(one) < 500 and path.is_file() else [one])
    verifiers = [Verifier.parse(line) for line in lines]
    own = home() / "keys" / "ledger.key"
    if not given and own.exists():
        import base64

        verifiers.append(Signer(origin, base64.b64decode(own.read_text().strip())).verifier)
    return verifiers


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage on a terminal; silence in a log."""
    bars: dict[str, Any] = {}

    def told(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            bars[stage] = click.progressbar(length=max(total, 1), label=stage.ljust(24), file=sys.stderr)
            bars[stage].__enter__()
        bars[stage].update(done - bars[stage].pos)
        if done >= total:
            bars[stage].__exit__(None, None, None)

    yield told if sys.stderr.isatty() else lambda _stage, _done, _total: None


def _print_report(report: "Report") -> None:
    for finding in report.findings:
        click.echo(f"{_ANSWERS[finding.verdict.exit_code]}: {finding.text}")
    if report.found > len(report.findings):
        click.echo(f"… và {report.found - len(report.findings)} chỗ khác.")
    click.echo(
        f"{report.entries} dòng, {report.fields} nội dung ({report.erased} đã xóa theo văn bản), {report.leaves} lá,"
        f" {report.heads} đầu cây; {report.waiting} dòng mới đang chờ niêm phong."
    )
    click.echo(f"{_ANSWERS[report.verdict.exit_code]}{'.' if report.found else ': không dòng nào bị sửa.'}")


def _report_json(report: "Report") -> dict[str, object]:
    counts = ("entries", "fields", "erased", "leaves", "heads", "waiting", "found")
    return {
        "verdict": report.verdict.value,
        **{name: getattr(report, name) for name in counts},
        "findings": [
            {"verdict": one.verdict.value, "text": one.text, "entry": one.entry_id} for one in report.findings
        ],
    }


def _print_receipt(receipt: Receipt, proven: Proven, code: int) -> None:
    import base64

    click.echo(f"Sổ cái:   {proven.head.origin}")
    click.echo(f"Đầu cây:  {proven.head.size} dòng, gốc {base64.b64encode(proven.head.root).decode()}")
    click.echo(f"Người ký: {', '.join(signer.name for signer in proven.signers) or 'chưa biết khóa nào đã ký'}")
    for leaf, shown in zip(proven.leaves, receipt.entries, strict=True):
        at = leaf.at.astimezone(VIETNAM)
        click.echo(f"{at:%d/%m/%Y %H:%M:%S}  {leaf.subject}, lần {leaf.seq}: {_verb(leaf.verb)}")
        for field in shown.fields:
            click.echo(f"    {_field(field.name)}: {'(đã xóa theo văn bản)' if field.erased else field.value}")
        hidden = {name for name, _digest in leaf.commitments} - {field.name for field in shown.fields}
        if hidden:
            click.echo(f"    không kèm nội dung: {', '.join(map(_field, sorted(hidden)))}")
    if code == PROVEN:
        click.echo("ĐÚNG: các dòng trên có trong sổ cái mà khóa này đã ký.")
    else:
        click.echo(
            "CHƯA CHỨNG MINH ĐƯỢC: các phần khớp nhau, nhưng cần khóa công khai của sổ cái (--key) để tin chữ ký."
        )


def _receipt_json(receipt: Receipt, proven: Proven, code: int) -> dict[str, object]:
    entries = [
        {
            "at": leaf.at.isoformat(),
            "subject": leaf.subject,
            "seq": leaf.seq,
            "verb": leaf.verb,
            "fields": {field.name: None if field.erased else field.value for field in shown.fields},
        }
        for leaf, shown in zip(proven.leaves, receipt.entries, strict=True)
    ]
    return {
        "verdict": ("proven", "not_proven")[code],
        "origin": proven.head.origin,
        "size": proven.head.size,
        "root": proven.head.root.hex(),
        "signers": [signer.name for signer in proven.signers],
        "entries": entries,
    }


def _field(name: str) -> str:
    from congvu.kernel.duties.rules import FIELDS

    if name in FIELDS:
        return FIELDS[name].label
    return {"title": "Việc", "requirement": "Yêu cầu", "full_name": "Họ tên"}.get(name, name)


def _verb(verb: str) -> str:
    from congvu.kernel.duties.rules import DUTY

    return next((move.label for move in DUTY.moves if move.verb == verb), verb)
