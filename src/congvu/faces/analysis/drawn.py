"""Which figures of the findings go into which picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

import numpy as np

from congvu.engines.analytics.measures.flow import handovers_at
from congvu.faces.analysis.findings import Findings, Row
from congvu.faces.analysis.pictures import (
    Arc,
    Dots,
    Line,
    bar,
    column_chart,
    dotted_chart,
    handover_map,
    line_chart,
    small_lines,
)
from congvu.faces.analysis.words import number, said, share

MAP_PLACES, MAP_ARCS = 12, 30
DOTTED_CASES, DOTS = 300, 6_000
LONGEST_PATH = 12
DATES = 3


def waiting_bars(found: Findings, rows: Sequence[Row]) -> str:
    """Where the cases wait: the sums, and the bars of them."""
    most = max((row["seconds"] for row in rows), default=0) or 1
    return _bars(
        (f"{row['from']} → {row['to']}", row["seconds"] / most,
         f"{said(found, row['seconds'], 'time')} · {share(row['share'])} · {number(row['count'])} lần")
        for row in rows
    )  # fmt: skip


def holding_bars(found: Findings, rows: Sequence[Row]) -> str:
    """How long work lies, by the length nine of ten do not exceed."""
    most = max((row["p90"] for row in rows), default=0) or 1
    return _bars(
        (row["name"], row["p90"] / most,
         f"trung vị {said(found, row['median'], 'time')} · 90 % không quá {said(found, row['p90'], 'time')}")
        for row in sorted(rows, key=lambda row: -row["p90"])
    )  # fmt: skip


def variant_bars(rows: Sequence[Row]) -> str:
    """The commonest ways of the cases."""
    return _bars(
        (_path(row["steps"]), row["share"], f"{number(row['cases'])} hồ sơ · {share(row['share'])}") for row in rows
    )


def _path(steps: Sequence[str]) -> str:
    """The steps of a way; a step done several times in a row is said once, a long way is cut."""
    runs = [(name, len(list(same))) for name, same in groupby(steps)]
    shown = " → ".join(f"{name} ×{times}" if times > 1 else name for name, times in runs[:LONGEST_PATH])
    return shown + (f" → … (còn {len(runs) - LONGEST_PATH})" if len(runs) > LONGEST_PATH else "")


def _bars(rows: Iterator[tuple[str, float, str]]) -> str:
    items = "".join(
        f'<li><span class="name">{escape(name)}</span>{bar(part)}<span class="figure">{escape(text)}</span></li>'
        for name, part, text in rows
    )
    return f'<ol class="bars">{items}</ol>'


def map_of(found: Findings) -> str:
    """The handovers among those who hand over most; the list below gives each number its name."""
    pairs = found.handovers
    sizes: Counter[int] = Counter()
    for side in (pairs.first, pairs.second):
        for code, count in zip(side.tolist(), pairs.count.tolist(), strict=True):
            sizes[code] += count
    places = [code for code, _ in sorted(sizes.items(), key=lambda one: (-one[1], one[0]))[:MAP_PLACES]]
    rows = zip(pairs.first.tolist(), pairs.second.tolist(), pairs.count.tolist(), strict=True)
    arcs = [Arc(places.index(a), places.index(b), n) for a, b, n in rows if a in places and b in places][:MAP_ARCS]
    names = "".join(
        f"<li>{escape(found.holders[code])} <span>({number(sizes[code])} lần giao, nhận)</span></li>" for code in places
    )
    title = f"Sơ đồ chuyển tay giữa {len(places)} nơi nhiều nhất; số liệu ở danh sách và bảng bên dưới"
    return f'{handover_map(title, [sizes[code] for code in places], arcs)}<ol class="places">{names}</ol>'


def dotted(found: Findings) -> str:
    """Events in time, a line a case, in the order in which cases began; of many cases an even choice."""
    steps, log = found.steps, found.log
    order = np.argsort(log.at[steps.starts], kind="stable")
    chosen = order[np.unique(np.linspace(0, len(order) - 1, min(DOTTED_CASES, len(order))).astype(int))]
    first, last = int(log.at.min()), int(log.at.max())
    taken = np.zeros(len(log), np.bool_)
    taken[handovers_at(steps)] = True
    kinds: dict[str, list[tuple[int, int]]] = {"begin": [], "given": [], "other": []}
    for line, case in enumerate(chosen.tolist()):
        y = round(1000 * line / max(len(chosen) - 1, 1))
        for row in range(int(steps.starts[case]), int(steps.ends[case]) + 1):
            x = round(1000 * (int(log.at[row]) - first) / max(last - first, 1))
            kind = "begin" if row == steps.starts[case] else "given" if taken[row] else "other"
            kinds[kind].append((x, y))
    names = {"begin": "bắt đầu", "given": "sang tay khác", "other": "sự kiện khác"}
    dots = [Dots(kind, names[kind], sorted(set(points))[:DOTS]) for kind, points in reversed(kinds.items())]
    dates = [str(np.datetime64(first + (last - first) * n // (DATES - 1), "us"))[:7] for n in range(DATES)]
    return dotted_chart(
        f"Biểu đồ chấm: {len(chosen)} trong {len(order)} hồ sơ, mỗi hàng một hồ sơ, mỗi chấm một sự kiện", dates, dots
    )


def flow_columns(rows: Sequence[Row]) -> str:
    """Cases that began and that ended."""
    return column_chart(
        "Số hồ sơ bắt đầu và kết thúc theo kỳ", _labels(rows), [(row["begun"], row["ended"]) for row in rows],
        ("bắt đầu", "kết thúc"),
    )  # fmt: skip


def queue_lines(rows: Sequence[Row]) -> str:
    """Cases under way."""
    mean = Line("trung bình trong kỳ", [row["open_mean"] for row in rows])
    end = Line("còn lại cuối kỳ", [row["open_at_end"] for row in rows], dashed=True)
    return line_chart("Số hồ sơ đang làm theo kỳ", _labels(rows), [mean, end], "hồ sơ")


def step_queues(rows: Sequence[Row]) -> str:
    """A small picture for each step that is waited for most."""
    parts = [(step, list(part)) for step, part in groupby(rows, key=lambda row: row["step"])]
    lines = [(step, Line("trung bình chờ trong kỳ", [row["mean"] for row in part])) for step, part in parts]
    return f'<div class="small">{small_lines(lines, _labels(parts[0][1]) if parts else [])}</div>'


def throughput_line(found: Findings, rows: Sequence[Row]) -> str:
    """The median of the cases that ended in a period, in days of the clock, under its heading."""
    day = found.asked.calendar.day_seconds if found.asked.calendar else 86_400
    days = [None if row["median"] is None else row["median"] / day for row in rows]
    title = "Hồ sơ kết thúc trong kỳ đã mất bao lâu"
    line = Line("trung vị, ngày", days)
    return f"<h3>{title}</h3>{line_chart(f'{title}: trung vị', _labels(rows), [line])}"


def drift_lines(rows: Sequence[Row]) -> str:
    """How far a period is from the one before, beside what chance alone gives."""
    drift = Line("khác kỳ trước", [row["drift"] for row in rows])
    chance = Line("riêng ngẫu nhiên cho", [row["drift_by_chance"] for row in rows], dashed=True)
    return line_chart("Cách làm thay đổi theo kỳ", _labels(rows), [drift, chance])


def _labels(rows: Sequence[Row]) -> list[str]:
    return [row["period"] for row in rows]
