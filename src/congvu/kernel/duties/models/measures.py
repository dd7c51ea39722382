"""What the measures of duties stand on: faults of the machine, and figures kept with their hour."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, F, Q


class Outage(models.Model):
    """A registered fault of the machine (sự cố): its working time counts against nobody (design.md §2)."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    what = models.TextField()
    instrument = models.TextField(help_text="record or document that establishes it")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+", db_index=False)
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "outage"
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="outage_span")]
        indexes = [models.Index(fields=["ends_at"], name="outage_end")]

    def __str__(self) -> str:
        return self.what


class WorkFigure(models.Model):
    """Figures of all bodies at one hour, counted by a job: a page shows them with that hour and never counts itself.

    `name`: "units" (by body: open, late, due soon…), "units/2026-11-25" (the end of a past day), "bounced" (duties that
    go round).
    """

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()
    value = models.JSONField()

    class Meta:
        db_table = "work_figure"

    def __str__(self) -> str:
        return self.name
