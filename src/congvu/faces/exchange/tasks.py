"""What the clock does for this face: look where documents come from, tell who asked, take old copies away."""

from procrastinate.contrib.django import app

from congvu.faces.exchange.moves import delivering, exporting, sources

QUEUE = "work"  # never the queue that seals


@app.periodic(cron="* * * * *")
@app.task(name="exchange.look", queue=QUEUE, queueing_lock="exchange.look", pass_context=False)
def look(timestamp: int) -> None:
    """Look at folders and mailboxes whose time has come. A run that was missed is made up by the next."""
    sources.look_everywhere()


@app.periodic(cron="* * * * * */5")
@app.task(name="exchange.deliver", queue=QUEUE, queueing_lock="exchange.deliver", pass_context=False)
def deliver(timestamp: int) -> None:
    """Tell subscribers what happened, and try again what they did not take."""
    delivering.deliver()


@app.periodic(cron="17 * * * *")
@app.task(name="exchange.tidy", queue=QUEUE, queueing_lock="exchange.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Take away copies of the ledger that are older than a week."""
    exporting.remove_old()
