"""The demonstration's sign-in: everybody who can sign in may be played."""

import pytest
from django.test import Client
from tests.office import Office, given_office

from congvu.kernel.org import moves as org

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    office = given_office()
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tinh-an-binh", demonstration=True)
    return office


def test_a_person_is_found_by_the_user_name_that_the_start_prints(office: Office, client: Client) -> None:
    office["lan"].username = "lan.nt"
    office["lan"].save()
    page = client.get("/dong-vai/?q=lan.nt").content.decode()
    assert "Nguyễn Thị Lan" in page
    assert "Lê Văn Minh" not in page


def test_an_administrator_without_a_post_may_be_played(office: Office, client: Client) -> None:
    admin = org.add_person(username="quantri2", full_name="Vũ Quản Trị", by=office["hien"], administrator=True)
    assert f'value="{admin.pk}"' in client.get("/dong-vai/?q=vu quan tri").content.decode()
    answer = client.post("/dong-vai/", {"person": str(admin.pk)}, follow=True)
    assert answer.status_code == 200
