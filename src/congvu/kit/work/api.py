"""Background work for programs: how far a job is, and stopping it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from congvu.kit.api import Answer, Page, Paged, PathId, RequestKey, idempotent, page_of, scope
from congvu.kit.work import moves
from congvu.kit.work.models import Job

router = Router(tags=["Việc nền"])


class JobOut(Answer):
    """`state` is queued, running, done, failed or cancelled; `total` is 0 while it is not known."""

    id: int
    kind: str
    title: str
    state: str
    done: int
    total: int
    message: str
    error: str
    result_url: str
    result: dict[str, Any]
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class JobPage(Paged):
    items: list[JobOut]


def job_out(job: Job) -> JobOut:
    return JobOut(**{name: getattr(job, name) for name in JobOut.model_fields})


def _as_it_is(_person: Any, _key: RequestKey, work: Callable[[], object]) -> object:
    """Stopping twice is stopping once: no answer has to be kept."""
    return work()


@router.get("/jobs", response=JobPage, summary="Việc nền của tôi")
@scope("jobs:read")
def jobs(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Mới nhất trước."""
    return page_of(Job.objects.filter(asked_by=request.user.pk), given, job_out)


@router.get("/jobs/{job_id}", response=JobOut, summary="Một việc nền")
@scope("jobs:read")
def job(request: HttpRequest, job_id: PathId) -> JobOut:
    """Đang tới đâu; xong thì có địa chỉ của kết quả, không xong thì có lý do."""
    return job_out(get_object_or_404(Job, pk=job_id, asked_by=request.user.pk))


@router.post("/jobs/{job_id}/cancel", response=JobOut, summary="Dừng một việc nền")
@scope("jobs:write")
@idempotent(_as_it_is)
def cancel(request: HttpRequest, job_id: PathId) -> JobOut:
    """Đang chờ thì dừng ngay; đang chạy thì dừng ở bước kế tiếp; đã xong thì không đổi gì."""
    found = get_object_or_404(Job, pk=job_id, asked_by=request.user.pk)
    return job_out(moves.cancel(found.pk, by=int(request.user.pk or 0)))
