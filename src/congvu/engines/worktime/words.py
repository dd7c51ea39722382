"""Days, hours and durations as an official would write them."""

from datetime import date, datetime

from congvu.engines.worktime.calendar import VIETNAM

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
UNIT_WORDS = {
    "working_days": "ngày làm việc",
    "days": "ngày",
    "weeks": "tuần",
    "months": "tháng",
    "working_hours": "giờ làm việc",
    "hours": "giờ",
}
BOUNDARY_WORDS = {"before": "trước ngày", "by": "chậm nhất ngày", "on": "ngày", "in": "trong ngày"}


def day_words(day: date, year: bool = False) -> str:
    """ "thứ Năm 26/11", with `year` "thứ Năm 26/11/2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}" if year else f"{WEEKDAYS[day.weekday()]} {day:%d/%m}"


def moment_words(at: datetime) -> str:
    """ "14:05 thứ Hai 02/11/2026", in Vietnam."""
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M} {day_words(local.date(), year=True)}"


def join_words(parts: list[str]) -> str:
    """ "a, b và c"."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " và " + parts[-1]


def format_working(seconds: int, day_seconds: int = 28_800) -> str:
    """Working time for the eye: "3 ngày 5 giờ", "2 giờ 40 phút", "dưới 1 phút"; parts of a second never round up."""
    if seconds < 0:
        return "−" + format_working(-seconds, day_seconds)
    days, rest = divmod(seconds, day_seconds)
    hours, rest = divmod(rest, 3600)
    minutes = rest // 60
    parts = [(days, "ngày"), (hours, "giờ")] if days else [(hours, "giờ"), (minutes, "phút")]
    words = [f"{amount} {unit}" for amount, unit in parts if amount]
    if words:
        return " ".join(words)
    return "dưới 1 phút" if seconds else "0 phút"
