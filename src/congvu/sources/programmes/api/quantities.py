"""What programs send and get about quantity targets."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from congvu.kernel.org.api import BodyOut, PersonOut
from congvu.kit.api import Answer, Id, In, Name, OneOf, Page, Paged, QueryId, ShortText
from congvu.sources.programmes import rules
from congvu.sources.programmes.api.schemas import Key, Reason

Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=4, ge=-(10**14), le=10**14)]


class AimFigureOut(Answer):
    id: int
    period: str
    value: Decimal
    evidence: str
    reported_by: PersonOut
    reported_at: datetime
    corrects: int | None
    reason: str


class AimOut(Answer):
    """A target. `reached`: what the figures come to; `share` in whole percent, null for a ceiling."""

    id: int
    body: BodyOut
    indicator: str
    unit: str
    period: str
    value: Decimal
    measure: str
    direction: str
    every: str
    reporter: PersonOut
    instrument: str
    reached: Decimal | None
    share: int | None
    kept: bool | None
    ended: bool


class AimDetail(AimOut):
    figures: list[AimFigureOut]
    missing: list[str]


class AimFilter(Page):
    body: QueryId | None = None
    year: Annotated[int, Field(ge=2000, le=2200)] | None = None


class AimPage(Paged):
    items: list[AimOut]


class AimIn(In):
    body: Id
    indicator: ShortText
    unit: Name
    period: Key
    value: Amount
    instrument: ShortText
    reporter: Id
    reporter_post: Id | None = None
    measure: Annotated[str, OneOf(*rules.MEASURES)] = "sum"
    direction: Annotated[str, OneOf(*rules.DIRECTIONS)] = "at_least"
    every: Annotated[str, OneOf(*rules.EVERY)] = "month"


class AimFigureIn(In):
    period: Key
    value: Amount
    evidence: Annotated[str, Field(max_length=20_000)]
    file: Annotated[str, Field(max_length=400)] = ""


class AimCorrectionIn(In):
    value: Amount
    evidence: Annotated[str, Field(max_length=20_000)]
    reason: Reason
    file: Annotated[str, Field(max_length=400)] = ""
