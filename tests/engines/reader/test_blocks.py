"""Plans made of blocks of fields in many spellings: one demand a block, its names, helpers and time from the fields."""

import random
from dataclasses import dataclass, field

from congvu.engines.reader import Demand, read

TITLES = (
    "Tổ chức tập huấn nghiệp vụ cho cán bộ cấp xã",
    "Xây dựng phần mềm quản lý hồ sơ",
    "Rà soát, bổ sung cơ sở dữ liệu về đất đai",
    "Biên soạn, in ấn tài liệu tuyên truyền",
    "Công tác tuyên truyền, phổ biến pháp luật",
)
LEADERS = (("Sở Tư pháp",), ("Sở Nội vụ", "Sở Tài chính"), ("Ủy ban nhân dân các xã, phường",), ("Bộ Quốc phòng",))
HELPERS = ((), ("Sở Y tế",), ("Báo Sông Lam", "các cơ quan, đơn vị liên quan"), ("Hội Nông dân tỉnh", "Tỉnh đoàn"))
TIMES: tuple[tuple[str, dict[str, str] | None], ...] = (
    ("Quý I/2026", {"date": "2026-03-31"}),
    ("Trong năm 2026", {"date": "2026-12-31"}),
    ("Tháng 3/2026", {"date": "2026-03-31"}),
    ("Hoàn thành trước ngày 30/6/2026", {"date": "2026-06-30"}),
    ("Thường xuyên", None),
    ("Hằng năm", {"every": "year"}),
    ("Quý II, quý III năm 2026", {"date": "2026-09-30"}),
    ("Từ tháng 4 đến tháng 8/2026", {"date": "2026-08-31"}),
    ("6 tháng đầu năm 2026", {"date": "2026-06-30"}),
)
LEAD = (
    "Cơ quan chủ trì",
    "Đơn vị chủ trì",
    "Chủ trì",
    "Cơ quan thực hiện",
    "Phân công thực hiện",
    "Trách nhiệm thực hiện",
)
HELP = ("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Cơ quan phối hợp thực hiện")
WHEN = ("Thời gian", "Thời gian thực hiện", "Thời hạn hoàn thành", "Tiến độ")
CONTENT = (
    "Nội dung: Cung cấp kiến thức.",
    "Đối tượng: Công chức cấp xã.",
    "Hình thức: Trực tuyến.",
    "Kinh phí: Ngân sách tỉnh.",
)
HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH SÔNG LAM\n\nSố: 88/KH-UBND\n\nSông Lam, ngày 20 tháng 01 năm 2026\n\nKẾ HOẠCH\n\n"
    "Triển khai công tác năm 2026\n\nỦy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:\n\nII. NỘI DUNG\n\n"
)


@dataclass
class Plan:
    """A plan's text and what its blocks say."""

    text: str = HEAD
    wanted: list[tuple[object, ...]] = field(default_factory=list)


def plan(dice: random.Random) -> Plan:
    made = Plan()
    lead, help_, when = dice.choice(LEAD), dice.choice(HELP), dice.choice(WHEN)
    mark = dice.choice(("- ", "+ ", "* ", ""))
    together, inline, time_first = dice.random() < 0.25, dice.random() < 0.15, dice.random() < 0.3
    for number in range(1, dice.randint(2, 4)):
        leaders, helpers = dice.choice(LEADERS), dice.choice(HELPERS)
        time, deadline = dice.choice(TIMES)
        who = [f"{lead}: {', '.join(leaders)}."] + ([f"{help_}: {', '.join(helpers)}."] if helpers else [])
        if together:
            with_ = f", phối hợp với {', '.join(helpers)}" if helpers else ""
            who = [f"Phân công: {' và '.join(leaders)} chủ trì{with_} thực hiện."]
        fields = [f"{when}: {time}.", *who] if time_first else [*who, f"{when}: {time}."]
        fields = dice.sample(CONTENT, dice.randint(0, 2)) + fields
        body = (
            mark + "; ".join(f.rstrip(".") for f in fields) + "." if inline else "\n\n".join(mark + f for f in fields)
        )
        made.text += f"{number}. {dice.choice(TITLES)}\n\n{body}\n\n"
        made.wanted.append(shown_names(leaders, helpers, deadline))
    made.text += "III. TỔ CHỨC THỰC HIỆN\n\n1. Sở Tài chính bố trí kinh phí.\n"
    made.wanted.append(shown_names(("Sở Tài chính",), (), None))
    return made


def shown_names(names: tuple[str, ...], helpers: tuple[str, ...], deadline: object) -> tuple[object, ...]:
    return tuple(n.lower() for n in names), tuple(h.lower() for h in helpers), deadline


def shown(demand: Demand) -> tuple[object, ...]:
    names, helpers = (tuple(n.text for n in row) for row in (demand.assignees, demand.coordinators))
    return shown_names(names, helpers, dict(demand.deadline) if demand.deadline else None)


def test_blocks_of_fields_are_read_in_any_spelling() -> None:
    dice = random.Random(7)
    plans = [plan(dice) for _ in range(120)]
    faults = [made.text for made in plans if [shown(d) for d in read(made.text).demands] != made.wanted]
    assert len(faults) <= 0.12 * len(plans), faults[0]
