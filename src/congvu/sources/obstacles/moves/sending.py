"""Sent up: a duty with a limit of whoever is competent, or a question to a body above, or a letter out of the house.

Below one's own authority the competent body gets a duty. Above or beside it nobody can be given work: the sender keeps
a duty of his own and consults the head of that body, who must answer within the limit. Outside this installation the
sender keeps the duty and enters the answer when the document comes.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.queries import NameBook, Seat, head_of, may_issue_to, posts_of
from congvu.kit.clock import now, today
from congvu.kit.vietnamese import nfc, shortened
from congvu.sources.obstacles import queries
from congvu.sources.obstacles.models import ObstacleGroup
from congvu.sources.obstacles.moves.entries import ObstacleRefused, locked_group, words, write_entry

ORIGIN = "obstacle"
FOLLOWS_DAYS = 7  # the sender's own duty ends a week after the answer is due


@transaction.atomic
def send(group_id: int, *, by: Person, day: date, to: str = "", outside: str = "") -> ObstacleGroup:
    """Send a group to a body of this installation (`to`, by name) or outside it, to be answered by `day`."""
    group, moment = locked_group(group_id, by=by), now()
    post = queries.sending_post(by, group.body, moment)
    if post is None:
        raise ObstacleRefused("Chỉ lãnh đạo cơ quan lập kiến nghị hoặc cấp trên gửi được.")
    if group.state != "open":
        raise ObstacleRefused("Kiến nghị này đã gửi.")
    if day <= today():
        raise ObstacleRefused("Hạn trả lời phải sau hôm nay.", "han")
    try:
        if outside.strip():
            group.to_outside = words(outside, "", "ngoai", most=500)
            group.duty = _kept(group, by, post, day)
        else:
            _inside(group, by, post, _body(to), day, moment)
    except MoveRefused as refused:
        raise ObstacleRefused(str(refused)) from refused
    group.state, group.sent_at = "sent", moment
    group.save(update_fields=["state", "sent_at", "to_body", "to_outside", "duty", "question"])
    payload = {
        "duty": group.duty_id, "question": group.question_id or 0, "to": group.to_body_id or 0, "day": day.isoformat()
    }  # fmt: skip
    write_entry("group", group.pk, "send", by=by, payload=payload, texts={"outside": group.to_outside})
    return group


def _body(name: str) -> Body:
    day = today()
    if not name.strip():
        raise ObstacleRefused("Chưa chọn cơ quan có thẩm quyền trả lời.", "den")
    meant = NameBook.load().resolve(nfc(name).strip(), day, day)
    if len(meant.now) != 1 or meant.question:
        raise ObstacleRefused(f"“{name.strip()}” chưa chỉ rõ một cơ quan trong hệ thống.", "den")
    return meant.now[0]


def _inside(group: ObstacleGroup, by: Person, post: Post, body: Body, day: date, at: datetime) -> None:
    head = head_of(body, at)
    if head is None or head.body.pk != body.pk:
        raise ObstacleRefused(f"{body.name} chưa có người đứng đầu để nhận.", "den")
    if head.person.pk == by.pk:
        raise ObstacleRefused("Đồng chí đứng đầu cơ quan này; hãy tự trả lời hoặc gửi cấp trên.", "den")
    group.to_body = body
    issuer = may_issue_to(posts_of(by, at), body)
    if issuer is not None:
        (duty_id,) = duties.issue_new([_new(group, issuer, head, day)], by=by)
        group.duty = Duty.objects.get(pk=duty_id)
        return
    group.duty = _kept(group, by, post, day + timedelta(days=FOLLOWS_DAYS))
    asked: dict[str, object] = {
        "consulted": head.person.pk, "question": _told(group), "due": DueRule.on(day).to_json()
    }  # fmt: skip
    duties.move("consult", duty_id=group.duty.pk, by=by, given=asked)
    group.question = Duty.objects.filter(consulted_by=group.duty).latest("pk")


def _kept(group: ObstacleGroup, by: Person, post: Post, day: date) -> Duty:
    """The sender's own duty: he follows what comes of it."""
    new = replace(_new(group, post, Seat(by, post), day), title=shortened(f"Theo dõi kiến nghị: {group.title}", 300))
    (duty_id,) = duties.issue_new([new], by=by)
    duties.move("accept", duty_id=duty_id, by=by, given={})
    return Duty.objects.get(pk=duty_id)


def _new(group: ObstacleGroup, issuer: Post, to: Seat, day: date) -> NewDuty:
    return NewDuty(
        title=shortened(f"Trả lời vướng mắc: {group.title}", 300),
        requirement=_told(group),
        product_kind="van_ban",
        product="Văn bản trả lời",
        holder_id=to.person.pk,
        holder_post_id=to.post.pk,
        accountable_post_id=to.post.pk,
        deciding_post_id=to.post.pk,
        basis=f"Kiến nghị {group.code} về {group.clause}, {group.instrument}",
        due_rule=DueRule.on(day),
        issuer_post_id=issuer.pk,
        origin_kind=ORIGIN,
        origin_key=f"group/{group.pk}",
        matter="",
    )


def _told(group: ObstacleGroup) -> str:
    """What the competent body is asked: the clause, how many duties it stops, the proposals."""
    rows = list(group.obstacles.filter(withdrawn_at__isnull=True).order_by("recorded_at"))
    duties_stopped = len({row.duty_id for row in rows})
    bodies = len({row.body_id for row in rows})
    lines = [
        f"Vướng mắc ở {group.clause}, {group.instrument} ({group.code}).",
        f"Đang chặn {duties_stopped} việc của {bodies} đơn vị.",
        *(f"- {shortened(row.blocks, 400)} Kiến nghị: {shortened(row.proposal, 400)}" for row in rows[:20]),
    ]
    if len(rows) > 20:
        lines.append(f"… và {len(rows) - 20} ghi nhận khác, xem ở trang kiến nghị.")
    return "\n".join(lines)
