"""One command starts everything; whatever is killed comes back, and nothing acknowledged is lost."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.program import SET_UP, Served, congvu, home_with, python

READ = """
from congvu.faces.cli import runtime
with runtime.program():
    from congvu.kernel.org.models import Installation
    print(Installation.objects.get().name)
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with home_with(SET_UP) as folder:
        yield folder


def postmaster(home: Path) -> int:
    return int((home / "cluster/data/postmaster.pid").read_text().splitlines()[0])


def test_it_starts_answers_and_stops_cleanly(home: Path) -> None:
    served = Served(home)
    assert served.healthy()
    assert served.ready_seconds < 60  # one or two seconds where nothing else runs
    code, words = served.stop()
    assert code == 0
    assert "Công Vụ đã sẵn sàng" in words
    assert not (home / "cluster/data/postmaster.pid").exists()


IMPATIENT = """
import os, signal, threading
from congvu.faces.cli.serve import Stopping
stopping = Stopping()
signal.signal(signal.SIGINT, stopping.set)
press = threading.Thread(target=lambda: [os.kill(os.getpid(), signal.SIGINT) for _ in range(20_000)])
press.start()
while press.is_alive():
    stopping.wait(0.1)
print(stopping.wait(5))
"""


def test_whoever_is_impatient_and_presses_again_does_not_hang_it(home: Path) -> None:
    assert python(home, IMPATIENT) == "True\n"


def test_a_killed_database_comes_back_by_itself(home: Path) -> None:
    served = Served(home)
    os.kill(postmaster(home), signal.SIGKILL)
    time.sleep(1)
    back = served.wait_healthy(90)  # recovery waits for the disk, which other tests keep busy
    _code, words = served.stop()
    assert back, words


def test_a_killed_program_leaves_no_server_behind_and_loses_nothing(home: Path) -> None:
    served = Served(home)
    port = served.port
    served.kill()
    time.sleep(4)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
    assert python(home, READ).strip() == "Tỉnh thử"
    again = Served(home)
    assert again.healthy()
    assert again.stop()[0] == 0


def test_a_killed_program_is_started_again_at_once_on_its_port(home: Path) -> None:
    served = Served(home)
    served.kill()
    again = Served(home, served.port)  # its workers are still there for a moment
    assert again.healthy() and again.process.poll() is None
    assert again.stop()[0] == 0


def test_a_port_in_use_is_said_in_one_sentence(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = congvu(home, "serve", "--port", str(port))
    assert answer.returncode == 3
    assert f"cổng {port}" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_two_programs_never_share_one_folder(home: Path) -> None:
    served = Served(home)
    answer = congvu(home, "serve", "--port", str(served.port + 1))
    assert answer.returncode == 5
    assert "đang chạy" in answer.stderr
    served.stop()


def test_secrets_are_readable_by_nobody_else(home: Path) -> None:
    for name in ("cluster.json", "secret_key"):
        assert (home / name).stat().st_mode & 0o077 == 0
    assert (home / "cluster").stat().st_mode & 0o077 == 0


def test_other_moves_in_the_database_than_in_the_code_stop_the_start(home: Path) -> None:
    change = """
from congvu.faces.cli import runtime
with runtime.program() as database:
    import psycopg
    with psycopg.connect(database.urls().owner) as connection:
        connection.execute("{}")
"""
    row = "(verb, from_state, to_state)"
    python(home, change.format(f"insert into duty_transition {row} values ('vanish', 'working', 'gone')"))
    answer = congvu(home, "setup")
    python(home, change.format("delete from duty_transition where verb = 'vanish'"))
    assert answer.returncode == 4
    assert "vanish" in answer.stderr
