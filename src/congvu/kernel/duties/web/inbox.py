"""Việc của tôi: what must I do next, and by when."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from congvu.kernel.duties import queries
from congvu.kernel.org.models import Person
from congvu.kit import clock


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The list of the person who is signed in."""
    person = request.user
    assert isinstance(person, Person)
    now = clock.now()
    return render(request, "duties/inbox.html", {"inbox": queries.inbox(person, now), "now": now})
