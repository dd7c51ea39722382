"""Somebody who comes for the first time sees a page he can use."""

from playwright.sync_api import Page
from tests.browser import assert_accessible


def test_a_visitor_is_asked_to_sign_in(visitor: Page) -> None:
    visitor.goto("/")
    assert "/login" in visitor.url
    assert visitor.locator("input[type=password]").is_visible()
    assert_accessible(visitor)


def test_a_visitor_on_a_phone_is_asked_to_sign_in(page_of) -> None:  # type: ignore[no-untyped-def]
    phone = page_of(phone=True)
    phone.goto("/")
    assert phone.locator("input[type=password]").is_visible()
    assert_accessible(phone)
