"""Reports that were made, the forms that people build for them, and who gets them at each cut-off."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q
from django.db.models.functions import Now


class Form(models.Model):
    """A report that somebody put together: which rows, which measures, of whom. Made for any period."""

    name = models.TextField()
    body = models.ForeignKey("org.Body", PROTECT, related_name="+", help_text="whose work it tells of")
    period_kind = models.TextField(help_text="week, month, quarter, half_year, year: when subscribers get it")
    content = models.JSONField(default=dict, help_text="rules.Content: sections or rows and columns, filters")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_form"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(dropped_at__isnull=True), name="report_form_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """Who gets a form's report when a period has closed; from the period in which he asked for it."""

    form = models.ForeignKey(Form, PROTECT, related_name="subscriptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_subscription"
        constraints = [
            models.UniqueConstraint(
                fields=["form", "person"], condition=Q(ended_at__isnull=True), name="report_subscription_once"
            )
        ]
        indexes = [models.Index(fields=["person"], name="report_subscription_of")]

    def __str__(self) -> str:
        return f"{self.form_id}: {self.person_id}"


class Report(models.Model):
    """A report with its query, its cut-off and the head of the tree it was made under.

    `figures` are what `queries.make` gave; `digest` is the SHA-256 of their canonical JSON, kept in the ledger too.
    Made again from `content`, `starts_at` and `until_at`, the figures are the same: nothing recorded from `until_at`
    on counts.
    """

    form = models.ForeignKey(Form, PROTECT, null=True, related_name="reports")
    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    period_kind = models.TextField()
    period_name = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField(help_text="of the period; the cut-off may come before")
    starts_at = models.DateTimeField()
    until_at = models.DateTimeField(help_text="the cut-off: nothing recorded from here on counts")
    content = models.JSONField(default=dict, help_text="rules.Content")
    title = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", help_text="or clock")
    asked_at = models.DateTimeField(db_default=Now())
    made_at = models.DateTimeField(null=True, help_text="empty while it is being made")
    figures = models.JSONField(default=dict)
    digest = models.BinaryField(null=True)
    head_log = models.SmallIntegerField(null=True)
    head_size = models.BigIntegerField(null=True)
    head_root = models.BinaryField(null=True)
    checked_at = models.DateTimeField(null=True, help_text="when it was last made again")
    checked_same = models.BooleanField(null=True)
    checked_changes = models.JSONField(default=list, help_text="rules.differences of the last making again, the first")

    class Meta:
        db_table = "report"
        constraints = [
            models.UniqueConstraint(
                fields=["form", "first_day"], condition=Q(asked_by__isnull=True), name="report_once_a_period"
            )
        ]
        indexes = [
            models.Index(fields=["body", "-id"], name="report_of_body"),
            models.Index(fields=["first_day", "until_at"], name="report_of_period"),
        ]

    def __str__(self) -> str:
        return self.title


class Remark(models.Model):
    """What the head adds in his own words; every version stays, the last one is printed."""

    report = models.ForeignKey(Report, PROTECT, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "report_remark"
        indexes = [models.Index(fields=["report", "-id"], name="report_remark_last")]

    def __str__(self) -> str:
        return self.text
