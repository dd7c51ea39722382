"""From a due rule and an event to an instant, keeping every day that was looked at and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from congvu.engines.worktime import words
from congvu.engines.worktime.calendar import DAY_SECONDS, VIETNAM, Calendar, OutsideCalendar, local_day, midnight
from congvu.engines.worktime.clock import after_working_seconds, due_day, working_seconds
from congvu.engines.worktime.periods import add_months
from congvu.engines.worktime.rules import DueRule, DueSettings

Pause = tuple[datetime, datetime]
ONE_DAY = timedelta(days=1)

HOURS_LAW = "Bộ luật Dân sự 2015, khoản 1 Điều 147"
FIRST_DAY_LAW = "Bộ luật Dân sự 2015, khoản 2 và khoản 3 Điều 147"
LAST_DAY_LAW = "Bộ luật Dân sự 2015, khoản 6 Điều 148"
MOVED_LAW = "Bộ luật Dân sự 2015, khoản 5 Điều 148"
END_LAWS = {
    "days": "Bộ luật Dân sự 2015, khoản 1 Điều 148",
    "weeks": "Bộ luật Dân sự 2015, khoản 2 Điều 148",
    "months": "Bộ luật Dân sự 2015, khoản 3 Điều 148",
}


@dataclass(frozen=True)
class DayMark:
    """One day that was looked at.

    kind: "counted" (with its number), "off" (not counted, or no day for a limit to end), "paused", "plain" (within an
    amount of hours). `name` and `instrument` are those of a special day.
    """

    day: date
    kind: str
    number: int = 0
    name: str = ""
    instrument: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the reasoning.

    kind: start, rule, boundary, weekend, holiday, substitute, swapped_off, swapped_work, pause, moved, provisional,
    result.
    """

    kind: str
    day: date | None
    text: str
    law: str = ""


@dataclass(frozen=True)
class Due:
    """When it is due. `at` is the end, not included: "hết thứ Năm 26/11" is 24:00 or the close of office that day.

    `provisional`: a day was counted whose calendar is not announced. `advised`: the day by which it had better be done
    (the day before "trước ngày D"). `marks`: every day looked at.
    """

    at: datetime
    steps: tuple[Step, ...]
    provisional: bool
    advised: date | None = None
    marks: tuple[DayMark, ...] = field(default=(), repr=False)

    @property
    def day(self) -> date:
        return due_day(self.at)


