"""Days that were promised to somebody outside: printed on a receipt, written in a letter."""

from django.db import models
from django.db.models import PROTECT


class Promise(models.Model):
    """A day promised outside (ngày hẹn). Rows are only added: the last one of a duty is the promise that stands.

    A calendar never makes it earlier. Where it makes it later a row is added and he is told, once (`told_at`).
    """

    duty = models.ForeignKey("duties.Duty", PROTECT, related_name="promises")
    promised_at = models.DateTimeField(help_text="the end of the day promised, not included")
    to_whom = models.TextField(help_text="citizen, business, body")
    cause = models.TextField(help_text="receipt; or calendar, when a calendar made it later")
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, help_text="when he was told that it is later")

    class Meta:
        db_table = "duty_promise"

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.promised_at}"
