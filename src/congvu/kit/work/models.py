"""One table: what runs in the background, for whom, and how far it is."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

WAITING, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)


class Job(models.Model):
    """One piece of background work. `asked_by` is a person's id without a key: the kit stands below persons."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField(help_text="a name of registry.WORK_KINDS")
    key = models.TextField(blank=True, help_text="asked twice with the same key while open: the same job")
    given = models.JSONField(default=dict)
    title = models.TextField(help_text="what it is, as its page says it")
    asked_by = models.BigIntegerField(null=True, help_text="empty: the clock")
    state = models.TextField(default=WAITING)
    cancel_asked = models.BooleanField(default=False)
    attempts = models.SmallIntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0, help_text="0: not known yet")
    message = models.TextField(blank=True, help_text="what is being done now")
    result_url = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True, help_text="one sentence")
    asked_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_job"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state__in=OPEN) & ~Q(key=""), name="work_job_once_while_open"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=OPEN), name="work_job_open"),
            models.Index(fields=["asked_by", "-id"], name="work_job_of_person"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
