"""The six "rõ" of a duty (design.md §2): what a draft lacks and whom to ask."""

from dataclasses import dataclass

SIX_RO = ("nguoi", "viec", "thoi_gian", "trach_nhiem", "san_pham", "tham_quyen")


@dataclass(frozen=True)
class Missing:
    """One of the six "rõ" that a draft lacks, and whom to ask."""

    ro: str
    message: str
    ask: str


_WORDS = {
    "nguoi": ("chưa rõ người thực hiện", "người giao việc"),
    "viec": ("chưa rõ việc phải làm", "cơ quan ban hành văn bản"),
    "thoi_gian": ("chưa rõ thời gian", "người giao việc; hoặc người đứng đầu đơn vị nhận đề xuất"),
    "trach_nhiem": ("chưa rõ người chịu trách nhiệm", "người đứng đầu đơn vị nhận"),
    "san_pham": ("chưa rõ sản phẩm", "người giao việc"),
    "tham_quyen": ("chưa rõ thẩm quyền quyết định", "người giao việc"),
}


def missing_ro(
    *, holder: bool, title: str, due: bool, accountable: bool, product_kind: str, deciding: bool, basis: str
) -> tuple[Missing, ...]:
    """Which of the six "rõ" a duty lacks, in the order people say them; empty when it may be issued."""
    present = {
        "nguoi": holder,
        "viec": bool(title.strip()),
        "thoi_gian": due,
        "trach_nhiem": accountable,
        "san_pham": bool(product_kind),
        "tham_quyen": deciding and bool(basis.strip()),
    }
    return tuple(Missing(ro, *_WORDS[ro]) for ro in SIX_RO if not present[ro])
