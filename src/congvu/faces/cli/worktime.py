"""`congvu worktime`: deadlines and working time on the command line. Loads no Django and opens no database."""

import json
import re
from datetime import date, datetime
from typing import Any

import click

from congvu.engines.worktime import (
    BOUNDARIES,
    UNITS,
    Cell,
    DueRule,
    DueSettings,
    Explanation,
    OutsideCalendar,
    Pause,
    due,
    explain,
    format_working,
    local_day,
    working_seconds,
)
from congvu.engines.worktime.calendar import OFFICE_HOURS, VIETNAM, checked_hours
from congvu.engines.worktime.words import BOUNDARY_WORDS, UNIT_WORDS, day_words
from congvu.kit.calendars import due_settings, national

UNIT_NAMES = {**{unit: unit for unit in UNITS}, **{words: unit for unit, words in UNIT_WORDS.items()}}
BOUNDARY_NAMES = {**{name: name for name in BOUNDARIES}, **{words: name for name, words in BOUNDARY_WORDS.items()}}
BOUNDARY_NAMES |= {"trước": "before", "chậm nhất": "by", "đến ngày": "by", "đến hết ngày": "by"}


class Moment(click.ParamType[datetime]):
    """An instant: "2026-11-02 14:05", in Vietnam unless a zone is given."""

    name = "thời điểm"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” không phải là thời điểm; viết như 2026-11-02T14:05.", param, ctx)
        return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


class PauseSpan(click.ParamType[Pause]):
    """Two instants with a slash between them, as in ISO 8601."""

    name = "từ/đến"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Pause:
        begin, slash, until = value.partition("/")
        if not slash:
            self.fail("Khoảng tạm dừng viết như 2026-11-05T07:00/2026-11-06T17:00.", param, ctx)
        span = (Moment().convert(begin, param, ctx), Moment().convert(until, param, ctx))
        if span[1] < span[0]:
            self.fail("Khoảng tạm dừng kết thúc trước khi bắt đầu.", param, ctx)
        return span


class Hours(click.ParamType[tuple[Any, ...]]):
    """Office hours as "07:00-11:30,13:30-17:00"."""

    name = "giờ"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Any, ...]:
        if isinstance(value, tuple):
            return value
        pattern = r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)"
        found = [re.fullmatch(pattern, part.strip()) for part in value.split(",")]
        if not all(found):
            self.fail("Giờ làm việc viết như 07:00-11:30,13:30-17:00.", param, ctx)
        edges = [tuple(int(number) for number in match.groups()) for match in found if match]
        try:
            return checked_hours([(a * 3600 + b * 60, c * 3600 + d * 60) for a, b, c, d in edges])
        except ValueError:
            self.fail("Các buổi làm việc phải theo thứ tự và không chồng nhau.", param, ctx)


MOMENT, PAUSE, HOURS = Moment(), PauseSpan(), Hours()


def parse_rule(words: tuple[str, ...]) -> DueRule:
    """ "15 ngày làm việc", "2 months", "trước ngày 30/11/2026"; raises UsageError."""
    text = " ".join(words).strip().lower()
    amount, _, unit = text.partition(" ")
    if amount.isdecimal() and unit.strip() in UNIT_NAMES:
        try:
            return DueRule.within(int(amount), UNIT_NAMES[unit.strip()])
        except ValueError:
            raise click.UsageError("Số lượng phải từ 1 đến 100000.") from None
    boundary, _, day = text.rpartition(" ")
    if boundary in BOUNDARY_NAMES or not boundary:
        return DueRule.on(_day(day), BOUNDARY_NAMES.get(boundary, "by"))
    raise click.UsageError(f"Không hiểu quy tắc “{text}”. Viết như: 15 ngày làm việc; 2 tháng; trước ngày 30/11/2026.")


def _day(text: str) -> date:
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"“{text}” không phải là ngày; viết như 30/11/2026 hoặc 2026-11-30.") from None


def _settings(start: datetime) -> DueSettings:
    return due_settings(local_day(start))


def _fail_outside(error: OutsideCalendar) -> click.ClickException:
    return click.ClickException(f"Không tính được: {error}.")


