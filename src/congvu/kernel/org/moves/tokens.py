"""Tokens of programs: made and taken back by who manages the organisation."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256

from django.db import transaction

from congvu.kernel.org.models import ApiToken, Person
from congvu.kernel.org.moves.entries import OrgRefused, require_manager, write_entry
from congvu.kernel.org.rules import SCOPES
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc

PREFIX = "cv_"
LONGEST_DAYS = 366


@transaction.atomic
def make_token(person: Person, *, program: str, scopes: Collection[str], days: int, by: Person) -> tuple[ApiToken, str]:
    """A token by which `program` acts as `person`, and its secret: shown once, never stored."""
    require_manager(by)
    program = " ".join(nfc(program).split())
    if not program:
        raise OrgRefused("Cần tên phần mềm sẽ dùng khóa này.")
    if not scopes or set(scopes) - set(SCOPES):
        raise OrgRefused(f"Phạm vi phải là một hay nhiều trong: {', '.join(SCOPES)}.")
    if not 1 <= days <= LONGEST_DAYS:
        raise OrgRefused(f"Khóa có hạn từ 1 đến {LONGEST_DAYS} ngày.")
    if not person.is_active:
        raise OrgRefused(f"Tài khoản của {person.full_name} đã đóng.")
    secret = PREFIX + secrets.token_urlsafe(32)
    at = now()
    token = ApiToken.objects.create(
        person=person,
        program=program,
        scopes=sorted(set(scopes)),
        digest=sha256(secret.encode()).hexdigest(),
        created_by=by,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    payload = {"token": token.pk, "scopes": token.scopes, "days": days}
    write_entry("person", person.pk, "make_token", by=by, payload=payload, texts={"program": program})
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Person) -> None:
    """The token is refused from now on; revoking it again changes nothing."""
    require_manager(by)
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        write_entry("person", token.person_id, "revoke_token", by=by, payload={"token": token.pk})
