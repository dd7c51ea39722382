"""People, posts, who sits where, and who may act for whom."""

import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from congvu.kernel.org.models import Appointment, AuthorityLine, Body, Delegation, Mandate, Person, Post
from congvu.kernel.org.moves.entries import OrgRefused, require_manager, write_entry
from congvu.kernel.org.rules import name_key
from congvu.kit.clock import now, today
from congvu.kit.vietnamese import fold, name_sort_key, nfc


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
    require_manager(by)
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
    require_manager(by)
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
        raise OrgRefused(f"Không có loại vị trí “{role}”.")
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
) -> Appointment:
    """Seat a person in a post from an instant (now, when none is given)."""
    require_manager(by)
    starts_at = starts_at or now()
    heading = post.role in (Post.Role.LEADER, Post.Role.HEAD) and kind == "chính thức"
    if (
        heading
        and post.appointments.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at), kind="chính thức").exists()
    ):
        raise OrgRefused(f"{post} đã có người giữ chính thức.")
    try:
        with transaction.atomic():
            row = Appointment.objects.create(
                person=person, post=post, kind=kind, starts_at=starts_at, instrument=instrument
            )
    except IntegrityError:
        raise OrgRefused(f"{person} đang giữ vị trí này rồi.") from None
    payload = {
        "person": person.pk, "post": post.pk, "kind": kind, "from": starts_at.isoformat(), "instrument": instrument
    }  # fmt: skip
    write_entry("appointment", row.pk, "appoint", by=by, payload=payload)
    return row


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


@transaction.atomic
def delegate(
    *, from_post: Post, to_person: Person, scope: str, instrument: str, starts_on: date, ends_on: date,
    by: Person | None,
) -> Delegation:  # fmt: skip
    """Ủy quyền in writing: scope, instrument and an end day are required; nobody delegates to himself."""
    require_manager(by)
    if not scope.strip() or not instrument.strip():
        raise OrgRefused("Ủy quyền phải có nội dung, phạm vi và văn bản ủy quyền.")
    if ends_on < starts_on:
        raise OrgRefused("Ngày hết ủy quyền phải sau ngày bắt đầu.")
    if from_post.appointments.filter(person=to_person, ends_at__isnull=True).exists():
        raise OrgRefused("Không ủy quyền cho chính mình.")
    row = Delegation.objects.create(
        from_post=from_post, to_person=to_person, scope=nfc(scope), instrument=nfc(instrument),
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    payload = {
        "from_post": from_post.pk, "to_person": to_person.pk, "scope": row.scope, "instrument": row.instrument,
        "from": starts_on.isoformat(), "until": ends_on.isoformat(),
    }  # fmt: skip
    write_entry("delegation", row.pk, "delegate", by=by, payload=payload)
    return row


@transaction.atomic
def mandate(
    *, leader_post: Post, person: Person, starts_on: date, by: Person | None, ends_on: date | None = None
) -> Mandate:
    """Let a named person of a leader's office prepare moves in the leader's name; the leader presses."""
    require_manager(by)
    row = Mandate.objects.create(leader_post=leader_post, person=person, starts_on=starts_on, ends_on=ends_on)
    payload = {"leader_post": leader_post.pk, "person": person.pk, "from": starts_on.isoformat()}
    write_entry("mandate", row.pk, "mandate", by=by, payload=payload)
    return row


@transaction.atomic
def rule_authority(
    *,
    matter: str,
    body: Body,
    instrument: str,
    by: Person | None,
    deciding_post: Post | None = None,
    article: str = "",
    source: str = "ruling",
    origin_key: str = "",
    day: date | None = None,
) -> AuthorityLine:
    """Write one line of the authority matrix, so that the same dispute does not come twice.

    Lines on the same matter that hold for other bodies end the day before. Whether `by` may rule is decided by the
    move that calls this (the settling of a dispute); a line from an instrument is for those who manage.
    """
    if source != "ruling":
        require_manager(by)
    key = name_key(matter)
    if not key:
        raise OrgRefused("Chưa nêu việc gì để ghi vào bảng thẩm quyền.")
    day = day or today()
    same = AuthorityLine.objects.select_for_update().filter(matter_fold=key, valid_to__isnull=True)
    same.filter(valid_from__lt=day).update(valid_to=day - timedelta(days=1))
    row = AuthorityLine.objects.create(
        matter=nfc(matter).strip(), matter_fold=key, body=body, deciding_post=deciding_post, instrument=instrument,
        article=article, valid_from=day, source=source, origin_key=origin_key,
    )  # fmt: skip
    payload = {
        "matter": row.matter, "body": body.pk, "deciding_post": deciding_post.pk if deciding_post else 0,
        "instrument": instrument, "source": source, "origin": origin_key,
    }  # fmt: skip
    write_entry("authority_line", row.pk, "rule_authority", by=by, payload=payload)
    return row
