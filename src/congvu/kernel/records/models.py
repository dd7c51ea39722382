"""Documents, files and the registers in which they are numbered (NĐ 30/2020/NĐ-CP)."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q
from django.db.models.functions import Now


class StoredFile(models.Model):
    """A file kept by its hash outside the web root; the row knows its name and its type by content."""

    sha256 = models.TextField()
    name = models.TextField()
    media_type = models.TextField()
    size = models.BigIntegerField()
    stored_at = models.DateTimeField(db_default=Now())
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "stored_file"
        indexes = [models.Index(fields=["sha256"], name="stored_file_hash")]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """An official document, held here or only cited (a stub has no text)."""

    kind = models.TextField(blank=True, help_text="chi_thi, cong_van, … tin_bai")
    number = models.TextField(blank=True)
    number_fold = models.TextField(blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issuer = models.TextField(blank=True)
    title = models.TextField(blank=True, help_text="trích yếu")
    signer = models.TextField(blank=True)
    urgency = models.TextField(blank=True)
    text = models.TextField(blank=True)
    text_sha256 = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey("org.Body", PROTECT, null=True, related_name="+", help_text="whose register holds it")
    stub = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    search_fold = models.TextField(blank=True)

    class Meta:
        db_table = "document"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "text_sha256"], condition=~Q(text_sha256=""), name="document_once_per_body"
            ),
        ]
        indexes = [models.Index(fields=["number_fold"], name="document_number")]

    def __str__(self) -> str:
        return self.number or self.title


class DocumentLink(models.Model):
    """`from_document` cites, carries out, amends or replaces `to_document`."""

    from_document = models.ForeignKey(Document, PROTECT, related_name="links_out")
    to_document = models.ForeignKey(Document, PROTECT, related_name="links_in")
    relation = models.TextField(default="cites")

    class Meta:
        db_table = "document_link"
        constraints = [
            models.UniqueConstraint(fields=["from_document", "to_document", "relation"], name="document_link_once"),
        ]

    def __str__(self) -> str:
        return self.relation


class RegisterCounter(models.Model):
    """The last number given in a book of a body in a year. A row, not a sequence: numbers have no gaps."""

    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    book = models.TextField(help_text="den: incoming; di: outgoing")
    year = models.SmallIntegerField()
    last_number = models.IntegerField(default=0)

    class Meta:
        db_table = "register_counter"
        constraints = [models.UniqueConstraint(fields=["body", "book", "year"], name="register_counter_once")]

    def __str__(self) -> str:
        return f"{self.book}/{self.year}"


class RegisterEntry(models.Model):
    """One line of the register (sổ văn bản đến, sổ văn bản đi)."""

    body = models.ForeignKey("org.Body", PROTECT, related_name="+")
    book = models.TextField()
    year = models.SmallIntegerField()
    number = models.IntegerField()
    document = models.ForeignKey(Document, PROTECT, related_name="register_entries")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "register_entry"
        constraints = [
            models.UniqueConstraint(fields=["body", "book", "year", "number"], name="register_number_once"),
            models.UniqueConstraint(fields=["body", "book", "document"], name="register_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"
