"""Who came: said before, written by the secretary, answered by the person; an absence under a reply counts nowhere."""

from datetime import datetime, timedelta

import pytest
from tests.office import Office
from tests.rooms.meetings.given import given_held, given_meeting, go_to, of, verbs_of

from congvu.kernel.ledger.models import Entry, EntryField
from congvu.kit.clock import now, today
from congvu.kit.reports import ReportScope
from congvu.sources.meetings import moves, queries
from congvu.sources.meetings.models import Meeting
from congvu.sources.meetings.moves import MeetingRefused
from congvu.sources.meetings.moves.attending import Mark

ABSENT, PRESENT = Mark("absent"), Mark("present")


def counted(it: Office, who: str) -> dict[str, tuple[int, int]]:
    """(absent, contested) by body, of the bodies that somebody leads."""
    day = today()
    found = queries.attendance_by_unit(queries.answers_for(it[who], now()), day - timedelta(3), day + timedelta(30))
    return {row.body.code: (row.absent, row.contested) for row in found}


def test_who_is_away_says_why_beforehand_and_who_sends_somebody_names_him(office: Office) -> None:
    meeting = given_meeting(office)
    with pytest.raises(MeetingRefused, match="lý do"):
        moves.answer(meeting.pk, by=office["hung"], answer="away")
    with pytest.raises(MeetingRefused, match="Chưa nêu người dự thay"):
        moves.answer(meeting.pk, by=office["hung"], answer="sends")
    with pytest.raises(MeetingRefused, match="không thuộc"):
        moves.answer(meeting.pk, by=office["hung"], answer="sends", stand_in=office["nga"])
    moves.answer(meeting.pk, by=office["hung"], answer="sends", stand_in=office["thuy"])
    assert queries.visible_to(office["thuy"]).filter(pk=meeting.pk).exists()
    page = queries.meeting_page(office["thu"], meeting.pk)
    assert {one.row.person.username: one.offered for one in page.people} == {"hung": "stand_in", "khanh": "present"}


def test_attendance_is_not_taken_before_the_meeting_nor_closed_with_somebody_left_open(office: Office) -> None:
    meeting = given_meeting(office)
    hung, khanh = of(meeting, office, "hung").pk, of(meeting, office, "khanh").pk
    with pytest.raises(MeetingRefused, match="Chưa đến giờ họp"):
        moves.take_attendance(meeting.pk, by=office["thu"], marks={hung: PRESENT})
    go_to(meeting.starts_at + timedelta(minutes=5))
    with pytest.raises(MeetingRefused, match="Còn 1 người chưa điểm danh"):
        moves.take_attendance(meeting.pk, by=office["thu"], marks={hung: PRESENT}, close=True)
    assert of(meeting, office, "hung").attendance == ""  # all or nothing
    with pytest.raises(MeetingRefused, match="vắng có lý do thì ghi lý do"):
        moves.take_attendance(meeting.pk, by=office["thu"], marks={hung: PRESENT, khanh: Mark("excused")})
    with pytest.raises(MeetingRefused, match="chủ trì, thư ký"):
        moves.take_attendance(meeting.pk, by=office["hung"], marks={hung: PRESENT})
    moves.take_attendance(meeting.pk, by=office["thu"], marks={hung: Mark("late", 20), khanh: ABSENT}, close=True)
    assert Meeting.objects.get(pk=meeting.pk).state == "held"


def test_an_absence_without_reason_feeds_the_figures_of_its_body_with_its_row(office: Office) -> None:
    meeting = given_held(office, khanh=ABSENT)
    assert counted(office, "binh") == {"snnmt": (0, 0), "sxd": (1, 0)}
    assert counted(office, "khanh") == {"sxd": (1, 0)} and counted(office, "lan") == {}
    day = today()
    rows = queries.absences([office.body["sxd"].pk], day - timedelta(3), day + timedelta(30))
    assert [(row.meeting.pk, row.invitee.person.username) for row in rows] == [(meeting.pk, "khanh")]


def test_a_reply_takes_it_out_of_the_figures_and_the_ruling_decides(office: Office) -> None:
    meeting = given_held(office, khanh=ABSENT)
    moves.reply(meeting.pk, by=office["khanh"], text="Tôi họp Chính phủ trực tuyến cùng giờ, có giấy mời.")
    assert counted(office, "binh")["sxd"] == (0, 1)
    with pytest.raises(MeetingRefused, match="đã nêu ý kiến"):
        moves.reply(meeting.pk, by=office["khanh"], text="Nữa")
    row = of(meeting, office, "khanh")
    with pytest.raises(MeetingRefused, match="phải nêu lý do"):
        moves.rule_on_reply(meeting.pk, by=office["thu"], invitee_id=row.pk, accept=False)
    moves.rule_on_reply(meeting.pk, by=office["thu"], invitee_id=row.pk, accept=True, attendance="excused")
    row.refresh_from_db()
    assert (row.attendance, row.reply_state) == ("excused", "accepted") and counted(office, "binh")["sxd"] == (0, 0)
    assert verbs_of(meeting) == ["call", "confirm_attendance", "reply", "rule_on_reply"]


