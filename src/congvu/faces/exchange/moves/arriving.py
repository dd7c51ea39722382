"""A file that came by a source: kept once, read, entered by the clerk (or at once), or set aside with its reason."""

import contextlib
from hashlib import sha256

from django.db import IntegrityError, transaction

from congvu.faces.exchange.intake import Found
from congvu.faces.exchange.models import Arrival, Source
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kernel.records import moves as records
from congvu.kernel.records.queries import read_file
from congvu.kit.clock import now
from congvu.kit.extract import Extracted, Step, Unreadable, extract
from congvu.kit.refusal import Refused
from congvu.sources.directives import moves as directives
from congvu.sources.directives.moves import DirectiveRefused

State = Arrival.State
HERE = (State.WAITING, State.ENTERED, State.KNOWN)
_NAMELESS = "(không lưu tên)"
_VERBS: dict[str, str] = {"entered": "enter", "known": "enter", "aside": "set_aside", "waiting": "take_back"}


def receive(source: Source, found: Found) -> bool:
    """Keep what came, once; gives whether it is here (waiting for the clerk, or entered)."""
    digest = sha256(found.data or f"{found.message_id}/{found.name}".encode()).hexdigest()
    known = Arrival.objects.filter(source=source, digest=digest).first()
    if known is None:
        try:
            with transaction.atomic():
                known = _kept(source, found, digest)
        except IntegrityError:  # two looks at once: the key decides
            known = Arrival.objects.get(source=source, digest=digest)
    if known.state == State.WAITING and not known.reason and _at_once(source, found):
        with contextlib.suppress(Refused):  # the reason stands on the arrival, and it waits for the clerk
            enter(known.pk, by=source.clerk)
        known.refresh_from_db()
    return known.state in HERE


def _at_once(source: Source, found: Found) -> bool:
    sender = found.sender.lower()
    trusted = any(sender == one or (one.startswith("@") and sender.endswith(one)) for one in source.trusted)
    return source.at_once or (bool(sender) and trusted)


def _kept(source: Source, found: Found, digest: str) -> Arrival:
    arrival = Arrival(
        source=source, digest=digest, name=found.name, sender=found.sender, subject=found.subject,
        message_id=found.message_id,
    )  # fmt: skip
    read, arrival.reason = (None, found.problem) if found.problem else _read(found)
    text, recognised = (read.text, [*read.stamps, *(line.text for line in read.lines)]) if read else ("", [])
    try:
        records.refuse_secret(found.subject, text, recognised=recognised)
    except records.RecordsRefused as refused:
        # nothing of a secret document stays, not even what it is called
        arrival.state, arrival.reason, arrival.name, arrival.subject = State.REFUSED, refused.text, _NAMELESS, ""
    else:
        arrival.state = State.ASIDE if arrival.reason else State.WAITING
        if not found.problem:  # a letter without attachments is not a file that people hand in
            _store(arrival, found)
    arrival.save()
    _tell(arrival, "arrive", None)
    return arrival


def _read(found: Found) -> tuple[Extracted | None, str]:
    """What is written in a file, or why nothing can be read."""
    try:
        return extract(found.data, found.name), ""
    except Unreadable as unreadable:
        return None, str(unreadable)


def _store(arrival: Arrival, found: Found) -> None:
    try:
        arrival.file = records.store_file(found.data, found.name, by=arrival.source.clerk)
    except records.RecordsRefused as refused:
        if not arrival.reason:  # why it cannot be read says more
            arrival.state, arrival.reason = State.REFUSED, refused.text


def enter(arrival_id: int, *, by: Person, same_number: bool = False, step: Step | None = None) -> Arrival:
    """Enter it in the register of incoming documents and read it. Raises Refused; the reason then stands on it."""
    with transaction.atomic():
        arrival = _locked(arrival_id)
        if arrival.state in (State.ENTERED, State.KNOWN):
            return arrival
        if arrival.state == State.REFUSED or arrival.file is None:
            raise Refused("Tệp này không được giữ lại nên không vào sổ được.")
        try:
            with transaction.atomic():
                entered = directives.enter(
                    by=by,
                    data=read_file(arrival.file),
                    name=arrival.file.name,
                    same_number=same_number,
                    step=step,
                )
        except DirectiveRefused as refused:
            refusal = refused.text
        else:
            refusal = ""
            arrival.reading_id = entered.reading.pk
            _end(arrival, State.ENTERED if entered.new else State.KNOWN, "", by)
        if refusal:
            arrival.reason = refusal
            arrival.save(update_fields=["reason"])
    if refusal:
        raise Refused(refusal)
    return arrival


@transaction.atomic
def set_aside(arrival_id: int, *, by: Person, reason: str) -> Arrival:
    """It is not for the register (spam, a copy, private); it stays on the list of what was set aside."""
    arrival = _locked(arrival_id)
    if not reason.strip():
        raise Refused("Ghi lý do để riêng.", "ly_do")
    if arrival.state != State.WAITING:
        raise Refused("Tệp này không còn chờ vào sổ.")
    _end(arrival, State.ASIDE, reason.strip()[:500], by)
    return arrival


@transaction.atomic
def take_back(arrival_id: int, *, by: Person) -> Arrival:
    """What was set aside waits again."""
    arrival = _locked(arrival_id)
    if arrival.state != State.ASIDE or arrival.file is None:
        raise Refused("Chỉ lấy lại được tệp đã để riêng và còn giữ.")
    _end(arrival, State.WAITING, "", by)
    return arrival


def _locked(arrival_id: int) -> Arrival:
    return Arrival.objects.select_for_update(of=("self",)).select_related("file", "source").get(pk=arrival_id)


def _end(arrival: Arrival, state: str, reason: str, by: Person) -> None:
    arrival.state, arrival.reason, arrival.ended_by, arrival.ended_at = state, reason, by, now()
    arrival.save()
    _tell(arrival, _VERBS[state], by)


def _tell(arrival: Arrival, verb: str, by: Person | None) -> None:
    seat = main_seat(by, now()) if by else None
    payload: dict[str, object] = {"source": arrival.source_id, "state": str(arrival.state)}
    if arrival.file is not None:
        payload["sha256"] = arrival.digest
    ledger.append(
        room="exchange", subject="arrival", subject_id=arrival.pk, verb=verb, by=by, post=seat.post if seat else None,
        payload=payload, fields={"reason": arrival.reason} if arrival.reason else None,
    )  # fmt: skip
