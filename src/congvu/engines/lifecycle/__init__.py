"""A table of moves as data: it decides, explains a refusal, says what is open to whom, and draws itself.

The table holds no function and no side effect, so one table serves guard, buttons, API, diagram, tests and the
reference model for conformance analysis. Pure: values in, values out.
"""

from congvu.engines.lifecycle.table import Decision, Lifecycle, Move, Refusal, TableError, Words

__all__ = ["Decision", "Lifecycle", "Move", "Refusal", "TableError", "Words"]