def test_a_reply_comes_in_time_or_not_at_all(office: Office) -> None:
    meeting = given_held(office, khanh=ABSENT)
    assert meeting.reply_until is not None
    go_to(meeting.reply_until + timedelta(minutes=1))
    with pytest.raises(MeetingRefused, match="hết thời hạn"):
        moves.reply(meeting.pk, by=office["khanh"], text="Tôi có lý do")


def test_nobody_rules_on_his_own_reply(office: Office) -> None:
    meeting = given_meeting(office, invited="Phạm Thị Thư; Sở Xây dựng")
    go_to(meeting.starts_at + timedelta(hours=1))
    marks = {row.pk: ABSENT for row in meeting.invitees.all()}
    moves.take_attendance(meeting.pk, by=office["thu"], marks=marks, close=True)
    moves.reply(meeting.pk, by=office["thu"], text="Tôi làm thư ký.")
    row = of(meeting, office, "thu")
    with pytest.raises(MeetingRefused, match="chính mình"):
        moves.rule_on_reply(meeting.pk, by=office["thu"], invitee_id=row.pk, accept=True, attendance="present")
    moves.rule_on_reply(meeting.pk, by=office["binh"], invitee_id=row.pk, accept=True, attendance="present")


def test_reasons_are_shown_to_few_and_the_leaf_holds_none(office: Office) -> None:
    meeting = given_meeting(office)
    moves.answer(meeting.pk, by=office["khanh"], answer="away", reason="Nằm viện")
    shown = {}
    for who in ("khanh", "thu", "hung", "binh"):
        page = queries.meeting_page(office[who], meeting.pk)
        shown[who] = next(one.private for one in page.people if one.row.person == office["khanh"])
    assert shown == {"khanh": True, "thu": True, "hung": False, "binh": True}
    entry = Entry.objects.filter(room="meetings", verb="answer").get()
    assert b"vi\xe1\xbb\x87n" not in bytes(entry.leaf) and "viện" not in str(entry.payload)
    assert EntryField.objects.filter(entry=entry, name="reason", value="Nằm viện").exists()


def test_the_digest_invites_and_tells_of_an_absence(office: Office) -> None:
    meeting, before = given_meeting(office), now()
    (line,) = queries.digest_lines(office["khanh"], before, now())
    assert "Chưa trả lời giấy mời" in line.text
    moves.answer(meeting.pk, by=office["khanh"], answer="coming")
    assert "Họp lúc" in queries.digest_lines(office["khanh"], before, now())[0].text
    go_to(meeting.starts_at + timedelta(hours=1))
    marks = {row.pk: ABSENT for row in meeting.invitees.all()}
    moves.take_attendance(meeting.pk, by=office["thu"], marks=marks, close=True)
    (told,) = queries.digest_lines(office["khanh"], before, now())
    assert "vắng không lý do" in told.text and told.restricted


def given_scope(it: Office, until: datetime) -> ReportScope:
    """A report on the whole province from a week ago until an instant."""
    bodies = tuple(body.pk for body in it.body.values())
    tops = {it.body["pqh"].pk: it.body["sxd"].pk}
    first = until - timedelta(days=40)
    return ReportScope(bodies, first, until, first.date(), until.date(), units=tops)


def test_a_report_made_again_says_what_was_known_at_its_cut_off(office: Office) -> None:
    meeting = given_held(office, khanh=ABSENT)
    closed = given_scope(office, now() + timedelta(minutes=1))
    go_to(now() + timedelta(hours=2))
    moves.reply(meeting.pk, by=office["khanh"], text="Có giấy mời của Bộ")
    replied = given_scope(office, now() + timedelta(minutes=1))
    go_to(now() + timedelta(hours=2))
    row = of(meeting, office, "khanh")
    moves.rule_on_reply(meeting.pk, by=office["thu"], invitee_id=row.pk, accept=True, attendance="excused")
    ruled = given_scope(office, now() + timedelta(minutes=1))

    def told(scope: ReportScope) -> tuple[int | None, ...]:
        line = next(line for line in queries.SECTION.lines(scope) if line.label == "Sở Xây dựng")
        return line.values[4:]  # excused, absent, contested

    assert [told(scope) for scope in (closed, replied, ruled)] == [(0, 1, 0), (0, 0, 1), (1, 0, 0)]
    unit = str(office.body["sxd"].pk)
    (opened,) = queries.SECTION.rows(office["binh"], closed, unit, "absent")
    assert opened.url == f"/hop/{meeting.pk}/" and "Vắng không lý do" in opened.facts
    assert queries.SECTION.rows(office["binh"], ruled, unit, "absent") == []
    assert queries.SECTION.rows(office["lan"], closed, unit, "absent") == []
