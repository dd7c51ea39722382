"""The frame of every page: what stands in it, and what it never does."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client, RequestFactory

from congvu.faces.web import views

pytestmark = pytest.mark.django_db


def test_health_answers_when_the_database_does(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "pass"


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_where_he_was(client: Client) -> None:
    answer = client.get("/viec/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/tai-khoan/login/?next=/viec/")


def test_a_missing_page_says_so_in_vietnamese(client: Client) -> None:
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


def test_the_demonstration_sign_in_does_not_exist_in_a_real_installation(client: Client) -> None:
    assert client.get("/dong-vai/").status_code == 404


def test_no_page_asks_another_host_or_allows_inline_style_and_script(client: Client) -> None:
    answer = client.get("/tai-khoan/login/")
    page = answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
    assert " style=" not in page and "<style" not in page and " onclick" not in page


def test_a_failure_is_told_without_asking_the_database_that_may_have_failed(
    rf: RequestFactory, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(0):
        answer = views.error_500(rf.get("/viec/"))
    assert answer.status_code == 500
    assert "không bị ghi nửa chừng" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_in_vietnamese() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ngon-ngu/", {"language": "en"})
    assert answer.status_code == 403
    assert "trang này mở đã lâu" in answer.content.decode()


def test_a_browser_that_speaks_another_language_sees_vietnamese_first(client: Client) -> None:
    page = client.get("/tai-khoan/login/", headers={"Accept-Language": "en-US,en"})
    assert page["Content-Language"] == "vi"
    assert "Tên đăng nhập" in page.content.decode()


def test_nobody_signs_himself_up_or_resets_a_password_by_mail(client: Client) -> None:
    for path in ("signup/", "password/reset/", "email/"):
        assert client.get(f"/tai-khoan/{path}").status_code == 404
