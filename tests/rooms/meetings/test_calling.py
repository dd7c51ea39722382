"""A meeting is called with a list, an agenda and papers; who may not, and names that say nobody, are refused."""

from datetime import timedelta

import pytest
from tests.office import Office
from tests.rooms.meetings.given import given_meeting, go_to, of, verbs_of

from congvu.kit.clock import now
from congvu.sources.meetings import moves, queries
from congvu.sources.meetings.models import Meeting
from congvu.sources.meetings.moves import MeetingRefused


def test_heads_of_bodies_and_persons_by_name_are_invited(office: Office) -> None:
    meeting = given_meeting(office, invited="Sở Xây dựng\nNguyễn Thị Lan; Sở Nội vụ")
    assert {row.person.username for row in meeting.invitees.all()} == {"khanh", "lan", "mai"}
    assert meeting.chair == office["binh"] and meeting.secretary == office["thu"]
    assert verbs_of(meeting) == ["call"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"invited": " ; "}, "Chưa mời ai"),
        ({"invited": "Cục Hàng không"}, "Không thấy đơn vị hay người nào|có thể là"),
        ({"title": " "}, "tên cuộc họp"),
        ({"place": ""}, "địa điểm"),
    ],
)
def test_what_is_missing_or_says_nobody_is_refused_in_one_sentence(
    office: Office, changes: dict[str, str], message: str
) -> None:
    with pytest.raises(MeetingRefused, match=message):
        given_meeting(office, **changes)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("starts", "hours", "message"), [(-1, 2, "đã qua"), (24, -1, "sau giờ bắt đầu"), (24, 200, "5 ngày")]
)
def test_a_time_that_cannot_be_is_refused(office: Office, starts: int, hours: int, message: str) -> None:
    begin = now() + timedelta(hours=starts)
    with pytest.raises(MeetingRefused, match=message):
        given_meeting(office, starts_at=begin, ends_at=begin + timedelta(hours=hours))


def test_an_official_without_a_body_to_lead_calls_nothing(office: Office) -> None:
    with pytest.raises(MeetingRefused, match="triệu tập được"):
        given_meeting(office, by="lan")


def test_only_those_concerned_see_it(office: Office) -> None:
    meeting = given_meeting(office, by="hung", invited="Lê Văn Minh", secretary=None)
    sees = {who for who in office.person if queries.visible_to(office[who]).filter(pk=meeting.pk).exists()}
    # the invited, who called it, his deputy, the leaders above; the head of another department does not
    assert sees == {"minh", "dung", "hung", "thuy", "binh", "cuong"}


def test_a_change_of_time_asks_everybody_again_and_stands_in_the_digest(office: Office) -> None:
    meeting, before = given_meeting(office), now()
    moves.answer(meeting.pk, by=office["hung"], answer="coming")
    later = meeting.starts_at + timedelta(days=20)
    moves.change(meeting.pk, by=office["thu"], starts_at=later, ends_at=later + timedelta(hours=1))
    assert of(meeting, office, "hung").answer == ""
    (line,) = queries.digest_lines(office["hung"], before, now())
    assert "đổi giờ" in line.text
    with pytest.raises(MeetingRefused, match="Chưa có gì thay đổi"):
        moves.change(meeting.pk, by=office["thu"])


def test_only_those_who_keep_it_change_or_cancel(office: Office) -> None:
    meeting = given_meeting(office)
    with pytest.raises(MeetingRefused, match="chủ trì, thư ký"):
        moves.cancel(meeting.pk, by=office["hung"], reason="Bận")
    with pytest.raises(Meeting.DoesNotExist):
        moves.cancel(meeting.pk, by=office["yen"], reason="Bận")
    moves.cancel(meeting.pk, by=office["binh"], reason="Dồn sang tuần sau")
    with pytest.raises(MeetingRefused, match="đã hủy"):
        moves.invite(meeting.pk, by=office["binh"], invited="Sở Nội vụ")


def test_somebody_is_taken_off_the_list_with_a_reason(office: Office) -> None:
    meeting = given_meeting(office)
    row = of(meeting, office, "khanh")
    with pytest.raises(MeetingRefused, match="lý do"):
        moves.uninvite(meeting.pk, by=office["thu"], invitee_id=row.pk, reason="")
    moves.uninvite(meeting.pk, by=office["thu"], invitee_id=row.pk, reason="Không liên quan")
    assert not queries.visible_to(office["khanh"]).exists()


def test_papers_are_typed_by_their_content(office: Office) -> None:
    meeting = given_meeting(office)
    with pytest.raises(MeetingRefused, match="Chưa nhận loại tệp"):
        moves.attach(meeting.pk, by=office["thu"], data=b"\x00\x01\x02", name="a.pdf")
    row = moves.attach(meeting.pk, by=office["thu"], data="Báo cáo".encode(), name="bao-cao.txt")
    moves.detach(meeting.pk, by=office["thu"], file_id=row.file_id)
    assert verbs_of(meeting) == ["call", "attach", "detach"]


def test_meetings_of_a_year_against_the_year_before(office: Office) -> None:
    given_meeting(office)
    page = queries.home(office["binh"])
    assert page.years[1] == 0 and page.fewer is None
    go_to(now() + timedelta(days=370))
    again = queries.home(office["binh"])
    assert again.years[1] <= 1
