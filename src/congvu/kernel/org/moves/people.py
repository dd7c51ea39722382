"""People, posts, and who sits where."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from congvu.kernel.org.models import Appointment, Body, Person, Post
from congvu.kernel.org.moves.entries import OrgRefused, require, require_manager, write_entry
from congvu.kernel.org.rules import STANDING_IN
from congvu.kit.clock import local_day, now, today
from congvu.kit.vietnamese import fold, name_sort_key, nfc

KINDS = ("chính thức", *STANDING_IN, "kiêm nhiệm")
# An appointment is often entered some days after its decision; further back it would change what others relied on.
LONGEST_BACK = 31
LONGEST_AHEAD = 366


@transaction.atomic
def add_person(
    *,
    username: str,
    full_name: str,
    by: Person | None,
    courtesy: str = "ông/bà",
    email: str = "",
    password: str | None = None,
    administrator: bool = False,
) -> Person:
    """Add a named human being. Without a password he cannot sign in by one."""
    require("account", by)
    full_name = " ".join(nfc(full_name).split())
    if not full_name or not username.strip():
        raise OrgRefused("Cần có họ tên và tên đăng nhập.")
    if Person.objects.filter(username=username).exists():
        raise OrgRefused(f"Tên đăng nhập {username} đã có người dùng.")
    person = Person(
        username=username,
        full_name=full_name,
        courtesy=courtesy,
        email=email,
        is_administrator=administrator,
        name_fold=fold(full_name),
        sort_key=name_sort_key(full_name),
    )
    person.set_password(password)
    person.save()
    write_entry(
        "person", person.pk, "add_person", by=by, payload={"administrator": int(administrator)},
        texts={"full_name": full_name},
    )  # fmt: skip
    return person


@transaction.atomic
def give_password(person: Person, *, by: Person) -> str:
    """A password for first use, shown once. The ledger says that one was given, since who gives it could use it."""
    require("account", by)
    if not person.is_active:
        raise OrgRefused(f"Tài khoản của {person.full_name} đã đóng.")
    password = secrets.token_urlsafe(12)
    person.set_password(password)
    person.save(update_fields=["password"])
    write_entry("person", person.pk, "give_password", by=by, payload={})
    return password


@transaction.atomic
def add_post(body: Body, *, title: str, role: str, valid_from: date, by: Person | None, order: int = 100) -> Post:
    """Add a seat in a body; the head has order 1, deputies follow."""
    require_manager(by)
    if role not in Post.Role.values:
        raise OrgRefused(f"Không có loại vị trí “{role}”.", "role")
    if not title.strip():
        raise OrgRefused("Vị trí phải có tên.", "title")
    if by is not None and (valid_from < body.valid_from or (body.valid_to is not None and valid_from > body.valid_to)):
        raise OrgRefused(f"{body} không tồn tại vào ngày {valid_from:%d/%m/%Y}.", "valid_from")
    post = Post.objects.create(body=body, title=nfc(title).strip(), role=role, order=order, valid_from=valid_from)
    payload = {"body": body.pk, "title": post.title, "role": role, "order": order}
    write_entry("post", post.pk, "add_post", by=by, payload=payload)
    return post


@transaction.atomic
def appoint(
    person: Person,
    post: Post,
    *,
    by: Person | None,
    starts_at: datetime | None = None,
    kind: str = "chính thức",
    instrument: str = "",
    ends_at: datetime | None = None,
) -> Appointment:
    """Seat a person in a post from an instant (now, when none is given), until one for those who only stand in.

    The leading seat of a body has one person at a time; "quyền" and "phụ trách" are for a seat that nobody holds.
    """
    require_manager(by)
    starts_at = starts_at or now()
    if kind not in KINDS:
        raise OrgRefused(f"Không có hình thức giữ vị trí “{kind}”.", "kind")
    _check_days(post, starts_at, ends_at, by)
    _check_seat(person, post, kind, starts_at, ends_at)
    row = Appointment.objects.create(
        person=person, post=post, kind=kind, starts_at=starts_at, ends_at=ends_at, instrument=nfc(instrument)
    )
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    payload = {
        "person": person.pk, "post": post.pk, "kind": kind, "from": starts_at.isoformat(), "instrument": instrument
    }  # fmt: skip
    if ends_at is not None:
        payload["until"] = ends_at.isoformat()
    write_entry("appointment", row.pk, "appoint", by=by, payload=payload)
    return row


def _check_days(post: Post, starts_at: datetime, ends_at: datetime | None, by: Person | None) -> None:
    day = local_day(starts_at)
    if ends_at is not None and ends_at <= starts_at:
        raise OrgRefused("Thời điểm thôi giữ phải sau thời điểm bắt đầu.", "ends_at")
    if by is None:  # the installation is being set up: its history is written as it was
        return
    for valid_from, valid_to in ((post.valid_from, post.valid_to), (post.body.valid_from, post.body.valid_to)):
        if day < valid_from or (valid_to is not None and day > valid_to):
            raise OrgRefused(f"{post} không tồn tại vào ngày {day:%d/%m/%Y}.", "starts_at")
    if day < today() - timedelta(days=LONGEST_BACK):
        raise OrgRefused(f"Chỉ ghi bổ nhiệm lùi ngày tối đa {LONGEST_BACK} ngày.", "starts_at")
    if day > today() + timedelta(days=LONGEST_AHEAD):
        raise OrgRefused(f"Chỉ ghi bổ nhiệm trước tối đa {LONGEST_AHEAD} ngày.", "starts_at")


def _check_seat(person: Person, post: Post, kind: str, starts_at: datetime, ends_at: datetime | None) -> None:
    """Two appointments to the same seat never overlap where that would mean two holders, or one person twice."""
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    meanwhile = post.appointments.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at))
    if ends_at is not None:
        meanwhile = meanwhile.filter(starts_at__lt=ends_at)
    if meanwhile.filter(person=person).exists():
        raise OrgRefused(f"{person} đã giữ vị trí này trong thời gian đó.", "person")
    alone = post.role in (Post.Role.LEADER, Post.Role.HEAD) or kind in STANDING_IN
    formal = meanwhile.filter(kind="chính thức").select_related("person").first()
    if alone and kind != "kiêm nhiệm" and formal is not None:
        raise OrgRefused(f"{post} đã có người giữ chính thức: {formal.person}.", "post")


@transaction.atomic
def end_appointment_row(
    appointment: Appointment, *, by: Person | None, at: datetime | None = None, reason: str = ""
) -> Appointment:
    """End an appointment at an instant; with the last one signing in ends too.

    The duties' room calls this inside its own verb `end_appointment`, which passes the open duties on first.
    """
    require_manager(by)
    row = Appointment.objects.select_for_update().select_related("person").get(pk=appointment.pk)
    at = at or now()
    if row.ends_at is not None and row.ends_at <= at:
        raise OrgRefused("Người này đã thôi giữ vị trí đó.")
    if at <= row.starts_at:
        raise OrgRefused("Ngày thôi giữ không được trước ngày bắt đầu.")
    row.ends_at = at
    row.save(update_fields=["ends_at"])
    others = row.person.appointments.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).exists()
    if not others and not row.person.is_administrator:
        row.person.is_active = False
        row.person.save(update_fields=["is_active"])
    write_entry(
        "appointment", row.pk, "end_appointment", by=by,
        payload={"until": at.isoformat()}, texts={"reason": reason} if reason else None,
    )  # fmt: skip
    return row
