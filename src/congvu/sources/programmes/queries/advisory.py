"""The advisory log (nhật ký tham mưu): who had a document, for how long, and what he did; made from the moves alone.

Nothing is typed for it. Times are working time without pauses. It says what happened, not who is good: rows stand in
the order of time, documents in the order of their limits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.engines.worktime import Calendar, midnight, working_seconds
from congvu.kernel.duties.models import Duty, Holding
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.duties.queries.journal import label_of
from congvu.kernel.duties.queries.sight import sight_of
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.clock import now
from congvu.sources.programmes.models import Dossier, Stage
from congvu.sources.programmes.queries.dossiers import CAME_BACK
from congvu.sources.programmes.queries.programme import in_body
from congvu.sources.programmes.queries.versions import CARRIERS, Version, find_tree, versions_of
from congvu.sources.programmes.rules import Span

# What somebody does who holds a duty that is in this state.
AS_WHAT = {
    "assigned": gettext_noop("nhận và soạn thảo"),
    "in_hand": gettext_noop("soạn thảo, chỉnh sửa"),
    "submitted": gettext_noop("xem xét, quyết định"),
    "handed_in": gettext_noop("kiểm tra, nghiệm thu"),
    "unplaced": gettext_noop("giao lại"),
    "disputed": gettext_noop("phân xử"),
}
LEADING_STATES = ("submitted", "handed_in", "unplaced", "disputed")


@dataclass(frozen=True)
class LogRow:
    """One hold: who, as what, from when until when (empty: still), working seconds, and by which move it ended."""

    duty: Duty
    stage: str
    person: Person
    post: Post
    as_what: str
    starts_at: datetime
    ends_at: datetime | None
    seconds: int
    did: str
    words: tuple[str, ...]
    version: int | None
    opinion: bool


@dataclass(frozen=True)
class AdvisoryLog:
    """The log of one document, with its versions."""

    duty: Duty
    dossier: Dossier | None
    rows: tuple[LogRow, ...]
    versions: tuple[Version, ...]
    now: datetime
    day_seconds: int

    @property
    def by_person(self) -> list[tuple[Person, Post, int]]:
        """How long each person had it in all, in the order in which they first had it."""
        found: dict[tuple[int, int], list[LogRow]] = {}
        for row in self.rows:
            found.setdefault((row.person.pk, row.post.pk), []).append(row)
        return [(rows[0].person, rows[0].post, sum(row.seconds for row in rows)) for rows in found.values()]

    @property
    def total(self) -> int:
        return sum(row.seconds for row in self.rows if not row.opinion)


@dataclass(frozen=True)
class DocumentRow:
    """One document in the log of a body: who drafts, how many versions and returns, where the time went."""

    duty: Duty
    drafter: Person | None
    received_at: datetime | None
    first_put_at: datetime | None
    ended_at: datetime | None
    versions: int
    returns: int
    holders: int
    drafting_seconds: int
    deciding_seconds: int


def advisory_log(person: Person, duty_id: int) -> AdvisoryLog:
    """The log of the document that a duty asks for; Duty.DoesNotExist for who may not read its drafts."""
    tree = find_tree(person, duty_id)
    at = now()
    asked = list(Duty.objects.filter(consulted_by__in=[duty.pk for duty in tree]).select_related("consulted_by"))
    whole = any(sight_of(person, duty.pk, at) == "full" for duty in tree)
    versions = versions_of(tree)
    of_entry = {version.entry_id: version.number for version in versions}
    labels = dict(Stage.objects.filter(duty__in=tree).values_list("duty", "label"))
    entries = _entries([*tree, *asked])
    rows = []
    for hold in _holds([*tree, *asked]):
        duty = hold.duty
        moves = entries.get(duty.pk, [])
        ending = next((entry for entry in moves if entry.effective_at == hold.ended_at), None)
        asked_of = duty.consulted_by_id
        stage = labels.get(asked_of or duty.pk, "") or (_("Việc chung") if duty.pk == tree[0].pk else duty.title)
        rows.append(
            LogRow(
                duty=duty,
                stage=stage,
                person=hold.person,  # type: ignore[arg-type]  # holds without a person are left out
                post=hold.post,  # type: ignore[arg-type]
                as_what=_as_what(_state_at(moves, hold.starts_at), opinion=asked_of is not None),
                starts_at=hold.starts_at,
                ends_at=hold.ended_at,
                seconds=_seconds(hold, moves, org.calendar(), at),
                did=label_of(ending) if ending else "",
                words=_words(ending) if ending and whole else (),
                version=of_entry.get(ending.pk) if ending else None,
                opinion=asked_of is not None,
            )
        )
    return AdvisoryLog(
        duty=tree[0],
        dossier=Dossier.objects.filter(duty=tree[0]).first(),
        rows=tuple(rows),
        versions=tuple(versions),
        now=at,
        day_seconds=org.calendar().day_seconds,
    )


def _as_what(state: str, *, opinion: bool) -> str:
    if opinion:
        return _("nhận ý kiến") if state in LEADING_STATES else _("cho ý kiến")
    return _(AS_WHAT.get(state, AS_WHAT["in_hand"]))


def documents_of(person: Person, body: Body, span: Span) -> list[int]:
    """Ids of the visible duties whose product is a document, of a body and below, that were open in the span; by limit.

    Parts of a larger duty and questions stand in the log of the whole.
    """
    first, last = _bounds(span)
    rows = (
        visible_to(person)
        .filter(in_body(body), parent__isnull=True, consulted_by__isnull=True, issued_at__lt=last)
        .exclude(product_kind="khong_van_ban")
        .exclude(state="draft")
    )
    open_then = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=first))
    return list(open_then.order_by("current_due_at", "pk").values_list("pk", flat=True))


def document_rows(duty_ids: Sequence[int]) -> list[DocumentRow]:
    """The lines of these documents in the order given. Five statements, whatever their number."""
    at, calendar = now(), org.calendar()
    whole = {duty.pk: duty for duty in Duty.objects.filter(pk__in=duty_ids).select_related("body", "holder")}
    parts = list(Duty.objects.filter(parent__in=duty_ids).exclude(state="draft"))
    root = {duty.pk: duty.pk for duty in whole.values()} | {part.pk: part.parent_id or 0 for part in parts}
    entries = _entries([*whole.values(), *parts])
    holds = _holds([*whole.values(), *parts])
    found = []
    for duty_id in duty_ids:
        duty = whole[duty_id]
        mine = [entry for pk, rows in entries.items() if root[pk] == duty_id for entry in rows]
        held = [hold for hold in holds if root[hold.duty_id] == duty_id]
        put = sorted((entry for entry in mine if entry.verb in CARRIERS), key=lambda entry: entry.effective_at)
        drafting = deciding = 0
        for hold in held:
            moves = entries.get(hold.duty_id, [])
            seconds = _seconds(hold, moves, calendar, at)
            if _state_at(moves, hold.starts_at) in LEADING_STATES:
                deciding += seconds
            else:
                drafting += seconds
        found.append(
            DocumentRow(
                duty=duty,
                drafter=put[0].actor if put else duty.holder,
                received_at=duty.issued_at,
                first_put_at=put[0].effective_at if put else None,
                ended_at=duty.closed_at,
                versions=len(put),
                returns=sum(_came_back(entry) for entry in mine),
                holders=len({hold.person_id for hold in held}),
                drafting_seconds=drafting,
                deciding_seconds=deciding,
            )
        )
    return found


def _bounds(span: Span) -> tuple[datetime, datetime]:
    return midnight(span.first), midnight(span.last + timedelta(days=1))


def _came_back(entry: Entry) -> bool:
    return entry.verb in CAME_BACK and (entry.verb != "decide" or entry.payload.get("outcome") == "changed")


def _entries(duties: Iterable[Duty]) -> dict[int, list[Entry]]:
    rows = Entry.objects.filter(room="duties", subject="duty", subject_id__in=[duty.pk for duty in duties])
    found: dict[int, list[Entry]] = {}
    for entry in rows.select_related("actor").prefetch_related("fields").defer("leaf").order_by("seq"):
        found.setdefault(entry.subject_id, []).append(entry)
    return found


def _holds(duties: Iterable[Duty]) -> list[Holding]:
    rows = Holding.objects.filter(duty__in=[duty.pk for duty in duties], person__isnull=False)
    return list(rows.select_related("duty", "person", "post__body").order_by("starts_at", "duty"))


def _state_at(entries: Iterable[Entry], at: datetime) -> str:
    """The state that a duty was in from an instant on."""
    state = ""
    for entry in entries:
        if entry.effective_at > at:
            break
        state = entry.payload.get("set", {}).get("state", state)
    return state


def _seconds(hold: Holding, entries: Iterable[Entry], calendar: Calendar, at: datetime) -> int:
    """Working seconds of a hold without the pauses inside it."""
    end = hold.ended_at or at
    used = working_seconds(calendar, hold.starts_at, end)
    begun: datetime | None = None
    stopped = 0
    for entry in entries:
        if "paused_at" in entry.payload.get("stamps", ()):
            begun = entry.effective_at
        elif begun is not None and entry.payload.get("set", {}).get("paused_at", "") is None:
            stopped += _overlap(calendar, hold.starts_at, end, begun, entry.effective_at)
            begun = None
    if begun is not None:
        stopped += _overlap(calendar, hold.starts_at, end, begun, at)
    return max(used - stopped, 0)


def _overlap(calendar: Calendar, start: datetime, end: datetime, begun: datetime, until: datetime) -> int:
    first, last = max(start, begun), min(end, until)
    return working_seconds(calendar, first, last) if first < last else 0


def _words(entry: Entry) -> tuple[str, ...]:
    """What was written with a move, for those who see the duty whole."""
    return tuple(field.value for field in entry.fields.all() if field.name not in ("title", "requirement"))
