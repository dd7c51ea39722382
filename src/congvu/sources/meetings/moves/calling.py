"""A meeting is called with its agenda, papers and invited people; changed, cancelled."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import NameBook, Seat, find_bodies, find_people, head_of, heads_of, main_seat, seats_of
from congvu.kernel.records import moves as records
from congvu.kit.clock import local_day, now
from congvu.kit.vietnamese import fold, nfc
from congvu.sources.meetings import queries, rules
from congvu.sources.meetings.models import AgendaItem, Invitee, Meeting, MeetingFile
from congvu.sources.meetings.moves.entries import MeetingRefused, for_keeping, words, write_entry

MOST_INVITED = 2_000


@transaction.atomic
def call(
    *,
    by: Person,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    invited: str,
    agenda: Sequence[str] = (),
    note: str = "",
    body: Body | None = None,
    chair: Person | None = None,
    secretary: Person | None = None,
) -> Meeting:
    """Call a meeting of one's body. `invited`: bodies (their heads are invited), groups of bodies and persons by name,
    parted by ";" or lines. Without `chair` the caller when he leads the body, else its head.

    Raises MeetingRefused: no body for which he may call, a time that has passed, a name that says nobody.
    """
    moment = now()
    chosen = _body(body, by, moment)
    fault = rules.time_fault(starts_at, ends_at, moment)
    if fault is not None:
        raise MeetingRefused(*fault)
    seats = invitees_of(invited, moment)
    meeting = Meeting.objects.create(
        title=words(title, "Chưa nhập tên cuộc họp.", "ten", most=500),
        body=chosen,
        place=words(place, "Chưa nhập địa điểm.", "dia_diem", most=500),
        starts_at=starts_at,
        ends_at=ends_at,
        note=nfc(note).strip(),
        chair=_chair(chair, by, chosen, moment),
        secretary=_sitting(secretary or by, moment, "thu_ky"),
        called_by=by,
        called_at=moment,
    )
    items = _agenda(meeting, agenda)
    _add(meeting, seats)
    payload = {
        "body": chosen.pk, "from": starts_at.isoformat(), "until": ends_at.isoformat(), "invited": len(seats),
        "agenda": items,
    }  # fmt: skip
    write_entry(meeting, "call", by=by, payload=payload, texts={"title": meeting.title, "place": meeting.place})
    return meeting


def _body(body: Body | None, by: Person, at: datetime) -> Body:
    bodies = queries.calling_bodies(by, at)
    chosen = body or next(iter(bodies), None)
    if chosen is None or chosen.pk not in {one.pk for one in bodies}:
        raise MeetingRefused("Chỉ lãnh đạo, văn thư của cơ quan hoặc người được giao chuẩn bị triệu tập được cuộc họp.")
    return chosen


def _agenda(meeting: Meeting, lines: Sequence[str]) -> int:
    items = [nfc(line).strip() for line in lines if line.strip()]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order=order, title=line) for order, line in enumerate(items, 1)
    )
    return len(items)


def _chair(chair: Person | None, by: Person, body: Body, at: datetime) -> Person:
    if chair is not None:
        return _sitting(chair, at, "chu_tri")
    if any(seat.body.pk == body.pk and seat.post.role in queries.LEADING for seat in seats_of(by, at)):
        return by
    head = head_of(body, at)
    if head is None:
        raise MeetingRefused(f"{body.name} chưa có người đứng đầu; hãy chọn người chủ trì.", "chu_tri")
    return head.person


def _sitting(person: Person, at: datetime, field: str) -> Person:
    if main_seat(person, at) is None:
        raise MeetingRefused(f"{person.full_name} không giữ vị trí công tác nào.", field)
    return person


def _add(meeting: Meeting, seats: Sequence[tuple[Seat, Body]]) -> int:
    known = set(meeting.invitees.values_list("person_id", flat=True))
    fresh = {seat.person.pk: (seat, body) for seat, body in reversed(seats) if seat.person.pk not in known}
    rows = [Invitee(meeting=meeting, person=seat.person, post=seat.post, body=body) for seat, body in fresh.values()]
    Invitee.objects.bulk_create(reversed(rows))
    return len(rows)


def invitees_of(text: str, at: datetime) -> list[tuple[Seat, Body]]:
    """The persons whom words mean, each with the body for which he comes; refused by name when one says nobody."""
    parts = [part.strip() for part in nfc(text).replace("\n", ";").split(";") if part.strip()]
    if not parts:
        raise MeetingRefused("Chưa mời ai.", "moi")
    today, book = local_day(at), NameBook.load()
    bodies: list[Body] = []
    found: list[tuple[Seat, Body]] = []
    for part in parts:
        meant = book.resolve(part, today, today)
        if meant.now and not meant.question:
            bodies += meant.now
            continue
        people = _people(part, at)
        if len(people) == 1:
            found.append((people[0], people[0].body))
        elif people:
            who = "; ".join(f"{seat.person.full_name}, {seat.post.title}" for seat in people[:4])
            raise MeetingRefused(f"“{part}” có thể là nhiều người: {who}. Hãy ghi kèm chức danh.", "moi")
        else:
            raise _unknown(part, at)
    heads = heads_of(bodies, at)
    headless = [body.name for body in bodies if body.pk not in heads]
    if headless:
        raise MeetingRefused(f"{headless[0]} chưa có người đứng đầu để mời.", "moi")
    found += [(heads[body.pk], body) for body in bodies]
    if len(found) > MOST_INVITED:
        raise MeetingRefused(f"Mời quá {MOST_INVITED} người; hãy chia thành nhiều cuộc họp.", "moi")
    return found


def _people(part: str, at: datetime) -> list[Seat]:
    """Persons by their full name, or "full name, title": their highest seat."""
    name, _, title = part.partition(",")
    same = [one for one in find_people(name, at, 50) if fold(one.full_name) == fold(" ".join(name.split()))]
    seats = [seat for one in same if (seat := main_seat(one, at)) is not None]
    if title.strip():
        wanted = fold(title.strip())
        seats = [seat for seat in seats if wanted in fold(f"{seat.post.title}, {seat.body.name}")]
    return seats


def _unknown(part: str, at: datetime) -> MeetingRefused:
    """A name that only resembles a body invites nobody: the caller writes it as it is."""
    names = "; ".join(body.name for body in find_bodies(part, local_day(at), 4))
    if names:
        return MeetingRefused(f"“{part}” có thể là: {names}. Hãy ghi đúng tên.", "moi")
    return MeetingRefused(f"Không thấy đơn vị hay người nào tên “{part}”.", "moi")


@transaction.atomic
def invite(meeting_id: int, *, by: Person, invited: str) -> int:
    """Invite more people before attendance is confirmed; who is invited already is passed over. Returns how many."""
    meeting = for_keeping(meeting_id, by=by)
    count = _add(meeting, invitees_of(invited, now()))
    if not count:
        raise MeetingRefused("Những người này đã được mời.", "moi")
    write_entry(meeting, "invite", by=by, payload={"invited": count})
    return count


@transaction.atomic
def uninvite(meeting_id: int, *, by: Person, invitee_id: int, reason: str) -> None:
    """Take somebody off the list before attendance is confirmed, with the reason."""
    meeting = for_keeping(meeting_id, by=by)
    row = meeting.invitees.select_related("person").filter(pk=invitee_id).first()
    if row is None:
        raise Invitee.DoesNotExist(invitee_id)
    reason = words(reason, "Bỏ một người khỏi danh sách mời phải nêu lý do.", "ly_do", most=1_000)
    if meeting.invitees.count() == 1:
        raise MeetingRefused("Danh sách mời không để trống; hãy hủy cuộc họp nếu không họp nữa.")
    told = {"person": row.person.full_name, "reason": reason}
    row.delete()
    write_entry(meeting, "uninvite", by=by, texts=told)


@transaction.atomic
def change(
    meeting_id: int,
    *,
    by: Person,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    place: str | None = None,
    note: str | None = None,
) -> Meeting:
    """Change time, place or what to prepare; people are told in their digest, and answer anew for a new time."""
    meeting, moment = for_keeping(meeting_id, by=by), now()
    first, last = starts_at or meeting.starts_at, ends_at or meeting.ends_at
    moved = (first, last) != (meeting.starts_at, meeting.ends_at)
    fault = rules.time_fault(first, last, moment) if moved else None
    if fault is not None:
        raise MeetingRefused(*fault)
    where = words(place, "Chưa nhập địa điểm.", "dia_diem", most=500) if place is not None else meeting.place
    if not moved and where == meeting.place and note in (None, meeting.note):
        raise MeetingRefused("Chưa có gì thay đổi.")
    payload = {"from": first.isoformat(), "until": last.isoformat()} if moved else {}
    meeting.starts_at, meeting.ends_at = first, last
    if moved or where != meeting.place:
        meeting.changed_at = moment
    meeting.place = where
    meeting.note = nfc(note).strip() if note is not None else meeting.note
    meeting.save(update_fields=["starts_at", "ends_at", "place", "note", "changed_at"])
    if moved:
        meeting.invitees.update(answer="", answered_at=None, stand_in=None)
    write_entry(meeting, "change", by=by, payload=payload, texts={"place": meeting.place, "note": meeting.note})
    return meeting


@transaction.atomic
def cancel(meeting_id: int, *, by: Person, reason: str) -> Meeting:
    """The meeting does not take place; nobody's attendance is asked."""
    meeting = for_keeping(meeting_id, by=by)
    meeting.cancel_reason = words(reason, "Hủy cuộc họp phải nêu lý do.", "ly_do", most=2_000)
    meeting.state, meeting.changed_at = "cancelled", now()
    meeting.save(update_fields=["cancel_reason", "state", "changed_at"])
    write_entry(meeting, "cancel", by=by, texts={"reason": meeting.cancel_reason})
    return meeting


@transaction.atomic
def attach(meeting_id: int, *, by: Person, data: bytes, name: str) -> MeetingFile:
    """A paper for the meeting; its type is told by its content, not by its name."""
    meeting = for_keeping(meeting_id, by=by, state=("called", "held"))
    try:
        stored = records.store_file(data, name, by=by)
    except records.RecordsRefused as refused:
        raise MeetingRefused(refused.text, "tep") from refused
    row = MeetingFile.objects.create(meeting=meeting, file=stored)
    write_entry(meeting, "attach", by=by, payload={"file": stored.pk, "sha256": stored.sha256})
    return row


@transaction.atomic
def detach(meeting_id: int, *, by: Person, file_id: int) -> None:
    """Take a paper off the meeting again; the ledger keeps that it was there."""
    meeting = for_keeping(meeting_id, by=by)
    row = MeetingFile.objects.filter(meeting=meeting, file=file_id).first()
    if row is None:
        raise MeetingFile.DoesNotExist(file_id)
    row.delete()
    write_entry(meeting, "detach", by=by, payload={"file": file_id})
