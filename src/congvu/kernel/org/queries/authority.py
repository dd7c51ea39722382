"""Who may give work to whom, who acts for whom by delegation, and who answers for which matter."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from congvu.kernel.org.models import AuthorityLine, Body, Delegation, Person, Post
from congvu.kernel.org.rules import HEADING, name_key
from congvu.kit.clock import local_day

ISSUING = ("leader", "head", "deputy")


def may_issue_to(issuer_posts: Iterable[Post], body: Body | int) -> Post | None:
    """The post among these by whose authority work may be given to a body; None when there is none.

    A leader of a body at the top (the province's leadership) may give work to every body of the installation; a head
    or deputy to his own body and those below it. Law: work-rules/assign.
    """
    posts = [post for post in issuer_posts if post.role in ISSUING]
    if not posts:
        return None
    target = body if isinstance(body, Body) else Body.objects.get(pk=body)
    for post in sorted(posts, key=lambda post: (-len(post.body.lineage), post.order)):
        if post.body_id in target.lineage:
            return post
    return next((post for post in posts if post.role == "leader" and post.body.parent_id is None), None)


def delegated_posts(person: Person, at: datetime) -> list[Post]:
    """The posts whose authority a person uses by written delegation on that day; never for his own matters."""
    return [row.from_post for row in delegations_on(local_day(at)).filter(to_person=person)]


def delegations_on(day: date) -> QuerySet[Delegation]:
    """The delegations in force on a day."""
    related = ("from_post__body", "to_person", "line")
    return Delegation.objects.select_related(*related).filter(starts_on__lte=day, ends_on__gte=day, closed_at=None)


def decides_on(post: Post, line: AuthorityLine) -> bool:
    """Whether a matter is a post's to decide: named in the line, else as head of the body that answers for it."""
    if line.deciding_post_id is not None:
        return line.deciding_post_id == post.pk
    return line.body_id == post.body_id and post.role in HEADING


def authority_for(matter: str, at: datetime) -> AuthorityLine | None:
    """The line of the authority matrix that decides who answers for a matter on that day.

    The same words first; else the longest matter that the text contains whole. A ruling on a dispute goes before an
    older line, the newest before the rest.
    """
    key = name_key(matter)
    if not key:
        return None
    day = local_day(at)
    lines = AuthorityLine.objects.select_related("body", "deciding_post").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    )
    exact = lines.filter(matter_fold=key).order_by("-valid_from", "-pk").first()
    if exact is not None:
        return exact
    inside = lines.extra(where=["strpos(%s, ' ' || matter_fold || ' ') > 0"], params=[f" {key} "])
    return max(inside, key=lambda line: (len(line.matter_fold), line.source == "ruling", line.pk), default=None)
