"""The home affairs post and the heads change the organisation in a browser: seats, absences, delegations, a merger."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible
from tests.office import Office, given_office

from congvu.kernel.duties import invariants, moves
from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Body, Reorganisation
from congvu.kit.clock import today

pytestmark = pytest.mark.journey


@pytest.fixture
def office(transactional_db: None) -> Office:
    return given_office()


def day(days: int = 0) -> str:
    return (today() + timedelta(days=days)).isoformat()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(label=value) if not value.isdecimal() else field.select_option(value)
        else:
            field.fill(value)


def test_a_seat_is_made_filled_and_ended(office: Office, page_of: Callable[..., Page]) -> None:
    page = page_of(office["hien"])
    page.goto("/to-chuc/")
    assert_accessible(page)
    page.get_by_role("link", name="Sở Xây dựng", exact=True).click()
    page.get_by_role("link", name="Thêm vị trí").click()
    fill(page, title="Chánh Thanh tra", order="30")
    page.get_by_role("button", name="Thêm vị trí").click()
    page.get_by_role("link", name="Bổ nhiệm Chánh Thanh tra", exact=True).click()
    page.get_by_role("button", name="Bổ nhiệm").click()
    expect(page.get_by_role("alert").first).to_contain_text("Chưa nêu người.")
    fill(page, person="Mai Thành Long (long)", kind="kiêm nhiệm", instrument="QĐ 9/QĐ-SXD")
    page.get_by_role("button", name="Bổ nhiệm").click()
    expect(page.locator("main")).to_contain_text("Mai Thành Long giữ vị trí Chánh Thanh tra")
    page.goto("/to-chuc/khuyet/")
    expect(page.locator("main")).to_contain_text("Mai Thành Long")
    assert_accessible(page)


def test_on_a_phone_a_head_records_an_absence_and_passes_what_is_held(
    office: Office, page_of: Callable[..., Page]
) -> None:
    held = office.given_duty("lan", "in_hand")
    page = page_of(office["minh"], phone=True)
    page.goto(f"/to-chuc/co-quan/{office.body['pqldd'].pk}/")
    assert_accessible(page)
    page.get_by_role("link", name="Ghi vắng Nguyễn Thị Lan").click()
    fill(page, ends_on=day(3), reason="Việc gia đình")
    page.locator("[name=stand_in]").select_option(f"{office['tu'].pk}-{office.post['tu'].pk}")
    assert_accessible(page)
    page.get_by_role("button", name="Ghi vắng mặt").click()
    expect(page.locator("main")).to_contain_text("Người vắng còn giữ 1 việc")
    assert_accessible(page)
    page.get_by_role("button", name="Chuyển 1 việc cho người giữ thay").click()
    expect(page.locator("main")).to_contain_text("Đã chuyển 1 việc cho Hoàng Anh Tú.")
    assert office.holder_of(held) == "tu" and office.holder_of(office.given_duty("lan")) == "tu"


def test_a_head_delegates_a_matter_and_takes_it_back(office: Office, page_of: Callable[..., Page]) -> None:
    page = page_of(office["hien"])
    page.goto("/to-chuc/tham-quyen/them/")
    fill(page, matter="hồ sơ đất đai", body="Sở Nông nghiệp và Môi trường (snnmt)", instrument="QĐ 18/2025/QĐ-UBND")
    page.get_by_role("button", name="Thêm dòng").click()
    expect(page.locator("main")).to_contain_text("hồ sơ đất đai")
    assert_accessible(page)
    head = page_of(office["hung"])
    head.goto("/to-chuc/uy-quyen/")
    head.get_by_role("link", name="Ủy quyền từ Giám đốc Sở").click()
    fill(head, line="hồ sơ đất đai", scope="Quyết định hồ sơ đất đai", instrument="GUQ 3", ends_on=day(-1))
    head.locator("[name=person]").select_option(str(office["thuy"].pk))
    head.get_by_role("button", name="Ghi ủy quyền").click()
    expect(head.get_by_role("alert").first).to_contain_text("Ngày hết ủy quyền phải sau ngày bắt đầu.")
    fill(head, ends_on=day(30))
    assert_accessible(head)
    head.get_by_role("button", name="Ghi ủy quyền").click()
    duty_id = office.given_duty("lan", "in_hand", matter="Hồ sơ đất đai", deciding_post_id=office.post["hung"].pk)
    office.move("submit", duty_id, "lan", draft="Dự thảo")
    assert office.holder_of(duty_id) == "thuy"
    head.get_by_role("link", name="Thu hồi Đỗ Thị Thủy").click()
    fill(head, reason="Phân công lại")
    head.get_by_role("button", name="Thu hồi").click()
    expect(head.locator("main")).to_contain_text("1 việc trở về.")
    assert office.holder_of(duty_id) == "hung"


def test_a_merger_from_the_draft_to_the_day(office: Office, page_of: Callable[..., Page]) -> None:
    duty_id = office.given_duty("khanh", "in_hand")
    page = page_of(office["hien"])
    page.goto("/to-chuc/sap-xep/")
    page.get_by_role("link", name="Lập phương án").click()
    fill(page, name="Hợp nhất hai sở", instrument="NQ 12/NQ-HĐND", day=day())
    page.get_by_role("button", name="Lập phương án").click()
    page.get_by_role("link", name="Thêm cơ quan kế thừa").click()
    fill(page, name="Sở Xây dựng và Nông nghiệp", code="sxdnn", parent="Ủy ban nhân dân tỉnh An Bình (tinh)")
    page.get_by_role("button", name="Thêm", exact=True).click()
    for name in ("Sở Xây dựng (sxd)", "Sở Nông nghiệp và Môi trường (snnmt)"):
        page.get_by_role("link", name="Thêm cơ quan chấm dứt").click()
        fill(page, old=name)
        page.get_by_role("button", name="Thêm", exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name="Diễn tập").click()
    expect(page.locator("main")).to_contain_text("1 việc đang mở sẽ chuyển theo")
    expect(page.locator("main")).to_contain_text("Không có lỗi")
    assert_accessible(page)
    assert not Body.objects.filter(code="sxdnn").exists()
    leader = page_of(office["binh"], phone=True)
    leader.goto(f"/to-chuc/sap-xep/{Reorganisation.objects.get().pk}/")
    assert_accessible(leader)
    leader.get_by_role("link", name="Quyết định thực hiện").click()
    leader.get_by_role("button", name="Quyết định thực hiện").click()
    expect(leader.locator("main")).to_contain_text("Đã quyết định")
    moves.carry_out(Reorganisation.objects.get().pk)
    leader.reload()
    expect(leader.locator("main")).to_contain_text("Đã chuyển 1 trong 1 việc.")
    assert Duty.objects.get(pk=duty_id).body == Body.objects.get(code="sxdnn")
    page.goto(f"/to-chuc/co-quan/{office.body['sxd'].pk}/")
    expect(page.locator("main")).to_contain_text("Ai làm tiếp")
    expect(page.locator("main")).to_contain_text("Sở Xây dựng và Nông nghiệp")
    assert_accessible(page)
    assert invariants.check(connection) == []
