"""Notices for programs: one's own digests and instant notices, and how one wants to be told."""

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.notices import moves, queries
from congvu.kernel.notices.models import Notice, Preference
from congvu.kernel.org.api import person_of
from congvu.kit.api import Answer, Hour, In, Page, Paged, page_of, scope

router = Router(tags=["Bản tin"])


class DigestLine(Answer):
    section: str
    text: str
    url: str
    number: str
    state: str
    late: bool


class NoticeOut(Answer):
    """kind: digest or instant. `sent_at`: when its mail was taken by the mail server; null when none was."""

    id: int
    kind: str
    title: str
    made_at: datetime
    sent_at: datetime | None
    lines: list[DigestLine]


class NoticePage(Paged):
    items: list[NoticeOut]


class PreferenceBody(In):
    """Hours as 18:00, of the wall in Vietnam; from `quiet_from` until `quiet_until` nothing is mailed."""

    by_mail: bool
    instant: bool
    morning: bool
    afternoon: bool
    quiet_from: Hour
    quiet_until: Hour


@router.get("/notices", response=NoticePage, summary="Bản tin và tin báo ngay của tôi")
@scope("notices:read")
def notices(request: HttpRequest, given: Query[Page]) -> dict[str, Any]:
    """Mới nhất trước."""
    return page_of(queries.notices_of(person_of(request)), given, _notice)


@router.get("/notices/preferences", response=PreferenceBody, summary="Cách nhận tin của tôi")
@scope("notices:read")
def preferences(request: HttpRequest) -> PreferenceBody:
    """Kênh, giờ và giờ yên lặng."""
    return _preference(queries.preference_of(person_of(request)))


@router.post("/notices/preferences", response=PreferenceBody, summary="Đổi cách nhận tin của tôi")
@scope("notices:write")
@once_per_key
def set_preferences(request: HttpRequest, given: PreferenceBody) -> PreferenceBody:
    """Trong chương trình tin luôn có; đây là những gì gửi thêm qua thư."""
    hours = {name: time.fromisoformat(getattr(given, name)) for name in ("quiet_from", "quiet_until")}
    return _preference(moves.set_preference(person_of(request), **(given.model_dump() | hours)))


def _notice(row: Notice) -> NoticeOut:
    lines = [DigestLine.model_validate({name: line[name] for name in DigestLine.model_fields}) for line in row.lines]
    return NoticeOut(id=row.pk, kind=row.kind, title=row.title, made_at=row.made_at, sent_at=row.sent_at, lines=lines)


def _preference(row: Preference) -> PreferenceBody:
    return PreferenceBody(
        by_mail=row.by_mail, instant=row.instant, morning=row.morning, afternoon=row.afternoon,
        quiet_from=f"{row.quiet_from:%H:%M}", quiet_until=f"{row.quiet_until:%H:%M}",
    )  # fmt: skip
