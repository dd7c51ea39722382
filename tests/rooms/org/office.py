"""A small province made through the moves of the organisation, for the tests of this room."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from tests.made_once import made_once

from congvu.kernel.org import moves
from congvu.kernel.org.models import Body, Person, Post

FOUNDED = date(2021, 1, 1)
MERGED = date(2025, 3, 1)
TWO_LEVELS = date(2025, 7, 1)
LONG_AGO = datetime(2021, 1, 4, 0, tzinfo=UTC)


@dataclass
class Province:
    bodies: dict[str, Body] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def body(self, code: str, name: str, kind: str, parent: str = "", since: date = FOUNDED, **more: object) -> Body:
        above = self.bodies[parent] if parent else None
        made = moves.add_body(code=code, name=name, kind=kind, parent=above, valid_from=since, by=None, **more)  # type: ignore[arg-type]
        self.bodies[code] = made
        return made

    def seat(self, who: str, body: str, title: str, role: str, order: int, **more: object) -> Post:
        if who not in self.people:
            self.people[who] = moves.add_person(username=who, full_name=f"Nguyễn Văn {who.capitalize()}", by=None)
        post = moves.add_post(self.bodies[body], title=title, role=role, order=order, valid_from=FOUNDED, by=None)
        self.posts[who] = post
        moves.appoint(self.people[who], post, by=None, starts_at=LONG_AGO, **more)  # type: ignore[arg-type]
        return post


def given_province() -> Province:
    """UBND tỉnh with two departments and two communes, the Party committee with one board, a district of before."""
    return made_once(_province)


def _province() -> Province:
    moves.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    it = Province()
    it.body("tu", "Tỉnh ủy", "tinh_uy", branch="party")
    it.body("btc", "Ban Tổ chức Tỉnh ủy", "ban_dang", "tu", branch="party")
    it.body("ubnd", "UBND tỉnh", "ubnd_tinh", since=TWO_LEVELS)
    it.body("vp", "Văn phòng UBND tỉnh", "van_phong", "ubnd")
    it.body("snv", "Sở Nội vụ", "so", "ubnd", since=MERGED)
    it.body("snnmt", "Sở Nông nghiệp và Môi trường", "so", "ubnd", since=MERGED, short_name="Sở NN&MT")
    it.body("qldd", "Phòng Quản lý đất đai", "phong", "snnmt", since=MERGED)
    it.body("tanphu", "UBND xã Tân Phú", "ubnd_xa", "ubnd", since=TWO_LEVELS, level="commune")
    it.body("hoaloi", "UBND xã Hòa Lợi", "ubnd_xa", "ubnd", since=TWO_LEVELS, level="commune")
    before = {"valid_to": date(2025, 2, 28)}
    it.body("stnmt", "Sở Tài nguyên và Môi trường", "so", "ubnd", **before)
    it.body("sldtbxh", "Sở Lao động – Thương binh và Xã hội", "so", "ubnd", **before)
    it.body("snvcu", "Sở Nội vụ", "so", "ubnd", **before)
    it.body("huyen", "UBND huyện Tân Lợi", "ubnd_huyen", "ubnd", level="district", valid_to=date(2025, 6, 30))
    for old, new, day in (
        ("stnmt", "snnmt", MERGED), ("sldtbxh", "snv", MERGED), ("snvcu", "snv", MERGED),
        ("huyen", "tanphu", TWO_LEVELS), ("huyen", "hoaloi", TWO_LEVELS),
    ):  # fmt: skip
        moves.succeed(it.bodies[old], it.bodies[new], day=day, relation="merge", instrument="NQ 18-NQ/TW", by=None)
    it.seat("bithu", "tu", "Bí thư Tỉnh ủy", "leader", 1)
    it.seat("chutich", "ubnd", "Chủ tịch UBND tỉnh", "leader", 1)
    it.seat("vanthu", "vp", "Văn thư", "clerk", 20)
    it.seat("giamdoc", "snnmt", "Giám đốc", "head", 1)
    it.seat("phogiamdoc", "snnmt", "Phó Giám đốc", "deputy", 2)
    it.seat("phogiamdoc2", "snnmt", "Phó Giám đốc", "deputy", 3)
    it.seat("truongphong", "qldd", "Trưởng phòng", "head", 1)
    it.seat("lan", "qldd", "Chuyên viên", "official", 20)
    it.seat("noivu", "snv", "Giám đốc", "head", 1)
    it.seat("tochuc", "snv", "Trưởng phòng Tổ chức", "home_affairs", 10)
    it.seat("xa", "tanphu", "Chủ tịch UBND xã", "head", 1)
    it.seat("banto", "btc", "Trưởng ban", "head", 1)
    it.people["quantri"] = moves.add_person(username="quantri", full_name="Quản Trị", by=None, administrator=True)
    return it
