"""Files as people bring them."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

from congvu.faces.exchange.models import ImportRun
from congvu.faces.exchange.moves import importing as moves
from congvu.kernel.org.models import Person


def xlsx(headings: Sequence[str], *rows: Sequence[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    book.save(out)
    return out.getvalue()


def csv(headings: Sequence[str], *rows: Sequence[object]) -> bytes:
    return "\n".join(";".join(str(cell) for cell in row) for row in (headings, *rows)).encode()


def looked_through(kind: str, data: bytes, by: Person, name: str = "tep.csv") -> ImportRun:
    return moves.look_through(moves.bring(kind, data, name, by=by).pk)


def outcomes(run: ImportRun) -> list[tuple[int, str]]:
    return list(run.lines.order_by("line").values_list("line", "outcome"))


def told(run: ImportRun) -> str:
    return "\n".join(run.lines.order_by("line").values_list("told", flat=True))
