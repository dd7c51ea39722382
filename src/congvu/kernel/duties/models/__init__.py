"""The duty, its holder and who may see it. Rows of these tables are written by the SQL functions of `sql/` alone."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, F, Q
from django.db.models.functions import Now

from congvu.kernel.duties.models.measures import Outage, WorkFigure
from congvu.kernel.duties.models.promises import Promise
from congvu.kernel.duties.models.refusals import RefusalCount

__all__ = [
    "Audience",
    "Coordinator",
    "Duty",
    "DutyProduct",
    "DutyText",
    "Holding",
    "Outage",
    "Promise",
    "ReadLog",
    "RefusalCount",
    "Transition",
    "WorkFigure",
]


class Duty(models.Model):
    """A piece of public work: what, by whom, until when, answered for by whom, with what product and authority.

    The six "rõ" may be missing in a draft only; the database refuses to issue such a duty
    (constraint `issued_duty_is_clear`). `held_until` is a generated column of the database: empty in a draft,
    'infinity' while held, the instant of closing afterwards; a deferred foreign key ties it to a holding.
    """

    id = models.BigIntegerField(primary_key=True)
    state = models.TextField(default="draft")
    paused_at = models.DateTimeField(null=True)
    pause_ground = models.TextField(blank=True)
    seq = models.IntegerField(default=0, help_text="number of its last ledger entry: the version decided on")
    last_at = models.DateTimeField(null=True)
    last_leaf = models.BinaryField(null=True)

    title = models.TextField(help_text="việc")
    requirement = models.TextField(blank=True)
    product_kind = models.TextField(blank=True, help_text="sản phẩm; 'khong_van_ban' says that there is no document")
    product = models.TextField(blank=True)
    demand_kind = models.TextField(default="task")

    # Columns without a foreign key in the database are copies of what the holding and the entry say, which have one;
    # they are written by one function and proved by replay. Partial indexes below serve every question.
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    holder_post = models.ForeignKey(
        "org.Post", PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    # the holder's body
    body = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    # rõ trách nhiệm, rõ thẩm quyền
    accountable_post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", db_index=False)
    deciding_post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", db_index=False)
    basis = models.TextField(blank=True, help_text="by which line of the authority matrix, delegation or document")
    issuer_post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", db_index=False)
    assigner = models.ForeignKey(
        settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    assigner_post = models.ForeignKey(
        "org.Post", PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    submitter_post = models.ForeignKey(
        "org.Post", PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    due_rule = models.JSONField(null=True)
    due_start_at = models.DateTimeField(null=True, help_text="the event from which the rule counts")
    due_proposed = models.BooleanField(default=False, help_text="the receiver proposed it; it stands unless refused")
    first_due_at = models.DateTimeField(null=True)
    current_due_at = models.DateTimeField(null=True)
    due_provisional = models.BooleanField(default=False)
    step_due_at = models.DateTimeField(null=True, help_text="limit of the present step: accept, settle, decide, verify")
    step = models.TextField(blank=True, help_text="which limit step_due_at is")
    step_lapsed = models.BooleanField(default=False, help_text="the clock has noted that the limit passed")

    issued_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True, help_text="on time is judged at this instant")
    closed_at = models.DateTimeField(null=True)

    parent = models.ForeignKey("self", PROTECT, null=True, related_name="children", db_index=False)
    consulted_by = models.ForeignKey("self", PROTECT, null=True, related_name="consultations", db_index=False)
    document = models.ForeignKey("records.Document", PROTECT, null=True, related_name="+", db_index=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", db_index=False)
    origin_kind = models.TextField(blank=True)
    origin_key = models.TextField(blank=True)
    wrong_person_returns = models.SmallIntegerField(default=0)
    settled = models.BooleanField(default=False, help_text="a ruling named the holder: no 'wrong person' any more")
    matter = models.TextField(blank=True, help_text="the kind of work, for the authority matrix")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "duty"
        constraints = [
            models.UniqueConstraint(
                fields=["origin_kind", "origin_key"], condition=~Q(origin_key=""), name="duty_once_per_origin"
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    ~Q(title="")
                    & ~Q(product_kind="")
                    & Q(
                        holder__isnull=False,
                        accountable_post__isnull=False,
                        deciding_post__isnull=False,
                        first_due_at__isnull=False,
                        current_due_at__isnull=False,
                    )
                    & ~Q(basis="")
                ),
                name="issued_duty_is_clear",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "cancelled"], closed_at__isnull=False)
                | ~Q(state__in=["closed", "cancelled"]) & Q(closed_at__isnull=True),
                name="closed_duty_has_its_instant",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder", "current_due_at"],
                condition=~Q(state__in=["draft", "closed", "cancelled"]),
                name="duty_open_of_holder",
            ),
            models.Index(
                fields=["body", "current_due_at"],
                condition=~Q(state__in=["draft", "closed", "cancelled"]),
                name="duty_open_of_body",
            ),
            models.Index(
                fields=["step_due_at"],
                condition=Q(step_due_at__isnull=False, step_lapsed=False),
                name="duty_step_due",
            ),
            models.Index(
                fields=["submitter"],
                condition=Q(state__in=["submitted", "handed_in"]),
                name="duty_waiting_of_submitter",
            ),
            models.Index(fields=["consulted_by"], condition=Q(consulted_by__isnull=False), name="duty_consultations"),
            models.Index(
                fields=["assigner", "current_due_at"],
                condition=~Q(state__in=["draft", "closed", "cancelled"]),
                name="duty_open_of_assigner",
            ),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="duty_children"),
            models.Index(fields=["document"], condition=Q(document__isnull=False), name="duty_of_document"),
            # a report leaves out what ended before its period began
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="duty_closed"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The number people say: NV-2026-00012."""
        year = self.issued_at.year if self.issued_at else self.created_at.year
        return f"NV-{year}-{self.pk:05d}"


