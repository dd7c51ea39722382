"""What each verb does beyond the table: who holds next, which limits begin, what the ledger keeps.

Each function fills a Turn, or raises MoveRefused where the refusal needs more than the table knows.
"""

from collections.abc import Callable

from congvu.engines.seal import instant
from congvu.engines.worktime import working_seconds
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import seats
from congvu.kernel.duties.moves.limits import due_rule, duty_limit, moment
from congvu.kernel.duties.moves.seats import Place
from congvu.kernel.duties.moves.turn import Turn, refuse
from congvu.kernel.duties.queries import past
from congvu.kernel.duties.queries.standing import raw
from congvu.kernel.org import moves as org_moves
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.clock import local_day
from congvu.reference import pause_grounds


def receiver(turn: Turn) -> Place:
    """The receiver named in the form, in the post in which he receives; refused when he holds none."""
    duty = turn.duty
    if duty.receiver_post_id is None or duty.receiver_body_id is None:
        raise refuse(turn.verb, "receiver", "Người nhận không giữ vị trí công tác nào nên không nhận việc được.")
    place = Place(int(turn.given["receiver"]), duty.receiver_post_id, duty.receiver_body_id)
    if duty.receiver_away:
        turn.facts["instead_of"] = place.person_id
        return seats.present(place, turn.now)
    return place


def pass_to(turn: Turn, place: Place, state: str) -> None:
    """Custody passes and the next step begins."""
    turn.hold(place.person_id, place.post_id, place.body_id)
    turn.enter(state)


def assign(turn: Turn) -> None:
    """The person to whom a duty came back names the next holder; a ruling on a dispute ends it for good."""
    duty, place = turn.duty, receiver(turn)
    posts = list(Post.objects.select_related("body").filter(pk__in=[*duty.my_posts, *duty.lent_posts]))
    if org.may_issue_to(posts, place.body_id) is None:
        raise refuse("assign", "authority", "Người nhận không thuộc thẩm quyền giao việc của đồng chí.",
                     law=_LAW_ASSIGN, who="người đứng đầu cấp trên của đơn vị nhận")  # fmt: skip
    turn.keep_texts("reason")
    turn.assigned_by_actor()
    if duty.state == "disputed":
        turn.set["settled"] = True
        turn.facts["ruling"] = place.body_id
        _offer_rule(turn, place)
    _answer_for(turn, place)
    pass_to(turn, place, "assigned")


_LAW_ASSIGN = "Quy chế làm việc: người có thẩm quyền đối với người nhận thì giao việc"


def _offer_rule(turn: Turn, place: Place) -> None:
    """A ruling that names its matter becomes a line of the authority matrix: the same dispute does not come twice."""
    matter = str(turn.given.get("matter") or "").strip()
    if not matter:
        return
    turn.facts["matter"] = matter

    def write(entry_id: int) -> None:
        org_moves.rule_authority(
            matter=matter,
            body=Body.objects.get(pk=place.body_id),
            instrument=f"Phân xử việc {code_of(turn.duty.id)}",
            by=Person.objects.get(pk=turn.actor_id or 0),
            origin_key=f"duty/{turn.duty.id}/{entry_id}",
            day=local_day(turn.now),
        )

    turn.after.append(write)


def code_of(duty_id: int) -> str:
    """The number of a duty as people say it."""
    return Duty.objects.only("issued_at", "created_at").get(pk=duty_id).code


def _answer_for(turn: Turn, place: Place) -> None:
    """A duty that comes to another body is answered for by the head of that body."""
    if place.body_id != turn.duty.body_id:
        post_id = turn.duty.accountable_post_id
        rows = raw("select 1 from post where id = %s::bigint and body_id = any(%s::bigint[])",
                   (post_id, turn.duty.receiver_lineage[1:]))  # fmt: skip
        head = None if rows else seats.head_post(place.body_id, turn.now)
        if head is not None and head != post_id:
            turn.set["accountable_post_id"] = head


def accept(turn: Turn) -> None:
    turn.enter("in_hand")


