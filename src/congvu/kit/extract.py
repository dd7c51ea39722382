"""Text out of a file from outside."""

from dataclasses import dataclass


class Unreadable(Exception):
    """The file cannot be read; the message says in Vietnamese why."""


@dataclass(frozen=True)
class Extracted:
    text: str
    media_type: str
    warnings: tuple[str, ...] = ()


def extract(data: bytes, name: str) -> Extracted:
    try:
        return Extracted(data.decode(), "text/plain")
    except UnicodeDecodeError as error:
        raise Unreadable(f"Không đọc được tệp {name}.") from error
