"""A province wide enough for real texts: Party, Front, council, departments, communes; each with a head."""

from datetime import timedelta

from tests.made_once import made_once
from tests.rooms.org.office import MERGED, TWO_LEVELS, Province, given_province

from congvu.kernel.org import moves
from congvu.kit.clock import now

_MORE = (
    # code, name, kind, parent, branch, level
    ("ttra", "Thanh tra tỉnh", "thanh_tra", "ubnd", "state", "province"),
    ("sxd", "Sở Xây dựng", "so", "ubnd", "state", "province"),
    ("stc", "Sở Tài chính", "so", "ubnd", "state", "province"),
    ("anhoa", "UBND phường An Hòa", "ubnd_xa", "ubnd", "state", "commune"),
    ("vptu", "Văn phòng Tỉnh ủy", "van_phong", "tu", "party", "province"),
    ("ubkt", "Ủy ban Kiểm tra Tỉnh ủy", "ban_dang", "tu", "party", "province"),
    ("btgdv", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "ban_dang", "tu", "party", "province"),
    ("dutanphu", "Đảng ủy xã Tân Phú", "dang_uy_xa", "tu", "party", "commune"),
    ("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "mttq", "tu", "front", "province"),
)


def given_wide_province() -> Province:
    """The small province with the bodies that the texts of Party committees and news name."""
    return made_once(_wide_province)


def _wide_province() -> Province:
    it = given_province()
    for code, name, kind, parent, branch, level in _MORE:
        it.bodies[code] = moves.add_body(
            code=code, name=name, kind=kind, parent=it.bodies[parent], branch=branch, level=level,
            valid_from=MERGED if level == "province" else TWO_LEVELS, by=it.people["quantri"],
        )  # fmt: skip
        _seat(it, f"dau-{code}", code, "Người đứng đầu", "head", 1)
    _seat(it, "chutichhoaloi", "hoaloi", "Chủ tịch UBND xã", "head", 1)
    _seat(it, "chanhvp", "vp", "Chánh Văn phòng", "head", 1)
    _seat(it, "vanthutu", "vptu", "Văn thư", "clerk", 20)
    moves.succeed(
        it.bodies["huyen"], it.bodies["anhoa"], day=TWO_LEVELS, relation="merge", instrument="Nghị quyết 1659",
        by=it.people["quantri"],
    )  # fmt: skip
    return it


def _seat(it: Province, who: str, body: str, title: str, role: str, order: int) -> None:
    by, place = it.people["quantri"], it.bodies[body]
    it.people[who] = moves.add_person(username=who, full_name=f"Trần Thị {who.capitalize()}", by=by)
    it.posts[who] = moves.add_post(place, title=title, role=role, order=order, valid_from=place.valid_from, by=by)
    moves.appoint(it.people[who], it.posts[who], by=by, starts_at=now() - timedelta(days=20))


CLERKS = {"chutich": "vanthu", "bithu": "vanthutu"}
"""Whose clerk prepares for which leader."""
