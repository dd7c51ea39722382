"""A full year of work, through the real moves: a transaction a day, so that a run that was killed goes on where it was.

The last six weeks are those of the small demonstration, played over what the year has left open, in one transaction.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from congvu.config.demo import make
from congvu.config.demo.agents import Agents
from congvu.config.demo.clerks import Clerks
from congvu.config.demo.clock import SimulatedClock, present_day
from congvu.config.demo.office import Office
from congvu.config.demo.papers import Paper
from congvu.config.demo.people import Names
from congvu.config.demo.plan import DEPARTMENTS, ORIGIN, PROVINCE
from congvu.config.demo.province import Province, build
from congvu.config.demo.year_words import ORDERS, tasks_of, told
from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kernel.org.models import Appointment, Body, Person, Post
from congvu.kernel.org.queries import installation
from congvu.kit.clock import now
from congvu.kit.refusal import Refused

DAYS = 250  # working days of a year
SEALED_EVERY = 10  # days
# A morning's orders: of the chairman to heads, and of each head to his people.
FROM_THE_TOP, OF_A_HEAD = (7, 11), (0, 5)


class NotAYear(Refused):
    """The database holds something else; the words say what."""


@dataclass(frozen=True)
class Played:
    """What came of it: working days played now, moves made now, and the seconds that took."""

    days: int
    moves: int
    seconds: float


def make_year(progress: make.Progress, *, seed: int = make.SEED, present: datetime | None = None) -> Played:
    """Tỉnh An Bình with a year of work up to the present; begun before and not finished, it goes on.

    Raises NotAYear where the database holds anything else.
    """
    started, before = time.monotonic(), _moves_made()
    try:
        office, first = _begin(seed, present or now()) if installation() is None else _go_on()
        days = range(first, make.FIRST_DAY)
        agents = _plan(office, seed, days)
        _play(office, days, seed, progress)
        with transaction.atomic():
            make.play(office, progress, agents)
            _note("finished", office, 0, seed)
    finally:
        if connection.connection is not None and connection.is_usable():
            SimulatedClock.release_session()
    ledger.seal_all()
    make.write_samples(office.clock)
    return Played(len(days) - make.FIRST_DAY + 1, _moves_made() - before, time.monotonic() - started)


def _moves_made() -> int:
    return Entry.objects.filter(room="duties").count()


# --- beginning and going on --------------------------------------------------------------------------------------


def _begin(seed: int, present: datetime) -> tuple[Office, int]:
    """The organisation, on the evening before the first day of the year."""
    today = present_day(present)
    clock = SimulatedClock(today)
    with transaction.atomic():
        org.set_up(name=PROVINCE, level="province", origin=ORIGIN, demonstration=True)
        clock.set(clock.moment(-DAYS - 1, 15))
        office = Office(build(Names(seed), today), clock, random.Random(seed), until=present)
        _note("begun", office, -DAYS - 1, seed)
    return office, -DAYS


def _note(verb: str, office: Office, number: int, seed: int) -> None:
    """How far the year is played stands in the ledger, in the transaction of the day."""
    payload = {
        "number": number, "seed": seed, "today": office.clock.today.isoformat(), "until": office.until.isoformat(),
    }  # fmt: skip
    ledger.append(room="demo", subject="year", subject_id=1, verb=verb, by=None, payload=payload)


def _go_on() -> tuple[Office, int]:
    """The office as the last whole day left it; plans that people had in their heads they make anew."""
    last = Entry.objects.filter(room="demo", subject="year").order_by("-seq").first()
    if last is None:
        raise NotAYear(
            "Cơ sở dữ liệu này đã có dữ liệu khác; một năm công việc chỉ dựng trong cơ sở dữ liệu còn trống."
        )
    if last.verb == "finished":
        raise NotAYear("Một năm công việc đã dựng xong trong cơ sở dữ liệu này.")
    kept = last.payload
    clock = SimulatedClock(date.fromisoformat(kept["today"]))
    clock.set(clock.moment(kept["number"], 17.2))
    chance = random.Random(f"{kept['seed']}/{kept['number']}")
    return Office(_province(), clock, chance, until=datetime.fromisoformat(kept["until"])), kept["number"] + 1


def _province() -> Province:
    """What `build` made, read back: bodies by code, their posts with who sits in them, people by name."""
    it = Province(Names(0))
    it.bodies = {body.code: body for body in Body.objects.order_by("valid_from", "pk")}
    seats = Appointment.objects.filter(ends_at__isnull=True).select_related("post__body", "person")
    for seat in seats.order_by("post__pk", "pk"):
        if seat.post.pk not in it.holders:
            it.posts.setdefault(seat.post.body.code, []).append(seat.post)
            it.holders[seat.post.pk] = seat.person
    it.people = {person.full_name: person for person in Person.objects.order_by("-pk")}
    return it


# --- playing -----------------------------------------------------------------------------------------------------


def _plan(office: Office, seed: int, days: range) -> Agents:
    """The clock's own work, the morning's orders, a directive each week, and people who look at what they hold."""
    agents, orders, clerks = Agents(office), Orders(office, seed), Clerks(office)
    for day in days:
        office.open_day(day)
        orders.morning(day)
        if day % 5 == 0:
            office.at(office.clock.moment(day, 7.6), clerks.entering(orders.paper(day)))
    agents.look_each_day(days)
    return agents


def _play(office: Office, days: range, seed: int, progress: make.Progress) -> None:
    with progress(days, "Một năm công việc") as bar:
        for day in bar:
            with transaction.atomic():
                for _moment in office.run(before=office.clock.moment(day, 23)):
                    pass
                office.clock.set(office.clock.moment(day, 23))
                _note("day", office, day, seed)
            if day % SEALED_EVERY == 0:
                ledger.seal_all()


class Orders:
    """Work given out, a morning at a time; the same seed gives the same orders on the same day."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.seed = office, seed
        self.province, self.clock = office.province, office.clock
        self.chairman = self.province.posts["ubnd_tinh"][0]
        self.heads = [
            self.province.posts[key][0] for key in (*DEPARTMENTS, *self._communes()) if self.province.posts.get(key)
        ]
        self.people = {head.pk: list(self._below(head)) for head in self.heads}

    def _communes(self) -> list[str]:
        return [code for code, body in self.province.bodies.items() if body.kind == "ubnd_xa" and body.valid_to is None]

    def _below(self, head: Post) -> Iterator[Post]:
        for posts in self.province.posts.values():
            for post in posts:
                inside = head.body_id in post.body.lineage and post.pk != head.pk
                if inside and post.role in ("head", "official", "inspector"):
                    yield post

    def morning(self, day: int) -> None:
        """The chairman's orders first, then those of each head, spread over the morning."""
        chance = random.Random(f"{self.seed}/orders/{day}")
        self.office.at(self.clock.moment(day, 7.5), lambda: self._from_the_top(day, chance))
        for number, head in enumerate(self.heads):
            hour = 7.8 + 3 * number / len(self.heads)
            count = chance.randint(*OF_A_HEAD)
            if count and self.people[head.pk]:
                self.office.at(self.clock.moment(day, hour), self._of_a_head(day, head, count, chance))

    def _from_the_top(self, day: int, chance: random.Random) -> None:
        heads = chance.sample(self.heads, chance.randint(*FROM_THE_TOP))
        self._issue([self._duty(self.chairman, head, day, chance) for head in heads], self.chairman)

    def _of_a_head(self, day: int, head: Post, count: int, chance: random.Random) -> Callable[[], None]:
        def give() -> None:
            people = self.people[head.pk]
            self._issue([self._duty(head, chance.choice(people), day, chance) for _ in range(count)], head)

        return give

    def _duty(self, issuer: Post, receiver: Post, day: int, chance: random.Random) -> NewDuty:
        task = chance.choice(tasks_of(self._field(receiver)))
        return NewDuty(
            title=told(task.title, chance, self.clock.day(day)),
            product_kind=task.product_kind,
            holder_id=self.province.holders[receiver.pk].pk,
            holder_post_id=receiver.pk,
            accountable_post_id=issuer.pk,
            deciding_post_id=issuer.pk,
            due_rule=DueRule.within(chance.choice((3, 5, 5, 7, 10, 15)), "working_days"),
            issuer_post_id=issuer.pk,
            basis="Phân công công việc của người đứng đầu",
        )

    @staticmethod
    def _field(post: Post) -> str:
        return post.body.code.partition("/")[0]

    def _issue(self, new: list[NewDuty], issuer: Post) -> None:
        duties.issue_new(new, by=self.province.holders[issuer.pk])
        self.office.made += len(new)

    def paper(self, day: int) -> Paper:
        """A directive of that week: three departments, each a piece of its own work with a date."""
        chance = random.Random(f"{self.seed}/paper/{day}")
        today = self.clock.day(day)
        names = {key: self.province.bodies[key].name for key in DEPARTMENTS if key.startswith("so_")}
        demands = [
            _demand(number, names[key], told(chance.choice(tasks_of(key)).title, chance, today),
                    self.clock.day(day + chance.randint(6, 20)))
            for number, key in enumerate(chance.sample(sorted(names), 3), 1)
        ]  # fmt: skip
        return Paper(
            name=f"tuan{DAYS + day:03}",
            kind="CHỈ THỊ",
            issuer=("ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH"),
            number=f"{100 + (DAYS + day) // 5}/CT-UBND",
            day_number=day,
            day=today,
            subject=told(chance.choice(ORDERS), chance, today),
            addressees=(),
            place="An Bình",
            signer_title=("CHỦ TỊCH",),
            signer="Hoàng Văn Thành",
            recipients=("Các sở, ban, ngành", "UBND các xã, phường", "Lưu: VT"),
            paragraphs=("Chủ tịch UBND tỉnh yêu cầu:", *demands),
        )


def _demand(number: int, body: str, title: str, day: date) -> str:
    work = f"{title[:1].lower()}{title[1:]}"
    return f"{number}. Giám đốc {body} {work}, báo cáo UBND tỉnh trước ngày {day:%d/%m/%Y}."
