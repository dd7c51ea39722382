"""The working calendar for programs: a year, what was published, and publishing a change after its preview."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.moves.writer import MOST
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org import moves as org_moves
from congvu.kernel.org import queries as org
from congvu.kernel.org.api import person_of
from congvu.kernel.org.models import CalendarVersion
from congvu.kit.api import Answer, In, Page, Paged, PathId, Problem, ShortText, page_of_list, scope
from congvu.kit.clock import now

router = Router(tags=["Lịch làm việc"])


class DayOut(Answer):
    """A day that does not follow the week. `announced` false: what is counted over it is provisional."""

    day: date
    kind: str
    name: str
    instrument: str
    announced: bool


class YearOut(Answer):
    year: int
    working_days: int
    days: list[DayOut]


class VersionOut(Answer):
    """A change: `number` is null in a draft; `recounted` false while limits are still being counted anew."""

    id: int
    number: int | None
    title: str
    instrument: str
    days: list[dict[str, str | None]]
    announces: list[list[date]]
    undoes: int | None
    published_at: datetime | None
    moved: int
    recounted: bool


class VersionPage(Paged):
    items: list[VersionOut]


class ChangedDayIn(In):
    """kind: holiday, substitute, swapped_off, swapped_work, plain (the day follows the week again)."""

    day: date
    kind: Annotated[str, Field(max_length=20)]
    name: Annotated[str, Field(max_length=200)] = ""
    paired_day: date | None = None


class Stretch(In):
    """Both days included."""

    first: date
    last: date


class DraftIn(In):
    title: ShortText
    instrument: ShortText
    days: Annotated[list[ChangedDayIn], Field(max_length=120)] = []
    announces: Annotated[list[Stretch], Field(max_length=12)] = []


class UndoIn(In):
    instrument: ShortText


class DeadlineMoved(Answer):
    """A limit that would move; `title` is empty for who may not see the duty."""

    duty: int
    code: str
    title: str
    before: datetime | None
    after: datetime | None
    provisional: bool


class EffectOut(Paged):
    """`shifts`: by how many days, how many limits."""

    looked: int
    shifts: dict[int, int]
    steps: int
    promised: int
    items: list[DeadlineMoved]


@router.get("/calendar/{int:year}", response=YearOut, summary="Lịch làm việc của một năm")
@scope("org:read")
def year(request: HttpRequest, year: PathId) -> YearOut:
    """Các ngày nghỉ, nghỉ bù, hoán đổi, làm bù, mỗi ngày kèm văn bản."""
    days = org.calendar()
    if not days.first.year <= year <= days.last.year:
        detail = f"Lịch có các năm {days.first.year}–{days.last.year}."
        raise Problem(404, "year", "Lịch không có năm này.", detail)
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = [
        DayOut(day=day, kind=row.kind, name=row.name, instrument=row.instrument, announced=days.is_announced(day))
        for day, row in sorted(days.special.items())
        if day.year == year
    ]
    worked = int(days.rank[days.index(last) + 1] - days.rank[days.index(first)])
    return YearOut(year=year, working_days=worked, days=rows)


@router.get("/calendar/versions", response=VersionPage, summary="Các thay đổi lịch đã công bố")
@scope("org:read")
def versions(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Mới nhất trước."""
    return page_of_list(org.calendar_versions(), given, _version)


@router.post("/calendar/drafts", response={201: VersionOut}, summary="Soạn thay đổi lịch")
@scope("calendar:write")
@once_per_key
def draft(request: HttpRequest, given: DraftIn) -> tuple[int, VersionOut]:
    """Một dự thảo kèm văn bản; chưa đổi thời hạn nào."""
    made = org_moves.prepare_calendar(
        by=person_of(request),
        title=given.title,
        instrument=given.instrument,
        days=[day.model_dump() for day in given.days],
        announces=[(stretch.first.isoformat(), stretch.last.isoformat()) for stretch in given.announces],
    )
    return 201, _version(made)


@router.post("/calendar/versions/{int:number}/undo", response={201: VersionOut}, summary="Soạn thu hồi một lịch")
@scope("calendar:write")
@once_per_key
def undo(request: HttpRequest, number: PathId, given: UndoIn) -> tuple[int, VersionOut]:
    """Lịch đã công bố không bị sửa: thu hồi là một dự thảo mới."""
    row = get_object_or_404(CalendarVersion, number=number)
    return 201, _version(org_moves.prepare_undoing(row, by=person_of(request), instrument=given.instrument))


@router.get("/calendar/drafts/{int:draft_id}/effect", response=EffectOut, summary="Xem trước thay đổi lịch")
@scope("calendar:write")
def effect(request: HttpRequest, draft_id: PathId, given: Query[Page]) -> dict[str, object]:
    """Bao nhiêu thời hạn đổi, đổi bao nhiêu ngày, những việc nào. Không ghi gì."""
    person, row = person_of(request), _draft(request, draft_id)
    found = queries.calendar_effect(row, now())
    page = page_of_list([limit for limit in found.moved if limit.due_at is not None], given, lambda limit: limit)
    page["items"] = [
        DeadlineMoved(
            duty=line.duty.pk, code=line.duty.code, title=line.duty.title if line.seen else "",
            before=line.duty.current_due_at, after=line.moved.due_at, provisional=line.moved.provisional,
        )
        for line in queries.moved_rows(page["items"], person)
    ]  # fmt: skip
    shifts = dict(sorted(found.shifts.items()))
    return page | {"looked": found.looked, "shifts": shifts, "steps": found.steps, "promised": found.promised}


@router.post("/calendar/drafts/{int:draft_id}/publish", response=VersionOut, summary="Công bố thay đổi lịch")
@scope("calendar:write")
@once_per_key
def publish(request: HttpRequest, draft_id: PathId) -> VersionOut:
    """Thời hạn đang mở được tính lại ngay; tỉnh lớn thì việc nền tính tiếp, `recounted` cho biết đã xong chưa."""
    version = moves.publish_calendar(_draft(request, draft_id), by=person_of(request))
    moves.recount_published(most=MOST)
    version.refresh_from_db()
    return _version(version)


def _draft(request: HttpRequest, draft_id: int) -> CalendarVersion:
    """A draft, for who may prepare or publish one; nobody else learns that it exists."""
    person, at = person_of(request), now()
    rows = CalendarVersion.objects.select_related("undoes")
    if not (org.may_manage(person, at) or org.may_publish_calendar(person, at)):
        rows = rows.none()
    return get_object_or_404(rows, pk=draft_id, number__isnull=True)


def _version(row: CalendarVersion) -> VersionOut:
    return VersionOut(
        id=row.pk,
        number=row.number,
        title=row.title,
        instrument=row.instrument,
        days=row.days,
        announces=row.announces,
        undoes=row.undoes.number if row.undoes else None,
        published_at=row.published_at,
        moved=row.moved,
        recounted=row.recounted_at is not None,
    )
