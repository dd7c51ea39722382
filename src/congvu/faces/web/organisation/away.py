"""Who is away, with a named stand-in; what he holds stays with him, pinned, until his head passes it on."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.faces.web.organisation import acting
from congvu.faces.web.organisation.acting import Field, Form, person_of, told
from congvu.faces.web.organisation.browse import rights_of, sitting
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.org import moves, queries
from congvu.kernel.org.models import Absence, Person
from congvu.kernel.org.moves import OrgRefused
from congvu.kit import clock, dates


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Absences that are not over: of everybody for the home affairs posts, of his bodies for a head, else one's own."""
    person, now = person_of(request), clock.now()
    day = clock.local_day(now)
    rows = queries.absences_from(day)
    posts = {row.pk: queries.posts_of(row.person, now) for row in rows}
    leads = {
        row.pk for row in rows if any(queries.may("absence", person, now, body=post.body) for post in posts[row.pk])
    }
    shown = [row for row in rows if row.pk in leads or person.pk in (row.person_id, row.stand_in_id)]
    held = _held([row.person_id for row in shown], {row.person_id: row for row in shown})
    mine = set().union(*(body.lineage for body in queries.led_bodies(person, now)), set())
    context = {
        "rows": [
            (row, posts[row.pk][0] if posts[row.pk] else None, *held.get(row.person_id, (0, 0)), row.pk in leads)
            for row in shown
        ],
        "today": day,
        "rights": rights_of(person, now),
        "heads": bool(mine),
    }
    return render(request, "organisation/away.html", context)


def _held(people: list[int], rows: dict[int, Absence]) -> dict[int, tuple[int, int]]:
    """Person: open duties he holds, and how many of them are due while he is away."""
    found: dict[int, tuple[int, int]] = {}
    for person_id in people:
        end = _over_at(rows[person_id])
        counted = Duty.objects.filter(holder=person_id, state__in=OPEN).aggregate(
            all=Count("pk"), due=Count("pk", filter=Q(current_due_at__lte=end, paused_at__isnull=True))
        )
        found[person_id] = (counted["all"], counted["due"])
    return found


def _over_at(row: Absence) -> datetime:
    """24:00 of the last day away."""
    return clock.day_start(row.ends_on + timedelta(days=1))


def _absence_form(person: Person, near: list[tuple[str, str]], held: int, day: date) -> Form:
    """From when until when, who stands in, why."""
    return Form(
        _("Ghi vắng mặt"),
        _("Ghi vắng mặt"),
        [
            Field("starts_on", _("Từ ngày"), "day", value=day.isoformat()),
            Field("ends_on", _("Đến hết ngày"), "day"),
            Field(
                "stand_in",
                _("Người giữ thay"),
                "choice",
                choices=[("", _("Chọn…")), *near],
                help=_("Việc mới và việc trả về trong thời gian vắng đến người này."),
            ),
            Field(
                "reason",
                _("Lý do"),
                "long",
                optional=True,
                help=_(
                    "Chỉ người vắng, người ghi, người đứng đầu phía trên và cán bộ tổ chức đọc được; không vào sổ cái, "
                    "không vào thống kê."
                ),
            ),
        ],
        back=reverse("org:person", args=[person.pk]),
        trail=[(reverse("org:person", args=[person.pk]), person.full_name)],
        lead=_held_words(person, held),
    )


@login_required
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, person_id: int) -> HttpResponse:
    """From when until when, and who stands in; the reason is for few."""
    person = get_object_or_404(Person, pk=person_id)
    now = clock.now()
    seats = queries.seats_of(person, now)
    by = acting.allowed("absence", request, body=seats[0].post.body if seats else None)
    near = _near(person, seats, now)
    held = Duty.objects.filter(holder=person, state__in=OPEN).count()
    form = _absence_form(person, near, held, clock.local_day(now))

    def make(typed: dict[str, str]) -> str:
        person_key, _sep, post_key = typed["stand_in"].partition("-")
        if not (person_key.isdecimal() and post_key.isdecimal()):
            raise acting.Wrong(_("Chưa chọn người giữ thay."), "stand_in")
        stand_in = get_object_or_404(Person, pk=int(person_key))
        post = next((seat.post for seat in queries.seats_of(stand_in, now) if seat.post.pk == int(post_key)), None)
        row = moves.record_absence(
            person,
            stand_in=stand_in,
            stand_in_post=post,
            reason=typed["reason"],
            by=by,
            starts_on=acting.day(typed["starts_on"], "starts_on"),
            ends_on=acting.day(typed["ends_on"], "ends_on"),
        )
        given = {"who": person.full_name, "stand_in": stand_in.full_name, "day": dates.day_text(row.ends_on)}
        return _("Đã ghi %(who)s vắng đến hết %(day)s; %(stand_in)s giữ thay.") % given

    return acting.run(request, form, make, to=reverse("org:away"))


def _held_words(person: Person, held: int) -> str:
    holds = ngettext("%(who)s đang giữ %(n)d việc.", "%(who)s đang giữ %(n)d việc.", held)
    stays = _("Việc đang giữ ở lại với người vắng; người đứng đầu chuyển cho người khác khi cần.")
    return f"{holds % {'who': dates.capital(f'{person.courtesy} {person.full_name}'), 'n': held}} {stays}"


def _near(person: Person, seats: list[queries.Seat], now: datetime) -> list[tuple[str, str]]:
    """Who may stand in: of the same agency, and the heads above."""
    lineage = seats[0].post.body.lineage if seats else []
    agency = lineage[1] if len(lineage) > 1 else (lineage[0] if lineage else 0)
    rows = [
        row
        for row in sitting(now)
        if row.person_id != person.pk and (agency in row.post.body.lineage or row.post.body_id in lineage)
    ]
    own = seats[0].post.body_id if seats else 0
    rows.sort(
        key=lambda row: (row.post.body_id != own, len(row.post.body.lineage), row.post.order, row.person.sort_key)
    )
    return [(f"{row.person_id}-{row.post_id}", f"{row.person.full_name}, {row.post}") for row in rows[:200]]


@login_required
@require_POST
def end(request: HttpRequest, absence_id: int) -> HttpResponse:
    """He is back: from today everything reaches him again."""
    row = get_object_or_404(Absence.objects.select_related("person"), pk=absence_id)
    try:
        moves.end_absence(row, by=person_of(request))
    except OrgRefused as refused:
        messages.error(request, told(refused))
    else:
        messages.success(request, _("%(who)s đã trở lại làm việc.") % {"who": row.person.full_name})
    return redirect("org:away")


@login_required
@require_POST
def pass_on(request: HttpRequest, absence_id: int) -> HttpResponse:
    """The head passes everything that lies with somebody who is away to his stand-in."""
    row = get_object_or_404(Absence.objects.select_related("person", "stand_in"), pk=absence_id)
    try:
        count = duties.take_over_all(
            row.person_id,
            by=person_of(request),
            receiver_id=row.stand_in_id,
            receiver_post_id=row.stand_in_post_id,
            reason=_("Vắng từ %(first)s đến %(last)s")
            % {"first": f"{row.starts_on:%d/%m}", "last": f"{row.ends_on:%d/%m/%Y}"},
        )
    except MoveRefused as refused:
        messages.error(request, told(refused))
    else:
        text = ngettext("Đã chuyển %(n)d việc cho %(who)s.", "Đã chuyển %(n)d việc cho %(who)s.", count)
        messages.success(request, text % {"n": count, "who": row.stand_in.full_name})
    return redirect("org:away")
