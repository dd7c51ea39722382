"""A file is looked through line by line; it is written whole or not at all, and a second time changes nothing."""

import threading
from datetime import timedelta

import pytest
from tests.office import Office
from tests.rooms.exchange.files import csv, looked_through, outcomes, told, xlsx

from congvu.faces.exchange.moves import importing as moves
from congvu.kernel.duties.models import Duty, Holding
from congvu.kernel.ledger.models import Entry
from congvu.kernel.ledger.queries import Verdict, verify
from congvu.kernel.org.models import Appointment, Body, Person, Post
from congvu.kernel.records.models import Document, RegisterEntry
from congvu.kernel.records.queries import gaps
from congvu.kit import tables
from congvu.kit.clock import today
from congvu.kit.refusal import Refused

BODY = ("Mã", "Tên cơ quan", "Mã cấp trên", "Loại", "Cấp", "Khối", "Ký hiệu", "Từ ngày")
POST = ("Mã cơ quan", "Chức vụ", "Vai trò", "Tên đăng nhập", "Từ ngày")
PAPER = ("Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu", "Loại văn bản")
DUTY = ("Mã việc", "Việc", "Mã cơ quan nhận", "Người giữ", "Hạn", "Loại sản phẩm", "Căn cứ")


def counted() -> tuple[int, ...]:
    models = (Body, Person, Post, Appointment, Document, RegisterEntry, Duty, Holding, Entry)
    return tuple(model.objects.count() for model in models)


def sound() -> bool:
    """Every entry is what its leaf says."""
    return not [finding for finding in verify().findings if finding.verdict is Verdict.CONTRADICTION]


def test_bodies_come_in_with_those_above_them_wherever_they_stand(office: Office) -> None:
    rows = (
        ("p_tc", "Phòng Tổ chức", "so_moi", "phong", "Tỉnh", "Nhà nước", "TC", "01/03/2026"),
        ("so_moi", "Sở Khoa học và Công nghệ", "tinh", "so", "Tỉnh", "Nhà nước", "SKHCN", "2026-03-01"),
    )
    run = looked_through("bodies", xlsx(BODY, *rows), office.administrator, "co-quan.xlsx")
    assert outcomes(run) == [(2, "add"), (3, "add")] and not Body.objects.filter(code="so_moi").exists()
    moves.carry_out(run.pk, by=office.administrator)
    room = Body.objects.get(code="p_tc")
    assert room.parent is not None and room.parent.code == "so_moi"
    assert room.lineage == [office.body["tinh"].pk, room.parent.pk, room.pk]
    again = looked_through("bodies", xlsx(BODY, *rows), office.administrator, "co-quan.xlsx")
    assert outcomes(again) == [(2, "same"), (3, "same")]
    before = counted()
    moves.carry_out(again.pk, by=office.administrator)
    assert counted()[:-1] == before[:-1]
    changed = looked_through("bodies", csv(BODY, (*rows[1][:6], "KHCN", rows[1][7])), office.administrator)
    assert outcomes(changed) == [(2, "change")] and "SKHCN" in told(changed)
    moves.carry_out(changed.pk, by=office.administrator)
    assert Body.objects.get(code="so_moi").symbol == "KHCN"
    assert sound()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("a", "A", "b", "so", "Tỉnh", "Nhà nước", "", "01/03/2026"), "không có cơ quan mã “b”"),
        (("a", "A", "a", "so", "Tỉnh", "Nhà nước", "", "01/03/2026"), "cấp trên của chính nó"),
        (("a", "", "", "so", "Tỉnh", "Nhà nước", "", "01/03/2026"), "Tên: để trống"),
        (("a", "A", "", "so", "Vùng", "Nhà nước", "", "01/03/2026"), "phải là một trong"),
        (("a", "A", "", "so", "Tỉnh", "Nhà nước", "", "31/02/2026"), "không phải là ngày"),
        (("snv", "Sở Khác", "tinh", "so", "Tỉnh", "Nhà nước", "", "01/07/2025"), "đã là Sở Nội vụ"),
        (("snv", "Sở Nội vụ", "tinh", "so", "Tỉnh", "Nhà nước", "", "01/09/2025"), "đang là của Sở Nội vụ"),
    ],
)
def test_a_wrong_line_is_told_and_nothing_at_all_is_written(office: Office, row: tuple[str, ...], said: str) -> None:
    good = ("tot", "Sở Tốt", "tinh", "so", "Tỉnh", "Nhà nước", "ST", "01/03/2026")
    run = looked_through("bodies", csv(BODY, good, row), office.administrator)
    assert outcomes(run) == [(2, "add"), (3, "wrong")] and said in told(run)
    before = counted()
    with pytest.raises(Refused, match="còn 1 dòng sai"):
        moves.carry_out(run.pk, by=office.administrator)
    assert counted() == before


