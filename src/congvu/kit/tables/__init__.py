"""Tables that people bring and take (.xlsx, .csv): one reader and one writer for the whole program. No Django here.

Reading happens in a child process with bounded memory and processor time. A cell of a workbook that holds a formula is
refused: what it shows depends on the program that opened the file last, and nobody could say later what was imported.
A cell of text that begins with `=`, `+`, `-` or `@` is text, and is written back so that no program takes it for one.
"""

from congvu.kit.tables.columns import Cell, Column, day, guess, number, one_of, text
from congvu.kit.tables.reading import MOST_LINES, Line, Table, Unreadable, read, utf8
from congvu.kit.tables.writing import safe, write_csv, write_xlsx

__all__ = [
    "MOST_LINES",
    "Cell",
    "Column",
    "Line",
    "Table",
    "Unreadable",
    "day",
    "guess",
    "number",
    "one_of",
    "read",
    "safe",
    "text",
    "utf8",
    "write_csv",
    "write_xlsx",
]
