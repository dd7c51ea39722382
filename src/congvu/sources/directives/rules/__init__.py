"""What a demand is, when it is clear enough to be issued, and which periods a recurring one has. Pure."""

import re
from calendar import monthrange
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, cast

from congvu.engines.worktime import DueRule, calendar_period, report_period
from congvu.engines.worktime.periods import Kind as PeriodKind
from congvu.kernel.duties.rules import PRODUCT_KINDS as PRODUCT_KINDS  # the same kinds wherever a product is named
from congvu.kernel.duties.rules import SIX_RO, Missing
from congvu.kit.vietnamese import shortened

KINDS = {
    "task": "Nhiệm vụ",
    "report": "Báo cáo",
    "recurring": "Việc định kỳ",
    "acknowledge": "Quán triệt",
    "standing": "Yêu cầu thường xuyên",
}

# Kinds that end with a day; the others have turns or nothing that ends them.
DATED = ("task", "report", "acknowledge")

EVERY = {
    "day": "Hằng ngày",
    "week": "Hằng tuần",
    "month": "Hằng tháng",
    "quarter": "Hằng quý",
    "half_year": "6 tháng một lần",
    "year": "Hằng năm",
}

RO_LABELS = {
    "nguoi": "Rõ người",
    "viec": "Rõ việc",
    "thoi_gian": "Rõ thời gian",
    "trach_nhiem": "Rõ trách nhiệm",
    "san_pham": "Rõ sản phẩm",
    "tham_quyen": "Rõ thẩm quyền",
}

# A doubt of the reader about a field leaves that "rõ" open until a person looked at it.
_DOUBT_RO = {
    "assignees": "nguoi",
    "coordinators": "nguoi",
    "lead": "nguoi",
    "deadline": "thoi_gian",
    "product": "san_pham",
    "kind": "viec",
    "demand": "viec",
    "title": "viec",
}

_PRODUCT_WORDS = (
    (r"báo cáo", "bao_cao"),
    (r"dự thảo", "du_thao"),
    (r"(kế hoạch|chương trình|lộ trình)", "ke_hoach"),
    (r"quyết định", "quyet_dinh"),
    (r"(tờ trình|đề xuất|kiến nghị)", "to_trinh"),
    (r"(quy chế|quy định|quy trình|nội quy)", "quy_che"),
    (r"(đề án|phương án|dự án|giải pháp)", "de_an"),
    (r"(danh sách|danh mục|số liệu|biểu|bảng)", "danh_sach"),
    (r"(văn bản|hướng dẫn|nghị quyết|thông báo|công văn|chỉ thị)", "van_ban"),
)

_CONDITIONAL = re.compile(
    r"\b(nếu (có|phát sinh|gặp|để xảy ra|vượt)|trường hợp (có|vượt|phát sinh|cần)|khi có (vướng mắc|phát sinh)|"
    r"(vướng mắc|phát sinh) \(nếu có\)|(những )?vấn đề vượt thẩm quyền)",
    re.IGNORECASE,
)

_NEWS = "tin_bai"
BEFORE = "before"  # code of the doubt about "trước ngày D" next to a day off


@dataclass(frozen=True)
class CardFacts:
    """What decides whether a card is clear. Names of bodies are those of today, inside this installation."""

    kind: str
    title: str
    names: int = 0
    inside: int = 0
    outside: int = 0
    unresolved: tuple[str, ...] = ()
    headless: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    due: bool = False
    due_past: bool = False
    due_far: bool = False
    limit_by_receiver: bool = False
    every: str = ""
    product_kind: str = ""
    leader: str = ""
    instrument: str = ""
    doubts: tuple[tuple[str, str], ...] = field(default=())


def missing(card: CardFacts) -> tuple[Missing, ...]:
    """Which of the six "rõ" a card lacks, in the order people say them, each with its question and whom to ask.

    A standing demand needs no time and no product: it becomes an obligation. A recurring one needs its period.
    Law: Công điện 280/CĐ-TTg on "6 rõ"; design of the house: an ambiguous card is never issued.
    """
    found = dict(_lacks(card))
    for doubt, question in card.doubts:
        found.setdefault(_DOUBT_RO.get(doubt, "viec"), (question, "người soạn; đối chiếu với văn bản"))
    return tuple(Missing(ro, *found[ro]) for ro in SIX_RO if ro in found)


def _lacks(card: CardFacts) -> Iterable[tuple[str, tuple[str, str]]]:
    who = _lacks_holder(card)
    if who:
        yield "nguoi", who
    if not card.title.strip():
        yield "viec", ("chưa ghi việc phải làm", "cơ quan ban hành văn bản")
    when = _lacks_time(card)
    if when:
        yield "thoi_gian", when
    if card.headless:
        bodies = ", ".join(card.headless[:3])
        yield "trach_nhiem", (f"{bodies} chưa có người đứng đầu", "cơ quan quản lý cán bộ")
    if card.kind != "standing" and not card.product_kind:
        yield "san_pham", ("chưa rõ nộp sản phẩm gì; nếu không có văn bản thì chọn rõ như vậy", "người giao việc")
    authority = _lacks_authority(card)
    if authority:
        yield "tham_quyen", authority


