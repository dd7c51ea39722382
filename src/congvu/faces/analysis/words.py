"""How findings are said in Vietnamese: titles, columns, figures, and the sentences that come before the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from congvu.engines.analytics.logs.builder import NO_ZONE
from congvu.engines.worktime import format_working
from congvu.faces.analysis.findings import Findings, Kept, Row

REAL_DAY, MANY_DAYS = 86_400, 1_000
STRONG_DRIFT, LEAST_DRIFT = 3, 0.05  # times what chance gives, and bits beyond it
MOSTLY = 0.95
FEW_NAMED = 0.5  # below this share of events with a holder, handovers say little

# Column: key of the row, header, how its value is said.
Column = tuple[str, str, str]
_PAIR: tuple[Column, ...] = (("from", "Từ", "text"), ("to", "Đến", "text"), ("count", "Số lần", "count"))
_TIMES: tuple[Column, ...] = (
    ("count", "Số lần", "count"),
    ("median", "Trung vị", "time"),
    ("p90", "90 % không quá", "time"),
    ("longest", "Lâu nhất", "time"),
    ("seconds", "Tổng", "time"),
)
_NAMED: tuple[Column, ...] = (("name", "Tên", "text"),)
_BY = {"step": "Bước", "person": "Người", "unit": "Đơn vị"}
_AWAY: Column = ("seconds", "Thời gian rời tay", "time")

TITLES: Mapping[str, str] = {
    "summary": "Nhật ký",
    "throughput": "Cả hồ sơ, từ sự kiện đầu đến sự kiện cuối",
    "bottlenecks": "Hồ sơ chờ lâu nhất ở đâu",
    "held": "Thời gian chờ trước mỗi bước",
    "held_by_holder": "Thời gian nằm ở mỗi người",
    "held_by": "Thời gian chờ theo nhóm",
    "handovers": "Chuyển tay",
    "ping_pong": "Chuyển vòng trực tiếp A→B→A",
    "ping_pong_indirect": "Chuyển vòng gián tiếp A→B→…→A",
    "ping_pong_empty": "Chuyển vòng mà ở giữa không làm việc gì mới",
    "load": "Lúc có việc và lúc không có việc",
    "follows": "Bước nào nối bước nào",
    "rework": "Làm lại: bước đã làm trong hồ sơ rồi",
    "self_loops": "Lặp ngay: bước vừa làm xong",
    "batches": "Làm dồn: ít nhất 3 hồ sơ liền nhau, mỗi hồ sơ cách nhau không quá 1 phút",
    "lateness": "Trễ hạn",
    "variants": "Đường đi của hồ sơ",
    "periods": "Theo từng kỳ",
    "queues": "Hàng chờ trước các bước chờ nhiều nhất",
}
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "throughput": (("count", "Hồ sơ", "count"), *_TIMES[1:]),
    "bottlenecks": (*_PAIR, ("seconds", "Chờ tổng cộng", "time"), ("mean", "Trung bình", "time"),
                    ("share", "Phần của mọi chờ đợi", "share")),
    "held": (*_NAMED, *_TIMES),
    "held_by_holder": (*_NAMED, *_TIMES),
    "handovers": (*_PAIR, ("seconds", "Chờ tổng cộng", "time")),
    "ping_pong": (*_PAIR, _AWAY),
    "ping_pong_indirect": (*_PAIR, _AWAY),
    "ping_pong_empty": (*_PAIR, _AWAY),
    "load": (*_NAMED, ("busy", "Có việc", "time"), ("idle", "Không có việc", "time"),
             ("side_by_side", "Hồ sơ cùng lúc", "number")),
    "follows": (*_PAIR, ("seconds", "Chờ tổng cộng", "time")),
    "rework": (*_NAMED, ("count", "Số lần", "count")),
    "self_loops": (*_NAMED, ("count", "Số lần", "count")),
    "batches": (*_NAMED, ("batches", "Số đợt", "count"), ("events", "Sự kiện trong đợt", "count"),
                ("largest", "Đợt lớn nhất", "count")),
    "variants": (("cases", "Hồ sơ", "count"), ("share", "Phần", "share"), ("steps", "Các bước", "path")),
    "periods": (
        ("period", "Kỳ", "text"), ("begun", "Bắt đầu", "count"), ("ended", "Kết thúc", "count"),
        ("open_at_end", "Còn lại", "count"), ("open_mean", "Trung bình đang làm", "number"),
        ("median", "Trung vị cả hồ sơ", "time"), ("active", "Người làm", "count"),
        ("handovers", "Chuyển tay", "count"), ("ping_pong", "Chuyển vòng", "count"),
        ("repeats", "Làm lại", "count"), ("drift", "Khác kỳ trước", "number"),
        ("drift_by_chance", "Riêng ngẫu nhiên", "number"),
    ),
    "queues": (("step", "Bước", "text"), ("period", "Kỳ", "text"), ("mean", "Trung bình chờ", "number"),
               ("at_end", "Cuối kỳ còn chờ", "count")),
}  # fmt: skip
LATENESS: tuple[Column, ...] = (*_NAMED, ("seconds", "Phần của độ trễ", "time"))


def columns_of(name: str, found: Kept) -> tuple[Column, ...]:
    """The columns of a table; of `held_by` those asked for."""
    if name == "held_by":
        return (*((key, _BY[key], "text") for key in found.asked.by), *_TIMES)
    return COLUMNS[name]


def number(value: float, decimals: int = 0) -> str:
    """As Vietnamese writes it: 1.234,5."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def share(value: float) -> str:
    return f"{number(100 * value, 0 if value >= 0.1 or not value else 1)} %"


