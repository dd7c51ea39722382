"""A clause that stops a duty, recorded where it does; the same clause in one group, sent up and answered."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q

from congvu.sources.obstacles.rules import OUTCOMES, STATES


class ObstacleGroup(models.Model):
    """The same bottleneck, met by several: put together by a person, sent to a competent body, answered once."""

    title = models.TextField()
    instrument = models.TextField()
    clause = models.TextField()
    body = models.ForeignKey("org.Body", PROTECT, related_name="+", help_text="whose people put it together")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.TextField(choices=list(STATES.items()), default="open")
    to_body = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", help_text="inside this installation")
    to_outside = models.TextField(blank=True, help_text="a ministry, the Government: answered by a document")
    duty = models.ForeignKey("duties.Duty", PROTECT, null=True, related_name="+", help_text="issued, or kept to follow")
    question = models.ForeignKey("duties.Duty", PROTECT, null=True, related_name="+", help_text="put to a body above")
    sent_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answer_number = models.TextField(blank=True, help_text="of the document that answers")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "obstacle_group"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="obstacle_group_state"),
            models.CheckConstraint(condition=Q(outcome__in=["", *OUTCOMES]), name="obstacle_group_outcome"),
            models.CheckConstraint(condition=Q(state="open") | Q(duty__isnull=False), name="sent_obstacle_has_a_duty"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="answered_obstacle_has_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The number people say: KN-2026-00003 (kiến nghị)."""
        return f"KN-{self.made_at.year}-{self.pk:05d}"


class Obstacle(models.Model):
    """One record: by whom, on which duty, which clause, what it blocks, what he proposes."""

    duty = models.ForeignKey("duties.Duty", PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    instrument = models.TextField()
    clause = models.TextField()
    clause_key = models.TextField()
    blocks = models.TextField(help_text="what cannot be done because of it")
    proposal = models.TextField()
    recorded_at = models.DateTimeField()
    group = models.ForeignKey(ObstacleGroup, PROTECT, null=True, related_name="obstacles")
    withdrawn_at = models.DateTimeField(null=True)
    answer_seen_at = models.DateTimeField(null=True, help_text="when he opened the answer")

    class Meta:
        db_table = "obstacle"
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "person", "clause_key"],
                condition=Q(withdrawn_at__isnull=True),
                name="obstacle_once_a_duty_and_clause",
            )
        ]
        indexes = [
            models.Index(fields=["clause_key"], name="obstacle_clause"),
            models.Index(fields=["duty"], name="obstacle_of_duty"),
            models.Index(fields=["person"], name="obstacle_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, {self.instrument}"

    @property
    def code(self) -> str:
        """The number people say: VM-2026-00012."""
        return f"VM-{self.recorded_at.year}-{self.pk:05d}"
