"""Tổ chức: who sits where, ending an appointment, and delegations; for the administrator and the home affairs posts."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.org import moves, queries
from congvu.kernel.org.models import Appointment, Delegation, Person, Post
from congvu.kernel.org.moves import OrgRefused
from congvu.kit import clock, dates
from congvu.kit.search import holds
from congvu.kit.vietnamese import nfc

SHOWN = 60


def manager(request: HttpRequest) -> Person:
    """Who may change the organisation; everybody else is told who can."""
    person = request.user
    assert isinstance(person, Person)
    if not queries.may_manage(person, clock.now()):
        raise PermissionDenied(_("Trang này dành cho quản trị viên và cán bộ tổ chức."))
    return person


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Who sits where now, found by name, post or body; and the delegations in force."""
    manager(request)
    query, now = nfc(request.GET.get("q", "")).strip()[:100], clock.now()
    rows = [row for row in _sitting(now) if holds(f"{row.person} {row.post.title} {row.post.body}", query)]
    rows.sort(key=lambda row: (len(row.post.body.lineage), row.post.body.sort_key, row.post.order, row.person.sort_key))
    shown = rows[:SHOWN]
    delegations = Delegation.objects.select_related("from_post__body", "to_person").filter(
        ends_on__gte=clock.local_day(now)
    )
    context = {
        "query": query,
        "groups": [(body, list(group)) for body, group in groupby(shown, key=lambda row: row.post.body)],
        "hidden": len(rows) - len(shown),
        "delegations": delegations.order_by("starts_on", "pk"),
        "now": now,
    }
    return render(request, "web/organisation.html", context)


def _sitting(now: datetime) -> list[Appointment]:
    rows = Appointment.objects.select_related("person", "post__body").filter(starts_at__lte=now)
    return list(rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)))


@dataclass
class Leaving:
    """An appointment to be ended: what lies on it, and to whom that passes."""

    row: Appointment
    held: int
    receiver: queries.Seat | None
    last: bool
    reason: str = ""
    at: str = ""
    error: str = ""


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """End an appointment now or at a given hour; in the same transaction its open duties pass on."""
    by = manager(request)
    row = get_object_or_404(Appointment.objects.select_related("person", "post__body"), pk=appointment_id)
    leaving = _leaving(row)
    if request.method == "POST":
        leaving.reason = nfc(request.POST.get("reason", "")).strip()[:2000]
        leaving.at = request.POST.get("at", "").strip()
        try:
            text = _end(leaving, by)
        except (MoveRefused, OrgRefused, ValueError) as refused:
            leaving.error = _told(refused)
        else:
            messages.success(request, text)
            return redirect("web:organisation")
    return render(request, "web/leaving.html", {"it": leaving}, status=422 if leaving.error else 200)


def _leaving(row: Appointment) -> Leaving:
    now = clock.now()
    others = row.person.appointments.exclude(pk=row.pk).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    return Leaving(
        row,
        held=Duty.objects.filter(holder=row.person, holder_post=row.post, state__in=OPEN).count(),
        receiver=queries.stand_in_for(row.post, now, without=(row.person_id,)),
        last=not others.exists() and not row.person.is_administrator,
    )


def _end(leaving: Leaving, by: Person) -> str:
    """Ends it; gives the sentence that says what happened."""
    row = leaving.row
    if not leaving.reason:
        raise ValueError(_("Chưa nhập lý do, căn cứ."))
    at = _moment(leaving.at)
    count = duties.end_appointment(row.pk, by=by, at=at, reason=leaving.reason)
    who = {"who": dates.capital(f"{row.person.courtesy} {row.person.full_name}"), "post": str(row.post)}
    if at is not None and at > clock.now():
        return _("%(who)s thôi giữ vị trí %(post)s từ %(at)s.") % (who | {"at": dates.moment_text(at, "sentence")})
    done = _("%(who)s đã thôi giữ vị trí %(post)s.") % who
    passed = ngettext("%(n)d việc đã chuyển.", "%(n)d việc đã chuyển.", count) % {"n": count}
    return f"{done} {passed}" if count else done


def _moment(text: str) -> datetime | None:
    """An hour from a form, on the clock of the wall; None is now."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_("Thời điểm viết theo dạng 2026-11-26 08:30.")) from None
    at = at if at.tzinfo else at.replace(tzinfo=clock.VIETNAM)
    if at < clock.now():
        raise ValueError(_("Thời điểm này đã qua. Để trống nếu thôi giữ ngay bây giờ."))
    return at


def _told(refused: Exception) -> str:
    if isinstance(refused, MoveRefused):
        return refused.refusal.told(_).text
    return _(str(refused))


@login_required
@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ủy quyền in writing from a post to a person, with scope, instrument and an end day."""
    by = manager(request)
    post = get_object_or_404(Post.objects.select_related("body"), pk=post_id)
    typed = {name: nfc(request.POST.get(name, "")).strip()[:2000] for name in DELEGATION}
    error = ""
    if request.method == "POST":
        try:
            row = _delegate(post, typed, by)
        except (OrgRefused, ValueError) as refused:
            error = _told(refused)
        else:
            given = {"who": f"{row.to_person.courtesy} {row.to_person.full_name}", "day": dates.day_text(row.ends_on)}
            messages.success(request, _("Đã ghi ủy quyền cho %(who)s đến hết %(day)s.") % given)
            return redirect("web:organisation")
    near = [row for row in _sitting(clock.now()) if row.post_id != post.pk and _near(row.post, post)]
    near.sort(key=lambda row: (row.post.order, row.person.sort_key))
    context = {"post": post, "near": near, "typed": typed, "error": error}
    return render(request, "web/delegate.html", context, status=422 if error else 200)


DELEGATION = ("person", "scope", "instrument", "starts_on", "ends_on")


def _near(one: Post, post: Post) -> bool:
    """Deputies of the same body and those who lead the bodies directly below."""
    below = one.body.parent_id == post.body_id and one.role in ("head", "leader")
    return one.body_id == post.body_id or below


def _delegate(post: Post, typed: dict[str, str], by: Person) -> Delegation:
    person = Person.objects.filter(pk=int(typed["person"]) if typed["person"].isdecimal() else 0).first()
    if person is None:
        raise ValueError(_("Chưa chọn người được ủy quyền."))
    try:
        first, last = date.fromisoformat(typed["starts_on"]), date.fromisoformat(typed["ends_on"])
    except ValueError:
        raise ValueError(_("Chưa nhập ngày bắt đầu và ngày kết thúc ủy quyền.")) from None
    return moves.delegate(
        from_post=post, to_person=person, scope=typed["scope"], instrument=typed["instrument"],
        starts_on=first, ends_on=last, by=by,
    )  # fmt: skip
