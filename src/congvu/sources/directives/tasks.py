"""What the clock does for directives."""

from congvu.sources.directives import moves


def run_clock() -> list[int]:
    """Make the duties of turns and reviews that have opened; run as often as one likes."""
    return moves.open_due_turns()
