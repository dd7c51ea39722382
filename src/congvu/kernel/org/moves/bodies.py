"""Bodies, what became of them, and the names they go by."""

from datetime import date

from django.db import transaction

from congvu.kernel.org.models import Body, BodyAlias, Installation, Person, Succession
from congvu.kernel.org.moves.entries import OrgRefused, require_manager, write_entry
from congvu.kernel.org.rules import name_key
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
    if not name:
        raise OrgRefused("Cơ quan phải có tên.")
    if Body.objects.filter(code=code, valid_from=valid_from).exists():
        raise OrgRefused(f"Mã {code} đã có cơ quan từ ngày {valid_from:%d/%m/%Y}.")
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


@transaction.atomic
def close_body(body: Body, *, day: date, instrument: str, by: Person | None) -> None:
    """End a body; `day` is its last day. Issued documents are never rewritten."""
    require_manager(by)
    if day < body.valid_from:
        raise OrgRefused("Ngày chấm dứt không được trước ngày thành lập.")
    body.valid_to = day
    body.save(update_fields=["valid_to"])
    write_entry("body", body.pk, "close_body", by=by, payload={"last_day": day.isoformat(), "instrument": instrument})


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
