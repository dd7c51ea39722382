"""The rows behind a figure: what the reader may see of them, and how many he may not."""

from collections.abc import Mapping, Sequence

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org.models import Person
from congvu.kit.reports import ReportRow


def rows_of(person: Person, duty_ids: Sequence[int], facts: Mapping[int, tuple[str, ...]]) -> list[ReportRow]:
    """Duties in the order given; those that the person may not see are left out."""
    seen: dict[int, Duty] = visible_to(person).in_bulk(duty_ids)
    return [
        ReportRow(f"{seen[pk].code} {seen[pk].title}", f"/viec/{pk}/", facts.get(pk, ()))
        for pk in duty_ids
        if pk in seen
    ]
