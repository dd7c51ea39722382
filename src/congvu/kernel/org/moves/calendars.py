"""Changing the working calendar: a draft with its instrument, then a numbered version that is never rewritten.

Publishing alone moves no limit; kernel/duties/moves/recounting.py does, from the version's first day on.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from congvu.engines.worktime import Calendar
from congvu.kernel.org.models import CalendarVersion, Person
from congvu.kernel.org.moves.entries import OrgRefused, write_entry
from congvu.kernel.org.queries import calendars, may_manage
from congvu.kit.calendars import PLAIN
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc

MOST_DAYS = 120
LOCK = 0xCA1E  # one version is published at a time
CALENDAR_KINDS = {
    "holiday": "Ngày nghỉ lễ",
    "substitute": "Nghỉ bù",
    "swapped_off": "Nghỉ hoán đổi",
    "swapped_work": "Làm bù",
    PLAIN: "Theo tuần thường",
}


def prepare_calendar(
    *,
    by: Person,
    title: str,
    instrument: str,
    days: Iterable[Mapping[str, Any]],
    announces: Iterable[Sequence[str]] = (),
    undoes: CalendarVersion | None = None,
    draft: CalendarVersion | None = None,
) -> CalendarVersion:
    """Write a draft, or `draft` anew. Raises OrgRefused in Vietnamese for what a calendar cannot be."""
    _may_prepare(by)
    title, instrument = nfc(title).strip(), nfc(instrument).strip()
    if not title:
        raise OrgRefused("Chưa nhập nội dung thay đổi lịch.")
    if not instrument:
        raise OrgRefused("Chưa nhập văn bản làm căn cứ: thay đổi lịch nào cũng phải có văn bản.")
    current = calendars.calendar()
    stretches = [_stretch(pair, current) for pair in announces]
    rows = _checked_days(days, current)
    if not (rows or stretches or undoes):
        raise OrgRefused("Chưa có ngày nào được thay đổi.")
    if draft is not None and draft.number is not None:
        raise OrgRefused("Lịch này đã công bố nên không sửa được; hãy lập một thay đổi mới.")
    row = draft or CalendarVersion(prepared_by=by)
    row.title, row.instrument, row.days, row.announces = title, instrument, rows, stretches
    row.undoes, row.prepared_by, row.prepared_at = undoes, by, now()
    row.save()
    return row


def prepare_undoing(row: CalendarVersion, *, by: Person, instrument: str) -> CalendarVersion:
    """A draft that takes a published version back, by a further version."""
    if row.number is None:
        raise OrgRefused("Lịch này chưa công bố; chỉ cần bỏ dự thảo.")
    return prepare_calendar(by=by, title=f"Thu hồi: {row.title}", instrument=instrument, days=(), undoes=row)


def drop_calendar(row: CalendarVersion, *, by: Person) -> None:
    """Throw a draft away."""
    _may_prepare(by)
    if not CalendarVersion.objects.filter(pk=row.pk, number__isnull=True).delete()[0]:
        raise OrgRefused("Lịch này đã công bố nên không bỏ được; hãy lập một thay đổi mới.")


def publish_calendar_version(row: CalendarVersion, *, by: Person) -> CalendarVersion:
    """Number a draft and write its entry; the days of the past may be corrected, too, but only with its instrument."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        locked = CalendarVersion.objects.select_for_update().filter(pk=row.pk).first()
        if locked is None or locked.number is not None:
            raise OrgRefused("Dự thảo này đã được công bố hoặc đã bỏ.")
        at = now()
        if not calendars.may_publish_calendar(by, at):
            raise OrgRefused("Chỉ người đứng đầu hoặc lãnh đạo cơ quan cấp trên cùng công bố được thay đổi lịch.")
        last = CalendarVersion.objects.filter(number__isnull=False).order_by("-number").first()
        locked.number = (last.number or 0) + 1 if last else 1
        payload: dict[str, object] = {
            "number": locked.number, "title": locked.title, "instrument": locked.instrument, "days": locked.days,
            "announces": locked.announces, "undoes": locked.undoes.number if locked.undoes else None,
        }  # fmt: skip
        locked.published_by = by
        locked.published_at = write_entry("calendar", locked.pk, "publish", by=by, payload=payload)
        locked.save()
    calendars.forget_calendar()
    return locked


def note_recounted(row: CalendarVersion, *, to: int, moved: int, done: bool) -> None:
    """How far the limits have been counted anew by a version; in the caller's transaction."""
    row.recounted_to, row.moved = to, row.moved + moved
    row.recounted_at = now() if done else None
    row.save(update_fields=["recounted_to", "moved", "recounted_at"])


def _may_prepare(by: Person) -> None:
    at = now()
    if not (may_manage(by, at) or calendars.may_publish_calendar(by, at)):
        raise OrgRefused("Chỉ lãnh đạo, quản trị viên hoặc cán bộ tổ chức soạn được thay đổi lịch làm việc.")


def _checked_days(days: Iterable[Mapping[str, Any]], current: Calendar) -> list[dict[str, Any]]:
    rows: dict[date, dict[str, Any]] = {}
    for given in days:
        day = _known_day(given.get("day"), current)
        kind, name = str(given.get("kind", "")), nfc(str(given.get("name") or "")).strip()
        if kind not in CALENDAR_KINDS:
            raise OrgRefused(f"Ngày {day:%d/%m/%Y}: chưa chọn loại ngày.")
        if day in rows:
            raise OrgRefused(f"Ngày {day:%d/%m/%Y} được nêu hai lần.")
        if kind == "swapped_work" and day.weekday() < 5 and current.is_working(day):
            raise OrgRefused(f"Ngày {day:%d/%m/%Y} vốn là ngày làm việc nên không thể là ngày làm bù.")
        if kind != PLAIN and not name:
            raise OrgRefused(f"Ngày {day:%d/%m/%Y}: chưa nêu lý do (tên ngày nghỉ, ngày làm bù).")
        paired = given.get("paired_day")
        pair = _known_day(paired, current).isoformat() if paired else None
        rows[day] = {"day": day.isoformat(), "kind": kind, "name": name[:200], "paired_day": pair}
    if len(rows) > MOST_DAYS:
        raise OrgRefused(f"Mỗi lần thay đổi nhiều nhất {MOST_DAYS} ngày.")
    return [rows[day] for day in sorted(rows)]


def _stretch(pair: Sequence[str], current: Calendar) -> list[str]:
    first, last = (_known_day(day, current) for day in pair)
    if last < first:
        raise OrgRefused("Khoảng đã công bố đủ phải có ngày cuối không trước ngày đầu.")
    return [first.isoformat(), last.isoformat()]


def _known_day(value: object, current: Calendar) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError:
        raise OrgRefused(f"“{str(value)[:40]}” không phải một ngày; viết như 2026-12-31.") from None
    if not current.first <= day <= current.last:
        raise OrgRefused(f"Ngày {day:%d/%m/%Y} nằm ngoài lịch {current.first:%Y}–{current.last:%Y}.")
    return day
