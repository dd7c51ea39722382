"""Sources of incoming documents: set up by the administrator, looked at by the clock, tried again when down."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from congvu.faces.exchange import sealed
from congvu.faces.exchange.intake import Found, Trouble, folder, mailbox
from congvu.faces.exchange.intake.found import wait_minutes
from congvu.faces.exchange.models import Source
from congvu.faces.exchange.moves.arriving import receive
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import posts_of
from congvu.kernel.records.queries import handled_bodies
from congvu.kit.clock import now
from congvu.kit.refusal import Refused

EVERY_MINUTES = 1
_LOCK = 0x1A4E  # our half of an advisory lock's key; the other half is the source
MAILBOX_FIELDS = ("host", "port", "user", "security", "inbox", "done", "aside", "ca_file")
_FROM_ENVIRONMENT = {
    Source.Kind.FOLDER: ("Thư mục (cấu hình máy chủ)", "CONGVU_INTAKE_FOLDER"),
    Source.Kind.MAILBOX: ("Hộp thư (cấu hình máy chủ)", "CONGVU_IMAP_HOST"),
}


def require_administrator(by: Person) -> None:
    """Ways in and out of the program are the administrator's."""
    if not by.is_administrator:
        raise Refused("Chỉ quản trị viên đặt được nguồn văn bản và webhook.")


@transaction.atomic
def save_source(source: Source | None, *, by: Person, kind: str, name: str, clerk: Person, settings: Mapping[str, Any],
                password: str = "", at_once: bool = False, trusted: list[str] | None = None) -> Source:  # fmt: skip
    """Set up a source, or change one; an empty password leaves the one that is kept."""
    require_administrator(by)
    name = name.strip()
    if not name:
        raise Refused("Nguồn phải có tên.", "ten")
    if Source.objects.filter(name=name).exclude(pk=source.pk if source else 0).exists():
        raise Refused(f"Đã có nguồn tên “{name}”.", "ten")
    if not handled_bodies(clerk, now()) or not posts_of(clerk, now()):
        raise Refused(f"{clerk.full_name} không giữ sổ văn bản của cơ quan nào; hãy chọn văn thư.", "van_thu")
    row = source or Source(kind=kind)
    row.name, row.clerk, row.at_once = name, clerk, at_once
    row.trusted = [one.strip().lower() for one in trusted or [] if one.strip()]
    row.settings = _settings(row.kind, settings)
    row.secret = sealed.seal(password) if password else row.secret
    row.failures, row.trouble, row.next_look_at = 0, "", None
    row.save()
    _tell(row, "set_up" if source is None else "change", by)
    return row


def _settings(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        if kind == Source.Kind.FOLDER:
            return {"folder": str(folder.checked(str(given.get("folder", ""))))}
        kept = {name: given[name] for name in MAILBOX_FIELDS if given.get(name)}
        if fault := _mailbox(kept, "").fault():
            raise Trouble(fault)
    except Trouble as trouble:
        raise Refused(str(trouble), "folder" if kind == Source.Kind.FOLDER else "host") from trouble
    return kept


@transaction.atomic
def switch(source: Source, *, active: bool, by: Person) -> None:
    """Stop looking, or look again; what has come stays."""
    require_administrator(by)
    source.active, source.next_look_at = active, None
    source.save(update_fields=["active", "next_look_at"])
    _tell(source, "switch_on" if active else "switch_off", by)


def look_everywhere() -> int:
    """Look at every source whose time has come; gives how many files or letters were moved."""
    _from_environment()
    due = Source.objects.filter(Q(next_look_at__isnull=True) | Q(next_look_at__lte=now()), active=True)
    return sum(look(source) for source in due.select_related("clerk").order_by("pk"))


def look(source: Source) -> int:
    """Look once. A source that is down keeps one sentence and is tried again, later each time; nothing is lost."""
    with _alone(source) as mine:
        if not mine:
            return 0
        try:
            count = _fetch(source)
        except Trouble as trouble:
            _failed(source, str(trouble))
            return 0
        again = now() + timedelta(minutes=EVERY_MINUTES)
        Source.objects.filter(pk=source.pk).update(failures=0, trouble="", looked_at=now(), next_look_at=again)
        return count


def _fetch(source: Source) -> int:
    def keep(found: Found) -> bool:
        return receive(source, found)

    if source.kind == Source.Kind.FOLDER:
        return folder.look(str(source.settings["folder"]), keep)
    password = os.environ.get("CONGVU_IMAP_PASSWORD", "") if source.settings.get("environment") else ""
    password = password or sealed.opened(source.secret)
    if not password:
        raise Trouble("Chưa có mật khẩu của hộp thư, hoặc khóa của máy chủ đã đổi: hãy nhập lại mật khẩu.")
    return mailbox.look(_mailbox(source.settings, password), keep)


def _mailbox(settings: Mapping[str, Any], password: str) -> mailbox.Mailbox:
    given = {name: str(settings[name]) for name in MAILBOX_FIELDS if settings.get(name) and name != "port"}
    port = str(settings.get("port", "")) or ("143" if given.get("security") == "starttls" else "993")
    host, user = given.pop("host", ""), given.pop("user", "")
    return mailbox.Mailbox(host, int(port) if port.isdecimal() else 0, user, password, **given)


def _failed(source: Source, text: str) -> None:
    Source.objects.filter(pk=source.pk).update(failures=F("failures") + 1, trouble=text, looked_at=now())
    source.refresh_from_db()
    again = now() + timedelta(minutes=wait_minutes(source.failures))
    Source.objects.filter(pk=source.pk).update(next_look_at=again)


@contextlib.contextmanager
def _alone(source: Source) -> Iterator[bool]:
    """Nobody looks at one source twice at the same time; whoever was killed has let go of it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [_LOCK, source.pk])
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [_LOCK, source.pk])


def _from_environment() -> None:
    """Sources that the server's own configuration names; they appear on the page like the others."""
    clerk = Person.objects.filter(username=os.environ.get("CONGVU_INTAKE_CLERK", "")).first()
    for kind, (name, variable) in _FROM_ENVIRONMENT.items():
        value = os.environ.get(variable, "")
        if not value or clerk is None:
            continue
        settings: dict[str, Any] = {"folder": value, "environment": True}
        if kind == Source.Kind.MAILBOX:
            settings = {"host": value, "environment": True}
            settings |= {
                field: os.environ[f"CONGVU_IMAP_{field.upper()}"]
                for field in ("port", "user", "security", "ca_file")
                if f"CONGVU_IMAP_{field.upper()}" in os.environ
            }
        known = Source.objects.filter(name=name).first()
        if known is None:
            _tell(Source.objects.create(kind=kind, name=name, clerk=clerk, settings=settings), "set_up", None)
        elif known.settings != settings or known.clerk_id != clerk.pk:
            Source.objects.filter(pk=known.pk).update(settings=settings, clerk=clerk, next_look_at=None)


def _tell(source: Source, verb: str, by: Person | None) -> None:
    payload = {"kind": source.kind, "clerk": source.clerk_id, "at_once": int(source.at_once)}
    ledger.append(room="exchange", subject="source", subject_id=source.pk, verb=verb, by=by, payload=payload)
