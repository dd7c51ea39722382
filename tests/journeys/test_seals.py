"""Anybody signed in keeps a head, brings it back later, and is told whether the past still stands."""

from pathlib import Path
from typing import Any

import pytest
from tests.browser import assert_accessible
from tests.rooms.ledger.given import given_entries, given_installation

from congvu.kernel.ledger import moves

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True])
def test_a_head_is_kept_and_proves_later(page_of: Any, tmp_path: Path, phone: bool) -> None:
    person = given_installation()
    given_entries(12)
    moves.seal_all()
    page = page_of(person, phone=phone)
    page.goto("/so-cai/")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải đầu cây này").click()
    saved = tmp_path / "dau-cay.txt"
    download.value.save_as(saved)
    given_entries(3)
    moves.seal_all()
    page.get_by_label("Tệp đầu cây đã lưu").set_input_files(saved)
    page.get_by_role("button", name="Đối chiếu").click()
    page.get_by_text("12 dòng đầu của sổ cái vẫn y nguyên").wait_for()
    assert_accessible(page)
