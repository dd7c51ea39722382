"""Who decides which matter, who decides it for him by delegation, who prepares in whose name."""

from datetime import date, timedelta

from django.db import transaction

from congvu.kernel.org.models import AuthorityLine, Body, Delegation, Mandate, Person, Post
from congvu.kernel.org.moves.entries import OrgRefused, require, write_entry
from congvu.kernel.org.queries import decides_on, holder_of, posts_of
from congvu.kernel.org.queries.authority import ISSUING
from congvu.kernel.org.rules import name_key
from congvu.kit.clock import now, today
from congvu.kit.vietnamese import nfc


@transaction.atomic
def delegate(
    *, from_post: Post, to_person: Person, scope: str, instrument: str, starts_on: date, ends_on: date,
    by: Person | None, line: AuthorityLine | None = None, may_subdelegate: bool = False, of: Delegation | None = None,
) -> Delegation:  # fmt: skip
    """Ủy quyền in writing: scope, instrument and an end day are required; nobody delegates to himself.

    Only what the post itself decides: with `line` that matter, else all of it. What was received by delegation (`of`)
    is passed on only where its instrument says so, and never for longer.
    Law: Luật 72/2025/QH15 (delegation in writing: content, scope, period; no passing on unless allowed).
    """
    require("delegation", by, post=from_post)
    if not scope.strip() or not instrument.strip():
        raise OrgRefused("Ủy quyền phải có nội dung, phạm vi và văn bản ủy quyền.", "scope")
    if ends_on < starts_on:
        raise OrgRefused("Ngày hết ủy quyền phải sau ngày bắt đầu.", "ends_on")
    if by is not None and starts_on < today():
        raise OrgRefused("Ủy quyền không có hiệu lực về trước: ngày bắt đầu sớm nhất là hôm nay.", "starts_on")
    _check_giver(from_post, line, starts_on)
    _check_receiver(from_post, to_person, line, starts_on, ends_on)
    if of is not None:
        _check_passing_on(of, from_post, line, ends_on)
    row = Delegation.objects.create(
        from_post=from_post, to_person=to_person, scope=nfc(scope).strip(), instrument=nfc(instrument).strip(),
        starts_on=starts_on, ends_on=ends_on, line=line, may_subdelegate=may_subdelegate, of=of,
    )  # fmt: skip
    payload = {
        "from_post": from_post.pk, "to_person": to_person.pk, "scope": row.scope, "instrument": row.instrument,
        "from": starts_on.isoformat(), "until": ends_on.isoformat(), "line": line.pk if line else 0,
        "may_subdelegate": int(may_subdelegate), "of": of.pk if of else 0,
    }  # fmt: skip
    write_entry("delegation", row.pk, "delegate", by=by, payload=payload)
    return row


def _check_giver(from_post: Post, line: AuthorityLine | None, day: date) -> None:
    if from_post.valid_to is not None and from_post.valid_to < day:
        raise OrgRefused(f"{from_post} đã chấm dứt từ ngày {from_post.valid_to:%d/%m/%Y}.", "from_post")
    if line is not None and not decides_on(from_post, line):
        owner = line.deciding_post or line.body
        raise OrgRefused(f"“{line.matter}” không thuộc thẩm quyền của {from_post} mà của {owner}.", "line")
    if line is None and from_post.role not in ISSUING:
        raise OrgRefused(f"{from_post} không có thẩm quyền quyết định để ủy quyền.", "from_post")


def _check_receiver(
    from_post: Post, to_person: Person, line: AuthorityLine | None, starts_on: date, ends_on: date
) -> None:
    if from_post.appointments.filter(person=to_person, ends_at__isnull=True).exists():
        raise OrgRefused("Không ủy quyền cho chính mình.", "person")
    if not to_person.is_active or not posts_of(to_person, now()):
        raise OrgRefused(f"{to_person} không giữ vị trí nào nên không nhận ủy quyền được.", "person")
    same = Delegation.objects.filter(
        from_post=from_post, to_person=to_person, line=line, closed_at=None, starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    ).first()  # fmt: skip
    if same is not None:
        raise OrgRefused(
            f"{to_person} đã được ủy quyền nội dung này từ {same.starts_on:%d/%m/%Y} đến {same.ends_on:%d/%m/%Y}.",
            "starts_on",
        )


def _check_passing_on(of: Delegation, from_post: Post, line: AuthorityLine | None, ends_on: date) -> None:
    if not of.may_subdelegate:
        raise OrgRefused(f"{of.instrument} không cho phép ủy quyền tiếp.", "of")
    if of.closed_at is not None or of.from_post_id != from_post.pk or (of.line_id and of.line != line):
        raise OrgRefused("Chỉ ủy quyền tiếp trong nội dung, phạm vi đã nhận.", "of")
    if ends_on > of.ends_on:
        raise OrgRefused(f"Ủy quyền tiếp không được quá ngày {of.ends_on:%d/%m/%Y}.", "ends_on")


