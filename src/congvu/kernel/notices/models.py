"""What people are told: digests and instant notices, how they want to be told, how far each day's digest is."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q


class Preference(models.Model):
    """How a person wants to be told. Without a row: as the defaults here."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, PROTECT, primary_key=True, related_name="+")
    by_mail = models.BooleanField(default=True)
    instant = models.BooleanField(default=True, help_text="by mail at once; in the program always")
    morning = models.BooleanField(default=True)
    afternoon = models.BooleanField(default=True)
    quiet_from = models.TimeField(help_text="no mail from this hour")
    quiet_until = models.TimeField(help_text="until this one; before `quiet_from` it is the next morning")

    class Meta:
        db_table = "notice_preference"

    def __str__(self) -> str:
        return f"{self.person_id}"


class Notice(models.Model):
    """One message to one person, shown in the program and sent by mail at most once.

    `lines`: what was to be said when it was made ([{"section", "text", "url", …}]), kept as it was. `send_at` is empty
    where nothing goes by mail. `handing_at` is committed before the mail server gets it: a process killed in between
    leaves it unknown whether it arrived, and then it is not sent again.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+", db_index=False)
    kind = models.TextField(help_text="digest, instant")
    key = models.TextField(help_text="what it is about: day and slot, or entry; once a person")
    title = models.TextField()
    lines = models.JSONField()
    made_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True)
    handing_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    error = models.TextField(blank=True, help_text="why the last attempt failed, in words for the administrator")
    refused = models.BooleanField(default=False, help_text="the address is refused: not tried again")

    class Meta:
        db_table = "notice"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(
                fields=["send_at"], condition=Q(sent_at__isnull=True, refused=False, send_at__isnull=False),
                name="notice_to_send",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class DigestRun(models.Model):
    """The digest of a day and slot, person by person: a run that was killed goes on after `through`."""

    day = models.DateField()
    slot = models.TextField()
    started_at = models.DateTimeField()
    through = models.BigIntegerField(default=0, help_text="people up to this id have theirs")
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "digest_run"
        constraints = [models.UniqueConstraint(fields=["day", "slot"], name="digest_run_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.slot}"
