"""Quantity targets: what was reported, what it comes to, and what is still to be reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Body, Person
from congvu.sources.programmes import rules
from congvu.sources.programmes.models import Figure, Target
from congvu.sources.programmes.queries.access import targets_visible_to
from congvu.sources.programmes.rules import Span


@dataclass(frozen=True)
class Period:
    """A part of the target's period: the figure that counts for it, and every one that was reported, newest last."""

    span: Span
    figure: Figure | None
    history: tuple[Figure, ...]
    reached: Decimal | None


@dataclass(frozen=True)
class TargetView:
    """A target with its figures. `reached` adds up or is the last level; `share` in whole percent, else None."""

    target: Target
    span: Span
    periods: tuple[Period, ...]
    reached: Decimal | None

    @property
    def share(self) -> int | None:
        return rules.share(self.reached, self.target.value, self.target.direction)

    @property
    def kept(self) -> bool | None:
        return rules.kept(self.reached, self.target.value, self.target.direction)

    @property
    def reported(self) -> int:
        return sum(period.figure is not None for period in self.periods)


def find_target(person: Person, target_id: int) -> Target:
    """The target, or Target.DoesNotExist."""
    return targets_visible_to(person).get(pk=target_id)


def targets_of(person: Person, *, body: Body | None = None, year: int | None = None) -> QuerySet[Target]:
    """Visible targets that still hold, of a body and those below it, of a year; by body, then by their words."""
    rows = targets_visible_to(person).filter(ended_at__isnull=True)
    if body is not None:
        rows = rows.filter(body__lineage__contains=[body.pk])
    if year is not None:
        rows = rows.filter(period__startswith=f"{year}")
    return rows.order_by("body__sort_key", "indicator", "pk")


def views_of(targets: Sequence[Target]) -> list[TargetView]:
    """The targets with their figures. One statement."""
    rows = Figure.objects.filter(target__in=targets).select_related("reported_by", "reported_post", "file")
    by_target: dict[int, list[Figure]] = {}
    for figure in rows.order_by("pk"):
        by_target.setdefault(figure.target_id, []).append(figure)
    return [_view(target, by_target.get(target.pk, [])) for target in targets]


def _view(target: Target, figures: Iterable[Figure]) -> TargetView:
    of_period: dict[str, list[Figure]] = {}
    for figure in figures:
        of_period.setdefault(figure.period, []).append(figure)
    span = rules.span(target.period)
    periods: list[Period] = []
    values: list[Decimal] = []
    for part in parts_of(target):
        history = of_period.get(part.key, [])
        if history:
            values.append(history[-1].value)
        reached = rules.reached(values, target.measure) if history else None
        periods.append(Period(part, history[-1] if history else None, tuple(history), reached))
    return TargetView(target, span, tuple(periods), rules.reached(values, target.measure))


def parts_of(target: Target) -> tuple[Span, ...]:
    """The parts of a target's period on which a figure is reported."""
    span = rules.span(target.period)
    if span.horizon == target.every:
        return (span,)
    if span.horizon == "year" and target.every == "month":
        return tuple(month for quarter in rules.parts(span) for month in rules.parts(quarter))
    return rules.parts(span)


def unreported(target: Target, day: date) -> list[Span]:
    """The parts that ended before a day and have no figure yet."""
    reported = set(Figure.objects.filter(target=target).values_list("period", flat=True))
    return [part for part in parts_of(target) if part.last < day and part.key not in reported]


def holds_report(target: Target, person_id: int) -> bool:
    """Whether a person holds the duty of one of its reports (the reporter left, somebody took over)."""
    rows = Duty.objects.filter(origin_kind="programme", origin_key__startswith=f"figure/{target.pk}/")
    return rows.filter(holder=person_id, state__in=["assigned", "in_hand"]).exists()
