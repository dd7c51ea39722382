"""Who has a password links it once with the province's identity system, and signs in by that from then on."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.office import Office, given_office

PROVINCE = {"provider_id": "province", "name": "Tài khoản của tỉnh", "client_id": "congvu", "secret": "s",
            "settings": {"server_url": "https://dinhdanh.tinh.example"}}  # fmt: skip


@pytest.fixture
def office(db: None) -> Office:
    return given_office()


def signed_in(office: Office, who: str) -> Client:
    client = Client()
    client.force_login(office[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_account_offers_the_link_when_there_is_an_identity_system(office: Office, settings: Any) -> None:
    client = signed_in(office, "lan")
    assert "/tai-khoan/3rdparty/" not in client.get("/toi/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [PROVINCE]}}
    assert "/tai-khoan/3rdparty/" in client.get("/toi/").content.decode()
    page = client.get("/tai-khoan/3rdparty/").content.decode()
    assert "Nối với Tài khoản của tỉnh" in page
    assert "/tai-khoan/oidc/province/login/?process=connect" in page


def test_a_link_can_be_taken_away(office: Office, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [PROVINCE]}}
    person = office["lan"]
    person.set_password("mot-mat-khau-dai-12")
    person.save()
    client = signed_in(office, "lan")
    linked = SocialAccount.objects.create(user=person, provider="province", uid="123")
    assert "Bỏ liên kết đã chọn" in client.get("/tai-khoan/3rdparty/").content.decode()
    client.post("/tai-khoan/3rdparty/", {"account": linked.pk})
    assert not SocialAccount.objects.filter(user=person).exists()
