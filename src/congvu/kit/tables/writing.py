"""Tables for people to take away: every cell is text or a number, and none is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


def safe(cell: object) -> object:
    """A cell as a program that opens .csv may see it: text that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_csv(out: IO[str], headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Comma-separated text; `out` is opened with newline="" and encoding "utf-8-sig", which Excel understands."""
    writer = csv.writer(out)
    writer.writerow([safe(heading) for heading in headings])
    writer.writerows([safe(cell) for cell in row] for row in rows)


def write_xlsx(path: Path | IO[bytes], sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]) -> None:
    """A workbook of sheets (name, headings, rows), written row by row; text stays text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for name, headings, rows in sheets:
        sheet: Any = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for place, heading in enumerate(headings, 1):
            sheet.column_dimensions[get_column_letter(place)].width = min(max(14, len(heading) + 4), _WIDEST)
        bold = [WriteOnlyCell(sheet, value=heading) for heading in headings]
        for cell in bold:
            cell.font = Font(bold=True)
        sheet.append(bold)
        for row in rows:
            sheet.append([_typed(sheet, value) for value in row])
    book.save(path)


def _typed(sheet: Any, value: object) -> object:
    """Text that begins like a formula is typed as text; the workbook keeps it as it is."""
    if not isinstance(value, str) or not value.startswith(_FORMULA):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
