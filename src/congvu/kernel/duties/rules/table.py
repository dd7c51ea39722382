"""The table of moves of a duty: the only source of guard, buttons, API, diagram and tests (design.md §2)."""

from collections.abc import Mapping

from congvu.engines.lifecycle import Lifecycle, Move, Words
from congvu.kernel.duties.rules.fields import FIELDS

OPEN = frozenset({"assigned", "in_hand", "unplaced", "disputed", "submitted", "handed_in"})
FINAL = frozenset({"closed", "cancelled"})
STATES = frozenset({"draft"}) | OPEN | FINAL

STATE_LABELS: Mapping[str, str] = {
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

RELATION_LABELS: Mapping[str, str] = {
    "holder": "người đang giữ việc",
    "issuer": "người giao việc",
    "head": "người đứng đầu đơn vị của người giữ việc",
    "decider": "người có thẩm quyền quyết định",
    "accountable": "người chịu trách nhiệm",
    "addressee": "người đứng đầu đơn vị nhận việc",
    "party": "người được xem việc này",
    "author": "người vừa thực hiện bước trước",
    "clock": "đồng hồ khi hết thời hạn",
}

LAWS: Mapping[str, str] = {
    "work-rules/assign": "Quy chế làm việc: người có thẩm quyền đối với người nhận thì giao việc; đủ sáu rõ mới giao",
    "work-rules/settle": "Quy chế làm việc: cấp trên chung phân xử khi các đơn vị không thống nhất người giữ việc",
    "work-rules/accept": "Quy chế làm việc: nhận việc trong thời hạn; im lặng là nhận",
    "work-rules/return": "Quy chế làm việc: trả lại một lần, có căn cứ, khi chưa nhận việc",
    "work-rules/forward": "Quy chế làm việc: chỉ chuyển trong đơn vị; không đẩy việc sang đơn vị khác",
    "work-rules/consult": "Quy chế làm việc: hỏi ý kiến có thời hạn; đồng hồ của việc vẫn chạy",
    "work-rules/submit": "Quy chế làm việc: không trình lên việc thuộc thẩm quyền của mình",
    "work-rules/decide": "Quy chế làm việc: người được trình quyết định trong thời hạn",
    "work-rules/pause": "Quy chế làm việc: chỉ tạm dừng theo căn cứ đã quy định",
    "work-rules/extend": "Quy chế làm việc: gia hạn trước khi hết hạn, có lý do, do người có thẩm quyền",
    "work-rules/complete": "Quy chế làm việc: người giữ việc nộp sản phẩm",
    "work-rules/redo": "Quy chế làm việc: người nghiệm thu nêu rõ điều còn thiếu",
    "work-rules/verify": "Quy chế làm việc: người nhận sản phẩm nghiệm thu trong thời hạn",
    "work-rules/reopen": "Quy chế làm việc: người chịu trách nhiệm mở lại việc, có thời hạn mới",
    "work-rules/take-over": "Quy chế làm việc: người đứng đầu điều chỉnh người giữ việc, có lý do",
    "work-rules/reseat": "Quyết định sắp xếp tổ chức: việc đi theo vị trí, không đổi người giữ và thời hạn",
    "work-rules/cancel": "Quy chế làm việc: người giao việc hủy việc, có lý do",
    "work-rules/report": "Quy chế làm việc: người giữ việc báo cáo tiến độ",
    "work-rules/urge": "Quy chế làm việc: người giao việc, người đứng đầu đôn đốc",
    "work-rules/note": "Quy chế làm việc: người được xem việc trao đổi trên trang việc",
    "work-rules/cause": "Quy chế làm việc: nguyên nhân khách quan do người chịu trách nhiệm kết luận",
    "work-rules/withdraw": "Quy chế làm việc: rút lại trong mười giây khi chưa ai xử lý tiếp",
    "work-rules/propose-limit": "Quy chế làm việc: người đứng đầu đơn vị nhận đề xuất thời hạn khi văn bản không nêu",
}


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
    paused: str = "no",
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
        law=f"work-rules/{law}",
        label=label,
        variant=variant,
        legal=legal,
        while_paused=paused in ("also", "only"),
        only_paused=paused == "only",
    )


