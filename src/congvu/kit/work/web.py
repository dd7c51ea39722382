"""How far a job is: a page that refreshes itself, with a script or without."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from congvu.kit.work import moves
from congvu.kit.work.models import DONE, Job

SHOWN = 30


@login_required
@require_GET
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """One's own job; asked by the page itself (HTMX) when it is done, the browser goes on to its result."""
    found = get_object_or_404(Job, pk=job_id, asked_by=request.user.pk)
    if not getattr(request, "htmx", False):
        return render(request, "work/job.html", {"job": found})
    answer = render(request, "work/job.html#progress", {"job": found})
    if found.state == DONE and found.result_url:
        answer["HX-Redirect"] = found.result_url
    return answer


@login_required
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own last jobs."""
    return render(
        request, "work/jobs.html", {"jobs": Job.objects.filter(asked_by=request.user.pk).order_by("-pk")[:SHOWN]}
    )


@login_required
@require_POST
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stop it."""
    get_object_or_404(Job, pk=job_id, asked_by=request.user.pk)
    moves.cancel(job_id, by=int(request.user.pk or 0))
    return redirect("work:job", job_id)
