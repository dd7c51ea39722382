"""A report as an official document (NĐ 30/2020), ready for the number and the signature."""

from collections.abc import Iterator, Sequence

from congvu.judgement.reports.models import Remark, Report
from congvu.judgement.reports.queries.pages import Shown, ShownSection, shown
from congvu.kernel.org.models import Body
from congvu.kernel.org.queries import head_of
from congvu.kit import dates
from congvu.kit.official import Block, Official, Part, Point, Table, Text
from congvu.kit.official import Remark as Note

_ROMAN = ("I", "II", "III", "IV", "V")
_WIDE, _NARROW = 4.0, 1.5
MOST_COLUMNS = 8


def paper_of(report: Report) -> Official:
    """The document; number and day of signing stay open, the head may change every word of the .docx."""
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
    """The name of the province or commune in which the body sits: "An Bình"."""
    top = Body.objects.get(pk=body.lineage[0])
    for mark in ("tỉnh ", "thành phố "):
        if mark in top.name:
            return top.name.split(mark, 1)[1]
    return top.name


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
    figures = {one.column.key: one for one in told.summary.figures} if told.summary else {}
    if not told.value("total"):
        return ["Trong kỳ không có việc nào thuộc phạm vi của báo cáo này."] if told.summary else []

    def text(name: str) -> str:
        return figures[name].text if name in figures else "0"

    sentences = [
        f"Trong kỳ có {text('total')} việc phải thực hiện: {text('carried')} việc kỳ trước chuyển sang và "
        f"{text('opened')} việc mới giao.",
        f"Đã xong {text('done')} việc, trong đó {text('on_time')} việc đúng hạn, {text('late')} việc trễ"
        + (f"; tỷ lệ đúng hạn {text('rate')}." if figures["rate"].value is not None else "."),
        f"Còn {text('open')} việc chưa xong: {text('in_term')} việc còn hạn, {text('overdue')} việc quá hạn, "
        f"{text('paused')} việc đang tạm dừng.",
    ]
    if told.value("cancelled"):
        sentences.append(f"Đã hủy {text('cancelled')} việc.")
    return sentences


def _tables(section: ShownSection) -> Iterator[Block]:
    columns: Sequence[int] = range(min(len(section.columns), MOST_COLUMNS))
    heads = (section.first or "Nội dung", *(section.columns[place].label for place in columns))
    rows = tuple((line.label, *(line.figures[place].text for place in columns)) for line in section.lines)
    widths = (_WIDE, *(_NARROW for _place in columns))
    yield Table(heads, rows, frozenset(range(1, len(heads))), widths)


def _source(report: Report) -> str:
    if report.head_size is None or report.digest is None:
        return "Báo cáo lập từ sổ cái của hệ thống."
    mark = bytes(report.digest).hex()[:16]
    return (
        f"Lập từ sổ cái, đầu cây {report.head_log}/{report.head_size}; mã số liệu {mark}. "
        "Lập lại theo cùng truy vấn và mốc chốt cho cùng số liệu."
    )
