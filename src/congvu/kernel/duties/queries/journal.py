"""The journal of a duty: its entries as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from congvu.engines.worktime import DueRule
from congvu.kernel.duties.models import DutyProduct
from congvu.kernel.duties.rules import DUTY, FIELDS, STEP_LABELS
from congvu.kernel.ledger.models import Entry, Unsealed
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit import dates
from congvu.reference import pause_grounds


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the journal: who, when, and one sentence in Vietnamese. `texts` are (label, words)."""

    entry_id: int
    seq: int
    verb: str
    label: str
    actor: Person | None
    post: Post | None
    at: datetime
    effective_at: datetime
    by_clock: bool
    sentence: str
    texts: tuple[tuple[str, str], ...]
    file_ids: tuple[int, ...]
    sealed: bool
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """Names that sentences need, read once for the whole journal."""

    people: dict[int, Person]
    bodies: dict[int, str]

    def person(self, person_id: object) -> str:
        """ông Lê Văn Minh"""
        found = self.people.get(int(str(person_id or 0)))
        return f"{found.courtesy} {found.full_name}" if found else ""


_LABELS = {"title": "Việc", "requirement": "Yêu cầu"} | {name: field.label for name, field in FIELDS.items()}
_TALK = frozenset({"note"})


def journal(duty_id: int, sight: str = "full") -> tuple[EntryRow, ...]:
    """The entries of a duty in order; with `sight` "part" without talk, with "title" without words. Five statements."""
    entries = list(
        Entry.objects.filter(room="duties", subject="duty", subject_id=duty_id)
        .select_related("actor", "post")
        .prefetch_related("fields")
        .annotate(waiting=Exists(Unsealed.objects.filter(pk=OuterRef("pk"))))
        .defer("leaf")
        .order_by("seq")
    )
    if sight != "full":
        entries = [entry for entry in entries if entry.verb not in _TALK]
    files: dict[int, list[int]] = {}
    for entry_id, file_id in DutyProduct.objects.filter(duty=duty_id).values_list("entry_id", "file_id"):
        files.setdefault(entry_id, []).append(file_id)
    names = _names(entries)
    return tuple(
        _row(entry, names, files.get(entry.pk, []) if sight != "title" else [], not entry.waiting, sight)
        for entry in entries
    )


def _names(entries: Iterable[Entry]) -> Names:
    people, bodies = set(), set()
    for entry in entries:
        payload = entry.payload
        people |= {payload.get("set", {}).get("holder_id"), payload.get("consulted")}
        bodies |= {payload.get("should_hold"), payload.get("ruling")}
    return Names(
        Person.objects.in_bulk([one for one in people if one]),
        dict(Body.objects.filter(pk__in=[one for one in bodies if one]).values_list("pk", "name")),
    )


def _row(entry: Entry, names: Names, file_ids: list[int], sealed: bool, sight: str) -> EntryRow:
    words = [] if sight == "title" else [
        (_(_LABELS.get(field.name, field.name)), field.value)
        for field in entry.fields.all()
        if field.name not in ("title", "requirement") or entry.verb != "assign"
    ]  # fmt: skip
    return EntryRow(
        entry_id=entry.pk,
        seq=entry.seq,
        verb=entry.verb,
        label=label_of(entry),
        actor=entry.actor,
        post=entry.post,
        at=entry.recorded_at,
        effective_at=entry.effective_at,
        by_clock=entry.actor_id is None,
        sentence=sentence(entry, names),
        texts=tuple(words),
        file_ids=tuple(file_ids),
        sealed=sealed,
        payload=entry.payload,
    )


def label_of(entry: Entry) -> str:
    """The name of the move, as its button says it."""
    if entry.verb == "assign" and entry.seq > 1:
        return _("Phân xử và giao") if "ruling" in entry.payload else _("Giao lại")
    rows = DUTY.rows(entry.verb)
    return _(rows[0].label) if rows else entry.verb