# Relations ("by"): holder; issuer: holds the post that issued it; head: heads the holder's body or one above it;
# decider: holds the deciding post; accountable: holds the accountable post; addressee: heads the body that a draft is
# meant for; party: may see it; author: made the last move; clock: a limit that passed, an appointment that ended.
DUTY = Lifecycle(
    name="duty",
    initial="draft",
    final=FINAL,
    states=STATES,
    words=Words(STATE_LABELS, RELATION_LABELS, {name: field.label for name, field in FIELDS.items()}, LAWS),
    moves=(
        _move("assign", {"draft"}, "assigned", ("issuer", "clock"), holder="receiver", law="assign", label="Giao",
              variant="issue", legal=True),
        _move("assign", {"unplaced"}, "assigned", ("holder",), needs=("receiver",), optional=("reason",),
              holder="receiver", law="assign", label="Giao lại", variant="place"),
        _move("assign", {"disputed"}, "assigned", ("holder",), needs=("receiver", "reason"), optional=("matter",),
              holder="receiver", law="settle", label="Phân xử và giao", variant="settle", legal=True),
        _move("propose_limit", {"draft"}, "assigned", ("addressee",), needs=("due",), optional=("reason",),
              holder="receiver", law="propose-limit", label="Đề xuất thời hạn", legal=True),
        _move("accept", {"assigned"}, "in_hand", ("holder", "clock"), law="accept", label="Nhận"),
        _move("return", {"assigned"}, "unplaced", ("holder",), needs=("ground", "reason"),
              optional=("should_hold", "by_rule"), holder="assigner", law="return", label="Trả lại",
              variant="unplaced"),
        _move("return", {"assigned"}, "disputed", ("holder",), needs=("ground", "reason"),
              optional=("should_hold", "by_rule"), holder="superior", law="return", label="Trả lại",
              variant="disputed"),
        _move("forward", {"assigned", "in_hand"}, "assigned", ("holder",), needs=("receiver",),
              optional=("reason",), holder="receiver", law="forward", label="Chuyển người khác"),
        _move("consult", {"in_hand"}, None, ("holder",), needs=("consulted", "question", "due"), law="consult",
              label="Xin ý kiến"),
        _move("submit", {"in_hand"}, "submitted", ("holder",), needs=("draft",), optional=("reason", "file"),
              holder="decider", law="submit", label="Trình"),
        _move("decide", {"submitted"}, "in_hand", ("holder",), needs=("outcome",), optional=("reason", "file"),
              holder="submitter", law="decide", label="Quyết định", legal=True),
        _move("pause", {"in_hand"}, None, ("holder",), needs=("pause_ground", "reason"), clock="stops", law="pause",
              label="Tạm dừng"),
        _move("resume", {"in_hand"}, None, ("holder",), optional=("reason",), law="pause", label="Tiếp tục",
              paused="only"),
        _move("extend", OPEN, None, ("issuer", "decider"), needs=("due", "reason"), clock="same", law="extend",
              label="Gia hạn", legal=True, paused="also"),
        _move("complete", {"in_hand"}, "handed_in", ("holder",), needs=("product",), optional=("file",),
              holder="verifier", clock="stops", law="complete", label="Xong, nộp sản phẩm"),
        _move("redo", {"handed_in"}, "in_hand", ("holder",), needs=("reason",), holder="submitter", law="redo",
              label="Đề nghị làm lại", legal=True),
        _move("verify", {"handed_in"}, "closed", ("holder",), optional=("reason",), holder="nobody", clock="stops",
              law="verify", label="Nghiệm thu", legal=True),
        _move("reopen", {"closed"}, "in_hand", ("accountable",), needs=("due", "reason"), holder="last",
              law="reopen", label="Mở lại", legal=True),
        _move("take_over", {"assigned", "in_hand"}, "assigned", ("head", "clock"), needs=("receiver", "reason"),
              holder="receiver", law="take-over", label="Điều chỉnh người giữ", legal=True, paused="also"),
        # a decision, a verification, a ruling stays what it is when another person has to make it
        _move("take_over", {"unplaced", "disputed", "submitted", "handed_in"}, None, ("head", "clock"),
              needs=("receiver", "reason"), holder="receiver", law="take-over", label="Điều chỉnh người giữ",
              variant="step", legal=True),
        _move("cancel", OPEN, "cancelled", ("issuer",), needs=("reason",), holder="nobody", clock="stops",
              law="cancel", label="Hủy", legal=True, paused="also"),
        _move("report", {"in_hand", "assigned"}, None, ("holder",), needs=("progress",), optional=("percent", "file"),
              clock="same", law="report", label="Báo cáo tiến độ", paused="also"),
        _move("urge", OPEN, None, ("issuer", "head", "accountable"), optional=("reason",), clock="same", law="urge",
              label="Đôn đốc", paused="also"),
        _move("note", OPEN | FINAL, None, ("party",), needs=("note",), optional=("file", "answers"), clock="same",
              law="note", label="Ghi chú", paused="also"),
        _move("claim_cause", OPEN | FINAL, None, ("holder", "party"), needs=("cause", "from", "until"), clock="same",
              law="cause", label="Nêu nguyên nhân khách quan", paused="also"),
        _move("rule_on_cause", OPEN | FINAL, None, ("accountable", "issuer"), needs=("claim", "cause_outcome"),
              optional=("reason",), clock="same", law="cause", label="Kết luận về nguyên nhân", legal=True,
              paused="also"),
        _move("withdraw", {"in_hand"}, "assigned", ("author",), holder="before", law="withdraw", label="Rút lại",
              variant="accept"),
        _move("withdraw", {"unplaced", "disputed"}, "assigned", ("author",), holder="before", law="withdraw",
              label="Rút lại", variant="return"),
        _move("withdraw", {"submitted"}, "in_hand", ("author",), holder="before", law="withdraw", label="Rút lại",
              variant="submit"),
        _move("withdraw", {"handed_in"}, "in_hand", ("author",), holder="before", law="withdraw", label="Rút lại",
              variant="complete"),
        _move("withdraw", {"assigned"}, "in_hand", ("author",), holder="before", law="withdraw", label="Rút lại",
              variant="forward"),
        _move("withdraw", {"assigned"}, "assigned", ("author",), holder="before", law="withdraw", label="Rút lại",
              variant="forward_unaccepted"),
        _move("lapse", OPEN, None, ("clock",), clock="same", law="accept", label="Hết thời hạn của bước",
              paused="also"),
        _move("recompute", OPEN, None, ("clock",), clock="same", law="extend", label="Tính lại thời hạn",
              paused="also"),
        # a body is merged or divided: who holds a duty holds it in the seat that carries his on, and nothing else moves
        _move("reseat", OPEN, None, ("clock",), clock="same", law="reseat", label="Chuyển theo sắp xếp tổ chức",
              paused="also"),
    ),
)  # fmt: skip

