"""Sơ đồ trách nhiệm: every kind of work and step beside the person; gaps and overlaps first."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from congvu.kernel.duties import queries
from congvu.kernel.duties.queries import Finding
from congvu.kernel.duties.web.body import number, person_of
from congvu.kit import clock

FINDINGS = {
    "vacant": gettext_noop("Vị trí chưa có người: %(what)s"),
    "no_decider": gettext_noop("“%(matter)s” giao cho %(what)s nhưng chưa nêu vị trí quyết định"),
    "vacant_decider": gettext_noop("“%(matter)s” do %(what)s quyết định, vị trí này chưa có người"),
    "lines": gettext_noop("“%(matter)s” được giao cho hơn một nơi: %(what)s"),
    "elsewhere": gettext_noop("“%(matter)s” đang được giữ ở nơi không có dòng phân định: %(what)s"),
}


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The map of the body that the person leads, or with `o` of one below it."""
    person, now, wanted = person_of(request), clock.now(), request.GET.get("o", "")
    found = queries.responsibility_map(person, number(wanted), now)
    if wanted and (found is None or number(wanted) is None):
        raise Http404
    if found is None:
        raise PermissionDenied(_("Trang này dành cho người đứng đầu và cấp phó."))
    context = {
        "map": found,
        "gaps": [words_of(one) for one in found.gaps],
        "overlaps": [words_of(one) for one in found.overlaps],
        "unmatched": sum(n for _text, n in found.unmatched),
    }
    return render(request, "duties/map.html", context)


def words_of(finding: Finding) -> str:
    """A gap or an overlap as one sentence."""
    return _(FINDINGS[finding.kind]) % {"matter": finding.matter, "what": finding.what}
