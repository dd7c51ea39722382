"""The .xlsx file from which a real body starts: bodies, what became of earlier ones, people and their posts.

Reading gives rows and errors; each error names sheet, line and column. Nothing is written here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from congvu.kernel.org.models import Post
from congvu.kit.vietnamese import fold, nfc

MOST_ROWS = 50_000
BODIES, PEOPLE, SUCCESSIONS, GUIDE = "Cơ quan", "Người", "Kế thừa", "Hướng dẫn"
ROLES = {label: value for value, label in Post.Role.choices}
LEVELS = {"Trung ương": "central", "Tỉnh": "province", "Huyện": "district", "Xã": "commune"}
BRANCHES = {
    "Nhà nước": "state", "Đảng": "party", "Mặt trận": "front", "Sự nghiệp": "public_service",
    "Ngành dọc": "central_at_local",
}  # fmt: skip
APPOINTMENTS = ("chính thức", "quyền", "phụ trách", "kiêm nhiệm")


@dataclass(frozen=True)
class Fault:
    """What is wrong, where."""

    sheet: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        where = f"Trang “{self.sheet}”" + (f", dòng {self.line}" if self.line else "")
        return f"{where}{f', cột “{self.column}”' if self.column else ''}: {self.text}"


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, the field it fills, how a cell is read, what stands in the template."""

    heading: str
    field: str
    read: Callable[[Any], object]
    required: bool = False
    example: str = ""


@dataclass
class Row:
    """One line of a sheet, read."""

    sheet: str
    line: int
    values: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.values[name]


@dataclass
class OfficeFile:
    """Everything that was read, and everything that is wrong with it."""

    bodies: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    successions: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(nfc(str(value)).split()) if value is not None else ""


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(_text(value), form).date()
        except ValueError:
            continue
    raise ValueError(f"“{_text(value)}” không phải là ngày; viết như 01/07/2025")


def _number(value: Any) -> int:
    text = _text(value)
    if not text.isdigit() or int(text) > 32_000:
        raise ValueError(f"“{text}” không phải là số thứ tự")
    return int(text)


def _one_of(choices: dict[str, str]) -> Callable[[Any], str]:
    by_fold = {fold(name): value for name, value in choices.items()}

    def read(value: Any) -> str:
        found = by_fold.get(fold(_text(value)))
        if found is None:
            raise ValueError(f"“{_text(value)}” phải là một trong: {', '.join(choices)}")
        return found

    return read


COLUMNS: dict[str, tuple[Column, ...]] = {
    BODIES: (
        Column("Mã", "code", _text, True, "so_noi_vu"),
        Column("Tên", "name", _text, True, "Sở Nội vụ"),
        Column("Mã cấp trên", "parent", _text, False, "ubnd_tinh"),
        Column("Loại", "kind", _text, False, "so"),
        Column("Cấp", "level", _one_of(LEVELS), True, "Tỉnh"),
        Column("Khối", "branch", _one_of(BRANCHES), True, "Nhà nước"),
        Column("Ký hiệu văn bản", "symbol", _text, False, "SNV"),
        Column("Tên ngắn", "short_name", _text, False, ""),
        Column("Từ ngày", "valid_from", _day, True, "01/03/2025"),
        Column("Đến ngày", "valid_to", _day, False, ""),
        Column("Văn bản", "instrument", _text, False, "NĐ 150/2025/NĐ-CP"),
    ),
    SUCCESSIONS: (
        Column("Mã cũ", "predecessor", _text, True, ""),
        Column("Mã mới", "successor", _text, True, ""),
        Column("Từ ngày", "day", _day, True, "01/07/2025"),
        Column("Quan hệ", "relation", _text, False, "hợp nhất"),
        Column("Văn bản", "instrument", _text, True, ""),
    ),
    PEOPLE: (
        Column("Tên đăng nhập", "username", _text, True, "thu.nt"),
        Column("Họ và tên", "full_name", _text, True, "Ngô Thị Thu"),
        Column("Xưng hô", "courtesy", _text, False, "bà"),
        Column("Thư điện tử", "email", _text, False, ""),
        Column("Mã cơ quan", "body", _text, True, "so_noi_vu"),
        Column("Chức vụ", "title", _text, True, "Giám đốc"),
        Column("Vai trò", "role", _one_of(ROLES), True, "Người đứng đầu"),
        Column("Thứ tự", "order", _number, False, "1"),
        Column("Hình thức", "kind", _one_of({kind: kind for kind in APPOINTMENTS}), False, "chính thức"),
        Column("Từ ngày", "starts_on", _day, True, "01/03/2025"),
        Column("Quyết định", "instrument", _text, False, ""),
    ),
}


def read(path: Path) -> OfficeFile:
    """Read a file; what is wrong with it stands in `faults`, all at once."""
    from openpyxl import load_workbook

    office = OfficeFile()
    try:
        # read_only: a tiny file may claim a million columns, and the plain reader then never returns
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception:
        office.faults.append(Fault(path.name, 0, "", "không mở được; cần tệp .xlsx, hãy lưu lại từ Excel."))
        return office
    for name, rows in ((BODIES, office.bodies), (PEOPLE, office.people), (SUCCESSIONS, office.successions)):
        if name in book.sheetnames:
            rows.extend(_rows(book[name], name, office.faults))
        elif name != SUCCESSIONS:
            office.faults.append(Fault(name, 0, "", "thiếu trang này; xem tệp mẫu."))
    book.close()
    if not office.faults:
        _check_together(office)
    return office


