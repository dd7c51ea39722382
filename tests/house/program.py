"""The program as its operator runs it: a process of its own on a folder of its own."""

import contextlib
import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.database import run_folder

ROOT = Path(__file__).resolve().parents[2]
SET_UP = """
from congvu.faces.cli import runtime
with runtime.program():
    from congvu.kernel.org import moves
    moves.set_up(name="Tỉnh thử", level="province", origin="thu.vn", demonstration=False)
    from congvu.kernel.ledger import moves as ledger
    ledger.seal_all()
"""


@contextlib.contextmanager
def new_home() -> Iterator[Path]:
    """A folder that any account can pass through, as on a server; pytest's own are closed to PostgreSQL's account."""
    folder = Path(tempfile.mkdtemp(prefix="congvu-house-"))
    folder.chmod(0o711)
    try:
        yield folder / "home"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def home_with(code: str) -> Iterator[Path]:
    """A folder of its own, set up and with what `code` writes; a copy of one that is set up once for the whole run."""
    run_folder().mkdir(mode=0o711, exist_ok=True)
    template = run_folder() / "house" / "home"
    with (run_folder() / "house.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (template / "whole").exists():
            template.parent.mkdir(mode=0o711, exist_ok=True)
            done = congvu(template, "setup")
            assert done.returncode == 0, done.stderr
            (template / "whole").touch()
    with new_home() as home:
        subprocess.run(["cp", "-a", str(template), str(home)], check=True)  # the database's files keep their owner
        python(home, code)
        yield home


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "HOME": str(home.parent), "PYTHONPATH": str(ROOT / "src"), "CONGVU_HOME": str(home)}


def congvu(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "congvu", *arguments]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False, timeout=120)


def python(home: Path, code: str) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Served:
    """`congvu serve` until it is told to stop."""

    def __init__(self, home: Path, port: int | None = None) -> None:
        self.port = port or free_port()
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "congvu", "serve", "--no-demo", "--port", str(self.port)],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        while not self.healthy() and self.process.poll() is None and time.monotonic() - started < 90:
            time.sleep(0.1)
        self.ready_seconds = time.monotonic() - started

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def wait_healthy(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.healthy():
                return True
            time.sleep(0.2)
        return False

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        words, _ = self.process.communicate(timeout=30)
        return self.process.returncode, words

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()
