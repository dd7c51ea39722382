"""The review of a rule becomes a duty when its day comes near, and what it comes to sets the next one."""

from datetime import date, datetime, timedelta

from django.db import transaction

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import Seat, head_of, holder_of, rule
from congvu.kit.clock import local_day, now
from congvu.kit.vietnamese import nfc
from congvu.sources.regulations import queries, rules
from congvu.sources.regulations.models import Regulation, RegulationReview
from congvu.sources.regulations.moves.entries import RegulationRefused, words, write_entry

ORIGIN = "regulation"


def open_due_reviews(*, at: datetime | None = None) -> list[int]:
    """Make the review duties of all rules whose day is near; run again, it makes nothing twice.

    Each is given under the authority of the head of the body. A body that nobody heads waits for the next run.
    """
    moment = at or now()
    made = []
    for row in queries.due_reviews(moment):
        head = head_of(row.body, moment)
        seat = (holder_of(row.reviewer_post, moment) if row.reviewer_post else None) or head
        if head is not None and seat is not None:
            made.append(_open(row, head, seat, moment))
    return made


@transaction.atomic
def _open(row: Regulation, head: Seat, seat: Seat, at: datetime) -> int:
    today, day = local_day(at), row.review_on
    assert day is not None
    late = rule("late_turn_within", today)
    limit = DueRule.on(day) if day > today else DueRule.within(late.amount, late.unit)
    new = NewDuty(
        title=f"Rà soát {rules.KINDS[row.kind].lower()} {row.number}",
        requirement=f"{row.title}. Rà soát: giữ nguyên, sửa đổi, thay thế hay bãi bỏ; đối chiếu quy định cấp trên.",
        product_kind="bao_cao",
        product="Kết quả rà soát",
        holder_id=seat.person.pk,
        holder_post_id=seat.post.pk,
        accountable_post_id=head.post.pk,
        deciding_post_id=head.post.pk,
        basis=f"Ngày rà soát ghi trong sổ quy định nội bộ của {row.body.name}",
        due_rule=limit,
        issuer_post_id=head.post.pk,
        origin_kind=ORIGIN,
        origin_key=f"review/{row.pk}/{day.isoformat()}",
    )
    (duty_id,) = duties.issue_new([new], by=head.person)
    RegulationReview.objects.get_or_create(regulation=row, day=day, defaults={"duty_id": duty_id})
    payload = {"duty": duty_id, "day": day.isoformat()}
    write_entry("regulation", row.pk, "open_review", by=None, payload=payload)
    return duty_id


@transaction.atomic
def conclude_review(
    review_id: int,
    *,
    by: Person,
    outcome: str,
    note: str,
    next_on: date | None = None,
    newer: Regulation | None = None,
) -> RegulationReview:
    """Who holds the review says what it comes to; the duty is handed in by this act.

    keep and amend need the next review day; replace the rule that takes its place; repeal ends it today.
    """
    row = (
        RegulationReview.objects.select_for_update(of=("self",)).select_related("regulation", "duty").get(pk=review_id)
    )
    if row.outcome:
        raise RegulationRefused("Lần rà soát này đã có kết quả.")
    if row.duty.holder_id != by.pk:
        raise RegulationRefused("Chỉ người đang giữ việc rà soát ghi được kết quả.")
    if outcome not in rules.OUTCOMES:
        raise RegulationRefused("Chưa chọn kết quả rà soát.", "ket_qua")
    row.note = words(note, "Chưa ghi căn cứ của kết quả.", "ghi_chu")
    found = row.regulation
    _take_effect(found, outcome, next_on, newer)
    _hand_in(row.duty, by, f"{rules.OUTCOMES[outcome]}. {row.note}")
    row.outcome, row.concluded_by, row.concluded_at = outcome, by, now()
    row.save(update_fields=["outcome", "note", "concluded_by", "concluded_at"])
    payload = {"review": row.pk, "outcome": outcome, "next_on": next_on.isoformat() if next_on else ""}
    write_entry("regulation", found.pk, "conclude_review", by=by, payload=payload, texts={"note": nfc(row.note)})
    return row


def _take_effect(found: Regulation, outcome: str, next_on: date | None, newer: Regulation | None) -> None:
    today = local_day(now())
    if outcome in ("keep", "amend"):
        if next_on is None or next_on <= today:
            raise RegulationRefused("Chọn ngày rà soát tiếp theo, sau hôm nay.", "tiep_theo")
        found.review_on = next_on
    elif outcome == "replace":
        if newer is None or newer.body_id != found.body_id or newer.in_force_from <= found.in_force_from:
            raise RegulationRefused("Chọn văn bản thay thế của cùng cơ quan, có hiệu lực sau văn bản này.", "thay_the")
        found.replaced_by, found.in_force_to = newer, newer.in_force_from - timedelta(days=1)
        found.review_on = None
    else:
        found.in_force_to, found.review_on = max(today, found.in_force_from), None
    found.save(update_fields=["review_on", "replaced_by", "in_force_to"])


def _hand_in(duty: Duty, by: Person, product: str) -> None:
    try:
        if duty.state == "assigned":
            duties.move("accept", duty_id=duty.pk, by=by, given={})
        duties.move("complete", duty_id=duty.pk, by=by, given={"product": product})
    except MoveRefused as refused:
        raise RegulationRefused(str(refused)) from refused
