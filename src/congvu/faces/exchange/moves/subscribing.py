"""Who is told what happens: subscriptions, their secrets, and what could not be delivered."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from congvu.faces.exchange import sealed
from congvu.faces.exchange.models import Delivery, Subscription
from congvu.faces.exchange.moves.sources import require_administrator
from congvu.faces.exchange.webhooks import events
from congvu.faces.exchange.webhooks.sending import Forbidden, address_of, parted
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.kit.refusal import Refused

OLD_SECRET_DAYS = 2
TOPICS = ("duty.*", "duty.assign", "duty.complete", "duty.verify", "duty.return")


@transaction.atomic
def subscribe(
    *, url: str, name: str, topics: Sequence[str], with_words: bool, by: Person, secret: str = ""
) -> tuple[Subscription, str]:
    """A new subscription and its secret (made here unless the receiver chose one): shown once, kept sealed."""
    require_administrator(by)
    secret = _usable(secret)
    row = Subscription(created_by=by, secret=sealed.seal(secret))
    _fill(row, url, name, topics, with_words)
    row.save()
    _tell(row, "subscribe", by)
    return row, secret


@transaction.atomic
def change(
    row: Subscription, *, url: str, name: str, topics: Sequence[str], with_words: bool, active: bool, by: Person
) -> Subscription:
    """Another address, other topics, stopped or going on. What waits goes to the new address."""
    require_administrator(by)
    _fill(row, url, name, topics, with_words)
    row.active = active
    row.trouble = "" if active else row.trouble
    row.save()
    _tell(row, "change", by)
    return row


def _fill(row: Subscription, url: str, name: str, topics: Sequence[str], with_words: bool) -> None:
    row.url, row.name = url.strip(), " ".join(name.split())
    if not row.name:
        raise Refused("Cần tên phần mềm nhận.", "ten")
    try:
        address_of(parted(row.url))
    except Forbidden as forbidden:
        raise Refused(str(forbidden), "url") from forbidden
    except OSError as error:
        raise Refused("Không tìm thấy máy chủ của địa chỉ này.", "url") from error
    row.topics = [topic.strip() for topic in topics if topic.strip()]
    row.with_words = with_words


@transaction.atomic
def rotate(row: Subscription, *, by: Person, secret: str = "") -> str:
    """A new secret, shown once. For two days requests bear both signatures, so that the receiver can change over."""
    require_administrator(by)
    secret = _usable(secret)
    row.old_secret, row.old_secret_until = row.secret, now() + timedelta(days=OLD_SECRET_DAYS)
    row.secret = sealed.seal(secret)
    row.save()
    _tell(row, "rotate", by)
    return secret


def _usable(secret: str) -> str:
    if not secret:
        return events.new_secret()
    try:
        length = len(events.key(secret))
    except ValueError:
        length = 0
    if not 24 <= length <= 64:
        raise Refused("Khóa ký phải có dạng whsec_ và 24 đến 64 byte viết bằng base64.", "secret")
    return secret


@transaction.atomic
def retry_dead(row: Subscription, *, by: Person) -> int:
    """Send again what was given up, in its order; gives how many."""
    require_administrator(by)
    count = Delivery.objects.filter(subscription=row, dead=True).update(dead=False, attempts=0, next_at=now(), told="")
    if count:
        _tell(row, "retry", by, count)
    return count


@transaction.atomic
def drop_dead(row: Subscription, *, by: Person) -> int:
    """Let go of what was given up; the ledger still has it."""
    require_administrator(by)
    count, _ = Delivery.objects.filter(subscription=row, dead=True).delete()
    if count:
        _tell(row, "drop", by, count)
    return count


def _tell(row: Subscription, verb: str, by: Person, count: int = 0) -> None:
    payload: dict[str, object] = {"topics": row.topics, "with_words": int(row.with_words), "active": int(row.active)}
    payload |= {"count": count} if count else {}
    ledger.append(
        room="exchange", subject="webhook", subject_id=row.pk, verb=verb, by=by, payload=payload,
        fields={"url": row.url},
    )  # fmt: skip