def test_the_file_of_faults_is_the_file_that_came_with_one_more_column(office: Office) -> None:
    rows = (("a.b", "Lê Thị An", "=x"), ("a.b", "Lê Thị An", "an@vi-du.gov.vn"))
    run = looked_through("people", csv(("Tên đăng nhập", "Họ và tên", "Email"), *rows), office.administrator)
    back = tables.read(moves.error_path(run).read_bytes(), "loi.csv")
    assert back is not None and back.headings[-1] == "Lỗi"
    assert [line.cells[-1] for line in back.lines] == [
        "Thư điện tử: “=x” không phải là địa chỉ thư",
        "trùng với dòng 2",
    ]
    mended = looked_through("people", moves.error_path(run).read_bytes().replace(b"'=x", b""), office.administrator)
    assert "wrong" in dict(outcomes(mended)).values()  # still twice
    assert moves.error_path(mended) != moves.error_path(run)


def test_people_and_posts_come_in_and_a_head_is_not_seated_beside_another(office: Office) -> None:
    people = csv(("Tài khoản", "Họ và tên", "Giới tính"), ("moi.nv", "Nguyễn Văn Mới", "Nam"))
    moves.carry_out(looked_through("people", people, office["hien"]).pk, by=office["hien"])
    seat = ("pkh", "Phó Trưởng phòng", "Cấp phó", "moi.nv", "01/03/2026")
    run = looked_through(
        "posts", csv(POST, seat, ("pkh", "Chuyên viên", "Công chức", "", "01/03/2026")), office["hien"]
    )
    assert outcomes(run) == [(2, "add"), (3, "add")]
    moves.carry_out(run.pk, by=office["hien"])
    assert Appointment.objects.get(person__username="moi.nv").post.title == "Phó Trưởng phòng"
    again = looked_through(
        "posts", csv(POST, seat, ("pkh", "Chuyên viên", "Công chức", "", "01/03/2026")), office["hien"]
    )
    assert outcomes(again) == [(2, "same"), (3, "same")]
    second = looked_through("posts", csv(POST, ("pkh", "Trưởng phòng mới", "Người đứng đầu", "moi.nv", "1/3/2026"),
                                        ("xx", "A", "Công chức", "moi.nv", "1/3/2026"),
                                        ("pkh", "A", "Công chức", "ai.do", "1/3/2026")), office["hien"])  # fmt: skip
    assert outcomes(second) == [(2, "wrong"), (3, "wrong"), (4, "wrong")]
    assert "đã có người đứng đầu là Bùi Thu Hà" in told(second) and "“ai.do”" in told(second)
    assert sound()


def test_documents_get_the_next_numbers_without_a_gap_and_never_twice(office: Office) -> None:
    rows = (
        ("15/UBND-NC", "05/11/2026", "UBND tỉnh Bình Minh", "Về rà soát hồ sơ", "Công văn"),
        ("16/UBND-NC", "5.11.2026", "UBND tỉnh Bình Minh", "Về cải cách", "Quyết định"),
    )
    run = looked_through("documents", csv(PAPER, *rows), office["thu"])
    assert outcomes(run) == [(2, "add"), (3, "add")]
    moves.carry_out(run.pk, by=office["thu"])
    numbers = list(RegisterEntry.objects.order_by("number").values_list("number", "document__number"))
    assert numbers == [(1, "15/UBND-NC"), (2, "16/UBND-NC")]
    assert gaps(office.body["tinh"], "den", today().year) == []
    again = looked_through(
        "documents", csv(PAPER, rows[0], (*rows[1][:3], "Về cải cách hành chính", rows[1][4])), office["thu"]
    )
    assert outcomes(again) == [(2, "same"), (3, "change")]
    moves.carry_out(again.pk, by=office["thu"])
    assert Document.objects.get(number="16/UBND-NC").title == "Về cải cách hành chính"
    assert RegisterEntry.objects.count() == 2 and sound()


def test_a_document_with_its_old_number_takes_none_of_this_year(office: Office) -> None:
    data = csv((*PAPER, "Số đến"), ("9/BC", "05/11/2020", "Sở X", "Báo cáo", "Báo cáo", "125"))
    run = looked_through("documents", data, office["thu"])
    moves.carry_out(run.pk, by=office["thu"])
    assert Document.objects.filter(number="9/BC").exists() and not RegisterEntry.objects.exists()
    entry = Entry.objects.get(room="records", verb="enter")
    assert entry.payload["old_number"] == "125"


def test_a_secret_document_stays_outside(office: Office) -> None:
    data = csv((*PAPER, "Độ mật"), ("9/BC", "05/11/2026", "Sở X", "Báo cáo", "Báo cáo", "Tối mật"))
    run = looked_through("documents", data, office["thu"])
    assert outcomes(run) == [(2, "wrong")] and "mật" in told(run)


