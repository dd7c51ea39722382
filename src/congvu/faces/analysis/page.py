"""Findings as one page in one file: no script, nothing loaded from anywhere, readable on a phone and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from importlib.resources import files
from typing import Any

from congvu.faces.analysis import TABLES, drawn, findings
from congvu.faces.analysis.findings import Findings, Row
from congvu.faces.analysis.words import (
    LATENESS,
    TITLES,
    Column,
    clock_words,
    columns_of,
    headlines,
    number,
    said,
    summary_words,
    warnings,
)

PAGE_TOP = 10


@dataclass(frozen=True)
class Report:
    """The findings of a page, each table measured once."""

    found: Findings
    source: str

    @cached_property
    def tables(self) -> dict[str, Any]:
        return {name: getattr(findings, name)(self.found) for name in TABLES if name != "held_by"}


@dataclass(frozen=True)
class Section:
    """A heading, what it is in a sentence, the picture, and the tables behind it."""

    key: str
    title: str
    told: str
    picture: Callable[[Report], str] | None
    tables: tuple[str, ...]


SECTIONS = (
    Section("cho", "Hồ sơ chờ ở đâu",
            "Thời gian từ khi xong một bước đến khi xong bước kế tiếp, cộng mọi hồ sơ. Thanh dài là nơi gỡ thì lợi "
            "nhất.",
            lambda report: drawn.waiting_bars(report.found, report.tables["bottlenecks"]), ("bottlenecks",)),
    Section("buoc", "Trước mỗi bước chờ bao lâu",
            "Trung vị: một nửa số lần không quá. Thanh vẽ mức mà cứ mười lần thì chín lần không quá.",
            lambda report: drawn.holding_bars(report.found, report.tables["held"]), ("held",)),
    Section("tay", "Ai chuyển cho ai",
            "Mũi tên càng đậm thì chuyển càng nhiều lần. Con số nói về đường đi của việc, không nói ai làm tốt hay "
            "kém.",
            lambda report: drawn.map_of(report.found), ("handovers",)),
    Section("vong", "Chuyển vòng",
            "Việc giao đi rồi quay về người đã giao. Có vòng là cần (sửa, bổ sung); vòng mà ở giữa không làm bước nào "
            "mới đáng hỏi trước.",
            None, ("ping_pong", "ping_pong_indirect", "ping_pong_empty")),
    Section("nguoi", "Việc nằm ở mỗi nơi",
            "Đây không phải bảng xếp hạng: ai được giao việc khó thì việc nằm lâu hơn. Có việc là lúc ít nhất một hồ "
            "sơ nằm ở đó.",
            lambda report: drawn.holding_bars(report.found, report.tables["held_by_holder"]),
            ("held_by_holder", "load")),
    Section("vao-ra", "Vào, ra theo kỳ", "Kỳ nào hồ sơ bắt đầu nhiều hơn kết thúc thì tồn tăng.",
            lambda report: drawn.flow_columns(report.tables["periods"])
            + drawn.throughput_line(report.found, report.tables["periods"]), ("periods",)),
    Section("ton", "Hàng chờ theo thời gian",
            "Bao nhiêu hồ sơ đang làm, và trước mỗi bước bao nhiêu hồ sơ chờ: trung bình đúng theo từng giây của kỳ.",
            lambda report: drawn.queue_lines(report.tables["periods"]) + drawn.step_queues(report.tables["queues"]),
            ("queues",)),
    Section("cham", "Biểu đồ chấm",
            "Mỗi hàng một hồ sơ, hồ sơ bắt đầu trước ở trên; mỗi chấm một sự kiện. Khoảng trống dài là chờ đợi; cột "
            "dọc là việc làm dồn.",
            lambda report: drawn.dotted(report.found), ("throughput", "batches")),
    Section("duong", "Đường đi của hồ sơ", "Các chuỗi bước nhiều hồ sơ đi nhất.",
            lambda report: drawn.variant_bars(report.tables["variants"]["most"]), ("variants", "follows")),
    Section("lai", "Làm lại", "Bước mà hồ sơ đã qua rồi lại qua lần nữa; lặp ngay là lặp liền sau chính nó.",
            None, ("rework", "self_loops")),
    Section("doi", "Cách làm có đổi không",
            "0: bước nào nối bước nào y như kỳ trước; 1: khác hẳn. Chỉ đáng để ý khi cao hơn hẳn đường đứt nét. Số "
            "liệu ở bảng “Theo từng kỳ”.",
            lambda report: drawn.drift_lines(report.tables["periods"]), ()),
)  # fmt: skip
LATE = Section("tre", "Trễ hạn",
               "Độ trễ của mỗi hồ sơ chia cho các bước, các nơi theo thời gian hồ sơ nằm ở đó; cộng lại đúng bằng độ "
               "trễ.",
               None, ("lateness",))  # fmt: skip


def page(found: Findings, source: str) -> str:
    """The whole file. `source` is the name of the log's file."""
    report = Report(replace(found, asked=replace(found.asked, top=max(found.asked.top, PAGE_TOP))), source)
    sections = [*SECTIONS[:5], *([LATE] if report.tables["lateness"] else []), *SECTIONS[5:]]
    style = files("congvu.faces.analysis").joinpath("page.css").read_text("utf-8")
    contents = "".join(f'<li><a href="#{one.key}">{escape(one.title)}</a></li>' for one in sections)
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Báo cáo nhật ký {escape(source)}</title><style>{style}</style></head><body>"
        f'<a class="skip" href="#main">Đến nội dung</a>{_head(report)}'
        f'<nav aria-labelledby="contents"><h2 id="contents">Mục lục</h2><ol>{contents}</ol></nav>'
        f'<main id="main">{_summary(report)}{"".join(_section(report, one) for one in sections)}</main>'
        f"<footer><p>{_footer(report)}</p></footer></body></html>\n"
    )


