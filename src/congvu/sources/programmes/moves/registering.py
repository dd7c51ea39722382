"""An item of a programme from registration to approval; approving makes it a duty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.duties.rules import PRODUCT_KINDS
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import AuthorityLine, Body, Person, Post
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.reference.drafting import draft_kind
from congvu.sources.programmes import queries, rules
from congvu.sources.programmes.models import ProgrammeEntry
from congvu.sources.programmes.moves.entries import ORIGIN, told, words, write_entry
from congvu.sources.programmes.moves.opening import open_of

State = ProgrammeEntry.State


@dataclass(frozen=True)
class NewItem:
    """What is registered: all of the six "rõ" but who answers for it, which is the head of the holder's body.

    `deciding_post_id` empty: by the authority matrix, else the head of the body. `reason` is asked for an addition.
    """

    body_id: int
    period: str
    title: str
    product_kind: str
    due_on: date
    holder_id: int
    holder_post_id: int | None = None
    requirement: str = ""
    product: str = ""
    draft_kind: str = ""
    deciding_post_id: int | None = None
    basis: str = ""
    reason: str = ""


@transaction.atomic
def register(item: NewItem, *, by: Person) -> ProgrammeEntry:
    """Register an item; after the last day of registration it is an addition, which needs its reason.

    Raises Body.DoesNotExist for a programme that `by` does not see.
    """
    at = now()
    body = queries.find_body(by, item.body_id, at)
    if not queries.may_register(by, body, at):
        raise Refused("Chỉ người trong cơ quan, đơn vị hoặc cấp trên của đơn vị đăng ký vào chương trình này.")
    span = _span(item.period)
    if span.last < local_day(at):
        raise Refused(f"{span.name[:1].upper()}{span.name[1:]} đã qua; hãy chọn kỳ khác.", "period")
    addition, reason = _addition(span, item.reason, at)
    values = _values(item, body, span, at)
    entry = ProgrammeEntry.objects.create(
        body=body, period=span.key, addition=addition, reason=reason, registered_by=by, registered_at=at, **values
    )
    write_entry("entry", entry.pk, "register", by=by, payload=_payload(entry), texts=_texts(entry))
    return entry


@transaction.atomic
def edit(entry_id: int, item: NewItem, *, by: Person) -> ProgrammeEntry:
    """Change an item that is not decided yet: who registered it, or who decides on it. Period and body stay."""
    at = now()
    entry = _locked(entry_id, by)
    if entry.state != State.REGISTERED:
        raise Refused("Mục này đã được xử lý; muốn thay đổi, hãy đề nghị điều chỉnh.")
    if entry.registered_by_id != by.pk and queries.deciding_seat(by, entry, at) is None:
        raise Refused("Chỉ người đăng ký hoặc người duyệt sửa được mục này.")
    for name, value in _values(item, entry.body, rules.span(entry.period), at).items():
        setattr(entry, name, value)
    entry.save()
    write_entry("entry", entry.pk, "edit", by=by, payload=_payload(entry), texts=_texts(entry))
    return entry


@transaction.atomic
def withdraw(entry_id: int, *, by: Person, reason: str) -> ProgrammeEntry:
    """Take back an item that is not decided yet, with the reason."""
    entry = _locked(entry_id, by)
    if entry.state != State.REGISTERED:
        raise Refused("Mục này đã được xử lý; muốn rút khỏi chương trình, hãy đề nghị điều chỉnh.")
    if entry.registered_by_id != by.pk:
        raise Refused("Chỉ người đăng ký rút lại được; người duyệt thì không duyệt, có lý do.")
    return _decide(entry, State.WITHDRAWN, by, words(reason, "reason", "Lý do"), "withdraw")


@transaction.atomic
def refuse(entry_id: int, *, by: Person, reason: str) -> ProgrammeEntry:
    """The head does not approve, with the reason."""
    entry = _locked(entry_id, by)
    _seat(entry, by)
    return _decide(entry, State.REFUSED, by, words(reason, "reason", "Lý do"), "refuse")


@transaction.atomic
def approve(entry_ids: Iterable[int], *, by: Person) -> list[ProgrammeEntry]:
    """The head approves: each item becomes a duty that its person holds from now on; all of them or none.

    Law: work-rules/assign. An item that is a draft has its stages opened as well.
    """
    made = []
    for entry_id in sorted(set(entry_ids)):
        entry = _locked(entry_id, by)
        post = _seat(entry, by)
        with told():
            (duty_id,) = duties.issue_new([_duty(entry, post)], by=by)
        entry.duty_id = duty_id
        _decide(entry, State.APPROVED, by, "", "approve", {"duty": duty_id}, post)
        if entry.draft_kind:
            open_of(duty_id, entry.draft_kind, by=by)
        made.append(entry)
    if not made:
        raise Refused("Chưa chọn mục nào.", "entries")
    return made


def _locked(entry_id: int, by: Person) -> ProgrammeEntry:
    """The item, locked; ProgrammeEntry.DoesNotExist for the unseen."""
    found = queries.find_entry(by, entry_id)
    return (
        ProgrammeEntry.objects.select_for_update(of=("self",))
        .select_related("body", "holder", "holder_post__body", "deciding_post__body")
        .get(pk=found.pk)
    )


def _seat(entry: ProgrammeEntry, by: Person) -> Post:
    at = now()
    if entry.state != State.REGISTERED:
        raise Refused(f"“{entry.title}”: mục này đã được xử lý.")
    post = queries.deciding_seat(by, entry, at)
    if post is None:
        rule = queries.rule_of(entry.period, at)
        who = queries.approver_words(entry, at)
        raise Refused(f"“{entry.title}”: người duyệt là {who}. {rule.label}: {rule.citation}.")
    return post


def _decide(
    entry: ProgrammeEntry,
    state: str,
    by: Person,
    reason: str,
    verb: str,
    payload: Mapping[str, object] | None = None,
    post: Post | None = None,
) -> ProgrammeEntry:
    entry.state, entry.decided_by, entry.decided_at, entry.decision_reason = state, by, now(), reason
    entry.save()
    write_entry("entry", entry.pk, verb, by=by, post=post, payload=payload, texts={"reason": reason})
    return entry


def _span(period: str) -> rules.Span:
    try:
        return rules.span(period)
    except ValueError as error:
        raise Refused(str(error), "period") from error


def _addition(span: rules.Span, reason: str, at: datetime) -> tuple[bool, str]:
    """Whether the last day of registration has passed, and then why the item comes late."""
    rule = queries.rule_of(span.key, at)
    last = rules.closes(span, months_before=rule.months_before, day=rule.day, days_before=rule.days_before)
    if local_day(at) <= last:
        return False, ""
    if not reason.strip():
        text = f"Đã qua ngày đăng ký {last:%d/%m/%Y} của {span.name} ({rule.citation}). Bổ sung phải nêu lý do."
        raise Refused(text, "reason")
    return True, words(reason, "reason", "Lý do")


def _values(item: NewItem, body: Body, span: rules.Span, at: datetime) -> dict[str, Any]:
    """The columns of an item, each checked; refused with the field it is about."""
    if item.product_kind not in PRODUCT_KINDS:
        raise Refused("Chưa chọn sản phẩm.", "product_kind")
    if not span.holds(item.due_on):
        raise Refused(f"Thời hạn phải nằm trong {span.name}.", "due_on")
    if item.due_on < local_day(at):
        raise Refused("Thời hạn đã qua; hãy chọn ngày sau.", "due_on")
    if item.draft_kind:
        try:
            draft_kind(item.draft_kind, local_day(at))
        except KeyError as error:
            raise Refused("Không có loại dự thảo này.", "draft_kind") from error
    seat = _holder(item, body, at)
    deciding, basis = _authority(item, body, span, at)
    return {
        "title": words(item.title, "title", "Việc"),
        "requirement": words(item.requirement, "requirement", "Yêu cầu", required=False),
        "product_kind": item.product_kind,
        "product": words(item.product, "product", "Sản phẩm", required=False),
        "draft_kind": item.draft_kind,
        "due_on": item.due_on,
        "holder": seat.person,
        "holder_post": seat.post,
        "deciding_post": deciding,
        "basis": basis,
    }


def _holder(item: NewItem, body: Body, at: datetime) -> org.Seat:
    """The named person in a post of the body or below it."""
    person = Person.objects.filter(pk=item.holder_id, is_active=True).first()
    seats = [seat for seat in (org.seats_of(person, at) if person else []) if body.pk in seat.body.lineage]
    seats.sort(key=lambda seat: seat.post.pk != item.holder_post_id)
    if not seats:
        raise Refused("Người thực hiện phải giữ một vị trí trong cơ quan, đơn vị này.", "holder")
    return seats[0]


def _authority(item: NewItem, body: Body, span: rules.Span, at: datetime) -> tuple[Post, str]:
    """Who decides it and by what: as given, else by the authority matrix, else the head of the body."""
    programme = f"Chương trình công tác {span.name}, {body.name}"
    basis = words(item.basis, "basis", "Căn cứ", required=False)
    if item.deciding_post_id is not None:
        post = Post.objects.select_related("body").filter(pk=item.deciding_post_id, role__in=queries.LEADING).first()
        if post is None:
            raise Refused("Người có thẩm quyền quyết định phải ở vị trí lãnh đạo.", "deciding_post")
        return post, basis or programme
    line = org.authority_for(item.title, at)
    if line is not None and line.deciding_post is not None:
        return line.deciding_post, basis or f"{_cited(line)}; {programme}"
    head = org.head_of(body, at)
    if head is None:
        raise Refused("Đơn vị chưa có người đứng đầu; hãy chọn người có thẩm quyền quyết định.", "deciding_post")
    return head.post, basis or programme


def _cited(line: AuthorityLine) -> str:
    return ", ".join(part for part in (line.instrument, line.article) if part)


def _duty(entry: ProgrammeEntry, post: Post) -> NewDuty:
    head = org.head_of(entry.holder_post.body, now())
    return NewDuty(
        title=entry.title,
        requirement=entry.requirement,
        product_kind=entry.product_kind,
        product=entry.product,
        holder_id=entry.holder_id,
        holder_post_id=entry.holder_post_id,
        accountable_post_id=head.post.pk if head else entry.holder_post_id,
        deciding_post_id=entry.deciding_post_id,
        basis=entry.basis,
        due_rule=DueRule.on(entry.due_on),
        issuer_post_id=post.pk,
        origin_kind=ORIGIN,
        origin_key=f"entry/{entry.pk}",
        matter=entry.title,
    )


def _payload(entry: ProgrammeEntry) -> dict[str, object]:
    """What the ledger keeps, structured; words of people go beside it."""
    return {
        "body": entry.body_id,
        "period": entry.period,
        "due_on": entry.due_on.isoformat(),
        "holder": entry.holder_id,
        "holder_post": entry.holder_post_id,
        "deciding_post": entry.deciding_post_id,
        "product_kind": entry.product_kind,
        "draft_kind": entry.draft_kind,
        "addition": entry.addition,
    }


def _texts(entry: ProgrammeEntry) -> dict[str, str]:
    return {
        "title": entry.title,
        "requirement": entry.requirement,
        "product": entry.product,
        "basis": entry.basis,
        "reason": entry.reason,
    }
