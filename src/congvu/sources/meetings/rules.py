"""What is lawful with a meeting: who came and how it counts, how its notice is laid out. Pure.

Presence is never tracked: attendance is what the secretary writes down and the person may answer.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

STATES = {
    "called": "Đã triệu tập",
    "held": "Đã điểm danh",
    "concluded": "Đã có kết luận",
    "cancelled": "Đã hủy",
}

# What an invited person says beforehand.
ANSWERS = {"coming": "Dự họp", "sends": "Cử người dự thay", "away": "Vắng, có lý do"}

# What the secretary writes down.
ATTENDANCE = {
    "present": "Có mặt",
    "late": "Đến muộn",
    "stand_in": "Có người dự thay",
    "excused": "Vắng có lý do",
    "absent": "Vắng không lý do",
}
NEEDS_REASON = frozenset({"excused"})

# What came of a reply to an attendance.
REPLIES = {"open": "Đang xem xét ý kiến", "accepted": "Đã sửa theo ý kiến", "refused": "Giữ nguyên, có lý do"}

LONGEST_MEETING = timedelta(days=5)


def offered(answer: str) -> str:
    """What the attendance form offers for somebody who said this beforehand; nobody is offered as absent."""
    return {"sends": "stand_in", "away": "excused"}.get(answer, "present")


def counts_as_absent(attendance: str, reply: str) -> bool:
    """Whether an absence without reason is counted: never while the person's reply is being looked at."""
    return attendance == "absent" and reply != "open"


def time_fault(starts_at: datetime, ends_at: datetime, now: datetime) -> tuple[str, str] | None:
    """Why a meeting cannot be at this time: (sentence, field); None when it can."""
    if starts_at <= now:
        return "Giờ họp đã qua; hãy chọn thời điểm sau lúc này.", "bat_dau"
    if ends_at <= starts_at:
        return "Giờ kết thúc phải sau giờ bắt đầu.", "ket_thuc"
    if ends_at - starts_at > LONGEST_MEETING:
        return "Cuộc họp không kéo dài quá 5 ngày; hãy kiểm tra lại ngày kết thúc.", "ket_thuc"
    return None


def figures(marks: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """How many of each attendance among (attendance, reply); `asked` is all of them, `contested` under a reply."""
    counts = dict.fromkeys(("asked", *ATTENDANCE, "contested"), 0)
    for attendance, reply in marks:
        counts["asked"] += 1
        if attendance == "absent" and reply == "open":
            counts["contested"] += 1
        elif attendance in ATTENDANCE:
            counts[attendance] += 1
    return counts


def notice_text(issuer: str, number: str, place: str, day: date, subject: str, body: str) -> str:
    """A notice of conclusions as a document is laid out (NĐ 30/2020/NĐ-CP), so that it is read like any other."""
    head = [
        issuer.upper(),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {number}" if number else "",
        f"{place}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}" if place else "",
        "THÔNG BÁO",
        subject,
        "",
        body.strip(),
    ]
    return "\n".join(line for place_, line in enumerate(head) if line or place_ >= 7)


def fewer_percent(now_count: int, before_count: int) -> int | None:
    """By how many percent there are fewer meetings than in the year before; None without a year to compare.

    Law: Nghị định 191/2026/NĐ-CP asks for at least 10 % fewer a year.
    """
    if before_count == 0:
        return None
    return round(100 * (before_count - now_count) / before_count)