class DutyText(models.Model):
    """The words of a duty without tone marks, for searching; apart, so that a move does not write them again."""

    duty = models.OneToOneField(Duty, PROTECT, primary_key=True, related_name="+")
    fold = models.TextField()

    class Meta:
        db_table = "duty_text"

    def __str__(self) -> str:
        return self.fold


class Holding(models.Model):
    """Who answers for a duty, from when until when (end not included; empty while held).

    `ends_at` ('infinity' while held) is a generated column of the database (sql/20_custody.sql). Keys alone refuse a
    gap, an overlap, a second first row and a shortened past. A row without a person is the time that a duty was
    closed before it was reopened: it keeps the chain whole.
    """

    pk = models.CompositePrimaryKey("duty_id", "starts_at")
    duty = models.ForeignKey(Duty, PROTECT, related_name="holdings", db_index=False)
    # no foreign key: it would lock the rows of a person and a post with each hand-over. The functions ask for more:
    # that he sits in that post at that instant; and whoever is named here is never deleted (sql/20_custody.sql)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    previous_ends_at = models.DateTimeField(null=True, help_text="empty in the first row, else equal to starts_at")

    class Meta:
        db_table = "holding"
        constraints = [
            models.CheckConstraint(condition=Q(previous_ends_at=F("starts_at")), name="holding_follows"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("starts_at")), name="holding_span"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, post__isnull=False)
                | Q(person__isnull=True, post__isnull=True, ended_at__isnull=False, previous_ends_at__isnull=False),
                name="holding_has_a_person",
            ),
            # with the primary key and `holding_follows`: no two holds follow the same one, and one is the first
            models.UniqueConstraint(
                fields=["duty"], condition=Q(previous_ends_at__isnull=True), name="holding_one_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.person_id}"


class Coordinator(models.Model):
    """Asked to help (phối hợp); no custody. Stands in the list "Tôi phối hợp" of the body's head or the person."""

    duty = models.ForeignKey(Duty, PROTECT, related_name="coordinators")
    body = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "coordinator"
        constraints = [
            models.UniqueConstraint(fields=["duty", "body", "person"], nulls_distinct=False, name="coordinator_once")
        ]

    def __str__(self) -> str:
        return f"{self.duty_id}"


class Audience(models.Model):
    """Who may see a duty and why. `visible_to` is one indexed join on this table."""

    id = models.BigAutoField(primary_key=True)
    duty = models.ForeignKey(Duty, PROTECT, related_name="audience", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", db_index=False)
    how = models.TextField(help_text="holder, issuer, accountable, decider, above, coordinator, consulted, document")
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audience"
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "person", "body", "how"], nulls_distinct=False, name="audience_once"
            )
        ]
        indexes = [
            models.Index(fields=["person", "duty"], condition=Q(person__isnull=False), name="audience_of_person"),
            models.Index(fields=["body", "duty"], condition=Q(body__isnull=False), name="audience_of_body"),
        ]

    def __str__(self) -> str:
        return self.how


class DutyProduct(models.Model):
    """What was handed in with `complete` or `submit`: words, a file, or a document."""

    duty = models.ForeignKey(Duty, PROTECT, related_name="products")
    entry = models.ForeignKey("ledger.Entry", PROTECT, related_name="+")
    file = models.ForeignKey("records.StoredFile", PROTECT, null=True, related_name="+")
    purpose = models.TextField(help_text="draft, product, note")

    class Meta:
        db_table = "duty_product"

    def __str__(self) -> str:
        return self.purpose


class Transition(models.Model):
    """The table of moves as data. Written by the migration step, compared with the code at start."""

    verb = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()

    class Meta:
        db_table = "duty_transition"
        constraints = [models.UniqueConstraint(fields=["verb", "from_state", "to_state"], name="transition_once")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.from_state} > {self.to_state}"


class ReadLog(models.Model):
    """Who first looked at a duty as its present holder, and when (Chưa mở / Đã mở)."""

    duty = models.ForeignKey(Duty, PROTECT, related_name="reads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    read_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "duty_read"
        constraints = [models.UniqueConstraint(fields=["duty", "person"], name="duty_read_once")]

    def __str__(self) -> str:
        return f"{self.duty_id}"
