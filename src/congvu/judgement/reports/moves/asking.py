"""Asking for a report: whose work, which period, what it shall hold; what is impossible is said before it is made."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from congvu.engines.worktime import Period
from congvu.judgement.reports.models import Form, Report
from congvu.judgement.reports.moves.making import MAKE
from congvu.judgement.reports.queries import data_begins, forms_visible_to, may_report, may_report_person
from congvu.judgement.reports.rules import DIMENSIONS, KIND_LABELS, MEASURES, PERIOD_KINDS, Content, period_of
from congvu.kernel.org.models import Body, Person, Succession
from congvu.kernel.records.models import Document
from congvu.kit import dates
from congvu.kit.clock import day_start, now
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc
from congvu.kit.work import moves as jobs
from congvu.kit.work.models import Job


@dataclass(frozen=True)
class Asked:
    """The report, and the job that makes it; None when such a report has been made already."""

    report: Report
    job: Job | None


def ask(*, by: Person, body_id: int, period_kind: str, day: date, content: Content | None = None) -> Asked:
    """Ask for the report of a body over the period that holds a day.

    A closed period is reported on once: who asks again gets the report that is there. Raises Refused with one
    sentence, Body.DoesNotExist for a body that there is not or that is not this person's to report on.
    """
    content, at = content or Content(), now()
    body = _body(body_id, by, content, at)
    return _ask(body, _period(period_kind, day), content, by, at)


def ask_form(form_id: int, *, by: Person, day: date) -> Asked:
    """The report of a saved form over the period of its kind that holds a day."""
    form = forms_visible_to(by).get(pk=form_id)
    at, content = now(), Content.from_json(form.content)
    _body(form.body_id, by, content, at)
    return _ask(form.body, _period(form.period_kind, day), content, by, at, form=form)


def _body(body_id: int, by: Person, content: Content, at: datetime) -> Body:
    body = Body.objects.get(pk=body_id)
    if content.person is None:
        allowed = may_report(by, body, at)
    else:
        other = Person.objects.filter(pk=content.person).first()
        allowed = other is not None and may_report_person(by, other, body, at)
    if not allowed:
        raise Body.DoesNotExist(body_id)
    return body


def _period(kind: str, day: date) -> Period:
    if kind not in PERIOD_KINDS:
        raise Refused(_("Không có loại kỳ báo cáo này."), "ky")
    try:
        return period_of(kind, day)
    except (OverflowError, ValueError, KeyError):
        raise Refused(_("Ngày này nằm ngoài lịch."), "ngay") from None


def _ask(body: Body, period: Period, content: Content, by: Person, at: datetime, form: Form | None = None) -> Asked:
    check_content(content)
    starts_at, ends_at = span(period)
    _possible(body, period, starts_at, at)
    until_at = min(ends_at, at)
    known = _known(body, period, content, until_at, form) if until_at == ends_at else None
    if known is not None:
        return Asked(known, None if known.made_at else _start(known, by))
    with transaction.atomic():
        report = new_report(body, period, content, until_at, by=by, form=form)
        return Asked(report, _start(report, by))


def new_report(
    body: Body, period: Period, content: Content, until_at: datetime, *, by: Person | None, form: Form | None
) -> Report:
    """The row of a report that will be made."""
    return Report.objects.create(
        form=form,
        body=body,
        period_kind=period.kind,
        period_name=period.name,
        first_day=period.first,
        last_day=period.last,
        starts_at=span(period)[0],
        until_at=until_at,
        content=content.to_json(),
        title=_titled(body, period, content, form),
        asked_by=by,
    )


def span(period: Period) -> tuple[datetime, datetime]:
    """From the first instant of a period to the first instant after it."""
    after = period.last + timedelta(days=1)
    return day_start(period.first), day_start(after)


def _start(report: Report, by: Person) -> Job:
    return jobs.start(MAKE, {"report": report.pk}, by=by.pk, title=report.title, key=str(report.pk))


def _known(body: Body, period: Period, content: Content, until_at: datetime, form: Form | None) -> Report | None:
    rows = Report.objects.filter(body=body, period_kind=period.kind, first_day=period.first, until_at=until_at)
    return rows.filter(content=content.to_json(), form=form).order_by("pk").first()


def _titled(body: Body, period: Period, content: Content, form: Form | None) -> str:
    """The title is kept, so it is in Vietnamese whatever the language of who asks."""
    with translation.override("vi"):
        return _title(body, period, content, form)


def _title(body: Body, period: Period, content: Content, form: Form | None) -> str:
    if content.person is not None:
        person = Person.objects.get(pk=content.person)
        return _("Báo cáo %(period)s: việc của %(person)s") % {"period": period.name, "person": person.full_name}
    if form is not None:
        return _("%(form)s, %(period)s: %(body)s") % {"form": form.name, "period": period.name, "body": body.name}
    parts = [_("Báo cáo %(period)s: %(body)s") % {"period": period.name, "body": body.name}]
    if content.matter:
        parts.append(_("lĩnh vực %(matter)s") % {"matter": content.matter})
    if content.document is not None:
        document = Document.objects.filter(pk=content.document).first()
        parts.append(_("theo văn bản %(number)s") % {"number": document.number or document.title if document else ""})
    return ", ".join(parts)


def _possible(body: Body, period: Period, starts_at: datetime, at: datetime) -> None:
    """Refuse what no report can tell: a time to come, a time without data, a body that there was not."""
    first, last = dates.day_text(period.first), dates.day_text(period.last)
    if starts_at >= at:
        raise Refused(_("Kỳ này chưa bắt đầu: %(period)s tính từ ngày %(first)s.")
                      % {"period": period.name, "first": first}, "ngay")  # fmt: skip
    known, begins = data_begins(period.last)
    if not known:
        since = dates.day_text(begins) if begins else ""
        told = _("việc đầu tiên được giao ngày %(day)s") % {"day": since} if begins else _("chưa có việc nào được giao")
        raise Refused(_("Kỳ này không có dữ liệu: %(why)s, sau khi kỳ kết thúc ngày %(last)s.")
                      % {"why": told, "last": last}, "ngay")  # fmt: skip
    if body.valid_from > period.last:
        raise Refused(_("%(body)s được lập từ ngày %(day)s, sau kỳ này. Hãy chọn kỳ sau, hoặc cơ quan lúc đó.")
                      % {"body": body.name, "day": dates.day_text(body.valid_from)}, "don_vi")  # fmt: skip
    if body.valid_to is not None and body.valid_to < period.first:
        raise Refused(_ended(body), "don_vi")


def _ended(body: Body) -> str:
    assert body.valid_to is not None
    heirs = [row.successor.name for row in Succession.objects.filter(predecessor=body).select_related("successor")]
    told = _("%(body)s đã kết thúc hoạt động ngày %(day)s, trước kỳ này.") % {
        "body": body.name,
        "day": dates.day_text(body.valid_to),
    }
    if heirs:
        told += " " + _("Công việc đã chuyển cho %(heirs)s: hãy chọn nơi đó, hoặc một kỳ trước ngày ấy.") % {
            "heirs": ", ".join(sorted(heirs))
        }
    return told


def check_content(content: Content) -> None:
    """Refuse rows, measures and kinds that no report knows."""
    if content.matter != nfc(content.matter).strip() or len(content.matter) > 200:
        raise Refused(_("Lĩnh vực không đúng."), "linh_vuc")
    if unknown := [row for row in content.rows if row not in ("summary", *DIMENSIONS)]:
        raise Refused(_("Không có cách chia dòng “%(name)s”.") % {"name": unknown[0]}, "dong")
    if unknown := [one for one in content.columns if one not in MEASURES]:
        raise Refused(_("Không có số liệu “%(name)s”.") % {"name": unknown[0]}, "cot")
    if unknown := [one for one in content.kinds if one not in KIND_LABELS]:
        raise Refused(_("Không có loại việc “%(name)s”.") % {"name": unknown[0]}, "loai")
    if content.rows and not content.columns:
        raise Refused(_("Chọn ít nhất một số liệu."), "cot")
    if content.document is not None and not Document.objects.filter(pk=content.document).exists():
        raise Refused(_("Không có văn bản này."), "van_ban")
