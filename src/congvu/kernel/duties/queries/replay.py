"""The stored state of a duty is what its entries say: the fold that proves it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from congvu.engines.seal import instant
from congvu.kernel.ledger.models import Entry

# What a move may change; `born` facts and words come with the first entry.
COLUMNS = (
    "state", "paused_at", "pause_ground", "holder_id", "holder_post_id", "body_id", "accountable_post_id",
    "deciding_post_id", "basis", "issuer_post_id", "assigner_id", "assigner_post_id", "submitter_id",
    "submitter_post_id", "due_rule", "due_start_at", "due_proposed", "first_due_at", "current_due_at",
    "due_provisional", "step", "step_due_at", "step_lapsed", "issued_at", "completed_at", "closed_at",
    "wrong_person_returns", "settled",
)  # fmt: skip
BORN = (
    "product_kind",
    "demand_kind",
    "document_id",
    "parent_id",
    "consulted_by_id",
    "matter",
    "origin_kind",
    "origin_key",
)
WORDS = ("title", "requirement", "product")
MOMENTS = frozenset(name for name in COLUMNS if name.endswith("_at"))

_EMPTY: dict[str, Any] = dict.fromkeys((*COLUMNS, *BORN)) | {
    "state": "draft", "pause_ground": "", "basis": "", "due_proposed": False, "due_provisional": False, "step": "",
    "step_lapsed": False, "wrong_person_returns": 0, "settled": False,
}  # fmt: skip


def replay(entries: Iterable[Entry]) -> dict[str, Any]:
    """The columns of a duty after its entries, given in order of `seq`, with `seq`, `last_at` and `last_leaf`.

    Words of people are not part of it: they may be erased.
    """
    state = fresh() | {"seq": 0, "last_at": None, "last_leaf": None}
    for entry in entries:
        apply(state, entry.payload, entry.effective_at)
        state |= {"seq": entry.seq, "last_at": entry.recorded_at, "last_leaf": bytes(entry.leaf_hash)}
    return state


def fresh() -> dict[str, Any]:
    """The columns before the first entry."""
    return dict(_EMPTY)


def apply(state: dict[str, Any], payload: dict[str, Any], effective_at: datetime) -> None:
    """One step of the fold."""
    state.update(payload.get("born", {}))
    for name, value in payload.get("set", {}).items():
        state[name] = datetime.fromisoformat(value) if name in MOMENTS and value else value
    state.update(dict.fromkeys(payload.get("stamps", ()), effective_at))


def plain(value: object) -> object:
    """A column's value as an entry keeps it."""
    return instant(value) if isinstance(value, datetime) else value
