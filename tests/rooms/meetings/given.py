"""Meetings made through the moves; a demonstration's clock goes on to when they begin."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from tests.office import Office

from congvu.kernel.ledger.models import Entry
from congvu.kit.clock import now
from congvu.sources.meetings import moves
from congvu.sources.meetings.models import Invitee, Meeting
from congvu.sources.meetings.moves.attending import Mark


def given_meeting(it: Office, *, by: str = "binh", invited: str = "Trần Văn Hùng; Sở Xây dựng", **more: Any) -> Meeting:
    """A meeting of the province's committee in two days; heads of two departments are invited."""
    begin = now() + timedelta(days=2)
    values: dict[str, Any] = {
        "title": "Giao ban tháng 11",
        "starts_at": begin,
        "ends_at": begin + timedelta(hours=2),
        "place": "Phòng họp số 1",
        "agenda": ["Hồ sơ đất đai quá hạn", "Giải ngân"],
        "secretary": it["thu"],
    }
    return moves.call(by=it[by], invited=invited, **(values | more))


def go_to(at: datetime) -> None:
    """Let the clock of this demonstration stand at an instant."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('congvu.simulated_now', %s, false)", [at.isoformat()])


def of(meeting: Meeting, it: Office, who: str) -> Invitee:
    return Invitee.objects.get(meeting=meeting, person=it[who])


def given_held(it: Office, **marks: Mark) -> Meeting:
    """A meeting whose attendance is confirmed; who is not named was present."""
    meeting = given_meeting(it)
    go_to(meeting.starts_at + timedelta(hours=1))
    rows = {row.person.username: row.pk for row in meeting.invitees.select_related("person")}
    all_marks = {pk: marks.get(who, Mark("present")) for who, pk in rows.items()}
    moves.take_attendance(meeting.pk, by=it["thu"], marks=all_marks, close=True)
    return Meeting.objects.get(pk=meeting.pk)


def verbs_of(meeting: Meeting) -> list[str]:
    entries = Entry.objects.filter(room="meetings", subject="meeting", subject_id=meeting.pk)
    return list(entries.order_by("seq").values_list("verb", flat=True))
