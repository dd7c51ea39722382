"""Targets are set by whoever has authority over the body; figures are reported by the named person, never changed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import rule
from congvu.kernel.records.models import StoredFile
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.sources.programmes import queries, rules
from congvu.sources.programmes.models import Figure, Target
from congvu.sources.programmes.moves.entries import ORIGIN, told, words, write_entry


@dataclass(frozen=True)
class NewTarget:
    """What is set: of whom, what, how much, until when, by what; and who reports how often."""

    body_id: int
    indicator: str
    unit: str
    period: str
    value: Decimal
    instrument: str
    reporter_id: int
    reporter_post_id: int | None = None
    measure: str = "sum"
    direction: str = "at_least"
    every: str = "month"


@transaction.atomic
def set_target(new: NewTarget, *, by: Person) -> Target:
    """Set a target for a body under one's own authority; the reporter sits in it or below. Law: work-rules/assign."""
    at = now()
    body = queries.find_body(by, new.body_id, at)
    post = org.may_issue_to(org.posts_of(by, at), body)
    if post is None:
        raise Refused(f"Đặt chỉ tiêu cho {body.name} không thuộc thẩm quyền của đồng chí.", "body")
    span = _checked(new)
    reporter = Person.objects.filter(pk=new.reporter_id, is_active=True).first()
    seats = [seat for seat in (org.seats_of(reporter, at) if reporter else []) if body.pk in seat.body.lineage]
    seats.sort(key=lambda seat: seat.post.pk != new.reporter_post_id)
    if not seats:
        raise Refused("Người báo cáo phải giữ một vị trí trong cơ quan, đơn vị này.", "reporter")
    target = Target.objects.create(
        body=body,
        indicator=words(new.indicator, "indicator", "Chỉ tiêu"),
        unit=words(new.unit, "unit", "Đơn vị tính"),
        period=span.key,
        value=new.value,
        measure=new.measure,
        direction=new.direction,
        every=new.every,
        reporter=seats[0].person,
        reporter_post=seats[0].post,
        issuer_post=post,
        instrument=words(new.instrument, "instrument", "Văn bản giao chỉ tiêu"),
        set_by=by,
        set_at=at,
    )
    payload = {
        "body": body.pk, "period": span.key, "value": str(new.value), "measure": new.measure,
        "direction": new.direction, "every": new.every, "reporter": seats[0].person.pk,
    }  # fmt: skip
    texts = {"indicator": target.indicator, "unit": target.unit, "instrument": target.instrument}
    write_entry("target", target.pk, "set", by=by, post=post, payload=payload, texts=texts)
    return target


def _checked(new: NewTarget) -> rules.Span:
    try:
        span = rules.span(new.period)
    except ValueError as error:
        raise Refused(str(error), "period") from error
    for value, known, field in (
        (new.measure, rules.MEASURES, "measure"),
        (new.direction, rules.DIRECTIONS, "direction"),
        (new.every, rules.EVERY, "every"),
    ):
        if value not in known:
            raise Refused("Lựa chọn này không có trong danh sách.", field)
    if span.horizon == "week" or rules.HORIZONS.index(new.every) < rules.HORIZONS.index(span.horizon):
        raise Refused("Kỳ báo cáo phải nằm trong kỳ của chỉ tiêu: năm, quý hoặc tháng.", "every")
    return span


@transaction.atomic
def end_target(target_id: int, *, by: Person, reason: str) -> Target:
    """A target that no longer holds ends with the reason; what was reported stays. A new value is a new target."""
    target = _locked(target_id, by)
    if org.may_issue_to(org.posts_of(by, now()), target.body_id) is None:
        raise Refused("Chấm dứt chỉ tiêu này không thuộc thẩm quyền của đồng chí.")
    if target.ended_at is not None:
        raise Refused("Chỉ tiêu này đã chấm dứt.")
    target.ended_at, target.end_reason = now(), words(reason, "reason", "Lý do")
    target.save()
    write_entry("target", target.pk, "end", by=by, texts={"reason": target.end_reason})
    return target


@transaction.atomic
def report_figure(
    target_id: int, *, by: Person, period: str, value: Decimal, evidence: str, file_id: int | None = None
) -> Figure:
    """The figure of one part of the period, with its evidence; its duty, if there is one, is handed in with it."""
    target = _locked(target_id, by)
    part = _part(target, period)
    duty = _duty_of(target, part.key)
    _refuse_stranger(target, duty, by)
    if part.first > local_day(now()):
        raise Refused(f"{part.name[:1].upper()}{part.name[1:]} chưa bắt đầu.", "period")
    if Figure.objects.filter(target=target, period=part.key).exists():
        raise Refused(f"{part.name[:1].upper()}{part.name[1:]} đã có số liệu; hãy đính chính nếu sai.", "period")
    figure = _write(target, part.key, by, value, evidence, file_id, None, "")
    if duty is not None and duty.holder_id == by.pk and duty.state in ("assigned", "in_hand"):
        with told():
            if duty.state == "assigned":
                duties.move("accept", duty_id=duty.pk, by=by, given={})
            said = f"{target.indicator}, {part.name}: {rules.written(value)} {target.unit}. {figure.evidence}"
            duties.move("complete", duty_id=duty.pk, by=by, given={"product": said, "file": file_id or ""})
    return figure


