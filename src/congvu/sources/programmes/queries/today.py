"""Hôm nay: what must close today, the steps that must be made today, and the backlog by age (M03)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from congvu.engines.worktime import Calendar, midnight, whole_days_late
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org.models import Body, Person
from congvu.kit.clock import local_day
from congvu.sources.programmes import rules
from congvu.sources.programmes.queries.programme import DONE, IS_OPEN, RELATED, in_body

MOST = 100


@dataclass(frozen=True)
class Late:
    """An open duty beyond its limit, and by how many whole working days."""

    duty: Duty
    days: int


@dataclass(frozen=True)
class Today:
    """Lists hold at most `MOST` rows, their counts are whole. `ages`: how many of the backlog lie in each class."""

    closing: tuple[Duty, ...]
    closing_count: int
    steps: tuple[Duty, ...]
    steps_count: int
    backlog: tuple[Late, ...]
    backlog_count: int
    ages: dict[str, int]
    done: int


def today(person: Person, body: Body | None, at: datetime, calendar: Calendar, *, age: str = "") -> Today:
    """Today of a person; with `body` of a body and those below it, as far as he may see. `age`: a class of backlog."""
    until = midnight(local_day(at) + timedelta(days=1))
    seen = visible_to(person).filter(in_body(body), consulted_by__isnull=True) if body else _held(person)
    rows = seen.filter(IS_OPEN, paused_at__isnull=True)
    running = rows.filter(completed_at__isnull=True)
    closing = running.filter(current_due_at__gt=at, current_due_at__lte=until)
    steps = rows.filter(Q(current_due_at__gt=until) | Q(completed_at__isnull=False), step_due_at__lte=until)
    late = running.filter(current_due_at__lte=at)
    counts = dict(late.order_by().values_list("current_due_at").annotate(n=Count("pk")))
    days = {limit: whole_days_late(calendar, limit, at) for limit in counts}  # many duties share a limit
    ages = {one.key: 0 for one in rules.AGES}
    for limit, count in counts.items():
        ages[rules.age_of(days[limit]).key] += count
    if age in ages:
        late = late.filter(current_due_at__in=[limit for limit, n in days.items() if rules.age_of(n).key == age])
    done = visible_to(person).filter(in_body(body) if body else Q(submitter=person), DONE)
    closed, made = _list(closing), _list(steps, "step_due_at")
    return Today(
        closing=closed,
        closing_count=closing.count() if len(closed) == MOST else len(closed),
        steps=made,
        steps_count=steps.count() if len(made) == MOST else len(made),
        backlog=tuple(Late(duty, days[duty.current_due_at]) for duty in _list(late) if duty.current_due_at),
        backlog_count=sum(counts.values()),
        ages=ages,
        done=done.filter(completed_at__gte=midnight(local_day(at))).count(),
    )


def _held(person: Person) -> QuerySet[Duty]:
    return Duty.objects.filter(holder=person)


def _list(rows: QuerySet[Duty], by: str = "current_due_at") -> tuple[Duty, ...]:
    return tuple(rows.select_related(*RELATED).defer("document__text").order_by(by, "pk")[:MOST])
