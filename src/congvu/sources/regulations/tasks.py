"""What the clock does for internal rules."""

from procrastinate.contrib.django import app

from congvu.sources.regulations import moves


@app.periodic(cron="20 * * * *")
@app.task(name="regulations.open_reviews", queueing_lock="regulations.open_reviews", pass_context=False)
def open_reviews(timestamp: int) -> None:
    """Make the duties of reviews whose day is near. A run that was missed is made up by the next."""
    moves.open_due_reviews()
