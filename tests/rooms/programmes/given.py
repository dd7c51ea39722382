"""Items, drafts and targets brought to where a test begins, through the moves."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.office import Office

from congvu.kernel.duties.models import Duty
from congvu.kernel.records import moves as records
from congvu.kit.clock import today
from congvu.sources.programmes import moves, rules
from congvu.sources.programmes.models import Dossier, ProgrammeEntry, Stage, Target
from congvu.sources.programmes.moves import NewItem, NewTarget


def coming(horizon: str) -> rules.Span:
    """The next year, quarter, month or week."""
    return rules.after(rules.span_of(horizon, today()))


def item(office: Office, horizon: str = "month", **changes: Any) -> NewItem:
    """A clear item of the department's next month; by then it may be an addition, so it has a reason."""
    span = coming(horizon)
    new = NewItem(
        body_id=office.body["snnmt"].pk,
        period=span.key,
        title="Xây dựng kế hoạch kiểm kê đất đai",
        product_kind="ke_hoach",
        due_on=span.first + timedelta(days=4),
        holder_id=office["minh"].pk,
        reason="Phát sinh theo yêu cầu của tỉnh",
    )
    return replace(new, **changes)


def given_entry(office: Office, state: str = "registered", *, by: str = "lan", **changes: Any) -> ProgrammeEntry:
    """An item, approved by the head of the department where that is asked."""
    entry = moves.register(item(office, **changes), by=office[by])
    if state == "approved":
        moves.approve([entry.pk], by=office["hung"])
    entry.refresh_from_db()
    return entry


def given_dossier(office: Office, kind: str = "de_an", *, holder: str = "hung", **changes: Any) -> Dossier:
    """A draft on a duty that the chairman gave to the director."""
    new = {"title": "Đề án giảm hồ sơ đất đai quá hạn", "product_kind": "de_an"} | changes
    duty_id = office.given_duty(holder, "in_hand", **new)
    return moves.open_dossier(duty_id, kind, by=office[holder])


def next_stage(office: Office, dossier: Dossier, *, to: str = "minh", by: str = "hung", **more: Any) -> Stage:
    return moves.open_stage(dossier.pk, by=office[by], holder_id=office[to].pk, **more)


def hand_in(office: Office, dossier: Dossier, text: str, *, by: str = "minh", file: str = "") -> None:
    """A version with a text file where `file` holds its words."""
    stored = records.store_file(file.encode(), "du-thao.txt", by=office[by]) if file else None
    moves.hand_in(dossier.pk, by=office[by], text=text, file_id=stored.pk if stored else None)


def drafted(office: Office, dossier: Dossier) -> None:
    """Outline and draft, the draft once sent back: three versions."""
    next_stage(office, dossier)
    hand_in(office, dossier, "Đề cương", file="Điều 1. Mục tiêu\nĐiều 2. Kinh phí\n")
    next_stage(office, dossier)
    hand_in(office, dossier, "Dự thảo lần 1", file="Điều 1. Mục tiêu giảm còn 5%\nĐiều 2. Kinh phí\n")
    moves.return_stage(dossier.pk, by=office["hung"], reason="Mục tiêu còn thấp")
    hand_in(
        office, dossier, "Dự thảo lần 2", file="Điều 1. Mục tiêu giảm còn 3%\nĐiều 2. Kinh phí\nĐiều 3. Thực hiện\n"
    )


def to_submission(office: Office, dossier: Dossier) -> None:
    """Everything before the submission, as short as it gets."""
    drafted(office, dossier)
    for reason in ("Nội dung nội bộ", "Không thuộc diện thẩm định"):
        moves.skip_stage(dossier.pk, by=office["hung"], reason=reason)


def given_target(office: Office, *, by: str = "binh", **changes: Any) -> Target:
    """1,200 certificates in this year, reported each month by Lan."""
    new = NewTarget(
        body_id=office.body["snnmt"].pk,
        indicator="Giấy chứng nhận quyền sử dụng đất được cấp",
        unit="giấy",
        period=str(today().year),
        value=Decimal(1200),
        instrument="Nghị quyết 12/NQ-HĐND (giả định)",
        reporter_id=office["lan"].pk,
    )
    return moves.set_target(replace(new, **changes), by=office[by])


def month(number: int) -> str:
    return f"{today().year}-M{number:02}"


def duty_of(entry: ProgrammeEntry) -> Duty:
    assert entry.duty is not None
    return entry.duty


def last_of(span: rules.Span) -> date:
    return span.last