@transaction.atomic
def close_delegation(delegation: Delegation, *, by: Person | None, reason: str = "") -> bool:
    """Its end, by its own date or earlier with a reason; False when that was done before.

    The duties' room calls this inside its own verb, which gives back what still lies with the delegate. By its own
    date the clock (None) closes it.
    """
    row = Delegation.objects.select_for_update(of=("self",)).select_related("from_post__body").get(pk=delegation.pk)
    if row.closed_at is not None:
        return False
    if by is not None:
        require("delegation", by, post=row.from_post)
        if not reason.strip():
            raise OrgRefused("Thu hồi ủy quyền phải nêu lý do.", "reason")
    elif row.ends_on >= today():
        raise OrgRefused("Ủy quyền chưa đến ngày hết hạn.")
    row.closed_at = now()
    row.save(update_fields=["closed_at"])
    write_entry(
        "delegation", row.pk, "close_delegation", by=by, payload={"of_its_own": int(by is None)},
        texts={"reason": reason},
    )  # fmt: skip
    for further in row.passed_on.filter(closed_at=None):
        further.closed_at = row.closed_at
        further.save(update_fields=["closed_at"])
        write_entry("delegation", further.pk, "close_delegation", by=by, payload={"with": row.pk})
    return True


@transaction.atomic
def mandate(
    *, leader_post: Post, person: Person, starts_on: date, by: Person | None, ends_on: date | None = None
) -> Mandate:
    """Let a named person of a leader's office prepare moves in the leader's name; the leader presses."""
    require("mandate", by, post=leader_post)
    if ends_on is not None and ends_on < starts_on:
        raise OrgRefused("Ngày kết thúc phải sau ngày bắt đầu.", "ends_on")
    if leader_post.role not in ISSUING:
        raise OrgRefused(f"{leader_post} không phải vị trí lãnh đạo.", "leader_post")
    seat = holder_of(leader_post, now())
    if seat is not None and seat.person.pk == person.pk:
        raise OrgRefused("Không giao giúp việc cho chính người lãnh đạo.", "person")
    if Mandate.objects.filter(leader_post=leader_post, person=person, ends_on__isnull=True).exists():
        raise OrgRefused(f"{person} đang giúp việc cho {leader_post}.", "person")
    row = Mandate.objects.create(leader_post=leader_post, person=person, starts_on=starts_on, ends_on=ends_on)
    payload = {"leader_post": leader_post.pk, "person": person.pk, "from": starts_on.isoformat()}
    write_entry("mandate", row.pk, "mandate", by=by, payload=payload)
    return row


@transaction.atomic
def end_mandate(row: Mandate, *, day: date, by: Person | None) -> Mandate:
    """A mandate ends; `day` is its last day."""
    require("mandate", by, post=row.leader_post)
    if day < row.starts_on:
        raise OrgRefused("Ngày kết thúc phải sau ngày bắt đầu.", "ends_on")
    row.ends_on = day
    row.save(update_fields=["ends_on"])
    write_entry("mandate", row.pk, "end_mandate", by=by, payload={"until": day.isoformat()})
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
    move that calls this (the settling of a dispute); a line from an instrument is for the home affairs posts.
    """
    if source != "ruling":
        require("authority", by)
    key = name_key(matter)
    if not key:
        raise OrgRefused("Chưa nêu việc gì để ghi vào bảng thẩm quyền.", "matter")
    if not instrument.strip():
        raise OrgRefused("Dòng phân định thẩm quyền phải có văn bản.", "instrument")
    day = day or today()
    if deciding_post is not None and deciding_post.valid_to is not None and deciding_post.valid_to < day:
        raise OrgRefused(f"{deciding_post} đã chấm dứt.", "deciding_post")
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


@transaction.atomic
def end_authority(row: AuthorityLine, *, day: date, instrument: str, by: Person | None) -> AuthorityLine:
    """A line of the matrix ends; `day` is its last day."""
    require("authority", by)
    if day < row.valid_from:
        raise OrgRefused("Ngày chấm dứt không được trước ngày có hiệu lực.", "day")
    row.valid_to = day
    row.save(update_fields=["valid_to"])
    payload = {"last_day": day.isoformat(), "instrument": instrument}
    write_entry("authority_line", row.pk, "end_authority", by=by, payload=payload)
    return row
