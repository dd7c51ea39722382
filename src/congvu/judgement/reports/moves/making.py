"""Making a report in the background, and making it again to see that it gives the same."""

import time
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from congvu.judgement.reports import rules
from congvu.judgement.reports.models import Report
from congvu.judgement.reports.queries import find_report, make, proven
from congvu.kernel.ledger import queries as ledger
from congvu.kernel.ledger.moves import append
from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.kit.work import moves as jobs
from congvu.kit.work.kinds import Progress, Result
from congvu.kit.work.models import Job

MAKE, REMAKE = "reports.make", "reports.remake"
MOST_CHANGES = 50
PATIENCE_SECONDS = 10  # a move waits five seconds for a lock and no longer


def report_job(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Make a report that was asked for; one that is made already stays as it is."""
    report = Report.objects.select_related("body").get(pk=given["report"])
    if report.made_at is None:
        settle()
        head = ledger.head()
        figures = make(report, progress.step)
        with transaction.atomic():
            locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
            if locked.made_at is None:
                _keep(locked, figures, head)
    return Result(f"/bao-cao/{report.pk}/", {"report": report.pk})


def make_again(report_id: int, *, by: Person) -> Job:
    """Ask that a report is made again from its query and compared; Report.DoesNotExist when it is not his to read."""
    report = find_report(by, report_id)
    title = _("Lập lại để đối chiếu: %(title)s") % {"title": report.title}
    return jobs.start(REMAKE, {"report": report.pk}, by=by.pk, title=title, key=str(report.pk))


def remake_job(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Count everything again and keep whether it is the same, and which figures are not."""
    report = Report.objects.select_related("body").get(pk=given["report"])
    figures = make(report, progress.step)
    fresh = proven(figures)
    same = rules.digest(fresh) == bytes(report.digest or b"") and fresh == proven(report.figures)
    changes = [] if same else rules.differences(report.figures, figures)[:MOST_CHANGES]
    Report.objects.filter(pk=report.pk).update(checked_at=now(), checked_same=same, checked_changes=changes)
    return Result(f"/bao-cao/{report.pk}/", {"report": report.pk, "same": same})


def _keep(report: Report, figures: dict[str, Any], head: Any) -> None:
    """The figures with the head of the tree they were made under, and an entry that says which figures they were."""
    report.figures, report.digest, report.made_at = figures, rules.digest(proven(figures)), now()
    if head is not None:
        report.head_log, report.head_size, report.head_root = head.log_id, head.size, bytes(head.root)
    report.save()
    append(
        room="reports",
        subject="report",
        subject_id=report.pk,
        verb="make",
        by=report.asked_by_id,
        payload={
            "body": report.body_id,
            "content": report.content,
            "first_day": report.first_day.isoformat(),
            "last_day": report.last_day.isoformat(),
            "until_at": report.until_at.isoformat(),
            "figures": report.digest.hex(),
            "head": [report.head_log, report.head_size] if head is not None else None,
        },
    )


def settle() -> None:
    """Wait until every transaction that had begun before now is over: what it recorded counts, or was never made.

    An entry takes its instant inside its transaction and is seen only when that ends; without waiting, a report cut off
    now would miss it, and the same report made again would not.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmax(pg_current_snapshot())::text")
        (begun,) = cursor.fetchone()
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            cursor.execute("select pg_snapshot_xmin(pg_current_snapshot()) >= %s::text::xid8", [begun])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
