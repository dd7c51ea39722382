"""How people of the demonstration deal with what they hold: most in time, some late, a few only after weeks."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from congvu.config.demo import words
from congvu.config.demo.clock import day_of
from congvu.config.demo.office import LOOKS, Office
from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.duties.rules import FINAL, OPEN
from congvu.kernel.org.models import Person, Post


class Agents:
    """Several times a day everybody looks at what is new to him and makes up his mind when to do what."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.chance = office.chance
        self.planned: dict[int, int] = {}
        self.people = {person.pk: person for person in office.province.holders.values()}
        self.rooms: dict[int, list[Post]] = {}
        self.officials: dict[int, list[Post]] = {}
        self._learn_seats()

    def _learn_seats(self) -> None:
        for posts in self.office.province.posts.values():
            for post in posts:
                body = post.body
                if post.role == "head" and body.parent_id is not None:
                    self.rooms.setdefault(body.parent_id, []).append(post)
                if post.role in ("official", "inspector", "home_affairs"):
                    self.officials.setdefault(body.pk, []).append(post)

    def look_every_day(self, first: int) -> None:
        self.look_each_day(range(first, 1))

    def look_each_day(self, days: Iterable[int]) -> None:
        """On those working days."""
        clock = self.office.clock
        for day in days:
            for hour in LOOKS:
                self.office.at(clock.moment(day, hour), self.look)

    def look(self) -> None:
        """Everybody plans the next step of each duty that moved since he last looked."""
        versions = dict(Duty.objects.filter(state__in=OPEN).order_by("pk").values_list("pk", "seq"))
        new = [pk for pk, seq in versions.items() if pk not in self.office.kept_aside and self.planned.get(pk) != seq]
        parts: dict[int, list[str]] = {}
        for whole, state in Duty.objects.filter(parent__in=new).values_list("parent_id", "state"):
            parts.setdefault(whole, []).append(state)
        waiting = {pk for pk, states in parts.items() if not FINAL.issuperset(states)}
        for duty in Duty.objects.filter(pk__in=set(new) - waiting).select_related("holder_post").order_by("pk"):
            self.planned[duty.pk] = duty.seq
            holder = self.people.get(duty.holder_id or 0)
            plan = getattr(self, f"_{duty.state}", None)
            if holder is not None and plan is not None and duty.holder_post is not None:
                if duty.pk in parts and duty.state == "in_hand" and duty.paused_at is None:
                    self._finish(duty, holder, self._soon(1, 4))
                else:
                    plan(duty, holder, duty.holder_post)

    # --- when ------------------------------------------------------------------------------------

    def _soon(self, least: float, most: float) -> datetime:
        """Some working hours from now."""
        return self.office.clock.after(self.office.clock.at, self.chance.uniform(least, most))

    def _plan(self, duty: Duty, at: datetime, verb: str, holder: Person, **given: object) -> None:
        """The move is tried then, if nothing happened to the duty meanwhile."""
        seq = duty.seq

        def do() -> None:
            if Duty.objects.filter(pk=duty.pk, seq=seq).exists():
                self.office.move(verb, duty.pk, holder, **given)

        self.office.at(at, do)

    # --- by state ----------------------------------------------------------------------------------

    def _assigned(self, duty: Duty, holder: Person, post: Post) -> None:
        luck = self.chance.random()
        if luck < 0.12:
            return  # says nothing; silence accepts
        if luck < 0.15 and duty.demand_kind == "task" and duty.parent_id is None and duty.seq == 1:
            self._plan(
                duty, self._soon(1, 6), "return", holder, ground="unclear", reason=self.office.pick(words.UNCLEAR)
            )
            return
        self._plan(duty, self._soon(0.3, 6), "accept", holder)

    def _unplaced(self, duty: Duty, holder: Person, post: Post) -> None:
        back = duty.submitter_id or self._returned_by(duty)
        if back is not None:
            self._plan(duty, self._soon(1, 6), "assign", holder, receiver=back, reason=self.office.pick(words.CLEARED))

    @staticmethod
    def _returned_by(duty: Duty) -> int | None:
        """Who held it before it came back."""
        row = duty.holdings.filter(ended_at__isnull=False).order_by("-starts_at").first()
        return row.person_id if row else None

    def _submitted(self, duty: Duty, holder: Person, post: Post) -> None:
        luck = self.chance.random()
        given = (
            {"outcome": "agreed"} if luck < 0.8 else {"outcome": "changed", "reason": self.office.pick(words.CHANGED)}
        )
        at = self._soon(80, 240) if luck < 0.15 else self._soon(1, 9)  # some lie on the desk for weeks
        self._plan(duty, at, "decide", holder, **given)

    def _handed_in(self, duty: Duty, holder: Person, post: Post) -> None:
        if self.chance.random() < 0.1:
            self._plan(duty, self._soon(2, 12), "redo", holder, reason=self.office.pick(words.REDO))
        else:
            self._plan(duty, self._soon(2, 22), "verify", holder)

    def _in_hand(self, duty: Duty, holder: Person, post: Post) -> None:
        if duty.paused_at is not None:
            self._plan(duty, self._soon(12, 40), "resume", holder)
            return
        if duty.demand_kind == "consult":
            self._answer(duty, holder)
        elif not self._gives_on(duty, holder, post):
            self._works(duty, holder)

    def _answer(self, duty: Duty, holder: Person) -> None:
        at = self._soon(4, 30) if self.chance.random() < 0.9 else self._soon(60, 200)
        self._plan(duty, at, "complete", holder, product=self.office.pick(words.OPINIONS))

    # --- giving on -------------------------------------------------------------------------------------

    def _gives_on(self, duty: Duty, holder: Person, post: Post) -> bool:
        """A head divides the work among his rooms or hands it to one of them; a room's head to an official."""
        if post.role != "head" or duty.demand_kind == "acknowledge" or duty.seq > 4 or duty.current_due_at is None:
            return False
        receivers = self.rooms.get(post.body_id) or self.officials.get(post.body_id) or []
        if not receivers:
            return False
        days_left = (duty.current_due_at - self.office.clock.at).days
        luck = self.chance.random()
        if days_left >= 3 and luck < 0.62 and duty.parent_id is None:
            self.office.at(self._soon(0.5, 5), self._dividing(duty, holder, receivers))
            return True
        if luck < 0.85:
            receiver = self.office.province.holders[self.chance.choice(receivers).pk]
            self._plan(
                duty,
                self._soon(0.5, 4),
                "forward",
                holder,
                receiver=receiver.pk,
                reason=self.office.pick(words.FORWARD),
            )
            return True
        return False

    def _dividing(self, duty: Duty, holder: Person, receivers: list[Post]) -> Callable[[], None]:
        def divide() -> None:
            row = Duty.objects.get(pk=duty.pk)
            if row.state != "in_hand" or row.holder_id != holder.pk or row.current_due_at is None:
                return
            parts = self.chance.sample(words.PARTS, self.chance.choice((2, 2, 3)))
            children = [self._part(row, title, kind, receivers) for title, kind in parts]
            try:
                duties.break_down(row.pk, by=holder, children=children)
                self.planned.pop(row.pk, None)  # the whole has no new entry: look again
                self.office.made += len(children)
            except MoveRefused:
                self.office.refused += 1

        return divide

    def _part(self, duty: Duty, title: str, kind: str, receivers: list[Post]) -> NewDuty:
        post = self.chance.choice(self._workers(self.chance.choice(receivers)))
        assert duty.current_due_at is not None
        left = duty.current_due_at - self.office.clock.at
        day = day_of(self.office.clock.at + left * self.chance.uniform(0.55, 0.85))
        return NewDuty(
            title=f"{title}: {_of(duty.title)}",
            requirement=duty.requirement,
            product_kind=kind,
            holder_id=self.office.province.holders[post.pk].pk,
            holder_post_id=post.pk,
            due_rule=DueRule.on(max(day, day_of(self.office.clock.at) + timedelta(days=1))),
        )

    def _workers(self, post: Post) -> list[Post]:
        """The officials of the room that a post heads; without any, the post itself."""
        return self.officials.get(post.body_id) or [post]

    # --- working ----------------------------------------------------------------------------------------

    def _works(self, duty: Duty, holder: Person) -> None:
        """Some steps on the way, then the end: mostly before the limit, sometimes after it, sometimes weeks after."""
        luck, now = self.chance.random(), self.office.clock.at
        if duty.seq <= 6 and luck < 0.36:
            self._on_the_way(duty, holder, luck)
            return
        due = duty.current_due_at or now
        left = max((due - now).total_seconds(), 4 * 3600)
        share = self.chance.random()
        if share < 0.8:
            at = now + timedelta(seconds=left * self.chance.uniform(0.45, 0.97))
        elif share < 0.94:
            at = due + timedelta(days=self.chance.uniform(0.5, 3))
        else:
            at = due + timedelta(days=self.chance.uniform(10, 60))
        self._finish(duty, holder, self._in_office(at))

    def _on_the_way(self, duty: Duty, holder: Person, luck: float) -> None:
        at = self._soon(2, 14)
        if luck < 0.17:
            self._plan(
                duty, at, "report", holder, progress=self.office.pick(words.PROGRESS),
                percent=self.chance.randrange(20, 90, 10),
            )  # fmt: skip
        elif luck < 0.23:
            self._plan(duty, at, "submit", holder, draft=self.office.pick(words.DRAFTS))
        elif luck < 0.28:
            other = self.chance.choice(sorted(self.people))
            limit = DueRule.within(self.chance.choice((2, 3, 5)), "working_days").to_json()
            self._plan(
                duty, at, "consult", holder, consulted=other, question=self.office.pick(words.QUESTIONS), due=limit
            )
        elif luck < 0.32:
            self._plan(
                duty, at, "pause", holder, pause_ground="other_case",
                reason="Chờ kết quả của cơ quan khác theo văn bản đã gửi.",
            )  # fmt: skip
        else:
            self._plan(duty, at, "note", holder, note=self.office.pick(words.NOTES))

    def _in_office(self, at: datetime) -> datetime:
        """The same moment, or the next one at which the office is open."""
        return self.office.clock.after(at, 0.2)

    def _finish(self, duty: Duty, holder: Person, at: datetime) -> None:
        self._plan(duty, at, "complete", holder, product=self.office.pick(words.PRODUCTS))


def _of(title: str) -> str:
    """The beginning of a title as it goes on after a colon."""
    start = title.split(",")[0][:150]
    return f"{start[:1].lower()}{start[1:]}"
