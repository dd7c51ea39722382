"""One move on one duty: read, decide by the table, write in one round trip."""

import json
import random
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction

from congvu.engines.lifecycle import Decision, Refusal
from congvu.kernel.duties.models import Duty, DutyProduct
from congvu.kernel.duties.moves import consulting, issuing
from congvu.kernel.duties.moves.refusing import count_refusal
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.moves.types import Moved, MoveRefused
from congvu.kernel.duties.moves.verbs import VERBS
from congvu.kernel.duties.moves.writer import Written, write
from congvu.kernel.duties.queries import past
from congvu.kernel.duties.queries.standing import Standing, is_visible, raw, relations, standing
from congvu.kernel.duties.rules import DUTY, FINAL, UNDOABLE, conditional_needs
from congvu.kernel.org.models import Person
from congvu.kernel.records.models import StoredFile

ATTEMPTS = 4
BUSY = "Nhiều người đang thao tác trên việc này; hãy thử lại."
# Verbs that write more than the duty itself, in the same transaction.
COMPOSED = frozenset({"consult", "assign"})


def move(verb: str, *, duty_id: int, by: Person, given: Mapping[str, object], key: str | None = None) -> Moved:
    """Make a move of the table, or raise MoveRefused; raises Duty.DoesNotExist for what `by` may not see.

    `given` holds the fields of `rules.FIELDS` that the row needs. With `key` a retry gets the first answer, and the
    same key with another body is refused. Somebody else moved the duty meanwhile: it is decided again.
    """
    filled = {name: value for name, value in given.items() if value not in (None, "", [], {})}
    digest = _digest(verb, duty_id, filled) if key else None
    for attempt in range(ATTEMPTS):
        if key and digest and (earlier := _answered(by.pk, key, digest, verb)):
            return earlier
        try:
            moved = _attempt(verb, duty_id, by, filled, key, digest)
        except MoveRefused as refused:
            count_refusal(duty_id, verb, refused.refusal.code)
            # the same request may have been made by its own retry an instant ago
            if key and digest and (earlier := _answered(by.pk, key, digest, verb)):
                return earlier
            raise
        except OperationalError:
            # a deadlock or a lock waited for too long; inside a larger transaction its maker decides
            if connection.in_atomic_block or attempt == ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0, 0.05 * (attempt + 1)))
            continue
        if moved is not None:
            return moved
    raise refuse(verb, "busy", BUSY)


def _attempt(
    verb: str, duty_id: int, by: Person, given: Mapping[str, Any], key: str | None, digest: bytes | None
) -> Moved | None:
    duty = standing(duty_id, by.pk, _whole(given, "receiver"), _whole(given, "receiver_post"))
    if duty is None:
        raise Duty.DoesNotExist
    if duty.state == "draft" and verb in ("assign", "propose_limit"):
        return issuing.from_draft(verb, duty, by, given)
    turn = decided(verb, duty, by, given)
    fill(turn)
    composed = verb in COMPOSED and bool(turn.after)
    with transaction.atomic() if composed else nullcontext():
        written = write(turn, key=key, digest=digest)
        if written.outcome == "made":
            for further in turn.after:
                further(written.entry_id)
    return _outcome(turn, written)


def fill(turn: Turn) -> None:
    """What the verb does beyond the table."""
    _attach(turn)
    verbs: dict[str, Callable[[Turn], None]] = VERBS | {"consult": consulting.consult}
    verbs[turn.verb](turn)


def _outcome(turn: Turn, written: Written) -> Moved | None:
    if written.outcome == "made":
        holder = None if turn.target in FINAL else turn.set.get("holder_id", turn.duty.holder_id)
        return Moved(written.entry_id, turn.duty.seq + 1, written.at, turn.target, holder)
    if written.outcome == "children":
        text = "Còn việc con chưa xong; việc này chỉ hoàn thành khi mọi việc con đã xong."
        raise refuse("complete", "children", text,
                     law="Quy chế làm việc: việc lớn xong khi các phần của nó xong")  # fmt: skip
    if written.outcome == "absent":
        raise Duty.DoesNotExist
    return None