def _lacks_holder(card: CardFacts) -> tuple[str, str] | None:
    if card.unresolved:
        shown = ", ".join(f"“{name}”" for name in card.unresolved[:3])
        return f"{shown} chưa chỉ rõ là ai", "cơ quan ban hành văn bản; hoặc chọn đơn vị nhận"
    if card.inside == 0 and card.outside:
        return "mọi đơn vị được nêu đều không thuộc ta", "không giao ở đây; giữ lại để theo dõi"
    if card.inside == 0:
        return "chưa nêu đơn vị nào thực hiện", "cơ quan ban hành văn bản; hoặc chọn đơn vị nhận"
    return None


def _lacks_time(card: CardFacts) -> tuple[str, str] | None:
    if card.kind == "standing":
        return None
    if card.kind == "recurring" or (card.kind == "report" and card.every):
        return None if card.every else ("chưa rõ bao lâu một lần", "người giao việc")
    if card.due_past:
        return "hạn nêu trong văn bản đã qua", "người giao việc: đặt hạn mới, hay bỏ yêu cầu này"
    if card.due_far:
        return "hạn nằm ngoài lịch làm việc mà hệ thống có", "người giao việc: đặt hạn gần hơn"
    if card.due or card.limit_by_receiver:
        return None
    return "văn bản không ghi hạn", "người giao việc; hoặc để đơn vị nhận tự đề xuất"


def _lacks_authority(card: CardFacts) -> tuple[str, str] | None:
    if card.instrument:
        return card.instrument, "văn thư: đối chiếu với văn bản"
    if not card.leader:
        return "chưa chọn người duyệt và giao", "văn thư: chọn lãnh đạo"
    if card.beyond:
        bodies = ", ".join(card.beyond[:3])
        return f"{card.leader} không có quyền giao việc cho {bodies}", "chọn lãnh đạo có thẩm quyền"
    return None


def is_outside(card: CardFacts) -> bool:
    """Nobody of this installation is meant: shown grey and kept for the chain, never counted as unclear."""
    return card.inside == 0 and card.outside > 0 and not card.unresolved


def settled_kind(kind: str, text: str, deadline: Mapping[str, Any] | None) -> str:
    """The kind a demand is treated as: a report that only a difficulty would call for is a standing demand."""
    if kind not in KINDS:
        return "task"
    if kind == "report" and not deadline and _CONDITIONAL.search(text):
        return "standing"
    return kind


def product_kind_of(product: str, kind: str) -> str:
    """The kind of thing handed in, read off the first words of its name; empty when the text does not say."""
    name = product.strip().lower()
    for pattern, code in _PRODUCT_WORDS:
        if name and re.match(pattern, name):
            return code
    for pattern, code in _PRODUCT_WORDS:
        if name and re.search(pattern, name):
            return code
    if name:
        return "khac"
    return {"report": "bao_cao", "acknowledge": "khong_van_ban"}.get(kind, "")


def due_rule_of(deadline: Mapping[str, Any] | None, *, shift_days: int = 0, boundary: str = "by") -> DueRule | None:
    """The rule that starts the clock, from a deadline as labelled in CONVENTIONS; None when a person must say.

    A rehearsal moves a named day by `shift_days`; a span ("within") is left as it is.
    """
    if not deadline:
        return None
    day = str(deadline.get("date", ""))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        named, word = date.fromisoformat(day), str(deadline.get("boundary", boundary))
        if word == "in" and named.day == monthrange(named.year, named.month)[1]:
            # "trong tháng 6", "trong quý II": the whole period to 24:00, not the office hours of its last day
            return DueRule.period(named + timedelta(days=shift_days))
        return DueRule.on(named + timedelta(days=shift_days), boundary=word)
    span = re.fullmatch(r"(\d+) (working_days|days|weeks|months|working_hours|hours)", str(deadline.get("within", "")))
    if span:
        return DueRule.within(int(span[1]), span[2])
    return None


def before_doubt(day: date) -> dict[str, str]:
    """Asks with which day "trước ngày D" ends where D or the day before it is off."""
    question = f"“trước ngày {day:%d/%m/%Y}” là hết ngày nào?"
    return {"field": "deadline", "code": BEFORE, "question": question}


def month_day_question(deadline: Mapping[str, Any] | None) -> str:
    """Asks for the year where the text names a day without one."""
    day = str((deadline or {}).get("date", ""))
    if not day.startswith("--"):
        return ""
    month, number = day[2:].split("-")
    return f"“Ngày {int(number)}/{int(month)}” là của năm nào?"


@dataclass(frozen=True)
class Turn:
    """One turn of a recurring demand; both days included. `key` is unique for the demand and sorts by time."""

    key: str
    first: date
    last: date
    name: str