def time_words(found: Kept, seconds: int) -> str:
    """On the log's clock: a day is that of the calendar's office hours, or of 24 hours."""
    calendar = found.asked.calendar
    day = calendar.day_seconds if calendar else REAL_DAY
    if seconds >= MANY_DAYS * day:  # hours say nothing beside a thousand days
        return f"{number(seconds // day)} ngày"
    return format_working(seconds, day)


def said(found: Kept, value: Any, kind: str) -> str:
    """One value of a row."""
    if value is None:
        return "–"
    if kind == "number":
        return number(value, 0 if value >= 100 else 2)
    says: Mapping[str, Callable[[Any], str]] = {
        "text": str,
        "count": number,
        "time": lambda seconds: time_words(found, seconds),
        "share": share,
        "path": " → ".join,
    }
    return says[kind](value)


def zone_words(minutes: int) -> str:
    """UTC+07:00."""
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def clock_words(found: Kept) -> str:
    """What a day is."""
    calendar = found.asked.calendar
    if calendar is None:
        return "Thời gian là thời gian thực: một ngày là 24 giờ."
    hours = number(calendar.day_seconds / 3600, 1 if calendar.day_seconds % 3600 else 0)
    off = (
        "trừ ngày nghỉ theo lịch của Việt Nam" if calendar.code == "vn" else "trừ thứ Bảy, Chủ nhật, không trừ ngày lễ"
    )
    return f"Thời gian là thời gian làm việc: một ngày là {hours} giờ, {off}."


def summary_words(one: Row) -> Iterator[str]:
    """How much there is, and from when until when."""
    yield f"{number(one['cases'])} hồ sơ"
    yield f"{number(one['events'])} sự kiện"
    yield f"{number(one['activities'])} bước"
    if one["people"]:
        yield f"{number(one['people'])} người"
    if one["units"]:
        yield f"{number(one['units'])} đơn vị"
    yield "từ " + " đến ".join("/".join(reversed(one[day].split("-"))) for day in ("first_day", "last_day"))


