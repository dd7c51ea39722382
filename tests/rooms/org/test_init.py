"""A real body starts from a file: all of it or nothing, and every fault is named by sheet, line and column."""

from pathlib import Path
from typing import Any

import click
import pytest
from openpyxl import Workbook, load_workbook

from congvu.faces.cli import init, office_file
from congvu.kernel.org import queries
from congvu.kernel.org.models import Appointment, Body, Installation, Person
from congvu.kit.clock import now

ADMIN = ("quantri", "Lê Thị An", "mot-mat-khau-dai-12")
BODY = ["ubnd", "UBND tỉnh", "", "ubnd_tinh", "Tỉnh", "Nhà nước", "UBND", "", "01/07/2025", "", "Luật 72/2025/QH15"]
ROOM = ["so", "Sở Nội vụ", "ubnd", "so", "Tỉnh", "Nhà nước", "SNV", "", "01/07/2025", "", ""]
HEAD = ["thu", "Ngô Thị Thu", "bà", "", "so", "Giám đốc", "Người đứng đầu", "1", "", "01/07/2025", ""]


def _file(path: Path, bodies: list[list[Any]], people: list[list[Any]]) -> Path:
    book = Workbook()
    for name, rows in ((office_file.BODIES, bodies), (office_file.PEOPLE, people)):
        sheet = book.create_sheet(name)
        sheet.append([column.heading for column in office_file.COLUMNS[name]])
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_bodies_and_people_come_from_the_file(db: None, tmp_path: Path) -> None:
    office = office_file.read(_file(tmp_path / "a.xlsx", [ROOM, BODY], [HEAD]))
    assert office.faults == []
    init.start("Tỉnh An Bình", "province", "vn", ADMIN, office)
    here = Installation.objects.get()
    assert (here.origin, here.demonstration) == ("tinh-an-binh/1", False)
    seat = queries.head_of(Body.objects.get(code="so"), now())
    assert seat is not None and seat.person.full_name == "Ngô Thị Thu"
    assert not seat.person.has_usable_password()
    assert Person.objects.get(username="quantri").check_password(ADMIN[2])


def test_the_template_is_read_without_faults(db: None, tmp_path: Path) -> None:
    office_file.write_template(tmp_path / "mau.xlsx")
    book = load_workbook(tmp_path / "mau.xlsx")
    book[office_file.BODIES].append(BODY[:2] + BODY[2:])
    book[office_file.BODIES]["C2"] = "ubnd"
    book.save(tmp_path / "mau.xlsx")
    office = office_file.read(tmp_path / "mau.xlsx")
    assert office.faults == [] and [row.code for row in office.bodies] == ["ubnd", "so_noi_vu"]


@pytest.mark.parametrize(
    ("bodies", "people", "says"),
    [
        ([[*BODY[:1], "", *BODY[2:]]], [HEAD], "Trang “Cơ quan”, dòng 2, cột “Tên”: để trống."),
        ([[*BODY[:8], "31/02/2025", *BODY[9:]]], [], "dòng 2, cột “Từ ngày”: “31/02/2025” không phải là ngày"),
        ([BODY, BODY], [], "dòng 3, cột “Mã”: “ubnd” đã có ở dòng 2."),
        ([BODY], [HEAD], "Trang “Người”, dòng 2, cột “Mã cơ quan”: không có cơ quan mã “so”"),
        ([BODY, ROOM], [[*HEAD[:6], "Sếp", *HEAD[7:]]], "cột “Vai trò”: “Sếp” phải là một trong: Lãnh đạo"),
        ([[*ROOM[:2], "so", *ROOM[3:]]], [], "cơ quan là cấp trên của chính nó"),
    ],
)
def test_each_fault_says_where_it_is(
    tmp_path: Path, bodies: list[list[Any]], people: list[list[Any]], says: str
) -> None:
    office = office_file.read(_file(tmp_path / "a.xlsx", bodies, people))
    assert says in "\n".join(str(fault) for fault in office.faults)


def test_a_file_that_is_no_workbook_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert "không mở được" in str(office_file.read(tmp_path / "a.xlsx").faults[0])


def test_nothing_is_half_done_when_a_move_refuses(db: None, tmp_path: Path) -> None:
    second_head = ["minh", "Lê Văn Minh", *HEAD[2:]]
    second_head[7] = "1"
    office = office_file.read(
        _file(tmp_path / "a.xlsx", [BODY, ROOM], [HEAD, ["thu", "Tên khác", *HEAD[2:]], second_head])
    )
    init.start("Tỉnh An Bình", "province", "vn", ADMIN, office)
    assert "dòng 3: tên đăng nhập thu đã là của Ngô Thị Thu." in "\n".join(str(fault) for fault in office.faults)
    assert not Installation.objects.exists() and not Body.objects.exists() and not Appointment.objects.exists()


def test_a_weak_password_is_refused(db: None) -> None:
    with pytest.raises(click.ClickException):
        init.start("Tỉnh An Bình", "province", "vn", ("quantri", "Lê Thị An", "ngan"), office_file.OfficeFile())


def test_a_database_is_set_up_once(db: None) -> None:
    init.start("Tỉnh An Bình", "province", "vn", ADMIN, office_file.OfficeFile())
    with pytest.raises(click.ClickException, match="đã được thiết lập"):
        init.start("Tỉnh B", "province", "vn", ADMIN, office_file.OfficeFile())


@pytest.mark.parametrize(
    ("name", "origin"), [("Tỉnh An Bình", "tinh-an-binh/1"), ("Demo", "co-quan-demo/1"), ("Đắk", "dak/1")]
)
def test_a_real_ledger_never_bears_the_name_of_a_demonstration(name: str, origin: str) -> None:
    assert init.origin_of(name) == origin
