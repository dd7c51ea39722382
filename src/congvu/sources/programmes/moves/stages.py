"""From stage to stage: each a duty of a named person with a limit, opened by whoever holds the whole."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import Moved, NewDuty
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person, Post
from congvu.kernel.org.queries import rule
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.reference.drafting import SUBMISSION
from congvu.sources.programmes import queries
from congvu.sources.programmes.models import Dossier, Stage
from congvu.sources.programmes.moves.entries import ORIGIN, told, words, write_entry


@transaction.atomic
def open_stage(
    dossier_id: int,
    *,
    by: Person,
    holder_id: int,
    holder_post_id: int | None = None,
    due_on: date | None = None,
    approver_post_id: int | None = None,
    reason: str = "",
) -> Stage:
    """Give the next stage to a named person; the stage before it, handed in to `by`, is verified by the same press.

    Without `due_on` the limit of the stage's rule counts from now. The submission names the approver, whose authority
    is checked: without it, refused with the rule, unless `reason` says why it goes on, which is counted.
    """
    dossier = _locked(dossier_id, by)
    _held_whole(dossier, by)
    _finish_before(dossier, by)
    stage = _next(dossier)
    deciding = _approver(dossier, stage, approver_post_id, reason) if stage.key == SUBMISSION else None
    if due_on is not None and due_on < local_day(now()):
        raise Refused("Thời hạn đã qua; hãy chọn ngày sau.", "due_on")
    new = NewDuty(
        title=f"{stage.label}: {dossier.duty.title}",
        requirement=dossier.duty.requirement,
        product_kind=stage.product_kind,
        product=stage.product,
        holder_id=holder_id,
        holder_post_id=_seat(dossier, holder_id, holder_post_id),
        deciding_post_id=deciding,
        basis=f"Bước “{stage.label}” của việc {dossier.duty.code}",
        due_rule=DueRule.on(due_on) if due_on else DueRule.within(stage.amount, stage.unit),
        origin_kind=ORIGIN,
        origin_key=f"stage/{stage.pk}/{stage.duty_id or 0}",
    )
    with told():
        (duty_id,) = duties.break_down(dossier.duty_id, by=by, children=[new])
    stage.duty_id = duty_id
    stage.save()
    payload = {"stage": stage.key, "duty": duty_id, "approver_post": deciding, "verdict": stage.verdict}
    write_entry("dossier", dossier.pk, "open_stage", by=by, payload=payload, texts={"reason": stage.against_reason})
    return stage


@transaction.atomic
def skip_stage(dossier_id: int, *, by: Person, reason: str) -> Stage:
    """Leave the next stage out, with the reason, where its rule allows that."""
    dossier = _locked(dossier_id, by)
    _held_whole(dossier, by)
    _finish_before(dossier, by)
    stage = _next(dossier)
    if not stage.may_skip:
        raise Refused(f"Không bỏ qua bước “{stage.label}” ({stage.citation}).")
    stage.skipped_by, stage.skip_reason = by, words(reason, "reason", "Lý do")
    stage.save()
    payload = {"stage": stage.key}
    write_entry("dossier", dossier.pk, "skip_stage", by=by, payload=payload, texts={"reason": stage.skip_reason})
    return stage


@transaction.atomic
def return_stage(dossier_id: int, *, by: Person, reason: str) -> Moved:
    """What was handed in lacks something: back to who handed it in, with what lacks; counted as quality."""
    stage = _current(_locked(dossier_id, by))
    assert stage.duty_id is not None
    with told():
        return duties.move("redo", duty_id=stage.duty_id, by=by, given={"reason": reason})


@transaction.atomic
def hand_in(dossier_id: int, *, by: Person, text: str, file_id: int | None = None) -> Moved:
    """A version of the present stage: handed in to the head; of the submission first to the approver.

    Once the approver agreed, what is handed in is the document as it was signed. Who is himself the approver decides
    and hands it in: nobody sends up what is his own (Law: work-rules/submit).
    """
    stage = _current(_locked(dossier_id, by))
    assert stage.duty is not None and stage.duty_id is not None
    said = words(text, "text", "Nội dung")
    duty_id, file = stage.duty_id, file_id or ""
    with told():
        if stage.duty.state == "assigned":
            duties.move("accept", duty_id=duty_id, by=by, given={})
        own = stage.approver_post_id in {post.pk for post in org.posts_of(by, now())}
        if stage.key == SUBMISSION and not own and not queries.agreed(duty_id):
            return duties.move("submit", duty_id=duty_id, by=by, given={"draft": said, "file": file})
        return duties.move("complete", duty_id=duty_id, by=by, given={"product": said, "file": file})


@transaction.atomic
def ask_opinions(dossier_id: int, *, by: Person, people: Sequence[int], question: str, due_on: date | None) -> int:
    """Ask several named persons at once about the present stage; each has a limit, silence counts by the rule.

    Law: work-rules/consult. Returns how many were asked; all of them or none.
    """
    stage = _current(_locked(dossier_id, by))
    assert stage.duty is not None and stage.duty_id is not None
    if not people:
        raise Refused("Chưa chọn người được hỏi ý kiến.", "people")
    asked = words(question, "question", "Nội dung cần cho ý kiến")
    within = rule("consult_within", local_day(now()))
    due = DueRule.on(due_on) if due_on else DueRule.within(within.amount, within.unit)
    with told():
        if stage.duty.state == "assigned":
            duties.move("accept", duty_id=stage.duty_id, by=by, given={})
        for person_id in dict.fromkeys(people):
            given = {"consulted": person_id, "question": asked, "due": due.to_json()}
            duties.move("consult", duty_id=stage.duty_id, by=by, given=given)
    return len(set(people))


def _locked(dossier_id: int, by: Person) -> Dossier:
    """The dossier, locked; Dossier.DoesNotExist for the unseen."""
    found = queries.dossiers_visible_to(by).get(pk=dossier_id)
    return Dossier.objects.select_for_update(of=("self",)).select_related("duty").get(pk=found.pk)


def _held_whole(dossier: Dossier, by: Person) -> None:
    duty = dossier.duty
    if duty.holder_id != by.pk or duty.state not in ("assigned", "in_hand"):
        raise Refused("Chỉ người đang giữ cả việc mới mở bước tiếp theo.")


def _seat(dossier: Dossier, person_id: int, post_id: int | None) -> int:
    """The post in which a person takes a stage: the one named, else one of the lead body, else his main one."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    seats = org.seats_of(person, now()) if person else []
    if not seats:
        raise Refused("Người được giao không giữ vị trí công tác nào.", "holder")
    lead = dossier.duty.body_id
    return min(seats, key=lambda seat: (seat.post.pk != post_id, lead not in seat.body.lineage)).post.pk


