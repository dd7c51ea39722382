"""A deadline explained as a careful official would: a few sentences with their law, and the grid of days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from congvu.engines.worktime import words
from congvu.engines.worktime.calendar import Calendar, local_day, midnight
from congvu.engines.worktime.clock import working_seconds
from congvu.engines.worktime.due import (
    END_LAWS,
    FIRST_DAY_LAW,
    HOURS_LAW,
    MOVED_LAW,
    DayMark,
    Due,
    Pause,
    due,
    merged,
    pause_takes_day,
    result_words,
)
from congvu.engines.worktime.rules import DueRule, DueSettings

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Sentence:
    """One line of the explanation; kind as in `Step`, law for the smaller print."""

    kind: str
    text: str
    law: str = ""


@dataclass(frozen=True)
class Cell:
    """One day of the grid.

    kind: "start", "counted", "plain", "off" (weekend), "holiday" (any other day off), "paused", "outside" (before the
    start or after the due day). `number` counts 1…N. `label`: "Lễ", "Nghỉ bù", "Hoán đổi", "Làm bù", "Dừng".
    """

    day: date
    kind: str
    number: int = 0
    label: str = ""
    name: str = ""
    past: bool = False
    today: bool = False
    due: bool = False


@dataclass(frozen=True)
class Explanation:
    """`title` asks, `sentences` answer, `weeks` (Monday to Sunday) show; `due` is the result itself."""

    due: Due
    title: str
    sentences: tuple[Sentence, ...]
    weeks: tuple[tuple[Cell, ...], ...]


def explain(
    calendar: Calendar,
    rule: DueRule,
    start: datetime,
    settings: DueSettings = DueSettings(),  # noqa: B008 (frozen)
    pauses: Iterable[Pause] = (),
    *,
    today: date | None = None,
    event: str = "",
    basis: str = "",
    pause_texts: Sequence[tuple[datetime, str, str]] = (),
) -> Explanation:
    """`due` with its reasoning in Vietnamese.

    `event` is the word for what started the clock ("giao"), `basis` where the rule stands ("Công văn 3127/UBND-NC,
    mục 2"), `pause_texts` say for pauses beginning at an instant why and by which instrument.
    """
    stops = merged(pauses)
    result = due(calendar, rule, start, settings, stops)
    in_working_time = rule.kind in ("working_days", "working_hours")
    lines = (
        *_start(rule, start, result, event),
        *_rule(result, basis),
        *_pauses(calendar, rule, settings, result.marks, stops, pause_texts),
        *(_skipped(result.marks) if in_working_time else ()),
        *_added(result.marks),
        *(() if in_working_time or rule.kind == "hours" else _moved(rule, result)),
        *_result(rule, result),
    )
    title = f"Vì sao hạn là hết {words.day_words(result.day, year=True)}?"
    if rule.kind in ("hours", "working_hours"):
        title = f"Vì sao hạn là {words.moment_words(result.at)}?"
    return Explanation(result, title, lines, _weeks(calendar, rule, start, result, today))


def _start(rule: DueRule, start: datetime, result: Due, event: str) -> Iterator[Sentence]:
    what = f"{event} lúc" if event else "lúc"
    opening = f"Bắt đầu: {what} {words.moment_words(start)}."
    if rule.day is not None:
        if event:
            yield Sentence("start", opening)
    elif rule.kind in ("hours", "working_hours"):
        yield Sentence("start", f"{opening} Tính ngay từ lúc đó.", HOURS_LAW)
    else:
        first = next(mark.day for mark in result.marks if mark.number == 1)
        text = f"{opening} Ngày đầu không tính; {words.day_words(first)} là ngày thứ nhất."
        yield Sentence("start", text, FIRST_DAY_LAW)


def _rule(result: Due, basis: str) -> Iterator[Sentence]:
    for step in result.steps:
        if step.kind in ("rule", "boundary"):
            yield Sentence(step.kind, step.text, basis if step.kind == "rule" else step.law)


def _pauses(
    calendar: Calendar,
    rule: DueRule,
    settings: DueSettings,
    marks: Sequence[DayMark],
    stops: Sequence[Pause],
    texts: Sequence[tuple[datetime, str, str]],
) -> Iterator[Sentence]:
    reasons = {begin: (text, law) for begin, text, law in texts}
    for begin, until in stops:
        days = [m.day for m in marks if m.kind == "paused" and local_day(begin) <= m.day <= local_day(until)]
        text, law = reasons.get(begin, ("", ""))
        if days:
            named = words.join_words([f"{day:%d/%m}" for day in days]) if len(days) < 4 else _span(days)
            yield Sentence("pause", f"Tạm dừng {len(days)} ngày, {named}{': ' + text if text else ''}.", law)
        elif rule.kind not in ("hours", "working_hours") and marks and until > midnight(marks[0].day):
            yield Sentence("pause", _short_pause(calendar, settings, begin, until), settings.pause_law)


def _short_pause(calendar: Calendar, settings: DueSettings, begin: datetime, until: datetime) -> str:
    """A pause that makes no day: said all the same, with the reason why the limit stays."""
    lasted = words.format_working(working_seconds(calendar, begin, until), calendar.day_seconds)
    takes = words.format_working(pause_takes_day(calendar, settings), calendar.day_seconds)
    day = words.day_words(local_day(begin))
    return f"Tạm dừng {lasted} làm việc từ {day}: cộng dồn chưa đủ {takes} làm việc nên hạn giữ nguyên."


def _span(days: Sequence[date]) -> str:
    return f"từ {days[0]:%d/%m} đến {days[-1]:%d/%m}"


def _skipped(marks: Sequence[DayMark]) -> Iterator[Sentence]:
    """The days off that an amount of working time passes over."""
    off = [mark for mark in marks if mark.kind == "off"]
    if off:
        yield Sentence("skipped", f"Không tính {_joined(_spoken(off))}.", _laws(off))


def _spoken(off: Sequence[DayMark]) -> list[str]:
    parts = _weekends([mark.day for mark in off if not mark.name])
    named = (mark for mark in off if mark.name)
    for (name, _), group in groupby(named, key=lambda mark: (_stem(mark.name), mark.instrument)):
        days = [mark.day for mark in group]
        parts.append(f"{_run(days)}, {name}")
    return parts


def _run(days: Sequence[date]) -> str:
    """One day, days on end, or a list."""
    if len(days) == 1:
        return words.day_words(days[0])
    if (days[-1] - days[0]).days == len(days) - 1:
        return f"{len(days)} ngày từ {words.day_words(days[0])} đến {words.day_words(days[-1])}"
    return f"{len(days)} ngày {words.join_words([f'{day:%d/%m}' for day in days])}"


def _laws(marks: Sequence[DayMark], *more: str) -> str:
    return "; ".join(dict.fromkeys([*(mark.instrument for mark in marks if mark.instrument), *more]))


def _joined(parts: Sequence[str]) -> str:
    """Parts that hold commas of their own are told apart by semicolons, the last by "và"."""
    if len(parts) < 3:
        return " và ".join(parts)
    return "; ".join(parts[:-1]) + " và " + parts[-1]


def _stem(name: str) -> str:
    """ "Tết Âm lịch Bính Ngọ (mùng 1)" and its neighbours are one holiday; a swap keeps its own words."""
    return name.partition(" (")[0] if name.startswith("Tết") else name


def _weekends(days: Sequence[date]) -> list[str]:
    saturdays = {day for day in days if day.weekday() == SATURDAY and day + ONE_DAY in days}
    pairs = sorted(saturdays)
    lone = [day for day in days if day not in saturdays and day - ONE_DAY not in saturdays]
    parts: list[str] = []
    if len(pairs) == 1:
        parts.append(f"{words.day_words(pairs[0])}, {words.day_words(pairs[0] + ONE_DAY)}")
    elif pairs:
        parts.append(f"{len(pairs)} kỳ thứ Bảy, Chủ nhật")
    if len(lone) < 4:
        parts += [words.day_words(day) for day in lone]
    else:
        parts.append(f"{len(lone)} ngày thứ Bảy hoặc Chủ nhật khác")
    return parts


def _added(marks: Sequence[DayMark]) -> Iterator[Sentence]:
    for mark in marks:
        if mark.kind == "counted" and mark.name:
            yield Sentence("swapped_work", f"Có tính {words.day_words(mark.day)}, {mark.name}.", mark.instrument)


def _moved(rule: DueRule, result: Due) -> Iterator[Sentence]:
    """A limit in calendar days whose last day is off: which day that was, and where the limit went."""
    if rule.day is None:
        last = max(result.marks, key=lambda mark: mark.number)
        ordinal = "Ngày cuối của thời hạn" if rule.kind == "months" else f"Ngày thứ {last.number}"
        yield Sentence("last", f"{ordinal} là {words.day_words(last.day)}.", END_LAWS[rule.kind])
    off = [mark for mark in result.marks if mark.kind == "off"]
    if not off:
        return
    names = list(dict.fromkeys(_stem(mark.name) for mark in off if mark.name))
    span = words.day_words(off[0].day)
    which = span[0].upper() + span[1:] if len(off) == 1 else f"Từ {span} đến {words.day_words(off[-1].day)}"
    why = f" ({'; '.join(names)})" if names else ""
    text = f"{which} là ngày nghỉ{why}; hạn chuyển sang ngày làm việc tiếp theo."
    yield Sentence("moved", text, _laws(off, MOVED_LAW))


def _result(rule: DueRule, result: Due) -> Iterator[Sentence]:
    end = next(step for step in result.steps if step.kind == "result")
    if rule.kind == "working_days":
        tail = result_words(rule, result.at).partition(", ")[2]
        yield Sentence("result", f"Ngày thứ {rule.amount} là {words.day_words(result.day)}, {tail}")
    else:
        yield Sentence("result", end.text, end.law)
    yield from (Sentence(step.kind, step.text) for step in result.steps if step.kind == "provisional")


# --- the grid ------------------------------------------------------------------------------------------------------

_LABELS = {"holiday": "Lễ", "substitute": "Nghỉ bù", "swapped_off": "Hoán đổi", "swapped_work": "Làm bù"}


def _weeks(
    calendar: Calendar, rule: DueRule, start: datetime, result: Due, today: date | None
) -> tuple[tuple[Cell, ...], ...]:
    marks = {mark.day: mark for mark in result.marks}
    begin, end = sorted((local_day(start), result.day))
    first = begin - timedelta(days=begin.weekday())
    last = end + timedelta(days=SUNDAY - end.weekday())
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    cells = [
        _cell(calendar, day, marks.get(day), begin if rule.day is None else None, result.day, today) for day in days
    ]
    inside = [cell if begin <= cell.day <= end else _outside(cell) for cell in cells]
    return tuple(tuple(inside[row : row + 7]) for row in range(0, len(inside), 7))


def _cell(
    calendar: Calendar, day: date, mark: DayMark | None, start: date | None, due_day: date, today: date | None
) -> Cell:
    row = calendar.special.get(day)
    known = calendar.first <= day <= calendar.last
    works = known and calendar.is_working(day)
    kind = "off" if row is None or day.weekday() >= SATURDAY else "holiday"
    if works:
        kind = "counted" if mark and mark.number else "plain"
    label = _LABELS[row.kind] if row and (works or kind == "holiday") else ""
    if mark and mark.kind == "paused":
        kind, label = "paused", "Dừng"
    elif day == start:
        kind = "start"
    elif mark and mark.number:
        kind = "counted"
    return Cell(
        day,
        kind,
        mark.number if mark else 0,
        label,
        row.name if row else "",
        past=today is not None and day < today,
        today=day == today,
        due=day == due_day,
    )


def _outside(cell: Cell) -> Cell:
    kind = cell.kind if cell.kind in ("off", "holiday") else "outside"
    return Cell(cell.day, kind, 0, cell.label if kind == "holiday" else "", cell.name, cell.past, cell.today)
