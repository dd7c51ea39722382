"""Nothing but the scoring command may open the truth of a simulated province (signals.md §8)."""

import ast
from pathlib import Path

import congvu

SOURCE = Path(congvu.__file__).parent


def test_only_the_scoring_command_reads_the_truth() -> None:
    readers = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "congvu.kit.truth":
                readers.add(path.relative_to(SOURCE).as_posix())
            if isinstance(node, ast.Import) and any(name.name == "congvu.kit.truth" for name in node.names):
                readers.add(path.relative_to(SOURCE).as_posix())
    assert readers == {"faces/cli/signals.py"}


def test_the_command_reads_it_in_scoring_alone() -> None:
    tree = ast.parse((SOURCE / "faces/cli/signals.py").read_text("utf-8"))
    inside = {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and node.module == "congvu.kit.truth"
    }
    assert inside == {"score_command"}
