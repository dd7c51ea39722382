"""Drafts with their stages: where each stands, how often it came back and at which stage, who may approve it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries.sight import sight_of
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.clock import local_day, now
from congvu.reference import drafting
from congvu.reference.drafting import DraftKind
from congvu.sources.programmes import rules
from congvu.sources.programmes.models import Dossier, Stage
from congvu.sources.programmes.queries.access import LEADING, dossiers_visible_to
from congvu.sources.programmes.queries.versions import Version, may_read, tree_of, versions_of

CAME_BACK = ("redo", "return", "decide")


@dataclass(frozen=True)
class StageView:
    """A stage as it stands. `state`: waiting, open, done, skipped. `returns`: how often it came back."""

    stage: Stage
    state: str
    returns: int
    opinions: tuple[Duty, ...] = ()
    unapproved: bool = False  # a submission that ended without the word of its approver

    @property
    def duty(self) -> Duty | None:
        return self.stage.duty


@dataclass(frozen=True)
class DossierPage:
    """All that the page of a draft shows, and what this person may do next."""

    dossier: Dossier
    kind: DraftKind
    stages: tuple[StageView, ...]
    versions: tuple[Version, ...]
    now: datetime
    holds_whole: bool
    current: StageView | None
    following: StageView | None

    @property
    def returns(self) -> int:
        return sum(view.returns for view in self.stages)

    @property
    def done(self) -> int:
        return sum(view.state in ("done", "skipped") for view in self.stages)


@dataclass(frozen=True)
class Quality:
    """Of one stage over many drafts: begun, finished, finished without coming back, and all returns."""

    key: str
    label: str
    begun: int
    finished: int
    first_time: int
    returns: int


def sees_whole(person: Person, dossier_id: int) -> bool:
    """Whether a person may see all of what the ledger says of a draft: whoever sees its duty whole."""
    duty_id = Dossier.objects.filter(pk=dossier_id).values_list("duty", flat=True).first()
    return duty_id is not None and sight_of(person, duty_id, now()) == "full"


def kind_of(dossier: Dossier) -> DraftKind:
    """Its kind as the rules were on the day it was opened."""
    return drafting.draft_kind(dossier.kind, local_day(dossier.opened_at))


def dossier_page(person: Person, dossier_id: int) -> DossierPage:
    """The page of a draft; Dossier.DoesNotExist for the unseen."""
    dossier = dossiers_visible_to(person).get(pk=dossier_id)
    at = now()
    views = _views(dossier)
    tree = tree_of(dossier.duty)
    holds = dossier.duty.holder_id == person.pk and dossier.duty.state in ("assigned", "in_hand")
    return DossierPage(
        dossier=dossier,
        kind=kind_of(dossier),
        stages=tuple(views),
        versions=tuple(versions_of(tree)) if may_read(person, tree, at) else (),
        now=at,
        holds_whole=holds,
        current=next((view for view in views if view.state == "open"), None),
        following=next((view for view in views if view.state == "waiting"), None),
    )


def _views(dossier: Dossier) -> list[StageView]:
    related = ("duty__holder", "duty__holder_post__body", "duty__body", "duty__submitter", "approver_post__body")
    stages = list(dossier.stages.select_related(*related, "skipped_by").order_by("order"))
    ids = [stage.duty_id for stage in stages if stage.duty_id]
    counts = returns_of(ids)
    asked: dict[int, list[Duty]] = {}
    for one in Duty.objects.filter(consulted_by__in=ids).select_related("holder", "submitter", "body").order_by("pk"):
        asked.setdefault(one.consulted_by_id or 0, []).append(one)
    return [
        StageView(
            stage,
            state_of(stage),
            counts[stage.duty_id or 0],
            tuple(asked.get(stage.duty_id or 0, ())),
            _unapproved(stage),
        )
        for stage in stages
    ]


def _unapproved(stage: Stage) -> bool:
    if stage.key != drafting.SUBMISSION or stage.duty is None or state_of(stage) != "done":
        return False
    return stage.duty.submitter_post_id != stage.approver_post_id and not agreed(stage.duty.pk)


def state_of(stage: Stage) -> str:
    """waiting, open, done or skipped; a stage whose duty was cancelled waits again."""
    if stage.skipped_by_id is not None:
        return "skipped"
    if stage.duty is None or stage.duty.state == "cancelled":
        return "waiting"
    return "done" if stage.duty.state == "closed" else "open"


def returns_of(duty_ids: Iterable[int]) -> Counter[int]:
    """How often each duty came back: to be done again, to be changed before approval, or as not acceptable."""
    ids = list(duty_ids)
    rows = Entry.objects.filter(room="duties", subject="duty", subject_id__in=ids, verb__in=CAME_BACK)
    found: Counter[int] = Counter()
    for duty_id, verb, payload in rows.values_list("subject_id", "verb", "payload"):
        found[duty_id] += verb != "decide" or payload.get("outcome") == "changed"
    return found


def agreed(duty_id: int) -> bool:
    """Whether the approver's last word on a submission is that he agrees."""
    last = Entry.objects.filter(room="duties", subject="duty", subject_id=duty_id, verb="decide").order_by("-seq")
    payload = last.values_list("payload", flat=True).first()
    return payload is not None and payload.get("outcome") == "agreed"


