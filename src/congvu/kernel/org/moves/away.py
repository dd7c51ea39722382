"""Who is away for a time, and under which of several seats a person is shown."""

from datetime import date, timedelta

from django.db import transaction

from congvu.kernel.org.models import Absence, AbsenceReason, Body, Person, Post
from congvu.kernel.org.moves.entries import OrgRefused, require, write_entry
from congvu.kernel.org.queries import absences, posts_of
from congvu.kit.clock import now, today
from congvu.kit.vietnamese import nfc

LONGEST_DAYS = 366
LONGEST_BACK = 31


@transaction.atomic
def record_absence(
    person: Person, *, stand_in: Person, starts_on: date, ends_on: date, by: Person | None, reason: str = "",
    stand_in_post: Post | None = None,
) -> Absence:  # fmt: skip
    """A person is away; what comes to him meanwhile reaches the stand-in. What he holds stays with him.

    The reason is kept apart: no entry holds it, nor a commitment to it, and no export.
    """
    seats = posts_of(person, now())
    if not seats:
        raise OrgRefused(f"{person} không giữ vị trí nào.", "person")
    require("absence", by, body=seats[0].body)
    _check_days(person, starts_on, ends_on)
    chosen = _stand_in_seat(person, seats[0].body, stand_in, stand_in_post)
    other = absences().filter(person=stand_in, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if other is not None:
        raise OrgRefused(f"{stand_in} cũng vắng từ {other.starts_on:%d/%m} đến {other.ends_on:%d/%m/%Y}.", "stand_in")
    row = Absence.objects.create(
        person=person, stand_in=stand_in, stand_in_post=chosen, starts_on=starts_on, ends_on=ends_on, recorded_by=by,
        recorded_at=now(),
    )  # fmt: skip
    if reason.strip():
        AbsenceReason.objects.create(absence=row, reason=nfc(reason).strip())
    payload = {
        "person": person.pk, "stand_in": stand_in.pk, "stand_in_post": chosen.pk, "from": starts_on.isoformat(),
        "until": ends_on.isoformat(),
    }  # fmt: skip
    write_entry("absence", row.pk, "record_absence", by=by, payload=payload)
    return row


def _check_days(person: Person, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise OrgRefused("Ngày cuối vắng phải sau ngày đầu.", "ends_on")
    if starts_on < today() - timedelta(days=LONGEST_BACK):
        raise OrgRefused(f"Chỉ ghi vắng lùi ngày tối đa {LONGEST_BACK} ngày.", "starts_on")
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise OrgRefused("Một lần vắng dài nhất 366 ngày; dài hơn thì phải có người phụ trách.", "ends_on")
    same = absences().filter(person=person, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if same is not None:
        raise OrgRefused(
            f"{person} đã được ghi vắng từ {same.starts_on:%d/%m} đến {same.ends_on:%d/%m/%Y}.", "starts_on"
        )


def _stand_in_seat(person: Person, body: Body, stand_in: Person, chosen: Post | None) -> Post:
    """The seat in which the stand-in receives: of the same agency, or of a body above."""
    if stand_in.pk == person.pk:
        raise OrgRefused("Người giữ thay phải là người khác.", "stand_in")
    found = posts_of(stand_in, now()) if stand_in.is_active else []
    agency = body.lineage[1] if len(body.lineage) > 1 else body.pk
    near = [post for post in found if agency in post.body.lineage or post.body_id in body.lineage]
    if chosen is not None:
        near = [post for post in near if post.pk == chosen.pk]
    if not near:
        raise OrgRefused(f"{stand_in} không giữ vị trí nào ở cơ quan này hoặc cấp trên của nó.", "stand_in")
    return near[0]


@transaction.atomic
def end_absence(absence: Absence, *, by: Person | None, last_day: date | None = None) -> Absence:
    """He is back sooner (`last_day`, yesterday when none is given), or the absence does not take place at all."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    seats = posts_of(row.person, now())
    require("absence", by, body=seats[0].body if seats else None)
    last_day = last_day or today() - timedelta(days=1)
    if row.cancelled_at is not None or row.ends_on < today():
        raise OrgRefused("Lần vắng này đã kết thúc.")
    if last_day > row.ends_on:
        raise OrgRefused("Để vắng lâu hơn, hãy ghi thêm một lần vắng nối tiếp.", "last_day")
    if last_day < row.starts_on:
        row.cancelled_at = now()
    else:
        row.ends_on = last_day
    row.save(update_fields=["cancelled_at", "ends_on"])
    payload = {"until": "" if row.cancelled_at else last_day.isoformat()}
    write_entry("absence", row.pk, "end_absence", by=by, payload=payload)
    return row


@transaction.atomic
def show_under(person: Person, post: Post) -> None:
    """Of several seats, the one under which a person is shown and his own entries are made."""
    if post.pk not in {one.pk for one in posts_of(person, now())}:
        raise OrgRefused(f"Đồng chí không giữ vị trí {post}.", "post")
    person.shown_post = post
    person.save(update_fields=["shown_post"])
    write_entry("person", person.pk, "show_under", by=person, payload={"post": post.pk})
