"""What a meeting concluded goes the way of every directive: register, reading, approval, duties."""

from datetime import timedelta

import pytest
from tests.office import Office
from tests.rooms.meetings.given import given_held, given_meeting, verbs_of

from congvu.kernel.duties.models import Duty
from congvu.kernel.records.models import RegisterEntry
from congvu.kit.clock import today
from congvu.sources.directives import moves as directives
from congvu.sources.directives import queries as reading
from congvu.sources.meetings import moves, queries
from congvu.sources.meetings.moves import MeetingRefused


def test_conclusions_become_duties_like_a_directive(office: Office) -> None:
    meeting = given_held(office)
    day = today() + timedelta(days=20)
    text = f"1. Giao Sở Xây dựng xây dựng kế hoạch rà soát quy hoạch, trình UBND tỉnh chậm nhất ngày {day:%d/%m/%Y}."
    document = moves.conclude(meeting.pk, by=office["thu"], text=text, number="45/TB-UBND")
    entry = RegisterEntry.objects.get(document=document)
    assert (entry.book, entry.body, document.kind, document.number) == ("di", meeting.body, "thong_bao", "45/TB-UBND")
    entered = directives.read_registered(document.pk, by=office["thu"])
    cards = reading.cards_of(entered.reading)
    assert [card.targets[0].body.code for card in cards if card.targets] == ["sxd"]
    directives.confirm(entered.reading.pk, by=office["thu"], demand_ids=[card.demand.pk for card in cards])
    directives.propose(entered.reading.pk, by=office["thu"], leader_post_id=office.post["binh"].pk)
    made = directives.approve_and_issue(entered.reading.pk, by=office["binh"])
    duty = Duty.objects.get(pk=made.duties[0])
    assert duty.holder == office["khanh"] and duty.document == document
    page = queries.meeting_page(office["khanh"], meeting.pk)
    assert page.duties == (duty,) and page.duty_count == 1
    assert verbs_of(meeting)[-1] == "conclude"


def test_only_after_attendance_and_once(office: Office) -> None:
    with pytest.raises(MeetingRefused, match="chưa điểm danh xong"):
        moves.conclude(given_meeting(office).pk, by=office["thu"], text="1. Giao Sở Xây dựng …")
    meeting = given_held(office)
    with pytest.raises(MeetingRefused, match="Chưa nhập nội dung"):
        moves.conclude(meeting.pk, by=office["thu"], text=" ")
    with pytest.raises(MeetingRefused, match="dấu Mật"):
        moves.conclude(meeting.pk, by=office["thu"], text="MẬT\n1. Giao Sở Xây dựng …")
    moves.conclude(meeting.pk, by=office["thu"], text="1. Giao Sở Xây dựng báo cáo.")
    with pytest.raises(MeetingRefused, match="đã có kết luận"):
        moves.conclude(meeting.pk, by=office["thu"], text="2. Giao Sở Nội vụ báo cáo.")
