"""What comes in from other programs and goes out to them: imports, sources of documents, exports, webhooks."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import PROTECT, Q
from django.db.models.functions import Now

ME = settings.AUTH_USER_MODEL


class ImportRun(models.Model):
    """A file that somebody brought: looked through line by line, then carried out whole or not at all."""

    class State(models.TextChoices):
        CHECKING = "checking", "Đang xem tệp"
        CHECKED = "checked", "Chờ ghi"
        WRITING = "writing", "Đang ghi"
        DONE = "done", "Đã ghi"
        FAILED = "failed", "Không dùng được"

    kind = models.TextField(help_text="bodies, people, posts, duties, documents")
    file = models.ForeignKey("records.StoredFile", PROTECT, related_name="+")
    asked_by = models.ForeignKey(ME, PROTECT, related_name="+")
    state = models.TextField(choices=State.choices, default=State.CHECKING)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict, help_text="field: place of the column that fills it")
    counts = models.JSONField(default=dict, help_text="add, change, same, wrong: how many lines")
    warnings = models.JSONField(default=list)
    text = models.TextField(blank=True, help_text="why it cannot be used")
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "import_run"

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ImportLine(models.Model):
    """What will become, or became, of one line of the file."""

    class Outcome(models.TextChoices):
        ADD = "add", "Thêm mới"
        CHANGE = "change", "Sửa"
        SAME = "same", "Đã có"
        WRONG = "wrong", "Sai"

    run = models.ForeignKey(ImportRun, PROTECT, related_name="lines", db_index=False)
    line = models.IntegerField(help_text="as the workbook numbers it")
    outcome = models.TextField(choices=Outcome.choices)
    label = models.TextField()
    told = models.TextField(blank=True, help_text="what changes, or what is wrong")

    class Meta:
        db_table = "import_line"
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="import_line_once")]
        indexes = [models.Index(fields=["run", "outcome", "line"], name="import_line_outcome")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.line}"


class ExportRun(models.Model):
    """A copy of the ledger that somebody asked for; the file is taken away after a week."""

    class State(models.TextChoices):
        WAITING = "waiting", "Đang xuất"
        DONE = "done", "Đã xong"
        FAILED = "failed", "Không xong"

    format = models.TextField()
    asked_by = models.ForeignKey(ME, PROTECT, related_name="+")
    given = models.JSONField(default=dict, help_text="since, until, subject, names, reason")
    state = models.TextField(choices=State.choices, default=State.WAITING)
    lines = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    removed = models.BooleanField(default=False)

    class Meta:
        db_table = "export_run"

    def __str__(self) -> str:
        return f"{self.format} {self.pk}"


class Source(models.Model):
    """Where incoming documents are fetched from: a watched folder or a mailbox. `clerk` answers for what comes."""

    class Kind(models.TextChoices):
        FOLDER = "folder", "Thư mục"
        MAILBOX = "mailbox", "Hộp thư"

    kind = models.TextField(choices=Kind.choices)
    name = models.TextField()
    clerk = models.ForeignKey(ME, PROTECT, related_name="+")
    settings = models.JSONField(default=dict, help_text="folder; or host, port, user, inbox, done, failed")
    secret = models.TextField(blank=True, help_text="the mailbox's password, sealed with a key outside the database")
    at_once = models.BooleanField(default=False, help_text="enter without waiting for the clerk")
    trusted = ArrayField(models.TextField(), default=list, help_text="senders whose mail is entered at once")
    active = models.BooleanField(default=True)
    failures = models.IntegerField(default=0, help_text="in a row")
    trouble = models.TextField(blank=True, help_text="one sentence; empty when the last look went well")
    looked_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_source"
        constraints = [models.UniqueConstraint(fields=["name"], name="intake_source_name")]

    def __str__(self) -> str:
        return self.name


class Arrival(models.Model):
    """One file that came by a source. The same file comes in once, however often it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ văn thư"
        ENTERED = "entered", "Đã vào sổ"
        KNOWN = "known", "Đã có trong sổ"
        ASIDE = "aside", "Để riêng"
        REFUSED = "refused", "Không nhận"

    source = models.ForeignKey(Source, PROTECT, related_name="arrivals")
    digest = models.TextField(help_text="SHA-256 of the content")
    name = models.TextField()
    sender = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    message_id = models.TextField(blank=True)
    file = models.ForeignKey("records.StoredFile", PROTECT, null=True, related_name="+")
    reading_id = models.BigIntegerField(null=True, help_text="what came of it")
    state = models.TextField(choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    arrived_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(ME, PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "intake_arrival"
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="intake_arrival_once")]
        indexes = [models.Index(fields=["state", "-id"], name="intake_arrival_state")]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """A program that is told what happens, by signed requests (CloudEvents, Standard Webhooks)."""

    url = models.TextField()
    name = models.TextField()
    topics = ArrayField(models.TextField(), default=list, help_text="duty.assign, duty.*; empty: everything")
    with_words = models.BooleanField(default=False, help_text="titles and what people wrote, not only ids")
    secret = models.TextField(help_text="sealed with a key outside the database")
    old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    delivered = models.BigIntegerField(default=0)
    last_ok_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True, help_text="what the last request met; empty when it was taken")
    paused_until = models.DateTimeField(null=True, help_text="after a failure nothing is sent before then")
    active = models.BooleanField(default=True)
    created_by = models.ForeignKey(ME, PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "webhook_subscription"

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One event for one subscription: kept until it is taken, dead after the last attempt."""

    subscription = models.ForeignKey(Subscription, PROTECT, related_name="deliveries", db_index=False)
    entry = models.ForeignKey("ledger.Entry", PROTECT, related_name="+", db_constraint=False, db_index=False)
    topic = models.TextField()
    subject_key = models.TextField(help_text="events of one subject go out one after the other")
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    dead = models.BooleanField(default=False)
    told = models.TextField(blank=True, help_text="what the last attempt met")

    class Meta:
        db_table = "webhook_delivery"
        constraints = [models.UniqueConstraint(fields=["subscription", "entry"], name="webhook_delivery_once")]
        indexes = [
            models.Index(
                fields=["subscription", "subject_key", "id"], condition=Q(dead=False), name="webhook_delivery_open"
            ),
            models.Index(fields=["subscription", "-id"], condition=Q(dead=True), name="webhook_delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id}/{self.entry_id}"
