"""The register of internal rules, their reviews, and what a person made of a finding."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, F, Q

from congvu.sources.regulations.rules import FINDINGS, KINDS, OUTCOMES


class Regulation(models.Model):
    """An internal rule (quy chế, quy trình nội bộ) of a body: number, matter, days in force, its next review."""

    kind = models.TextField(choices=list(KINDS.items()))
    number = models.TextField()
    number_key = models.TextField()
    title = models.TextField()
    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    matter = models.TextField(blank=True, help_text="the kind of work it orders, as in the authority matrix")
    issued_on = models.DateField()
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, help_text="last day")
    review_on = models.DateField(null=True)
    reviewer_post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", PROTECT, null=True, related_name="replaces")
    basis = models.TextField(blank=True, help_text="the superior's rule that it carries out")
    file = models.ForeignKey("records.StoredFile", PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    search_fold = models.TextField()

    class Meta:
        db_table = "regulation"
        constraints = [
            models.UniqueConstraint(fields=["body", "number_key"], name="regulation_number_once"),
            models.CheckConstraint(
                condition=Q(in_force_to__isnull=True) | Q(in_force_to__gte=F("in_force_from")), name="regulation_days"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="regulation_kind"),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(reviewer_post__isnull=False), name="review_has_a_reviewer"
            ),
        ]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(review_on__isnull=False), name="regulation_review_day"),
        ]

    def __str__(self) -> str:
        return f"{KINDS[self.kind]} {self.number}"


class RegulationReview(models.Model):
    """A review of a rule when its day came near: a duty of the reviewer, and what it came to."""

    regulation = models.ForeignKey(Regulation, PROTECT, related_name="reviews")
    day = models.DateField(help_text="the review day for which it was opened")
    duty = models.ForeignKey("duties.Duty", PROTECT, related_name="+")
    outcome = models.TextField(blank=True)
    note = models.TextField(blank=True)
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "regulation_review"
        constraints = [
            models.UniqueConstraint(fields=["regulation", "day"], name="regulation_review_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", *OUTCOMES]), name="regulation_review_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.regulation_id} {self.day}"


class FindingMark(models.Model):
    """What a person made of a finding: closed with a reason, or turned into a duty. More evidence opens it again."""

    key = models.TextField(unique=True)
    kind = models.TextField()
    matter = models.TextField()
    state = models.TextField(help_text="closed, duty")
    rows_seen = models.IntegerField(help_text="how much evidence there was then")
    reason = models.TextField(blank=True)
    duty = models.ForeignKey("duties.Duty", PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "finding_mark"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(FINDINGS)), name="finding_kind"),
            models.CheckConstraint(
                condition=Q(state="closed") & ~Q(reason="") | Q(state="duty", duty__isnull=False), name="finding_state"
            ),
        ]

    def __str__(self) -> str:
        return self.key
