"""Lịch làm việc: the year as a drawing with a table behind, and publishing a change with a preview before."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.office import Office
from tests.rooms.duties.web import client_of, words

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import CalendarVersion
from congvu.kit.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _national() -> Iterator[None]:
    org.forget_calendar()
    yield
    org.forget_calendar()


def coming(number: int = 3) -> str:
    """A working day soon: no duty of the office is due before it."""
    calendar = org.calendar()
    return calendar.working_day(int(calendar.rank[calendar.index(today())]) + number).isoformat()


def form(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Nghỉ tránh bão", "instrument": "Công điện 21/CĐ-UBND", "count": "2", "day_1": coming(),
        "kind_1": "holiday", "name_1": "Nghỉ tránh bão số 13", "day_2": "", "kind_2": "holiday", "name_2": "",
        **changes,
    }  # fmt: skip


def drafted(client: Client) -> str:
    answer = client.post("/lich/moi/", form())
    assert answer.status_code == 302
    return str(answer["Location"])


def test_the_year_is_drawn_and_each_special_day_stands_in_a_table_with_its_instrument(office: Office) -> None:
    answer = client_of(office, "lan").get("/lich/?nam=2026")
    page = words(answer)
    assert answer.content.count(b'<svg class="cv-svg cv-month"') == 12
    assert "Thông báo 9441/TB-BNV ngày 16/10/2025" in page and "nghỉ hoán đổi, làm bù thứ Bảy 22/8" in page
    assert "Tháng 8: 21 ngày làm việc; 22 Làm bù, 31 Nghỉ hoán đổi" in answer.content.decode()
    assert "Soạn thay đổi" not in page
    assert "Còn ngày chưa công bố" in words(client_of(office, "lan").get("/lich/?nam=2027"))


@pytest.mark.parametrize("year", ["1999", "2999", "20x6", "²⁰²⁶", ""])
def test_a_year_that_no_calendar_has_is_not_found(office: Office, year: str) -> None:
    assert client_of(office, "lan").get("/lich/", {"nam": year}).status_code == 404


def test_a_change_is_prepared_previewed_published_and_taken_back(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    before = Duty.objects.get(pk=duty_id).current_due_at
    address = drafted(client_of(office, "hien"))
    preview = words(client_of(office, "hien").get(address))
    assert (
        "1 thời hạn đổi" in preview and "muộn hơn" in preview and "Công bố" not in preview.split("Từng việc")[1][:200]
    )
    assert "Rà soát hồ sơ đất đai quá hạn" not in preview, "who may not see the duty sees its number alone"
    leader = client_of(office, "binh")
    assert "Rà soát hồ sơ đất đai quá hạn" in words(leader.get(address))
    told = words(leader.post(f"{address}cong-bo/", follow=True))
    assert "Đã công bố lịch số 1; 1 thời hạn đã tính lại" in told
    after = Duty.objects.get(pk=duty_id).current_due_at
    assert before is not None and after is not None and after > before
    row = CalendarVersion.objects.get()
    assert client_of(office, "hien").post(f"/lich/{row.pk}/thu-hoi/", {"instrument": ""}).status_code == 422
    undoing = client_of(office, "hien").post(f"/lich/{row.pk}/thu-hoi/", {"instrument": "Công điện 22"})
    leader.post(f"{undoing['Location']}cong-bo/")
    assert Duty.objects.get(pk=duty_id).current_due_at == before
    assert "Thu hồi lịch số 1." in words(leader.get("/lich/"))


def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_lost(office: Office) -> None:
    answer = client_of(office, "hien").post("/lich/moi/", form(instrument=""))
    assert answer.status_code == 422 and not CalendarVersion.objects.exists()
    page = answer.content.decode()
    assert "Chưa nhập văn bản làm căn cứ" in page and 'value="Nghỉ tránh bão số 13"' in page
    more = client_of(office, "hien").post("/lich/moi/", form(more="1"))
    assert more.status_code == 200 and 'name="count" value="6"' in more.content.decode()


def test_who_may_not_prepare_sees_no_draft_and_who_may_not_publish_is_told_who_can(office: Office) -> None:
    address = drafted(client_of(office, "hien"))
    for method in ("get", "post"):
        assert getattr(client_of(office, "lan"), method)("/lich/moi/").status_code == 403
    assert client_of(office, "lan").get(address).status_code == 403
    assert "Nghỉ tránh bão" not in words(client_of(office, "lan").get("/lich/"))
    refused = words(client_of(office, "hien").post(f"{address}cong-bo/", follow=True))
    assert "Chỉ người đứng đầu hoặc lãnh đạo" in refused
    assert CalendarVersion.objects.get().number is None
    assert "Đã bỏ dự thảo" in words(client_of(office, "hien").post(f"{address}bo/", follow=True))
    assert not CalendarVersion.objects.exists()


def test_a_number_of_the_preview_opens_its_rows(office: Office) -> None:
    office.given_duty("lan", "in_hand")
    leader = client_of(office, "binh")
    address = drafted(leader)
    link = re.search(r'href="\?lui=(-?\d+)#dong"', leader.get(address).content.decode())
    assert link is not None
    assert "NV-" in words(leader.get(f"{address}?lui={link[1]}"))
    assert "NV-" not in words(leader.get(f"{address}?lui=99")).split("Từng việc")[1]


def test_a_fault_of_the_machine_is_registered_on_its_page_and_read_by_all(office: Office) -> None:
    office.person["quantri"] = office.administrator
    administrator = client_of(office, "quantri")
    typed = {
        "what": "Mất điện máy chủ", "instrument": "Biên bản 02/BB-VP", "starts_at": "2026-11-02T08:00",
        "ends_at": "2026-11-02T10:00",
    }  # fmt: skip
    for wrong, told in (
        ({"starts_at": "hôm qua"}, "Thời điểm viết theo dạng 2026-11-26 08:30."),
        ({"starts_at": "0001-01-01T00:00"}, "Thời điểm viết theo dạng 2026-11-26 08:30."),
        ({"ends_at": "2026-11-02T07:00"}, "Thời điểm kết thúc phải sau thời điểm bắt đầu."),
        ({"instrument": " "}, "Ghi nhận sự cố phải nêu sự cố gì và theo biên bản nào."),
    ):
        answer = administrator.post("/lich/su-co/", typed | wrong)
        assert answer.status_code == 422 and told in words(answer) and "Mất điện máy chủ" in answer.content.decode()
    assert "Đã ghi nhận sự cố" in words(administrator.post("/lich/su-co/", typed, follow=True))
    seen = client_of(office, "lan").get("/lich/su-co/")
    assert "Mất điện máy chủ Biên bản 02/BB-VP 02/11/2026 08:00 02/11/2026 10:00" in words(seen)
    assert "<form" not in seen.content.decode().partition("<main")[2].partition("</main")[0]
    refused = client_of(office, "binh").post("/lich/su-co/", typed)
    assert refused.status_code == 422 and "Chỉ quản trị viên ghi nhận sự cố" in words(refused)
