"""Directives written for these tests, in the layout of NĐ 30/2020; bodies are those of tests/rooms/org/office.py."""

from datetime import timedelta

from congvu.kit.clock import today


def letter(
    *items: str,
    number: str = "3412/UBND-NC",
    day: str = "",
    opening: str = "Chủ tịch UBND tỉnh yêu cầu:",
    mark: str = "",
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

Ngày 5/6/2023, Chủ tịch UBND tỉnh An Bình có ý kiến chỉ đạo về thực hiện nhiệm vụ của cán bộ, công chức cấp xã.

Chủ tịch UBND tỉnh giao Sở Nội vụ tăng cường kiểm tra hoạt động công vụ của các cơ quan hành chính.

Sở Nội vụ cần rà soát lại đội ngũ cán bộ cấp xã trước khi luân chuyển.
"""


def long_letter() -> str:
    """A letter with clear and doubtful demands of all kinds, as a province sends them."""
    return letter(
        f"Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường quán triệt đến toàn thể cán bộ, công chức, viên "
        f"chức thuộc phạm vi quản lý, xong chậm nhất ngày {in_days(10)}; chấp hành nghiêm thời giờ làm việc; không "
        "trình lên cấp trên những việc thuộc thẩm quyền của mình.",
        "Giao Sở Nội vụ chủ trì, phối hợp với Văn phòng UBND tỉnh xây dựng kế hoạch kiểm tra công vụ đột xuất năm tới, "
        f"trình Chủ tịch UBND tỉnh chậm nhất ngày {in_days(12)}.",
        f"Sở Nông nghiệp và Môi trường rà soát hồ sơ đất đai quá hạn, báo cáo UBND tỉnh chậm nhất ngày {in_days(22)}.",
        "Các cơ quan liên quan nghiên cứu, đề xuất giải pháp rút ngắn thời gian giải quyết thủ tục hành chính trong "
        "lĩnh vực đất đai, xây dựng, đầu tư.",
        "UBND các xã, phường lập danh sách số điện thoại đường dây nóng tại nơi tiếp công dân.",
        "Văn phòng UBND tỉnh theo dõi, đôn đốc; hằng tháng, trước ngày 20, tổng hợp, báo cáo Chủ tịch UBND tỉnh.",
    )