def sentence(entry: Entry, names: Names) -> str:
    """What happened, in one sentence."""
    payload = entry.payload
    parts = [part for part in (_happened(entry, names), _limit(payload)) if part]
    if payload.get("step_late"):
        step = _(STEP_LABELS.get(payload["step_late"], ""))
        parts.append(_("Quá thời hạn %(step)s.") % {"step": step})
    return " ".join(parts)


def _happened(entry: Entry, names: Names) -> str:
    payload, changes = entry.payload, entry.payload.get("set", {})
    to = names.person(changes.get("holder_id"))
    if entry.verb in ("assign", "propose_limit", "forward", "take_over"):
        return _("Giao %(to)s giữ việc.") % {"to": to}
    if entry.verb == "accept":
        return (
            _("Hết thời hạn nhận việc mà không trả lại: coi là đã nhận.") if entry.actor_id is None else _("Đã nhận.")
        )
    if entry.verb == "return":
        return _returned(payload, names, to)
    if entry.verb == "consult":
        return _("Hỏi ý kiến %(who)s; đồng hồ của việc này vẫn chạy.") % {"who": names.person(payload["consulted"])}
    if entry.verb == "submit":
        own = " " + _("Việc thuộc thẩm quyền của chính mình.") if payload.get("within_own_authority") else ""
        return _("Trình %(to)s quyết định.") % {"to": to} + own
    if entry.verb in ("decide", "rule_on_cause"):
        name = "outcome" if entry.verb == "decide" else "cause_outcome"
        return _(dict(FIELDS[name].choices).get(payload["outcome"], "")) + "."
    if entry.verb == "complete":
        return _("Nộp sản phẩm, chờ %(to)s nghiệm thu.") % {"to": to}
    return _other(entry, to)


def _returned(payload: dict[str, Any], names: Names, to: str) -> str:
    ground = _(dict(FIELDS["ground"].choices).get(payload["ground"], ""))
    should = names.bodies.get(payload.get("should_hold", 0))
    whose = " " + _("Đề nghị giao %(body)s.") % {"body": should} if should else ""
    where = _("Chuyển %(to)s phân xử.") if "disputants" in payload else _("Việc về %(to)s.")
    return f"{ground}.{whose} " + where % {"to": to}


def _other(entry: Entry, to: str) -> str:
    payload = entry.payload
    if entry.verb == "pause":
        return pause_grounds.ground(payload["ground"]).label + "."
    if entry.verb == "report" and "percent" in payload:
        return _("Đã làm %(percent)d%%.") % {"percent": payload["percent"]}
    if entry.verb == "claim_cause":
        span = [dates.moment_text(datetime.fromisoformat(payload[name])) for name in ("from", "until")]
        return _("Từ %(from)s đến %(until)s.") % {"from": span[0], "until": span[1]}
    if entry.verb == "lapse":
        at = dates.limit_text(datetime.fromisoformat(payload["limit"]))
        return _("Đã quá thời hạn %(step)s: %(at)s.") % {"step": _(STEP_LABELS.get(payload["step"], "")), "at": at}
    if entry.verb in ("redo", "reopen") and to:
        return _("Việc về %(to)s.") % {"to": to}
    if entry.verb == "reseat":
        return _("Cơ quan được sắp xếp: người giữ và thời hạn không đổi, vị trí theo cơ quan mới.")
    if entry.verb == "withdraw":
        return _("Rút lại bước trước; mọi thứ như trước bước đó.")
    return ""


def _limit(payload: dict[str, Any]) -> str:
    limit = payload.get("set", {}).get("current_due_at")
    if limit:
        return _("Hạn: %(at)s.") % {"at": dates.limit_text(datetime.fromisoformat(limit))}
    if isinstance(payload.get("due"), dict):
        rule = DueRule.from_json(payload["due"])
        return _("Hạn trả lời: %(day)s.") % {"day": f"{rule.day:%d/%m/%Y}"} if rule.day else ""
    return ""
