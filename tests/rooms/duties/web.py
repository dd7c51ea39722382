"""Clients without a script, and what a page says in plain words."""

import re
from html import unescape
from typing import Any

from django.test import Client
from tests.office import Office


def client_of(office: Office, name: str) -> Client:
    """A signed-in client of a person of the office."""
    client = Client()
    client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(answer: Any) -> str:
    """The text of a page as it is read: tags gone, spaces single."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return (
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))
        .replace(" .", ".")
        .replace(" ,", ",")
        .replace(" :", ":")
    )
