"""Bodies, what became of them, and the names they go by."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from congvu.kernel.org.models import Appointment, Body, BodyAlias, Installation, Person, Succession
from congvu.kernel.org.moves.entries import OrgRefused, require_manager, write_entry
from congvu.kernel.org.rules import name_key
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc, sort_key


@transaction.atomic
def set_up(*, name: str, level: str, origin: str, demonstration: bool, jurisdiction: str = "vn") -> Installation:
    """Say what this database is. Once; a demonstration can never be turned into a real one."""
    if Installation.objects.exists():
        raise OrgRefused("Cơ sở dữ liệu này đã được thiết lập.")
    made = Installation.objects.create(
        name=nfc(name), level=level, origin=origin, demonstration=demonstration, jurisdiction=jurisdiction
    )
    write_entry("installation", made.pk, "set_up", by=None, payload={"origin": origin, "level": level})
    return made


@transaction.atomic
def add_body(
    *,
    code: str,
    name: str,
    valid_from: date,
    by: Person | None,
    parent: Body | None = None,
    valid_to: date | None = None,
    kind: str = "",
    branch: str = "state",
    level: str = "province",
    symbol: str = "",
    short_name: str = "",
    instrument: str = "",
) -> Body:
    """Add a body; its place in the tree is fixed by its parent."""
    require_manager(by)
    name = nfc(name).strip()
    if not name or not code.strip():
        raise OrgRefused("Cơ quan phải có mã và tên.", "name")
    _check_code(code, valid_from, valid_to)
    if by is not None and parent is not None and parent.valid_to is not None and parent.valid_to < valid_from:
        raise OrgRefused(f"{parent} đã chấm dứt từ ngày {parent.valid_to:%d/%m/%Y}.", "parent")
    body = Body.objects.create(
        code=code,
        name=name,
        short_name=nfc(short_name),
        symbol=symbol,
        branch=branch,
        level=level,
        kind=kind,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        instrument=instrument,
        name_fold=name_key(name),
        sort_key=sort_key(name),
    )
    body.lineage = [*(parent.lineage if parent else ()), body.pk]
    body.save(update_fields=["lineage"])
    payload = {"code": code, "name": name, "valid_from": valid_from.isoformat(), "kind": kind, "instrument": instrument}
    write_entry("body", body.pk, "add_body", by=by, payload=payload)
    return body


def _check_code(code: str, valid_from: date, valid_to: date | None) -> None:
    """A code is one body's at a time; once that ended, another may take it up."""
    meanwhile = Body.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from), code=code)
    if valid_to is not None:
        meanwhile = meanwhile.filter(valid_from__lte=valid_to)
    same = meanwhile.first()
    if same is not None:
        raise OrgRefused(f"Mã {code} đã có cơ quan từ ngày {same.valid_from:%d/%m/%Y}: {same}.", "code")


@transaction.atomic
def close_body(body: Body, *, day: date, instrument: str, by: Person | None) -> None:
    """End a body; `day` is its last day. Issued documents are never rewritten."""
    require_manager(by)
    if day < body.valid_from:
        raise OrgRefused("Ngày chấm dứt không được trước ngày thành lập.", "day")
    if by is not None:
        _check_empty(body, day)
    body.valid_to = day
    body.save(update_fields=["valid_to"])
    write_entry("body", body.pk, "close_body", by=by, payload={"last_day": day.isoformat(), "instrument": instrument})


def _check_empty(body: Body, day: date) -> None:
    """A body with people or bodies in it does not simply end: that is a plan of its own."""
    later = Q(ends_at__isnull=True) | Q(ends_at__gt=now())
    if Appointment.objects.filter(later, post__body=body).exists():
        raise OrgRefused(f"{body} còn người giữ vị trí; hãy lập phương án sắp xếp, hoặc ghi thôi giữ trước.")
    below = body.children.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).first()
    if below is not None:
        raise OrgRefused(f"{body} còn đơn vị trực thuộc: {below}.")


@transaction.atomic
def succeed(
    predecessor: Body, successor: Body, *, day: date, relation: str, instrument: str, by: Person | None
) -> Succession:
    """Say who carries on the work of whom from which day."""
    require_manager(by)
    if predecessor.pk == successor.pk:
        raise OrgRefused("Một cơ quan không kế thừa chính nó.")
    row = Succession.objects.create(
        predecessor=predecessor, successor=successor, day=day, relation=relation, instrument=instrument
    )
    payload = {"successor": successor.pk, "day": day.isoformat(), "relation": relation, "instrument": instrument}
    write_entry("body", predecessor.pk, "succeed", by=by, payload=payload)
    return row


@transaction.atomic
def remember_alias(alias: str, body: Body, *, by: Person | None) -> BodyAlias:
    """Remember that a name of a document means this body, as a clerk decided."""
    key = name_key(alias)
    if not key:
        raise OrgRefused("Tên trống.")
    row, made = BodyAlias.objects.get_or_create(alias_fold=key, body=body, defaults={"alias": nfc(alias).strip()})
    if made:
        write_entry("body", body.pk, "remember_alias", by=by, payload={"alias": row.alias})
    return row
