"""Who sees which duty: one indexed join on `audience`."""

from django.db.models import QuerySet

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Person


def visible_to(person: Person) -> QuerySet[Duty]:
    """The duties that a person may see; the unseen does not exist for him."""
    raise NotImplementedError


def search(person: Person, text: str, *, limit: int = 50) -> list[Duty]:
    """Visible duties whose number, title or requirement holds all the words, whatever the tone marks."""
    raise NotImplementedError