def give_back(turn: Turn) -> None:
    """Each receiver may return once; the second "wrong person" goes to the nearest common superior."""
    duty, ground = turn.duty, str(turn.given["ground"])
    earlier = past.returns(duty.id)
    if any(row.person_id == turn.actor_id for row in earlier):
        raise refuse("return", "once", "Đồng chí đã trả lại việc này một lần; mỗi người chỉ trả lại một lần.",
                     law=_LAW_RETURN, who="người đứng đầu đơn vị (điều chỉnh người giữ)")  # fmt: skip
    turn.keep_texts("reason", "by_rule")
    turn.facts |= {"ground": ground, "body": duty.body_id or 0}
    if turn.given.get("should_hold"):
        turn.facts["should_hold"] = int(turn.given["should_hold"])
    if ground == "wrong_person":
        if duty.settled:
            raise refuse("return", "settled", "Cấp trên chung đã phân xử người giữ việc này; không trả lại vì "
                         "“không thuộc chức trách” được nữa.", law=_LAW_RETURN)  # fmt: skip
        turn.set["wrong_person_returns"] = duty.wrong_person_returns + 1
    if turn.target == "disputed":
        bodies = [row.body_id for row in earlier if row.ground == "wrong_person"] + [duty.body_id or 0]
        people = [row.person_id for row in earlier] + [turn.actor_id or 0]
        turn.facts["disputants"] = bodies
        place = seats.superior(bodies, turn.now, without=people, verb="return")
    else:
        place = seats.back_to(duty.assigner_id, duty.assigner_post_id, turn.now, "return")
    pass_to(turn, place, turn.target)


_LAW_RETURN = "Quy chế làm việc: trả lại một lần, có căn cứ, khi chưa nhận việc"


def forward(turn: Turn) -> None:
    """Inside the body only: a colleague of one's own unit, or anyone of the body that one heads. Never across."""
    duty, place = turn.duty, receiver(turn)
    if place.person_id == turn.actor_id:
        raise refuse("forward", "self", "Việc đang ở đồng chí; hãy chọn người khác.")
    inside = place.body_id == duty.body_id or not set(duty.led_bodies).isdisjoint(duty.receiver_lineage)
    if not inside:
        raise refuse("forward", "across", "Chỉ chuyển việc trong đơn vị. Nếu việc thuộc đơn vị khác, hãy trả lại và "
                     "nêu đơn vị phải giữ; nếu cần ý kiến của họ, hãy xin ý kiến.",
                     law="Quy chế làm việc: không đẩy việc sang đơn vị khác",
                     who="người giao việc hoặc người đứng đầu cấp trên chung")  # fmt: skip
    turn.keep_texts("reason")
    turn.assigned_by_actor()
    pass_to(turn, place, "assigned")


def submit(turn: Turn) -> None:
    """What is within one's own authority is not sent up, unless with a reason, which is counted (NĐ 191/2026)."""
    duty = turn.duty
    decider = seats.whoever(duty.deciding_post_id, turn.now)
    within = duty.deciding_post_id in duty.my_posts or (decider is not None and decider.person_id == turn.actor_id)
    if within and not turn.given.get("reason"):
        raise refuse("submit", "own_authority", "Việc này thuộc thẩm quyền quyết định của đồng chí; hãy tự quyết định. "
                     "Nếu vẫn trình, phải nêu lý do và lần trình này được ghi nhận.",
                     law="Nghị định 191/2026/NĐ-CP, Điều 7: không trình lên việc thuộc thẩm quyền của mình",
                     missing=("reason",))  # fmt: skip
    if within:
        turn.facts["within_own_authority"] = 1
    turn.keep_texts("draft", "reason")
    turn.set |= {"submitter_id": turn.actor_id, "submitter_post_id": turn.post_id}
    place, delegation = seats.decider(
        duty.deciding_post_id, duty.matter, duty.body_id, turn.now, than=turn.actor_id or 0, verb="submit"
    )
    if delegation:
        turn.facts["delegation"] = delegation
    turn.purpose = "draft"
    pass_to(turn, place, "submitted")


def decide(turn: Turn) -> None:
    turn.facts["outcome"] = str(turn.given["outcome"])
    turn.keep_texts("reason")
    turn.purpose = "decision"
    pass_to(turn, _submitter(turn), "in_hand")


def _submitter(turn: Turn) -> Place:
    return seats.back_to(turn.duty.submitter_id, turn.duty.submitter_post_id, turn.now, turn.verb)


