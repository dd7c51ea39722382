"""The head's own judgement on a report: the only words in it that a person types."""

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.judgement.reports.models import Remark, Report
from congvu.judgement.reports.queries import find_report
from congvu.judgement.reports.queries.places import LEADING
from congvu.judgement.reports.rules import Content
from congvu.kernel.ledger.moves import append
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat, posts_of
from congvu.kit.clock import now
from congvu.kit.refusal import Refused
from congvu.kit.vietnamese import nfc

LONGEST = 20_000


def may_remark(person: Person, report: Report) -> bool:
    """The head and his deputies of the body or of one above it; on a report of one's own work oneself."""
    if Content.from_json(report.content).person == person.pk:
        return True
    lineage = report.body.lineage
    return any(post.role in LEADING and post.body_id in lineage for post in posts_of(person, now()))


@transaction.atomic
def remark(report_id: int, *, by: Person, text: str) -> Remark:
    """Keep a version of the judgement; the last one is printed. Report.DoesNotExist when it is not his to read."""
    report = find_report(by, report_id)
    if not may_remark(by, report):
        raise Refused(_("Chỉ người đứng đầu, cấp phó của cơ quan này hoặc cấp trên ghi nhận xét vào báo cáo."), "text")
    words = nfc(text).strip()
    if len(words) > LONGEST:
        raise Refused(_("Nhận xét dài quá %(n)d ký tự.") % {"n": LONGEST}, "text")
    at, seat = now(), main_seat(by, now())
    append(room="reports", subject="report", subject_id=report.pk, verb="remark", by=by,
           post=seat.post if seat else None, fields={"text": words} if words else {})  # fmt: skip
    return Remark.objects.create(report=report, by=by, text=words, at=at)
