"""Time expressions: a last day, a period that comes again, a number of days from an event."""

from __future__ import annotations

import re

from congvu.engines.reader.clean import pattern
from congvu.engines.reader.time_fields import bare
from congvu.engines.reader.times import (
    DAY,
    OPEN_END,
    QUARTERS,
    RANGE,
    Deadline,
    Value,
    bound_of,
    day_of,
    days_in,
    month_end,
)

_LEAD = (
    r"(?P<lead>trước(?: hết)?(?: thời điểm)?|chậm nhất(?: là)?(?: đến)?|muộn nhất(?: là)?|không quá|"
    r"đến hết|đến|xong(?: trước| trong)?|"
    r"hoàn thành(?: trước| trong| vào| việc này)?|hạn(?: chót)?(?: là)?|hạn[^:,;.\n]{0,25}:|trong|vào|hết|tại)"
)
_BY_DAY = pattern(
    rf"\b{_LEAD}\s+(?:hết\s+)?(?:\d{{1,2}}\s?(?:giờ|h|"
    rf":)\s?(?:\d{{2}})?\s*(?:phút)?,?\s*(?:sáng|chiều|trưa|tối)?\s*)?(?:(?:thứ \w+|chủ nhật),?\s*)?"
    rf"(?:các\s+)?(?:ngày|hôm)\s+{RANGE}{DAY}"
)
_BY_SLASH = pattern(rf"\b{_LEAD}\s+{RANGE}{DAY}")
_BY_MONTH = pattern(
    r"\b(?P<lead>trước|trong|đến hết|hết|chậm nhất(?: là)?|hoàn thành(?: trong| vào)?|xong(?: trong)?|vào|đến|cuối)\s+"
    r"(?:khoảng\s+|cuối\s+|hết\s+)?tháng\s+(?:\d{1,2}\s*(?:-|–|,|và|"
    r"đến)\s*(?:tháng\s+)?)?(?P<m>\d{1,2})(?:(?:\s?[/.-]\s?|\s+năm\s+)(?P<y>\d{4}))?(?![\d/])"
)
_BY_QUARTER = pattern(
    r"\b(?P<lead>trước|trong|đến hết|hết|chậm nhất(?: là)?|hoàn thành(?: trong)?|xong(?: trong)?|vào|"
    r"đến|cuối)\s+(?:cuối\s+|hết\s+)?"
    r"quý\s+(?:[ivx]+\s*(?:-|–|,|và)\s*(?:quý\s+)?)?(?P<q>iv|i{1,3}|[1-4])(?:(?:\s?/\s?|\s+năm\s+|\s?-\s?)(?P<y>\d{4}))?"
)
_BY_YEAR = pattern(
    r"\b(?P<lead>trong|đến hết|hết|cuối|hoàn thành(?: trong)?|xong(?: trong)?|"
    r"trước)\s+(?:cuối\s+)?năm\s+(?:\d{4}\s*(?:-|–)\s*)?(?P<y>\d{4})"
)
_EVERY_DAY = pattern(
    r"(?:trước|vào|chậm nhất(?: là)?)?\s{0,3}(?:ngày\s+)(?P<d>\d{1,2})(?:(?:\s?/\s?|\s+tháng\s+)(?P<m>\d{1,2}))?\s+"
    r"(?:của\s+)?(?P<every>hằng|hàng|mỗi|của mỗi|cuối)\s?(?P<unit>tháng|quý|năm)"
)
_EVERY_QUARTER_DAY = pattern(
    r"ngày\s+(?P<d>\d{1,2})\s+(?:của\s+)?tháng\s+(?:cuối|đầu)(?:\s+(?:cùng|của|mỗi|hằng|hàng)){0,2}\s+quý"
)
_DAY_OF_YEAR = pattern(r"(?:trước|vào|chậm nhất(?: là)?)\s+ngày\s+(\d{1,2})(?:/|\s+tháng\s+)(\d{1,2})(?![\d/]|\s+năm)")
_EVERY_MONTH_DAY = pattern(r"(?<!\d )tháng\s+(?P<m>\d{1,2})\s+(?:hằng|hàng|mỗi)\s?năm")
_EVERY_DAY_OF = pattern(
    r"ngày\s+(?P<d>\d{1,2})\s+(?:của\s+)?(?:tháng\s+(?:sau|kế tiếp|tiếp theo|liền kề)|"
    r"(?:của|mỗi|trong) tháng(?! \d| cuối| đầu))"
)
_SO_OFTEN = pattern(
    r"(?:\d{1,2}|một|hai)\s+(?:ngày|buổi|lần)\s*(?:/|trong|mỗi|trên|một)\s*(?:một\s+|01\s+)?"
    r"(?P<unit>tuần|tháng|quý|năm)(?!\s*\d)|(?:mỗi|một|01)\s+(?P<unit2>tuần|tháng|quý|năm)\s+"
    r"(?:ít nhất\s+|tối thiểu\s+)?(?:một|01|1)\s+(?:lần|buổi|ngày)"
)
_TWICE = pattern(r"(?:hai|0?2)\b")
_FIRST_MONTHS = pattern(
    r"(?:hoàn thành|xong)(?: \w+){0,4}? trong (?P<n>6|sáu|9|chín|06|09) tháng (?P<part>đầu|cuối) năm(?: (?P<y>20\d\d))?"
)
_EVERY = pattern(
    r"(?:hằng|hàng|mỗi|theo|từng|trong từng)\s(?P<unit>ngày|tuần|tháng|quý|"
    r"năm)(?P<more>(?:\s?,\s?(?:\d+ )?(?:tuần|tháng|quý|năm))*)"
    r"|(?:định kỳ\s+)?(?P<n>0?[136]|sáu|ba|một)\s+(?P<unit2>tháng|năm|tuần|quý)(?:\s?/\s?lần|"
    r"\s+(?:một|01|1)\s+lần|/lần)"
    r"|định kỳ\s+(?:là\s+)?(?P<n3>0?[136]|sáu|ba)\s+(?P<unit3>tháng|năm)"
    r"|định kỳ\s+(?:theo\s+|vào\s+)?(?P<unit4>ngày(?!\s+\d)|tuần|tháng|quý|năm)"
    r"|(?P<times>một|hai|0?[1-4])\s+lần\s?(?:/|một|trong một|mỗi|trong|trên)?\s?(?P<unit6>năm|quý|tháng|tuần)"
    r"|(?:mỗi|hằng|hàng)\s+(?P<n5>0?6|sáu|0?3|ba)\s+tháng"
    r"|(?P<half6>(?:0?6|sáu) tháng(?:,| và)\s?(?:hằng |hàng |01 |một )?năm)"
    r"|(?P<half>báo cáo\s+(?:06|6|sáu) tháng(?! đầu| cuối))"
)
_WITHIN = pattern(
    r"(?P<lead>trong|trong vòng|trong thời hạn|trong thời gian|thời hạn|chậm nhất(?: là)?(?: sau|"
    r" trong)?|không quá|tối thiểu|ít nhất|"
    r"tối đa|sau|"
    r"muộn nhất(?: là)?(?: sau)?)\s+(?P<n>\d{1,3})\s*(?:\([^)]{1,12}\)\s*)?(?P<unit>ngày làm việc|"
    r"ngày(?!\s+\d)|giờ làm việc|giờ|tháng|tuần)\b(?!\s+(?:đầu|qua|tới|cuối|năm))"
)
_EVENT = ("ký", "ban hành", "kể từ", "từ", "sau", "số", "phiên họp", "thời điểm", "buổi")
_PERIODIC_WORK = pattern(r"\b(?:báo cáo|định kỳ|sơ kết|tổng kết|giao ban|họp|gửi)\b")
_PLANNED = pattern(
    r"(?:xây dựng|lập|ban hành|trình|phê duyệt) (?:\w+ ){0,3}(?:kế hoạch|chương trình|báo cáo|dự toán)\b[^,;.]{0,30}$"
)
_NOUNS_OF_PERIOD = (
    "ngân sách",
    "dự toán",
    "kinh phí",
    "nguồn",
    "chỉ tiêu",
    "tiêu chí",
    "vốn",
    "kế hoạch",
    "nhà nước",
    "công việc",
    "chương trình",
    "viên chức",
    "công chức",
    "đảng viên",
    "nhiệm vụ",
    "mục tiêu",
    "tập sự",
)
_PERIODIC = (
    "định kỳ",
    "báo cáo",
    "kết quả",
    "thực hiện",
    "đánh giá",
    "xếp loại",
    "phân loại",
    "chủ nhật",
    "thứ hai",
    "thứ ba",
    "thứ tư",
    "thứ năm",
    "thứ sáu",
    "chất lượng",
    "sơ kết",
    "kiểm tra",
    "tổ chức",
    "rà soát",
    "cập nhật",
    "công tác",
    ":",
    ",",
    "(",
    ";",
    "và",
    "hoặc",
    "lượng",
    "cụ thể",
    "thống kê",
    "giám sát",
    "tổng kết",
    "gửi",
    "theo dõi",
)
_WORK_AFTER = pattern(
    r"\s{0,3}(?:báo cáo|tổng hợp|xây dựng|lập|tổ chức|rà soát|đánh giá|kiểm|cập nhật|gửi|công bố|thống kê|thông báo|"
    r"họp|nghe|tiến hành|chủ trì|phối hợp|có|phải|trình|tham mưu|ban hành|sơ kết|tổng kết|giao ban|đôn đốc|theo dõi|"
    r"trích|bố trí)\b"
)
_QUICK = pattern(r"\d|h[ằà]ng|định kỳ|mỗi|theo t|từng|quý")
_UNITS = {"ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}
_ORDERED = ("day", "week", "month", "quarter", "half_year", "year")
_WITHIN_UNITS = {
    "ngày làm việc": "working_days",
    "ngày": "days",
    "giờ làm việc": "hours",
    "giờ": "hours",
    "tháng": "months",
    "tuần": "weeks",
}


_HANDS_IN = re.compile(r"\b(?:trình|gửi|nộp|báo cáo|hoàn thành|xong)\b[^,;.]{0,60}$")


def find(low: str, start: int, end: int, year: int | None, *, field: bool = False, since: str = "") -> Deadline | None:
    """The deadline stated in `low[start:end]` (folded text), if any.

    `field` when a label already says it is one; `since` the document's own day: what lies before it is no deadline,
    unless something is to be handed in by it.
    """
    if not _QUICK.search(low, start, end):
        return None
    found = _recurring(low, start, end, field) or _dated(low, start, end, year, field) or _counted(low, start, end)
    day = str(found.value.get("date", "")) if found else ""
    if found and day[:1].isdigit() and day < since and not _HANDS_IN.search(low, start, found.start):
        return None
    return found


def _on_day_of(low: str, start: int, end: int) -> Deadline | None:
    """ "Ngày 05 của tháng sau", "ngày 20 của tháng cuối quý"."""
    of_month = _EVERY_DAY_OF.search(low, start, end)
    if of_month:
        return Deadline(
            {"every": "month", "day": int(of_month["d"])}, _boundary_before(low, start, of_month), *of_month.span()
        )
    of_quarter = _EVERY_QUARTER_DAY.search(low, start, end)
    if of_quarter:
        value: Value = {"every": "quarter", "day": int(of_quarter["d"])}
        return Deadline(value, _boundary_before(low, start, of_quarter), *of_quarter.span())
    return None


def _recurring(low: str, start: int, end: int, field: bool) -> Deadline | None:
    on_day = _on_day_of(low, start, end)
    if on_day is not None:
        return on_day
    often = _SO_OFTEN.search(low, start, end)
    if often and not low[start : often.start()].rstrip().endswith(("quá", "tối đa")):
        unit = _unit(often["unit"] or often["unit2"])
        twice = unit == "year" and often["unit"] is not None and _TWICE.match(low, often.start()) is not None
        return Deadline({"every": "half_year" if twice else unit}, None, *often.span())
    at_day = _EVERY_DAY.search(low, start, end)
    every = _first_every(low, start, end, field)
    if at_day and not (every and every[1] != "year" and every[0].start() < at_day.start()):
        value: Value = {"every": _unit(at_day["unit"])}
        if at_day["m"]:
            value |= {"month": int(at_day["m"])}
        return Deadline(value | {"day": int(at_day["d"])}, bound_of(at_day.group()), at_day.start(), at_day.end())
    if every:
        match, unit = every
        value = {"every": unit}
        day = re.compile(r"trước ngày (\d{1,2})(?![\d/])(?! tháng)").search(
            low, match.end(), min(end, match.end() + 40)
        )
        if day and unit in ("month", "quarter"):
            value["day"] = int(day[1])
        of_year = _DAY_OF_YEAR.search(low, match.end(), min(end, match.end() + 40)) if unit == "year" else None
        if of_year and 1 <= int(of_year[2]) <= 12:
            value |= {"month": int(of_year[2]), "day": int(of_year[1])}
        if unit != "year" or of_year:
            return Deadline(value, None, *match.span())
    by_month = _EVERY_MONTH_DAY.search(low, start, end)
    if by_month:
        month = int(by_month["m"])
        if 1 <= month <= 12:
            return Deadline({"every": "year", "month": month, "day": days_in(2001, month)}, "in", *by_month.span())
    return Deadline({"every": every[1]}, None, *every[0].span()) if every else None


def _boundary_before(low: str, start: int, match: re.Match[str]) -> str:
    return bound_of(low[max(start, match.start() - 10) : match.start()])


def _first_every(low: str, start: int, end: int, field: bool) -> tuple[re.Match[str], str] | None:
    for match in _EVERY.finditer(low, start, end):
        if match["unit"] and not field and not _is_told(low, start, end, match):
            continue
        before = low[max(start, match.start() - 22) : match.start()].rstrip(" ,")
        if before.endswith(("năm và", "quá", "tối đa")) or "tiêu chí" in before:
            continue
        if match["unit"]:
            more = (match["more"] or "").replace("6 tháng", "").replace("sáu tháng", "")
            units = [_unit(match["unit"])] + [_unit(w) for w in re.findall(r"tuần|tháng|quý|năm", more)]
            if match.group().startswith(("theo", "từng", "trong từng")) and len(units) < 2:
                continue
            return match, min(units, key=_ORDERED.index)
        return match, _counted_period(match)
    return None


def _is_told(low: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether "hằng năm" is when the work is done, not whose budget, plan or staff is meant."""
    before = low[max(start, match.start() - 22) : match.start()].rstrip()
    if match.group().startswith("theo") or (before.endswith(",") and _WORK_AFTER.match(low, match.end())):
        return True
    before = before.rstrip(" ,")
    if not low[start : match.start()].strip(" -+.)(0123456789").strip("abcdđeghi").strip(" .)"):
        return True
    if low.startswith(" trình", match.end()):
        return True
    if before.endswith(_PERIODIC) or _PLANNED.search(low, max(start, match.start() - 60), match.start()):
        return True
    if match.group().startswith("mỗi") and low[match.end() : min(end, match.end() + 1)] in ("", ".", ";", ","):
        return True
    return _PERIODIC_WORK.search(low, start, match.start()) is not None and not before.endswith(_NOUNS_OF_PERIOD)


def _counted_period(match: re.Match[str]) -> str:
    """ "06 tháng một lần", "hai lần một năm", "định kỳ quý"."""
    if match["times"]:
        twice = match["times"] in ("hai", "2", "02") and match["unit6"] == "năm"
        return "half_year" if twice else _unit(match["unit6"])
    number = match["n"] or match["n3"] or match["n5"]
    if match["half"] or match["half6"] or number in ("6", "06", "sáu"):
        return "half_year"
    if match["unit4"]:
        return _unit(match["unit4"])
    return "quarter" if number in ("3", "03", "ba") else _unit(match["unit2"] or match["unit3"])


def _unit(word: str) -> str:
    return _UNITS[word]


def _dated(low: str, start: int, end: int, year: int | None, field: bool) -> Deadline | None:
    if field:
        return bare(low, start, end, year)
    months = _FIRST_MONTHS.search(low, start, end)
    if months and (y := int(months["y"]) if months["y"] else year):
        last = "12-31" if months["part"] == "cuối" else "09-30" if months["n"] in ("9", "09", "chín") else "06-30"
        return Deadline({"date": f"{y}-{last}"}, "in", *months.span())
    for regex in (_BY_DAY, _BY_SLASH):
        for match in regex.finditer(low, start, end):
            if _event_day(low, start, match):
                continue
            value = day_of(match["d"], match["m"], match["y"], year)
            if value:
                return Deadline({"date": value}, bound_of(match["lead"]), *match.span())
    for match in _BY_MONTH.finditer(low, start, end):
        y = int(match["y"]) if match["y"] else year
        if y and 1 <= int(match["m"]) <= 12:
            return Deadline(
                {"date": month_end(y, int(match["m"]), match["lead"])}, bound_of(match["lead"]), *match.span()
            )
    for match in _BY_QUARTER.finditer(low, start, end):
        y = int(match["y"]) if match["y"] else year
        if y:
            return Deadline({"date": month_end(y, QUARTERS[match["q"]], "")}, bound_of(match["lead"]), *match.span())
    for match in _BY_YEAR.finditer(low, start, end):
        if _whole_year(low, start, end, match):
            final = int(match["y"]) - (match["lead"] == "trước" and "cuối" not in match.group())
            return Deadline({"date": f"{final}-12-31"}, bound_of(match["lead"]), *match.span())
    return None


def _whole_year(low: str, start: int, end: int, match: re.Match[str]) -> bool:
    if OPEN_END.search(low, match.end(), min(end, match.end() + 30)) or low[
        max(start, match.start() - 8) : match.start()
    ].rstrip().endswith("tháng"):
        return False
    if match["lead"] in ("đến hết", "hết", "cuối") or match["lead"].startswith(("hoàn thành", "xong")):
        return True
    before = low[start : match.start()]
    after = low[match.end() : min(end, match.end() + 16)].strip()
    if before.rstrip().endswith("tháng"):
        return False
    return match["lead"] == "trong" and ("hoàn thành" in before or after[:1] == ")" or "hoàn thành" in after)


def _event_day(low: str, start: int, match: re.Match[str]) -> bool:
    """The day of another document or of an event, not of the duty."""
    lead = match["lead"]
    before = low[max(start, match.start() - 16) : match.start()].rstrip()
    if lead in ("trong", "tại", "vào", "đến", "hết") and before.endswith(_EVENT):
        return True
    if lead in ("trong", "tại") and re.search(r"số [^\s]+$", before):
        return True
    after = low[match.end() : match.end() + 12]
    return lead in ("tại", "vào") and after.lstrip().startswith(("của", "về"))


def _counted(low: str, start: int, end: int) -> Deadline | None:
    for match in _WITHIN.finditer(low, start, end):
        lead, unit = match["lead"], match["unit"]
        before = low[max(start, match.start() - 30) : match.start()]
        if (
            lead == "trong"
            and unit in ("tháng", "ngày")
            and low[match.end() : match.end() + 6].strip().startswith(("đầu", "qua", "cuối"))
        ):
            continue
        if lead == "sau" and not before.rstrip().endswith(("nhất là", "nhất")) and unit != "ngày làm việc":
            continue
        if lead in ("tối đa", "ít nhất", "tối thiểu") and unit == "tháng":
            continue
        number = int(match["n"])
        return Deadline({"within": f"{number} {_WITHIN_UNITS[unit]}"}, "in", *match.span())
    return None
