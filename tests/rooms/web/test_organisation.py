"""Tổ chức: the home affairs posts end appointments and write delegations; the duties pass on in the same moment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from tests.office import Office, given_office
from tests.rooms.duties.web import client_of, words

from congvu.kernel.duties import invariants, tasks
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Appointment, Delegation, Person
from congvu.kit.clock import now, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    return given_office()


@pytest.fixture
def address(office: Office) -> Callable[[str], str]:
    """The page that ends somebody's appointment."""
    return lambda name: f"/to-chuc/thoi-giu/{Appointment.objects.get(person=office[name]).pk}/"


def test_it_is_for_those_who_manage(office: Office, address: Callable[[str], str]) -> None:
    for name in ("hung", "lan"):
        assert client_of(office, name).get("/to-chuc/").status_code == 200  # who sits where is no secret
        assert client_of(office, name).post(address("tu"), {"reason": "Nghỉ hưu"}).status_code == 403
    assert "Tổ chức" not in words(client_of(office, "lan").get("/danh-muc/"))
    assert "Thêm cơ quan" not in words(client_of(office, "hung").get("/to-chuc/"))
    page = words(client_of(office, "hien").get("/to-chuc/?q=dat dai"))
    assert "Nguyễn Thị Lan" in page and "Ngô Hải Sơn" not in page


def test_the_page_says_what_passes_to_whom_before_anything_is_done(
    office: Office, address: Callable[[str], str]
) -> None:
    duty_ids = [office.given_duty("lan", state) for state in ("assigned", "in_hand")]
    client = client_of(office, "hien")
    page = words(client.get(address("lan")))
    assert "đang giữ 2 việc" in page
    assert "chuyển ngay cho ông Lê Văn Minh, Trưởng phòng" in page
    assert "tài khoản sẽ đóng" in page
    refused = client.post(address("lan"), {"reason": ""})
    assert refused.status_code == 422 and "Chưa nhập lý do, căn cứ." in words(refused)
    done = client.post(address("lan"), {"reason": "Chuyển công tác theo Quyết định 45/QĐ-SNV"}, follow=True)
    assert "Bà Nguyễn Thị Lan đã thôi giữ vị trí" in words(done) and "2 việc đã chuyển." in words(done)
    assert {office.holder_of(duty_id) for duty_id in duty_ids} == {"minh"}
    assert not Person.objects.get(pk=office["lan"].pk).is_active
    assert invariants.check(connection) == []
    again = client.post(address("lan"), {"reason": "Chuyển công tác"})
    assert again.status_code == 422 and "đã thôi giữ vị trí đó" in words(again)


def test_an_end_at_a_later_hour_is_kept_and_the_clock_passes_the_duties_on(
    office: Office, address: Callable[[str], str]
) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    client = client_of(office, "hien")
    early = client.post(address("lan"), {"reason": "Nghỉ hưu", "at": "2026-01-05T08:00"})
    assert early.status_code == 422 and "Thời điểm này đã qua." in words(early)
    later = (now() + timedelta(days=3)).replace(tzinfo=None).isoformat(timespec="minutes")
    done = client.post(address("lan"), {"reason": "Nghỉ hưu", "at": later}, follow=True)
    assert "thôi giữ vị trí" in words(done)
    assert office.holder_of(duty_id) == "lan"
    Appointment.objects.filter(person=office["lan"]).update(ends_at=now() - timedelta(seconds=1))
    tasks.run_clock()
    assert office.holder_of(duty_id) == "minh"


def test_a_delegation_needs_scope_instrument_and_days(office: Office) -> None:
    client = client_of(office, "hien")
    address = f"/to-chuc/uy-quyen/{office.post['hung'].pk}/"
    assert "Đỗ Thị Thủy" in words(client.get(address))
    given = {"person": office["thuy"].pk, "scope": "Ký văn bản về đất đai", "instrument": "Giấy ủy quyền 3/GUQ-SNNMT"}
    assert client.post(address, given).status_code == 422
    days = {"starts_on": today().isoformat(), "ends_on": (today() + timedelta(days=5)).isoformat()}
    assert client.post(address, given | days | {"instrument": ""}).status_code == 422
    done = client.post(address, given | days, follow=True)
    assert "Đã ghi ủy quyền cho bà Đỗ Thị Thủy" in words(done)
    assert "Giấy ủy quyền 3/GUQ-SNNMT" in words(done)
    assert Delegation.objects.count() == 1
    assert office.post["hung"] in org.delegated_posts(office["thuy"], now())
