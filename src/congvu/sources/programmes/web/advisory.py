"""Nhật ký tham mưu văn bản: of a body and period, of one document; two versions of a draft side by side."""

from itertools import pairwise
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import queries as org
from congvu.kernel.records.queries import read_file
from congvu.kit.clock import now
from congvu.kit.status import status_of
from congvu.sources.programmes import moves, queries, rules
from congvu.sources.programmes.queries import Version
from congvu.sources.programmes.web.forms import number, person_of
from congvu.sources.programmes.web.programme import body_asked, span_asked
from congvu.sources.programmes.web.words import state_of

EACH_PAGE, MOST_PRINTED = 30, 300


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The documents that a body worked on in a span, a line each."""
    me, at = person_of(request), now()
    body, span = body_asked(request, at), span_asked(request, "month", at)
    whole = "ban-in" in request.GET
    ids = queries.documents_of(me, body, span)
    page = Paginator(ids, MOST_PRINTED if whole else EACH_PAGE).get_page(request.GET.get("trang"))
    rows = queries.document_rows(list(page))
    context = {
        "body": body,
        "bodies": queries.bodies_seen_by(me, at),
        "span": span,
        "before": rules.before(span),
        "after": rules.after(span),
        "count": len(ids),
        "page": page,
        "rows": [(row, state_of(row.duty), status_of(row.duty, at, org.calendar())) for row in rows],
        "day_seconds": org.calendar().day_seconds,
        "whole": whole,
        "now": at,
    }
    return render(request, "programmes/advisory.html", context)


@login_required
@require_GET
def log(request: HttpRequest, duty_id: int) -> HttpResponse:
    """The log of one document: who had it, how long, what he did; and its versions."""
    try:
        found = queries.advisory_log(person_of(request), duty_id)
    except Duty.DoesNotExist:
        raise Http404 from None
    steps = _steps(found.versions)
    context = {
        "log": found,
        "duty": found.duty,
        "status": status_of(found.duty, found.now, org.calendar()),
        "versions": [(version, steps.get(version.number)) for version in found.versions],
        "now": found.now,
    }
    return render(request, "programmes/log.html", context)


def _steps(versions: tuple[Version, ...]) -> dict[int, rules.Changes]:
    """What each version changed against the one before, by its number; where both have words that can be read."""
    texts, _problems = moves.words_of(versions)
    found = {}
    for number_, (before, after) in enumerate(pairwise(texts), 2):
        if before is not None and after is not None:
            found[number_] = rules.changes(before, after)
    return found


@login_required
@require_GET
def compare(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Two versions side by side; what lies between says who changed what."""
    try:
        tree = queries.find_tree(person_of(request), duty_id)
    except Duty.DoesNotExist:
        raise Http404 from None
    versions = queries.versions_of(tree)
    context: dict[str, object] = {"duty": tree[0], "versions": versions}
    first, last = number(request.GET.get("tu")), number(request.GET.get("den"))
    try:
        between = queries.chosen(versions, first, last)
    except LookupError as error:
        return render(request, "programmes/compare.html", context | {"error": str(error)}, status=422)
    found = moves.compared(between)
    context |= {"left": between[0], "right": between[-1], "problems": found.problems, "unreadable": not found.readable}
    by_number = {version.number: version for version in between}
    context |= {
        "lines": [(line, by_number.get(line.version)) for line in found.lines],
        "same": all(line.kind in ("same", "skipped") for line in found.lines),
        "count": {kind: sum(line.kind == kind for line in found.lines) for kind in ("added", "changed", "removed")},
    }
    return render(request, "programmes/compare.html", context)


@login_required
@require_GET
def download(request: HttpRequest, duty_id: int, version: int) -> HttpResponse:
    """The file of a version, as it was handed in."""
    try:
        tree = queries.find_tree(person_of(request), duty_id)
    except Duty.DoesNotExist:
        raise Http404 from None
    found = next((one for one in queries.versions_of(tree) if one.number == version), None)
    if found is None or found.file is None:
        raise Http404(_("Phiên bản này không có tệp."))
    response = HttpResponse(read_file(found.file), content_type=found.file.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.file.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
