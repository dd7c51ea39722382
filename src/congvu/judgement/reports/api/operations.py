"""Reports for programs: asked for, read, opened, made again; forms and subscriptions."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from congvu.judgement.reports import moves, queries
from congvu.judgement.reports.api.schemas import (
    AskIn,
    ColumnOut,
    FigureLine,
    FigureRows,
    FigureRowsIn,
    FormIn,
    FormOut,
    FormPage,
    PublicationOut,
    RemarkIn,
    RemarkOut,
    ReportAsked,
    ReportDayIn,
    ReportDetail,
    ReportDone,
    ReportOut,
    ReportPage,
    RowOut,
    SectionOut,
)
from congvu.judgement.reports.models import Form, Report, Subscription
from congvu.judgement.reports.queries.paper import summary_sentences
from congvu.judgement.reports.rules import Content, Publication
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org.api import person_of
from congvu.kit.api import OneOf, Page, PathId, Problem, page_of, scope
from congvu.kit.official import as_docx, as_pdf
from congvu.kit.work.api import JobOut, job_out

router = Router(tags=["Báo cáo"])
FILES = {
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (as_pdf, "application/pdf"),
}


def report_out(report: Report) -> ReportOut:
    return ReportOut(**_plain(report))


def _plain(report: Report) -> dict[str, Any]:
    names = ("title", "period_name", "first_day", "last_day", "starts_at", "until_at", "made_at", "head_log",
             "head_size", "checked_at", "checked_same", "checked_changes")  # fmt: skip
    return {name: getattr(report, name) for name in names} | {
        "id": report.pk,
        "body": report.body_id,
        "form": report.form_id,
        "period": report.period_kind,
        "digest": bytes(report.digest or b"").hex(),
    }


def _publication(given: Publication) -> PublicationOut:
    return PublicationOut(
        council=given.council, front=given.front, press=given.press, why=given.why, source=given.source
    )


def _asked(asked: moves.Asked) -> ReportAsked:
    return ReportAsked(report=report_out(asked.report), job=job_out(asked.job) if asked.job else None)


@router.get("/reports", response=ReportPage, summary="Các báo cáo được xem")
@scope("reports:read")
def reports(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Mới nhất trước."""
    return page_of(queries.reports_visible_to(person_of(request)), given, report_out)


@router.post("/reports", response=ReportAsked, summary="Lập báo cáo")
@scope("reports:write")
@once_per_key
def ask(request: HttpRequest, given: AskIn) -> ReportAsked:
    """Kỳ đã chốt mà báo cáo đã có thì trả lại báo cáo ấy; chưa có thì việc nền lập, xem tiến độ ở /jobs."""
    me = person_of(request)
    content = Content(matter=given.matter.strip(), document=given.document, person=me.pk if given.mine else None)
    return _asked(moves.ask(by=me, body_id=given.body, period_kind=given.period, day=given.day, content=content))


@router.get("/reports/{report_id}", response=ReportDetail, summary="Một báo cáo")
@scope("reports:read")
def report(request: HttpRequest, report_id: PathId) -> ReportDetail:
    """Mọi mục với số liệu, ai được nhận số liệu nào, và mục nào đã có trong báo cáo khác cùng kỳ."""
    me = person_of(request)
    found = queries.find_report(me, report_id)
    told = queries.shown(found)
    other = {one.section: one.report.pk for one in queries.contained(me, found)}
    sections = [
        SectionOut(
            key=section.key,
            title=section.title,
            note=section.note,
            columns=[ColumnOut(key=one.key, label=one.label, unit=one.unit) for one in section.columns],
            lines=[
                FigureLine(
                    key=line.key,
                    label=line.label,
                    values=[figure.value for figure in line.figures],
                    audiences=[figure.publication.widest for figure in line.figures],
                )
                for line in section.lines
            ],
            publication=_publication(section.publication),
            contained_in=other.get(section.key),
        )
        for section in told.all
    ]
    last = found.remarks.order_by("-pk").first()
    return ReportDetail(
        **_plain(found), sentences=summary_sentences(told), sections=sections, remark=last.text if last else ""
    )


@router.get("/reports/{report_id}/rows", response=FigureRows, summary="Những việc một con số đếm")
@scope("reports:read")
def rows(request: HttpRequest, report_id: PathId, given: Query[FigureRowsIn]) -> FigureRows:
    """Như sổ cái ghi đến mốc chốt, và như người gọi được xem."""
    me = person_of(request)
    found = queries.find_report(me, report_id)
    opened = queries.opened(
        me, found, section=given.section, line=given.line, column=given.column, start=given.start
    )  # fmt: skip
    if opened is None:
        raise Problem(404, "not-found", "Báo cáo không có số liệu này.")
    return FigureRows(
        count=opened.count,
        hidden=opened.hidden,
        rows=[RowOut(text=row.text, url=row.url, facts=list(row.facts)) for row in opened.rows],
        next=opened.following or None,
    )


