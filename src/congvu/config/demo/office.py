"""A simulated office: events in order of time, and people who act on the duties they hold.

Nobody here writes to the database but through the moves; a refused move is simply not made, as in life.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from congvu.config.demo.clock import SimulatedClock, day_of
from congvu.config.demo.province import Province
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties import tasks as duty_tasks
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import Moved, MoveRefused
from congvu.kernel.org.models import Person
from congvu.sources.directives import moves as directives

LOOKS = (7.25, 10.5, 13.75, 16.25)  # hours at which people look at what they hold


@dataclass
class Office:
    """The province at work between two instants."""

    province: Province
    clock: SimulatedClock
    chance: random.Random
    until: datetime
    told: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=count)
    refused: int = 0
    made: int = 0
    kept_aside: set[int] = field(default_factory=set)

    def at(self, moment: datetime, event: Callable[[], object]) -> None:
        """Something will happen; what lies after the present never does."""
        if moment < self.until:
            heapq.heappush(self.told, (moment, next(self.number), event))

    def run(self, before: datetime | None = None) -> Iterator[datetime]:
        """Let everything happen in order, up to an instant or to the end; gives the moment of each event."""
        while self.told and (before is None or self.told[0][0] < before):
            moment, _, event = heapq.heappop(self.told)
            self.clock.set(moment)
            event()
            yield moment

    def move(self, verb: str, duty_id: int, by: Person, **given: object) -> Moved | None:
        """A move of the table; None where it is refused."""
        try:
            moved = duties.move(verb, duty_id=duty_id, by=by, given=given)
        except (MoveRefused, Duty.DoesNotExist):
            self.refused += 1
            return None
        self.made += 1
        return moved

    def every_day(self, first: int) -> None:
        """The clock's own work, from that working day to today."""
        for day in range(first, 1):
            self.open_day(day)

    def open_day(self, day: int) -> None:
        """The clock's own work on that working day."""
        self.at(self.clock.moment(day, 7.02), lambda: self._open_day())
        for hour in (11.6, 17.05):
            self.at(self.clock.moment(day, hour), lambda: self._limits())

    def _open_day(self) -> None:
        day = day_of(self.clock.at)
        if day.weekday() == 0 or day.day <= 3:
            directives.open_due_turns()  # turns begin with a week or a month
        self._limits()

    @staticmethod
    def _limits() -> None:
        duty_tasks.run_clock()

    def pick(self, items: tuple[str, ...]) -> str:
        return self.chance.choice(items)
