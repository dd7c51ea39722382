"""Whether the approver named for a draft has the authority: asked before it is submitted (M24, M06)."""

from collections.abc import Collection
from dataclasses import dataclass

LEADING = ("leader", "head", "deputy")


@dataclass(frozen=True)
class Approver:
    """The post that shall approve: its id, its name for people, its role, the kind of its body."""

    post_id: int
    name: str
    role: str
    body_kind: str


@dataclass(frozen=True)
class MatrixLine:
    """The line of the authority matrix for the matter: who decides it, and where that stands."""

    deciding_post_id: int
    deciding_name: str
    citation: str


@dataclass(frozen=True)
class Verdict:
    """`code`: has, against, unknown. Against goes on only with a reason, which is counted; unknown says so."""

    code: str
    text: str
    law: str


def judge(
    approver: Approver, line: MatrixLine | None, approving_kinds: Collection[str], kind_label: str, kind_law: str
) -> Verdict:
    """The line of the matrix decides; without one, the kind of document says which bodies may approve it."""
    if approver.role not in LEADING:
        return Verdict("against", f"{approver.name} không phải vị trí lãnh đạo nên không phê duyệt văn bản.", kind_law)
    if approving_kinds and approver.body_kind not in approving_kinds:
        return Verdict("against", f"{kind_label} không thuộc thẩm quyền ban hành của {approver.name}.", kind_law)
    if line is not None and line.deciding_post_id != approver.post_id:
        text = f"Bảng phân định thẩm quyền giao việc này cho {line.deciding_name}, không phải {approver.name}."
        return Verdict("against", text, line.citation)
    if line is not None:
        return Verdict("has", f"{approver.name} có thẩm quyền theo bảng phân định.", line.citation)
    if approving_kinds:
        return Verdict("has", f"{approver.name} có thẩm quyền ban hành {kind_label.lower()}.", kind_law)
    text = f"Bảng phân định thẩm quyền chưa có dòng cho việc này; chưa kiểm được thẩm quyền của {approver.name}."
    return Verdict("unknown", text, kind_law)
