"""The table of moves of a duty: the only source of guard, buttons, API, diagram and tests (design.md §2)."""

from dataclasses import dataclass

from congvu.engines.lifecycle import Lifecycle, Move

OPEN = frozenset({"assigned", "in_hand", "unplaced", "disputed", "submitted", "handed_in"})
FINAL = frozenset({"closed", "cancelled"})
STATES = frozenset({"draft"}) | OPEN | FINAL


def _move(
    verb: str,
    sources: set[str] | frozenset[str],
    target: str | None,
    by: tuple[str, ...],
    *,
    needs: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    holder: str = "same",
    clock: str = "runs",
    law: str,
    label: str,
    variant: str = "",
    legal: bool = False,
) -> Move:
    return Move(
        verb=verb,
        sources=frozenset(sources),
        target=target,
        by=by,
        needs=frozenset(needs),
        optional=frozenset(optional),
        holder_after=holder,
        clock=clock,
        law=law,
        label=label,
        variant=variant,
        legal=legal,
    )


# Relations ("by"): holder; issuer: holds the post that issued it; head: heads the holder's body or one above it;
# decider: holds the deciding post; accountable: holds the accountable post; party: may see it; author: made the
# last move; clock: a limit that passed.
DUTY = Lifecycle(
    name="duty",
    initial="draft",
    final=FINAL,
    states=STATES,
    moves=(
        _move("assign", {"draft"}, "assigned", ("issuer",), holder="receiver", law="work-rules/assign",
              label="Giao", variant="issue", legal=True),
        _move("assign", {"unplaced"}, "assigned", ("holder",), needs=("receiver",), optional=("reason",),
              holder="receiver", law="work-rules/assign", label="Giao lại", variant="place"),
        _move("assign", {"disputed"}, "assigned", ("holder",), needs=("receiver", "reason"),
              optional=("matter",), holder="receiver", law="work-rules/settle", label="Phân xử và giao",
              variant="settle", legal=True),
        _move("accept", {"assigned"}, "in_hand", ("holder", "clock"), law="work-rules/accept", label="Nhận"),
        _move("return", {"assigned"}, "unplaced", ("holder",), needs=("ground", "reason"), holder="assigner",
              law="work-rules/return", label="Trả lại", variant="unplaced"),
        _move("return", {"assigned"}, "disputed", ("holder",), needs=("ground", "reason"), holder="superior",
              law="work-rules/return", label="Trả lại", variant="disputed"),
        _move("forward", {"assigned", "in_hand"}, "assigned", ("holder",), needs=("receiver",),
              optional=("reason",), holder="receiver", law="work-rules/forward", label="Chuyển người khác"),
        _move("consult", {"in_hand"}, None, ("holder",), needs=("consulted", "question", "due"),
              law="work-rules/consult", label="Xin ý kiến"),
        _move("submit", {"in_hand"}, "submitted", ("holder",), needs=("draft",), optional=("reason", "file"),
              holder="decider", law="work-rules/submit", label="Trình"),
        _move("decide", {"submitted"}, "in_hand", ("holder",), needs=("outcome",), optional=("reason",),
              holder="submitter", law="work-rules/decide", label="Quyết định", legal=True),
        _move("pause", {"in_hand"}, None, ("holder",), needs=("ground", "reason"), clock="stops",
              law="work-rules/pause", label="Tạm dừng"),
        _move("resume", {"in_hand"}, None, ("holder",), law="work-rules/pause", label="Tiếp tục"),
        _move("extend", OPEN, None, ("issuer", "decider"), needs=("due", "reason"), clock="same",
              law="work-rules/extend", label="Gia hạn", legal=True),
        _move("complete", {"in_hand"}, "handed_in", ("holder",), needs=("product",), optional=("file",),
              holder="verifier", clock="stops", law="work-rules/complete", label="Xong, nộp sản phẩm"),
        _move("redo", {"handed_in"}, "in_hand", ("holder",), needs=("reason",), holder="submitter",
              law="work-rules/redo", label="Đề nghị làm lại", legal=True),
        _move("verify", {"handed_in"}, "closed", ("holder",), optional=("reason",), holder="nobody", clock="stops",
              law="work-rules/verify", label="Nghiệm thu", legal=True),
        _move("reopen", {"closed"}, "in_hand", ("accountable",), needs=("due", "reason"), holder="last",
              law="work-rules/reopen", label="Mở lại", legal=True),
        _move("take_over", OPEN, "assigned", ("head", "clock"), needs=("receiver", "reason"), holder="receiver",
              law="work-rules/take-over", label="Điều chỉnh người giữ", legal=True),
        _move("cancel", OPEN, "cancelled", ("issuer",), needs=("reason",), holder="nobody", clock="stops",
              law="work-rules/cancel", label="Hủy", legal=True),
        _move("report", {"in_hand", "assigned"}, None, ("holder",), needs=("progress",), optional=("file",),
              clock="same", law="work-rules/report", label="Báo cáo tiến độ"),
        _move("urge", OPEN, None, ("issuer", "head", "accountable"), optional=("reason",), clock="same",
              law="work-rules/urge", label="Đôn đốc"),
        _move("note", OPEN | FINAL, None, ("party",), needs=("note",), optional=("file",), clock="same",
              law="work-rules/note", label="Ghi chú"),
        _move("claim_cause", OPEN | FINAL, None, ("holder", "party"), needs=("cause", "from", "until"), clock="same",
              law="work-rules/cause", label="Nêu nguyên nhân khách quan"),
        _move("rule_on_cause", OPEN | FINAL, None, ("accountable", "issuer"), needs=("claim", "outcome"),
              optional=("reason",), clock="same", law="work-rules/cause", label="Kết luận về nguyên nhân",
              legal=True),
        _move("withdraw", {"in_hand"}, "assigned", ("author",), holder="before", law="work-rules/withdraw",
              label="Rút lại", variant="assigned"),
        _move("withdraw", {"unplaced", "disputed"}, "assigned", ("author",), holder="before",
              law="work-rules/withdraw", label="Rút lại", variant="returned"),
        _move("withdraw", {"submitted", "handed_in", "assigned"}, "in_hand", ("author",), holder="before",
              law="work-rules/withdraw", label="Rút lại", variant="in_hand"),
        _move("withdraw", {"assigned"}, "assigned", ("author",), holder="before", law="work-rules/withdraw",
              label="Rút lại", variant="forwarded"),
    ),
)  # fmt: skip

# Verbs that may stand while a duty is paused.
WHILE_PAUSED = frozenset({"resume", "note", "urge", "extend", "cancel", "take_over", "claim_cause", "rule_on_cause", "report"})

# The author may take these back within settings.UNDO_SECONDS; issue, decide, verify and their like never.
UNDOABLE = frozenset({"accept", "return", "forward", "submit", "complete"})

RETURN_GROUNDS = ("wrong_person", "unclear", "beyond_authority")

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


STATE_LABELS = {
    "draft": "Dự thảo",
    "assigned": "Chờ nhận",
    "in_hand": "Đang làm",
    "unplaced": "Chờ giao lại",
    "disputed": "Chưa thống nhất người giữ",
    "submitted": "Đã trình, chờ quyết định",
    "handed_in": "Chờ nghiệm thu",
    "closed": "Đã xong",
    "cancelled": "Đã hủy",
}
