"""Names in documents, resolved in two steps: whom they meant on the document's day, who carries that on today."""

from dataclasses import dataclass
from datetime import date

from congvu.kernel.org.models import Body


@dataclass(frozen=True)
class Resolution:
    """What a name of a document stands for.

    `then`: the bodies it meant on the document's day; `now`: those that carry them on today. `person` is "head" or
    "deputy" where the name is that of a person ("Giám đốc Sở Nội vụ"). `outside`: not a body of this installation,
    shown grey. `how`: name, alias, group, everyone, central, elsewhere, unclear, unknown. `question`: what to ask a
    clerk, empty when nothing is in doubt.
    """

    text: str
    then: tuple[Body, ...] = ()
    now: tuple[Body, ...] = ()
    person: str = ""
    outside: bool = False
    how: str = "name"
    then_text: str = ""
    question: str = ""


def resolve(name: str, day: date, today: date, *, issuer: Body | None = None) -> Resolution:
    """Whom a name meant on the document's day and who carries that on today."""
    raise NotImplementedError
