"""Posts and who sits in them. The same line is one body, one title and one person (or a vacant seat of that order)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from congvu.faces.exchange.imports.lines import ADD, SAME, WRONG, Judged, Row, judge, twice
from congvu.kernel.org import moves
from congvu.kernel.org.models import Appointment, Body, Person, Post
from congvu.kernel.org.moves import NewSeat
from congvu.kernel.org.rules import HEADING
from congvu.kit.clock import day_start
from congvu.kit.tables import Column, day, number, one_of

ROLES = {label: value for value, label in Post.Role.choices}
APPOINTMENTS = ("chính thức", "quyền", "phụ trách", "kiêm nhiệm")
ORDERS = {"leader": 1, "head": 1, "deputy": 2}
COLUMNS = (
    Column("Mã cơ quan", "body", required=True, example="so_noi_vu", also=("Mã đơn vị", "Cơ quan", "Đơn vị")),
    Column("Chức vụ", "title", required=True, example="Giám đốc", also=("Chức danh", "Vị trí", "Vị trí việc làm")),
    Column("Vai trò", "role", one_of(ROLES), True, "Người đứng đầu"),
    Column("Thứ tự", "order", number, False, "1"),
    Column("Tên đăng nhập", "username", example="thu.nt", also=("Tài khoản", "Người giữ", "Mã cán bộ")),
    Column("Hình thức", "kind", one_of({kind: kind for kind in APPOINTMENTS}), False, "chính thức"),
    Column("Từ ngày", "starts_on", day, True, "01/03/2025", ("Ngày bổ nhiệm", "Hiệu lực từ")),
    Column("Quyết định", "instrument", example="QĐ 12/QĐ-UBND", also=("Văn bản", "Số quyết định")),
)  # fmt: skip


@dataclass
class _There:
    """Who sits where, as far as lines need it."""

    bodies: dict[str, Body]
    people: dict[str, Person]
    sitting: dict[tuple[int, str, int], Appointment]
    vacant: dict[tuple[int, str, str, int], list[Post]]
    heads: dict[int, str]
    seen: dict[object, int] = field(default_factory=dict)


def plan(rows: Sequence[Row], by: Person, at: datetime) -> list[Judged]:
    there = _read(at)
    return judge(rows, lambda row: _one(row, there), "title")


def _read(at: datetime) -> _There:
    there = _There(
        {body.code: body for body in Body.objects.filter(valid_to__isnull=True)},
        {person.username: person for person in Person.objects.all()},
        {}, {}, {},
    )  # fmt: skip
    taken = set()
    for row in Appointment.objects.select_related("post", "person"):
        if row.ends_at is not None and row.ends_at <= at:
            continue
        taken.add(row.post_id)
        there.sitting[row.post.body_id, row.post.title, row.person_id] = row
        if row.post.role in HEADING and row.kind == "chính thức" and row.post.order == 1:
            there.heads[row.post.body_id] = row.person.full_name
    for post in Post.objects.filter(valid_to__isnull=True).order_by("pk"):
        if post.pk not in taken:
            there.vacant.setdefault((post.body_id, post.title, post.role, post.order), []).append(post)
    return there


def _one(row: Row, there: _There) -> Judged:
    label = f"{row['body']}: {row['title']}" + (f", {row['username']}" if row["username"] else ", còn trống")
    body, person = there.bodies.get(row["body"]), there.people.get(row["username"])
    order = row["order"] or ORDERS.get(row["role"], 100)
    kind = row["kind"] or "chính thức"
    fault = ""
    if body is None:
        fault = f"không có cơ quan mã “{row['body']}” đang hoạt động"
    elif row["username"] and person is None:
        fault = f"không có người dùng tên đăng nhập “{row['username']}”; nhập người trước"
    elif person is not None and not person.is_active:
        fault = f"tài khoản của {person.full_name} đã đóng"
    elif row["starts_on"] < body.valid_from:
        fault = f"ngày {row['starts_on']:%d/%m/%Y} trước ngày thành lập {body.valid_from:%d/%m/%Y} của {body.name}"
    if fault or body is None:
        return Judged(row, WRONG, label, fault)
    if person is not None:
        again = twice(there.seen, (body.pk, row["title"], person.pk), row)
        if again:
            return Judged(row, WRONG, label, again)
        if (body.pk, row["title"], person.pk) in there.sitting:
            return Judged(row, SAME, label)
    vacant = there.vacant.get((body.pk, row["title"], row["role"], order), [])
    if person is None and vacant:
        vacant.pop()
        return Judged(row, SAME, label)
    head = there.heads.get(body.pk)
    if person is not None and row["role"] in HEADING and order == 1 and kind == "chính thức":
        if head is not None:
            return Judged(row, WRONG, label, f"{body.name} đã có người đứng đầu là {head}; cho thôi giữ trước")
        there.heads[body.pk] = person.full_name
    starts_at = day_start(row["starts_on"])
    seat = NewSeat(
        body, row["title"], row["role"], order, starts_at, row["starts_on"], person,
        vacant.pop() if person is not None and vacant else None, kind, row["instrument"],
    )  # fmt: skip
    return Judged(row, ADD, label, "", seat)


def write(judged: Sequence[Judged], by: Person) -> None:
    moves.seat_many([one.act for one in judged if one.outcome == ADD], by=by)
