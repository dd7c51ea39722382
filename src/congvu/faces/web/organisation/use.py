"""How authority is used: each line and each delegation, and what stands out. Every number opens its rows."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from congvu.faces.web.organisation.acting import person_of
from congvu.kernel.duties import queries as duties
from congvu.kernel.duties.queries.authority_use import ALONE_FROM, KINDS, authority_uses, duties_of_use
from congvu.kernel.org import queries
from congvu.kernel.org.models import AuthorityLine, Delegation, Person
from congvu.kit import clock

SEEING = frozenset({"home_affairs", "leader", "inspector", "head"})


def _seeing(request: HttpRequest) -> Person:
    """Leaders, inspectors, the home affairs posts; a head sees the lines of his bodies."""
    person = person_of(request)
    if not {post.role for post in queries.posts_of(person, clock.now())} & SEEING:
        raise PermissionDenied(_("Trang này dành cho lãnh đạo, người đứng đầu, thanh tra và cán bộ tổ chức."))
    return person


def _covers(person: Person) -> "set[int] | None":
    """The bodies whose authority he sees; None: all."""
    now = clock.now()
    posts = queries.posts_of(person, now)
    if any(post.role in ("home_affairs", "inspector") or (post.role == "leader") for post in posts):
        return None
    day = clock.local_day(now)
    return {body.pk for top in queries.led_bodies(person, now) for body in queries.bodies_under(top, day)}


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Twelve months of every line and delegation."""
    person, now = _seeing(request), clock.now()
    uses, bodies = authority_uses(now), _covers(person)
    lines = [use for use in uses.lines if bodies is None or use.subject.body_id in bodies]  # type: ignore[union-attr]
    delegations = [
        use
        for use in uses.delegations
        if bodies is None or use.subject.from_post.body_id in bodies  # type: ignore[union-attr]
    ]
    context = {
        "since": uses.since,
        "lines": lines,
        "delegations": delegations,
        "unused": [use for use in uses.unused(clock.local_day(now)) if use in lines],
        "alone": [use for use in uses.alone if use in lines or use in delegations],
        "alone_from": ALONE_FROM,
        "today": clock.local_day(now),
        "manages": queries.may("authority", person, now),
    }
    return render(request, "organisation/use.html", context)


TITLES = {
    "used": gettext_noop("Đã dùng"),
    "returned": gettext_noop("Gửi trả: thuộc thẩm quyền cấp dưới"),
    "sent_up": gettext_noop("Trình lên việc thuộc thẩm quyền của mình"),
}


@login_required
@require_GET
def rows(request: HttpRequest, what: str, key: int, kind: str) -> HttpResponse:
    """The duties behind one number; of those that the reader may not see only how many there are."""
    person, now = _seeing(request), clock.now()
    if kind not in KINDS or what not in ("dong", "uy-quyen"):
        raise Http404
    subject: AuthorityLine | Delegation
    if what == "dong":
        subject = get_object_or_404(AuthorityLine.objects.select_related("body"), pk=key)
        found, body_id = duties_of_use(now, line=key, kind=kind), subject.body_id
    else:
        subject = get_object_or_404(Delegation.objects.select_related("from_post__body", "to_person"), pk=key)
        found, body_id = duties_of_use(now, delegation=key, kind=kind), subject.from_post.body_id
    bodies = _covers(person)
    if bodies is not None and body_id not in bodies:
        raise Http404
    seen = set(duties.visible_to(person).filter(pk__in=[row[0].pk for row in found]).values_list("pk", flat=True))
    people = Person.objects.in_bulk({row[1] for row in found})
    shown = [(duty, people.get(actor), at) for duty, actor, at in found if duty.pk in seen]
    context = {
        "subject": subject,
        "is_line": what == "dong",
        "title": _(TITLES[kind]),
        "rows": shown,
        "hidden": len(found) - len(shown),
    }
    return render(request, "organisation/use_rows.html", context)