def check_authority(dossier: Dossier, post: Post, at: datetime) -> rules.Verdict:
    """Whether a post may approve this draft: by the authority matrix for its matter, and by the kind of document."""
    kind = kind_of(dossier)
    line = org.authority_for(dossier.duty.matter or dossier.duty.title, at)
    known = None
    if line is not None and line.deciding_post is not None:
        cited = ", ".join(part for part in (line.instrument, line.article) if part)
        deciding = Post.objects.select_related("body").get(pk=line.deciding_post.pk)
        known = rules.MatrixLine(deciding.pk, str(deciding), cited)
    approver = rules.Approver(post.pk, str(post), post.role, post.body.kind)
    return rules.judge(approver, known, kind.approving_kinds, kind.label, kind.citation)


def approver_choices(dossier: Dossier, at: datetime) -> list[Post]:
    """Whom the submission may name: heads of the lead body and above it, and of the bodies that approve its kind."""
    day = local_day(at)
    lineage = list(dossier.duty.body.lineage) if dossier.duty.body else []
    kinds = kind_of(dossier).approving_kinds
    posts = Post.objects.filter(role__in=LEADING, valid_from__lte=day).select_related("body")
    found = list(posts.filter(body__in=lineage))
    found += list(posts.filter(body__kind__in=kinds, body__valid_to__isnull=True)) if kinds else []
    whole = dossier.duty.deciding_post_id
    rows = list({post.pk: post for post in found}.values())
    return sorted(rows, key=lambda post: (post.pk != whole, len(post.body.lineage), post.body.sort_key, post.order))


def dossiers_of(person: Person, *, body: Body | None = None, kind: str = "", stage: str = "") -> QuerySet[Dossier]:
    """Visible drafts, the newest first; of a body and those below it, of a kind, or that came back at a stage."""
    rows = dossiers_visible_to(person)
    if body is not None:
        rows = rows.filter(duty__body__lineage__contains=[body.pk])
    if kind:
        rows = rows.filter(kind=kind)
    if stage:
        begun = Stage.objects.filter(dossier__in=rows, key=stage, duty__isnull=False)
        back = returns_of(begun.values_list("duty", flat=True))
        rows = rows.filter(stages__in=begun.filter(duty__in=[pk for pk, count in back.items() if count]))
    return rows.order_by("-pk")


def quality(dossiers: Sequence[Dossier]) -> list[Quality]:
    """How often drafts came back, stage by stage, in the order of the stages. Two statements."""
    stages = list(Stage.objects.filter(dossier__in=dossiers, duty__isnull=False).select_related("duty"))
    counts = returns_of(stage.duty_id or 0 for stage in stages)
    found: dict[str, list[Stage]] = {}
    for stage in sorted(stages, key=lambda one: one.order):
        found.setdefault(stage.key, []).append(stage)
    order = ("outline", "draft", "opinions", "appraisal", "submission")
    return [
        Quality(
            key=key,
            label=rows[0].label,
            begun=len(rows),
            finished=sum(state_of(row) == "done" for row in rows),
            first_time=sum(state_of(row) == "done" and not counts[row.duty_id or 0] for row in rows),
            returns=sum(counts[row.duty_id or 0] for row in rows),
        )
        for key, rows in sorted(found.items(), key=lambda item: order.index(item[0]))
    ]


def open_stage_of(dossiers: Sequence[Dossier]) -> dict[int, Stage]:
    """The stage that is under way, by dossier."""
    rows = Stage.objects.filter(dossier__in=dossiers, duty__isnull=False).select_related("duty__holder")
    return {row.dossier_id: row for row in rows if state_of(row) == "open"}
