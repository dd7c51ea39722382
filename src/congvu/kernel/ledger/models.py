"""Append-only entries of every room, their seals and signed heads. Nothing here is ever updated or deleted."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import PROTECT
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing that happened. `leaf` holds the canonical bytes that were hashed; it is never rebuilt."""

    id = models.BigAutoField(primary_key=True)
    room = models.TextField(help_text="duties, org, records, directives")
    subject = models.TextField(help_text="duty, body, document…")
    subject_id = models.BigIntegerField()
    seq = models.IntegerField(help_text="1, 2, 3… per subject")
    verb = models.TextField()
    # no foreign keys: each would lock the row of a person or a post with every entry, and whoever is named in the past
    # is never deleted (duties/sql/20_custody.sql)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        help_text="empty: clock",
    )
    post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    recorded_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    ground = models.TextField(blank=True, help_text="why effective_at differs: clock, offline, import")
    payload = models.JSONField(default=dict, help_text="structured, not personal; part of the leaf")
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "entry"
        constraints = [
            models.UniqueConstraint(fields=["room", "subject", "subject_id", "seq"], name="entry_sequence"),
        ]
        indexes = [
            # what reports count by the time it happened; a partial index, so that no other entry pays for it
            models.Index(
                fields=["verb", "recorded_at"],
                condition=models.Q(verb__in=["return", "review"]),
                name="entry_for_reports",
            )
        ]

    def __str__(self) -> str:
        return f"{self.room}/{self.subject}/{self.subject_id}/{self.seq} {self.verb}"


class EntryField(models.Model):
    """Free text of an entry. The leaf holds only a salted commitment, so that lawful erasure stays possible."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, PROTECT, related_name="fields", db_index=False)
    name = models.TextField()
    salt = models.BinaryField(help_text="empty once erased")
    value = models.TextField()
    erased_in = models.ForeignKey(
        Entry, PROTECT, null=True, related_name="+", db_index=False, help_text="the entry that says by which instrument"
    )

    class Meta:
        db_table = "entry_field"
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="entry_field_once")]

    def __str__(self) -> str:
        return self.name


# The three tables below carry no foreign key to `entry`: they are written in bulk, entries are never deleted, and
# `queries.verify` proves what such a key would only promise.


class Unsealed(models.Model):
    """Entries that wait for the sealer (never `id > last`: sequences commit out of order)."""

    entry = models.OneToOneField(Entry, PROTECT, primary_key=True, related_name="+", db_constraint=False)
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "unsealed"

    def __str__(self) -> str:
        return str(self.pk)


class Log(models.Model):
    """A series of heads under one origin. A restore forks the past, so it opens the next one (origin…/2)."""

    id = models.SmallIntegerField(primary_key=True, help_text="1, 2, 3…; the last one grows")
    origin = models.TextField(unique=True)
    public_key = models.TextField(help_text="verifier key of a signed note: name+id+key")
    opened_at = models.DateTimeField()
    lost_head = models.TextField(blank=True, help_text="the last head known when the log before was left")

    class Meta:
        db_table = "ledger_log"

    def __str__(self) -> str:
        return self.origin


class SealedLeaf(models.Model):
    """The places of up to 4,096 entries in a tree (RFC 9162): the leaf of `entries[i]` is number first_index + i."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, PROTECT, related_name="+", db_index=False)
    first_index = models.BigIntegerField()
    entries = ArrayField(models.BigIntegerField())
    leaf_hashes = models.BinaryField(help_text="32 bytes each, as they were sealed")
    lowest = models.BigIntegerField(help_text="smallest of entries")
    highest = models.BigIntegerField()

    class Meta:
        db_table = "sealed_leaf"
        constraints = [models.UniqueConstraint(fields=["log", "first_index"], name="sealed_leaf_place")]

    def __str__(self) -> str:
        return f"{self.log_id}/{self.first_index}"


class TreeNode(models.Model):
    """The hash over 2^level neighbouring leaves, for levels 8, 16, 24…: with few leaves read, any proof is made."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, PROTECT, related_name="+", db_index=False)
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "tree_node"
        constraints = [models.UniqueConstraint(fields=["log", "level", "index"], name="tree_node_place")]

    def __str__(self) -> str:
        return f"{self.log_id}/{self.level}/{self.index}"


class TreeHead(models.Model):
    """A signed head: one root per size. `frontier` lets the sealer go on without reading old leaves."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, PROTECT, related_name="heads", db_index=False)
    size = models.BigIntegerField()
    root = models.BinaryField()
    frontier = models.BinaryField()
    checkpoint = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "tree_head"
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="one_root_per_size")]

    def __str__(self) -> str:
        return f"{self.log_id}/{self.size}"


class Outbox(models.Model):
    """What happened, for digests, webhooks and mail; deleted when delivered."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, PROTECT, related_name="+", db_constraint=False, db_index=False)
    topic = models.TextField()

    class Meta:
        db_table = "outbox"

    def __str__(self) -> str:
        return self.topic


class IdempotencyKey(models.Model):
    """A retry with the same key and body gets the same answer; with another body it is refused."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    key = models.TextField()
    digest = models.BinaryField()
    entry = models.ForeignKey(Entry, PROTECT, null=True, related_name="+")
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "idempotency_key"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_once")]

    def __str__(self) -> str:
        return self.key
