"""Changes after approval: another limit or withdrawal, asked with a reason, in force once approved."""

from datetime import date

from django.db import transaction

from congvu.kernel.duties import moves as duties
from congvu.kernel.org.models import Person
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.sources.programmes import queries
from congvu.sources.programmes.models import EntryChange, ProgrammeEntry
from congvu.sources.programmes.moves.entries import told, words, write_entry


@transaction.atomic
def ask_change(entry_id: int, *, by: Person, kind: str, due_on: date | None = None, reason: str) -> EntryChange:
    """Ask for another limit (`due`) or to take the item out of the programme (`withdraw`); one at a time."""
    found = queries.find_entry(by, entry_id)
    entry = ProgrammeEntry.objects.select_for_update(of=("self",)).select_related("body").get(pk=found.pk)
    if entry.state != ProgrammeEntry.State.APPROVED:
        raise Refused("Chỉ điều chỉnh mục đã được duyệt; mục chờ duyệt thì sửa hoặc rút lại.")
    if kind not in EntryChange.Kind.values:
        raise Refused("Không có cách điều chỉnh này.", "kind")
    if not queries.may_register(by, entry.body, now()) and entry.holder_id != by.pk:
        raise Refused("Chỉ người trong cơ quan, đơn vị hoặc cấp trên đề nghị điều chỉnh mục này.")
    if entry.changes.filter(state=EntryChange.State.ASKED).exists():
        raise Refused("Mục này đang có một đề nghị điều chỉnh chờ duyệt.")
    if kind == EntryChange.Kind.DUE:
        if due_on is None:
            raise Refused("Chưa nhập thời hạn mới.", "due_on")
        if due_on <= local_day(now()):
            raise Refused("Thời hạn mới phải sau hôm nay.", "due_on")
    change = EntryChange.objects.create(
        entry=entry,
        kind=kind,
        due_on=due_on if kind == EntryChange.Kind.DUE else None,
        reason=words(reason, "reason", "Lý do"),
        asked_by=by,
        asked_at=now(),
    )
    payload = {"change": change.pk, "kind": kind, "due_on": change.due_on.isoformat() if change.due_on else ""}
    write_entry("entry", entry.pk, "ask_change", by=by, payload=payload, texts={"reason": change.reason})
    return change


@transaction.atomic
def decide_change(change_id: int, *, by: Person, agree: bool, reason: str = "") -> EntryChange:
    """The head who approves the item decides on the change; agreeing extends or cancels its duty by the same move.

    Raises EntryChange.DoesNotExist for the unseen. What the duty refuses (its limit has passed) is refused here too.
    """
    seen = queries.entries_visible_to(by)
    change = EntryChange.objects.select_for_update(of=("self",)).get(pk=change_id, entry__in=seen)
    entry = seen.get(pk=change.entry_id)
    if change.state != EntryChange.State.ASKED:
        raise Refused("Đề nghị này đã được xử lý.")
    post = queries.deciding_seat(by, entry, now())
    if post is None:
        rule = queries.rule_of(entry.period, now())
        who = queries.approver_words(entry, now())
        raise Refused(f"Người duyệt điều chỉnh là {who}. {rule.label}: {rule.citation}.")
    if not agree:
        reason = words(reason, "reason", "Lý do")
    change.state = EntryChange.State.APPROVED if agree else EntryChange.State.REFUSED
    change.decided_by, change.decided_at, change.decision_reason = by, now(), reason.strip()
    change.save()
    if agree:
        _carry_out(change, entry, by)
    payload = {"change": change.pk, "kind": change.kind, "agree": agree}
    write_entry("entry", entry.pk, "decide_change", by=by, post=post, payload=payload, texts={"reason": reason.strip()})
    return change


def _carry_out(change: EntryChange, entry: ProgrammeEntry, by: Person) -> None:
    assert entry.duty_id is not None
    with told():
        if change.kind == EntryChange.Kind.DUE:
            assert change.due_on is not None
            given = {"due": change.due_on.isoformat(), "reason": change.reason}
            duties.move("extend", duty_id=entry.duty_id, by=by, given=given)
        else:
            duties.move("cancel", duty_id=entry.duty_id, by=by, given={"reason": change.reason})
