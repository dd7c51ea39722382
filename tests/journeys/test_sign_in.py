"""Signing in: password, two steps, passkey, and one click in a demonstration only."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible
from tests.office import Office, given_office

from congvu.kernel.org import moves as org

PageOf = Callable[..., Page]
PASSWORD = "một câu dài dễ nhớ"


@pytest.fixture
def office(transactional_db: None) -> Office:
    office = given_office()
    office["lan"].set_password(PASSWORD)
    office["lan"].save()
    return office


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def confirm(page: Page) -> None:
    """What touches the safety of the account asks for the password again."""
    assert_accessible(page)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_load_state()
    assert_accessible(page)


def test_a_password_opens_the_way_to_my_work_and_out_again(page_of: PageOf, office: Office) -> None:
    page = page_of()
    sign_in(page)
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    page.goto("/toi/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/viec/")
    expect(page.get_by_label("Mật khẩu", exact=True)).to_be_visible()


def test_a_wrong_password_is_named_and_after_five_the_account_waits(page_of: PageOf, office: Office) -> None:
    page = page_of()
    for _attempt in range(5):
        sign_in(page, "sai")
        expect(page.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu không đúng.")
        assert_accessible(page)
    sign_in(page)
    expect(page.get_by_role("alert")).to_contain_text("Đã thử sai quá nhiều lần")


def test_a_password_may_be_changed(page_of: PageOf, office: Office) -> None:
    page = page_of()
    sign_in(page)
    page.goto("/tai-khoan/password/change/")
    assert_accessible(page)
    page.get_by_label("Mật khẩu đang dùng").fill(PASSWORD)
    page.get_by_label("Mật khẩu mới", exact=True).fill("ngắn")
    page.get_by_label("Nhập lại mật khẩu mới").fill("ngắn")
    page.get_by_role("button", name="Đổi mật khẩu").click()
    expect(page.locator(".wrong").first).to_be_visible()
    page.get_by_label("Mật khẩu đang dùng").fill(PASSWORD)
    page.get_by_label("Mật khẩu mới", exact=True).fill("một câu khác còn dài hơn")
    page.get_by_label("Nhập lại mật khẩu mới").fill("một câu khác còn dài hơn")
    page.get_by_role("button", name="Đổi mật khẩu").click()
    expect(page.get_by_role("status")).to_contain_text("Đã đổi mật khẩu.")


def test_the_second_step_is_asked_once_it_is_in_use(page_of: PageOf, office: Office) -> None:
    page = page_of()
    sign_in(page)
    page.goto("/tai-khoan/2fa/totp/activate/")
    confirm(page)
    secret = page.get_by_label("Khóa, khi không quét được").input_value()
    page.get_by_label("Mã xác thực").fill(code_of(secret))
    page.get_by_role("button", name="Bắt đầu dùng").click()
    expect(page.get_by_label("Các mã chưa dùng")).to_be_visible()
    spare = page.get_by_label("Các mã chưa dùng").input_value().split()[0]
    page.goto("/tai-khoan/2fa/")
    assert_accessible(page)
    other = page_of()
    sign_in(other)
    expect(other.get_by_role("heading", name="Xác thực hai bước")).to_be_visible()
    assert_accessible(other)
    other.get_by_label("Mã").fill("000000")
    other.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(other.locator(".wrong")).to_contain_text("Mã không đúng.")
    other.get_by_label("Mã").fill(spare)
    other.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(other.get_by_role("heading", name="Việc của tôi")).to_be_visible()


def code_of(secret: str) -> str:
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_passkey_signs_in_without_a_password(page_of: PageOf, office: Office) -> None:
    page = page_of()
    page.goto("/health")
    local = page.url.replace("127.0.0.1", "localhost").removesuffix("/health")  # passkeys need a name, not a number
    session: Any = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{local}/tai-khoan/login/")
    page.get_by_label("Tên đăng nhập").fill("lan")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto(f"{local}/tai-khoan/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Tên khóa").fill("điện thoại của tôi")
    page.get_by_label("Dùng thay mật khẩu").check()
    page.get_by_role("button", name="Thêm khóa").click()
    expect(page.get_by_label("Các mã chưa dùng").or_(page.get_by_text("điện thoại của tôi")).first).to_be_visible()
    page.goto(f"{local}/toi/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto(f"{local}/tai-khoan/login/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()


def test_a_demonstration_needs_one_click_and_says_so_on_every_page(page_of: PageOf, office: Office) -> None:
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tỉnh-an-bình", demonstration=True)
    page = page_of(phone=True)
    page.goto("/dong-vai/")
    assert_accessible(page)
    page.get_by_label("Tìm người, chức vụ, cơ quan").fill("nguyen thi lan")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("button", name="Nguyễn Thị Lan").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    expect(page.get_by_text("Bản trình diễn.")).to_be_visible()


def test_who_left_his_post_is_signed_out_and_cannot_come_back(page_of: PageOf, office: Office) -> None:
    page = page_of()
    sign_in(page)
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    office["lan"].is_active = False
    office["lan"].save()
    page.goto("/viec/")
    expect(page.get_by_label("Mật khẩu", exact=True)).to_be_visible()
    sign_in(page)
    expect(page.get_by_role("heading", name="Việc của tôi")).not_to_be_visible()
