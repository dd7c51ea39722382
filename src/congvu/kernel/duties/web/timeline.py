"""Who held a duty, for how long: geometry of the drawing, on an axis of working time.

A day off is a thin strip, so that a long weekend never looks like sloth. One row a person, one bar at any instant;
what goes beyond the norm of the step is red; a pause is hatched. The table under the drawing says the same in words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from congvu.engines.worktime import (
    Calendar,
    after_working_seconds,
    local_day,
    midnight,
    working_days_left,
    working_seconds,
)
from congvu.kernel.duties.queries import HoldingRow
from congvu.kit import dates

LEFT, WIDTH, TOP, ROW = 200, 1195, 64, 66
WIDEST, OFF = 84.0, 14.0
LETTER = 7.5  # the width of one in a label
LONGEST = 120  # days drawn; what lies before them stands in the table
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Column:
    """One day of the axis."""

    day: date
    x: float
    width: float
    off: bool
    weekday: str
    label: str
    today: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Bar:
    """A stretch of working time of one holder: kind held, holds or over."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True)
class Label:
    x: float
    text: str
    kind: str
    anchor: str = "start"

    @property
    def span(self) -> tuple[float, float]:
        """From where to where the words reach, by the width of an average letter."""
        width = len(self.text) * LETTER
        start = self.x - width / 2 if self.anchor == "middle" else self.x
        return start, start + width


