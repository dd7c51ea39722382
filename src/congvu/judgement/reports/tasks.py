"""What the clock does for reports."""

from procrastinate.contrib.django import app

from congvu.judgement.reports import moves


@app.periodic(cron="*/10 * * * *")
@app.task(name="reports.make_due", queueing_lock="reports.make_due", pass_context=False)
def make_due(timestamp: int) -> None:
    """Start the reports of periods that have closed. A run that was missed is made up by the next."""
    moves.make_due()
