"""What the clock does; idempotent by (rule, duty, limit)."""

from congvu.kernel.duties.moves import clock, delegating


def run_clock() -> int:
    """Let limits that passed take effect and pass on what nobody holds any more. Returns how many entries it made."""
    return clock.pass_limits() + clock.pass_departed() + delegating.close_expired()
