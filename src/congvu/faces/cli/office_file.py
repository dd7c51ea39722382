"""The .xlsx file from which a real body starts: bodies, what became of earlier ones, people and their posts.

Reading gives rows and errors; each error names sheet, line and column. Nothing is written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvu.kernel.org.models import Post
from congvu.kit.tables import Column, Line, Unreadable, day, number, one_of, text, write_xlsx
from congvu.kit.tables import read as read_table
from congvu.kit.vietnamese import fold

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


COLUMNS: dict[str, tuple[Column, ...]] = {
    BODIES: (
        Column("Mã", "code", text, True, "so_noi_vu"),
        Column("Tên", "name", text, True, "Sở Nội vụ"),
        Column("Mã cấp trên", "parent", text, False, "ubnd_tinh"),
        Column("Loại", "kind", text, False, "so"),
        Column("Cấp", "level", one_of(LEVELS), True, "Tỉnh"),
        Column("Khối", "branch", one_of(BRANCHES), True, "Nhà nước"),
        Column("Ký hiệu văn bản", "symbol", text, False, "SNV"),
        Column("Tên ngắn", "short_name", text, False, ""),
        Column("Từ ngày", "valid_from", day, True, "01/03/2025"),
        Column("Đến ngày", "valid_to", day, False, ""),
        Column("Văn bản", "instrument", text, False, "NĐ 150/2025/NĐ-CP"),
    ),
    SUCCESSIONS: (
        Column("Mã cũ", "predecessor", text, True, ""),
        Column("Mã mới", "successor", text, True, ""),
        Column("Từ ngày", "day", day, True, "01/07/2025"),
        Column("Quan hệ", "relation", text, False, "hợp nhất"),
        Column("Văn bản", "instrument", text, True, ""),
    ),
    PEOPLE: (
        Column("Tên đăng nhập", "username", text, True, "thu.nt"),
        Column("Họ và tên", "full_name", text, True, "Ngô Thị Thu"),
        Column("Xưng hô", "courtesy", text, False, "bà"),
        Column("Thư điện tử", "email", text, False, ""),
        Column("Mã cơ quan", "body", text, True, "so_noi_vu"),
        Column("Chức vụ", "title", text, True, "Giám đốc"),
        Column("Vai trò", "role", one_of(ROLES), True, "Người đứng đầu"),
        Column("Thứ tự", "order", number, False, "1"),
        Column("Hình thức", "kind", one_of({kind: kind for kind in APPOINTMENTS}), False, "chính thức"),
        Column("Từ ngày", "starts_on", day, True, "01/03/2025"),
        Column("Quyết định", "instrument", text, False, ""),
    ),
}


def read(path: Path) -> OfficeFile:
    """Read a file; what is wrong with it stands in `faults`, all at once."""
    office = OfficeFile()
    data = path.read_bytes()
    for name, rows in ((BODIES, office.bodies), (PEOPLE, office.people), (SUCCESSIONS, office.successions)):
        try:
            found = read_table(data, path.name, name)
        except Unreadable as unreadable:
            if name != SUCCESSIONS:
                office.faults.append(Fault(name, 0, "", str(unreadable)))
                break
            continue
        if found is not None and found.sheets:
            rows.extend(_rows(found.headings, found.lines, name, office.faults))
        elif name != SUCCESSIONS:
            office.faults.append(Fault(name, 0, "", "thiếu trang này; xem tệp mẫu."))
    if not office.faults:
        _check_together(office)
    return office


def _rows(given: list[str], lines: list[Line], name: str, faults: list[Fault]) -> Iterator[Row]:
    columns = COLUMNS[name]
    headings = [fold(text(heading)) for heading in given]
    places = {}
    for column in columns:
        if fold(column.heading) in headings:
            places[column.field] = headings.index(fold(column.heading))
        elif column.required:
            faults.append(Fault(name, 1, column.heading, "thiếu cột này; xem tệp mẫu."))
            return
    for line in lines:
        if line.number > MOST_ROWS + 1:
            faults.append(Fault(name, line.number, "", f"quá {MOST_ROWS} dòng."))
            return
        row = _row(line, name, columns, places, faults)
        if row is not None:
            yield row


def _row(line: Line, name: str, columns: tuple[Column, ...], places: dict[str, int], faults: list[Fault]) -> Row | None:
    values: dict[str, Any] = {}
    before = len(faults)
    for column in columns:
        place = places.get(column.field, len(line.cells))
        cell = line.cells[place] if place < len(line.cells) else None
        if place in line.formulas:
            faults.append(Fault(name, line.number, column.heading, "có công thức; hãy dán lại dạng giá trị."))
        elif text(cell) == "":
            values[column.field] = None if column.read is day else ""
            if column.required:
                faults.append(Fault(name, line.number, column.heading, "để trống."))
        else:
            try:
                values[column.field] = column.read(cell)
            except ValueError as error:
                faults.append(Fault(name, line.number, column.heading, f"{error}."))
    return Row(name, line.number, values) if len(faults) == before else None


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
    guide: list[tuple[str, ...]] = [
        ("Mỗi trang một bảng; dòng 1 là tên cột, không đổi. Cột có dấu * trong bảng dưới là bắt buộc.",),
        ("Một người giữ hai vị trí thì ghi hai dòng cùng tên đăng nhập. Người đứng đầu có thứ tự 1, cấp phó 2, 3…",),
        (f"Vai trò: {', '.join(ROLES)}.",),
        (f"Cấp: {', '.join(LEVELS)}. Khối: {', '.join(BRANCHES)}. Hình thức: {', '.join(APPOINTMENTS)}.",),
        ("Loại cơ quan (để hiểu tên gọi chung trong văn bản): ubnd_tinh, so, van_phong, thanh_tra, ubnd_xa, phong, …",),
        ("Ngày viết như 01/07/2025. Dòng mẫu ở mỗi trang phải được thay hoặc xóa.",),
    ]
    guide += [
        (name, ", ".join(f"{column.heading}{'*' if column.required else ''}" for column in columns))
        for name, columns in COLUMNS.items()
    ]
    sheets: list[tuple[str, list[str], list[list[str]]]] = [(GUIDE, ["Cách ghi"], [list(line) for line in guide])]
    for name, columns in COLUMNS.items():
        example = [] if name == SUCCESSIONS else [[column.example for column in columns]]
        sheets.append((name, [column.heading for column in columns], example))
    write_xlsx(path, sheets)
