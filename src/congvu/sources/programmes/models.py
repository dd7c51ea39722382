"""Items of a programme that somebody registered, drafts with their stages, quantity targets and their figures.

Everything else on these pages (what is due when, who holds it, who changed a draft) is read from the duties.
"""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q
from django.db.models.functions import Now

PERSON = settings.AUTH_USER_MODEL


class ProgrammeEntry(models.Model):
    """An own item of a body's programme: registered, then approved by the head who answers for it: a duty."""

    class State(models.TextChoices):
        REGISTERED = "registered", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt, đã giao"
        REFUSED = "refused", "Không duyệt"
        WITHDRAWN = "withdrawn", "Đã rút"

    body = models.ForeignKey("org.Body", PROTECT, related_name="+", help_text="whose programme it stands in")
    period = models.TextField(help_text="2027, 2026-Q4, 2026-M11, 2026-W48")
    title = models.TextField()
    requirement = models.TextField(blank=True)
    product_kind = models.TextField()
    product = models.TextField(blank=True)
    draft_kind = models.TextField(blank=True, help_text="a draft of this kind: approval opens its stages")
    due_on = models.DateField()
    holder = models.ForeignKey(PERSON, PROTECT, related_name="+")
    holder_post = models.ForeignKey("org.Post", PROTECT, related_name="+")
    deciding_post = models.ForeignKey("org.Post", PROTECT, related_name="+")
    basis = models.TextField()
    state = models.TextField(choices=State.choices, default=State.REGISTERED)
    addition = models.BooleanField(default=False, help_text="registered after the last day of registration")
    reason = models.TextField(blank=True, help_text="why it is an addition")
    registered_by = models.ForeignKey(PERSON, PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    duty = models.OneToOneField("duties.Duty", PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "programme_entry"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="approved", duty__isnull=False) | ~Q(state="approved") & Q(duty__isnull=True),
                name="approved_entry_is_a_duty",
            ),
            models.CheckConstraint(condition=Q(addition=False) | ~Q(reason=""), name="addition_has_its_reason"),
        ]
        indexes = [models.Index(fields=["body", "period"], name="programme_entry_of_body")]

    def __str__(self) -> str:
        return self.title


class EntryChange(models.Model):
    """A change asked for after approval: another limit, or withdrawal; it takes effect when it is approved."""

    class Kind(models.TextChoices):
        DUE = "due", "Đổi thời hạn"
        WITHDRAW = "withdraw", "Rút khỏi chương trình"

    class State(models.TextChoices):
        ASKED = "asked", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        REFUSED = "refused", "Không duyệt"

    entry = models.ForeignKey(ProgrammeEntry, PROTECT, related_name="changes")
    kind = models.TextField(choices=Kind.choices)
    due_on = models.DateField(null=True)
    reason = models.TextField()
    state = models.TextField(choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(PERSON, PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        db_table = "entry_change"
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="asked"), name="one_change_at_a_time"),
            models.CheckConstraint(
                condition=Q(kind="due", due_on__isnull=False) | ~Q(kind="due") & Q(due_on__isnull=True),
                name="change_of_limit_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Dossier(models.Model):
    """The draft of a scheme, report or resolution: one duty as a whole, its stages as parts of it."""

    duty = models.OneToOneField("duties.Duty", PROTECT, related_name="+")
    kind = models.TextField(help_text="key in reference/draft_kinds.csv")
    opened_by = models.ForeignKey(PERSON, PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "draft_dossier"

    def __str__(self) -> str:
        return str(self.duty)


class Stage(models.Model):
    """A stage as the rules said on the day the dossier was opened; its duty once it began, or why it was left out."""

    dossier = models.ForeignKey(Dossier, PROTECT, related_name="stages")
    order = models.SmallIntegerField()
    key = models.TextField(help_text="outline, draft, opinions, appraisal, submission")
    label = models.TextField()
    amount = models.SmallIntegerField()
    unit = models.TextField()
    product_kind = models.TextField()
    product = models.TextField()
    may_skip = models.BooleanField()
    citation = models.TextField()
    note = models.TextField(blank=True)
    duty = models.OneToOneField("duties.Duty", PROTECT, null=True, related_name="+")
    skipped_by = models.ForeignKey(PERSON, PROTECT, null=True, related_name="+")
    skip_reason = models.TextField(blank=True)
    approver_post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", help_text="of the submission")
    verdict = models.TextField(blank=True, help_text="of the check of authority: has, against, unknown")
    verdict_text = models.TextField(blank=True)
    against_reason = models.TextField(blank=True, help_text="why it goes on against the check; counted")

    class Meta:
        db_table = "draft_stage"
        ordering = ["dossier", "order"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "order"], name="stage_once"),
            models.CheckConstraint(
                condition=~Q(verdict="against") | ~Q(against_reason=""), name="against_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(skipped_by__isnull=True, skip_reason="")
                | Q(skipped_by__isnull=False, duty__isnull=True) & ~Q(skip_reason=""),
                name="skipped_stage_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class DraftText(models.Model):
    """The words of a stored file, read once: derived, may be thrown away. `unreadable` says why there are none."""

    sha256 = models.TextField(primary_key=True)
    text = models.TextField(blank=True)
    unreadable = models.TextField(blank=True)

    class Meta:
        db_table = "draft_text"

    def __str__(self) -> str:
        return self.sha256


class Target(models.Model):
    """A quantity that a body shall reach in a period, by an instrument; a named person reports the figures."""

    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    indicator = models.TextField()
    unit = models.TextField()
    period = models.TextField(help_text="2026, 2026-Q4, 2026-M11")
    value = models.DecimalField(max_digits=18, decimal_places=4)
    measure = models.TextField(default="sum", help_text="sum: the figures add up; latest: the last one is the level")
    direction = models.TextField(default="at_least", help_text="at_least, at_most")
    every = models.TextField(default="month", help_text="month, quarter, year: how often a figure is reported")
    reporter = models.ForeignKey(PERSON, PROTECT, related_name="+")
    reporter_post = models.ForeignKey("org.Post", PROTECT, related_name="+")
    issuer_post = models.ForeignKey("org.Post", PROTECT, related_name="+", help_text="by whose authority it was set")
    instrument = models.TextField()
    set_by = models.ForeignKey(PERSON, PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        db_table = "target"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""), name="ended_target_has_a_reason"
            )
        ]
        indexes = [models.Index(fields=["body", "period"], name="target_of_body")]

    def __str__(self) -> str:
        return self.indicator


class Figure(models.Model):
    """What was reported for a part of the period. Never changed: a correction is a new row that names the one before.

    The database refuses update and delete (sql/90_rights.sql).
    """

    target = models.ForeignKey(Target, PROTECT, related_name="figures")
    period = models.TextField(help_text="the part reported on: 2026-M11")
    value = models.DecimalField(max_digits=18, decimal_places=4)
    evidence = models.TextField(help_text="by what one can see it")
    file = models.ForeignKey("records.StoredFile", PROTECT, null=True, related_name="+")
    reported_by = models.ForeignKey(PERSON, PROTECT, related_name="+")
    reported_post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(db_default=Now())
    corrects = models.OneToOneField("self", PROTECT, null=True, related_name="correction")
    reason = models.TextField(blank=True, help_text="why it was corrected")

    class Meta:
        db_table = "figure"
        constraints = [
            models.UniqueConstraint(
                fields=["target", "period"], condition=Q(corrects__isnull=True), name="figure_once_a_period"
            ),
            models.CheckConstraint(condition=Q(corrects__isnull=True) | ~Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.period}: {self.value}"
