"""Tables from outside are read as people mean them, and what cannot be read is said in a sentence."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from congvu.kit.tables import Column, Unreadable, day, guess, number, one_of, read, safe, utf8, write_csv, write_xlsx


def workbook(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_gives_its_lines_with_the_numbers_that_excel_shows() -> None:
    data = workbook(["Mã", "Tên", "Ngày"], [None], ["so_1", "Sở Một", datetime(2025, 7, 1)], ["so_2", 7.0, ""])
    table = read(data, "co-quan.xlsx")
    assert table is not None and table.headings == ["Mã", "Tên", "Ngày"]
    assert [(line.number, line.cells) for line in table.lines] == [
        (3, ("so_1", "Sở Một", "2025-07-01")),
        (4, ("so_2", 7)),
    ]


def test_a_formula_is_told_and_text_that_looks_like_one_is_text() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã", "Ghi chú"])
    sheet.append(["=1+1", "x"])
    sheet.append(["a", "x"])
    sheet["B3"].value = "=HYPERLINK(1)"
    sheet["B3"].data_type = "s"
    book.save(out)
    table = read(out.getvalue(), "a.xlsx")
    assert table is not None
    assert table.lines[0].formulas == (0,) and table.lines[1].formulas == ()
    assert table.lines[1].cells == ("a", "=HYPERLINK(1)")


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        ("Mã;Tên\nA;Sở Nội vụ\n".encode(), False),
        ("Mã,Tên\r\nA,Sở Nội vụ\r\n".encode("utf-8-sig"), False),
        ("Mã\tTên\nA\tSở Nội vụ\n".encode("utf-16"), False),
    ],
)
def test_text_is_read_whatever_parts_its_columns(data: bytes, warned: bool) -> None:
    table = read(data, "a.csv")
    assert table is not None
    assert table.headings == ["Mã", "Tên"] and table.lines[0].cells == ("A", "Sở Nội vụ")
    assert bool(table.warnings) is warned
    assert "Sở Nội vụ".encode() in utf8(data)


def test_an_old_encoding_is_turned_into_unicode_and_said() -> None:
    old = "số,tên\n1,c¸c c¬ quan cña Uû ban nh©n d©n tØnh vµ ng­êi ®­îc giao thùc hiÖn c«ng viÖc kh«ng\n"
    table = read(old.encode("latin-1", "ignore"), "cu.csv")
    assert table is not None and table.warnings and "TCVN3" in table.warnings[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "trống"),
        (b" \r\n ", "trống"),
        (b"PK\x03\x04 not a zip", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ".xls cũ"),
        (b"\x81\x8d\x8f\x90" * 50, "bảng mã"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(data, "x.xlsx")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    with pytest.raises(Unreadable, match="bất thường"):
        read(out.getvalue(), "bom.xlsx")


def test_a_cell_far_outside_does_not_hold_the_reader_up() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "Mã", "x"
    book.save(out)
    table = read(out.getvalue(), "xa.xlsx")
    assert table is not None and table.headings == ["Mã"]


@pytest.mark.parametrize(
    "cell",
    ["01/07/2025", "1/7/2025", "1-7-2025", "01.07.2025", "1/7/25", "2025-07-01", "2025-07-01 08:00:00", 45839,
     "ngày 01 tháng 7 năm 2025", "Ngày 1 tháng 07 năm 2025"],
)  # fmt: skip
def test_a_day_is_understood_in_every_shape(cell: str | int) -> None:
    assert day(cell) == date(2025, 7, 1)


@pytest.mark.parametrize("cell", ["7/25/2025", "31/02/2025", "hôm qua", "01/07/1799", "2025", "0/0/0"])
def test_what_is_no_day_is_said(cell: str) -> None:
    with pytest.raises(ValueError, match=r"ngày|năm"):
        day(cell)


def test_numbers_and_choices_name_what_they_expect() -> None:
    assert number(3.0) == 3 and one_of({"Người đứng đầu": "head"})("nguoi dung dau") == "head"
    for read_cell, cell in ((number, "²"), (number, "-1"), (one_of({"A": "a"}), "b")):
        with pytest.raises(ValueError):
            read_cell(cell)


def test_columns_are_guessed_from_their_headings_and_none_twice() -> None:
    columns = (
        Column("Mã", "code", also=("Mã cơ quan", "Mã đơn vị")),
        Column("Tên", "name", also=("Tên cơ quan",)),
        Column("Mã cấp trên", "parent"),
    )
    assert guess(columns, ["STT", "TÊN CƠ QUAN", "ma don vi", "Mã cấp trên (nếu có)"]) == {
        "code": 2,
        "name": 1,
        "parent": 3,
    }


def test_what_is_written_is_no_formula_and_comes_back_as_it_was() -> None:
    out = io.StringIO()
    write_csv(out, ["Mã", "Ghi chú"], [["=cmd|' /C calc'!A0", "+84 123"], ["-1", "@x"]])
    assert "\n=" not in out.getvalue() and "'=cmd" in out.getvalue()
    back = read(out.getvalue().encode(), "a.csv")
    assert back is not None and back.lines[0].cells == ("=cmd|' /C calc'!A0", "+84 123")
    book = io.BytesIO()
    write_xlsx(book, [("Trang", ["Mã"], [["=1+1"]])])
    again = read(book.getvalue(), "a.xlsx")
    assert again is not None and again.lines[0].cells == ("=1+1",) and again.lines[0].formulas == ()
    assert safe("an toàn") == "an toàn"