@transaction.atomic
def correct_figure(
    figure_id: int, *, by: Person, value: Decimal, evidence: str, reason: str, file_id: int | None = None
) -> Figure:
    """A figure was wrong: a new one that names it, with the reason; both stay. Figure.DoesNotExist for the unseen."""
    found = Figure.objects.select_related("target").get(pk=figure_id, target__in=queries.targets_visible_to(by))
    target = _locked(found.target_id, by)
    _refuse_stranger(target, None, by, head=True)
    if Figure.objects.filter(corrects=found).exists():
        raise Refused("Số liệu này đã được đính chính; hãy đính chính bản mới nhất.")
    said = words(reason, "reason", "Lý do")
    return _write(target, found.period, by, value, evidence, file_id, found, said)


def _write(
    target: Target,
    period: str,
    by: Person,
    value: Decimal,
    evidence: str,
    file_id: int | None,
    corrects: Figure | None,
    reason: str,
) -> Figure:
    file = StoredFile.objects.filter(pk=file_id, stored_by=by).first() if file_id else None
    if file_id and file is None:
        raise Refused("Không thấy tệp kèm theo; hãy tải lên lại.", "file")
    seat = org.main_seat(by, now())
    figure = Figure.objects.create(
        target=target,
        period=period,
        value=value,
        evidence=words(evidence, "evidence", "Căn cứ"),
        file=file,
        reported_by=by,
        reported_post=seat.post if seat else None,
        reported_at=now(),
        corrects=corrects,
        reason=reason,
    )
    payload = {
        "figure": figure.pk, "period": period, "value": str(value), "corrects": corrects.pk if corrects else None,
        "file": file.sha256 if file else "",
    }  # fmt: skip
    verb = "correct" if corrects else "report"
    texts = {"evidence": figure.evidence, "reason": reason}
    write_entry("target", target.pk, verb, by=by, payload=payload, texts=texts)
    return figure


def _locked(target_id: int, by: Person) -> Target:
    """The target, locked; Target.DoesNotExist for the unseen."""
    found = queries.find_target(by, target_id)
    related = ("body", "reporter", "reporter_post__body")
    return Target.objects.select_for_update(of=("self",)).select_related(*related).get(pk=found.pk)


def _part(target: Target, period: str) -> rules.Span:
    part = next((one for one in queries.parts_of(target) if one.key == period), None)
    if part is None:
        raise Refused("Kỳ này không phải kỳ báo cáo của chỉ tiêu.", "period")
    if target.ended_at is not None:
        raise Refused("Chỉ tiêu này đã chấm dứt.")
    return part


def _duty_of(target: Target, period: str) -> Duty | None:
    return Duty.objects.filter(origin_kind=ORIGIN, origin_key=f"figure/{target.pk}/{period}").first()


def _refuse_stranger(target: Target, duty: Duty | None, by: Person, *, head: bool = False) -> None:
    """The named reporter, whoever holds the duty of that period, and for corrections the head of the body."""
    allowed = by.pk == target.reporter_id or (duty is not None and duty.holder_id == by.pk)
    seat = org.head_of(target.body_id, now()) if head else None
    if not allowed and not (seat is not None and seat.person.pk == by.pk):
        who = f"{target.reporter.courtesy} {target.reporter.full_name}"
        raise Refused(f"Chỉ người được giao báo cáo chỉ tiêu này ({who}) ghi số liệu.")


@transaction.atomic
def open_figure_duties(*, at: datetime | None = None) -> list[int]:
    """The duty to report each figure whose period has ended and that is not there yet; run again, nothing twice.

    Issued by the clock, under the authority of the post that set the target.
    """
    moment = at or now()
    today = local_day(moment)
    within = rule("figure_within", today)
    made: list[int] = []
    for target in Target.objects.filter(ended_at__isnull=True).select_related("body", "issuer_post").order_by("pk"):
        waiting = [part for part in queries.unreported(target, today) if part.last >= local_day(target.set_at)]
        known = {one.origin_key for one in _duties_of(target)} if waiting else set()
        new = [
            _figure_duty(target, part, within.amount, within.unit)
            for part in waiting
            if f"figure/{target.pk}/{part.key}" not in known
        ]
        if new:
            made += duties.issue_new(new, by=None)
    return made


def _duties_of(target: Target) -> list[Duty]:
    return list(Duty.objects.filter(origin_kind=ORIGIN, origin_key__startswith=f"figure/{target.pk}/"))


def _figure_duty(target: Target, part: rules.Span, amount: int, unit: str) -> NewDuty:
    """The reporter holds it in his post; when he has left it, whoever sits there."""
    head = org.head_of(target.body_id, now())
    accountable = head.post.pk if head else target.reporter_post_id
    return NewDuty(
        title=f"Báo cáo số liệu: {target.indicator}, {part.name}",
        requirement=f"Ghi số ({target.unit}) và căn cứ ở trang chỉ tiêu; ghi xong là đã nộp việc này.",
        product_kind="danh_sach",
        product="Số liệu của kỳ, có căn cứ",
        demand_kind="report",
        holder_post_id=target.reporter_post_id,
        accountable_post_id=accountable,
        deciding_post_id=accountable,
        basis=target.instrument,
        due_rule=DueRule.within(amount, unit),
        issuer_post_id=target.issuer_post_id,
        origin_kind=ORIGIN,
        origin_key=f"figure/{target.pk}/{part.key}",
    )
