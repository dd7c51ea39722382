"""Registering a fault of the machine: its time counts against nobody, and the entry says who registered it."""

from datetime import datetime

from django.db import transaction

from congvu.engines.seal import instant
from congvu.kernel.duties.models import Outage
from congvu.kernel.duties.moves.turn import refuse
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc


def register_outage(*, starts_at: datetime, ends_at: datetime, what: str, instrument: str, by: Person) -> Outage:
    """A fault between two instants of the past, established by a record. Never edited: a wrong one is answered by
    another instrument, and both stay.

    Raises MoveRefused: not the administrator, no words, no record, a span that does not run forward or is not over.
    """
    at = now()
    if not by.is_administrator:
        raise refuse("outage", "authority", "Chỉ quản trị viên ghi nhận sự cố của hệ thống.", who="quản trị viên")
    lacking = tuple(name for name, text in (("what", what), ("instrument", instrument)) if not text.strip())
    if lacking:
        raise refuse("outage", "missing", "Ghi nhận sự cố phải nêu sự cố gì và theo biên bản nào.", missing=lacking)
    if not starts_at < ends_at:
        raise refuse("outage", "span", "Thời điểm kết thúc phải sau thời điểm bắt đầu.", missing=("ends_at",))
    if ends_at > at:
        raise refuse("outage", "future", "Sự cố chưa kết thúc thì chưa ghi nhận được.", missing=("ends_at",))
    with transaction.atomic():
        outage = Outage.objects.create(
            starts_at=starts_at, ends_at=ends_at, what=nfc(what.strip()), instrument=nfc(instrument.strip()),
            registered_by=by, registered_at=at,
        )  # fmt: skip
        ledger.append(
            room="duties",
            subject="outage",
            subject_id=outage.pk,
            verb="register_outage",
            by=by,
            payload={"from": instant(starts_at), "until": instant(ends_at)},
            fields={"what": outage.what, "instrument": outage.instrument},
            authority="administrator",
        )
    return outage
