"""Starting, running and cancelling background work: the only writer of `work_job`."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from congvu.kit.work.kinds import Result, Stopped, WorkFailed, kinds
from congvu.kit.work.models import CANCELLED, DONE, FAILED, OPEN, RUNNING, WAITING, Job

MOST_ATTEMPTS = 3
_LOCKS = 0x776F  # our half of the key of an advisory lock; the other half is the job


def start(kind: str, given: Mapping[str, Any], *, by: int | None, title: str, key: str = "") -> Job:
    """Put work into the queue, in the caller's transaction. With a `key`: the open job of that key, if there is one."""
    if kind not in kinds():
        raise KeyError(kind)
    known = Job.objects.filter(kind=kind, key=key, state__in=OPEN).first() if key else None
    if known is not None:
        return known
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, given=dict(given), asked_by=by, title=title, key=key)
    except IntegrityError:  # somebody asked in the same instant
        return Job.objects.get(kind=kind, key=key, state__in=OPEN)
    from congvu.kit.work.tasks import pull

    pull.defer()
    return job


def cancel(job_id: int, *, by: int) -> Job:
    """Ask one's own job to stop: at once while it waits, at its next step while it runs; too late changes nothing."""
    waiting = Job.objects.filter(pk=job_id, asked_by=by, state=WAITING)
    if not waiting.update(state=CANCELLED, cancel_asked=True, ended_at=Now()):
        Job.objects.filter(pk=job_id, asked_by=by, state=RUNNING).update(cancel_asked=True)
    return Job.objects.get(pk=job_id, asked_by=by)


def run_waiting() -> int:
    """Run what waits and what was left by a killed process, oldest first; gives how many were run."""
    count = 0
    while (job := _claim()) is not None:
        try:
            _run(job)
        finally:
            _unlock(job.pk)
        count += 1
    return count


def _claim() -> Job | None:
    """The oldest open job that nobody runs, now locked by this connection and marked as running."""
    for job_id in Job.objects.filter(state__in=OPEN).order_by("pk").values_list("pk", flat=True):
        if not _lock(job_id):
            continue
        claimed = Job.objects.filter(pk=job_id, state__in=OPEN).update(
            state=RUNNING, attempts=F("attempts") + 1, started_at=Coalesce(F("started_at"), Now())
        )
        if claimed:
            return Job.objects.get(pk=job_id)
        _unlock(job_id)  # done between the reading and the lock
    return None


def _lock(job_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCKS, job_id])
        return bool(cursor.fetchone()[0])


def _unlock(job_id: int) -> None:
    """A connection that broke has lost its lock already."""
    if connection.connection is not None and not connection.connection.closed:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [_LOCKS, job_id])


class _Progress:
    """`Progress` of a job that runs."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id

    def step(self, done: int, total: int, message: str = "") -> None:
        Job.objects.filter(pk=self.job_id).update(done=done, total=total, message=message)
        if Job.objects.filter(pk=self.job_id, cancel_asked=True).exists():
            raise Stopped


def _run(job: Job) -> None:
    if job.cancel_asked:
        return _end(job.pk, CANCELLED)
    if job.attempts > MOST_ATTEMPTS:
        sentence = _("Việc này đã %(n)d lần bị ngắt giữa chừng nên không tự chạy lại nữa.")
        return _end(job.pk, FAILED, error=sentence % {"n": MOST_ATTEMPTS})
    try:
        result = kinds()[job.kind].run(_Progress(job.pk), job.given)
    except Stopped:
        _end(job.pk, CANCELLED)
    except WorkFailed as failed:
        _end(job.pk, FAILED, error=str(failed))
    except (OperationalError, InterfaceError):
        connection.close()  # the database went away: the job stays open and is taken up again
        raise
    except Exception:
        logging.getLogger(__name__).exception("job %s (%s)", job.pk, job.kind)
        sentence = _("Phần mềm gặp lỗi khi làm việc này. Báo người quản trị số %(number)d để xem nhật ký.")
        _end(job.pk, FAILED, error=sentence % {"number": job.pk})
    else:
        _finish(job.pk, result)


def _finish(job_id: int, result: Result) -> None:
    Job.objects.filter(pk=job_id).update(
        state=DONE, ended_at=Now(), message="", result_url=result.url, result=dict(result.values)
    )


def _end(job_id: int, state: str, *, error: str = "") -> None:
    Job.objects.filter(pk=job_id).update(state=state, ended_at=Now(), error=error)
