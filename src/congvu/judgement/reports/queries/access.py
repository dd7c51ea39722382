"""Which reports and forms a person may see."""

from datetime import datetime

from django.db.models import Q, QuerySet

from congvu.judgement.reports.models import Form, Report
from congvu.judgement.reports.queries.places import may_report, may_report_person, reporting_bodies
from congvu.judgement.reports.rules import Content
from congvu.kernel.org.models import Body, Person
from congvu.kit.clock import now


def _mine(person: Person, at: datetime) -> Q:
    """Rows about bodies whose reports are the person's to read."""
    own = {body.pk for body in reporting_bodies(person, at)}
    below = [pk for pk, lineage in Body.objects.values_list("pk", "lineage") if own & set(lineage)] if own else []
    return Q(body__in=below)


def reports_visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[Report]:
    """Reports of the bodies a person may report on, without those of one person; and those he asked for himself."""
    about_bodies = _mine(person, at or now()) & ~Q(content__has_key="person")
    return Report.objects.filter(about_bodies | Q(asked_by=person)).select_related("body", "form", "asked_by")


def may_read(person: Person, report: Report, at: datetime) -> bool:
    """Whether a person may still read a report: who asked for it may have left the body since."""
    content = Content.from_json(report.content)
    if content.person is None:
        return may_report(person, report.body, at)
    other = Person.objects.filter(pk=content.person).first()
    return other is not None and may_report_person(person, other, report.body, at)


def find_report(person: Person, report_id: int) -> Report:
    """The report; Report.DoesNotExist when there is none or it is not this person's to read."""
    at = now()
    found = Report.objects.select_related("body", "form", "asked_by").get(pk=report_id)
    if not may_read(person, found, at):
        raise Report.DoesNotExist(report_id)
    return found


def forms_visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[Form]:
    """Forms of the bodies a person may report on: a form shows no figure, so whoever may make its report may use it."""
    found = Form.objects.filter(_mine(person, at or now()), dropped_at=None)
    return found.select_related("body", "owner").order_by("name", "pk")