def _stages(dossier: Dossier) -> list[Stage]:
    return list(dossier.stages.select_related("duty__holder").order_by("order"))


def _under_way(dossier: Dossier) -> Stage | None:
    return next((one for one in _stages(dossier) if one.duty and one.duty.state not in ("closed", "cancelled")), None)


def _current(dossier: Dossier) -> Stage:
    stage = _under_way(dossier)
    if stage is None:
        raise Refused("Chưa có bước nào đang làm; người giữ cả việc mở bước tiếp theo trước.")
    return stage


def _finish_before(dossier: Dossier, by: Person) -> None:
    """The stage that is under way was handed in to this person: verified; else it stops the next one."""
    stage = _under_way(dossier)
    if stage is None or stage.duty is None:
        return
    if stage.duty.state != "handed_in" or stage.duty.holder_id != by.pk:
        holder = stage.duty.holder
        who = f"{holder.courtesy} {holder.full_name}" if holder else ""
        raise Refused(f"Bước “{stage.label}” chưa xong, đang ở {who}; xong bước này mới mở bước sau.")
    with told():
        duties.move("verify", duty_id=stage.duty.pk, by=by, given={})


def _next(dossier: Dossier) -> Stage:
    for stage in _stages(dossier):
        if stage.skipped_by_id is None and (stage.duty is None or stage.duty.state == "cancelled"):
            return stage
    raise Refused("Mọi bước đã xong; người giữ cả việc nộp sản phẩm cuối.")


def _approver(dossier: Dossier, stage: Stage, post_id: int | None, reason: str) -> int:
    """The post that shall decide, with what the check of its authority said."""
    post = Post.objects.select_related("body").filter(pk=post_id).first() if post_id else None
    if post is None:
        raise Refused("Chưa chọn người phê duyệt.", "approver_post")
    verdict = queries.check_authority(dossier, post, now())
    if verdict.code == "against" and not reason.strip():
        raise Refused(
            f"{verdict.text} Căn cứ: {verdict.law}. Nếu vẫn trình, phải nêu lý do; lần trình này được ghi nhận.",
            "reason",
        )
    stage.approver_post, stage.verdict, stage.verdict_text = post, verdict.code, f"{verdict.text} {verdict.law}."
    stage.against_reason = words(reason, "reason", "Lý do") if verdict.code == "against" else ""
    return post.pk
