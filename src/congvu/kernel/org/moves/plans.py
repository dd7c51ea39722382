"""Drafting a merger or a split: which body, seat and matter goes where. Nothing holds before it is carried out."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from congvu.kernel.org.models import (
    AuthorityLine,
    Body,
    Person,
    PlannedBody,
    PlannedMatter,
    PlannedPost,
    PlannedSuccession,
    Post,
    Reorganisation,
)
from congvu.kernel.org.moves.entries import OrgRefused, require, write_entry
from congvu.kernel.org.queries.plans import PlanView
from congvu.kernel.org.rules import name_key
from congvu.kernel.org.rules.merging import OldSeat, joined
from congvu.kit.clock import now, today
from congvu.kit.vietnamese import nfc

LONGEST_AHEAD = 3 * 366


@transaction.atomic
def prepare_plan(*, name: str, instrument: str, day: date, by: Person) -> Reorganisation:
    """A new plan: its name, the decision it follows, the first day of the new bodies."""
    require("plan", by)
    if not name.strip() or not instrument.strip():
        raise OrgRefused("Phương án phải có tên và văn bản quyết định.", "name" if not name.strip() else "instrument")
    _check_day(day)
    row = Reorganisation.objects.create(
        name=nfc(name).strip(), instrument=nfc(instrument).strip(), day=day, prepared_by=by, prepared_at=now()
    )
    payload = {"name": row.name, "instrument": row.instrument, "day": day.isoformat()}
    write_entry("reorganisation", row.pk, "prepare_plan", by=by, payload=payload)
    return row


def _check_day(day: date) -> None:
    if day < today():
        raise OrgRefused(f"Ngày {day:%d/%m/%Y} đã qua; cơ quan mới có từ hôm nay hoặc sau.", "day")
    if day > today() + timedelta(days=LONGEST_AHEAD):
        raise OrgRefused("Ngày thực hiện xa quá ba năm.", "day")


@transaction.atomic
def change_plan(plan: Reorganisation, *, name: str, instrument: str, day: date, by: Person) -> Reorganisation:
    """Its name, decision and day."""
    row = drafting(plan, by)
    if not name.strip() or not instrument.strip():
        raise OrgRefused("Phương án phải có tên và văn bản quyết định.", "name" if not name.strip() else "instrument")
    _check_day(day)
    row.name, row.instrument, row.day = nfc(name).strip(), nfc(instrument).strip(), day
    row.save(update_fields=["name", "instrument", "day"])
    payload = {"name": row.name, "instrument": row.instrument, "day": day.isoformat()}
    _changed(row, by, payload)
    return row


def drafting(plan: Reorganisation, by: Person) -> Reorganisation:
    """The plan, locked; refused to whoever may not and once it is ordered."""
    require("plan", by)
    row = Reorganisation.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not row.is_draft:
        raise OrgRefused(f"Phương án {row.get_state_display().lower()}, không sửa được nữa.")
    return row


def _changed(plan: Reorganisation, by: Person, payload: Mapping[str, object]) -> None:
    """Whatever was rehearsed was another version."""
    Reorganisation.objects.filter(pk=plan.pk).update(version=F("version") + 1)
    write_entry("reorganisation", plan.pk, "change_plan", by=by, payload=payload)


@transaction.atomic
def plan_body(
    plan: Reorganisation, *, by: Person, existing: Body | None = None, code: str = "", name: str = "",
    short_name: str = "", symbol: str = "", kind: str = "", branch: str = "state", level: str = "province",
    parent: Body | None = None,
) -> PlannedBody:  # fmt: skip
    """Who carries on: a body that exists and goes on, or a new one under `parent`."""
    row = drafting(plan, by)
    if existing is not None:
        if existing.valid_to is not None:
            raise OrgRefused(f"{existing} đã chấm dứt nên không kế thừa được.", "existing")
        if row.successions.filter(old=existing).exists():
            raise OrgRefused(f"{existing} không kế thừa chính nó.", "existing")
        made, _ = PlannedBody.objects.get_or_create(plan=row, existing=existing)
    else:
        _check_new(row, code, name, parent)
        made = PlannedBody.objects.create(
            plan=row, code=code.strip(), name=nfc(name).strip(), short_name=nfc(short_name).strip(),
            symbol=symbol.strip(), kind=kind, branch=branch, level=level, parent=parent,
        )  # fmt: skip
    _changed(row, by, {"body": made.pk, "existing": existing.pk if existing else 0, "name": str(made)})
    return made


def _check_new(plan: Reorganisation, code: str, name: str, parent: Body | None) -> None:
    if not name.strip() or not code.strip():
        raise OrgRefused("Cơ quan mới phải có mã và tên.", "name" if not name.strip() else "code")
    if parent is not None and parent.valid_to is not None:
        raise OrgRefused(f"{parent} đã chấm dứt.", "parent")
    ending = plan.successions.values("old")
    same = Body.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=plan.day), code=code.strip())
    taken = same.exclude(pk__in=ending).first() or plan.bodies.filter(code=code.strip()).first()
    if taken is not None:
        raise OrgRefused(f"Mã {code.strip()} đã có: {taken}.", "code")


@transaction.atomic
def plan_ending(
    plan: Reorganisation, old: Body, into: Iterable[PlannedBody], *, by: Person, relation: str = "sáp nhập"
) -> None:
    """A body ends and these carry it on, the first of them whatever is not given to another by hand.

    Its rooms, seats and matters are proposed at once: rooms of one name become one room, one head heads the whole.
    """
    row, targets = drafting(plan, by), list(into)
    if not targets:
        raise OrgRefused("Chưa chọn cơ quan kế thừa.", "into")
    if old.valid_to is not None:
        raise OrgRefused(f"{old} đã chấm dứt từ ngày {old.valid_to:%d/%m/%Y}.", "old")
    if any(target.plan_id != row.pk for target in targets):
        raise OrgRefused("Cơ quan kế thừa không thuộc phương án này.", "into")
    if any(target.existing_id == old.pk for target in targets):
        raise OrgRefused(f"{old} không kế thừa chính nó.", "into")
    if row.successions.filter(old=old).exists():
        raise OrgRefused(f"{old} đã có trong phương án.", "old")
    busy = PlannedSuccession.objects.filter(old=old, plan__state__in=("ordered", "running")).first()
    if busy is not None:
        raise OrgRefused(f"{old} đang nằm trong phương án đã quyết định: {busy.plan}.", "old")
    PlannedSuccession.objects.bulk_create(
        PlannedSuccession(plan=row, old=old, into=target, relation=nfc(relation), main=place == 0)
        for place, target in enumerate(targets)
    )
    for target in targets:
        if target.existing_id is None and not target.kind:
            target.kind, target.level, target.branch = old.kind, old.level, old.branch
            target.save(update_fields=["kind", "level", "branch"])
    fill_in(row, old)
    _changed(row, by, {"old": old.pk, "into": [target.pk for target in targets], "relation": relation})


@transaction.atomic
def plan_keeping(plan: Reorganisation, old: Body, *, by: Person) -> None:
    """A body does not end after all; nor do its rooms."""
    row = drafting(plan, by)
    under = [pk for pk, body in PlanView.load(row, now()).old_bodies.items() if old.pk in body.lineage]
    row.matters.filter(line__body__in=under).delete()
    row.posts.filter(receiver__body__in=under).update(receiver=None)
    row.posts.filter(old__body__in=under).delete()
    row.successions.filter(old__in=under).delete()
    for planned in row.bodies.filter(sources=None, parent_planned__isnull=False, children=None):
        planned.delete()
    _changed(row, by, {"kept": old.pk})


def fill_in(plan: Reorganisation, old: Body) -> None:
    """Propose what is not said yet of a body: its rooms, the seats in them, its matters."""
    top = plan.successions.select_related("old", "into").get(old=old, main=True)
    _fill(plan, {old.pk: top})


def fill_up(plan: Reorganisation) -> None:
    """The same for what came into the ending bodies after the plan was drafted: new rooms, seats, matters."""
    rows = plan.successions.select_related("old", "into").filter(main=True)
    _fill(plan, {row.old_id: row for row in rows})


def _fill(plan: Reorganisation, ending: dict[int, PlannedSuccession]) -> None:
    said = set(plan.successions.values_list("old_id", flat=True))
    waiting = [row.old for row in ending.values()]
    rooms = _rooms(plan)
    while waiting:
        above = waiting.pop(0)
        for child in above.children.filter(valid_to__isnull=True).order_by("sort_key"):
            if child.pk not in said:
                target = _room(plan, rooms, ending[above.pk].into, child)
                ending[child.pk] = PlannedSuccession.objects.create(
                    plan=plan, old=child, into=target, relation="theo cơ quan cấp trên", main=True
                )
                waiting.append(child)
    _fill_posts(plan, ending)
    _fill_matters(plan, ending)


Rooms = dict[tuple[int, str], PlannedBody]


def _rooms(plan: Reorganisation) -> Rooms:
    return {
        (row.parent_planned_id, name_key(str(row))): row
        for row in plan.bodies.select_related("existing")
        if row.parent_planned_id
    }


def _room(plan: Reorganisation, rooms: Rooms, above: PlannedBody, child: Body) -> PlannedBody:
    """The room that a room becomes: the one of its name there, else a new one."""
    key = (above.pk, name_key(child.name))
    if key not in rooms:
        there = None
        if above.existing_id:
            there = Body.objects.filter(
                parent=above.existing_id, valid_to__isnull=True, name_fold=name_key(child.name)
            ).first()
        rooms[key] = PlannedBody.objects.create(
            plan=plan, parent_planned=above, existing=there, code=child.code, name=child.name,
            short_name=child.short_name, symbol=child.symbol, kind=child.kind, branch=child.branch, level=child.level,
        )  # fmt: skip
    return rooms[key]


def _fill_posts(plan: Reorganisation, ending: dict[int, PlannedSuccession]) -> None:
    """Seats of bodies of which none is planned yet; those planned by hand stay."""
    known = set(plan.posts.values_list("old_id", flat=True))
    groups: dict[int, list[list[Post]]] = {}
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.filter(body__in=list(ending), valid_to__isnull=True).order_by("order", "pk"):
        posts.setdefault(post.body_id, []).append(post)
    for old_id, row in ending.items():
        fresh = [post for post in posts.get(old_id, ()) if post.pk not in known]
        if fresh:
            groups.setdefault(row.into_id, []).append(fresh)
    planned: dict[int, list[OldSeat]] = {}
    for one in plan.posts.filter(into__in=list(groups)):
        planned.setdefault(one.into_id or 0, []).append(OldSeat(one.old_id, one.title, one.role, one.order))
    for target in plan.bodies.filter(pk__in=list(groups), existing__isnull=False):
        own = Post.objects.filter(body=target.existing_id, valid_to__isnull=True)
        planned.setdefault(target.pk, []).extend(OldSeat(p.pk, p.title, p.role, p.order) for p in own)
    PlannedPost.objects.bulk_create(
        PlannedPost(plan=plan, old_id=seat.old, into_id=target, title=seat.title, role=seat.role, order=seat.order)
        for target, bodies in groups.items()
        for seat in joined([[OldSeat(p.pk, p.title, p.role, p.order) for p in one] for one in bodies],
                           planned.get(target, ()))
    )  # fmt: skip


def _fill_matters(plan: Reorganisation, ending: dict[int, PlannedSuccession]) -> None:
    """Lines of the authority matrix that name a body or a seat that ends."""
    known = set(plan.matters.values_list("line_id", flat=True))
    named = Q(body__in=list(ending)) | Q(deciding_post__in=plan.posts.values("old"))
    lines = AuthorityLine.objects.filter(named, Q(valid_to__isnull=True) | Q(valid_to__gte=plan.day))
    PlannedMatter.objects.bulk_create(
        PlannedMatter(
            plan=plan, line=line, into_id=ending[line.body_id].into_id if line.body_id in ending else None,
            deciding_id=line.deciding_post_id,
        )
        for line in lines.order_by("pk")
        if line.pk not in known
    )  # fmt: skip


@transaction.atomic
def plan_post(
    row: PlannedPost, *, by: Person, into: PlannedBody | None, title: str = "", role: str = "", order: int = 100,
    receiver: Post | None = None,
) -> PlannedPost:  # fmt: skip
    """What becomes of a seat: a seat of a planned body, or (`into` None) it vanishes and `receiver` takes its work."""
    plan = drafting(row.plan, by)
    if into is not None:
        if not title.strip():
            raise OrgRefused("Vị trí mới phải có tên.", "title")
        if role not in Post.Role.values:
            raise OrgRefused(f"Không có loại vị trí “{role}”.", "role")
        if into.plan_id != plan.pk:
            raise OrgRefused("Cơ quan kế thừa không thuộc phương án này.", "into")
        receiver = None
    elif receiver is not None:
        other = plan.posts.filter(old=receiver).first()
        if other is None or other.pk == row.pk or other.into_id is None:
            raise OrgRefused("Người nhận việc phải giữ một vị trí còn lại trong phương án.", "receiver")
    row.into, row.title, row.role, row.order, row.receiver = into, nfc(title).strip(), role, order, receiver
    row.save(update_fields=["into", "title", "role", "order", "receiver"])
    payload = {
        "post": row.old_id, "into": into.pk if into else 0, "title": row.title, "role": role, "order": order,
        "receiver": receiver.pk if receiver else 0,
    }  # fmt: skip
    _changed(plan, by, payload)
    return row


@transaction.atomic
def plan_room(row: PlannedSuccession, *, by: Person, under: PlannedBody) -> None:
    """A room of a body that is divided goes under another of its heirs."""
    plan = drafting(row.plan, by)
    if under.plan_id != plan.pk:
        raise OrgRefused("Cơ quan kế thừa không thuộc phương án này.", "under")
    target = _room(plan, _rooms(plan), under, row.old)
    if target.pk == under.pk:
        raise OrgRefused(f"{row.old} là cấp trên của chính nó.", "under")
    plan.posts.filter(old__body=row.old, into=row.into).update(into=target)
    PlannedSuccession.objects.filter(pk=row.pk).update(into=target)
    plan.bodies.filter(sources=None, parent_planned__isnull=False, children=None).exclude(pk=target.pk).delete()
    _changed(plan, by, {"room": row.old_id, "under": under.pk})


@transaction.atomic
def plan_matter(row: PlannedMatter, *, by: Person, into: PlannedBody | None, deciding: Post | None) -> PlannedMatter:
    """Who answers for a matter afterwards; `deciding` is named by its old seat."""
    plan = drafting(row.plan, by)
    if deciding is not None and not plan.posts.filter(old=deciding, into__isnull=False).exists():
        raise OrgRefused("Vị trí quyết định không có trong phương án hoặc không còn.", "deciding")
    row.into, row.deciding = into, deciding
    row.save(update_fields=["into", "deciding"])
    payload = {"line": row.line_id, "into": into.pk if into else 0}
    _changed(plan, by, payload)
    return row


@transaction.atomic
def note_rehearsed(plan: Reorganisation, version: int, *, faults: int) -> None:
    """That a version was rehearsed; only one without faults may be ordered."""
    good = version if not faults else 0
    Reorganisation.objects.filter(pk=plan.pk, state=Reorganisation.State.DRAFT).update(rehearsed_version=good)


@transaction.atomic
def order_plan(plan: Reorganisation, *, by: Person) -> Reorganisation:
    """Decide that it be carried out on its day: a rehearsed version, by somebody who did not prepare it."""
    require("order", by)
    row = Reorganisation.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not row.is_draft:
        raise OrgRefused(f"Phương án {row.get_state_display().lower()}.")
    if row.prepared_by_id == by.pk:
        raise OrgRefused("Người soạn phương án không tự quyết định; hãy trình lãnh đạo hoặc một cán bộ tổ chức khác.")
    if row.rehearsed_version != row.version:
        raise OrgRefused("Phương án đã sửa sau lần diễn tập cuối, hoặc diễn tập còn lỗi; hãy diễn tập lại.")
    _check_day(row.day)
    if faults := PlanView.load(row, now()).faults():
        raise OrgRefused(faults[0])
    row.state, row.ordered_by, row.ordered_at = Reorganisation.State.ORDERED, by, now()
    row.save(update_fields=["state", "ordered_by", "ordered_at"])
    write_entry("reorganisation", row.pk, "order_plan", by=by, payload={"version": row.version})
    return row


@transaction.atomic
def cancel_plan(plan: Reorganisation, *, by: Person, reason: str) -> Reorganisation:
    """Give a plan up, as long as nothing of it was carried out."""
    row = Reorganisation.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    require("plan" if row.is_draft else "order", by)
    if row.state not in (Reorganisation.State.DRAFT, Reorganisation.State.ORDERED):
        raise OrgRefused(f"Phương án {row.get_state_display().lower()}, không bỏ được nữa.")
    if not reason.strip():
        raise OrgRefused("Bỏ phương án phải nêu lý do.", "reason")
    row.state = Reorganisation.State.CANCELLED
    row.save(update_fields=["state"])
    write_entry("reorganisation", row.pk, "cancel_plan", by=by, payload={}, texts={"reason": reason})
    return row
