"""Độ chính xác: how often people had to put the reader right, for everybody; the rows for who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from congvu.kit.charts import Point
from congvu.kit.templatetags.charts import figure
from congvu.sources.directives import queries
from congvu.sources.directives.queries import Accuracy
from congvu.sources.directives.queries.accuracy import month_of_text, paper_name
from congvu.sources.directives.rules.accuracy import CARD, FIELDS, ONE_IN_FOUR, Share
from congvu.sources.directives.web.pages import person_of

ROWS = 100


@dataclass(frozen=True)
class Cell:
    """A share as it stands on the page, with the address of its rows."""

    label: str
    share: Share
    url: str = ""

    @property
    def told(self) -> str:
        return share_words(self.share)


@login_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The figures; with `muc` the rows behind one of them."""
    found = queries.accuracy()
    asked = request.GET
    field, paper = asked.get("muc", ""), asked.get("loai", "")
    month = month_of_text(asked.get("thang", ""))
    rows: Sequence[queries.Touched] = ()
    if field == CARD or field in FIELDS:
        rows = queries.touched_cards(person_of(request), field=field, paper=paper, month=month)
    whole = found.tally.share(CARD)
    context = {
        "found": found,
        "whole": Cell("", whole),
        "points": _points(found),
        "heads": [_("Cả yêu cầu"), *(_(label) for label in FIELDS.values())],
        "lines": [_line(found, code, name) for code, name in (("", _("Mọi loại")), *found.papers)],
        "sure": Cell("", found.tally.told()),
        "bands": [(round(100 * low), round(100 * high), Cell("", share)) for low, high, share in found.bands],
        "asked": " · ".join(_asked(field, paper, month)) if rows or field else "",
        "rows": rows[:ROWS],
        "seen": len(rows),
        "of": found.tally.share(field, paper=paper, month=month).wrong if field else 0,
    }
    return render(request, "directives/accuracy.html", context)


def share_words(share: Share) -> str:
    """ "12,3 % (9,8–15,4)"; of few cards no rate."""
    if share.percent is None or share.interval is None:
        return _("quá ít để nói tỷ lệ") if share.of else ""
    low, high = share.interval
    return f"{figure(share.percent)} % ({figure(low)}–{figure(high)})"


def _line(found: Accuracy, paper: str, name: str) -> tuple[str, list[Cell]]:
    heads = {CARD: _("Cả yêu cầu"), **{field: _(label) for field, label in FIELDS.items()}}
    return name, [
        Cell(label, found.tally.share(field, paper=paper), _rows_url(field, paper=paper))
        for field, label in heads.items()
    ]


def _points(found: Accuracy) -> list[Point]:
    points = []
    for month in found.months:
        share = found.tally.share(CARD, month=month)
        low, high = share.interval or (None, None)
        note = _("%(wrong)s trong %(of)s") % {"wrong": share.wrong, "of": share.of}
        note += f"; {share_words(share)}" if share.of else ""
        url = _rows_url(CARD, month=month) if share.wrong else ""
        points.append(Point(f"{month:%m/%Y}", share.percent, ONE_IN_FOUR, url, low=low, high=high, note=note))
    return points


def _rows_url(field: str, *, paper: str = "", month: date | None = None) -> str:
    given = {"muc": field, "loai": paper, "thang": f"{month:%Y-%m}" if month else ""}
    return f"?{urlencode({name: value for name, value in given.items() if value})}#dong"


def _asked(field: str, paper: str, month: date | None) -> list[str]:
    """What the rows are about, in words."""
    told = [_(FIELDS[field]) if field in FIELDS else _("Cả yêu cầu")]
    told += [_(paper_name(paper))] if paper else []
    return told + ([_("tháng %(month)s") % {"month": f"{month:%m/%Y}"}] if month else [])