def pause(turn: Turn) -> None:
    """Only on a ground of the reference data in force today."""
    key = str(turn.given["pause_ground"])
    if key not in {row.key for row in pause_grounds.grounds(local_day(turn.now))}:
        raise refuse("pause", "ground", "Căn cứ tạm dừng không có trong danh mục đang có hiệu lực.")
    turn.keep_texts("reason")
    turn.facts["ground"] = key
    turn.set["pause_ground"] = key
    turn.stamps.append("paused_at")


def resume(turn: Turn) -> None:
    turn.keep_texts("reason")
    end_pause(turn)


def end_pause(turn: Turn) -> None:
    """The clock starts again: the time that stood still is added by counting the limit anew."""
    duty = turn.duty
    turn.set |= {"paused_at": None, "pause_ground": ""}
    if duty.paused_at is None or duty.due_rule is None or duty.due_start_at is None:
        return
    pauses = (*past.pauses(duty.id, duty.due_start_at), (max(duty.paused_at, duty.due_start_at), turn.now))
    try:
        limit = duty_limit(past.rule_of(duty.due_rule), duty.due_start_at, pauses)
    except ValueError as error:
        raise refuse(turn.verb, "calendar", str(error)) from error
    if duty.current_due_at is None or limit.at > duty.current_due_at:
        turn.set |= {"current_due_at": instant(limit.at), "due_provisional": limit.provisional}


def extend(turn: Turn) -> None:
    """Before the limit, with a reason, to a later day; a limit that was only proposed may also be made earlier."""
    duty = turn.duty
    if duty.current_due_at is not None and turn.now > duty.current_due_at:
        raise refuse("extend", "late", "Đã quá hạn nên không gia hạn được nữa; hãy ghi nguyên nhân chậm.",
                     law="Quy chế làm việc: gia hạn trước khi hết hạn")  # fmt: skip
    if turn.relation == "decider" and duty.holder_id == turn.actor_id:
        raise refuse("extend", "own", "Không tự gia hạn việc mình đang giữ; hãy đề nghị người giao việc.",
                     law="Quy chế làm việc: gia hạn do người có thẩm quyền", who="người giao việc")  # fmt: skip
    _new_limit(turn)
    new = turn.set["current_due_at"]
    if not duty.due_proposed and duty.current_due_at is not None and new <= instant(duty.current_due_at):
        raise refuse("extend", "earlier", "Hạn mới phải sau hạn hiện tại.")
    if duty.due_proposed:
        turn.set["due_proposed"] = False


def _new_limit(turn: Turn) -> None:
    turn.keep_texts("reason")
    try:
        rule = due_rule(turn.given["due"])
        limit = duty_limit(rule, turn.now)
    except ValueError as error:
        raise refuse(turn.verb, "due", str(error), missing=("due",)) from error
    if limit.at <= turn.now:
        raise refuse(turn.verb, "past", "Thời hạn mới đã qua; hãy chọn ngày sau.", missing=("due",))
    turn.set |= {
        "due_rule": rule.to_json(),
        "due_start_at": instant(turn.now),
        "current_due_at": instant(limit.at),
        "due_provisional": limit.provisional,
    }


def complete(turn: Turn) -> None:
    """On time is judged at this instant; who receives the product holds the duty until he has verified it."""
    duty = turn.duty
    turn.keep_texts("product")
    turn.purpose = "product"
    turn.stamps.append("completed_at")
    turn.set |= {"submitter_id": turn.actor_id, "submitter_post_id": turn.post_id}
    posts = (duty.issuer_post_id, duty.accountable_post_id)
    place = seats.first_other(posts, duty.body_id, turn.now, than=turn.actor_id or 0, verb="complete")
    pass_to(turn, place, "handed_in")


def redo(turn: Turn) -> None:
    turn.keep_texts("reason")
    turn.set["completed_at"] = None
    pass_to(turn, _submitter(turn), "in_hand")


def verify(turn: Turn) -> None:
    turn.keep_texts("reason")
    turn.stamps.append("closed_at")
    turn.enter("closed")


def reopen(turn: Turn) -> None:
    """With a new limit; to the last who worked on it if he is still in his post, else to the head of his body."""
    duty = turn.duty
    _new_limit(turn)
    turn.set |= {"completed_at": None, "closed_at": None}
    place = seats.still_there(duty.submitter_id, duty.submitter_post_id, turn.now)
    if place is None:
        place = seats.back_to(None, duty.submitter_post_id or duty.accountable_post_id, turn.now, "reopen")
    pass_to(turn, place, "in_hand")


