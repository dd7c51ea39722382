"""Who is away for a time, and which seat carries on which: the organisation between two days."""

from django.db import models
from django.db.models import PROTECT, F, Q


class Absence(models.Model):
    """A person is away from a day to a day (both included); a named stand-in receives what comes meanwhile.

    Only the days are known to everybody; why he is away stands in `AbsenceReason`, in no entry and in no figure.
    """

    person = models.ForeignKey("org.Person", PROTECT, related_name="absences")
    stand_in = models.ForeignKey("org.Person", PROTECT, related_name="+", db_index=False)
    stand_in_post = models.ForeignKey("org.Post", PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="last day; made earlier when he is back sooner")
    recorded_by = models.ForeignKey("org.Person", PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, help_text="it did not take place")

    class Meta:
        db_table = "absence"
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_days")]
        indexes = [models.Index(fields=["person", "ends_on"], name="absence_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.starts_on:%d/%m/%Y} - {self.ends_on:%d/%m/%Y}"


class AbsenceReason(models.Model):
    """Why: for the person, whoever recorded it, the heads above and the home affairs posts. Never exported."""

    absence = models.OneToOneField(Absence, PROTECT, primary_key=True, related_name="why")
    reason = models.TextField()

    class Meta:
        db_table = "absence_reason"

    def __str__(self) -> str:
        return f"{self.absence_id}"


class PostSuccession(models.Model):
    """The seat that carries on a seat that ended; so whatever names the old one finds who answers today."""

    predecessor = models.ForeignKey("org.Post", PROTECT, related_name="successions")
    successor = models.ForeignKey("org.Post", PROTECT, related_name="inheritances")
    day = models.DateField()

    class Meta:
        db_table = "post_succession"
        constraints = [models.UniqueConstraint(fields=["predecessor"], name="post_succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id}"
