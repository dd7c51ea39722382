"""The organisation's own ledger entries.

The ledger's room stands above this one, so its Python is not called from here: the verbs below call the SQL function
`ledger_append` of the ledger, as the duties' own function does (docs/decisions/0003).
"""

from collections.abc import Mapping

from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import may_manage
from congvu.kit.clock import now


class OrgRefused(Exception):
    """The organisation is not changed; `text` says why, in words for the person."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def require_manager(by: Person | None) -> None:
    """Only the administrator and the home affairs posts change the organisation; nobody (None) only while the
    installation has no administrator yet, that is while it is being set up.
    """
    if by is None:
        if Person.objects.filter(is_administrator=True).exists():
            raise OrgRefused("Chưa rõ ai thực hiện thay đổi tổ chức này.")
    elif not may_manage(by, now()):
        raise OrgRefused("Chỉ quản trị viên hoặc cán bộ tổ chức được thay đổi cơ quan, vị trí và người giữ vị trí.")


def write_entry(
    subject: str,
    subject_id: int,
    verb: str,
    *,
    by: Person | None,
    payload: Mapping[str, object],
    texts: Mapping[str, str] | None = None,
) -> None:
    """Append one entry of room "org". `payload` is part of the leaf; `texts` may hold personal words."""
    raise NotImplementedError
