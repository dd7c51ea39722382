"""What the clock does for programmes."""

from procrastinate.contrib.django import app

from congvu.sources.programmes import moves


@app.periodic(cron="5 6 * * *")
@app.task(name="programmes.open_figures", queueing_lock="programmes.open_figures", pass_context=False)
def open_figures(timestamp: int) -> None:
    """Give out the reports on targets whose period has ended. A run that was missed is made up by the next."""
    moves.open_figure_duties()
