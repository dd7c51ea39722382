"""Ai có thẩm quyền: which body answers for a matter, by which instrument; rulings on disputes are lines like others."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from congvu.kernel.org import queries as org
from congvu.kernel.org.models import AuthorityLine
from congvu.kit import clock
from congvu.kit.search import holds
from congvu.kit.vietnamese import nfc

SHOWN = 100


@login_required
@require_GET
def look_up(request: HttpRequest) -> HttpResponse:
    """The lines in force today; with a question the line that decides it stands first."""
    query = nfc(request.GET.get("q", "")).strip()[:300]
    now = clock.now()
    day = clock.local_day(now)
    lines = AuthorityLine.objects.select_related("body", "deciding_post").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    )
    lines = lines.order_by("matter_fold", "-valid_from")
    found = [line for line in lines if holds(f"{line.matter} {line.body}", query)]
    context = {
        "query": query,
        "answer": org.authority_for(query, now) if query else None,
        "lines": found[:SHOWN],
        "more": len(found) - SHOWN,
    }
    return render(request, "web/authority.html", context)
