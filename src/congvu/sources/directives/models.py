"""A document read, its demands as cards, and the standing demands that become obligations."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT
from django.db.models.functions import Now

from congvu.sources.directives.rules.clashes import KINDS, OUTCOMES


class Reading(models.Model):
    """One document as the reader saw it and as the clerk prepared it for the leader's approval."""

    class State(models.TextChoices):
        PREPARING = "preparing", "Đang soạn"
        PROPOSED = "proposed", "Chờ duyệt"
        REFUSED = "refused", "Không duyệt"
        ISSUED = "issued", "Đã giao"

    document = models.OneToOneField("records.Document", PROTECT, related_name="+")
    body = models.ForeignKey("org.Body", PROTECT, related_name="+", help_text="whose clerk prepares it")
    state = models.TextField(choices=State.choices, default=State.PREPARING)
    leader_post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", help_text="who approves")
    rehearsal = models.BooleanField(default=False, help_text="as if issued today: dates moved, marked everywhere")
    counted_from = models.DateField(help_text="the day spans count from: of the document; in a rehearsal, of entering")
    shift_days = models.IntegerField(default=0, help_text="by how much a rehearsal moves the days the text names")
    doubts = models.JSONField(default=list, help_text="about the document itself: dated in the future, number missing")
    evidence = models.JSONField(default=dict, help_text="spans of number, day, issuer, title, signer, references")
    real_number = models.TextField(blank=True, help_text="of the instrument, when the text is a news report")
    reader_version = models.TextField(blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    refusal_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    issued_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reading"

    def __str__(self) -> str:
        return str(self.document)


class Scan(models.Model):
    """Of a document that came as pictures: where each line of its text stands, and how sure the recognition is."""

    reading = models.OneToOneField(Reading, PROTECT, related_name="scan")
    lines = models.JSONField(help_text="start, end in the text; page from 0, angle, box; sure from 0 to 100")

    class Meta:
        db_table = "scan"

    def __str__(self) -> str:
        return str(self.reading_id)


class Demand(models.Model):
    """One card: what the text asks of whom, tied to its characters."""

    class State(models.TextChoices):
        OPEN = "open", "Chưa xử lý"
        REJECTED = "rejected", "Đã bỏ"
        MERGED = "merged", "Đã gộp"
        ISSUED = "issued", "Đã giao"

    reading = models.ForeignKey(Reading, PROTECT, related_name="demands")
    order = models.IntegerField()
    start = models.IntegerField()
    end = models.IntegerField()
    kind = models.TextField(default="task", help_text="task, recurring, report, acknowledge, standing")
    title = models.TextField()
    requirement = models.TextField(blank=True)
    product = models.TextField(blank=True)
    product_kind = models.TextField(blank=True)
    deadline = models.JSONField(null=True, help_text="as the text says it: date, within, every, boundary")
    due_rule = models.JSONField(null=True, help_text="the DueRule that will start the clock")
    limit_by_receiver = models.BooleanField(default=False, help_text="the receiving head proposes the limit")
    sharing = models.TextField(default="each", help_text="each: one duty a body; lead: one duty, others coordinate")
    lead = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", help_text="who leads, when sharing")
    evidence = models.JSONField(default=dict, help_text="spans per field, inherited_from, rule")
    doubts = models.JSONField(default=list)
    confidence = models.FloatField(default=1.0)
    proposed = models.JSONField(default=dict, help_text="what the reader said, kept for the labelled examples")
    state = models.TextField(choices=State.choices, default=State.OPEN)
    reject_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", PROTECT, null=True, related_name="+")
    by_hand = models.BooleanField(default=False)
    checked = models.BooleanField(default=False, help_text="the clerk looked at it")

    class Meta:
        db_table = "demand"
        ordering = ["reading", "order"]
        indexes = [models.Index(fields=["reading", "order"], name="demand_of_reading")]

    def __str__(self) -> str:
        return self.title


class DemandName(models.Model):
    """A name on a card, resolved in two steps: whom it meant on the document's day, who carries that on today."""

    class Role(models.TextChoices):
        ASSIGNEE = "assignee", "Chủ trì"
        COORDINATOR = "coordinator", "Phối hợp"

    demand = models.ForeignKey(Demand, PROTECT, related_name="names")
    role = models.TextField(choices=Role.choices)
    order = models.IntegerField(default=0)
    text = models.TextField()
    then_text = models.TextField(blank=True, help_text="whom it meant on the day, in words")
    bodies = models.ManyToManyField("org.Body", related_name="+", help_text="who carries it on today")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", help_text="by name")
    outside = models.BooleanField(default=False, help_text="không thuộc ta: shown grey, kept for the chain")
    how = models.TextField(blank=True, help_text="name, alias, group, everyone, elsewhere, unclear, unknown, clerk")
    question = models.TextField(blank=True, help_text="what to ask; empty when nothing is in doubt")

    class Meta:
        db_table = "demand_name"
        ordering = ["demand", "role", "order"]

    def __str__(self) -> str:
        return self.text


class Obligation(models.Model):
    """A standing demand: no duty, but a line of the review duty on each review day."""

    demand = models.ForeignKey(Demand, PROTECT, related_name="obligations")
    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    accountable_post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+")
    clause = models.TextField()
    review_every = models.TextField(default="quarter")
    last_period = models.TextField(blank=True, help_text="key of the last period that has its review duty")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        db_table = "obligation"
        constraints = [models.UniqueConstraint(fields=["demand", "body"], name="obligation_once")]

    def __str__(self) -> str:
        return self.clause


class Recurrence(models.Model):
    """A recurring demand on a body: the next duty is made when its period opens."""

    demand = models.ForeignKey(Demand, PROTECT, related_name="recurrences")
    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    every = models.TextField()
    rule = models.JSONField(default=dict)
    last_period = models.TextField(blank=True, help_text="key of the last period that has its duty")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        db_table = "recurrence"
        constraints = [models.UniqueConstraint(fields=["demand", "body"], name="recurrence_once")]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.every}"


