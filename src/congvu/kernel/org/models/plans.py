"""A merger or a split on paper: which body, seat and matter goes where. Nothing of it holds before it is carried out.

`made` is filled in while it is carried out, so that it goes on where it stopped.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import PROTECT, F, Q

if TYPE_CHECKING:
    from congvu.kernel.org.models import Body


class Reorganisation(models.Model):
    """Sắp xếp tổ chức: drafted, rehearsed, ordered, carried out on its day."""

    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        ORDERED = "ordered", "Đã quyết định, chờ đến ngày"
        RUNNING = "running", "Đang thực hiện"
        DONE = "done", "Đã thực hiện"
        CANCELLED = "cancelled", "Đã bỏ"

    name = models.TextField()
    instrument = models.TextField()
    day = models.DateField(help_text="first day of the new bodies; the old ones end the day before")
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    version = models.IntegerField(default=1, help_text="grows with each change of the plan")
    rehearsed_version = models.IntegerField(default=0, help_text="the version last rehearsed without a fault")
    prepared_by = models.ForeignKey("org.Person", PROTECT, related_name="+", db_index=False)
    prepared_at = models.DateTimeField()
    ordered_by = models.ForeignKey("org.Person", PROTECT, null=True, related_name="+", db_index=False)
    ordered_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    total = models.IntegerField(default=0, help_text="open duties to be passed, counted when it began")
    passed = models.IntegerField(default=0)

    class Meta:
        db_table = "reorganisation"

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class PlannedBody(models.Model):
    """A body that carries on: one that exists already, or one to be made."""

    plan = models.ForeignKey(Reorganisation, PROTECT, related_name="bodies")
    existing = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", db_index=False)
    code = models.TextField(blank=True)
    name = models.TextField(blank=True)
    short_name = models.TextField(blank=True)
    symbol = models.TextField(blank=True)
    kind = models.TextField(blank=True)
    branch = models.TextField(default="state")
    level = models.TextField(default="province")
    parent = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", db_index=False)
    parent_planned = models.ForeignKey("self", PROTECT, null=True, related_name="children")
    made = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "planned_body"
        constraints = [
            models.CheckConstraint(condition=Q(existing__isnull=False) | ~Q(name=""), name="planned_body_named"),
            models.UniqueConstraint(
                fields=["plan", "existing"], condition=Q(existing__isnull=False), name="planned_body_once"
            ),
        ]

    def __str__(self) -> str:
        return self.existing.name if self.existing else self.name

    @property
    def body(self) -> "Body | None":
        """The body itself, once there is one."""
        return self.made or self.existing


class PlannedSuccession(models.Model):
    """An old body and who carries it on; with several, `main` takes whatever is not given away by hand."""

    plan = models.ForeignKey(Reorganisation, PROTECT, related_name="successions")
    old = models.ForeignKey("org.Body", PROTECT, related_name="+")
    into = models.ForeignKey(PlannedBody, PROTECT, related_name="sources")
    relation = models.TextField()
    main = models.BooleanField(default=True)

    class Meta:
        db_table = "planned_succession"
        constraints = [
            models.UniqueConstraint(fields=["plan", "old", "into"], name="planned_succession_once"),
            models.UniqueConstraint(fields=["plan", "old"], condition=Q(main=True), name="planned_succession_main"),
        ]

    def __str__(self) -> str:
        return f"{self.old} > {self.into}"


class PlannedPost(models.Model):
    """An old seat and what becomes of it: a seat of a planned body, or nothing (`into` empty: it vanishes).

    Whoever sits in it goes along. What lies on a seat that vanishes passes to `receiver`, another old seat, or where
    none is named to whoever heads the body that carries its body on.
    """

    plan = models.ForeignKey(Reorganisation, PROTECT, related_name="posts")
    old = models.ForeignKey("org.Post", PROTECT, related_name="+")
    into = models.ForeignKey(PlannedBody, PROTECT, null=True, related_name="posts")
    title = models.TextField(blank=True)
    role = models.TextField(blank=True)
    order = models.SmallIntegerField(default=100)
    receiver = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", db_index=False)
    made = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "planned_post"
        constraints = [
            models.UniqueConstraint(fields=["plan", "old"], name="planned_post_once"),
            models.CheckConstraint(
                condition=Q(into__isnull=True) | ~Q(title="") & ~Q(role=""), name="planned_post_named"
            ),
            models.CheckConstraint(condition=~Q(receiver=F("old")), name="planned_post_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.old} > {self.title}"


class PlannedMatter(models.Model):
    """A line of the authority matrix and who answers for the matter afterwards; `into` empty: nobody, so far."""

    plan = models.ForeignKey(Reorganisation, PROTECT, related_name="matters")
    line = models.ForeignKey("org.AuthorityLine", PROTECT, related_name="+")
    into = models.ForeignKey(PlannedBody, PROTECT, null=True, related_name="matters")
    deciding = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", help_text="by the old seat")
    made = models.ForeignKey("org.AuthorityLine", PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "planned_matter"
        constraints = [models.UniqueConstraint(fields=["plan", "line"], name="planned_matter_once")]

    def __str__(self) -> str:
        return f"{self.line} > {self.into}"
