"""Whether the catalogue of translations holds what pages say, and nothing else: `python -m congvu.kit.translations`.

Words reach gettext in three ways: written at the call, written in a template, or as data (labels of the tables, the
sentence of a refusal) that a page hands on. The third cannot be followed from here: tests name those tables.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from congvu.kit.messages import compiled, entries

PACKAGE = Path(__file__).resolve().parents[1]
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
_CALLS = {"_", "gettext", "gettext_noop", "gettext_lazy", "ngettext"}
_REFUSALS = {
    "refuse",
    "DirectiveRefused",
    "RecordsRefused",
    "Refused",
    "MeetingRefused",
    "ObstacleRefused",
    "RegulationRefused",
}
_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(?:gettext|ngettext|_)\({_STRING}(?:,\s*{_STRING})?")


def said() -> dict[str, str]:
    """Each text that is written where it is handed to gettext, and the file; plural forms are joined by NUL."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        found.update(dict.fromkeys(_said_in_code(path), _short(path)))
    for path in _templates():
        found.update(dict.fromkeys(_said_in_template(path), _short(path)))
    return found


def _short(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def _templates() -> Iterator[Path]:
    for ending in ("html", "txt"):
        yield from sorted(PACKAGE.rglob(f"templates/**/*.{ending}"))


def _said_in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in _REFUSALS:
            yield from (text for text in given if not text.isascii())
        elif name in _CALLS and given and isinstance(node.args[0], ast.Constant):
            yield "\0".join(given[:2]) if name == "ngettext" else given[0]


def _said_in_template(path: Path) -> Iterator[str]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for one, many in _IN_TEMPLATE.findall(source):
        yield "\0".join(ast.literal_eval(part) for part in (one, many) if part)


def _literals() -> set[str]:
    """Every text in the code, wherever it is used."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def faults() -> Iterator[str]:
    """What is wrong with the English catalogue, one line each."""
    text = CATALOGUE.read_text(encoding="utf-8")
    keys = [key for key, _value in entries(text)]
    needed = said()
    yield from (f"not translated: {key!r} ({where})" for key, where in needed.items() if key not in keys)
    known = needed.keys() | _literals() | {""}
    yield from (f"no longer said: {key!r}" for key in keys if key not in known)
    yield from (f"twice: {key!r}" for key in sorted({key for key in keys if keys.count(key) > 1}))
    if CATALOGUE.with_suffix(".mo").read_bytes() != compiled(text):
        yield "not compiled: python -m congvu.kit.messages"


if __name__ == "__main__":
    found = list(faults())
    for line in found:
        print(line, file=sys.stderr)
    sys.exit(1 if found else 0)
