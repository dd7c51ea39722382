"""An entry as a CloudEvent, and the signature of a request. No database and no network here."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from congvu.engines.seal import instant

PREFIX = "whsec_"
SECRET_BYTES = 32
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def new_secret() -> str:
    """A secret in the form of Standard Webhooks."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def event(*, origin: str, entry_id: int, topic: str, subject: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    """One CloudEvent in its structured JSON form; `id` stays the same however often it is sent."""
    whole = {
        "specversion": "1.0",
        "id": f"{origin}/{entry_id}",
        "source": f"urn:congvu:{origin}",
        "type": f"vn.congvu.{topic}",
        "subject": subject,
        "time": instant(at),
        "datacontenttype": "application/json",
        "data": dict(data),
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def headers(body: bytes, *, message_id: str, timestamp: int, with_secrets: Iterable[str]) -> dict[str, str]:
    """The headers of a request: one signature for each secret, so that a new one can be given while the old holds."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    marks = [base64.b64encode(hmac.digest(key(secret), signed, hashlib.sha256)).decode() for secret in with_secrets]
    return {
        "content-type": CONTENT_TYPE,
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{mark}" for mark in marks),
    }


def key(secret: str) -> bytes:
    """The bytes behind a secret; raises ValueError when it is none."""
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not a secret of Standard Webhooks") from error


def wants(topics: Iterable[str], topic: str) -> bool:
    """Whether a subscription asks for a topic: "duty.assign", "duty.*"; none named: everything."""
    asked = list(topics)
    return not asked or any(
        topic == one or (one.endswith(".*") and topic.startswith(one.removesuffix("*"))) for one in asked
    )
