"""Who may change what of the organisation, as one table that is read by moves, pages and the API.

The administrator looks after accounts and the frame (design.md §3: no content); the home affairs posts after bodies,
seats, people and papers; a head after who is away in his body and what he himself delegates. A merger is prepared by
one person and ordered by another.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# Whoever the table may name besides roles of posts.
ADMINISTRATOR = "administrator"
HEAD = "head of the body"  # the head of the body concerned, or of one above it
HOLDER = "holder of the post"  # who sits in the post whose authority is at stake


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of change: `by` are roles of posts, or one of the words above; `who` says them to people."""

    label: str
    by: frozenset[str]
    who: str
    law: str


def _act(label: str, by: tuple[str, ...], who: str, law: str = "") -> Act:
    return Act(label, frozenset(by), who, law)


_MANAGERS = "quản trị viên hoặc cán bộ tổ chức"

ACTS: Mapping[str, Act] = {
    "account": _act("mở, đóng tài khoản", (ADMINISTRATOR, "home_affairs"), _MANAGERS),
    "structure": _act(
        "thay đổi cơ quan, vị trí và người giữ vị trí", (ADMINISTRATOR, "home_affairs"), _MANAGERS,
    ),
    "absence": _act(
        "ghi thời gian vắng và người giữ thay", (HEAD, "home_affairs"),
        "người đứng đầu đơn vị, cấp trên của đơn vị hoặc cán bộ tổ chức",
    ),
    "delegation": _act(
        "ghi ủy quyền", (HOLDER, "home_affairs"), "người giữ vị trí ủy quyền hoặc cán bộ tổ chức",
        "Luật 72/2025/QH15: ủy quyền bằng văn bản, nêu nội dung, phạm vi, thời hạn",
    ),
    "mandate": _act(
        "giao người giúp việc", (HOLDER, "home_affairs"), "lãnh đạo được giúp việc hoặc cán bộ tổ chức",
    ),
    "authority": _act("ghi bảng phân định thẩm quyền", ("home_affairs",), "cán bộ tổ chức"),
    "rules": _act(
        "đặt định mức, thời hạn của các bước", (ADMINISTRATOR, "leader", "home_affairs"),
        "lãnh đạo, quản trị viên hoặc cán bộ tổ chức",
    ),
    "plan": _act("soạn phương án sắp xếp tổ chức", ("home_affairs",), "cán bộ tổ chức"),
    "order": _act(
        "quyết định thực hiện phương án sắp xếp", ("leader", "home_affairs"),
        "lãnh đạo, hoặc cán bộ tổ chức không phải người soạn",
    ),
}  # fmt: skip
