"""What the clock does: the report of each subscribed form when its period has closed."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Min

from congvu.engines.worktime import Period
from congvu.judgement.reports.models import Form, Report
from congvu.judgement.reports.moves.asking import new_report, span
from congvu.judgement.reports.moves.making import MAKE
from congvu.judgement.reports.rules import Content, period_of
from congvu.kit.clock import local_day, now
from congvu.kit.work import moves as jobs

MOST_PERIODS = 12  # made up after a time in which the machine stood still


def make_due(*, at: datetime | None = None) -> int:
    """Start the report of every subscribed form and closed period that has none; run again, it starts nothing twice."""
    moment = at or now()
    forms = Form.objects.filter(dropped_at=None, subscriptions__ended_at=None).select_related("body")
    count = 0
    for form in forms.annotate(since=Min("subscriptions__since")).order_by("pk"):
        for period in closed_periods(form.period_kind, form.since, local_day(moment)):
            count += _make(form, period)
    return count


def closed_periods(kind: str, since: datetime, today: date) -> list[Period]:
    """The periods that closed between the subscription and today, the oldest first."""
    found: list[Period] = []
    period = period_of(kind, period_of(kind, today).first - timedelta(days=1))
    while span(period)[1] > since and len(found) < MOST_PERIODS:
        found.append(period)
        period = period_of(kind, period.first - timedelta(days=1))
    return found[::-1]


def _make(form: Form, period: Period) -> int:
    if Report.objects.filter(form=form, first_day=period.first, asked_by=None).exists():
        return 0
    try:
        with transaction.atomic():
            content = Content.from_json(form.content)
            report = new_report(form.body, period, content, span(period)[1], by=None, form=form)
            jobs.start(MAKE, {"report": report.pk}, by=None, title=report.title, key=str(report.pk))
    except IntegrityError:  # another process was first
        return 0
    return 1