def warnings(found: Findings) -> Iterator[str]:
    """What the reader must know before he believes a table."""
    whose = "người" if found.asked.perspective == "resource" else "đơn vị"
    rows = found.steps.holder >= 0
    named, events, first = int(rows.sum()), len(rows), int(rows[found.steps.starts].sum())
    if not named:
        yield f"Nhật ký không ghi {whose}: không đo được chuyển tay và chuyển vòng."
    elif named == first and events > found.log.cases:
        yield f"Chỉ sự kiện đầu của mỗi hồ sơ có {whose}: không đo được chuyển tay và chuyển vòng."
    elif first > MOSTLY * named and events > found.log.cases:
        yield f"Gần như chỉ sự kiện đầu của mỗi hồ sơ có {whose}: số lần chuyển tay, chuyển vòng không nói lên gì."
    elif named < FEW_NAMED * events:
        yield f"Chỉ {share(named / events)} sự kiện có {whose}; chuyển tay, chuyển vòng tính trên số đó."
    if found.asked.calendar and not found.log.usual_offset and found.log.skipped.get(NO_ZONE, 0) < events / 2:
        yield "Nhật ký ghi giờ quốc tế (UTC), giờ làm việc tính theo giờ ấy; nơi ghi ở Việt Nam thì thêm --zone +07:00."
    other = int(np.count_nonzero(found.log.wall_offset != found.log.offset_minutes))
    if other and found.asked.calendar:
        zone = zone_words(found.log.usual_offset)
        yield f"{number(other)} sự kiện ghi theo múi giờ khác hẳn; giờ làm việc của chúng tính theo {zone}."


def headlines(found: Findings, tables: Mapping[str, Any]) -> Iterator[str]:
    """The report in a few sentences, each with its numbers."""
    whole = tables["throughput"]
    yield (
        f"Một nửa số hồ sơ xong trong {time_words(found, whole['median'])}; cứ mười hồ sơ thì một hồ sơ lâu hơn "
        f"{time_words(found, whole['p90'])}."
    )
    if tables["bottlenecks"] and tables["bottlenecks"][0]["seconds"]:
        worst = tables["bottlenecks"][0]
        yield (
            f"Chờ nhiều nhất là từ “{worst['from']}” đến “{worst['to']}”: {share(worst['share'])} của mọi chờ đợi, "
            f"{number(worst['count'])} lần, trung bình {time_words(found, worst['mean'])}."
        )
    given, back = found.handovers.total, found.direct.total
    if given:
        yield (
            f"Hồ sơ chuyển tay {number(given)} lần, cứ mười hồ sơ thì {number(10 * given / found.log.cases, 1)} lần; "
            f"{number(back)} lần ({share(back / given)}) là quay lại ngay tay vừa giao."
        )
    empty = found.circles.empty.total
    if empty:
        yield f"{number(empty)} lần hồ sơ đi rồi về mà ở giữa không ai làm bước nào mới."
    repeats = int(found.series.repeats.sum())
    yield f"{share(repeats / len(found.log))} sự kiện là làm lại một bước hồ sơ đã qua."
    yield from _late(found, tables["lateness"])
    most = tables["variants"]
    yield (
        f"Hồ sơ đi theo {number(most['count'])} đường khác nhau; đường nhiều nhất có {share(most['most'][0]['share'])} "
        "số hồ sơ."
    )
    yield from _drifts(found, tables["periods"])


def _late(found: Findings, late: Row | None) -> Iterator[str]:
    if late:
        yield (
            f"{number(late['late'])} trong {number(late['cases'])} hồ sơ có hạn kết thúc sau hạn, cộng lại trễ "
            f"{time_words(found, late['seconds'])}."
        )


def _drifts(found: Findings, periods: Sequence[Row]) -> Iterator[str]:
    """Named only where the change is several times what chance gives, so that a small period accuses nothing."""
    changed = [
        row["period"]
        for row in periods
        if row["drift"] is not None and row["drift"] > STRONG_DRIFT * row["drift_by_chance"] + LEAST_DRIFT
    ]
    if changed:
        yield f"Cách làm đổi rõ so với kỳ trước ở {', '.join(changed[-5:])}: khi so các kỳ, hãy xem có gì đổi lúc ấy."
