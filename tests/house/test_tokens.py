"""A token made on the command line opens the served API, and revoked it does not."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.program import SET_UP, Served, congvu, home_with

PEOPLE = SET_UP + ("    moves.add_person(username='quantri', full_name='Quản Trị', by=None, administrator=True)\n")


@pytest.fixture
def home() -> Iterator[Path]:
    with home_with(PEOPLE) as folder:
        yield folder


def asked(port: int, secret: str) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/me", headers={"Authorization": f"Bearer {secret}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_token_is_made_listed_used_and_revoked(home: Path) -> None:
    by = ("--by", "quantri")
    refused = congvu(home, "token", "make", "nobody", "--program", "X", "--scope", "duties:read", *by)
    assert refused.returncode == 2 and "nobody" in refused.stderr
    made = congvu(home, "token", "make", "quantri", "--program", "Kho báo cáo", "--scope", "org:read", *by)
    assert made.returncode == 0, made.stderr
    secret = made.stdout.strip()
    assert "Kho báo cáo\tquantri\torg:read\tcòn hiệu lực" in congvu(home, "token", "list").stdout
    served = Served(home)
    try:
        status, told = asked(served.port, secret)
        assert (status, told["program"]) == (200, "Kho báo cáo")
        assert congvu(home, "token", "revoke", "1", *by).returncode == 0
        status, told = asked(served.port, secret)
        assert (status, told["code"]) == (401, "no-identity")
    finally:
        served.stop()
    assert congvu(home, "token", "revoke", "9", *by).returncode == 2
    assert "đã thu hồi" in congvu(home, "token", "list").stdout
