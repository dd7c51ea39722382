"""Write the pages of docs/reference that the code itself tells: `python -m docs.generate`.

A test compares the committed pages with these; nobody edits them by hand.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
from click.testing import CliRunner

from congvu.engines.lifecycle import Move
from congvu.faces.cli.main import main as command_line
from congvu.kernel.duties.rules import ACTION_ORDER, DUTY, FIELDS, FINAL, OPEN, STEP_LABELS, STEP_RULES, UNDOABLE, Field
from congvu.reference.work_rules import all_rules

REFERENCE = Path(__file__).resolve().parent / "reference"
HOLDERS = {
    "same": "the same",
    "nobody": "nobody: it has ended",
    "receiver": "the receiver",
    "assigner": "who assigned it",
    "superior": "the common superior",
    "decider": "who decides",
    "submitter": "who submitted it",
    "verifier": "who verifies",
    "last": "the last holder",
    "before": "the holder before",
}
CLOCKS = {"runs": "runs", "stops": "stops", "same": "as it was"}
WHOLE = {OPEN: "any open", OPEN | FINAL: "any open or ended"}
_NOTE = "<!-- Written by `python -m docs.generate`; a test fails when it is stale. -->"


def table(heads: tuple[str, ...], lines: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    rows = [heads, tuple("---" for _ in heads), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


# --- the moves ---------------------------------------------------------------------------------------


def moves_page() -> str:
    """The table of moves, its diagram and the words it uses."""
    laws = dict.fromkeys(row.law for row in DUTY.moves)
    parts = [
        "# The moves of a duty",
        _NOTE,
        "What can happen to a duty is one table, `src/congvu/kernel/duties/rules/table.py`. The guard, the buttons,\n"
        "the API, the database's list of transitions, this page and the exhaustive test all read it. Whatever it does\n"
        "not open is refused, in plain words, and leaves no trace.",
        f"```mermaid\n{DUTY.diagram()}```",
        "## Moves",
        "Fields in brackets may be left out. *Clock* is the clock of the whole duty; an act of authority (⚖) is never\n"
        "taken back by a click.",
        table(
            ("verb", "button", "from → to", "by", "needs", "holder after", "clock", "law"),
            (_move_line(move, list(laws).index(move.law) + 1) for move in DUTY.moves),
        ),
        "Who accepted, returned, forwarded, submitted or handed in may take it back within ten seconds while nobody\n"
        f"has gone on from there ({', '.join(f'`{verb}`' for verb in ACTION_ORDER if verb in UNDOABLE)}).",
        "## Law",
        "\n".join(f"{number}. {DUTY.words.laws[law]} (`{law}`)" for number, law in enumerate(laws, 1)),
        "## States",
        table(("state", "on the page", "limit of the step"), map(_state_line, DUTY.words.states)),
        "The limits are rows of `src/congvu/reference/work_rules.csv` with their instrument; a province puts its own\n"
        "working regulation there.",
        "## Who",
        table(("relation", "in words"), ((f"`{name}`", text) for name, text in DUTY.words.relations.items())),
        "## Fields",
        table(("field", "kind", "on the page", "choices"), (_field_line(field) for field in FIELDS.values())),
    ]
    return "\n\n".join(parts) + "\n"


def _move_line(move: Move, law: int) -> tuple[str, ...]:
    sources = WHOLE.get(move.sources) or ", ".join(sorted(move.sources))
    needs = [*sorted(move.needs), *(f"[{name}]" for name in sorted(move.optional))]
    paused = "; only while paused" if move.only_paused else "; also while paused" if move.while_paused else ""
    return (
        f"`{move.name}`",
        move.label + (" ⚖" if move.legal else ""),
        f"{sources} → {move.target or '='}",
        ", ".join(move.by),
        ", ".join(needs) or "–",
        HOLDERS[move.holder_after],
        CLOCKS[move.clock] + paused,
        str(law),
    )


def _state_line(name: str) -> tuple[str, ...]:
    step = STEP_RULES.get(name)
    limit = next((rule for rule in all_rules() if step and rule.key == step[1]), None)
    told = f"{STEP_LABELS[step[0]]}: {limit.amount} {limit.unit} (`{limit.key}`)" if step and limit else "–"
    return (f"`{name}`", DUTY.words.states[name], told)


def _field_line(field: Field) -> tuple[str, ...]:
    choices = "; ".join(f"`{value}` {label}" for value, label in field.choices)
    return (f"`{field.name}`", field.kind, field.label, choices or "–")


# --- the command line --------------------------------------------------------------------------------


def cli_page() -> str:
    """Every command with what its --help says."""
    parts = [
        "# The command line",
        _NOTE,
        "`.venv/bin/congvu …`, or `./run …` which prepares first. What follows is what `--help` says. `./run` alone\n"
        "serves; `./run setup`, `test`, `check` and `bench` are told by `./run --help`.",
    ]
    for path, _command in commands(command_line):
        shown = CliRunner().invoke(command_line, [*path, "--help"], prog_name="congvu", terminal_width=88)
        text = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
        parts += [f"{'#' * min(len(path) + 2, 3)} {' '.join(('congvu', *path))}", f"```\n{text}\n```"]
    return "\n\n".join(parts) + "\n"


def commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command with the words that call it, groups before what is in them."""
    yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield from commands(command, (*path, name))


PAGES: Mapping[str, Callable[[], str]] = {"moves.md": moves_page, "cli.md": cli_page}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
        print(REFERENCE / name)
