"""A scripted event: who does what on which day, whatever the seed."""

from collections.abc import Callable

from congvu.config.demo.clerks import Clerks
from congvu.config.demo.office import Office
from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org.models import Person, Post

CHAIRMAN = "Hoàng Văn Thành"
DIRECTOR = "Trần Văn Hùng"
ROOM_HEAD = "Lê Văn Minh"
LAN = "Nguyễn Thị Lan"


class Script:
    """Scripted duties are kept aside: the agents do not touch them."""

    def __init__(self, office: Office, clerks: Clerks) -> None:
        self.office, self.clerks = office, clerks
        self.province, self.clock = office.province, office.clock
        self.ids: dict[str, int] = {}

    def who(self, name: str) -> Person:
        return self.province.people[name]

    def post_of(self, person: Person) -> Post:
        """The first post that somebody was given."""
        return next(
            post
            for posts in self.province.posts.values()
            for post in posts
            if self.province.holders[post.pk].pk == person.pk
        )

    def on(self, day: int, hour: float, event: Callable[[], object]) -> None:
        self.office.at(self.clock.moment(day, hour), event)

    def by(self, day: int) -> DueRule:
        return DueRule.on(self.clock.day(day))

    def move(self, key: str, verb: str, name: str | Person, **given: object) -> Callable[[], object]:
        person = self.who(name) if isinstance(name, str) else name
        return lambda: self.office.move(verb, self.ids[key], person, **given)

    def give(
        self,
        key: str,
        by: Person,
        to: Person,
        title: str,
        due: int,
        *,
        product_kind: str = "bao_cao",
        basis: str = "Phân công công việc của người đứng đầu",
        matter: str = "",
    ) -> Callable[[], None]:
        """A duty given by a head under his own authority."""
        issuer, receiver = self.post_of(by), self.post_of(to)

        def issue() -> None:
            new = NewDuty(
                title=title,
                product_kind=product_kind,
                holder_id=to.pk,
                holder_post_id=receiver.pk,
                accountable_post_id=issuer.pk,
                deciding_post_id=issuer.pk,
                due_rule=self.by(due),
                issuer_post_id=issuer.pk,
                basis=basis,
                matter=matter,
            )
            (self.ids[key],) = duties.issue_new([new], by=by)
            self.office.kept_aside.add(self.ids[key])

        return issue
