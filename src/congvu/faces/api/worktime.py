"""Working time for programs: the same engine as on the pages and on the command line."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from congvu.engines.worktime import (
    DueRule,
    Explanation,
    Pause,
    due,
    explain,
    format_working,
    local_day,
    working_seconds,
)
from congvu.kernel.org.queries import calendar, due_settings
from congvu.kit.api import Answer, Problem

router = Router(tags=["Thời gian làm việc"])


class Span(Schema):
    """Two instants with their zone."""

    start: AwareDatetime
    end: AwareDatetime


class Count(Schema):
    """`start` of the clock and a due rule: `kind` with `amount`, or `kind` date or period with `day`.

    `pause`: spans as start/end, as often as needed.
    """

    start: AwareDatetime
    kind: Annotated[str, Field(max_length=20)]
    amount: Annotated[int, Field(ge=0, le=100_000)] = 0
    day: date | None = None
    boundary: Annotated[str, Field(max_length=10)] = "by"
    pause: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=50)] = []


class PeriodOut(Answer):
    working_seconds: int
    text: str


class DueOut(Answer):
    """`due_at` is the end, not included; `due_day` the day people say."""

    due_at: datetime
    due_day: date
    provisional: bool
    advised: date | None


class SentenceOut(Answer):
    kind: str
    text: str
    law: str


class CellOut(Answer):
    """A day of the grid."""

    day: date
    kind: str
    number: int
    label: str
    name: str
    due: bool


class ExplanationOut(Answer):
    title: str
    due: DueOut
    sentences: list[SentenceOut]
    weeks: list[list[CellOut]]


@router.get("/worktime/between", response=PeriodOut, summary="Thời gian làm việc giữa hai thời điểm")
def between(request: HttpRequest, given: Query[Span]) -> PeriodOut:
    """Số giây làm việc, theo lịch nghỉ của cơ quan nhà nước."""
    days = calendar()
    seconds = working_seconds(days, given.start, given.end)
    return PeriodOut(working_seconds=seconds, text=format_working(seconds, days.day_seconds))


@router.get("/worktime/add", response=DueOut, summary="Thời điểm đến hạn")
def add(request: HttpRequest, given: Query[Count]) -> DueOut:
    """Hạn theo quy tắc, tính từ thời điểm bắt đầu."""
    settings = due_settings(local_day(given.start))
    found = due(calendar(), _rule(given), given.start, settings, _pauses(given))
    return DueOut(due_at=found.at, due_day=found.day, provisional=found.provisional, advised=found.advised)


@router.get("/worktime/explain", response=ExplanationOut, summary="Vì sao hạn là ngày đó")
def explanation(request: HttpRequest, given: Query[Count]) -> ExplanationOut:
    """Từng ngày được tính hay không, theo văn bản nào."""
    settings = due_settings(local_day(given.start))
    return _shown(explain(calendar(), _rule(given), given.start, settings, _pauses(given)))


def _rule(given: Count) -> DueRule:
    try:
        return DueRule(given.kind, given.amount, given.day, given.boundary)
    except ValueError:
        detail = "“date” và “period” cần “day”; working_days, days, weeks, months, working_hours, hours cần “amount”."
        raise Problem(422, "due-rule", "Quy tắc thời hạn chưa đúng.", detail) from None


def _pauses(given: Count) -> list[Pause]:
    try:
        return [_pause(text) for text in given.pause]
    except ValueError:
        detail = "Viết như 2026-11-05T07:00:00+07:00/2026-11-06T17:00:00+07:00."
        raise Problem(422, "pause", "Khoảng tạm dừng chưa đúng.", detail) from None


def _pause(text: str) -> Pause:
    begin, until = (datetime.fromisoformat(end) for end in text.split("/"))
    if begin.tzinfo is None or until.tzinfo is None or until < begin:
        raise ValueError(text)
    return begin, until


def _shown(told: Explanation) -> ExplanationOut:
    found = told.due
    return ExplanationOut(
        title=told.title,
        due=DueOut(due_at=found.at, due_day=found.day, provisional=found.provisional, advised=found.advised),
        sentences=[SentenceOut(kind=line.kind, text=line.text, law=line.law) for line in told.sentences],
        weeks=[[CellOut.model_validate(cell, from_attributes=True) for cell in week] for week in told.weeks],
    )