def decided(verb: str, duty: Standing, by: Person, given: Mapping[str, Any]) -> Turn:
    """The table's answer as a Turn to be filled, or MoveRefused; Duty.DoesNotExist for the unseen."""
    related = relations(duty, by.pk)
    if not related and not is_visible(duty.id, by.pk):
        raise Duty.DoesNotExist
    related["party"] = next(iter(related.values()), None) or next(iter(duty.my_posts), None)
    variant = _variant(verb, duty, by, given, related)
    answer = DUTY.decide(verb, duty.state, related, given, paused=duty.paused, variant=variant)
    if isinstance(answer, Refusal):
        raise MoveRefused(answer)
    missing = conditional_needs(verb, given)
    if missing:
        raise MoveRefused(DUTY.lacking(answer.move, missing))
    _check_choices(answer, given)
    return Turn(duty, verb, answer.state, answer.relation, by.pk, related[answer.relation], given)


def _variant(
    verb: str, duty: Standing, by: Person, given: Mapping[str, Any], related: dict[str, int | None]
) -> str | None:
    """Which row of the table is meant, where the state alone does not say it."""
    if verb == "return":
        again = given.get("ground") == "wrong_person" and duty.wrong_person_returns > 0
        return "disputed" if again else "unplaced"
    if verb == "withdraw":
        return _withdrawable(duty, by, related)
    return None


def _withdrawable(duty: Standing, by: Person, related: dict[str, int | None]) -> str | None:
    """The last move is the author's own, of a kind that may be taken back, and ten seconds have not passed."""
    last = past.last_entry(duty.id)
    if last is None or last.verb not in UNDOABLE or last.actor_id != by.pk:
        raise refuse("withdraw", "nothing", "Không có bước nào của đồng chí để rút lại, hoặc đã có người xử lý tiếp.")
    if duty.now > last.recorded_at + timedelta(seconds=settings.UNDO_SECONDS):
        raise refuse("withdraw", "late", f"Đã quá {settings.UNDO_SECONDS} giây nên không rút lại được nữa.")
    related["author"] = last.post_id
    if last.verb == "forward" and past.state_before(duty.id, duty.seq)["state"] == "assigned":
        return "forward_unaccepted"
    return last.verb


def _check_choices(decision: Decision, given: Mapping[str, Any]) -> None:
    from congvu.kernel.duties.rules import FIELDS

    for name in decision.move.needs | decision.move.optional:
        field = FIELDS.get(name)
        value = given.get(name)
        if field and field.kind == "choice" and field.choices and value is not None:
            if value not in {key for key, _ in field.choices}:
                raise refuse(decision.move.verb, "choice", f"“{field.label}” không có lựa chọn này.", missing=(name,))
        elif field and value is not None and field.kind in ("person", "post", "body", "number", "entry", "file"):
            _whole(given, name)


def _attach(turn: Turn) -> None:
    """The file handed in, with its digest for the leaf: one's own, or one that this duty already has."""
    file_id = _whole(turn.given, "file")
    if file_id is None:
        return
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or not (
        stored.stored_by_id == turn.actor_id or DutyProduct.objects.filter(duty=turn.duty.id, file=stored).exists()
    ):
        raise refuse(turn.verb, "file", "Không thấy tệp kèm theo; hãy tải lên lại.", missing=("file",))
    turn.files[stored.pk] = stored.sha256


def _whole(given: Mapping[str, Any], name: str) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        return int(getattr(value, "pk", value))
    except (TypeError, ValueError) as error:
        raise refuse("", "value", f"Giá trị của “{name}” không đúng.", missing=(name,)) from error


def _digest(verb: str, duty_id: int, given: Mapping[str, Any]) -> bytes:
    body = json.dumps([verb, duty_id, given], sort_keys=True, default=str, ensure_ascii=False)
    return sha256(body.encode()).digest()


_KEY_SQL = """
select k.digest, e.id, e.subject_id, e.seq, e.recorded_at, d.state, d.holder_id
from idempotency_key k join entry e on e.id = k.entry_id join duty d on d.id = e.subject_id
where k.person_id = %s::bigint and k.key = %s::text and e.room = 'duties'
"""


def _answered(person_id: int, key: str, digest: bytes, verb: str) -> Moved | None:
    """The answer that this key got before; the same key with another body is refused."""
    rows = raw(_KEY_SQL, (person_id, key))
    if not rows:
        return None
    known, entry_id, _, seq, at, state, holder_id = rows[0]
    if bytes(known) != digest:
        raise refuse(verb, "key", "Mã chống lặp này đã dùng cho một yêu cầu khác.")
    return Moved(entry_id, seq, at, state, None if state in FINAL else holder_id, replayed=True)