class Acknowledgement(models.Model):
    """A person read a directive and passed on what it asks to pass on: one act for all its clauses."""

    reading = models.ForeignKey(Reading, PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "acknowledgement"
        constraints = [models.UniqueConstraint(fields=["reading", "person"], name="acknowledgement_once")]
        indexes = [models.Index(fields=["person", "reading"], name="acknowledgement_of_person")]

    def __str__(self) -> str:
        return f"{self.reading_id}: {self.person_id}"


class ReaderQuestion(models.Model):
    """What a reader did not understand: a named person answers, and every reader of the directive sees the answer."""

    reading = models.ForeignKey(Reading, PROTECT, related_name="questions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    body = models.ForeignKey("org.Body", PROTECT, related_name="+", help_text="the addressed body he reads for")
    text = models.TextField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="by when the answerer of now answers")
    answerer = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reader_question"
        indexes = [
            models.Index(fields=["answerer"], condition=models.Q(answered_at__isnull=True), name="question_waits_for")
        ]

    def __str__(self) -> str:
        return self.text


class ReviewLine(models.Model):
    """One standing demand on a review duty: done, not, and by what one can see it."""

    duty = models.ForeignKey("duties.Duty", PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, PROTECT, related_name="lines")
    outcome = models.TextField(blank=True, help_text="done, partly, not; empty while unanswered")
    evidence = models.TextField(blank=True)

    class Meta:
        db_table = "review_line"
        constraints = [models.UniqueConstraint(fields=["duty", "obligation"], name="review_line_once")]

    def __str__(self) -> str:
        return self.outcome


class Correction(models.Model):
    """A correction by a clerk, kept as a labelled example: tomorrow's test of the reader."""

    demand = models.ForeignKey(Demand, PROTECT, related_name="corrections")
    field = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "correction"

    def __str__(self) -> str:
        return self.field


class StageReview(models.Model):
    """Sơ kết, tổng kết: a review of a whole directive, opened with a day and a holder, closed with words and figures.

    The work of it is a duty; `figures` are those of the instant at which it was handed in.
    """

    class Kind(models.TextChoices):
        INTERIM = "interim", "Sơ kết"
        FINAL = "final", "Tổng kết"

    reading = models.ForeignKey(Reading, PROTECT, related_name="stages")
    kind = models.TextField(choices=Kind.choices)
    due_on = models.DateField()
    duty = models.OneToOneField("duties.Duty", PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    text = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "stage_review"
        constraints = [
            models.UniqueConstraint(
                fields=["reading"], condition=models.Q(kind="final"), name="one_final_review_of_a_directive"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on:%d/%m/%Y}"


class ClashMark(models.Model):
    """What a person made of a question about two demands: another work, or one work and what was done about it."""

    key = models.TextField(unique=True)
    kind = models.TextField()
    newer = models.ForeignKey(Demand, PROTECT, related_name="+")
    older = models.ForeignKey(Demand, PROTECT, related_name="+")
    outcome = models.TextField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "clash_mark"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="clash_kind"),
            models.CheckConstraint(condition=models.Q(outcome__in=list(OUTCOMES)), name="clash_outcome"),
        ]

    def __str__(self) -> str:
        return self.key