def take_over(turn: Turn) -> None:
    """The head changes who holds; a step of deciding or verifying stays what it is, with another person."""
    duty, place = turn.duty, receiver(turn)
    if turn.relation == "head" and set(duty.led_bodies).isdisjoint(duty.receiver_lineage):
        raise refuse("take_over", "across", "Người nhận phải thuộc đơn vị của đồng chí hoặc đơn vị cấp dưới.")
    if place.person_id == duty.holder_id:
        raise refuse("take_over", "same", "Người này đang giữ việc.")
    turn.keep_texts("reason")
    if duty.paused:
        end_pause(turn)
    if turn.target == "assigned":
        turn.assigned_by_actor()
        _answer_for(turn, place)
    pass_to(turn, place, turn.target)


def cancel(turn: Turn) -> None:
    turn.keep_texts("reason")
    if turn.duty.paused:
        turn.set |= {"paused_at": None, "pause_ground": ""}
    turn.stamps.append("closed_at")
    turn.enter("cancelled")


def report(turn: Turn) -> None:
    turn.keep_texts("progress")
    turn.purpose = "report"
    if turn.given.get("percent") is not None:
        percent = int(turn.given["percent"])
        if not 0 <= percent <= 100:
            raise refuse("report", "percent", "Phần trăm phải từ 0 đến 100.", missing=("percent",))
        turn.facts["percent"] = percent


def urge(turn: Turn) -> None:
    turn.keep_texts("reason")


def note(turn: Turn) -> None:
    """Talk on the duty; with `answers` it stands beside the entry that it explains (true lateness, design.md §2)."""
    turn.keep_texts("note")
    turn.purpose = "note"
    if "answers" in turn.given:
        seq = int(turn.given["answers"])
        if past.entry(turn.duty.id, seq) is None:
            raise refuse("note", "answers", "Không thấy mục nhật ký được giải trình.", missing=("answers",))
        turn.facts["answers"] = seq


def claim_cause(turn: Turn) -> None:
    """An objective cause between two instants of the past; counted only once it is confirmed."""
    try:
        start, end = moment(turn.given["from"]), moment(turn.given["until"], end=True)
    except ValueError as error:
        raise refuse("claim_cause", "moment", str(error), missing=("from", "until")) from error
    if not start < end:
        raise refuse("claim_cause", "span", "Thời điểm kết thúc phải sau thời điểm bắt đầu.", missing=("until",))
    turn.keep_texts("cause")
    turn.facts |= {
        "from": instant(start),
        "until": instant(end),
        "working_seconds": working_seconds(org.calendar(), start, end),
    }


def rule_on_cause(turn: Turn) -> None:
    claim = past.entry(turn.duty.id, int(turn.given["claim"]))
    if claim is None or claim.verb != "claim_cause":
        raise refuse("rule_on_cause", "claim", "Không thấy nguyên nhân đã nêu với số thứ tự đó.", missing=("claim",))
    if claim.actor_id == turn.actor_id:
        raise refuse("rule_on_cause", "own", "Không tự kết luận về nguyên nhân do chính mình nêu.")
    if past.ruled(turn.duty.id, claim.seq):
        raise refuse("rule_on_cause", "ruled", "Nguyên nhân này đã được kết luận.")
    turn.keep_texts("reason")
    turn.facts |= {"claim": claim.seq, "outcome": str(turn.given["cause_outcome"])}


def withdraw(turn: Turn) -> None:
    """Everything as it was before the author's last move."""
    before = past.state_before(turn.duty.id, turn.duty.seq)
    now = Duty.objects.filter(pk=turn.duty.id).values(*past.COLUMNS).get()
    turn.facts["withdrawn"] = turn.duty.seq
    turn.set |= {name: past.plain(before[name]) for name in past.COLUMNS if before[name] != now[name]}


VERBS: dict[str, Callable[[Turn], None]] = {
    "assign": assign,
    "accept": accept,
    "return": give_back,
    "forward": forward,
    "submit": submit,
    "decide": decide,
    "pause": pause,
    "resume": resume,
    "extend": extend,
    "complete": complete,
    "redo": redo,
    "verify": verify,
    "reopen": reopen,
    "take_over": take_over,
    "cancel": cancel,
    "report": report,
    "urge": urge,
    "note": note,
    "claim_cause": claim_cause,
    "rule_on_cause": rule_on_cause,
    "withdraw": withdraw,
}
