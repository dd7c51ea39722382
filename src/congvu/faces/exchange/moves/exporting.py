"""A copy of the ledger, made in the background for who asked; that it was made is itself an entry."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from congvu.faces.exchange.exports import FORMATS, Scope, count, scope_of, take
from congvu.faces.exchange.models import ExportRun
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kit.clock import now
from congvu.kit.refusal import Refused

State = ExportRun.State
KEPT_DAYS = 7
Told = Callable[[int, int], None]


@transaction.atomic
def ask(
    name: str, *, by: Person, since: date | None = None, until: date | None = None, subject: str = "",
    names: bool = False, reason: str = "",
) -> ExportRun:  # fmt: skip
    """Ask for a copy; names of persons only with a reason, which is kept. Raises Refused."""
    checked(name, by=by, since=since, until=until, subject=subject, names=names, reason=reason)
    given = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else "",
             "subject": subject.strip(), "names": names}  # fmt: skip
    run = ExportRun.objects.create(format=name, asked_by=by, given=given)
    tell(run.pk, name, by, given, reason)
    return run


def checked(
    name: str, *, by: Person, since: date | None, until: date | None, subject: str, names: bool, reason: str
) -> Scope:
    """The scope of what is asked for, when it may be asked."""
    if name not in FORMATS:
        raise Refused(f"Định dạng phải là một trong: {', '.join(FORMATS)}.", "dinh_dang")
    if names and not reason.strip():
        raise Refused("Xuất kèm họ tên thì phải ghi lý do; lý do được lưu vào sổ cái.", "ly_do")
    return scope_of(by, since=since, until=until, subject=subject, names=names)


def tell(run_id: int, name: str, by: Person, given: dict[str, Any], reason: str) -> None:
    """The entry: who took a copy of what, with names or without, and why."""
    seat = main_seat(by, now())
    ledger.append(
        room="exchange", subject="export", subject_id=run_id, verb="export", by=by, post=seat.post if seat else None,
        payload={"format": name, **{key: int(v) if isinstance(v, bool) else v for key, v in given.items()}},
        fields={"reason": reason.strip()} if reason.strip() else None,
    )  # fmt: skip


def make(run_id: int, told: Told) -> ExportRun:
    """Write the file; started again after a crash it begins anew. `told(done, total)` may stop it by raising."""
    run = ExportRun.objects.select_related("asked_by").get(pk=run_id)
    if run.state == State.DONE:
        return run
    scope = scope_of(
        run.asked_by, since=_day(run.given["since"]), until=_day(run.given["until"]), subject=run.given["subject"],
        names=run.given["names"],
    )  # fmt: skip
    total = count(connection, scope)
    told(0, total)
    path = export_path(run)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    reading = connection.copy()  # a second connection: progress is seen while the first one reads one instant
    try:
        taken = take(reading, run.format, scope, path, lambda done: told(done, total))
    finally:
        reading.close()
    run.state, run.lines, run.size, run.ended_at = State.DONE, taken.lines, taken.size, now()
    run.save()
    return run


def fail(run_id: int, text: str) -> None:
    """It could not be made."""
    ExportRun.objects.filter(pk=run_id).update(state=State.FAILED, text=text, ended_at=now())


def export_path(run: ExportRun) -> Path:
    """Where the file lies; outside the web root, for who asked only."""
    root: Path = settings.HOME / "exchange" / "exports"
    return root / f"so-cai-{run.pk}{FORMATS[run.format].suffix}"


def remove_old() -> int:
    """Take away files that are older than a week; gives how many."""
    old = ExportRun.objects.filter(asked_at__lt=now() - timedelta(days=KEPT_DAYS), removed=False)
    for run in old:
        export_path(run).unlink(missing_ok=True)
    return old.update(removed=True)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
