"""What the clock does; idempotent by (rule, duty, limit)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from procrastinate.contrib.django import app

from congvu.kernel.duties.moves import clock, delegating, figures, recounting, reorganising
from congvu.kernel.duties.moves.types import MoveRefused
from congvu.kernel.org.moves import OrgRefused
from congvu.kit.clock import now
from congvu.kit.work import moves as work
from congvu.kit.work.kinds import Progress, Result, WorkFailed
from congvu.kit.work.models import FAILED, Job


@app.periodic(cron="* * * * *")
@app.task(name="duties.clock", queueing_lock="duties.clock", pass_context=False)
def clock_job(timestamp: int) -> None:
    """Every minute. A run that was missed is made up by the next: what it does takes effect when the limit passed."""
    run_clock()
    start_plans()


@app.periodic(cron="*/10 * * * *")
@app.task(name="duties.figures", queueing_lock="duties.figures", pass_context=False)
def figures_job(timestamp: int) -> None:
    """Every ten minutes: what pages of leaders show with its hour."""
    figures.keep_figures()


def run_clock() -> int:
    """Count limits anew where a calendar was published, let limits that passed take effect, and pass on what nobody
    holds any more. Returns how many entries it made.
    """
    made = recounting.recount_published() + clock.pass_limits() + clock.pass_departed()
    return made + delegating.close_expired()


CARRY_OUT = "duties.carry_out"


def start_plans() -> int:
    """Plans of mergers whose day has come, and those that were interrupted, go on in the background. How many.

    One that failed is tried again after an hour; its page says why.
    """
    lately = now() - timedelta(hours=1)
    failed = Job.objects.filter(kind=CARRY_OUT, state=FAILED, ended_at__gt=lately).values_list("key", flat=True)
    due = [plan for plan in reorganising.due_plans() if str(plan.pk) not in set(failed)]
    for plan in due:
        given = {"plan": plan.pk}
        work.start(CARRY_OUT, given, by=plan.ordered_by_id, title=plan.name, key=str(plan.pk))
    return len(due)


def carry_out_job(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Carry a plan out, with its progress; started again it goes on where it stopped."""
    try:
        plan = reorganising.carry_out(
            int(given["plan"]), told=lambda done, total: progress.step(done, total, "Chuyển các việc đang mở")
        )
    except (MoveRefused, OrgRefused) as refused:
        raise WorkFailed(refused.refusal.text if isinstance(refused, MoveRefused) else refused.text) from refused
    return Result(f"/to-chuc/sap-xep/{plan.pk}/", {"state": plan.state, "passed": plan.passed})
