"""How often the program said no where somebody's authority was at stake: a number of a day, never a name."""

from django.db import models
from django.db.models import PROTECT


class RefusalCount(models.Model):
    """Attempts that a move's guard refused. A refused move leaves no entry; what stays is how often it was tried.

    `kind`: own_authority (sent up what is one's own, stopped), not_decider (decided or extended without authority).
    """

    day = models.DateField()
    post = models.ForeignKey("org.Post", PROTECT, related_name="+", db_index=False, help_text="who decides the duty")
    line = models.ForeignKey("org.AuthorityLine", PROTECT, null=True, related_name="+", db_index=False)
    kind = models.TextField()
    count = models.IntegerField(default=0)

    class Meta:
        db_table = "refusal_count"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "post", "line", "kind"], nulls_distinct=False, name="refusal_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}: {self.count}"
