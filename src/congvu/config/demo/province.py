"""Builds the organisation through its moves: bodies now and before, posts, people, who acts for whom."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from congvu.config.demo.history import TERM, tell_history, tell_present
from congvu.config.demo.people import Names, courtesy_of
from congvu.config.demo.plan import CAST, COMMUNES, DEPARTMENTS, DISTRICTS, PARTY_BOARDS, Room
from congvu.kernel.org import moves
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.clock import day_start
from congvu.reference.bodies import BodyRow, bodies, successions

LONG_AGO = date(2016, 1, 1)
DEPARTMENTS_MERGED = date(2025, 3, 1)
TWO_LEVELS = date(2025, 7, 1)
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
RESOLUTION = "Nghị quyết của Ủy ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính cấp xã của tỉnh (giả định)"


@dataclass
class Province:
    """What was built, by code; people also by name."""

    names: Names
    bodies: dict[str, Body] = field(default_factory=dict)
    posts: dict[str, list[Post]] = field(default_factory=dict)
    holders: dict[int, Person] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    rows: dict[str, BodyRow] = field(default_factory=lambda: {row.key: row for row in bodies()})

    def from_reference(self, key: str, parent: str = "", **more: object) -> Body:
        """A body that every province has, as reference/bodies.csv describes it."""
        row = self.rows[key]
        values: dict[str, object] = {
            "name": row.name, "kind": row.kind, "branch": row.branch, "level": row.level, "symbol": row.symbol,
            "short_name": row.short_name, "instrument": row.instrument, "valid_from": row.valid_from or LONG_AGO,
            "valid_to": row.valid_to,
        }  # fmt: skip
        return self.add(key, parent, **(values | more))

    def add(self, code: str, parent: str, **values: object) -> Body:
        above = self.bodies[parent] if parent else None
        self.bodies[code] = moves.add_body(code=code, parent=above, by=None, **values)  # type: ignore[arg-type]
        return self.bodies[code]

    def seat(
        self, body: str, title: str, role: str, order: int, *, person: Person | None = None, since: date | None = None
    ) -> Post:
        """A post and the person in it, from the body's first day or from `since`; the cast of the story first."""
        count = Counter(post.title for post in self.posts.get(body, ()))[title]
        post = moves.add_post(
            self.bodies[body], title=title, role=role, order=order, valid_from=self.bodies[body].valid_from, by=None
        )
        self.posts.setdefault(body, []).append(post)
        person = person or self._person(CAST.get((body, title, count)))
        starts_at = day_start(since or self.bodies[body].valid_from)
        moves.appoint(person, post, by=None, starts_at=starts_at)
        self.holders[post.pk] = person
        return post

    def _person(self, full_name: str | None) -> Person:
        name, courtesy = (full_name, courtesy_of(full_name)) if full_name else self.names.next()
        person = moves.add_person(username=self.names.username(name), full_name=name, courtesy=courtesy, by=None)
        self.people[name] = person
        return person

    def people_of(self, body: str, role: str) -> Person:
        """Who sits in the first post of a role in a body."""
        return next(self.holders[post.pk] for post in self.posts[body] if post.role == role)

    def head(self, body: str) -> Person:
        """Who sits in the first post of a body."""
        return self.holders[self.posts[body][0].pk]


def build(names: Names, today: date) -> Province:
    """The whole organisation; the administrator comes last, for only then managers are asked for."""
    names.keep(*CAST.values())
    it = Province(names)
    _leadership(it)
    for key, (head, deputy, deputies, rooms) in DEPARTMENTS.items():
        _department(it, key, head, deputy, deputies, rooms)
    for code, name, ward, _ in COMMUNES:
        _commune(it, code, name, ward=ward)
    _party_and_front(it)
    _before(it)
    _acting(it, today)
    tell_history(it)
    it.people["Quản trị viên"] = moves.add_person(
        username="quantri", full_name="Hà Quang Việt", courtesy="ông", by=None, administrator=True
    )
    tell_present(it, today)
    return it


