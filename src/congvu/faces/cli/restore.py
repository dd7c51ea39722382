"""`congvu restore FILE`: the state of a backup, under a new origin of the ledger that says what may be lost."""

import shutil
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path

import click
import psycopg

from congvu.engines.worktime.calendar import VIETNAM
from congvu.faces.cli import archive, runtime
from congvu.kit import roles
from congvu.kit.cluster import DATABASE, Cluster
from congvu.kit.database import External, open_database
from congvu.kit.roles import ClusterError


@click.command(
    epilog="""\b
Ví dụ:
  CONGVU_HOME=/srv/congvu-moi congvu restore /srv/sao-luu/congvu-2026-11-25.tar
  congvu restore --replace sao-luu.tar
  congvu restore --known-head dau-cay.txt sao-luu.tar

\b
Mã kết thúc: 0 xong · 1 tệp sao lưu không dùng được · 4 cơ sở dữ liệu hoặc đĩa không dùng được
             5 Công Vụ đang chạy, hãy dừng trước · 6 đã có dữ liệu, dùng --replace
"""
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Thay dữ liệu đang có; dữ liệu cũ được giữ lại dưới tên khác.")
@click.option(
    "--known-head",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Đầu cây niêm phong mới nhất còn giữ ở nơi khác: để ghi rõ đã mất đoạn nào.",
)
def command(file: Path, replace: bool, known_head: Path | None) -> None:
    """Khôi phục từ tệp sao lưu FILE. Sổ cái mở một gốc mới, dòng đầu ghi rõ đoạn có thể đã mất."""
    home = runtime.home()
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    with runtime.only_one(home), tempfile.TemporaryDirectory(dir=home, prefix="restore-") as folder:
        try:
            runtime.show("Đang kiểm tra tệp sao lưu…")
            manifest = archive.unpack(file, Path(folder))
            with open_database(home) as database:
                lost_head = known_head.read_text() if known_head else last_head(database)
                make_room(database, replace=replace)
                runtime.show("Đang dựng lại cơ sở dữ liệu…")
                fill(database, Path(folder) / archive.DUMP)
                place(Path(folder), home)
                origin = go_on(database, lost_head or manifest["head"])
        except (archive.BadArchive, UnicodeDecodeError) as error:
            raise runtime.fail(str(error), 1) from error
        except ClusterError as error:
            raise runtime.fail(str(error), runtime.EXIT_DATABASE) from error
    made = datetime.fromisoformat(manifest["made_at"]).astimezone(VIETNAM)
    click.echo(f"Đã khôi phục “{manifest['name']}”, bản sao lưu lúc {made:%d/%m/%Y %H:%M}. Sổ cái đi tiếp ở {origin}.")


def last_head(database: Cluster | External) -> str:
    """The newest signed head of the data that is about to be replaced; empty when there is none."""
    with psycopg.connect(database.urls().owner) as connection:
        if connection.execute("select to_regclass('tree_head')").fetchone() == (None,):
            return ""
        row = connection.execute("select checkpoint from tree_head order by log_id desc, size desc limit 1").fetchone()
    return str(row[0]) if row else ""


def make_room(database: Cluster | External, *, replace: bool) -> None:
    """An empty database; what was in it is kept under another name."""
    if not _has_data(database):
        if isinstance(database, Cluster):
            _swap_database(database, keep=False)
        return
    if not replace:
        raise runtime.fail("Ở đây đã có dữ liệu. Thêm --replace để thay (dữ liệu cũ vẫn được giữ lại).", 6)
    if isinstance(database, External):
        raise runtime.fail("Cơ sở dữ liệu ở DATABASE_URL không trống: hãy tạo một cơ sở dữ liệu mới.", 6)
    _swap_database(database, keep=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for name in (*archive.FOLDERS, *archive.SINGLE):
        if (database.home / name).exists():
            (database.home / f"before-{stamp}").mkdir(exist_ok=True, mode=0o700)
            (database.home / name).rename(database.home / f"before-{stamp}" / name)


def _has_data(database: Cluster | External) -> bool:
    with psycopg.connect(database.urls().owner) as connection:
        if connection.execute("select to_regclass('installation')").fetchone() == (None,):
            return False
        return connection.execute("select 1 from installation").fetchone() is not None


def _swap_database(cluster: Cluster, *, keep: bool) -> None:
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as connection:
        if keep:
            name = f"{DATABASE}_before_{time.strftime('%Y%m%d_%H%M%S')}"
            connection.execute(f"alter database {DATABASE} rename to {name}")
            runtime.show(f"Dữ liệu cũ nằm trong cơ sở dữ liệu {name}.")
        else:
            connection.execute(f"drop database {DATABASE} with (force)")
        connection.execute(f"create database {DATABASE} owner {roles.OWNER}")


def fill(database: Cluster | External, dump: Path) -> None:
    # fmt: off
    done = subprocess.run(
        [
            database.tool("pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction",
            f"--dbname={database.urls().owner}", dump,
        ],
        capture_output=True, text=True, check=False,
    )
    # fmt: on
    if done.returncode:
        raise runtime.fail(f"pg_restore báo lỗi: {done.stderr.strip()[-600:]}", runtime.EXIT_DATABASE)


def place(unpacked: Path, home: Path) -> None:
    """Files and keys to where they belong; files are named by their content, so nothing is overwritten with another."""
    for name in archive.FOLDERS:
        if (unpacked / name).exists():
            shutil.copytree(unpacked / name, home / name, dirs_exist_ok=True)
            (home / name).chmod(0o700)
    for name in archive.SINGLE:
        if (unpacked / name).exists():
            shutil.copy2(unpacked / name, home / name)


def go_on(database: Cluster | External, lost_head: str) -> str:
    """Bring the schema to this code and open the next origin; gives its name."""
    runtime.set_up_django(database)
    from congvu.faces.cli.prepare import check_moves, prepare_schema
    from congvu.kernel.ledger import moves as ledger

    prepare_schema(database.urls().owner)
    check_moves()
    return str(ledger.open_new_origin(lost_head).origin)