def due(
    calendar: Calendar,
    rule: DueRule,
    start: datetime,
    settings: DueSettings = DueSettings(),  # noqa: B008 (frozen)
    pauses: Iterable[Pause] = (),
) -> Due:
    """The instant at which `rule`, begun by an event at `start`, is due.

    Paused time adds up, in office hours for working and named days, in real hours for calendar days: whenever it comes
    to `settings.pause_takes_day`, that day is not counted. No limit ends inside a pause; hours stand still. Raises
    OutsideCalendar where the calendar ends.

    Law: blds-2015/144-148
    """
    try:
        at, advised, marks = _counted(calendar, rule, start, settings, merged(pauses))
    except OverflowError:
        raise OutsideCalendar(f"{rule.amount} {words.UNIT_WORDS.get(rule.kind, '')}: ngoài mọi lịch") from None
    provisional = any(not calendar.is_announced(mark.day) for mark in _deciding(rule, marks))
    steps = (*_opening(rule, start, settings), *_day_steps(calendar, marks), *_closing(rule, at, advised, provisional))
    return Due(at, steps, provisional, advised, marks)


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Pauses in order, without overlap; one that ends before it begins is refused."""
    result: list[Pause] = []
    for begin, until in sorted(pauses):
        if until < begin:
            raise ValueError("a pause ends after it begins")
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(until, result[-1][1]))
        elif begin < until:
            result.append((begin, until))
    return tuple(result)


def _counted(
    calendar: Calendar, rule: DueRule, start: datetime, settings: DueSettings, stops: Sequence[Pause]
) -> tuple[datetime, date | None, tuple[DayMark, ...]]:
    if rule.kind in ("date", "period"):
        return _named_day(calendar, rule, start, settings, _Paused.in_office(calendar, settings, stops))
    if rule.kind == "working_days":
        at, marks = _working_days(calendar, rule.amount, start, _Paused.in_office(calendar, settings, stops))
    elif rule.kind in ("hours", "working_hours"):
        at, marks = _hours(calendar, rule, start, stops)
    else:
        at, marks = _calendar_days(calendar, rule, start, _Paused.by_the_clock(calendar, settings, stops))
    return at, None, marks


class _Paused:
    """Paused time as days go by: it adds up, and each time it makes a day, that day is not counted.

    A day that falls out because the limit would end inside a pause is paid for by what is paused afterwards.
    """

    def __init__(self, hours: Sequence[tuple[int, int]], takes: int, stops: Sequence[Pause]) -> None:
        self.hours, self.takes, self.stops = hours, takes, stops
        self.whole = sum(end - begin for begin, end in hours)
        self.added = 0

    @classmethod
    def in_office(cls, calendar: Calendar, settings: DueSettings, stops: Sequence[Pause]) -> "_Paused":
        return cls(calendar.hours, pause_takes_day(calendar, settings), stops)

    @classmethod
    def by_the_clock(cls, calendar: Calendar, settings: DueSettings, stops: Sequence[Pause]) -> "_Paused":
        """The same share of a day of 24 hours."""
        takes = pause_takes_day(calendar, settings) * DAY_SECONDS // calendar.day_seconds
        return cls(((0, DAY_SECONDS),), takes, stops)

    def takes_out(self, day: date) -> bool:
        """Whether this day, asked once and in order, is not counted."""
        if not self.stops:
            return False
        self.added += sum(
            max(int((min(until, midnight(day, end)) - max(begin, midnight(day, opens))).total_seconds()), 0)
            for begin, until in self.stops
            for opens, end in self.hours
        )
        if self.added < self.takes:
            return False
        self.added -= self.whole
        return True

    def lasts_at(self, at: datetime) -> bool:
        """Whether a limit that ended then would end inside a pause."""
        if not any(begin < at <= until for begin, until in self.stops):
            return False
        self.added -= self.whole
        return True


def pause_takes_day(calendar: Calendar, settings: DueSettings) -> int:
    """From how many paused working seconds on a day is not counted: half a day where nobody has said otherwise."""
    return settings.pause_takes_day or calendar.day_seconds // 2


def _deciding(rule: DueRule, marks: Sequence[DayMark]) -> Sequence[DayMark]:
    """The days whose being off or worked decides the result: of calendar days the last alone, of real hours none."""
    if rule.kind == "hours":
        return ()
    if rule.kind in ("days", "weeks", "months"):
        last = max(mark.number for mark in marks)
        return [mark for mark in marks if mark.number in (0, last)]
    return marks


# --- the rules, one function each ----------------------------------------------------------------------------------


def _named_day(
    calendar: Calendar, rule: DueRule, start: datetime, settings: DueSettings, paused: _Paused
) -> tuple[datetime, date | None, tuple[DayMark, ...]]:
    assert rule.day is not None
    last, advised = rule.day, None
    if rule.kind == "date" and rule.boundary == "before":
        if settings.before_includes_day:
            advised = last - ONE_DAY
        else:
            last -= ONE_DAY
    marks = _until_working(calendar, last)
    end = marks[-1].day
    closes = calendar.closes if rule.kind == "date" and rule.boundary == "in" else DAY_SECONDS
    days = _days(local_day(start) + ONE_DAY, end) if paused.stops else ()
    stopped = [day for day in days if calendar.is_working(day) and paused.takes_out(day)]
    for _ in stopped:
        end = _next_free(calendar, end, paused, marks)
    while paused.lasts_at(midnight(end, closes)):
        marks.append(DayMark(end, "paused"))
        end = _next_free(calendar, end, paused, marks)
    by_day = {mark.day: mark for mark in marks} | {day: DayMark(day, "paused") for day in stopped}
    marks = [by_day[day] for day in sorted(by_day)]
    return midnight(end, closes), advised, tuple(marks)


def _working_days(
    calendar: Calendar, amount: int, start: datetime, paused: _Paused
) -> tuple[datetime, tuple[DayMark, ...]]:
    marks: list[DayMark] = []
    day, number = local_day(start), 0
    while number < amount:
        day += ONE_DAY
        if not calendar.is_working(day):
            marks.append(_mark(calendar, day))
        elif paused.takes_out(day) or (number + 1 == amount and paused.lasts_at(midnight(day, calendar.closes))):
            marks.append(DayMark(day, "paused"))
        else:
            number += 1
            marks.append(_mark(calendar, day, number))
    return midnight(day, calendar.closes), tuple(marks)


def _calendar_days(
    calendar: Calendar, rule: DueRule, start: datetime, paused: _Paused
) -> tuple[datetime, tuple[DayMark, ...]]:
    first = local_day(start)
    if rule.kind == "months":
        amount = (add_months(first, rule.amount) - first).days
    else:
        amount = rule.amount * (7 if rule.kind == "weeks" else 1)
    calendar.index(first + timedelta(days=amount))  # beyond the calendar: say so before walking there
    marks: list[DayMark] = []
    day, number = first, 0
    while number < amount:
        day += ONE_DAY
        if paused.takes_out(day) or (number + 1 == amount and paused.lasts_at(midnight(day, DAY_SECONDS))):
            marks.append(DayMark(day, "paused"))
        else:
            number += 1
            marks.append(DayMark(day, "counted", number))
    if not calendar.is_working(day):
        marks += [_mark(calendar, day)]
        day = _next_free(calendar, day, paused, marks)
        while paused.lasts_at(midnight(day, DAY_SECONDS)):
            marks[-1] = DayMark(day, "paused")
            day = _next_free(calendar, day, paused, marks)
    return midnight(marks[-1].day, DAY_SECONDS), tuple(marks)


def _hours(
    calendar: Calendar, rule: DueRule, start: datetime, stops: Sequence[Pause]
) -> tuple[datetime, tuple[DayMark, ...]]:
    real = rule.kind == "hours"
    left, at = rule.amount * 3600, start
    for begin, until in stops:
        begin = max(begin, at)
        if until <= at:
            continue
        passed = int((begin - at).total_seconds()) if real else working_seconds(calendar, at, begin)
        if passed >= left:
            break
        left, at = left - passed, until
    at = at + timedelta(seconds=left) if real else after_working_seconds(calendar, at, left)
    calendar.index(due_day(at))  # real hours know no days: they end within the calendar all the same
    marks = [
        DayMark(day, "plain") if real or calendar.is_working(day) else _mark(calendar, day)
        for day in _days(local_day(start), due_day(at))
    ]
    return at.astimezone(UTC), tuple(marks)


# --- days ----------------------------------------------------------------------------------------------------------


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _mark(calendar: Calendar, day: date, number: int = 0) -> DayMark:
    row = calendar.special.get(day)
    works = calendar.is_working(day)
    if row is None or (row.kind == "holiday" and day.weekday() >= 5):
        return DayMark(day, "counted" if works else "off", number)
    return DayMark(day, "counted" if works else "off", number, row.name, row.instrument)


def _until_working(calendar: Calendar, day: date) -> list[DayMark]:
    """The days from `day` to the first that is worked."""
    marks = [_mark(calendar, day)]
    while not calendar.is_working(day):
        day += ONE_DAY
        marks.append(_mark(calendar, day))
    return marks


def _next_free(calendar: Calendar, day: date, paused: _Paused, marks: list[DayMark]) -> date:
    """The next working day that no pause takes out; appends what it passes."""
    while True:
        day += ONE_DAY
        works = calendar.is_working(day)
        if works and paused.takes_out(day):
            marks.append(DayMark(day, "paused"))
            continue
        marks.append(_mark(calendar, day))
        if works:
            return day


# --- words ---------------------------------------------------------------------------------------------------------


def _opening(rule: DueRule, start: datetime, settings: DueSettings) -> Iterator[Step]:
    first = local_day(start)
    if rule.day is not None:
        yield from _named_rule(rule, settings)
        return
    if rule.kind in ("hours", "working_hours"):
        yield Step("start", first, f"Bắt đầu lúc {words.moment_words(start)}.", HOURS_LAW)
    else:
        text = f"Bắt đầu từ {words.moment_words(start)}. Ngày đầu không tính."
        yield Step("start", first, text, FIRST_DAY_LAW)
    yield Step("rule", None, f"Quy tắc: {rule.amount} {words.UNIT_WORDS[rule.kind]}.")


def _named_rule(rule: DueRule, settings: DueSettings) -> Iterator[Step]:
    assert rule.day is not None
    if rule.kind == "period":
        name = rule.name or f"kỳ kết thúc ngày {rule.day:%d/%m/%Y}"
        yield Step("rule", rule.day, f"Quy tắc: trong {name}, ngày cuối là {words.day_words(rule.day, year=True)}.")
        return
    yield Step("rule", rule.day, f"Quy tắc: {words.BOUNDARY_WORDS[rule.boundary]} {rule.day:%d/%m/%Y}.")
    if rule.boundary == "before":
        eve = rule.day - ONE_DAY
        if settings.before_includes_day:
            text = f"“Trước ngày” được tính đến hết ngày {rule.day:%d/%m}; nên xong trong {words.day_words(eve)}."
        else:
            text = f"“Trước ngày {rule.day:%d/%m}” là hết {words.day_words(eve)}."
        yield Step("boundary", rule.day, text, settings.before_law)
    elif rule.boundary == "in":
        yield Step("boundary", rule.day, "“Trong ngày” là đến hết giờ làm việc của ngày đó.")


def _day_steps(calendar: Calendar, marks: Sequence[DayMark]) -> Iterator[Step]:
    moved = any(mark.kind == "off" for mark in marks)
    for mark in marks:
        named = f": {mark.name}" if mark.name else ""
        spoken = words.day_words(mark.day)
        if mark.kind == "paused":
            yield Step("pause", mark.day, f"Tạm dừng {spoken}.")
        elif mark.kind == "off":
            row = calendar.special.get(mark.day)
            kind = "weekend" if row is None or not mark.name else row.kind
            yield Step(kind, mark.day, f"Không tính {spoken}{named}.", mark.instrument)
        elif mark.kind == "counted" and mark.name:
            yield Step("swapped_work", mark.day, f"Có tính {spoken}{named}.", mark.instrument)
    if moved and marks[-1].kind == "counted" and marks[-1].number == 0:
        yield Step("moved", marks[-1].day, f"Hạn chuyển sang {words.day_words(marks[-1].day)}.", MOVED_LAW)


def _closing(rule: DueRule, at: datetime, advised: date | None, provisional: bool) -> Iterator[Step]:
    if provisional:
        yield Step("provisional", None, "Hạn này là tạm tính vì lịch nghỉ của một số ngày chưa được thông báo.")
    yield Step("result", due_day(at), result_words(rule, at), LAST_DAY_LAW if _is_midnight(at) else "")


def result_words(rule: DueRule, at: datetime) -> str:
    """The last line: which day, and when that day ends."""
    day = words.day_words(due_day(at), year=True)
    if rule.kind in ("hours", "working_hours"):
        return f"Đủ {rule.amount} {words.UNIT_WORDS[rule.kind]} vào lúc {words.moment_words(at)}."
    if _is_midnight(at):
        return f"Hạn là hết {day}, lúc 24:00."
    return f"Hạn là {day}, hết giờ làm việc lúc {at.astimezone(VIETNAM):%H:%M}."


def _is_midnight(at: datetime) -> bool:
    local = at.astimezone(VIETNAM)
    return (local.hour, local.minute, local.second) == (0, 0, 0)
