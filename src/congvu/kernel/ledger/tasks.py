"""Sealing as a job: every entry is sealed within a minute of its commit."""

from django.conf import settings
from procrastinate.contrib.django import app

from congvu.kernel.ledger import moves


@app.periodic(cron=f"* * * * * */{settings.SEAL_EVERY_SECONDS}")
@app.task(name="ledger.seal", queueing_lock="ledger.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal whatever waits. A run that was missed changes nothing: the next one seals it."""
    moves.seal_all()
