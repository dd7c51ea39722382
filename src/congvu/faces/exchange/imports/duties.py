"""Duties of another program, issued here by who has the authority. The same duty is one system and one code there.

Only work that is still open comes in: what another program says about the past is not counted for or against anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from congvu.engines.worktime import DueRule
from congvu.faces.exchange.imports.lines import ADD, SAME, WRONG, Judged, Row, judge, twice
from congvu.kernel.duties import moves
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused, NewDuty
from congvu.kernel.duties.rules import PRODUCT_KINDS
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.clock import local_day
from congvu.kit.refusal import Refused
from congvu.kit.tables import Column, day, one_of

ORIGIN = "import"
COLUMNS = (
    Column("Mã việc", "code", required=True, example="NV-00125", also=("Mã nhiệm vụ", "Mã nguồn", "ID")),
    Column("Hệ thống nguồn", "system", example="Theo dõi nhiệm vụ", also=("Phần mềm nguồn",)),
    Column("Việc", "title", required=True, example="Rà soát hồ sơ đất đai quá hạn", also=("Tên việc", "Nhiệm vụ",
           "Nội dung nhiệm vụ")),
    Column("Yêu cầu", "requirement", also=("Nội dung yêu cầu", "Mô tả")),
    Column("Mã cơ quan nhận", "body", example="so_noi_vu", also=("Đơn vị chủ trì", "Mã đơn vị", "Cơ quan chủ trì")),
    Column("Người giữ", "holder", example="", also=("Tên đăng nhập", "Người thực hiện", "Tài khoản")),
    Column("Hạn", "due", day, True, "15/12/2026", ("Thời hạn", "Ngày hết hạn", "Hạn xử lý", "Hạn hoàn thành")),
    Column("Loại sản phẩm", "product_kind", one_of({name: key for key, name in PRODUCT_KINDS.items()}), True,
           "Báo cáo", ("Sản phẩm là",)),
    Column("Sản phẩm", "product", example="Báo cáo kèm danh sách", also=("Kết quả", "Tên sản phẩm")),
    Column("Căn cứ", "basis", required=True, example="Quyết định 18/2025/QĐ-UBND, Điều 4", also=("Văn bản giao",
           "Số văn bản")),
    Column("Cơ quan phối hợp", "helpers", example="so_xay_dung; so_tai_chinh", also=("Đơn vị phối hợp",)),
)  # fmt: skip


@dataclass
class _There:
    """What the lines are judged against, each asked once."""

    by: Person
    at: datetime
    posts: list[Post]
    bodies: dict[str, Body]
    people: dict[str, Person]
    made: set[str]
    heads: dict[int, org.Seat]
    issuers: dict[int, Post | None] = field(default_factory=dict)
    seats: dict[str, org.Seat | None] = field(default_factory=dict)
    seen: dict[object, int] = field(default_factory=dict)

    def issuer(self, body: Body) -> Post | None:
        if body.pk not in self.issuers:
            self.issuers[body.pk] = org.may_issue_to(self.posts, body)
        return self.issuers[body.pk]

    def seat(self, username: str) -> org.Seat | None:
        if username not in self.seats:
            person = self.people.get(username)
            self.seats[username] = org.main_seat(person, self.at) if person else None
        return self.seats[username]


def plan(rows: Sequence[Row], by: Person, at: datetime) -> list[Judged]:
    bodies = list(Body.objects.filter(valid_to__isnull=True))
    keys = [_key(row) for row in rows if not row.faults]
    there = _There(
        by, at, org.posts_of(by, at), {body.code: body for body in bodies},
        {person.username: person for person in Person.objects.filter(is_active=True)},
        set(Duty.objects.filter(origin_kind=ORIGIN, origin_key__in=keys).values_list("origin_key", flat=True)),
        org.heads_of(bodies, at),
    )  # fmt: skip
    return judge(rows, lambda row: _one(row, there), "title")


def _key(row: Row) -> str:
    return f"{row['system']}/{row['code']}"


def _one(row: Row, there: _There) -> Judged:
    label = f"{row['code']}: {row['title']}"
    key = _key(row)
    if again := twice(there.seen, key, row):
        return Judged(row, WRONG, label, again)
    if key in there.made:
        return Judged(row, SAME, label)
    seat, fault = _receiver(row, there)
    if seat is None:
        return Judged(row, WRONG, label, fault)
    body = seat.post.body
    issuer, head = there.issuer(body), there.heads.get(body.pk)
    helpers, unknown = _helpers(row, there)
    fault = _fault(row["due"], body, issuer, unknown, local_day(there.at))
    if fault or issuer is None:
        return Judged(row, WRONG, label, fault)
    new = NewDuty(
        title=row["title"], requirement=row["requirement"], product_kind=row["product_kind"],
        product=row["product"] or PRODUCT_KINDS[row["product_kind"]], holder_id=seat.person.pk,
        holder_post_id=seat.post.pk, accountable_post_id=(head or seat).post.pk, deciding_post_id=issuer.pk,
        basis=row["basis"], due_rule=DueRule.on(row["due"]), issuer_post_id=issuer.pk, coordinators=helpers,
        origin_kind=ORIGIN, origin_key=key, matter=row["title"],
    )  # fmt: skip
    return Judged(row, ADD, label, f"{seat.person.full_name}, {seat.post}", new)


def _receiver(row: Row, there: _There) -> tuple[org.Seat | None, str]:
    """The person named, else who heads the body named."""
    if row["holder"]:
        seat = there.seat(row["holder"])
        if seat is None:
            return None, f"không có người tên đăng nhập “{row['holder']}” đang giữ một vị trí"
        if row["body"] and seat.post.body.code != row["body"]:
            return None, f"{seat.person.full_name} không ở cơ quan mã “{row['body']}”"
        return seat, ""
    body = there.bodies.get(row["body"])
    if body is None:
        told = (
            f"không có cơ quan mã “{row['body']}” đang hoạt động" if row["body"] else "chưa có người hoặc cơ quan nhận"
        )
        return None, told
    seat = there.heads.get(body.pk)
    return (seat, "") if seat else (None, f"{body.name} chưa có người đứng đầu để nhận việc")


def _helpers(row: Row, there: _There) -> tuple[tuple[int, ...], str]:
    codes = [code.strip() for code in row["helpers"].replace(",", ";").split(";") if code.strip()]
    unknown = next((code for code in codes if code not in there.bodies), "")
    return tuple(there.bodies[code].pk for code in codes if code in there.bodies), unknown


def _fault(due: date, body: Body, issuer: Post | None, unknown: str, today: date) -> str:
    if issuer is None:
        return f"{body.name} không thuộc thẩm quyền giao việc của người nhập"
    if unknown:
        return f"Cơ quan phối hợp: không có cơ quan mã “{unknown}” đang hoạt động"
    if due < today:
        return f"Hạn {due:%d/%m/%Y} đã qua; chỉ nhập việc còn mở, kèm hạn mới"
    return ""


def write(judged: Sequence[Judged], by: Person) -> None:
    try:
        moves.issue_new([one.act for one in judged if one.outcome == ADD], by=by)
    except MoveRefused as refused:
        raise Refused(refused.refusal.text) from refused
