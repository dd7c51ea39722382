"""What the clock does for directives."""

from procrastinate.contrib.django import app

from congvu.sources.directives import moves


@app.periodic(cron="*/10 * * * *")
@app.task(name="directives.open_turns", queueing_lock="directives.open_turns", pass_context=False)
def open_turns(timestamp: int) -> None:
    """Make the duties of turns and reviews that have opened. A run that was missed is made up by the next."""
    moves.open_due_turns()
