"""Gaps, overlaps, contradictions and "not mine": computed from the authority matrix and from duties, never stored.

What a person sees of duties is counted from the duties that he may open; lines of the matrix are open to everybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import AuthorityLine, Body, Person, Post
from congvu.kernel.org.queries import posts_of, rule
from congvu.kernel.org.rules import LEADING, name_key
from congvu.kit.clock import local_day, now
from congvu.sources.regulations import rules
from congvu.sources.regulations.models import FindingMark
from congvu.sources.regulations.rules import Finding, Given, Line, Returned

LOOKING = (*LEADING, Post.Role.CLERK, Post.Role.HOME_AFFAIRS)
MOST_DUTIES = 50_000


@dataclass(frozen=True)
class FindingRow:
    """A finding with what a person made of it. `more`: evidence that came after he closed it: it is open again."""

    finding: Finding
    bodies: tuple[Body, ...]
    mark: FindingMark | None

    @property
    def more(self) -> int:
        return max(len(self.finding.rows) - self.mark.rows_seen, 0) if self.mark else 0

    @property
    def open(self) -> bool:
        return self.mark is None or (self.mark.state == "closed" and self.more > 0)

    @property
    def label(self) -> str:
        return _(rules.FINDINGS[self.finding.kind])

    @property
    def words(self) -> str:
        return _(rules.FINDING_WORDS[self.finding.kind])


def may_look(person: Person, at: datetime) -> bool:
    """Who leads, keeps papers or looks after the organisation sees findings."""
    return any(post.role in LOOKING for post in posts_of(person, at))


def may_settle(person: Person, bodies: Iterable[Body], at: datetime) -> bool:
    """Who leads a body above all those concerned, or all of the province, closes a finding or gives it as a duty."""
    concerned = list(bodies)
    for post in posts_of(person, at):
        top = post.role == Post.Role.LEADER and post.body.parent_id is None
        if post.role in LEADING and (top or (concerned and all(post.body_id in body.lineage for body in concerned))):
            return True
    return False


def findings(person: Person, *, at: datetime | None = None) -> list[FindingRow]:
    """All findings that a person sees: open ones first, by kind, the most evidence first. Seven statements."""
    moment = at or now()
    day = local_day(moment)
    since = moment - timedelta(days=rule("finding_looks_back", day).amount)
    lines = _lines(moment)
    found = rules.line_findings(lines)
    found += rules.gaps(_given(person, since), [line.key for line in lines])
    found += rules.returned_findings(_returned(person, since))
    marks = {mark.key: mark for mark in FindingMark.objects.select_related("by", "duty")}
    bodies = Body.objects.in_bulk({pk for one in found for pk in one.bodies})
    rows = [
        FindingRow(one, tuple(bodies[pk] for pk in one.bodies if pk in bodies), marks.get(one.key)) for one in found
    ]
    kinds = list(rules.FINDINGS)
    return sorted(
        rows, key=lambda row: (not row.open, kinds.index(row.finding.kind), -len(row.finding.rows), row.finding.matter)
    )


def find_finding(person: Person, key: str, *, at: datetime | None = None) -> FindingRow | None:
    """One finding as this person sees it. What was mended is told from what was made of it; None: never heard of."""
    row = next((row for row in findings(person, at=at) if row.finding.key == key), None)
    mark = FindingMark.objects.filter(key=key).select_related("by", "duty").first() if row is None else None
    return FindingRow(Finding(mark.kind, mark.key, mark.matter, (), ()), (), mark) if mark else row


def _lines(at: datetime) -> list[Line]:
    """The lines that hold today or later."""
    day = local_day(at)
    rows = AuthorityLine.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).values_list(
        "pk", "matter", "matter_fold", "body_id", "body__level", "body__lineage", "deciding_post_id", "valid_from",
        "valid_to",
    )  # fmt: skip
    return [
        Line(pk, matter, key, body, level, tuple(lineage), post, first, last)
        for pk, matter, key, body, level, lineage, post, first, last in rows
    ]


def _given(person: Person, since: datetime) -> list[Given]:
    """Duties issued since then whose matter a person named. What comes of a document carries the words of its demand as
    its matter, parts included, and says nothing about the matrix.
    """
    duties = visible_to(person).filter(issued_at__gte=since, body__isnull=False, consulted_by__isnull=True)
    named = duties.filter(document__isnull=True).exclude(matter="").exclude(matter=F("title"))
    rows = named.order_by("pk").values_list("pk", "matter", "body_id")[:MOST_DUTIES]
    found = [(pk, matter, body) for pk, matter, body in rows if body is not None]
    keys = {matter: name_key(matter) for matter in {matter for _pk, matter, _body in found}}
    return [Given(pk, matter, keys[matter], body) for pk, matter, body in found]


def _returned(person: Person, since: datetime) -> list[Returned]:
    """Returns "wrong person" since then, of the duties that the person sees."""
    entries = Entry.objects.filter(
        room="duties", subject="duty", verb="return", recorded_at__gte=since, payload__ground="wrong_person"
    ).values_list("subject_id", "payload")
    rows = list(entries)
    seen = visible_to(person).filter(pk__in={duty_id for duty_id, _payload in rows})
    duties = {pk: matter or title for pk, matter, title in seen.values_list("pk", "matter", "title")}
    return [
        Returned(duty_id, duties[duty_id], name_key(duties[duty_id]), payload["body"], payload.get("should_hold"))
        for duty_id, payload in rows
        if duty_id in duties and payload.get("body")
    ]


@dataclass(frozen=True)
class Evidence:
    """The rows behind a finding: lines of the matrix, or duties with what was said at the return."""

    lines: tuple[AuthorityLine, ...] = ()
    duties: tuple[Duty, ...] = ()


def evidence(person: Person, finding: Finding) -> Evidence:
    """What the number of a finding opens."""
    if finding.kind in ("overlap", "contradiction"):
        lines = AuthorityLine.objects.filter(pk__in=finding.rows).select_related("body", "deciding_post")
        return Evidence(lines=tuple(lines.order_by("body__sort_key", "valid_from")))
    duties = visible_to(person).filter(pk__in=finding.rows).select_related("holder", "body", "issuer_post__body")
    return Evidence(duties=tuple(duties.order_by("-pk")[:500]))


def finding_url(key: str) -> str:
    """The page of a finding."""
    return reverse("regulations:finding") + f"?khoa={quote(key)}"
