"""A report as an official document (NĐ 30/2020), ready for the number and the signature."""

import re
from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from congvu.judgement.reports.models import Remark, Report
from congvu.judgement.reports.queries.pages import Shown, ShownSection, shown
from congvu.judgement.reports.rules import SUMMARY
from congvu.kernel.org.models import Body
from congvu.kernel.org.queries import head_of, installation
from congvu.kit import dates
from congvu.kit.official import Block, Official, Part, Point, Table, Text
from congvu.kit.official import Remark as Note

_ROMAN = ("I", "II", "III", "IV", "V")
# a large letter follows: "xã Tân Phú", not "Thương binh và Xã hội"
_NAMED = re.compile(r"\b(?:[Xx]ã|[Pp]hường|[Tt]ỉnh|[Tt]hành phố)\s+([A-ZĐÀ-ÝĂĨŨƠƯẠ-Ỹ].*)")
_WIDE = 4.2
_WIDTHS = {"": 1.3, "percent": 1.9, "seconds": 2.0}
MOST_COLUMNS = 8


def paper_of(report: Report) -> Official:
    """The document; number and day of signing stay open, the head may change every word of the .docx.

    It is written in Vietnamese whatever the language of the page.
    """
    with translation.override("vi"):
        return _paper(report)


def _paper(report: Report) -> Official:
    told, body = shown(report), report.body
    above = Body.objects.get(pk=body.parent_id) if body.parent_id else None
    seat = head_of(body, report.until_at)
    return Official(
        issuer=tuple(name.upper() for name in ((above.name,) if above else ()) + (body.name,)),
        number=f"Số:        /BC-{body.symbol}" if body.symbol else "Số:        /BC",
        place=_place(body),
        kind="BÁO CÁO",
        subject=f"Kết quả thực hiện nhiệm vụ {report.period_name}",
        body=tuple(_blocks(told)),
        signer_title=(seat.post.title.upper(),) if seat else (),
        signer=seat.person.full_name if seat else "",
        recipients=tuple(name for name in (above.name if above else "", f"Lưu: VT{_drafter(report)}") if name),
    )


def _place(body: Body) -> str:
    """Where it is signed: the name of the commune in which the body lies, else of the province ("An Bình")."""
    names = dict(Body.objects.filter(pk__in=body.lineage).values_list("pk", "name"))
    place = installation()
    for name in (*(names[pk] for pk in reversed(body.lineage)), place.name if place else ""):
        found = _NAMED.search(name)
        if found:
            return found[1]
    return place.name if place else body.name


def _drafter(report: Report) -> str:
    symbol = report.body.symbol
    return f", {symbol}" if symbol and report.body.parent_id else ""


def _blocks(told: Shown) -> Iterator[Block]:
    report = told.report
    yield Text(_period(report))
    yield Part("I. KẾT QUẢ CHUNG")
    yield from (Text(sentence) for sentence in summary_sentences(told))
    if told.sections:
        yield Part("II. SỐ LIỆU CHI TIẾT")
    for number, section in enumerate(told.sections, 1):
        yield Point(f"{number}. {section.title}")
        yield from _tables(section)
        if section.note:
            yield Note(section.note)
    remark = Remark.objects.filter(report=report).order_by("-pk").first()
    if remark is not None and remark.text.strip():
        yield Part(f"{_ROMAN[2 if told.sections else 1]}. ĐÁNH GIÁ, KIẾN NGHỊ")
        yield from (Text(line.strip()) for line in remark.text.splitlines() if line.strip())
    yield Note(_source(report))
    yield Text(f"Trên đây là báo cáo {report.period_name} của {report.body.name}.")


def _period(report: Report) -> str:
    span = f"từ ngày {dates.day_text(report.first_day)} đến hết ngày {dates.day_text(report.last_day)}"
    at = dates.moment_text(report.until_at, "sentence")
    return f"Số liệu {report.period_name} tính {span}, theo sổ cái đến {at}."


def summary_sentences(told: Shown) -> list[str]:
    """The result in the sentences with which such a report begins."""
    if told.summary is None:
        return []
    if not told.value("total"):
        return [_("Trong kỳ không có việc nào thuộc phạm vi của báo cáo này.")]
    text = {one.column.key: one.text for one in told.summary.figures}
    if not text.keys() >= set(SUMMARY):
        return []
    rate = " " + _("Tỷ lệ đúng hạn %(rate)s.") % text if told.value("done") else ""
    sentences = [
        _("Trong kỳ có %(total)s việc phải thực hiện: %(carried)s việc kỳ trước chuyển sang, %(opened)s việc mới giao.")
        % text,
        _("Đã xong %(done)s việc, trong đó %(on_time)s việc đúng hạn, %(late)s việc trễ.") % text + rate,
        _("Còn %(open)s việc chưa xong: %(in_term)s việc còn hạn, %(overdue)s việc quá hạn, %(paused)s việc tạm dừng.")
        % text,
    ]
    if told.value("cancelled"):
        sentences.append(_("Đã hủy %(cancelled)s việc.") % text)
    return sentences


def _tables(section: ShownSection) -> Iterator[Block]:
    columns: Sequence[int] = range(min(len(section.columns), MOST_COLUMNS))
    heads = (section.first or "Nội dung", *(section.columns[place].label for place in columns))
    rows = tuple((line.label, *(line.figures[place].text for place in columns)) for line in section.lines)
    widths = (_WIDE, *(_WIDTHS[section.columns[place].unit] for place in columns))
    yield Table(heads, rows, frozenset(range(1, len(heads))), widths)


def _source(report: Report) -> str:
    if report.head_size is None or report.digest is None:
        return "Báo cáo lập từ sổ cái của hệ thống."
    mark = bytes(report.digest).hex()[:16]
    return (
        f"Lập từ sổ cái, đầu cây {report.head_log}/{report.head_size}; mã số liệu {mark}. "
        "Lập lại theo cùng truy vấn và mốc chốt cho cùng số liệu."
    )
