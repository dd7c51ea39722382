"""Shapes of the API of reports."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from congvu.judgement.reports.rules import PERIOD_KINDS
from congvu.kit.api import Answer, Id, In, LongText, Name, OneOf, Paged
from congvu.kit.work.api import JobOut

PeriodKind = Annotated[str, OneOf(*PERIOD_KINDS)]


class PublicationOut(Answer):
    """To whom the figures of a section may be given, why not to the others, and by which instrument."""

    council: bool
    front: bool
    press: bool
    why: str
    source: str


class ColumnOut(Answer):
    """`unit`: "" a count, "percent" hundredths of a percent, "seconds" of work."""

    key: str
    label: str
    unit: str


class FigureLine(Answer):
    """Values in the order of the columns, null where unknown; `key` and the key of a column open the rows.

    `audiences`: for each value who may be given it at most: press (and so everybody), front, council, nobody.
    """

    key: str
    label: str
    values: list[int | None]
    audiences: list[str]


class SectionOut(Answer):
    key: str
    title: str
    note: str
    columns: list[ColumnOut]
    lines: list[FigureLine]
    publication: PublicationOut
    contained_in: int | None


class ChangeOut(Answer):
    """A figure that came out otherwise when the report was made again; null: it did not stand there."""

    section: str
    line: str
    column: str
    unit: str
    was: int | None
    now: int | None


class ReportOut(Answer):
    """`made_at` is null while the report is being made. `digest` is the SHA-256 of its figures, kept in the ledger."""

    id: int
    title: str
    body: int
    form: int | None
    period: str
    period_name: str
    first_day: date
    last_day: date
    starts_at: datetime
    until_at: datetime
    made_at: datetime | None
    digest: str
    head_log: int | None
    head_size: int | None
    checked_at: datetime | None
    checked_same: bool | None
    checked_changes: list[ChangeOut]


class ReportDetail(ReportOut):
    sentences: list[str]
    sections: list[SectionOut]
    remark: str


class ReportPage(Paged):
    items: list[ReportOut]


class ReportAsked(Answer):
    """The report, and the job that makes it; null when it was there already."""

    report: ReportOut
    job: JobOut | None


class Narrowed(In):
    """One field of work, one directive, or one's own work only."""

    matter: Name = ""
    document: Id | None = None


class AskIn(Narrowed):
    """Of which body, over the period of that kind that holds `day`."""

    body: Id
    period: PeriodKind
    day: date
    mine: bool = False


class FigureRowsIn(Schema):
    section: Name
    line: Name
    column: Name
    start: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0


class RowOut(Answer):
    text: str
    url: str
    facts: list[str]


class FigureRows(Answer):
    """`hidden`: how many of these the caller may not see; `next` is null on the last page."""

    count: int
    hidden: int
    rows: list[RowOut]
    next: int | None


class RemarkIn(In):
    text: LongText


class RemarkOut(Answer):
    text: str
    at: datetime


class FormIn(Narrowed):
    """`rows`: summary, bodies, matters, directives, kinds; `columns`: measures; `kinds`: kinds of work."""

    name: Name
    body: Id
    period: PeriodKind
    rows: list[Name]
    columns: list[Name]
    kinds: list[Name] = []


class FormOut(Answer):
    id: int
    name: str
    body: int
    period: str
    content: dict[str, Any]
    owner: int
    subscribed: bool


class FormPage(Paged):
    items: list[FormOut]


class ReportDayIn(In):
    """The period of the form's kind that holds this day."""

    day: date


class ReportDone(Answer):
    done: bool = True
