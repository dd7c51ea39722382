"""The web server, as a child of `congvu serve`: it ends when its parent does, however the parent ended."""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """The parent holds the other end of our standard input; when it dies, even by kill -9, we read the end of file."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def main(host: str, port: str, threads: str) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    end_with_parent()
    Server(
        "congvu.config.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=int(threads),
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
