"""From the outbox to the programs that asked: at least once, in the order of each subject, later again if need be."""

import contextlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from congvu.faces.exchange import sealed
from congvu.faces.exchange.models import Delivery, Subscription
from congvu.faces.exchange.webhooks import events
from congvu.faces.exchange.webhooks.sending import GONE, Answer, post
from congvu.kernel.ledger.models import Entry, EntryField
from congvu.kernel.ledger.moves import Told, hand_out
from congvu.kernel.org.queries import installation
from congvu.kit.clock import now

AT_ONCE = 1_000
SENDERS = 4
# Seconds before the next attempt; after the last one the delivery is dead until somebody sends it again.
BACKOFF = (5, 30, 120, 600, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600)
LONGEST_PAUSE = 600
_LOCK = 0x3EB0


def keep(taken: Sequence[Told]) -> None:
    """What comes out of the outbox: a row for each subscription that wants it (settings.OUTBOX_READERS)."""
    asked = list(Subscription.objects.filter(active=True))
    Delivery.objects.bulk_create(
        (
            Delivery(subscription=row, entry_id=told.entry_id, topic=told.topic,
                     subject_key=f"{told.room}/{told.subject}/{told.subject_id}")
            for told in taken
            for row in asked
            if events.wants(row.topics, told.topic)
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def fan_out() -> int:
    """Take what is new from the outbox, for the webhooks and for every other reader. Gives how many were taken."""
    return hand_out(AT_ONCE)


def deliver() -> int:
    """Send all that is due; gives how many were taken by their receivers. One process at a time."""
    with _alone() as mine:
        if not mine:
            return 0
        fan_out()
        count = 0
        while due := _heads():
            count += _send(due)
        return count


# Of each subject only the oldest event may go: the next one waits until it is taken or given up.
_HEADS = """
select distinct on (d.subscription_id, d.subject_key) d.id, d.next_at <= %s as due
from webhook_delivery d join webhook_subscription s on s.id = d.subscription_id
where not d.dead and s.active and (s.paused_until is null or s.paused_until <= %s)
order by d.subscription_id, d.subject_key, d.id
"""


def _heads() -> list[Delivery]:
    with connection.cursor() as cursor:
        cursor.execute(f"select id from ({_HEADS}) x where due order by id limit {AT_ONCE}", [now(), now()])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Delivery.objects.select_related("subscription").filter(pk__in=ids).order_by("pk"))


@dataclass(frozen=True)
class _Letter:
    delivery: Delivery
    body: bytes
    headers: dict[str, str]


def _send(due: Sequence[Delivery]) -> int:
    """Each receiver in a thread of its own; a receiver that fails is left alone for a while. Gives how many took."""
    at = now()
    letters: dict[int, list[_Letter]] = defaultdict(list)
    for letter in _letters(due, at):
        letters[letter.delivery.subscription_id].append(letter)
    with ThreadPoolExecutor(SENDERS) as senders:
        rounds = list(senders.map(_post_all, letters.values()))
    answers = [pair for answered in rounds for pair in answered]
    for subscription_id in letters:
        _keep(subscription_id, [(d, answer) for d, answer in answers if d.subscription_id == subscription_id], at)
    return sum(answer.taken for _, answer in answers)


def _post_all(letters: Sequence[_Letter]) -> list[tuple[Delivery, Answer]]:
    answered = []
    for letter in letters:
        answer = post(letter.delivery.subscription.url, letter.body, letter.headers)
        answered.append((letter.delivery, answer))
        if not answer.taken:
            break
    return answered


def _keep(subscription_id: int, answered: Sequence[tuple[Delivery, Answer]], at: datetime) -> None:
    """What was taken is gone; what was not waits longer each time, and is given up in the end."""
    taken = [delivery.pk for delivery, answer in answered if answer.taken]
    failed = [(delivery, answer) for delivery, answer in answered if not answer.taken]
    subscription = Subscription.objects.filter(pk=subscription_id)
    with transaction.atomic():
        Delivery.objects.filter(pk__in=taken).delete()
        if taken:
            subscription.update(delivered=F("delivered") + len(taken), last_ok_at=at, trouble="")
        for delivery, answer in failed:
            last = delivery.attempts >= len(BACKOFF)
            wait = timedelta(seconds=0 if last else BACKOFF[delivery.attempts])
            Delivery.objects.filter(pk=delivery.pk).update(
                attempts=delivery.attempts + 1, next_at=at + wait, dead=last, told=answer.told
            )
            pause = timedelta(seconds=min(BACKOFF[min(delivery.attempts, len(BACKOFF) - 1)], LONGEST_PAUSE))
            subscription.update(trouble=answer.told, paused_until=at + pause)
            if answer.status == GONE:  # the receiver says that it wants no more
                subscription.update(active=False)


def _letters(due: Sequence[Delivery], at: datetime) -> Iterator[_Letter]:
    place = installation()
    origin = place.origin if place else "congvu"
    entries = Entry.objects.defer("leaf").in_bulk([delivery.entry_id for delivery in due])
    words: dict[int, dict[str, str]] = defaultdict(dict)
    for entry_id, name, value in EntryField.objects.filter(entry__in=entries).values_list("entry_id", "name", "value"):
        words[entry_id][name] = value
    for delivery in due:
        entry, to = entries[delivery.entry_id], delivery.subscription
        body = events.event(
            origin=origin, entry_id=entry.pk, topic=delivery.topic, subject=delivery.subject_key,
            at=entry.recorded_at, data=_data(entry, words[entry.pk] if to.with_words else {}),
        )  # fmt: skip
        secrets = [to.secret] + [to.old_secret] * bool(to.old_secret_until and to.old_secret_until > at)
        headers = events.headers(
            body, message_id=f"{origin}/{entry.pk}", timestamp=int(at.timestamp()),
            with_secrets=[sealed.opened(secret) for secret in secrets],
        )  # fmt: skip
        yield _Letter(delivery, body, headers)


def _data(entry: Entry, words: dict[str, str]) -> dict[str, object]:
    """Ids and states; what people wrote only where the subscription may have it. Persons are never in it."""
    changed = entry.payload.get("set", {})
    told: dict[str, object] = {
        "room": entry.room, "subject": entry.subject, "id": entry.subject_id, "seq": entry.seq, "verb": entry.verb,
        "leaf_hash": bytes(entry.leaf_hash).hex(),
    }  # fmt: skip
    told |= {name: changed[name] for name in ("state", "body_id", "current_due_at") if name in changed}
    return told | ({"words": words} if words else {})


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])
