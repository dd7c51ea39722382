"""What comes again: duties of recurring demands when their turn opens, and reviews of standing demands."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import heads_of, rule
from congvu.kit.clock import local_day, now
from congvu.sources.directives import rules
from congvu.sources.directives.models import Obligation, Recurrence, ReviewLine
from congvu.sources.directives.moves import newduties


@transaction.atomic
def open_due_turns(*, at: datetime | None = None) -> list[int]:
    """Make the duties of every turn and review that has opened; run again, it makes nothing twice.

    The clock makes them, under the authority of the post that approved the demand.
    """
    moment = at or now()
    live = Q(ends_on__isnull=True) | Q(ends_on__gte=local_day(moment))
    rows = Recurrence.objects.select_for_update(of=("self",)).filter(live).select_related("demand__reading")
    approved = [row for row in rows if row.demand.reading.leader_post_id is not None]
    return open_turns_of(approved, by=None, at=moment) + _open_reviews(moment)


def open_turns_of(recurrences: Sequence[Recurrence], *, by: Person | None, at: datetime) -> list[int]:
    """The duties of all turns of these recurrences that have begun and have none yet; a missed one is made late.

    `by` is the leader who approves the demand and so opens its first turn; later ones the clock opens (None).
    """
    today = local_day(at)
    heads = heads_of({row.body for row in recurrences}, at)
    new: list[NewDuty] = []
    for row in recurrences:
        seat = heads.get(row.body_id)
        until = min(today, row.ends_on) if row.ends_on else today
        turns = rules.open_turns(
            row.every,
            last_key=row.last_period,
            first_day=row.starts_on,
            today=until,
            report=row.demand.kind == "report",
        )
        # a turn whose day had passed when the demand was issued was never asked for
        turns = [turn for turn in turns if rules.turn_due_day(row.every, turn, row.rule) >= row.starts_on]
        if seat is None or not turns:
            continue
        new += [newduties.of_turn(row, turn, seat, today) for turn in turns]
        row.last_period = turns[-1].key
    Recurrence.objects.bulk_update(list(recurrences), ["last_period"])
    return duties.issue_new(new, by=by) if new else []


def _open_reviews(at: datetime) -> list[int]:
    today = local_day(at)
    live = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    rows = (
        Obligation.objects.select_for_update(of=("self",))
        .filter(live, demand__reading__leader_post__isnull=False)
        .select_related("body", "demand__reading__document", "demand__reading__leader_post")
        .order_by("demand__reading", "body", "demand__order")
    )
    groups: dict[tuple[int, int], list[Obligation]] = {}
    for row in rows:
        groups.setdefault((row.demand.reading_id, row.body_id), []).append(row)
    due = [(lines, turn) for lines in groups.values() if (turn := _review_turn(lines, at)) is not None]
    heads = heads_of({lines[0].body for lines, _ in due}, at)
    reviews: list[tuple[NewDuty, list[Obligation], rules.Turn]] = []
    for lines, turn in due:
        first = lines[0]
        seat = heads.get(first.body_id)
        if seat is not None:
            reviews.append((newduties.of_review(first.demand.reading, first.body, lines, turn, seat), lines, turn))
    return _issue_reviews(reviews) if reviews else []


def _issue_reviews(reviews: Sequence[tuple[NewDuty, list[Obligation], rules.Turn]]) -> list[int]:
    """Issued and written in sets whatever their number."""
    ids = duties.issue_new([new for new, _, _ in reviews], by=None)
    lines = [
        ReviewLine(duty_id=duty_id, obligation=row)
        for duty_id, (_, rows, _) in zip(ids, reviews, strict=True)
        for row in rows
    ]
    ReviewLine.objects.bulk_create(lines, ignore_conflicts=True)
    changed = []
    for _, rows, turn in reviews:
        for row in rows:
            row.last_period = turn.key
            changed.append(row)
    Obligation.objects.bulk_update(changed, ["last_period"], batch_size=2_000)
    return ids


def _review_turn(lines: Sequence[Obligation], at: datetime) -> rules.Turn | None:
    """The review that is open now and not made yet; issued shortly before a review day waits for the next."""
    today = local_day(at)
    turn = rules.turn_of(lines[0].review_every, today)
    settled = lines[0].starts_on + timedelta(days=rule("group_date", today).amount)
    opens = turn.last - timedelta(days=rule("review_opens", today).amount)
    if today < opens or turn.last < settled or turn.key <= max(line.last_period for line in lines):
        return None
    return turn