def test_duties_are_issued_by_who_has_the_authority_once_for_each_code(office: Office) -> None:
    later = today() + timedelta(days=20)
    rows = (
        ("N1", "Rà soát đất đai", "snnmt", "", f"{later:%d/%m/%Y}", "Báo cáo", "QĐ 18/QĐ-UBND"),
        ("N2", "Lập danh sách", "", "lan", f"{later:%d/%m/%Y}", "Danh sách, số liệu", "QĐ 18/QĐ-UBND"),
    )
    run = looked_through("duties", csv(DUTY, *rows), office["binh"])
    assert outcomes(run) == [(2, "add"), (3, "add")] and "Trần Văn Hùng" in told(run)
    moves.carry_out(run.pk, by=office["binh"])
    held = dict(Duty.objects.values_list("origin_key", "holder__username"))
    assert held == {"/N1": "hung", "/N2": "lan"}
    again = looked_through("duties", csv(DUTY, *rows), office["binh"])
    assert outcomes(again) == [(2, "same"), (3, "same")]
    moves.carry_out(again.pk, by=office["binh"])
    assert Duty.objects.count() == 2 and sound()


def test_who_has_no_authority_over_the_receiver_is_told_so_on_the_line(office: Office) -> None:
    later, past = today() + timedelta(days=20), today() - timedelta(days=1)
    rows = (
        ("N1", "Việc", "sxd", "", f"{later:%d/%m/%Y}", "Báo cáo", "QĐ"),
        ("N2", "Việc", "pkh", "", f"{past:%d/%m/%Y}", "Báo cáo", "QĐ"),
        ("N3", "Việc", "pkh", "long", f"{later:%d/%m/%Y}", "Báo cáo", "QĐ"),
        ("N4", "Việc", "pkh", "", f"{later:%d/%m/%Y}", "Báo cáo", "QĐ"),
    )
    run = looked_through("duties", csv(DUTY, *rows), office["hung"])
    assert [outcome for _, outcome in outcomes(run)] == ["wrong", "wrong", "wrong", "add"]
    assert "không thuộc thẩm quyền" in told(run) and "đã qua" in told(run) and "không ở cơ quan" in told(run)


@pytest.mark.parametrize(
    ("kind", "who"), [("bodies", "lan"), ("people", "binh"), ("documents", "lan"), ("duties", "lan")]
)
def test_each_kind_has_those_who_may_bring_it(office: Office, kind: str, who: str) -> None:
    with pytest.raises(Refused, match="Chỉ"):
        moves.bring(kind, b"a;b\n1;2\n", "a.csv", by=office[who])


def test_columns_that_nobody_recognises_are_asked_for_and_may_be_said(office: Office) -> None:
    data = csv(("Cột 1", "Cột 2"), ("moi.nv", "Nguyễn Văn Mới"))
    run = looked_through("people", data, office.administrator)
    assert run.state == "failed" and "Tên đăng nhập, Họ và tên" in run.text
    run = moves.look_through(run.pk, {"username": 0, "full_name": 1})
    assert run.state == "checked" and outcomes(run) == [(2, "add")]


def test_a_formula_is_refused_on_its_line(office: Office) -> None:
    data = xlsx(("Tên đăng nhập", "Họ và tên"), ("=A1", "Nguyễn Văn Mới"))
    run = looked_through("people", data, office.administrator, "a.xlsx")
    assert outcomes(run) == [(2, "wrong")] and "công thức" in told(run)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [(b"PK\x03\x04xl/ broken", "a.xlsx", "hỏng"), (b"T\xean;H\xf4\n1;2\n" + b"\x8f" * 40, "a.csv", "bảng mã"),
     ("Tên đăng nhập;Họ và tên\n".encode(), "a.csv", "chưa có dòng nào")],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_said_in_a_sentence(office: Office, data: bytes, name: str, said: str) -> None:
    run = looked_through("people", data, office.administrator, name)
    assert run.state == "failed" and said in run.text


def test_what_changed_since_the_preview_stops_the_whole_import(office: Office) -> None:
    data = csv(("Tên đăng nhập", "Họ và tên"), ("moi.nv", "Nguyễn Văn Mới"), ("hai", "Lê Hai"))
    first, second = (looked_through("people", data, office.administrator) for _ in range(2))
    other = csv(("Tên đăng nhập", "Họ và tên"), ("moi.nv", "Nguyễn Văn Khác"))
    moves.carry_out(looked_through("people", other, office.administrator).pk, by=office.administrator)
    with pytest.raises(Refused, match="1 dòng sai"):
        moves.carry_out(first.pk, by=office.administrator)
    assert not Person.objects.filter(username="hai").exists()
    first.refresh_from_db()
    assert first.state == "checked" and first.counts["wrong"] == 1
    assert second.state == "checked"


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_written_once() -> None:
    from django.db import connection
    from tests.office import given_office

    from congvu.kernel.org import moves as org

    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    office = given_office()
    data = csv(("Tên đăng nhập", "Họ và tên"), *((f"u{n}", f"Nguyễn Văn {n}") for n in range(50)))
    run = looked_through("people", data, office.administrator)
    faults: list[BaseException] = []

    def press() -> None:
        try:
            moves.carry_out(run.pk, by=office.administrator)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert Person.objects.filter(username__startswith="u").count() == 50
    assert Entry.objects.filter(room="exchange", verb="import").count() == 1
