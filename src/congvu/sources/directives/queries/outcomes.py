"""What came of each demand: the duties made of it, titles and states for those who handle the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.duties.rules import STATE_LABELS
from congvu.kernel.org.models import Body, Person
from congvu.sources.directives.models import Demand, Reading

# What an origin key begins with, and the kind of demand it serves where it names no single one.
_WHOLE = {"ack": "acknowledge", "review": "standing"}


@dataclass(frozen=True)
class Outcome:
    """One duty that came of a demand. `opens`: whether the person may open its page; else he sees this line alone."""

    duty: Duty
    opens: bool

    @property
    def body(self) -> Body:
        """Who has it now; of a draft the body it is for."""
        post = self.duty.accountable_post
        found = self.duty.body or (post.body if post else None)
        assert found is not None
        return found

    @property
    def state_label(self) -> str:
        if self.duty.state == "draft" and self.duty.step == "propose_limit":
            return _("Chờ đơn vị nhận đề xuất hạn")
        return _(STATE_LABELS[self.duty.state])


@dataclass(frozen=True)
class Outcomes:
    """The duties of a reading. `count` is of all of them, whoever asks."""

    count: int
    of: Mapping[int, tuple[Outcome, ...]]


def outcomes(person: Person, reading: Reading, demands: Iterable[Demand], *, handles: bool) -> Outcomes:
    """The duties that came of a reading, by the number of their demand.

    `handles`: he keeps the register or approves, and sees title, body and state of each (design: văn thư); anybody
    else sees those that he may open. Two statements, whatever their number.
    """
    if reading.issued_at is None:
        return Outcomes(0, {})
    made = Duty.objects.filter(document=reading.document_id, origin_kind="directive")
    duties = list(made.select_related("body", "accountable_post__body").order_by("pk"))
    opened = set(visible_to(person).filter(document=reading.document_id).values_list("pk", flat=True))
    issued = [demand for demand in demands if demand.state == Demand.State.ISSUED]
    found: dict[int, list[Outcome]] = {}
    for duty in duties:
        if handles or duty.pk in opened:
            for demand_id in demands_of(duty.origin_key, issued):
                found.setdefault(demand_id, []).append(Outcome(duty, duty.pk in opened))
    return Outcomes(len(duties), {key: tuple(rows) for key, rows in found.items()})


def demands_of(origin_key: str, issued: Iterable[Demand]) -> list[int]:
    """Which demands a duty serves: the one its origin names, or all of its kind (acknowledgement, review)."""
    what, number, *_rest = origin_key.split("/")
    if what in _WHOLE:
        return [demand.pk for demand in issued if demand.kind == _WHOLE[what]]
    return [int(number)]