def _leadership(it: Province) -> None:
    # this province was not merged: its committee and council stood before the two levels
    it.from_reference("ubnd_tinh", valid_from=LONG_AGO, instrument="Luật 77/2015/QH13; Luật 72/2025/QH15")
    it.seat("ubnd_tinh", "Chủ tịch UBND tỉnh", "leader", 1, since=TERM)
    for order in (2, 3, 4):
        it.seat("ubnd_tinh", "Phó Chủ tịch UBND tỉnh", "leader", order, since=TERM)
    it.from_reference("hdnd_tinh", valid_from=LONG_AGO, instrument="Luật 77/2015/QH13; Luật 72/2025/QH15")
    it.seat("hdnd_tinh", "Chủ tịch HĐND tỉnh", "head", 1)
    it.seat("hdnd_tinh", "Phó Chủ tịch HĐND tỉnh", "oversight", 2)
    it.from_reference("vp_dbqh_hdnd", "hdnd_tinh")
    it.seat("vp_dbqh_hdnd", "Chánh Văn phòng", "head", 1)
    it.seat("vp_dbqh_hdnd", "Chuyên viên", "official", 20)


def _department(it: Province, key: str, head: str, deputy: str, deputies: int, rooms: tuple[Room, ...]) -> None:
    it.from_reference(key, "ubnd_tinh")
    it.seat(key, head, "head", 1)
    for order in range(2, 2 + deputies):
        it.seat(key, deputy, "deputy", order)
    it.seat(key, "Văn thư", "clerk", 50)
    if key == "so_noi_vu":
        it.seat(key, "Chuyên viên tổ chức cán bộ", "home_affairs", 20)
    for number, room in enumerate(rooms, 1):
        code = f"{key}/{room.name}"
        it.add(
            code, key, name=room.name, kind="phong", level="province", valid_from=it.bodies[key].valid_from,
            symbol=f"P{number}",
        )  # fmt: skip
        it.seat(code, "Trưởng phòng", "head", 1)
        role = "inspector" if room.officials_title == "Thanh tra viên" else "official"
        for _ in range(room.officials):
            it.seat(code, room.officials_title, role, 20)


def _commune(it: Province, code: str, name: str, *, ward: bool) -> None:
    kind = "phường" if ward else "xã"
    key = f"ubnd_{code}"
    since = {"valid_from": TWO_LEVELS, "level": "commune"}
    it.add(
        key, "ubnd_tinh", name=f"UBND {kind} {name}", kind="ubnd_xa", symbol="UBND",
        instrument=it.rows["ubnd_xa"].instrument, **since,
    )  # fmt: skip
    it.seat(key, f"Chủ tịch UBND {kind}", "head", 1)
    for order in (2, 3):
        it.seat(key, f"Phó Chủ tịch UBND {kind}", "deputy", order)
    room = ("p_kthtdt", "Phòng Kinh tế, Hạ tầng và Đô thị") if ward else ("p_kinhte_xa", "Phòng Kinh tế")
    for part, title, head in (
        ("vp_xa", f"Văn phòng HĐND và UBND {kind}", "Chánh Văn phòng"),
        (room[0], room[1], "Trưởng phòng"),
        ("p_vhxh", "Phòng Văn hóa – Xã hội", "Trưởng phòng"),
        ("tt_pvhcc_xa", "Trung tâm Phục vụ hành chính công", "Giám đốc"),
    ):
        row = it.rows[part]
        inner = f"{key}/{part}"
        it.add(inner, key, name=title, kind=row.kind, symbol=row.symbol, **since)
        it.seat(inner, head, "head", 1)
        if part == "vp_xa":
            it.seat(inner, "Văn thư", "clerk", 50)
        else:
            it.seat(inner, "Công chức", "official", 20)


