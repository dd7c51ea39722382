"""Telling people as jobs; each may run at any time and tells nobody twice."""

from procrastinate.contrib.django import app

from congvu.kernel.ledger.moves import hand_out
from congvu.kernel.notices import moves


@app.periodic(cron="* * * * *")
@app.task(name="notices.digest", queueing_lock="notices.digest", pass_context=False)
def digest(timestamp: int) -> None:
    """Every minute: the digest whose hour has come, and citizens who wait today."""
    moves.make_digests()
    moves.citizens_waiting()


@app.periodic(cron="* * * * * */10")
@app.task(name="notices.instant", queueing_lock="notices.instant", pass_context=False)
def instant(timestamp: int) -> None:
    """Take what is new out of the outbox, then send what is due by mail."""
    hand_out()
    moves.send_due()
