"""`congvu serve`: one process tree with everything in it."""

import contextlib
import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
from typing import Any

import click
from django.db import connections

from congvu.faces.cli import runtime
from congvu.kit.cluster import Cluster
from congvu.kit.database import External
from congvu.kit.roles import ClusterError

THREADS = 4  # requests worked on at once, in each process
READY_SECONDS = 60
LOOK_EVERY_SECONDS = 2.0
STOP_SECONDS = 12
LEFTOVERS_SECONDS = 8  # in which the workers of a program that was killed end by themselves


@click.command(
    epilog="""\b
Ví dụ:
  congvu serve
  congvu serve --port 8001
  congvu serve --host 0.0.0.0 --port 80 --threads 8

\b
Mã kết thúc: 0 đã dừng theo lệnh · 3 cổng đang bận · 4 cơ sở dữ liệu hoặc đĩa không dùng được
             5 đã có một Công Vụ chạy trên cùng thư mục dữ liệu
"""
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Cổng.")
@click.option(
    "--threads", default=THREADS, show_default=True, type=click.IntRange(1, 64), help="Số yêu cầu xử lý cùng lúc."
)
@click.option("--no-demo", is_flag=True, help="Không tạo tỉnh trình diễn khi cơ sở dữ liệu còn trống.")
def command(host: str, port: int, threads: int, no_demo: bool) -> None:
    """Chạy Công Vụ: cơ sở dữ liệu, máy chủ web và việc nền, cho tới khi bấm Ctrl-C."""
    started = time.monotonic()
    stopping = Stopping()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopping.set)
    folder = runtime.home()
    folder.mkdir(parents=True, exist_ok=True)
    with runtime.only_one(folder):
        killed = (folder / "cluster" / "data" / "postmaster.pid").exists()
        check_port(host, port, patience=LEFTOVERS_SECONDS if killed else 0)
        with runtime.program() as database:
            ready_to_serve(with_demo=not no_demo)
            words = accounts()
            connections.close_all()
            with Serving(host, port, threads, database) as serving:
                serving.wait_until_it_answers(stopping)
                announce(host, port, time.monotonic() - started, words)
                serving.watch(stopping)
            runtime.show("Đang dừng…")
    runtime.show("Đã dừng. Dữ liệu nằm trong " + str(folder))


def check_port(host: str, port: int, patience: float = 0) -> None:
    """Fail in one sentence when the port is taken, after waiting `patience` seconds for it."""
    until = time.monotonic() + patience
    while not _free(host, port):
        if time.monotonic() >= until:
            sentence = f"Không mở được cổng {port} ở {host} (đang có chương trình khác dùng, hoặc không được phép)."
            raise runtime.fail(f"{sentence} Hãy chọn cổng khác: --port {port + 1}", runtime.EXIT_PORT_TAKEN)
        time.sleep(0.2)


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def ready_to_serve(*, with_demo: bool) -> None:
    """The table of moves as the code has it, the assets built, a demonstration in an empty database."""
    from congvu.faces.cli.demo import make_small
    from congvu.faces.cli.prepare import check_moves
    from congvu.faces.web import assets
    from congvu.kernel.org.models import Installation

    check_moves()
    assets.build(runtime.home())
    if with_demo and not Installation.objects.exists():
        runtime.show("Lần đầu: đang dựng tỉnh trình diễn…")
        make_small(runtime.progress)


def announce(host: str, port: int, seconds: float, words: list[str]) -> None:
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host
    click.echo(f"Công Vụ đã sẵn sàng sau {seconds:.1f} giây: http://{shown}:{port}/")
    for line in words:
        click.echo(line)
    click.echo("Bấm Ctrl-C để dừng.")
    sys.stdout.flush()


def accounts() -> list[str]:
    """How to sign in: by one click in a demonstration, else with one's own account."""
    from django.conf import settings

    from congvu.kernel.org.models import Installation, Person
    from congvu.kernel.org.queries import main_seat
    from congvu.kit.clock import now

    if not Installation.objects.filter(demonstration=True).exists():
        return []
    lines = ["Tỉnh trình diễn: đăng nhập bằng một lần bấm ở /dong-vai/, ví dụ với vai:"]
    people = {person.username: person for person in Person.objects.filter(username__in=settings.DEMONSTRATION_ACCOUNTS)}
    for username in settings.DEMONSTRATION_ACCOUNTS:
        seat = main_seat(people[username], now()) if username in people else None
        if seat is not None:
            lines.append(f"  {username:<10} {seat.person.full_name}, {seat.post}")
    return lines


class Stopping:
    """Set by signals, waited for by the main thread.

    Not a threading.Event: a second signal interrupts the handler of the first where it holds the event's lock, and
    waits for that lock for ever.
    """

    def __init__(self) -> None:
        self._look, self._tell = socket.socketpair()
        self._tell.setblocking(False)

    def set(self, *_: object) -> None:
        with contextlib.suppress(BlockingIOError):  # full: it has been told often enough
            self._tell.send(b"!")

    def wait(self, seconds: float) -> bool:
        """Whether it was set, at the latest after so many seconds."""
        return bool(select.select([self._look], [], [], seconds)[0])


class Serving:
    """The web server's process and the jobs' thread, watched; the database is brought back if it was killed."""

    def __init__(self, host: str, port: int, threads: int, database: Cluster | External) -> None:
        self.host, self.port, self.threads, self.database = host, port, threads, database
        self.web: subprocess.Popen[bytes] | None = None
        self.jobs: Any = None

    def __enter__(self) -> "Serving":
        from congvu.faces.cli.jobs import Jobs

        self._start_web()
        self.jobs = Jobs()
        self.jobs.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_web()
        self.jobs.stop()
        connections.close_all()

    def wait_until_it_answers(self, stopping: Stopping) -> None:
        until = time.monotonic() + READY_SECONDS
        while not self._answers():
            if stopping.wait(0.1):
                return
            if self.web is None or self.web.poll() is not None or time.monotonic() > until:
                raise runtime.fail("Máy chủ web không lên; xem thông báo phía trên.", 1)

    def watch(self, stopping: Stopping) -> None:
        """Until told to stop: bring back whatever was killed."""
        while not stopping.wait(LOOK_EVERY_SECONDS):
            if self.web is None or self.web.poll() is not None:
                runtime.show("Máy chủ web bị ngắt; đang chạy lại.")
                self._stop_web()
                self._start_web()
            if not self.database.running():
                self._bring_database_back()

    def _bring_database_back(self) -> None:
        runtime.show("PostgreSQL bị ngắt; đang chạy lại.")
        try:
            self.database.start()
        except ClusterError as error:
            runtime.show(str(error))
            return
        if os.environ["CONGVU_APP_URL"] != self.database.urls().app:
            raise runtime.fail("PostgreSQL đã chạy lại ở cổng khác: hãy chạy lại ./run.", runtime.EXIT_DATABASE)

    def _start_web(self) -> None:
        # Its own session: Ctrl-C reaches only us, and we stop it in order.
        self.web = subprocess.Popen(
            [
                *(sys.executable, "-m", "congvu.faces.cli.web_process"),
                *(self.host, str(self.port), str(self.threads), str(os.getpid())),
            ],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _stop_web(self) -> None:
        if self.web is None:
            return
        self.web.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.web.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):  # a worker whose own parent was killed
            os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        connection = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            connection.request("GET", "/health", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
