"""The web server, as a child of `congvu serve`: it ends when its parent does, however the parent ended."""

import os
import signal
import sys
import threading
import time

LOOK_EVERY_SECONDS = 1.0
FOR_A_CLEAN_END_SECONDS = 5.0


def end_with_parent(parent: int) -> None:
    """End this process when `parent` is gone; a parent killed by -9 cannot tell its children."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(FOR_A_CLEAN_END_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def main(host: str, port: str, threads: str, parent: str) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    end_with_parent(int(parent))
    os.environ["CONGVU_ENDS_WITH_PARENT"] = "1"  # for the workers, see config/wsgi.py
    Server(
        "congvu.config.wsgi:application",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=int(threads),
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
