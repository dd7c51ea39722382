"""The answer: given by who holds the duty or the question, told to everybody who recorded the obstacle."""

from django.db import transaction

from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.kit.vietnamese import nfc
from congvu.sources.obstacles import queries, rules
from congvu.sources.obstacles.models import Obstacle, ObstacleGroup
from congvu.sources.obstacles.moves.entries import ObstacleRefused, locked_group, words, write_entry


@transaction.atomic
def answer(group_id: int, *, by: Person, text: str, outcome: str, number: str = "") -> ObstacleGroup:
    """Answer what was sent: who holds the duty (or the question) hands it in by this act.

    Everybody who recorded the obstacle finds the answer in his digest, on his page and on the duty that it stopped.
    From outside the house it is entered, with the number of its document, by who keeps the duty.
    """
    group = locked_group(group_id, by=by)
    duty = queries.answering_duty(group)
    if group.state != "sent" or duty is None:
        raise ObstacleRefused("Kiến nghị này không chờ trả lời.")
    if duty.holder_id != by.pk:
        raise ObstacleRefused("Chỉ người đang giữ việc trả lời được.")
    if outcome not in rules.OUTCOMES:
        raise ObstacleRefused("Chưa chọn kết quả.", "ket_qua")
    group.answer = words(text, "Chưa nhập nội dung trả lời.", "tra_loi")
    number = nfc(number).strip()
    if group.to_outside and not number:
        raise ObstacleRefused("Trả lời từ bên ngoài phải ghi số văn bản.", "so")
    _complete(duty, by, f"{rules.OUTCOMES[outcome]}{f', {number}' if number else ''}. {group.answer}")
    group.outcome, group.answer_number = outcome, number
    group.answered_by, group.answered_at, group.state = by, now(), "answered"
    group.save(update_fields=["answer", "outcome", "answer_number", "answered_by", "answered_at", "state"])
    payload = {"outcome": outcome, "number": number, "duty": duty.pk}
    write_entry("group", group.pk, "answer", by=by, payload=payload, texts={"answer": group.answer})
    return group


def _complete(duty: Duty, by: Person, product: str) -> None:
    try:
        if duty.state == "assigned":
            duties.move("accept", duty_id=duty.pk, by=by, given={})
        duties.move("complete", duty_id=duty.pk, by=by, given={"product": product})
    except MoveRefused as refused:
        raise ObstacleRefused(str(refused)) from refused


@transaction.atomic
def close(group_id: int, *, by: Person, note: str = "") -> ObstacleGroup:
    """The body that sent it says that the answer serves; a duty kept to follow it is handed in by its holder."""
    group = locked_group(group_id, by=by)
    if queries.sending_post(by, group.body, now()) is None:
        raise ObstacleRefused("Chỉ lãnh đạo cơ quan lập kiến nghị hoặc cấp trên kết thúc được.")
    if group.state != "answered":
        raise ObstacleRefused("Kiến nghị chưa có trả lời.")
    if group.question is not None and group.duty is not None and group.duty.holder_id == by.pk:
        _complete(group.duty, by, f"Đã nhận trả lời. {group.answer}")
    group.state = "closed"
    group.save(update_fields=["state"])
    write_entry("group", group.pk, "close", by=by, texts={"note": nfc(note).strip()})
    return group


def mark_seen(obstacle: Obstacle, *, by: Person) -> None:
    """The recorder opened the answer: his digest does not tell it again."""
    if obstacle.person_id == by.pk and obstacle.group and obstacle.group.answered_at and not obstacle.answer_seen_at:
        Obstacle.objects.filter(pk=obstacle.pk, answer_seen_at__isnull=True).update(answer_seen_at=now())
