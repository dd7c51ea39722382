"""The rows of a working regulation as this installation has confirmed or set them."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT


class LocalRule(models.Model):
    """A limit or setting by an instrument of this province; it stands before the program's own row from a day on.

    Rows are only added: a change is another row. The later recorded wins where two begin on one day.
    """

    key = models.TextField(help_text="a key of reference/work_rules.csv")
    amount = models.PositiveIntegerField()
    instrument = models.TextField()
    article = models.TextField(blank=True)
    in_force_from = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "local_rule"
        indexes = [models.Index(fields=["key", "-in_force_from"], name="local_rule_of_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount}"
