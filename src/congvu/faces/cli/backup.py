"""`congvu backup FILE`: everything in one file, while the program runs."""

import subprocess
import tempfile
from datetime import UTC
from pathlib import Path

import click

import congvu
from congvu.faces.cli import archive, runtime
from congvu.kit.cluster import Cluster
from congvu.kit.database import External


@click.command(
    epilog="""\b
Ví dụ:
  congvu backup /srv/sao-luu/congvu-2026-11-25.tar
  congvu backup --without-keys /srv/sao-luu/hang-ngay.tar

\b
Mã kết thúc: 0 xong · 4 cơ sở dữ liệu hoặc đĩa không dùng được · 6 chưa có dữ liệu để sao lưu
"""
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-keys", is_flag=True, help="Không kèm khóa niêm phong và khóa phiên; giữ chúng ở nơi khác.")
def command(file: Path, without_keys: bool) -> None:
    """Sao lưu cơ sở dữ liệu, các tệp và khóa vào một tệp FILE. Không cần dừng Công Vụ."""
    file = file.absolute()
    if not file.parent.is_dir():
        raise runtime.fail(f"Không có thư mục {file.parent}.", runtime.EXIT_USAGE)
    with runtime.program() as database, tempfile.TemporaryDirectory(dir=file.parent, prefix=".congvu-") as folder:
        facts = _facts()
        dump = Path(folder) / archive.DUMP
        runtime.show("Đang chép cơ sở dữ liệu…")
        dump_database(database, dump)
        # The database first: a file it names was stored before it was named.
        paths = archive.contents(runtime.home(), with_keys=not without_keys)
        with runtime.progress(paths, "Đang chép tệp") as shown:
            archive.write(file, runtime.home(), dump, shown, facts)
    size = file.stat().st_size / 1024 / 1024
    click.echo(f"Đã sao lưu vào {file} ({size:.1f} MB, {len(paths)} tệp, sổ cái có {facts['entries']} dòng).")
    if not without_keys:
        runtime.show("Tệp này chứa khóa niêm phong: hãy giữ kín như giữ con dấu.")


def dump_database(database: Cluster | External, target: Path) -> None:
    # fmt: off
    done = subprocess.run(
        [database.tool("pg_dump"), "--format=custom", "--no-owner", f"--file={target}", database.urls().owner],
        capture_output=True, text=True, check=False,
    )
    # fmt: on
    if done.returncode:
        raise runtime.fail(f"pg_dump báo lỗi: {done.stderr.strip()[-600:]}", runtime.EXIT_DATABASE)


def _facts() -> dict[str, object]:
    """What the manifest says about the content; the head lets a later restore say what is missing."""
    from congvu.kernel.ledger import queries as ledger
    from congvu.kernel.ledger.models import Entry
    from congvu.kernel.org.models import Installation
    from congvu.kit import clock

    installation = Installation.objects.first()
    if installation is None:
        raise runtime.fail("Chưa có dữ liệu: chạy congvu init hoặc ./run trước.", runtime.EXIT_NO_DATA)
    head = ledger.head()
    return {
        "program": congvu.__version__,
        "name": installation.name,
        "origin": installation.origin,
        "made_at": clock.now().astimezone(UTC).isoformat(),
        "entries": Entry.objects.count(),
        "head": head.checkpoint if head else "",
    }
