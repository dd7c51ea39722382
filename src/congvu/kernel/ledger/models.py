"""Append-only entries of every room, their seals and signed heads. Nothing here is ever updated or deleted."""

from django.conf import settings
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
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", help_text="empty: clock")
    post = models.ForeignKey("org.Post", PROTECT, null=True, related_name="+")
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

    def __str__(self) -> str:
        return f"{self.room}/{self.subject}/{self.subject_id}/{self.seq} {self.verb}"


class EntryField(models.Model):
    """Free text of an entry. The leaf holds only a salted commitment, so that lawful erasure stays possible."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, PROTECT, related_name="fields")
    name = models.TextField()
    salt = models.BinaryField()
    value = models.TextField()

    class Meta:
        db_table = "entry_field"
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="entry_field_once")]

    def __str__(self) -> str:
        return self.name


class Unsealed(models.Model):
    """Entries that wait for the sealer (never `id > last`: sequences commit out of order)."""

    entry = models.OneToOneField(Entry, PROTECT, primary_key=True, related_name="+")

    class Meta:
        db_table = "unsealed"

    def __str__(self) -> str:
        return str(self.pk)


class SealedLeaf(models.Model):
    """The place of an entry in the tree (RFC 9162)."""

    leaf_index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, PROTECT, related_name="+")
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "sealed_leaf"

    def __str__(self) -> str:
        return str(self.leaf_index)


class TreeHead(models.Model):
    """A signed head: one root per size. `frontier` lets the sealer go on without reading old leaves."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    frontier = models.BinaryField()
    checkpoint = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "tree_head"

    def __str__(self) -> str:
        return str(self.size)


class Outbox(models.Model):
    """What happened, for digests, webhooks and mail; deleted when delivered."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, PROTECT, related_name="+")
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
