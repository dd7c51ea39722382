"""Lines of a file as values of fields, and what is to become of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvu.faces.exchange.models import ImportLine
from congvu.kit.tables import Column, Line, day, text

ADD, CHANGE, SAME, WRONG = ImportLine.Outcome.values


@dataclass
class Row:
    """A line, read: its number, its values by field, and what is wrong with its cells."""

    line: int
    values: dict[str, Any]
    faults: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass
class Judged:
    """What is to become of a line. `act` is what the kind's writer needs: a new thing, or a thing and its changes."""

    row: Row
    outcome: str
    label: str
    told: str = ""
    act: Any = None


def rows_of(lines: Sequence[Line], columns: Sequence[Column], mapping: Mapping[str, int]) -> Iterator[Row]:
    """Each line with its values; a field without a column stays empty."""
    for line in lines:
        row = Row(line.number, {})
        for column in columns:
            _fill(row, line, column, mapping.get(column.field, len(line.cells)))
        yield row


def _fill(row: Row, line: Line, column: Column, place: int) -> None:
    cell = line.cells[place] if place < len(line.cells) else None
    row.values[column.field] = None if column.read is day else ""
    if place in line.formulas:
        row.faults.append(f"{column.heading}: ô có công thức; hãy chép rồi dán lại dạng giá trị")
    elif text(cell) == "":
        if column.required:
            row.faults.append(f"{column.heading}: để trống")
    else:
        try:
            row.values[column.field] = column.read(cell)
        except ValueError as error:
            row.faults.append(f"{column.heading}: {error}")


def judge(rows: Sequence[Row], one: Callable[[Row], Judged], label: str) -> list[Judged]:
    """Judge each line that has no wrong cell; the others are wrong with all that is wrong."""
    judged = []
    for row in rows:
        if row.faults:
            shown = text(row.values.get(label))
            judged.append(Judged(row, WRONG, shown, "; ".join(row.faults)))
        else:
            judged.append(one(row))
    return judged


def twice(seen: dict[Any, int], key: Any, row: Row) -> str:
    """What to say when a key stands in the file a second time; empty the first time."""
    first = seen.setdefault(key, row.line)
    return "" if first == row.line else f"trùng với dòng {first}"


def changes(there: Any, given: Mapping[str, str], names: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Which of the given values differ from what is there, and that in words; an empty cell changes nothing."""
    found = {name: value for name, value in given.items() if value and getattr(there, name) != value}
    told = "; ".join(f"{names[name]}: “{getattr(there, name)}” → “{value}”" for name, value in found.items())
    return found, told
