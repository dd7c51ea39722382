"""Background work in a thread of the serving process: sealing, the clock, whatever rooms put in the queue."""

import asyncio
import logging
import threading
import time

RETRY_SECONDS = 2.0
# Each queue has workers of its own: what takes minutes never keeps the sealing waiting.
QUEUES = ("default", "work")


class Jobs:
    """A procrastinate worker that starts again when the database comes back."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Let the job at hand finish, then end."""
        self._stopping.set()
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except asyncio.CancelledError:
                return
            except Exception as error:
                logging.getLogger(__name__).warning("jobs: %s; trying again", type(error).__name__)
                time.sleep(RETRY_SECONDS)

    async def _work(self) -> None:
        from procrastinate.contrib.django import app

        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with worker.open_async():
            await asyncio.gather(
                *(
                    worker.run_worker_async(
                        queues=[queue],
                        concurrency=2,
                        install_signal_handlers=False,
                        delete_jobs="successful",
                        shutdown_graceful_timeout=5,
                    )
                    for queue in QUEUES
                )
            )
