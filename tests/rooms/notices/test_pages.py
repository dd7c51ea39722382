"""Bản tin in the program, how one wants to be told, and what the administrator sees of the mail."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.test import Client
from tests.office import Office
from tests.rooms.api.client import Program, problem_of
from tests.rooms.duties.web import client_of, words

from congvu.kernel.ledger.moves import hand_out
from congvu.kernel.notices import moves, queries
from congvu.kernel.notices.models import Notice
from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES

Clock = Callable[[str], datetime]


def test_the_newest_digest_stands_open_with_a_link_a_line(office: Office, clock: Clock) -> None:
    duty_id = office.given_duty("lan", "assigned", title="Tổng hợp ý kiến")
    hand_out()
    clock("2026-11-03 07:31")
    moves.make_digests()
    answer = client_of(office, "lan").get("/ban-tin/")
    page = words(answer)
    assert "Bản tin sáng, 07:31 thứ Ba 03/11/2026" in page and f'href="/viec/{duty_id}/"' in answer.content.decode()
    assert "Việc mới chuyển đến đồng chí" in page
    assert "Chưa có bản tin nào." in words(client_of(office, "tu").get("/ban-tin/"))


def test_anothers_notice_is_not_found(office: Office, clock: Clock) -> None:
    office.given_duty("lan", "assigned")
    hand_out()
    notice = Notice.objects.get(person=office["lan"])
    assert client_of(office, "lan").get(f"/ban-tin/{notice.pk}/").status_code == 200
    assert client_of(office, "tu").get(f"/ban-tin/{notice.pk}/").status_code == 404


def test_how_to_be_told_is_chosen_and_a_wrong_hour_loses_nothing(office: Office) -> None:
    lan = client_of(office, "lan")
    wrong = lan.post("/toi/bao-tin/", {"morning": "on", "quiet_from": "25:00", "quiet_until": "07:00"})
    assert wrong.status_code == 422 and "Giờ viết theo dạng" in words(wrong)
    same = lan.post("/toi/bao-tin/", {"quiet_from": "18:00", "quiet_until": "18:00"})
    assert same.status_code == 422
    lan.post("/toi/bao-tin/", {"morning": "on", "quiet_from": "17:30", "quiet_until": "07:15"})
    wish = queries.preference_of(office["lan"])
    assert (wish.morning, wish.afternoon, wish.by_mail, wish.quiet_from) == (True, False, False, time(17, 30))


def test_the_administrator_sees_how_the_mail_goes_and_nobody_else(office: Office, settings: Any, clock: Clock) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    office.given_duty("lan", "assigned", title="Tổng hợp ý kiến")
    hand_out()
    moves.send_due()
    administrator = Client()
    administrator.force_login(office.administrator, backend="django.contrib.auth.backends.ModelBackend")
    page = words(administrator.get("/ban-tin/thu/"))
    assert "1 thư chưa gửi được" in page and "ConnectionRefusedError" in page and "Tổng hợp" not in page
    assert client_of(office, "binh").get("/ban-tin/thu/").status_code == 403


def test_the_same_through_the_api(office: Office) -> None:
    _token, secret = org.make_token(
        office["lan"], program="Kho báo cáo", scopes=tuple(SCOPES), days=30, by=office.administrator
    )
    program = Program(secret)
    office.given_duty("lan", "assigned", title="Tổng hợp ý kiến")
    hand_out()
    (told,) = program.get("/notices").json()["items"]
    assert (told["kind"], told["lines"][0]["text"].startswith("Tổng hợp ý kiến")) == ("instant", True)
    wish = program.get("/notices/preferences").json() | {"morning": False, "quiet_from": "17:30"}
    kept = program.post("/notices/preferences", wish).json()
    assert (kept["morning"], kept["quiet_from"]) == (False, "17:30")
    problem_of(program.post("/notices/preferences", wish | {"quiet_from": "25:00"}), 422)
    problem_of(program.post("/notices/preferences", wish | {"quiet_from": wish["quiet_until"]}), 422)
