"""A meeting, who is invited, who came and why not, and what was concluded."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, F, Q

from congvu.sources.meetings.rules import ANSWERS, ATTENDANCE, REPLIES, STATES


class Meeting(models.Model):
    """Called by somebody for a body; `chair` leads it, `secretary` keeps attendance and conclusions."""

    title = models.TextField()
    body = models.ForeignKey("org.Body", PROTECT, related_name="+", help_text="whose meeting it is")
    place = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.TextField(blank=True, help_text="what invited people should prepare")
    state = models.TextField(choices=list(STATES.items()), default="called")
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    secretary = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    called_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, help_text="last time that time or place changed")
    cancel_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, help_text="attendance confirmed by the secretary")
    reply_until = models.DateTimeField(null=True)
    conclusion = models.ForeignKey("records.Document", PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "meeting"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_span"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="meeting_state"),
            models.CheckConstraint(
                condition=~Q(state="concluded") | Q(conclusion__isnull=False), name="concluded_has_a_document"
            ),
        ]
        indexes = [models.Index(fields=["body", "starts_at"], name="meeting_of_body")]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The number people say: H-2026-00012."""
        return f"H-{self.called_at.year}-{self.pk:05d}"


class AgendaItem(models.Model):
    """One matter of a meeting and who speaks to it."""

    meeting = models.ForeignKey(Meeting, PROTECT, related_name="agenda")
    order = models.SmallIntegerField()
    title = models.TextField()

    class Meta:
        db_table = "agenda_item"
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="agenda_in_order")]

    def __str__(self) -> str:
        return self.title


class MeetingFile(models.Model):
    """A paper that invited people read before."""

    meeting = models.ForeignKey(Meeting, PROTECT, related_name="files")
    file = models.ForeignKey("records.StoredFile", PROTECT, related_name="+")

    class Meta:
        db_table = "meeting_file"
        constraints = [models.UniqueConstraint(fields=["meeting", "file"], name="meeting_file_once")]

    def __str__(self) -> str:
        return str(self.file)


class Invitee(models.Model):
    """An invited person: what he says before, what the secretary writes, what he replies. Never a ranking of people."""

    meeting = models.ForeignKey(Meeting, PROTECT, related_name="invitees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+")
    post = models.ForeignKey("org.Post", PROTECT, related_name="+")
    body = models.ForeignKey("org.Body", PROTECT, related_name="+", help_text="for which body he comes")
    answer = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    attendance = models.TextField(blank=True)
    late_minutes = models.SmallIntegerField(null=True)
    reply = models.TextField(blank=True)
    reply_state = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    ruling = models.TextField(blank=True, help_text="why the reply changed the attendance or did not")
    ruled_at = models.DateTimeField(null=True)
    attendance_before = models.TextField(blank=True, help_text="as it was written, where a reply changed it")

    class Meta:
        db_table = "invitee"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="invited_once"),
            models.CheckConstraint(condition=Q(answer__in=["", *ANSWERS]), name="invitee_answer"),
            models.CheckConstraint(condition=Q(attendance__in=["", *ATTENDANCE]), name="invitee_attendance"),
            models.CheckConstraint(condition=Q(reply_state__in=["", *REPLIES]), name="invitee_reply"),
            models.CheckConstraint(condition=~Q(attendance="excused") | ~Q(reason=""), name="excused_has_a_reason"),
        ]
        indexes = [models.Index(fields=["person", "meeting"], name="invitee_of_person")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.person_id}"
