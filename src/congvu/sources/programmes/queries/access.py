"""Whose programmes, drafts and targets a person sees, and who registers, approves and reports."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.clock import local_day, now
from congvu.reference.programme_rules import ProgrammeRule, rule
from congvu.sources.programmes import rules
from congvu.sources.programmes.models import Dossier, ProgrammeEntry, Target

LEADING = (Post.Role.LEADER, Post.Role.HEAD, Post.Role.DEPUTY)
SEEING = (*LEADING, Post.Role.CLERK)


def seen_bodies(person: Person, at: datetime) -> Q:
    """Bodies whose programmes and targets a person sees: his own and those above it; as head, deputy, leader or văn
    thư also everything below; a leader of the province everything.
    """
    seen = Q(pk__in=[])
    for post in org.posts_of(person, at):
        if post.role == Post.Role.LEADER and post.body.parent_id is None:
            return Q()
        seen |= Q(pk__in=post.body.lineage)
        if post.role in SEEING:
            seen |= Q(lineage__contains=[post.body_id])
    for post in org.leaders_prepared_for(person, at):
        seen |= Q(lineage__contains=[post.body_id])
    return seen


def bodies_seen_by(person: Person, at: datetime) -> QuerySet[Body]:
    """The same as bodies that exist on that day, from the top down, by the alphabet."""
    return org.bodies_on(local_day(at)).filter(seen_bodies(person, at))


def find_body(person: Person, body_id: int, at: datetime) -> Body:
    """The body, or Body.DoesNotExist where its programme is not for this person."""
    return Body.objects.filter(seen_bodies(person, at)).get(pk=body_id)


def home_body(person: Person, at: datetime) -> Body | None:
    """The body whose programme a person opens first: of a room of a department the room, of a leader his own."""
    seat = org.main_seat(person, at)
    return seat.body if seat else None


def entries_visible_to(person: Person, at: datetime | None = None) -> QuerySet[ProgrammeEntry]:
    """Items of the programmes he sees, those he registered or shall hold, and those whose duty he sees."""
    bodies = Body.objects.filter(seen_bodies(person, at or now()))
    mine = Q(registered_by=person) | Q(holder=person)
    return ProgrammeEntry.objects.filter(Q(body__in=bodies) | mine | Q(duty__in=visible_to(person))).select_related(
        "body", "holder", "holder_post__body", "deciding_post__body", "registered_by", "decided_by", "duty"
    )


def find_entry(person: Person, entry_id: int) -> ProgrammeEntry:
    """The item, or ProgrammeEntry.DoesNotExist."""
    return entries_visible_to(person).get(pk=entry_id)


def dossiers_visible_to(person: Person) -> QuerySet[Dossier]:
    """Drafts of which he sees the whole duty or one of its stages."""
    seen = visible_to(person)
    rows = Dossier.objects.filter(Q(duty__in=seen) | Q(stages__duty__in=seen)).distinct()
    return rows.select_related("duty__holder", "duty__holder_post__body", "duty__body", "duty__issuer_post__body")


def targets_visible_to(person: Person, at: datetime | None = None) -> QuerySet[Target]:
    """Targets of the bodies he sees, and those he reports on or set."""
    bodies = Body.objects.filter(seen_bodies(person, at or now()))
    rows = Target.objects.filter(Q(body__in=bodies) | Q(reporter=person) | Q(set_by=person))
    return rows.select_related("body", "reporter", "reporter_post__body", "issuer_post__body", "set_by")


def may_register(person: Person, body: Body, at: datetime) -> bool:
    """Whoever sits in the body or below it, its heads above, and who prepares for its leader."""
    posts = org.posts_of(person, at)
    inside = any(body.pk in post.body.lineage for post in posts)
    above = any(post.role in SEEING and post.body_id in body.lineage for post in posts)
    prepares = any(post.body_id in body.lineage for post in org.leaders_prepared_for(person, at))
    return inside or above or prepares


def rule_of(period: str, at: datetime) -> ProgrammeRule:
    """The rule of registration of a period, as in force on that day."""
    return rule(rules.span(period).horizon, local_day(at))


def approvers(body: Body, approver: str) -> list[int]:
    """The bodies whose heads approve items of a body's programme: its own and those above, or only those above."""
    lineage: list[int] = list(body.lineage)
    return lineage[:-1] if approver == "superior" and len(lineage) > 1 else lineage


def deciding_seat(
    person: Person, entry: ProgrammeEntry, at: datetime, posts: Sequence[Post] | None = None
) -> Post | None:
    """The post by which a person approves this item; None when he may not. `posts`: his, where they are known."""
    among = approvers(entry.body, rule_of(entry.period, at).approver)
    held = org.posts_of(person, at) if posts is None else posts
    leading = [post for post in held if post.role in LEADING and _above(post, among)]
    return org.may_issue_to(leading, entry.holder_post.body) if leading else None


def _above(post: Post, among: Iterable[int]) -> bool:
    return post.body_id in among or (post.role == Post.Role.LEADER and post.body.parent_id is None)


def approver_words(entry: ProgrammeEntry, at: datetime) -> str:
    """Who approves it, for people: the head of the body, or of the one above."""
    among = approvers(entry.body, rule_of(entry.period, at).approver)
    seat = org.head_of(among[-1], at)
    return str(seat.post) if seat else entry.body.name
