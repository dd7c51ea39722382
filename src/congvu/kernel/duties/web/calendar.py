"""Lịch làm việc: the working calendar of a year, and publishing a change of it with its instrument (design.md §5)."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves.recounting import WHOLE
from congvu.kernel.duties.moves.writer import MOST as AT_ONCE
from congvu.kernel.duties.rules import OPEN
from congvu.kernel.duties.web import year as drawing
from congvu.kernel.org import moves as org_moves
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import CalendarVersion, Person
from congvu.kernel.org.moves import OrgRefused
from congvu.kit import clock
from congvu.kit.vietnamese import nfc

LINES, MOST_LINES, SHOWN = 4, 40, 50


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def may_prepare(person: Person) -> bool:
    now = clock.now()
    return org.may_manage(person, now) or org.may_publish_calendar(person, now)


def preparer(request: HttpRequest) -> Person:
    """Who may see and write drafts; everybody else is told who can."""
    person = person_of(request)
    if not may_prepare(person):
        raise PermissionDenied(_("Thay đổi lịch làm việc do lãnh đạo, quản trị viên hoặc cán bộ tổ chức soạn."))
    return person


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """A year drawn, its special days with their instruments, and what was published here."""
    person, calendar, today = person_of(request), org.calendar(), clock.today()
    text = request.GET.get("nam", str(today.year))
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    if not calendar.first.year <= year <= calendar.last.year:
        raise Http404
    rows = [
        (row, drawing.kind_of(calendar, day), _(drawing.KINDS[row.kind][1]))
        for day, row in sorted(calendar.special.items())
        if day.year == year
    ]
    months = drawing.months(calendar, year, today)
    context = {
        "year": year,
        "before": year - 1 if year > calendar.first.year else None,
        "after": year + 1 if year < calendar.last.year else None,
        "months": months,
        "worked": sum(month.worked for month in months),
        "open": any(day.kind == "open" for month in months for day in month.days),
        "kinds": [(key, mark, _(word)) for key, (mark, word) in drawing.KINDS.items() if mark],
        "rows": rows,
        "versions": [_version(row) for row in org.calendar_versions()],
        "drafts": org.calendar_drafts() if may_prepare(person) else [],
        "prepares": may_prepare(person),
    }
    return render(request, "duties/calendar.html", context)


@dataclass(frozen=True)
class Version:
    """A published version on the page; `percent` of the open duties counted anew so far, empty when done."""

    row: CalendarVersion
    days: list[tuple[date, str, str]]
    percent: int | None


def _version(row: CalendarVersion) -> Version:
    percent = None
    if row.recounted_at is None and row.recounted_to < WHOLE:
        left = Duty.objects.filter(state__in=OPEN, pk__gt=row.recounted_to).count()
        whole = Duty.objects.filter(state__in=OPEN).count() or 1
        percent = 100 * (whole - left) // whole
    return Version(row, _days(row), percent)


def _days(row: CalendarVersion) -> list[tuple[date, str, str]]:
    return [(date.fromisoformat(day["day"]), _(drawing.KINDS[day["kind"]][1]), day["name"]) for day in row.days]


@dataclass
class Draft:
    """What was typed into the form."""

    title: str = ""
    instrument: str = ""
    lines: list[dict[str, str]] = field(default_factory=list)
    first: str = ""
    last: str = ""

    @classmethod
    def typed(cls, data: QueryDict) -> "Draft":
        text = data.get("count", "")
        count = min(int(text), MOST_LINES) if text.isascii() and text.isdecimal() else LINES
        lines = [
            {
                name: nfc(data.get(f"{name}_{number}", "")).strip()[:200]
                for name in ("day", "kind", "name", "paired_day")
            }
            for number in range(1, count + 1)
        ]
        return cls(
            nfc(data.get("title", "")).strip()[:500], nfc(data.get("instrument", "")).strip()[:500], lines,
            data.get("first", ""), data.get("last", ""),
        )  # fmt: skip

    @classmethod
    def of(cls, row: CalendarVersion) -> "Draft":
        first, last = row.announces[0] if row.announces else ("", "")
        return cls(row.title, row.instrument, [day | {"paired_day": day["paired_day"] or ""} for day in row.days],
                   first, last)  # fmt: skip

    def days(self) -> list[dict[str, str]]:
        return [line for line in self.lines if line["day"] or line["name"]]

    def announces(self) -> list[tuple[str, str]]:
        return [(self.first, self.last or self.first)] if self.first or self.last else []


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, draft_id: int | None = None) -> HttpResponse:
    """A new draft, or an existing one changed."""
    person = preparer(request)
    row = get_object_or_404(CalendarVersion, pk=draft_id, number__isnull=True) if draft_id else None
    draft, error = Draft.of(row) if row else Draft(lines=[{} for _line in range(LINES)]), ""
    if request.method == "POST":
        draft = Draft.typed(request.POST)
        if "more" not in request.POST:
            try:
                made = org_moves.prepare_calendar(
                    by=person, title=draft.title, instrument=draft.instrument, days=draft.days(),
                    announces=draft.announces(), draft=row,
                )  # fmt: skip
                return redirect("calendar:draft", made.pk)
            except OrgRefused as refused:
                error = _(refused.text)
        else:
            draft.lines += [{} for _line in range(LINES)]
    context = {
        "draft": draft,
        "row": row,
        "error": error,
        "kinds": [(key, _(word)) for key, word in org_moves.CALENDAR_KINDS.items()],
    }
    return render(request, "duties/calendar_write.html", context, status=422 if error else 200)


@login_required
@require_GET
def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What publishing would move: how many open limits, by how much, which; nothing is written."""
    person = preparer(request)
    row = get_object_or_404(CalendarVersion.objects.select_related("prepared_by", "undoes"), pk=draft_id)
    if row.number is not None:
        return redirect("calendar:home")
    now = clock.now()
    effect = queries.calendar_effect(row, now)
    chosen = request.GET.get("lui", "")
    limits = [limit for limit in effect.moved if limit.due_at is not None]
    if chosen.lstrip("-").isdecimal():
        limits = [limit for limit in limits if queries.shift_of(limit) == int(chosen)]
    context = {
        "row": row,
        "days": _days(row),
        "effect": effect,
        "total": sum(effect.shifts.values()),
        "shifts": sorted(effect.shifts.items()),
        "chosen": chosen,
        "rows": queries.moved_rows(limits[:SHOWN], person),
        "hidden": max(len(limits) - SHOWN, 0),
        "publishes": org.may_publish_calendar(person, now),
    }
    return render(request, "duties/calendar_draft.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Publish; the first batch of limits is counted at once, the clock's job goes on with the rest."""
    person = preparer(request)
    row = get_object_or_404(CalendarVersion, pk=draft_id)
    try:
        version = moves.publish_calendar(row, by=person)
    except OrgRefused as refused:
        messages.error(request, _(refused.text))
        return redirect("calendar:home" if row.number else "calendar:draft", *([] if row.number else [row.pk]))
    moved = moves.recount_published(most=AT_ONCE)
    told = _("Đã công bố lịch số %(n)d; %(moved)d thời hạn đã tính lại, người giữ việc được báo trong bản tin.")
    messages.success(request, told % {"n": version.number or 0, "moved": moved})
    return redirect("calendar:home")


@login_required
@require_POST
def drop(request: HttpRequest, draft_id: int) -> HttpResponse:
    person = preparer(request)
    row = get_object_or_404(CalendarVersion, pk=draft_id)
    try:
        org_moves.drop_calendar(row, by=person)
        messages.success(request, _("Đã bỏ dự thảo."))
    except OrgRefused as refused:
        messages.error(request, _(refused.text))
    return redirect("calendar:home")


@login_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, version_id: int) -> HttpResponse:
    """A draft that takes a published version back; it needs its own instrument."""
    person = preparer(request)
    row = get_object_or_404(CalendarVersion, pk=version_id, number__isnull=False)
    instrument, error = nfc(request.POST.get("instrument", "")).strip()[:500], ""
    if request.method == "POST":
        try:
            return redirect("calendar:draft", org_moves.prepare_undoing(row, by=person, instrument=instrument).pk)
        except OrgRefused as refused:
            error = _(refused.text)
    context = {"row": row, "days": _days(row), "instrument": instrument, "error": error}
    return render(request, "duties/calendar_undo.html", context, status=422 if error else 200)