# The author may take these back within settings.UNDO_SECONDS; issue, decide, verify and their like never.
UNDOABLE = frozenset({"accept", "return", "forward", "submit", "complete"})

RETURN_GROUNDS = ("wrong_person", "unclear", "beyond_authority")

# The limit of the step that a state begins: (name of the step, key of the work rule that says how long).
STEP_RULES: Mapping[str, tuple[str, str]] = {
    "assigned": ("accept", "accept_within"),
    "unplaced": ("place", "pass_on"),
    "disputed": ("settle", "settle_within"),
    "submitted": ("decide", "decide_within"),
    "handed_in": ("verify", "verify_within"),
}

STEP_LABELS: Mapping[str, str] = {
    "accept": "nhận việc",
    "place": "giao lại",
    "settle": "phân xử",
    "decide": "quyết định",
    "verify": "nghiệm thu",
    "propose_limit": "đề xuất thời hạn",
}

# Which open move is offered first: the one next lawful step of whoever holds the duty.
ACTION_ORDER = (
    "accept", "verify", "decide", "assign", "complete", "resume", "submit", "report", "forward", "consult", "return",
    "redo", "urge", "extend", "take_over", "pause", "claim_cause", "rule_on_cause", "reopen", "cancel", "note",
    "propose_limit", "withdraw", "lapse", "recompute", "reseat",
)  # fmt: skip
