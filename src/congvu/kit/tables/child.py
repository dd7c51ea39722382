"""The child process: `python -m congvu.kit.tables.child SHEET LINES COLUMNS < file`, lines of JSON on standard output.

First {"sheets": […]}, then [number of the line, cells] for each line that holds something, one more than LINES at most;
a cell with a formula is {"f": 1}, a day {"d": "2025-07-01"}.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any

MEMORY, CPU_SECONDS = 1024 * 2**20, 120


def main() -> None:
    """Bound ourselves first, then load the parser."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted, lines, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    out = sys.stdout
    try:
        _sheet(sys.stdin.buffer.read(), wanted, lines, columns)
    except MemoryError:
        out.write(json.dumps({"refused": "memory"}) + "\n")
    except Exception as error:
        said = f"{type(error).__name__} {error}".lower()
        out.write(json.dumps({"refused": "encrypted" if "encrypt" in said or "password" in said else "broken"}) + "\n")
    out.flush()


def _sheet(data: bytes, wanted: str, lines: int, columns: int) -> None:
    from openpyxl import load_workbook

    # read_only: a tiny file may claim a million columns, and the plain reader then never returns
    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    write = sys.stdout.write
    write(json.dumps({"sheets": book.sheetnames}) + "\n")
    name = wanted if wanted in book.sheetnames else "" if wanted else book.sheetnames[0]
    if not name:
        return
    written = 0
    # a sheet may have a million empty lines with borders: only what holds something counts
    for number, row in enumerate(book[name].iter_rows(max_col=columns), 1):
        cells = [_cell(cell) for cell in row]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            write(json.dumps([number, cells], ensure_ascii=True) + "\n")
            written += 1
            if written > lines:
                return


def _cell(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return {"f": 1}
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value if isinstance(value, str | int | float | bool) else str(value)


if __name__ == "__main__":
    main()
