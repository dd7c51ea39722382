"""Directives written for these tests, in the layout of NĐ 30/2020; bodies are those of tests/rooms/org/office.py."""

from datetime import timedelta

from congvu.kit.clock import today


def letter(
    *items: str, number: str = "3412/UBND-NC", day: str = "", opening: str = "Chủ tịch UBND tỉnh yêu cầu:", mark: str = ""
) -> str:
    """A letter of the provincial people's committee with numbered items."""
    issued = day or f"ngày {today().day:02d} tháng {today().month:02d} năm {today().year}"
    body = "\n".join(f"{place}. {item}" for place, item in enumerate(items, 1))
    return f"""ỦY BAN NHÂN DÂN TỈNH AN BÌNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
{mark}
Số: {number}
V/v chấn chỉnh kỷ luật, kỷ cương hành chính
An Bình, {issued}

Kính gửi: Các sở, ban, ngành; UBND các xã, phường.

Thực hiện Công điện số 280/CĐ-TTg ngày 19/4/2023 của Thủ tướng Chính phủ, {opening}
{body}

Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.
CHỦ TỊCH
Hoàng Văn Thành
"""


def in_days(days: int) -> str:
    """A day as a letter writes it: 5/12/2026."""
    day = today() + timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year}"


NEWS = """Chủ tịch tỉnh An Bình: "Thay cán bộ không dám làm"

(Báo An Bình) - Ngày 5/6/2023, Chủ tịch UBND tỉnh An Bình giao Sở Nội vụ tăng cường kiểm tra hoạt động công vụ.

"Rà soát lại đội ngũ cán bộ cấp xã trước khi luân chuyển", Chủ tịch UBND tỉnh yêu cầu Sở Nội vụ.
"""
