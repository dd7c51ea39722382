"""A small office, made through the real moves: what the tests of rooms and pages stand on.

    office = given_office()
    duty_id = office.given_duty(holder="lan", state="in_hand")
    moves.move("report", duty_id=duty_id, by=office["lan"], given={"progress": "Xong một nửa"})

Province (Bình, Cường; văn thư Thư) > Sở Nông nghiệp và Môi trường (Hùng; Thủy) > Phòng Quản lý đất đai (Minh; Dũng;
Lan, Tú), Phòng Kế hoạch (Hà; Sơn) · Sở Xây dựng (Khánh; Nga) > Phòng Quy hoạch (Quang; Long) · Sở Nội vụ (Mai, Hiền)
· xã Tân Phú (Phúc; Yến).
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.made_once import made_once

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org import moves as org
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.clock import now

FROM = date(2025, 7, 1)

_BODIES = (
    # key, name, kind, parent, symbol
    ("tinh", "Ủy ban nhân dân tỉnh An Bình", "ubnd_tinh", None, "UBND"),
    ("snnmt", "Sở Nông nghiệp và Môi trường", "so", "tinh", "SNNMT"),
    ("pqldd", "Phòng Quản lý đất đai", "phong", "snnmt", "QLĐĐ"),
    ("pkh", "Phòng Kế hoạch", "phong", "snnmt", "KH"),
    ("sxd", "Sở Xây dựng", "so", "tinh", "SXD"),
    ("pqh", "Phòng Quy hoạch", "phong", "sxd", "QH"),
    ("snv", "Sở Nội vụ", "so", "tinh", "SNV"),
    ("xa", "Ủy ban nhân dân xã Tân Phú", "xa", "tinh", "UBND-TP"),
)
_PEOPLE = (
    # key, full name, courtesy, body, title, role, order
    ("binh", "Trần Văn Bình", "ông", "tinh", "Chủ tịch", "leader", 1),
    ("cuong", "Lê Quốc Cường", "ông", "tinh", "Phó Chủ tịch", "leader", 2),
    ("thu", "Phạm Thị Thư", "bà", "tinh", "Văn thư", "clerk", 50),
    ("hung", "Trần Văn Hùng", "ông", "snnmt", "Giám đốc Sở", "head", 1),
    ("thuy", "Đỗ Thị Thủy", "bà", "snnmt", "Phó Giám đốc Sở", "deputy", 2),
    ("minh", "Lê Văn Minh", "ông", "pqldd", "Trưởng phòng", "head", 1),
    ("dung", "Vũ Tiến Dũng", "ông", "pqldd", "Phó Trưởng phòng", "deputy", 2),
    ("lan", "Nguyễn Thị Lan", "bà", "pqldd", "Chuyên viên", "official", 10),
    ("tu", "Hoàng Anh Tú", "ông", "pqldd", "Chuyên viên", "official", 11),
    ("ha", "Bùi Thu Hà", "bà", "pkh", "Trưởng phòng", "head", 1),
    ("son", "Ngô Hải Sơn", "ông", "pkh", "Chuyên viên", "official", 10),
    ("khanh", "Đặng Duy Khánh", "ông", "sxd", "Giám đốc Sở", "head", 1),
    ("nga", "Trịnh Thị Nga", "bà", "sxd", "Phó Giám đốc Sở", "deputy", 2),
    ("quang", "Phan Đăng Quang", "ông", "pqh", "Trưởng phòng", "head", 1),
    ("long", "Mai Thành Long", "ông", "pqh", "Chuyên viên", "official", 10),
    ("mai", "Dương Thị Mai", "bà", "snv", "Giám đốc Sở", "head", 1),
    ("hien", "Tạ Thu Hiền", "bà", "snv", "Chuyên viên tổ chức cán bộ", "home_affairs", 10),
    ("phuc", "Đặng Văn Phúc", "ông", "xa", "Chủ tịch xã", "head", 1),
    ("yen", "Lý Hải Yến", "bà", "xa", "Công chức địa chính", "official", 10),
)


@dataclass
class Office:
    """`office["lan"]` is the person; `.post["lan"]` her post; `.body["snnmt"]` a body."""

    body: dict[str, Body] = field(default_factory=dict)
    post: dict[str, Post] = field(default_factory=dict)
    person: dict[str, Person] = field(default_factory=dict)
    administrator: Person = field(default_factory=Person)

    def __getitem__(self, name: str) -> Person:
        return self.person[name]

    def new(self, holder: str = "hung", *, issuer: str = "binh", **changes: Any) -> NewDuty:
        """A clear duty: everything it needs to be issued."""
        head = self._head_of(holder)
        duty = NewDuty(
            title="Rà soát hồ sơ đất đai quá hạn",
            requirement="Rà soát 63 hồ sơ quá hạn, làm rõ nguyên nhân từng khâu",
            product_kind="bao_cao",
            product="Báo cáo kèm danh sách từng hồ sơ",
            holder_id=self[holder].pk,
            holder_post_id=self.post[holder].pk,
            accountable_post_id=self.post[head].pk,
            deciding_post_id=self.post[head].pk,
            basis="Quyết định 18/2025/QĐ-UBND, khoản 2 Điều 4",
            due_rule=DueRule.within(15, "working_days"),
            issuer_post_id=self.post[issuer].pk,
        )
        return replace(duty, **changes)

    def given_duty(self, holder: str = "lan", state: str = "assigned", *, issuer: str = "binh", **changes: Any) -> int:
        """A duty in a state, brought there by real moves."""
        (duty_id,) = moves.issue_new([self.new(holder, issuer=issuer, **changes)], by=self[issuer])
        path = {
            "assigned": (),
            "in_hand": (("accept", {}),),
            "unplaced": (("return", {"ground": "unclear", "reason": "Chưa nêu số hồ sơ"}),),
            "submitted": (("accept", {}), ("submit", {"draft": "Dự thảo báo cáo", "reason": "Xin chỉ đạo"})),
            "handed_in": (("accept", {}), ("complete", {"product": "Báo cáo 12/BC"})),
            "closed": (("accept", {}), ("complete", {"product": "Báo cáo 12/BC"}), ("verify", {})),
        }
        if state == "cancelled":
            self.move("cancel", duty_id, issuer, reason="Văn bản đã thay thế")
        elif state == "disputed":
            self.dispute(duty_id)
        for verb, given in path.get(state, ()):
            self.move(verb, duty_id, self.holder_of(duty_id), **given)
        return duty_id

    def dispute(self, duty_id: int) -> None:
        """Two bodies say "not mine"."""
        wrong = {"ground": "wrong_person", "reason": "Không thuộc chức năng", "by_rule": "Quyết định 10/2025/QĐ-UBND"}
        self.move("return", duty_id, self.holder_of(duty_id), **wrong, should_hold=self.body["sxd"].pk)
        self.move("assign", duty_id, self.holder_of(duty_id), receiver=self["khanh"].pk)
        self.move("return", duty_id, "khanh", **wrong, should_hold=self.body["snnmt"].pk)

    def move(self, verb: str, duty_id: int, by: str, **given: Any) -> moves.Moved:
        """A move by somebody, by his short name."""
        return moves.move(verb, duty_id=duty_id, by=self[by], given=given)

    def holder_of(self, duty_id: int) -> str:
        """The short name of who holds it."""
        holder_id = Duty.objects.values_list("holder_id", flat=True).get(pk=duty_id)
        return next(name for name, person in self.person.items() if person.pk == holder_id)

    def _head_of(self, name: str) -> str:
        body_id = self.post[name].body_id
        heads = {post.body_id: key for key, post in reversed(self.post.items()) if post.role in ("head", "leader")}
        return heads[body_id]


def given_office(at: datetime | None = None) -> Office:
    """The office, seated from yesterday (or from `at`)."""
    return made_once(_of_yesterday) if at is None else _made(at)


def _of_yesterday() -> Office:
    return _made(now() - timedelta(days=1))


def _made(since: datetime) -> Office:
    office = Office()
    for key, name, kind, parent, symbol in _BODIES:
        office.body[key] = org.add_body(
            code=key, name=name, kind=kind, symbol=symbol, valid_from=FROM, by=None,
            parent=office.body[parent] if parent else None,
        )  # fmt: skip
    for key, name, courtesy, body, title, role, order in _PEOPLE:
        person = org.add_person(username=key, full_name=name, courtesy=courtesy, by=None)
        post = org.add_post(office.body[body], title=title, role=role, order=order, valid_from=FROM, by=None)
        org.appoint(person, post, by=None, starts_at=since)
        office.person[key], office.post[key] = person, post
    office.administrator = org.add_person(
        username="quantri", full_name="Quản trị viên", by=None, administrator=True
    )  # fmt: skip
    return office
