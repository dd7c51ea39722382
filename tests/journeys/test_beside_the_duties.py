"""What stands beside the duties, in a browser: a directive is read and confirmed, a meeting is called and attended, a
clause that stops a duty is recorded and sent up, a gap in the matrix is given as work. Desktop and phone, axe on each.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible
from tests.office import Office, given_office
from tests.rooms.directives.test_readers import given_spread
from tests.rooms.org.office import given_province

from congvu.kernel.org import moves as org
from congvu.kit.clock import now, today
from congvu.sources.meetings import moves as meetings
from congvu.sources.meetings.models import Meeting

PageOf = Callable[..., Page]


@pytest.fixture(autouse=True)
def files_root(transactional_db: None, tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield tmp_path / "files"


@pytest.fixture
def office(transactional_db: None) -> Office:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    return given_office(now() - timedelta(days=30))


def test_an_official_reads_asks_and_confirms_on_a_phone_and_his_head_sees_who_has_not(page_of: PageOf) -> None:
    it = given_province()
    reading = given_spread(it)
    lan = page_of(it.people["lan"], phone=True)
    lan.goto("/van-ban/quan-triet/")
    assert_accessible(lan)
    lan.get_by_role("link", name="3412/UBND-NC").click()
    lan.get_by_label("Chỗ tôi chưa rõ").fill("Toàn thể gồm cả hợp đồng lao động không?")
    lan.get_by_role("button", name="Gửi câu hỏi").click()
    expect(lan.get_by_role("status").first).to_contain_text("người trả lời là")
    lan.get_by_role("button", name="Tôi đã đọc và quán triệt").click()
    expect(lan.locator("main")).to_contain_text("Đồng chí đã xác nhận lúc")
    assert_accessible(lan)

    head = page_of(it.people["giamdoc"])
    head.goto(f"/van-ban/{reading.pk}/quan-triet/")
    head.get_by_label("Trả lời", exact=True).fill("Gồm cả người lao động hợp đồng.")
    head.get_by_role("button", name="Gửi trả lời").click()
    row = head.get_by_role("row", name="Phòng Quản lý đất đai")
    expect(row).to_contain_text("1 (50%)")
    row.get_by_role("link").click()
    expect(head.locator("main")).to_contain_text("Chưa xác nhận")
    assert_accessible(head)


def test_a_meeting_from_the_invitation_to_the_reply(page_of: PageOf, office: Office) -> None:
    head = page_of(office["hung"])
    head.goto("/hop/")
    head.get_by_role("link", name="Triệu tập cuộc họp").click()
    day = f"{today() + timedelta(days=3):%Y-%m-%d}"
    head.get_by_label("Tên cuộc họp").fill("Giao ban tuần")
    head.get_by_label("Bắt đầu").fill(f"{day}T08:00")
    head.get_by_label("Kết thúc").fill(f"{day}T09:00")
    head.get_by_label("Địa điểm").fill("Phòng họp số 2")
    head.get_by_label("Thành phần mời").fill("Lê Văn Minh\nPhòng Kế hoạch")
    assert_accessible(head)
    head.get_by_role("button", name="Triệu tập").click()
    expect(head.get_by_role("heading", level=1)).to_have_text("Giao ban tuần")
    assert_accessible(head)

    minh = page_of(office["minh"], phone=True)
    minh.goto("/hop/")
    minh.get_by_role("link", name="Giao ban tuần").first.click()
    minh.get_by_label("Vắng, có lý do").check()
    minh.get_by_role("button", name="Trả lời").click()
    expect(minh.get_by_role("alert").first).to_contain_text("Vắng phải nêu lý do")
    minh.get_by_label("Lý do, nếu vắng").fill("Đi đo đạc thực địa")
    minh.get_by_role("button", name="Trả lời").click()
    expect(minh.get_by_role("status").first).to_contain_text("Đã ghi trả lời")
    assert_accessible(minh)


def test_attendance_is_taken_and_answered(page_of: PageOf, office: Office) -> None:
    begin = now() + timedelta(seconds=2)
    meetings.call(
        by=office["hung"], title="Họp gấp", starts_at=begin, ends_at=begin + timedelta(hours=1), place="Phòng 1",
        invited="Lê Văn Minh; Bùi Thu Hà",
    )  # fmt: skip
    sleep(2.5)
    head = page_of(office["hung"], phone=True)
    head.goto("/hop/")
    head.get_by_role("link", name="Điểm danh: Họp gấp").click()
    head.get_by_role("group", name="Ông Lê Văn Minh").get_by_label("Vắng không lý do").check()
    assert_accessible(head)
    head.get_by_role("button", name="Xác nhận điểm danh").click()
    expect(head.get_by_role("status").first).to_contain_text("Đã xác nhận điểm danh")

    minh = page_of(office["minh"])
    minh.goto(f"/hop/{Meeting.objects.get().pk}/")
    minh.get_by_label("Ý kiến của tôi").fill("Tôi trực ở xã theo phân công.")
    minh.get_by_role("button", name="Gửi ý kiến").click()
    expect(minh.locator("main")).to_contain_text("Đang xem xét ý kiến")
    head.goto(f"/hop/{Meeting.objects.get().pk}/")
    head.get_by_role("button", name="Sửa điểm danh").click()
    expect(head.locator("main")).to_contain_text("Đã sửa theo ý kiến")
    assert_accessible(head)
    head.goto("/hop/vang/")
    assert_accessible(head)


def test_a_clause_is_recorded_on_the_duty_it_stops_and_sent_up(page_of: PageOf, office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    lan = page_of(office["lan"], phone=True)
    lan.goto(f"/viec/{duty_id}/")
    lan.get_by_role("link", name="Ghi vướng mắc pháp luật").click()
    lan.get_by_label("Văn bản", exact=True).fill("Luật Đất đai 31/2024/QH15")
    lan.get_by_label("Điều, khoản").fill("khoản 3 Điều 158")
    lan.get_by_label("Vướng ở đâu, việc gì không làm được").fill("Chưa có bảng giá đất chung.")
    lan.get_by_label("Kiến nghị", exact=True).fill("Áp dụng bảng giá cũ.")
    assert_accessible(lan)
    lan.get_by_role("button", name="Ghi vướng mắc").click()
    expect(lan.get_by_role("status").first).to_contain_text("Đã ghi vướng mắc VM-")
    assert_accessible(lan)

    head = page_of(office["hung"])
    head.goto("/vuong-mac/")
    head.get_by_role("link", name="khoản 3 Điều 158", exact=True).click()
    head.get_by_label("Gộp thành kiến nghị").fill("Bảng giá đất")
    assert_accessible(head)
    head.get_by_role("button", name="Gộp các vướng mắc đã chọn").click()
    head.get_by_label("Cơ quan trong tỉnh").fill("Sở Nội vụ")
    head.get_by_label("Hạn trả lời").fill(f"{today() + timedelta(days=9):%Y-%m-%d}")
    head.get_by_role("button", name="Gửi", exact=True).click()
    expect(head.locator("main")).to_contain_text("chờ bà Dương Thị Mai trả lời")
    assert_accessible(head)


def test_a_gap_in_the_matrix_is_given_as_work(page_of: PageOf, office: Office) -> None:
    office.given_duty("lan", matter="Bãi đổ thải ven sông")
    leader = page_of(office["binh"])
    leader.goto("/quy-che/")
    assert_accessible(leader)
    leader.get_by_role("link", name="Chồng chéo, khoảng trống").click()
    assert_accessible(leader)
    leader.get_by_role("link", name="Bãi đổ thải ven sông").click()
    leader.get_by_label("Giao đơn vị làm rõ").fill("Sở Nội vụ")
    leader.get_by_label("Hạn", exact=True).fill(f"{today() + timedelta(days=9):%Y-%m-%d}")
    leader.get_by_role("button", name="Giao việc").click()
    expect(leader.locator("main")).to_contain_text("Đã giao việc làm rõ")
    assert_accessible(leader)
    phone = page_of(office["binh"], phone=True)
    for path in ("/quy-che/", "/quy-che/phat-hien/", "/quy-che/moi/"):
        phone.goto(path)
        assert_accessible(phone)