def _party_and_front(it: Province) -> None:
    it.from_reference("tinh_uy", name="Tỉnh ủy", short_name="Tỉnh ủy An Bình")
    it.seat("tinh_uy", "Bí thư Tỉnh ủy", "leader", 1)
    it.seat("tinh_uy", "Phó Bí thư Thường trực Tỉnh ủy", "leader", 2)
    for key, (head, deputy) in PARTY_BOARDS.items():
        it.from_reference(key, "tinh_uy")
        it.seat(key, head, "head", 1)
        it.seat(key, deputy, "deputy", 2)
        it.seat(key, *(("Văn thư", "clerk", 50) if key == "vp_tinh_uy" else ("Chuyên viên", "official", 20)))
    it.from_reference("du_ubnd", "tinh_uy")
    it.seat("du_ubnd", "Bí thư Đảng ủy", "head", 1, person=it.head("ubnd_tinh"))
    for code, name, ward, _ in COMMUNES:
        kind = "phường" if ward else "xã"
        it.add(
            f"du_{code}", "tinh_uy", name=f"Đảng ủy {kind} {name}", kind="dang_uy_xa", branch="party", level="commune",
            symbol="ĐU", valid_from=TWO_LEVELS,
        )  # fmt: skip
        it.seat(f"du_{code}", f"Bí thư Đảng ủy {kind}", "head", 1)
    it.from_reference("mttq_tinh", "tinh_uy", name="Ủy ban MTTQ Việt Nam tỉnh")
    it.seat("mttq_tinh", "Chủ tịch Ủy ban MTTQ Việt Nam tỉnh", "head", 1)
    it.seat("mttq_tinh", "Phó Chủ tịch, phụ trách giám sát", "oversight", 2)


def _before(it: Province) -> None:
    """Bodies that ended in 2025, and who carries them on: departments of before, districts, old communes."""
    for succession in successions():
        old, new = succession.predecessor_key, succession.successor_key
        if old.startswith("x_") and new in it.bodies and succession.day is not None:
            if old not in it.bodies:
                above = "tinh_uy" if it.rows[old].branch == "party" else "ubnd_tinh"
                it.from_reference(old, above)
            _succeed(it, old, new, succession.day, succession.relation, succession.instrument)
    gone = {"valid_from": LONG_AGO, "valid_to": LAST_DAY_OF_DISTRICTS}
    for code, name, communes in DISTRICTS:
        it.add(code, "ubnd_tinh", name=name, kind="ubnd_huyen", level="district", symbol="UBND", **gone)
        for commune in communes:
            _succeed(it, code, f"ubnd_{commune}", TWO_LEVELS, "kết thúc hoạt động cấp huyện", "Luật 72/2025/QH15")
    for code, _, _, old_names in COMMUNES:
        for number, name in enumerate(old_names, 1):
            old = f"x_{code}_{number}"
            it.add(
                old, "ubnd_tinh", name=f"UBND {name[0].lower()}{name[1:]}", kind="ubnd_xa", level="commune",
                symbol="UBND", **gone,
            )  # fmt: skip
            _succeed(it, old, f"ubnd_{code}", TWO_LEVELS, "nhập toàn bộ", RESOLUTION)


def _succeed(it: Province, old: str, new: str, day: date, relation: str, instrument: str) -> None:
    moves.succeed(it.bodies[old], it.bodies[new], day=day, relation=relation, instrument=instrument, by=None)


def _acting(it: Province, today: date) -> None:
    """A mandate, a delegation and the first lines of the authority matrix."""
    chairman, office = it.posts["ubnd_tinh"][0], it.head("vp_ubnd_tinh")
    moves.mandate(leader_post=chairman, person=office, starts_on=today - timedelta(days=120), by=None)
    moves.delegate(
        from_post=it.posts["so_nnmt"][0], to_person=it.holders[it.posts["so_nnmt"][1].pk],
        scope="Ký văn bản chuyên môn lĩnh vực đất đai", instrument="Văn bản ủy quyền 36/UQ-SNNMT",
        starts_on=today - timedelta(days=60), ends_on=today + timedelta(days=120), by=None,
    )  # fmt: skip
    for matter, body in (
        ("hồ sơ đất đai quá hạn", "so_nnmt"),
        ("giải ngân vốn đầu tư công", "so_tai_chinh"),
        ("kiểm tra công vụ", "so_noi_vu"),
        ("quy hoạch phân khu", "so_xay_dung"),
        ("chuyển đổi số", "so_khcn"),
    ):
        moves.rule_authority(
            matter=matter, body=it.bodies[body], deciding_post=it.posts[body][0], source="instrument",
            instrument="Quyết định 18/2025/QĐ-UBND (giả định)", article="Điều 4", day=TWO_LEVELS, by=None,
        )  # fmt: skip
