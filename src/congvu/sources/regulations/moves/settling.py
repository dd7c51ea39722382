"""What a person makes of a finding: it is closed with a reason, or somebody is given the work to mend it."""

from datetime import date
from hashlib import sha256

from django.db import transaction

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import NameBook, head_of, may_issue_to, posts_of
from congvu.kit.clock import now, today
from congvu.kit.vietnamese import nfc
from congvu.sources.regulations import queries, rules
from congvu.sources.regulations.models import FindingMark
from congvu.sources.regulations.moves.entries import RegulationRefused, words, write_entry
from congvu.sources.regulations.moves.reviewing import ORIGIN
from congvu.sources.regulations.queries import FindingRow


def _open(key: str, by: Person) -> FindingRow:
    moment = now()
    row = queries.find_finding(by, key, at=moment)
    if row is None:
        raise RegulationRefused("Phát hiện này không còn: các dòng đã được sửa.")
    if not queries.may_settle(by, row.bodies, moment):
        raise RegulationRefused("Chỉ lãnh đạo cấp trên chung của các đơn vị liên quan xử lý được phát hiện này.")
    if not row.open:
        raise RegulationRefused("Phát hiện này đã được xử lý.")
    return row


@transaction.atomic
def close_finding(key: str, *, by: Person, reason: str) -> FindingMark:
    """It is no fault, with the reason. More evidence of the same later opens it again."""
    row = _open(key, by)
    reason = words(reason, "Đóng phát hiện phải nêu lý do.", "ly_do", most=2_000)
    values = {
        "kind": row.finding.kind, "matter": row.finding.matter, "state": "closed", "reason": reason,
        "rows_seen": len(row.finding.rows), "by": by, "at": now(), "duty": None,
    }  # fmt: skip
    mark, _new = FindingMark.objects.update_or_create(key=key, defaults=values)
    payload = {"kind": mark.kind, "rows": len(row.finding.rows)}
    write_entry("finding", mark.pk, "close", by=by, payload=payload, texts={"reason": reason, "matter": mark.matter})
    return mark


@transaction.atomic
def give_finding(key: str, *, by: Person, to: str, day: date, note: str = "") -> FindingMark:
    """Give the work to mend it to a body, by a day; whoever has no authority over that body is refused."""
    row, at = _open(key, by), now()
    if day <= today():
        raise RegulationRefused("Hạn phải sau hôm nay.", "han")
    meant = NameBook.load().resolve(nfc(to).strip(), today(), today()) if to.strip() else None
    if meant is None or len(meant.now) != 1 or meant.question:
        raise RegulationRefused("Chọn một đơn vị nhận, ghi đúng tên.", "don_vi")
    body = meant.now[0]
    issuer, head = may_issue_to(posts_of(by, at), body), head_of(body, at)
    if issuer is None or head is None:
        raise RegulationRefused(f"Đồng chí không có quyền giao việc cho {body.name}.", "don_vi")
    told = f"{rules.FINDINGS[row.finding.kind]}: {row.finding.matter}. {rules.FINDING_WORDS[row.finding.kind]}"
    bodies = "; ".join(one.name for one in row.bodies)
    new = NewDuty(
        title=f"Làm rõ thẩm quyền: {row.finding.matter}"[:300],
        requirement=f"{told}\nĐơn vị liên quan: {bodies}. Số dòng chứng cứ: {len(row.finding.rows)}.\n{note}".strip(),
        product_kind="to_trinh",
        product="Đề xuất sửa phân công, phân cấp",
        holder_id=head.person.pk,
        holder_post_id=head.post.pk,
        accountable_post_id=head.post.pk,
        deciding_post_id=issuer.pk,
        basis="Rà soát chồng chéo, khoảng trống trong bảng thẩm quyền",
        due_rule=DueRule.on(day),
        issuer_post_id=issuer.pk,
        origin_kind=ORIGIN,
        origin_key=f"found/{sha256(key.encode()).hexdigest()[:16]}/{len(row.finding.rows)}",
    )
    values = {
        "kind": row.finding.kind, "matter": row.finding.matter, "reason": "", "rows_seen": len(row.finding.rows),
        "by": by, "at": at,
    }  # fmt: skip
    try:
        (duty_id,) = duties.issue_new([new], by=by)
    except MoveRefused as refused:
        raise RegulationRefused(str(refused)) from refused
    mark, _new = FindingMark.objects.update_or_create(key=key, defaults=values | {"state": "duty", "duty_id": duty_id})
    payload = {"kind": mark.kind, "rows": len(row.finding.rows), "duty": duty_id, "body": body.pk}
    write_entry("finding", mark.pk, "give", by=by, payload=payload, texts={"matter": mark.matter, "note": note})
    return mark
