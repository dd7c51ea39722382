"""Passwords and secrets that the program itself must use: in the database only sealed, the key lies in the home."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def _box() -> Fernet:
    key = hashlib.sha256(b"congvu/exchange" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(secret: str) -> str:
    """The secret as it may be stored; empty stays empty."""
    return _box().encrypt(secret.encode()).decode() if secret else ""


def opened(sealed: str) -> str:
    """The secret; empty when the key of this installation is another one by now (it must then be given again)."""
    try:
        return _box().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""
