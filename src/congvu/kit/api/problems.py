"""Problem details (RFC 9457), raised by the rooms and written by the API's root."""

from collections.abc import Mapping


class Problem(Exception):
    """An answer that says in Vietnamese what did not happen and why; `code` is for programs."""

    def __init__(self, status: int, code: str, title: str, detail: str = "", **more: object) -> None:
        super().__init__(detail or title)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.more: Mapping[str, object] = more
