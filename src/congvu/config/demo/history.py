"""What the province was before July 2025, and what its organisation is in the middle of: people away, a plan in draft.

Three levels until 30/6/2025: districts with their chairmen and rooms, who sit in today's communes now; departments of
before March 2025 with their directors. So a question asked as of a day of 2023 has an answer with names.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from congvu.config.demo.plan import COMMUNES, DISTRICTS
from congvu.kernel.org import moves
from congvu.kernel.org.models import Person
from congvu.kit.clock import day_start
from congvu.reference.bodies import successions

if TYPE_CHECKING:
    from congvu.config.demo.province import Province

TERM = date(2021, 7, 1)  # the councils' term 2021-2026 began in the summer of 2021
TWO_LEVELS = date(2025, 7, 1)


def tell_history(it: "Province") -> None:
    """Who sat in the districts and in the departments of before, until they ended."""
    for code, _, communes in DISTRICTS:
        kind = "huyện" if code.startswith("h_") else "thị xã"
        heads = [it.head(f"ubnd_{commune}") for commune in communes]
        _past_seat(it, code, f"Chủ tịch UBND {kind}", "head", 1, heads[0])
        _past_seat(it, code, f"Phó Chủ tịch UBND {kind}", "deputy", 2, heads[1])
        for number, (title, matter) in enumerate((("Phòng Tài nguyên và Môi trường", "tnmt"), ("Phòng Nội vụ", "nv"))):
            room = f"{code}/{matter}"
            it.add(
                room, code, name=title, kind="phong", level="district", symbol=f"P{matter.upper()}",
                valid_from=it.bodies[code].valid_from, valid_to=it.bodies[code].valid_to,
            )  # fmt: skip
            commune = communes[(number + 1) % len(communes)]
            deputy = it.holders[it.posts[f"ubnd_{commune}"][1].pk]
            _past_seat(it, room, "Trưởng phòng", "head", 1, deputy)
    for succession in successions():
        old, new = succession.predecessor_key, succession.successor_key
        if old.startswith("x_so_") and old in it.bodies and old not in it.former:
            deputies = [post for post in it.posts[new] if post.role == "deputy"]
            taken = sum(1 for heir in it.former.values() if heir == new)
            it.former[old] = new
            sitting = it.posts[new][0] if taken == 0 else deputies[(taken - 1) % len(deputies)]
            _past_seat(it, old, "Giám đốc", "head", 1, it.holders[sitting.pk])


def _past_seat(it: "Province", body: str, title: str, role: str, order: int, person: Person) -> None:
    """A seat that ended with its body, and who sat there for its last years."""
    of = it.bodies[body]
    assert of.valid_to is not None
    post = moves.add_post(of, title=title, role=role, order=order, valid_from=of.valid_from, by=None)
    moves.appoint(person, post, by=None, starts_at=day_start(TERM), ends_at=day_start(of.valid_to + timedelta(days=1)))
    moves.close_post(post, day=of.valid_to, by=None)


def tell_present(it: "Province", today: date) -> None:
    """Somebody is away, a seat is vacant, a matter is delegated, a merger is being prepared. After the administrator
    came: by the home affairs post and the heads themselves.
    """
    home_affairs = it.people_of("so_noi_vu", "home_affairs")
    _away(it, "so_vhttdl", today - timedelta(days=1), today + timedelta(days=4), "Nghỉ phép năm")
    _away(it, "so_y_te", today + timedelta(days=6), today + timedelta(days=10), "Đi học bồi dưỡng")
    moves.add_post(
        it.bodies["so_cong_thuong"], title="Phó Giám đốc", role="deputy", order=3, valid_from=TWO_LEVELS,
        by=home_affairs,
    )  # fmt: skip
    _merger(it, home_affairs, today)


def _away(it: "Province", department: str, first: date, last: date, reason: str) -> None:
    """A head of a room, with an official of it standing in; his director records it."""
    room = next(key for key in it.posts if key.startswith(f"{department}/"))
    head, colleague = it.posts[room][:2]
    moves.record_absence(
        it.holders[head.pk], stand_in=it.holders[colleague.pk], starts_on=first, ends_on=last, reason=reason,
        by=it.head(department),
    )  # fmt: skip


def _merger(it: "Province", by: Person, today: date) -> None:
    """Two communes that a resolution to come would join: a draft, waiting to be rehearsed and decided."""
    first, second = COMMUNES[2], COMMUNES[3]
    plan = moves.prepare_plan(
        name=f"Nhập xã {second[1]} vào xã {first[1]}", instrument="Dự thảo nghị quyết sắp xếp cấp xã (giả định)",
        day=today + timedelta(days=60), by=by,
    )  # fmt: skip
    for prefix, relation in (("ubnd", "nhập toàn bộ"), ("du", "nhập toàn bộ")):
        target = moves.plan_body(plan, existing=it.bodies[f"{prefix}_{first[0]}"], by=by)
        moves.plan_ending(plan, it.bodies[f"{prefix}_{second[0]}"], [target], by=by, relation=relation)