def _head(report: Report) -> str:
    parts = " · ".join(summary_words(report.tables["summary"]))
    return f"<header><h1>Báo cáo nhật ký {escape(report.source)}</h1><p>{parts}</p></header>"


def _summary(report: Report) -> str:
    sentences = "".join(f"<li>{escape(one)}</li>" for one in headlines(report.found, report.tables))
    notes = [escape(one) for one in warnings(report.found)]
    notes += [f"{escape(reason)}: {number(count)}" for reason, count in sorted(report.found.log.skipped.items())]
    told = f'<div class="note"><p>Cần biết khi đọc:</p><ul>{"".join(f"<li>{one}</li>" for one in notes)}</ul></div>'
    return (
        f'<section aria-labelledby="tom-tat"><h2 id="tom-tat">Tóm tắt</h2><ul class="told">{sentences}</ul>'
        f"{told if notes else ''}</section>"
    )


def _section(report: Report, section: Section) -> str:
    picture = f"<figure>{section.picture(report)}</figure>" if section.picture else ""
    tables = "".join(_table(report, name, hidden=bool(picture)) for name in section.tables)
    return (
        f'<section aria-labelledby="{section.key}"><h2 id="{section.key}">{escape(section.title)}</h2>'
        f'<p>{escape(section.told)}</p>{picture}<div class="tables">{tables}</div></section>'
    )


def _table(report: Report, name: str, *, hidden: bool) -> str:
    """A table, behind its picture where there is one."""
    shown = "".join(_one_table(report.found, *part) for part in _parts(report, name))
    if not shown:
        return f"<p>{escape(TITLES[name])}: không có.</p>"
    return f"<details><summary>Bảng: {escape(TITLES[name])}</summary>{shown}</details>" if hidden else shown


def _parts(report: Report, name: str) -> Iterator[tuple[str, Sequence[Column], list[Row]]]:
    rows = report.tables[name]
    if name == "lateness":
        yield "Theo bước", LATENESS, rows["by_step"]
        yield "Theo nơi giữ", LATENESS, rows["by_holder"]
    elif name == "variants":
        yield TITLES[name], columns_of(name, report.found), rows["most"]
    elif rows:
        yield TITLES[name], columns_of(name, report.found), rows if isinstance(rows, list) else [rows]


def _one_table(found: Findings, title: str, columns: Sequence[Column], rows: list[Row]) -> str:
    kinds = ["text" if kind in ("text", "path") else "figure" for _, _, kind in columns]
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(name)}</th>' for (_, name, _), kind in zip(columns, kinds, strict=True)
    )
    body = ""
    for row in rows:
        cells = [escape(said(found, row[key], kind)) for key, _, kind in columns]
        first = f'<th scope="row" class="{kinds[0]}">{cells[0]}</th>'
        rest = zip(cells[1:], kinds[1:], strict=True)
        others = "".join(f'<td class="{kind}">{cell}</td>' for cell, kind in rest)
        body += f"<tr>{first}{others}</tr>"
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(title)}"><table><caption>{escape(title)}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _footer(report: Report) -> str:
    whose = "người" if report.found.asked.perspective == "resource" else "đơn vị"
    return escape(
        f"{clock_words(report.found)} Tay là {whose}. Phân vị theo thứ hạng gần nhất: giá trị nhỏ nhất mà ít nhất "
        "chừng ấy phần số lần không vượt. Tệp này không tải gì và không gửi gì ra ngoài. Lập bằng Công Vụ "
        "(congvu analyse)."
    )
