"""How authority is used (M05): each line of the matrix and each delegation: what was decided by it, refused, sent up.

Counted from entries of twelve months. Used: decisions (agreed, to be changed) on duties of the matter, and products
handed in by the deciding post itself. Refused: what the decider sent back as "yours to decide", and attempts that the
program stopped (a number of a day, without a name). Sent up: what is within one's own authority, put up all the same
with a reason.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from congvu.kernel.duties.models import Duty, RefusalCount
from congvu.kernel.duties.queries.standing import raw
from congvu.kernel.org.models import AuthorityLine, Delegation
from congvu.kit.clock import local_day

PERIOD_DAYS = 365
ALONE_FROM = 5  # uses from which one person alone is worth saying

KINDS = ("used", "returned", "sent_up")


@dataclass
class Use:
    """One line or one delegation. `people`: how many different persons used it."""

    subject: AuthorityLine | Delegation
    used: int = 0
    returned: int = 0
    sent_up: int = 0
    stopped: int = 0
    last_at: datetime | None = None
    who: set[int] = field(default_factory=set)

    @property
    def refused(self) -> int:
        return self.returned + self.stopped

    @property
    def people(self) -> int:
        return len(self.who)


@dataclass(frozen=True)
class Uses:
    """All lines and delegations in force in the period, and what stands out."""

    since: date
    lines: list[Use]
    delegations: list[Use]

    def unused(self, day: date) -> list[Use]:
        """In force for the whole period and never used in it."""
        return [
            use for use in self.lines
            if use.used == 0 and isinstance(use.subject, AuthorityLine) and use.subject.valid_from <= self.since
        ]  # fmt: skip

    @property
    def alone(self) -> list[Use]:
        """Used often, and by one person only."""
        return [use for use in (*self.lines, *self.delegations) if use.people == 1 and use.used >= ALONE_FROM]


# One row for each decision, each thing put up, each product handed in by the deciding post: which line, which kind.
_LINES_SQL = """
with lines as (
    select l.id, l.matter_fold, l.deciding_post_id from authority_line l
    where l.deciding_post_id is not null and (l.valid_to is null or l.valid_to >= %(since)s::date)
), acts as (
    select e.subject_id as duty_id, e.actor_id, e.recorded_at,
           case when e.verb = 'submit' then 'sent_up'
                when e.payload ->> 'outcome' = 'yours' then 'returned' else 'used' end as kind
    from entry e
    where e.room = 'duties' and e.verb in ('submit', 'decide') and e.recorded_at >= %(from)s::timestamptz
      and (e.verb = 'decide' or e.payload ? 'within_own_authority')
    union all
    select d.id, d.submitter_id, d.completed_at, 'used' from duty d
    where d.completed_at >= %(from)s::timestamptz and d.submitter_post_id = d.deciding_post_id
)
select l.id, a.duty_id, a.kind, a.actor_id, a.recorded_at
from acts a join duty d on d.id = a.duty_id
     join lines l on l.deciding_post_id = d.deciding_post_id and authority_covers(l.matter_fold, d.matter)
"""
_DELEGATIONS_SQL = """
select (s.payload ->> 'delegation')::bigint, e.subject_id,
       case when e.payload ->> 'outcome' = 'yours' then 'returned' else 'used' end, e.actor_id, e.recorded_at
from entry e join lateral (
    select payload from entry s
    where s.room = 'duties' and s.subject = 'duty' and s.subject_id = e.subject_id and s.seq < e.seq
      and s.verb = 'submit' order by s.seq desc limit 1) s on true
where e.room = 'duties' and e.verb = 'decide' and e.recorded_at >= %(from)s::timestamptz and s.payload ? 'delegation'
"""


def authority_uses(now: datetime) -> Uses:
    """The uses of twelve months up to now. Five statements."""
    since = local_day(now) - timedelta(days=PERIOD_DAYS)
    lines = AuthorityLine.objects.select_related("body", "deciding_post__body")
    in_force = [row for row in lines.order_by("matter_fold", "pk") if row.valid_to is None or row.valid_to >= since]
    delegations = Delegation.objects.select_related("from_post__body", "to_person", "line").filter(ends_on__gte=since)
    by_line = {row.pk: Use(row) for row in in_force}
    by_delegation = {row.pk: Use(row) for row in delegations.order_by("-ends_on", "pk")}
    for found, sql in ((by_line, _LINES_SQL), (by_delegation, _DELEGATIONS_SQL)):
        for key, _, kind, actor_id, at in _rows(sql, now):
            if key in found:
                _count(found[key], kind, actor_id, at)
    for line_id, count in RefusalCount.objects.filter(day__gte=since).values_list("line", "count"):
        if line_id in by_line:
            by_line[line_id].stopped += count
    return Uses(since, list(by_line.values()), list(by_delegation.values()))


def _rows(sql: str, now: datetime) -> list[tuple[int, int, str, int, datetime]]:
    start = now - timedelta(days=PERIOD_DAYS)
    return raw(sql, {"since": local_day(start), "from": start})  # type: ignore[arg-type]


def _count(use: Use, kind: str, actor_id: int, at: datetime) -> None:
    setattr(use, kind, getattr(use, kind) + 1)
    if kind == "used":
        use.who.add(actor_id)
        use.last_at = at if use.last_at is None else max(use.last_at, at)


def duties_of_use(now: datetime, *, line: int = 0, delegation: int = 0, kind: str) -> list[tuple[Duty, int, datetime]]:
    """The rows behind a number: the duty, who did it, when; the newest first."""
    sql, key = (_LINES_SQL, line) if line else (_DELEGATIONS_SQL, delegation)
    rows = [row for row in _rows(sql, now) if row[0] == key and row[2] == kind]
    duties = Duty.objects.select_related("body", "document").in_bulk({row[1] for row in rows})
    found = [(duties[row[1]], row[3], row[4]) for row in rows if row[1] in duties]
    return sorted(found, key=lambda one: one[2], reverse=True)
