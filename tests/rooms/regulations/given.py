"""Internal rules and lines of the authority matrix, made through the moves."""

from datetime import date, timedelta
from typing import Any

from tests.office import Office

from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kernel.org.models import AuthorityLine
from congvu.kit.clock import today
from congvu.sources.regulations import moves
from congvu.sources.regulations.models import Regulation


def given_rule(it: Office, number: str = "12/QĐ-SNNMT", *, by: str = "hung", **more: Any) -> Regulation:
    """A working regulation of the department of agriculture, to be reviewed in ten days by the head of planning."""
    values: dict[str, Any] = {
        "body": it.body["snnmt"],
        "kind": "quy_che",
        "title": "Quy chế làm việc của Sở",
        "issued_on": today() - timedelta(days=300),
        "review_on": in_days(10),
        "reviewer_post": it.post["ha"],
    }
    return moves.enter(by=it[by], number=number, **(values | more))


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def given_line(it: Office, matter: str, body: str, *, instrument: str = "Quyết định 10/2026/QĐ-UBND") -> AuthorityLine:
    """A line that holds beside those there are, as two instruments of one day do."""
    return org.rule_authority(
        matter=matter, body=it.body[body], instrument=instrument, by=it["hien"], source="instrument"
    )


def verbs_of(subject: str, key: int) -> list[str]:
    entries = Entry.objects.filter(room="regulations", subject=subject, subject_id=key)
    return list(entries.order_by("seq").values_list("verb", flat=True))
