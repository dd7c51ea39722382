"""What goes into a move and what comes out."""

from dataclasses import dataclass
from datetime import datetime

from congvu.engines.lifecycle import Refusal
from congvu.engines.worktime import DueRule


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty to be prepared or issued. Whatever is missing of the six "rõ" keeps it a draft.

    `holder_id` may stay empty when `holder_post_id` says the post: the person who sits there at issue holds it.
    `coordinators` are ids of bodies. (`origin_kind`, `origin_key`) names what gave rise to it: nothing is made twice.
    """

    title: str
    requirement: str = ""
    product_kind: str = ""
    product: str = ""
    demand_kind: str = "task"
    holder_id: int | None = None
    holder_post_id: int | None = None
    accountable_post_id: int | None = None
    deciding_post_id: int | None = None
    basis: str = ""
    due_rule: DueRule | None = None
    start_at: datetime | None = None
    issuer_post_id: int | None = None
    coordinators: tuple[int, ...] = ()
    document_id: int | None = None
    parent_id: int | None = None
    origin_kind: str = ""
    origin_key: str = ""
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made: its ledger entry, and the duty after it."""

    entry_id: int
    seq: int
    at: datetime
    state: str
    holder_id: int | None
    replayed: bool = False


class MoveRefused(Exception):
    """The move is not made and leaves no trace. `refusal.text` says why, `.law` by which rule, `.who` can do it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.text)
        self.refusal = refusal
