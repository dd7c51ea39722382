"""Duties as they were known at a cut-off: counted and listed set-based, from one statement.

A duty that nobody moved since reads as it stands; one that moved meanwhile is folded from its entries recorded before
the cut-off, by the same fold as `duties.queries.replay`. What ended before the period began is left out early.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from congvu.judgement.reports.rules import COUNTED
from congvu.kit.reports import ReportScope

_MOMENTS = ("current_due_at", "completed_at", "closed_at", "paused_at")
_NUMBERS = ("body_id", "holder_id", "submitter_post_id")


def _folded(name: str, cast: str) -> str:
    """The last value that entries gave a column."""
    value = f"(s.set ->> '{name}')::{cast}"
    told = f"s.set ? '{name}'"
    if name in _MOMENTS:
        value = f"case when s.stamps ? '{name}' then e.effective_at else {value} end"
        told = f"({told} or s.stamps ? '{name}')"
    return f"(array_agg({value} order by e.seq desc) filter (where {told}))[1] as {name}"


_FOLDS = ",\n        ".join(
    [
        _folded("state", "text"),
        *(_folded(name, "bigint") for name in _NUMBERS),
        *(_folded(name, "timestamptz") for name in _MOMENTS),
    ]
)
_COLUMNS = ", ".join(("state", *_NUMBERS, *_MOMENTS))
# %(start)s, %(until)s: the period; %(bodies)s and the filters: the scope
_KNOWN = f"""
with near as not materialized (
    select d.* from duty d
    where d.issued_at < %(until)s and (d.closed_at >= %(start)s or d.closed_at is null)
), past as (
    select e.subject_id as id,
        {_FOLDS}
    from near n join entry e on e.room = 'duties' and e.subject = 'duty' and e.subject_id = n.id
         cross join lateral (select coalesce(e.payload -> 'set', '{{}}') as set,
                                    coalesce(e.payload -> 'stamps', '[]') as stamps) s
    where n.last_at >= %(until)s and e.recorded_at < %(until)s
    group by e.subject_id
), known as (
    select id, issued_at, matter, document_id, consulted_by_id, demand_kind, {_COLUMNS}
    from near where last_at < %(until)s
    union all
    select n.id, n.issued_at, n.matter, n.document_id, n.consulted_by_id, n.demand_kind,
           {", ".join(f"p.{name}" for name in ("state", *_NUMBERS, *_MOMENTS))}
    from near n join past p on p.id = n.id
), field as (
    -- each wording once: the longest field of the authority matrix whose words it holds
    select m.matter, (
        select f.field from unnest(%(fields)s::text[], %(folds)s::text[]) with ordinality f (field, fold, place)
        where strpos(m.words, ' ' || f.fold || ' ') > 0 order by f.place limit 1) as field
    from (select distinct matter, ' ' || regexp_replace(vn_fold(matter), '[^a-z0-9]+', ' ', 'g') || ' ' as words
          from near where matter <> '' and cardinality(%(folds)s::text[]) > 0) m
), placed as (
    -- whose work it is: of the unit that handed it in or submitted it, else of the unit that holds it
    select k.*, coalesce(w.field, '') as field,
        case when k.state in ('submitted', 'handed_in', 'closed') then coalesce(p.body_id, k.body_id)
             else k.body_id end as work_body_id
    from known k left join post p on p.id = k.submitter_post_id left join field w on w.matter = k.matter
), fact as (
    select k.id, k.field as matter, k.document_id, k.work_body_id, k.body_id, k.state, k.current_due_at as due_at,
        k.completed_at,
        case when k.consulted_by_id is not null then 'consultation'
             when k.demand_kind = 'standing' then 'review' else k.demand_kind end as kind,
        case when k.issued_at < %(start)s then 'carried' else 'opened' end as came,
        case when k.state = 'cancelled' then 'cancelled'
             when k.state in ('handed_in', 'closed') and k.completed_at <= k.current_due_at then 'on_time'
             when k.state in ('handed_in', 'closed') then 'late'
             when k.paused_at is not null then 'paused'
             when k.current_due_at <= %(until)s then 'overdue' else 'in_term' end as stood,
        case k.state when 'submitted' then 'waiting' when 'disputed' then 'disputed'
                     when 'unplaced' then 'unplaced' else '' end as waits
    from placed k
    where (k.closed_at is null or k.closed_at >= %(start)s)
      and not (k.state in ('handed_in', 'closed') and k.completed_at < %(start)s)
      and (k.work_body_id = any(%(bodies)s::bigint[])
           or k.state in ('submitted', 'disputed', 'unplaced') and k.body_id = any(%(bodies)s::bigint[]))
      and (%(matter)s::text is null or k.field = %(matter)s)
      and (%(document)s::bigint is null or k.document_id = %(document)s)
      and (%(person)s::bigint is null or k.holder_id = %(person)s
           or exists (select from holding h where h.duty_id = k.id and h.person_id = %(person)s
                      and h.starts_at < %(until)s and (h.ended_at is null or h.ended_at > %(start)s)))
)
"""
_CUBE = f"""{_KNOWN}
select work_body_id, body_id, matter, document_id, kind, came, stood, waits, count(*),
    array_agg(id) filter (where stood in ('late', 'overdue')),
    array_agg(due_at) filter (where stood in ('late', 'overdue')),
    array_agg(completed_at) filter (where stood in ('late', 'overdue'))