@dataclass
class Lane:
    """The row of one person."""

    name: str
    post: str
    y: float
    bars: list[Bar] = field(default_factory=list)
    gaps: list[tuple[float, float]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    left: tuple[float, float] | None = None

    def say(self, label: Label) -> None:
        """The newest words win where two would stand in one place; the table below has them all."""
        start, end = label.span
        self.labels = [one for one in self.labels if one.span[1] < start or end < one.span[0]]
        self.labels.append(label)

    @property
    def middle(self) -> float:
        return self.y + ROW / 2

    @property
    def bar_y(self) -> float:
        return self.y + 17

    @property
    def text_y(self) -> float:
        return self.y + 38

    @property
    def end(self) -> float:
        return self.y + ROW


@dataclass(frozen=True)
class Pass:
    """The duty goes from one row to another, by which move."""

    x: float
    y1: float
    y2: float
    text: str
    text_y: float


@dataclass(frozen=True)
class Stop:
    """A pause: a hatched column over all rows."""

    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass
class Timeline:
    """All that the template draws."""

    columns: list[Column]
    lanes: list[Lane]
    passes: list[Pass]
    stops: list[Stop]
    now_x: float | None
    now_text: str
    due_x: float | None
    due_text: str
    month: str
    summary: str
    cut: bool

    width: int = WIDTH
    left: int = LEFT
    top: int = TOP

    @property
    def crowded(self) -> bool:
        """The words for now and for the limit would stand on one another."""
        return self.now_x is not None and self.due_x is not None and abs(self.now_x - self.due_x) < 120

    @property
    def now_first(self) -> bool:
        return self.now_x is not None and self.due_x is not None and self.now_x <= self.due_x

    @property
    def bottom(self) -> float:
        return TOP + ROW * len(self.lanes)

    @property
    def height(self) -> float:
        return self.bottom + 40

    @property
    def foot(self) -> float:
        return self.bottom + 26

    @property
    def right(self) -> float:
        return self.columns[-1].x + self.columns[-1].width


class Axis:
    """From an instant to a place: days of equal width, days off as strips."""

    def __init__(self, calendar: Calendar, first: date, last: date, today: date) -> None:
        self.calendar = calendar
        days = [first + ONE_DAY * n for n in range((last - first).days + 1)]
        off = [not calendar.is_working(day) for day in days]
        room = WIDTH - LEFT - 10
        working = max(off.count(False), 1)
        strip = min(OFF, room * 0.2 / max(off.count(True), 1))
        wide = min(WIDEST, (room - strip * off.count(True)) / working)
        self.columns: list[Column] = []
        x = float(LEFT)
        for day, is_off in zip(days, off, strict=True):
            width = strip if is_off else wide
            show = not is_off and (wide >= 24 or day.weekday() == 0)
            weekday = _(dates.SHORT_WEEKDAYS[day.weekday()]) if show and wide >= 24 else ""
            label = (f"{day:%d}" if wide >= 24 else f"{day:%d/%m}") if show else ""
            self.columns.append(Column(day, round(x, 1), round(width, 1), is_off, weekday, label, day == today))
            x += width

    def x(self, at: datetime) -> float:
        """The place of an instant; before the first day its left edge, after the last its right edge."""
        day = local_day(at)
        first = self.columns[0].day
        if day < first:
            return self.columns[0].x
        if (day - first).days >= len(self.columns):
            last = self.columns[-1]
            return last.x + last.width
        column = self.columns[(day - first).days]
        begin = midnight(day)
        whole = working_seconds(self.calendar, begin, midnight(day + ONE_DAY))
        done = working_seconds(self.calendar, begin, at)
        return round(column.x + column.width * (done / whole if whole else 0), 1)


def timeline(
    holdings: Sequence[HoldingRow], *, now: datetime, due_at: datetime | None, calendar: Calendar, ended: bool
) -> Timeline | None:
    """The drawing of a chain of custody; None while nobody held anything."""
    held = [row for row in holdings if row.person is not None]
    if not held:
        return None
    end = max(row.ends_at or now for row in held)
    shown = end if ended else max(now, due_at or now)
    last = min(local_day(shown) + ONE_DAY, calendar.last)
    first = max(local_day(held[0].starts_at), last - ONE_DAY * LONGEST, calendar.first)
    axis = Axis(calendar, first, last, local_day(now))
    lanes = _lanes(held)
    for row in held:
        _draw(axis, lanes[_key(row)], row, now)
    if not ended and due_at is not None and due_at > now:
        _draw_left(axis, lanes[_key(held[-1])], now, due_at)
    return Timeline(
        columns=axis.columns,
        lanes=list(lanes.values()),
        passes=list(_passes(axis, held, lanes)),
        stops=list(_stops(axis, held, now)),
        now_x=None if ended else axis.x(now),
        now_text=_("Bây giờ %(hour)s") % {"hour": f"{dates.local(now):%H:%M}"},
        due_x=axis.x(due_at) if due_at is not None and local_day(due_at) >= first else None,
        due_text=_("Hạn %(day)s") % {"day": dates.day_text(dates.limit_day(due_at), "short")} if due_at else "",
        month=_("Từ %(day)s") % {"day": dates.day_text(first)},
        summary=" ".join(_sentence(row) for row in held),
        cut=first > local_day(held[0].starts_at),
    )


def _key(row: HoldingRow) -> tuple[int, int]:
    return (row.person.pk if row.person else 0, row.post.pk if row.post else 0)


def _lanes(held: Sequence[HoldingRow]) -> dict[tuple[int, int], Lane]:
    lanes: dict[tuple[int, int], Lane] = {}
    for row in held:
        if _key(row) not in lanes and row.person is not None:
            name = dates.capital(f"{row.person.courtesy} {row.person.full_name}")
            lanes[_key(row)] = Lane(name, row.post.title if row.post else "", TOP + ROW * len(lanes))
    return lanes


def _draw(axis: Axis, lane: Lane, row: HoldingRow, now: datetime) -> None:
    """The bars of one hold: office hours outside pauses, red from where the norm is used up."""
    kind = "held" if row.ends_at else "holds"
    spent = 0
    stretches = list(_stretches(axis.calendar, row.starts_at, row.ends_at or now, row.paused))
    for begin, end in stretches:
        seconds = working_seconds(axis.calendar, begin, end)
        norm = row.norm_seconds
        turn = end
        if norm is not None and row.exceeded_seconds and spent + seconds > norm:
            turn = after_working_seconds(axis.calendar, begin, max(norm - spent, 0))
        for start, stop, colour in ((begin, turn, kind), (turn, end, "over")):
            x, width = axis.x(start), axis.x(stop) - axis.x(start)
            if width > 0.4:
                lane.bars.append(Bar(x, round(width, 1), colour))
        spent += seconds
    for (_before, end), (begin, _after) in pairwise(stretches):
        lane.gaps.append((axis.x(end), axis.x(begin)))
    _write(axis, lane, row, stretches)


def _write(axis: Axis, lane: Lane, row: HoldingRow, stretches: Sequence[tuple[datetime, datetime]]) -> None:
    """How long, in the widest bar or beside the last one; and how far beyond the norm."""
    if not stretches:
        return
    text = dates.working_text(row.working_seconds)
    begin, end = max(stretches, key=lambda part: axis.x(part[1]) - axis.x(part[0]))
    x, width = axis.x(begin), axis.x(end) - axis.x(begin)
    after = axis.x(stretches[-1][1]) + 8
    if row.exceeded_seconds:
        over = dates.working_text(row.exceeded_seconds)
        lane.say(Label(after, _("%(held)s, vượt %(over)s") % {"held": text, "over": over}, "over"))
    elif width > len(text) * LETTER + 8:
        lane.say(Label(x + width / 2, text, "in" if row.ends_at is None else "upon", "middle"))
    else:
        lane.say(Label(after, text, "on"))


def _draw_left(axis: Axis, lane: Lane, now: datetime, due_at: datetime) -> None:
    x, end = axis.x(now), axis.x(due_at)
    if end - x < 2:
        return
    lane.left = (x, round(end - x, 1))
    days = working_days_left(axis.calendar, now, due_at)
    crowded = any(label.kind == "over" for label in lane.labels)
    if days and end - x > 90 and not crowded:
        lane.labels.append(Label(x + 34, _("còn %(n)d ngày") % {"n": days}, "on"))


def _stretches(
    calendar: Calendar, start: datetime, end: datetime, paused: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """A hold without its pauses and without the days off in it; parts that touch are one."""
    at = start
    for begin, until in [*paused, (end, end)]:
        yield from _worked(calendar, at, min(max(begin, at), end))
        at = max(at, min(until, end))


def _worked(calendar: Calendar, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    if end <= start:
        return
    begin: datetime | None = None
    day, last = local_day(start), local_day(end)
    while day <= last:
        opens, closes = max(start, midnight(day)), min(end, midnight(day + ONE_DAY))
        if working_seconds(calendar, opens, closes) and calendar.is_working(day):
            begin = begin or opens
            reached = closes
        elif begin is not None and not calendar.is_working(day):
            yield begin, reached
            begin = None
        day += ONE_DAY
    if begin is not None:
        yield begin, reached


def _passes(axis: Axis, held: Sequence[HoldingRow], lanes: dict[tuple[int, int], Lane]) -> Iterator[Pass]:
    for before, after in pairwise(held):
        start, stop = lanes[_key(before)], lanes[_key(after)]
        if start is stop:
            continue
        text_y = stop.y - 4 if stop.y > start.y else stop.end + 12
        yield Pass(axis.x(after.starts_at), start.middle, stop.middle, before.ended_by, text_y)


def _stops(axis: Axis, held: Sequence[HoldingRow], now: datetime) -> Iterator[Stop]:
    for row in held:
        for begin, until in row.paused:
            x, end = axis.x(begin), axis.x(min(until, now))
            if end - x > 0.4:
                yield Stop(x, round(end - x, 1))


def _sentence(row: HoldingRow) -> str:
    assert row.person is not None
    text = _("%(who)s giữ %(time)s.") if row.ends_at else _("%(who)s đang giữ, đã %(time)s.")
    who = dates.capital(f"{row.person.courtesy} {row.person.full_name}")
    return text % {"who": who, "time": dates.working_text(row.working_seconds)}
