"""Pages and API of meetings call the same verbs; the unseen is 404, a refusal keeps what was typed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office
from tests.rooms.api.client import Program, problem_of
from tests.rooms.meetings.given import given_held, given_meeting, go_to, of

from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES
from congvu.kit.clock import now
from congvu.sources.meetings.models import Meeting
from congvu.sources.meetings.moves.attending import Mark

Browser = Callable[[str], Client]


def wall(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def test_calling_keeps_what_was_typed_when_refused(office: Office, browser_of: Browser) -> None:
    browser, begin = browser_of("hung"), now() + timedelta(days=1)
    assert browser_of("lan").get("/hop/moi/").status_code == 404
    fields = {
        "ten": "Giao ban tuần", "bat_dau": wall(begin), "ket_thuc": wall(begin + timedelta(hours=1)),
        "dia_diem": "Phòng 2", "moi": "Ban Không Có", "noi_dung": "Việc quá hạn",
    }  # fmt: skip
    refused = browser.post("/hop/moi/", fields)
    assert refused.status_code == 422 and "Ban Không Có" in refused.content.decode()
    assert browser.post("/hop/moi/", fields | {"bat_dau": "hôm nay"}).status_code == 422
    made = browser.post("/hop/moi/", fields | {"moi": "Lê Văn Minh"})
    meeting = Meeting.objects.get()
    assert made.status_code == 302 and made["Location"] == f"/hop/{meeting.pk}/"
    assert "Giao ban tuần" in browser_of("minh").get("/hop/").content.decode()
    assert browser_of("khanh").get(f"/hop/{meeting.pk}/").status_code == 404


def test_from_the_invitation_to_the_confirmed_attendance(office: Office, browser_of: Browser) -> None:
    meeting = given_meeting(office)
    here = f"/hop/{meeting.pk}/"
    khanh, secretary = browser_of("khanh"), browser_of("thu")
    assert khanh.post(f"{here}tra-loi/", {"tra_loi": "away", "ly_do": ""}).status_code == 422
    assert khanh.post(f"{here}tra-loi/", {"tra_loi": "away", "ly_do": "Họp Trung ương"}).status_code == 302
    assert khanh.get(f"{here}diem-danh/").status_code == 404
    go_to(meeting.starts_at + timedelta(hours=1))
    assert "Họp Trung ương" in secretary.get(f"{here}diem-danh/").content.decode()
    hung, row = of(meeting, office, "hung").pk, of(meeting, office, "khanh").pk
    marks = {f"dd_{hung}": "present", f"dd_{row}": "excused", "xac_nhan": "1"}
    assert secretary.post(f"{here}diem-danh/", marks).status_code == 302
    assert of(meeting, office, "khanh").attendance == "excused"
    page = browser_of("hung").get(here).content.decode()
    assert "Họp Trung ương" not in page and "Vắng có lý do" in page
    assert browser_of("yen").post(f"{here}tra-loi/", {"tra_loi": "coming"}).status_code == 404
    assert secretary.post(f"{here}khong-co/").status_code == 404


def test_the_figures_of_a_period_open_their_rows(office: Office, browser_of: Browser) -> None:
    meeting = given_held(office, khanh=Mark("absent"))
    page = browser_of("binh").get("/hop/vang/", {"tu": "2020-01-01", "den": "2035-01-01"}).content.decode()
    body = office.body["sxd"].pk
    assert f'href="#vang-{body}">1' in page and f'id="vang-{body}"' in page and f"/hop/{meeting.pk}/" in page
    assert browser_of("binh").get("/hop/vang/", {"tu": "2035-01-01", "den": "2020-01-01"}).status_code == 422
    assert "Chỉ người đứng đầu" in browser_of("lan").get("/hop/vang/").content.decode()


@pytest.fixture
def program_of(office: Office) -> Callable[[str], Program]:
    def made(who: str) -> Program:
        _, secret = org.make_token(
            office[who], program="Lịch họp", scopes=tuple(SCOPES), days=30, by=office.administrator
        )
        return Program(secret)

    return made


def test_the_same_by_the_api(office: Office, program_of: Callable[[str], Program]) -> None:
    begin = now() + timedelta(days=2)
    asked = {
        "title": "Giao ban", "starts_at": begin.isoformat(), "ends_at": (begin + timedelta(hours=1)).isoformat(),
        "place": "Phòng 1", "invited": ["Sở Xây dựng", "Sở Nội vụ"],
    }  # fmt: skip
    leader, khanh = program_of("binh"), program_of("khanh")
    made = leader.post("/meetings", asked)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["meeting"]["id"]
    assert problem_of(leader.post("/meetings", asked | {"invited": ["Ban X"]}), 422)["field"] == "moi"
    assert khanh.post(f"/meetings/{number}/answer", {"answer": "away", "reason": "Đi công tác"}).status_code == 200
    assert problem_of(program_of("yen").get(f"/meetings/{number}"), 404)
    go_to(begin + timedelta(minutes=30))
    rows = leader.get(f"/meetings/{number}").json()["invitees"]
    marks = [{"invitee": row["id"], "attendance": "absent" if row["answer"] else "present"} for row in rows]
    closed = leader.post(f"/meetings/{number}/attendance", {"marks": marks, "close": True})
    assert closed.json()["counts"]["absent"] == 1
    assert khanh.post(f"/meetings/{number}/reply", {"text": "Tôi đã báo trước."}).status_code == 200
    row = next(row for row in rows if row["answer"])
    ruling = {"invitee": row["id"], "accept": True, "attendance": "excused"}
    assert leader.post(f"/meetings/{number}/ruling", ruling).json()["counts"]["excused"] == 1
    done = leader.post(f"/meetings/{number}/conclude", {"text": "1. Giao Sở Xây dựng báo cáo."})
    assert done.json()["document"]
    period = {"first": "2020-01-01", "last": "2035-01-01"}
    assert {row["body"]["code"] for row in leader.get("/meetings/attendance", **period).json()} == {"sxd", "snv"}
