"""What the clock does; idempotent by (rule, duty, limit)."""

from procrastinate.contrib.django import app

from congvu.kernel.duties.moves import clock, recounting


@app.periodic(cron="* * * * *")
@app.task(name="duties.clock", queueing_lock="duties.clock", pass_context=False)
def clock_job(timestamp: int) -> None:
    """Every minute. A run that was missed is made up by the next: what it does takes effect when the limit passed."""
    run_clock()


def run_clock() -> int:
    """Count limits anew where a calendar was published, let limits that passed take effect, and pass on what nobody
    holds any more. Returns how many entries it made.
    """
    return recounting.recount_published() + clock.pass_limits() + clock.pass_departed()