_MONTHLY = ("month", "quarter", "half_year", "year")


def turn_of(every: str, day: date, *, report: bool = False) -> Turn:
    """The turn that `day` lies in.

    Reports use the reporting periods of NĐ 09/2019/NĐ-CP art. 12; other work uses the calendar. A week is its five
    office days.
    """
    if every == "day":
        return Turn(day.isoformat(), day, day, f"ngày {day:%d/%m/%Y}")
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        year, week, _ = monday.isocalendar()
        return Turn(f"{year}-W{week:02d}", monday, monday + timedelta(days=4), f"tuần {week}/{year}")
    kind = cast(PeriodKind, every)
    period = report_period(kind, day) if report else calendar_period(kind, day)
    return Turn(f"{period.last:%Y-%m}", period.first, period.last, period.name)


def open_turns(every: str, *, last_key: str, first_day: date, today: date, report: bool = False) -> list[Turn]:
    """Turns that have begun by `today` and have no duty yet, oldest first; a missed one is never skipped.

    `last_key` is the key of the last turn that has its duty, "" for none.
    """
    turn = turn_of(every, first_day, report=report)
    found = []
    while turn.first <= today:
        if turn.key > last_key:
            found.append(turn)
        turn = turn_of(every, turn.last + timedelta(days=3 if every == "week" else 1), report=report)
    return found


def turn_due_day(every: str, turn: Turn, deadline: Mapping[str, Any] | None) -> date:
    """The day by which a turn's work is due: the day the text names inside it, else its last day."""
    said = deadline or {}
    month, day = said.get("month"), said.get("day")
    if month and day and every == "year":
        return _clipped(turn.last.year, int(month), int(day))
    if day and every in _MONTHLY:
        return _clipped(turn.last.year, turn.last.month, int(day))
    return turn.last


def _clipped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def needs_real_number(document_kind: str, real_number: str) -> bool:
    """A news report is read but not issued before the number of the instrument it reports is entered."""
    return document_kind == _NEWS and not real_number.strip()


def document_doubts(
    kind: str, number: str, issued_on: date | None, today: date, *, rehearsal: bool = False
) -> list[dict[str, str]]:
    """What must be asked about the document itself before anything of it is issued."""
    found = []
    if issued_on is not None and issued_on > today and not rehearsal:
        found.append(
            {"code": "future", "question": f"văn bản ghi ngày {issued_on:%d/%m/%Y}, sau hôm nay; kiểm tra lại ngày"}
        )
    if kind != _NEWS and not number.strip():
        found.append({"code": "number", "question": "chưa thấy số, ký hiệu của văn bản"})
    return found


def instrument_question(kind: str, real_number: str, doubts: Sequence[Mapping[str, str]]) -> str:
    """Why the instrument itself is not clear yet; "" when it is."""
    if needs_real_number(kind, real_number):
        return "bản tin chưa có số của văn bản thật"
    return doubts[0]["question"] if doubts else ""


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs that hold words, for marking a demand without a pointer."""
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of text[start:end]; a part after ";" counts as one."""
    spans, begin = [], start
    for match in re.finditer(r"(?<=[.?!;])\s+(?=\S)", text[start:end]):
        spans.append((begin, start + match.start()))
        begin = start + match.end()
    spans.append((begin, end))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends and within the text; empty spans stay empty."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def reading_unit(lineage: Sequence[int], kind: str, addressed: Container[int]) -> int | None:
    """For which addressed body somebody reads who sits in a body of this lineage and kind; None: he is not asked.

    The nearest addressed body above him. A body at the top stands for itself and its own rooms, not for the whole
    province below it.
    """
    for body_id in reversed(lineage):
        if body_id in addressed:
            far = len(lineage) - 1 - list(lineage).index(body_id)
            alone = body_id == lineage[0] and far > 0 and not (far == 1 and kind == "phong")
            return None if alone else body_id
    return None


def short_title(text: str, limit: int = 160) -> str:
    """A title of at most `limit` characters that ends with a whole word."""
    line = re.sub(r"^[\s\-–+•*]*(\d+[.)]|[a-zđ][.)])?\s*", "", " ".join(text.split())).rstrip(" .;,")
    return shortened(line[:1].upper() + line[1:], limit)


@dataclass(frozen=True)
class Mark:
    """A stretch of the text and what lights it; stretches do not overlap and cover the paragraph."""

    start: int
    end: int
    labels: tuple[str, ...] = ()


def marks(start: int, end: int, spans: Sequence[tuple[int, int, str]]) -> list[Mark]:
    """Cut text[start:end] at every edge of `spans` (start, end, label)."""
    here = [span for span in spans if span[0] < end and span[1] > start]
    cuts = sorted({start, end} | {max(start, min(end, edge)) for span in here for edge in span[:2]})
    return [
        Mark(left, right, tuple(dict.fromkeys(label for a, b, label in here if a <= left and right <= b)))
        for left, right in pairwise(cuts)
    ]