from fact group by 1, 2, 3, 4, 5, 6, 7, 8
"""
_ROWS = f"""{_KNOWN}
select id, kind, stood, came, waits, state, work_body_id, body_id, due_at, completed_at, count(*) over ()
from fact
where (%(measures)s::text[] is null or array[came, stood, waits] && %(measures)s::text[])
  and (%(work_of)s::bigint[] is null or work_body_id = any(%(work_of)s))
  and (%(held_in)s::bigint[] is null or body_id = any(%(held_in)s))
  and (%(of_matter)s::text is null or matter = %(of_matter)s)
  and (%(of_document)s::bigint is null or document_id = %(of_document)s)
  and (%(without_document)s is false or document_id is null)
  and (%(of_kinds)s::text[] is null or kind = any(%(of_kinds)s))
order by due_at, id limit %(limit)s offset %(offset)s
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """The duties of one body, field, directive and kind of work, counted. `held_in` is the body that holds them now:
    of submitted or handed-in work that of who decides or verifies.
    """

    body_id: int
    held_in: int
    matter: str
    document_id: int | None
    kind: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Delayed:
    """A duty that was handed in late, or not yet though its limit had passed."""

    duty_id: int
    body_id: int
    due_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """A duty as it was known at the cut-off."""

    duty_id: int
    kind: str
    stood: str
    came: str
    waits: str
    state: str
    body_id: int
    held_in: int
    due_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Among:
    """Which of the duties of a scope: those that a figure counts. Empty: all.

    `work_of`: bodies whose work it is; `held_in`: bodies that hold it at the cut-off.
    """

    measures: tuple[str, ...] | None = None
    work_of: tuple[int, ...] | None = None
    held_in: tuple[int, ...] | None = None
    matter: str | None = None
    document_id: int | None = None
    without_document: bool = False
    kinds: tuple[str, ...] | None = None


def cube(scope: ReportScope) -> tuple[list[Cell], list[Delayed]]:
    """Everything that the tables of a report count, and what is late among it, in one statement."""
    cells: dict[tuple[Any, ...], Cell] = {}
    late: list[Delayed] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local work_mem = '128MB'")  # a year of a province is grouped in memory
        cursor.execute(_CUBE, _given(scope))
        for body_id, held_in, matter, document_id, kind, came, stood, waits, count, *delayed in cursor.fetchall():
            place = (body_id, held_in, matter, document_id, kind)
            cell = cells.setdefault(place, Cell(*place, counts=dict.fromkeys(COUNTED, 0)))
            for name in (came, stood, waits):
                if name:
                    cell.counts[name] += count
            if stood in ("late", "overdue"):
                late += [Delayed(pk, body_id, due_at, at) for pk, due_at, at in zip(*delayed, strict=True)]
    return list(cells.values()), late


def known(scope: ReportScope, among: Among, *, limit: int, offset: int = 0) -> tuple[list[Known], int]:
    """The duties that a figure counts, the earliest limit first, and how many there are."""
    given = _given(scope) | {
        "measures": _array(among.measures),
        "work_of": _array(among.work_of),
        "held_in": _array(among.held_in),
        "of_matter": among.matter,
        "of_document": among.document_id,
        "without_document": among.without_document,
        "of_kinds": _array(among.kinds),
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, given)
        rows = cursor.fetchall()
    return [Known(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _given(scope: ReportScope) -> dict[str, Any]:
    return {
        "start": scope.starts_at,
        "until": scope.until_at,
        "bodies": list(scope.bodies),
        "matter": scope.matter or None,
        "document": scope.document_id,
        "person": scope.person_id,
        "fields": [field for field, _fold in scope.fields],
        "folds": [fold for _field, fold in scope.fields],
    }


def _array(values: Sequence[Any] | None) -> list[Any] | None:
    return None if values is None else list(values)
