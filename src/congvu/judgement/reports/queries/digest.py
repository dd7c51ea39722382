"""What the daily digest says of reports: those that were made for a reader since his last one."""

from datetime import datetime

from django.db.models import Q

from congvu.judgement.reports.models import Report, Subscription
from congvu.judgement.reports.queries.access import may_read
from congvu.kernel.org.models import Person
from congvu.kit.digest import DigestLine

MOST = 20


def digest_lines(person: Person, since: datetime, now: datetime) -> list[DigestLine]:
    """Reports of the forms a person subscribed to, and those he asked for that took longer than a page."""
    forms = Subscription.objects.filter(person=person, ended_at=None).values("form")
    mine = Q(form__in=forms, asked_by=None) | Q(asked_by=person)
    found = (
        Report.objects.filter(mine, made_at__gt=since, made_at__lte=now).select_related("body").order_by("pk")[:MOST]
    )
    return [
        DigestLine(text=report.title, url=f"/bao-cao/{report.pk}/", number=f"BC-{report.pk}", title=report.title)
        for report in found
        if may_read(person, report, now)
    ]
