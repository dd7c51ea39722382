"""What the clock does; idempotent by (rule, duty, limit)."""


def run_clock() -> int:
    """Let limits that passed take effect and pass on what nobody holds any more. Returns how many entries it made."""
    raise NotImplementedError
