"""A write that a retry does not repeat: the first answer is kept in the transaction in which the work was done."""

from collections.abc import Callable
from hashlib import sha256

from django.db import connection, transaction

from congvu.kernel.ledger.models import IdempotencyKey
from congvu.kernel.org.models import Person


class KeyReused(Exception):
    """The key was used before for another request."""


def once(person: Person, key: str, digest: bytes, work: Callable[[], object]) -> object:
    """The answer of `work()`, or of the first time it was done under this key; raises KeyReused.

    Two requests with one key wait for one another. What `work` refuses (an exception) is not kept: nothing happened.
    """
    with transaction.atomic():
        lock = int.from_bytes(sha256(f"{person.pk}/{key}".encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [lock])
        known = IdempotencyKey.objects.filter(person=person, key=key).first()
        if known is not None:
            if bytes(known.digest) != digest:
                raise KeyReused(key)
            return known.answer
        answer = work()
        connection.check_constraints()  # a key that points nowhere is refused here, not at the very end
        IdempotencyKey.objects.create(person=person, key=key, digest=digest, answer=answer)
        return answer
