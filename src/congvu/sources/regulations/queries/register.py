"""The register of internal rules. Who has an account reads it: a rule that nobody may read binds nobody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.queries import Seat, rule, seats_of_body
from congvu.kernel.records.queries import handled_bodies
from congvu.kit.clock import local_day, now
from congvu.kit.vietnamese import fold
from congvu.sources.regulations import rules
from congvu.sources.regulations.models import FindingMark, Regulation, RegulationReview
from congvu.sources.regulations.queries.findings import finding_url


def register(
    *, text: str = "", body: int | None = None, state: str = "", day: date | None = None
) -> QuerySet[Regulation]:
    """Rules by body and day of issue. `state`: in_force, ended, review (its review day has come near), "" all."""
    today = day or local_day(now())
    found = Regulation.objects.select_related("body", "reviewer_post__body", "replaced_by", "file")
    for word in fold(text).split():
        found = found.filter(search_fold__contains=word)
    if body:
        found = found.filter(body=body)
    live = Q(in_force_to__isnull=True) | Q(in_force_to__gte=today)
    if state == "in_force":
        found = found.filter(live, in_force_from__lte=today)
    elif state == "ended":
        found = found.filter(in_force_to__lt=today)
    elif state == "review":
        lead = rule("regulation_review_opens", today).amount
        found = found.filter(live, review_on__lte=today + timedelta(days=lead))
    return found.order_by("body__sort_key", "-issued_on", "number")


def enters_for(person: Person, at: datetime) -> list[Body]:
    """The bodies whose internal rules a person enters: those whose papers he handles."""
    return list(Body.objects.filter(pk__in=handled_bodies(person, at)).order_by("sort_key"))


def find_regulation(regulation_id: int) -> Regulation:
    """The rule; Regulation.DoesNotExist when there is none."""
    found = Regulation.objects.select_related("body", "reviewer_post__body", "replaced_by", "file", "entered_by")
    return found.get(pk=regulation_id)


@dataclass(frozen=True)
class RegulationPage:
    """A rule with its reviews and what this person may do."""

    regulation: Regulation
    status: str
    reviews: tuple[RegulationReview, ...]
    replaces: tuple[Regulation, ...]
    open_review: RegulationReview | None
    may_enter: bool
    may_conclude: bool
    reviewers: tuple[Seat, ...]
    newer: tuple[Regulation, ...]


def regulation_page(person: Person, regulation_id: int, *, at: datetime | None = None) -> RegulationPage:
    """Raises Regulation.DoesNotExist."""
    moment = at or now()
    found = find_regulation(regulation_id)
    today = local_day(moment)
    reviews = tuple(found.reviews.select_related("duty__holder", "concluded_by").order_by("-day"))
    open_review = next((row for row in reviews if not row.outcome), None)
    entering = found.body_id in handled_bodies(person, moment)
    concluding = open_review is not None and open_review.duty.holder_id == person.pk
    newer = Regulation.objects.filter(body=found.body, in_force_from__gt=found.in_force_from).order_by("-in_force_from")
    return RegulationPage(
        regulation=found,
        status=rules.status_on(today, found.in_force_from, found.in_force_to, found.replaced_by_id is not None),
        reviews=reviews,
        replaces=tuple(found.replaces.order_by("-issued_on")),
        open_review=open_review,
        may_enter=entering,
        may_conclude=concluding,
        reviewers=tuple(seats_of_body(found.body, moment)) if entering else (),
        newer=tuple(newer[:50]) if concluding or entering else (),
    )


def due_reviews(at: datetime) -> list[Regulation]:
    """Rules in force whose review day is near or past and that have no review duty for it yet."""
    today = local_day(at)
    lead = rule("regulation_review_opens", today).amount
    opened = RegulationReview.objects.filter(regulation=OuterRef("pk"), day=OuterRef("review_on"))
    live = Q(in_force_to__isnull=True) | Q(in_force_to__gte=today)
    found = Regulation.objects.filter(live, ~Exists(opened), review_on__lte=today + timedelta(days=lead))
    return list(found.select_related("body", "reviewer_post__body").order_by("review_on", "pk"))


def origin_of(duty: Duty) -> tuple[str, str]:
    """The rule to review, or the finding, that a duty of ours came of."""
    what, key = duty.origin_key.split("/")[:2]
    if what == "review":
        return reverse("regulations:page", args=[int(key)]), _("Mở văn bản phải rà soát")
    mark = FindingMark.objects.filter(duty=duty).first()
    return (finding_url(mark.key), _("Xem phát hiện và các dòng chứng cứ")) if mark else ("", "")