def _rows(sheet: Any, name: str, faults: list[Fault]) -> Iterator[Row]:
    columns = COLUMNS[name]
    lines = sheet.iter_rows(max_col=len(columns) + 20, max_row=MOST_ROWS + 2, values_only=True)
    headings = [fold(_text(cell)) for cell in next(lines, ())]
    places = {}
    for column in columns:
        if fold(column.heading) in headings:
            places[column.field] = headings.index(fold(column.heading))
        elif column.required:
            faults.append(Fault(name, 1, column.heading, "thiếu cột này; xem tệp mẫu."))
            return
    for line, cells in enumerate(lines, start=2):
        if line > MOST_ROWS + 1:
            faults.append(Fault(name, line, "", f"quá {MOST_ROWS} dòng."))
            return
        if any(_text(cell) for cell in cells):
            row = _row(cells, line, name, columns, places, faults)
            if row is not None:
                yield row


def _row(
    cells: tuple[Any, ...], line: int, name: str, columns: tuple[Column, ...], places: dict[str, int],
    faults: list[Fault],
) -> Row | None:  # fmt: skip
    values: dict[str, Any] = {}
    before = len(faults)
    for column in columns:
        place = places.get(column.field)
        cell = cells[place] if place is not None and place < len(cells) else None
        if _text(cell) == "":
            values[column.field] = None if column.read is _day else ""
            if column.required:
                faults.append(Fault(name, line, column.heading, "để trống."))
            continue
        try:
            values[column.field] = column.read(cell)
        except ValueError as error:
            faults.append(Fault(name, line, column.heading, f"{error}."))
    return Row(name, line, values) if len(faults) == before else None


def _check_together(office: OfficeFile) -> None:
    """What no single line can tell: codes given twice, bodies that are not there, circles."""
    codes: dict[str, int] = {}
    for row in office.bodies:
        if row.code in codes:
            office.faults.append(Fault(BODIES, row.line, "Mã", f"“{row.code}” đã có ở dòng {codes[row.code]}."))
        codes.setdefault(row.code, row.line)
    for rows, fields in (
        (office.bodies, (("parent", "Mã cấp trên"),)),
        (office.people, (("body", "Mã cơ quan"),)),
        (office.successions, (("predecessor", "Mã cũ"), ("successor", "Mã mới"))),
    ):
        for row in rows:
            for name, heading in fields:
                if row.values[name] and row.values[name] not in codes:
                    text = f"không có cơ quan mã “{row.values[name]}” ở trang “{BODIES}”."
                    office.faults.append(Fault(row.sheet, row.line, heading, text))
    if not office.faults:
        office.bodies = _parents_first(office)


def _parents_first(office: OfficeFile) -> list[Row]:
    done: dict[str, Row] = {}
    waiting = list(office.bodies)
    while waiting:
        ready = [row for row in waiting if not row.parent or row.parent in done]
        if not ready:
            for row in waiting:
                office.faults.append(Fault(BODIES, row.line, "Mã cấp trên", "cơ quan là cấp trên của chính nó."))
            break
        done.update({row.code: row for row in ready})
        waiting = [row for row in waiting if row.code not in done]
    return list(done.values())


def write_template(path: Path) -> None:
    """Write an empty file with the headings, one example line a sheet, and what each column may hold."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    guide = book.active
    assert guide is not None
    guide.title = GUIDE
    for line in (
        "Mỗi trang một bảng; dòng 1 là tên cột, không đổi. Cột có dấu * trong bảng dưới là bắt buộc.",
        "Một người giữ hai vị trí thì ghi hai dòng cùng tên đăng nhập. Người đứng đầu có thứ tự 1, cấp phó 2, 3…",
        f"Vai trò: {', '.join(ROLES)}.",
        f"Cấp: {', '.join(LEVELS)}. Khối: {', '.join(BRANCHES)}. Hình thức: {', '.join(APPOINTMENTS)}.",
        "Loại cơ quan (để hiểu tên gọi chung trong văn bản): ubnd_tinh, so, van_phong, thanh_tra, ubnd_xa, phong, …",
        "Ngày viết như 01/07/2025. Dòng mẫu ở mỗi trang phải được thay hoặc xóa.",
    ):
        guide.append([line])
    for name, columns in COLUMNS.items():
        sheet = book.create_sheet(name)
        sheet.append([column.heading for column in columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        if name != SUCCESSIONS:
            sheet.append([column.example for column in columns])
        guide.append([name, ", ".join(f"{column.heading}{'*' if column.required else ''}" for column in columns)])
        for index in range(len(columns)):
            sheet.column_dimensions[sheet.cell(1, index + 1).column_letter].width = 22
    book.save(path)