hours_option = click.option(
    "--hours", type=HOURS, default=OFFICE_HOURS, help="Giờ làm việc, mặc định 07:00-11:30,13:30-17:00."
)
pause_option = click.option(
    "--pause", "pauses", type=PAUSE, multiple=True, help="Khoảng tạm dừng từ/đến; lặp lại được."
)
json_option = click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Tính thời hạn và thời gian làm việc theo lịch nghỉ của cơ quan nhà nước.

    \b
    Ví dụ:
      congvu worktime add 2026-11-02T14:05 15 ngày làm việc
      congvu worktime between 2026-11-02T14:05 2026-11-04T09:00
      congvu worktime explain 2026-08-27T09:00 3 working_days
    """


@command.command()
@click.argument("start", type=MOMENT)
@click.argument("rule", nargs=-1, required=True)
@hours_option
@pause_option
@json_option
def add(
    start: datetime, rule: tuple[str, ...], hours: tuple[Any, ...], pauses: tuple[Pause, ...], as_json: bool
) -> None:
    """Thời điểm đến hạn của RULE tính từ START.

    \b
    Ví dụ:
      congvu worktime add 2026-11-02T14:05 15 ngày làm việc
      congvu worktime add 2026-11-02T14:05 15 ngày làm việc --pause 2026-11-05T07:00/2026-11-06T17:00
      congvu worktime add 2026-11-02T14:05 trước ngày 30/11/2026
      congvu worktime add 2026-11-02T14:05 2 months --json
    """
    parsed = parse_rule(rule)
    try:
        result = due(national(hours), parsed, start, _settings(start), pauses)
    except OutsideCalendar as error:
        raise _fail_outside(error) from None
    local = result.at.astimezone(VIETNAM)
    if as_json:
        answer = {"rule": parsed.to_json(), "start": start.isoformat(), "due_at": local.isoformat()}
        click.echo(_json(answer | {"due_day": result.day.isoformat(), "provisional": result.provisional}))
        return
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    ending = (
        f"24:00 {day_words(result.day, year=True)}"
        if midnight
        else f"{local:%H:%M:%S} {day_words(result.day, year=True)}"
    )
    click.echo(ending + (" (tạm tính: lịch nghỉ chưa được thông báo)" if result.provisional else ""))


@command.command()
@click.argument("start", type=MOMENT)
@click.argument("end", type=MOMENT)
@hours_option
@json_option
def between(start: datetime, end: datetime, hours: tuple[Any, ...], as_json: bool) -> None:
    """Thời gian làm việc từ START đến END.

    \b
    Ví dụ:
      congvu worktime between 2026-11-02T14:05 2026-11-04T09:00
      congvu worktime between 2026-02-13T07:00 2026-02-23T17:00 --json
    """
    calendar = national(hours)
    try:
        seconds = working_seconds(calendar, start, end)
    except OutsideCalendar as error:
        raise _fail_outside(error) from None
    if as_json:
        click.echo(_json({"start": start.isoformat(), "end": end.isoformat(), "working_seconds": seconds}))
    else:
        click.echo(f"{format_working(seconds, calendar.day_seconds)} ({seconds} giây làm việc)")


@command.command("explain")
@click.argument("start", type=MOMENT)
@click.argument("rule", nargs=-1, required=True)
@click.option("--basis", default="", help="Quy tắc ở đâu: “Công văn 3127/UBND-NC, mục 2”.")
@hours_option
@pause_option
@json_option
def explain_command(
    start: datetime,
    rule: tuple[str, ...],
    basis: str,
    hours: tuple[Any, ...],
    pauses: tuple[Pause, ...],
    as_json: bool,
) -> None:
    """Vì sao hạn là ngày đó: từng ngày được tính hay không, theo văn bản nào.

    \b
    Ví dụ:
      congvu worktime explain 2026-11-02T14:05 15 ngày làm việc
      congvu worktime explain 2026-08-27T09:00 3 working_days --json
    """
    try:
        told = explain(national(hours), parse_rule(rule), start, _settings(start), pauses, basis=basis)
    except OutsideCalendar as error:
        raise _fail_outside(error) from None
    click.echo(_json(explanation_json(told)) if as_json else explanation_text(told))


def explanation_json(told: Explanation) -> dict[str, Any]:
    """The explanation as plain values; the days carry their numbers."""
    return {
        "title": told.title,
        "due_at": told.due.at.astimezone(VIETNAM).isoformat(),
        "due_day": told.due.day.isoformat(),
        "provisional": told.due.provisional,
        "sentences": [{"kind": line.kind, "text": line.text, "law": line.law} for line in told.sentences],
        "days": [
            {"day": cell.day.isoformat(), "kind": cell.kind, "number": cell.number, "name": cell.name, "due": cell.due}
            for week in told.weeks
            for cell in week
        ],
    }


def explanation_text(told: Explanation) -> str:
    """The sentences, numbered, and the grid of days."""
    lines = [told.title]
    lines += [
        f"  {number}. {line.text}{f' ({line.law})' if line.law else ''}"
        for number, line in enumerate(told.sentences, 1)
    ]
    lines += ["", "".join(f"{name:<9}" for name in ("T2", "T3", "T4", "T5", "T6", "T7", "CN")).rstrip()]
    for week in told.weeks:
        lines.append("".join(f"{cell.day:%d}{_mark(cell):<7}" for cell in week).rstrip())
    return "\n".join(lines)


def _mark(cell: Cell) -> str:
    if cell.number:
        return f"({cell.number})" + ("*" if cell.due else "")
    return {"off": " –", "holiday": " lễ", "paused": " dừng", "start": " >"}.get(cell.kind, " *" if cell.due else "")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
