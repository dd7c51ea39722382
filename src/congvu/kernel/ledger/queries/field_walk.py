"""A walk through what people wrote: each text is the one that its entry's leaf is committed to. Needs no Django."""

from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection

from congvu.engines.seal.canonical import encode
from congvu.engines.seal.leaf import SALT_BYTES, commitment
from congvu.kernel.ledger.queries.entry_walk import Row, stream

_FIELDS = """
select f.entry_id, f.name, f.salt, f.value, e.leaf, f.erased_in_id is not null and exists (
    select from entry x where x.id = f.erased_in_id and x.room = 'ledger' and x.subject = 'entry' and x.verb = 'erase'
                          and x.subject_id = f.entry_id and x.payload ->> 'name' = f.name)
from entry_field f join entry e on e.id = f.entry_id
where f.entry_id >= %s and f.entry_id < %s and e.id >= %s and e.id < %s
order by f.entry_id, f.name
"""
Ids = tuple[int, int]


@dataclass
class FieldsWalked:
    """What a walk met; `met` are those that a leaf speaks of."""

    fields: int = 0
    met: int = 0
    erased: int = 0
    faults: list[tuple[str, int]] = field(default_factory=list)


def walk_fields(connection: Connection[Any], ids: Ids) -> FieldsWalked:
    """Compare each text of the entries from the one number on and below the other with the commitment to it."""
    walked = FieldsWalked()
    marks: dict[str, bytes] = {}  # how a commitment of that name begins in a leaf
    for rows in stream(connection, _FIELDS, [*ids, *ids]):
        walked.fields += len(rows)
        for row in rows:
            _id, name, salt, text, leaf, _erased = row
            mark = marks.get(name) or marks.setdefault(name, encode([name, ""])[:-2])
            end = leaf.find(b',"files":')
            told = mark + commitment(name, text, salt).hex().encode()
            if len(salt) == SALT_BYTES and leaf.find(told, 0, end) > 0:
                walked.met += 1
            else:
                _doubt(row, leaf.find(mark, 0, end) >= 0, walked)
    return walked


def _doubt(row: Row, named: bool, walked: FieldsWalked) -> None:
    entry_id, name, salt, text, _leaf, lawfully_erased = row
    walked.met += named
    if not named:
        walked.faults.append((f"Dòng {entry_id}: nội dung “{name}” được thêm vào sau khi ghi.", entry_id))
    elif lawfully_erased and not salt and not text:
        walked.erased += 1
    else:
        walked.faults.append((f"Dòng {entry_id}: nội dung “{name}” đã bị sửa sau khi ghi.", entry_id))
