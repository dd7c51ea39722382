"""How right the reader was, for programs; and approved readings as labelled examples, for an administrator's."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from congvu.kernel.org.api import person_of
from congvu.kit.api import Answer, OneOf, Page, Paged, page_of, page_of_list, scope
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading
from congvu.sources.directives.queries.accuracy import month_of_text
from congvu.sources.directives.rules.accuracy import CARD, FIELDS, Share, Tally

router = Router(tags=["Độ chính xác của máy đọc"])


class ShareOut(Answer):
    """So many cards put right of so many. Rate and 95 % interval (Wilson) in per cent; null below ten cards."""

    wrong: int
    of: int
    percent: float | None
    low: float | None
    high: float | None


class MonthShareOut(Answer):
    """Whole cards of one month of approval (its first day)."""

    month: date
    share: ShareOut


class PaperShareOut(Answer):
    """One kind of document, "" for all: `fields` by card, found, assignees, coordinators, deadline, product, kind."""

    paper: str
    fields: dict[str, ShareOut]


class BandShareOut(Answer):
    """Whole cards that the reader told to be right with a probability from `low` to `high`."""

    low: float
    high: float
    share: ShareOut


class AccuracyOut(Answer):
    """`sure`: whole cards about which the reader asked nothing."""

    since: date
    readings: int
    papers: list[PaperShareOut]
    months: list[MonthShareOut]
    sure: ShareOut
    bands: list[BandShareOut]


class TouchedFilter(Page):
    """`month` as 2026-11."""

    field: Annotated[str, OneOf(CARD, *FIELDS)] = CARD
    paper: Annotated[str, Field(max_length=40)] = ""
    month: Annotated[str, Field(pattern=r"^(\d{4}-\d\d)?$")] = ""


class CardChangeOut(Answer):
    """A field as the reader said it and as the text says it, in words."""

    field: str
    read: str
    left: str


class TouchedOut(Answer):
    reading: int
    label: str
    card: int
    title: str
    changes: list[CardChangeOut]


class TouchedPage(Paged):
    items: list[TouchedOut]


class ExamplesFilter(Page):
    """`since`: approved from that day on."""

    since: date | None = None


class ExampleOut(Answer):
    """A text with its labels (what people left) and with what the reader had said, in the labelled schema."""

    reading: int
    name: str
    text: str
    label: dict[str, Any]
    read: dict[str, Any]


class ExamplesPage(Paged):
    items: list[ExampleOut]


@router.get("/accuracy", response=AccuracyOut, summary="Độ chính xác của máy đọc")
@scope("directives:read")
def accuracy(request: HttpRequest) -> AccuracyOut:
    """Mười hai tháng qua, từ các chỗ đã sửa; ai cũng xem được, không nêu người."""
    found = queries.accuracy()
    return AccuracyOut(
        since=found.since,
        readings=found.readings,
        papers=[_paper_out(found.tally, code) for code in ("", *(code for code, _name in found.papers))],
        months=[
            MonthShareOut(month=month, share=_share_out(found.tally.share(CARD, month=month))) for month in found.months
        ],
        sure=_share_out(found.tally.told()),
        bands=[BandShareOut(low=low, high=high, share=_share_out(share)) for low, high, share in found.bands],
    )


@router.get("/accuracy/cards", response=TouchedPage, summary="Các yêu cầu đã sửa sau một con số")
@scope("directives:read")
def touched(request: HttpRequest, given: Query[TouchedFilter]) -> dict[str, object]:
    """Chỉ của các văn bản được xem; mới duyệt trước."""
    month = month_of_text(given.month)
    rows = queries.touched_cards(person_of(request), field=given.field, paper=given.paper, month=month)
    return page_of_list(rows, given, _touched_out)


@router.get("/examples", response=ExamplesPage, summary="Văn bản đã duyệt làm ví dụ có nhãn")
@scope("examples:read")
def examples(request: HttpRequest, given: Query[ExamplesFilter]) -> dict[str, object]:
    """Chỉ quản trị viên; mới vào sổ trước; sổ cái ghi mỗi lần lấy. Nội dung giữ nguyên, kể cả tên người."""
    page = page_of(queries.approved_readings(given.since), given, _key)
    keys = [key for key in page["items"] if isinstance(key, int)]
    found = moves.take_some(keys, by=person_of(request))
    return page | {"items": [_example_out(example) for example in found]}


def _key(reading: Reading) -> int:
    return reading.pk


def _share_out(share: Share) -> ShareOut:
    low, high = share.interval or (None, None)
    return ShareOut(wrong=share.wrong, of=share.of, percent=share.percent, low=low, high=high)


def _paper_out(tally: Tally, code: str) -> PaperShareOut:
    fields = {name: _share_out(tally.share(name, paper=code)) for name in (CARD, *FIELDS)}
    return PaperShareOut(paper=code, fields=fields)


def _touched_out(row: queries.Touched) -> TouchedOut:
    return TouchedOut(
        reading=row.demand.reading_id,
        label=row.label,
        card=row.demand.pk,
        title=row.demand.title,
        changes=[CardChangeOut(field=name, read=before, left=after) for name, before, after in row.changes],
    )


def _example_out(example: queries.Example) -> ExampleOut:
    return ExampleOut(
        reading=example.reading_id, name=example.name, text=example.text, label=example.label, read=example.read
    )