@router.get("/reports/{report_id}/file", summary="Báo cáo thành văn bản")
@scope("reports:read")
def file(request: HttpRequest, report_id: PathId, format: Annotated[str, OneOf(*FILES)] = "docx") -> HttpResponse:
    """Theo thể thức Nghị định 30/2020/NĐ-CP: docx để sửa, pdf để đọc và in."""
    found = queries.find_report(person_of(request), report_id)
    if found.made_at is None:
        raise Problem(409, "not-made", "Báo cáo chưa lập xong.")
    written, media_type = FILES[format]
    return HttpResponse(written(queries.paper_of(found)), content_type=media_type)


@router.post("/reports/{report_id}/remake", response=JobOut, summary="Lập lại để đối chiếu")
@scope("reports:write")
@once_per_key
def remake(request: HttpRequest, report_id: PathId) -> JobOut:
    """Xong thì checked_same của báo cáo cho biết số liệu có trùng khớp không."""
    return job_out(moves.make_again(report_id, by=person_of(request)))


@router.post("/reports/{report_id}/remark", response=RemarkOut, summary="Ghi nhận xét của người đứng đầu")
@scope("reports:write")
@once_per_key
def remark(request: HttpRequest, report_id: PathId, given: RemarkIn) -> RemarkOut:
    """Các bản trước vẫn còn; bản cuối được in."""
    kept = moves.remark(report_id, by=person_of(request), text=given.text)
    return RemarkOut(text=kept.text, at=kept.at)


def _form_out(form: Form, subscribed: bool) -> FormOut:
    return FormOut(
        id=form.pk,
        name=form.name,
        body=form.body_id,
        period=form.period_kind,
        content=form.content,
        owner=form.owner_id,
        subscribed=subscribed,
    )


@router.get("/report-forms", response=FormPage, summary="Các mẫu báo cáo được dùng")
@scope("reports:read")
def forms(request: HttpRequest, given: Query[Page]) -> dict[str, object]:
    """Mới nhất trước."""
    me = person_of(request)
    mine = set(Subscription.objects.filter(person=me, ended_at=None).values_list("form", flat=True))
    return page_of(queries.forms_visible_to(me), given, lambda form: _form_out(form, form.pk in mine))


def _save(request: HttpRequest, given: FormIn, form_id: int | None) -> FormOut:
    content = Content(
        rows=tuple(given.rows),
        columns=tuple(given.columns),
        kinds=tuple(given.kinds),
        matter=given.matter.strip(),
        document=given.document,
    )
    me = person_of(request)
    form = moves.save_form(
        by=me, name=given.name, body_id=given.body, period_kind=given.period, content=content, form_id=form_id
    )
    return _form_out(form, form.subscriptions.filter(person=me, ended_at=None).exists())


@router.post("/report-forms", response=FormOut, summary="Lưu một mẫu báo cáo")
@scope("reports:write")
@once_per_key
def save_form(request: HttpRequest, given: FormIn) -> FormOut:
    """Chọn dòng, cột, phạm vi; lập cho kỳ nào cũng được."""
    return _save(request, given, None)


@router.post("/report-forms/{form_id}", response=FormOut, summary="Sửa mẫu của mình")
@scope("reports:write")
@once_per_key
def change_form(request: HttpRequest, form_id: PathId, given: FormIn) -> FormOut:
    """Các báo cáo đã lập theo mẫu không đổi."""
    return _save(request, given, form_id)


@router.post("/report-forms/{form_id}/make", response=ReportAsked, summary="Lập báo cáo theo mẫu")
@scope("reports:write")
@once_per_key
def make_form(request: HttpRequest, form_id: PathId, given: ReportDayIn) -> ReportAsked:
    """Kỳ của mẫu có chứa ngày nêu ra."""
    return _asked(moves.ask_form(form_id, by=person_of(request), day=given.day))


@router.post("/report-forms/{form_id}/subscribe", response=ReportDone, summary="Nhận khi kỳ chốt")
@scope("reports:write")
@once_per_key
def subscribe(request: HttpRequest, form_id: PathId) -> ReportDone:
    """Từ kỳ này, mỗi kỳ chốt là báo cáo được lập và có trong bản tin."""
    moves.subscribe(form_id, by=person_of(request))
    return ReportDone()


@router.post("/report-forms/{form_id}/unsubscribe", response=ReportDone, summary="Thôi nhận")
@scope("reports:write")
@once_per_key
def unsubscribe(request: HttpRequest, form_id: PathId) -> ReportDone:
    """Các báo cáo đã lập vẫn còn."""
    get_object_or_404(queries.forms_visible_to(person_of(request)), pk=form_id)
    moves.unsubscribe(form_id, by=person_of(request))
    return ReportDone()


@router.post("/report-forms/{form_id}/drop", response=ReportDone, summary="Bỏ mẫu của mình")
@scope("reports:write")
@once_per_key
def drop_form(request: HttpRequest, form_id: PathId) -> ReportDone:
    """Các báo cáo đã lập vẫn còn; đăng ký nhận chấm dứt."""
    moves.drop_form(form_id, by=person_of(request))
    return ReportDone()
