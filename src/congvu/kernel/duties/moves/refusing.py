"""What is refused leaves no entry; where authority was at stake it is counted, without a name."""

from django.db import connection, transaction

# (verb, why it was refused): the kind that is counted.
_COUNTED = {
    ("submit", "own_authority"): "own_authority",
    ("decide", "relation"): "not_decider",
    ("extend", "relation"): "not_decider",
}


def count_refusal(duty_id: int, verb: str, code: str) -> None:
    """One more attempt on that day; nothing where no authority was at stake."""
    kind = _COUNTED.get((verb, code))
    if kind is not None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select duty_count_refusal(%s, %s)", [duty_id, kind])
