"""Interim and final review of a directive: opened with a day and a holder, closed with words and figures."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import Seat, main_seat
from congvu.kit.clock import local_day, now
from congvu.kit.vietnamese import nfc
from congvu.sources.directives.models import Reading, StageReview
from congvu.sources.directives.moves.entries import DirectiveRefused, locked, write_entry
from congvu.sources.directives.queries import document_label, figures_of, may_approve
from congvu.sources.directives.queries.tree import STANDS

ORIGIN = "stage"


@transaction.atomic
def open_stage(reading_id: int, *, by: Person, kind: str, day: date, holder_id: int) -> StageReview:
    """Open a review: whoever is named holds it as a duty due at the end of that day.

    Only the leader who approved the directive; a directive has one final review. Raises DirectiveRefused, or
    Reading.DoesNotExist for what `by` may not see.
    """
    reading, at = locked(reading_id, by=by), now()
    seat = _may_open(reading, by, kind, day, holder_id, at)
    try:
        with transaction.atomic():
            stage = StageReview.objects.create(reading=reading, kind=kind, due_on=day, opened_by=by, opened_at=at)
    except IntegrityError as error:
        raise DirectiveRefused("Văn bản này đã có tổng kết.", "kind") from error
    new = _duty(reading, stage, seat)
    try:
        (stage.duty_id,) = duties.issue_new([new], by=by)
    except MoveRefused as refused:
        raise DirectiveRefused(refused.refusal.text, "holder") from refused
    stage.save(update_fields=["duty"])
    write_entry(
        reading, "open_stage", by=by, payload={"stage": stage.pk, "kind": kind, "day": str(day), "duty": stage.duty_id}
    )
    return stage


def _may_open(reading: Reading, by: Person, kind: str, day: date, holder_id: int, at: datetime) -> Seat:
    """The seat in which the review will be written; DirectiveRefused where it cannot be opened so."""
    if not may_approve(by, reading, at):
        raise DirectiveRefused("Chỉ lãnh đạo đã duyệt văn bản mở được sơ kết, tổng kết.")
    if reading.state != Reading.State.ISSUED:
        raise DirectiveRefused("Văn bản chưa giao việc nên chưa có gì để sơ kết, tổng kết.")
    if kind not in StageReview.Kind.values:
        raise DirectiveRefused("Chọn sơ kết hay tổng kết.", "kind")
    if day <= local_day(at):
        raise DirectiveRefused("Ngày báo cáo phải sau hôm nay.", "day")
    person = Person.objects.filter(pk=holder_id, is_active=True).first()
    seat = main_seat(person, at) if person else None
    if person is None or seat is None:
        raise DirectiveRefused("Chọn người làm báo cáo đang giữ một vị trí.", "holder")
    return seat


def _duty(reading: Reading, stage: StageReview, seat: Seat) -> NewDuty:
    """The work of a review: a report to the leader who approved the directive."""
    label = document_label(reading.document, reading.real_number)
    return NewDuty(
        title=f"{stage.get_kind_display()} thực hiện {label}"[:300],
        requirement="Đánh giá kết quả, tồn tại, nguyên nhân và đề xuất; số liệu lấy từ cây chỉ đạo",
        product_kind="bao_cao",
        product=f"Báo cáo {stage.get_kind_display().lower()}",
        demand_kind="report",
        holder_id=seat.person.pk,
        holder_post_id=seat.post.pk,
        accountable_post_id=seat.post.pk,
        deciding_post_id=reading.leader_post_id,
        basis=label,
        due_rule=DueRule.on(stage.due_on),
        issuer_post_id=reading.leader_post_id,
        document_id=reading.document_id,
        origin_kind=ORIGIN,
        origin_key=str(stage.pk),
    )


@transaction.atomic
def close_stage(stage_id: int, *, by: Person, text: str) -> StageReview:
    """Hand the review in: its words, and the figures of the tree at this instant; the leader verifies the duty.

    Only who holds its duty, and in the steps of that duty. Raises DirectiveRefused; StageReview.DoesNotExist for what
    `by` may not see.
    """
    stage = StageReview.objects.select_for_update(of=("self",)).select_related("reading__document").get(pk=stage_id)
    if stage.duty_id is None or not visible_to(by).filter(pk=stage.duty_id).exists():
        raise StageReview.DoesNotExist(stage_id)
    words = nfc(text.strip())
    if not words:
        raise DirectiveRefused("Chưa nhập nội dung báo cáo.", "text")
    at = now()
    figures = figures_of(stage.reading, at)
    numbers = "; ".join(f"{label.lower()} {figures[name]}" for name, label in STANDS.items() if figures[name])
    product = f"{words}\n\nSố liệu đến lúc nộp: {numbers or 0}."
    try:
        duties.move("complete", duty_id=stage.duty_id, by=by, given={"product": product})
    except MoveRefused as refused:
        raise DirectiveRefused(refused.refusal.text, "text") from refused
    stage.text, stage.figures, stage.closed_at = words, figures, at
    stage.save(update_fields=["text", "figures", "closed_at"])
    write_entry(
        stage.reading, "close_stage", by=by, payload={"stage": stage.pk, "figures": figures}, texts={"text": words}
    )
    return stage
