"""How the queue of `congvu serve` wakes background work: its own queue, so that sealing never waits for it."""

from procrastinate.contrib.django import app

from congvu.kit.work import moves

QUEUE = "work"


@app.task(name="work.pull", queue=QUEUE, pass_context=False)
def pull() -> None:
    """Run what waits; woken in the moment in which something was put into the queue."""
    moves.run_waiting()


@app.periodic(cron="* * * * *")
@app.task(name="work.take_up", queue=QUEUE, queueing_lock="work.take_up", pass_context=False)
def take_up(timestamp: int) -> None:
    """Take up what a killed process left."""
    moves.run_waiting()
