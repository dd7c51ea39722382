"""What the year of the demonstration is about: work of each field, told anew by place and month. Nothing is real."""

import random
from dataclasses import dataclass
from datetime import date

PLACES = ("xã Tân Phú", "xã Phước Sơn", "xã Hòa Lợi", "xã Đồng Tiến", "phường Trung Tâm", "phường Bình Minh")


@dataclass(frozen=True)
class Task:
    """A piece of work of one field: {noi} is a place, {thang} the month."""

    title: str
    product_kind: str


# By the key of the department in plan.DEPARTMENTS; whoever has no field of his own gets the common work.
FIELDS: dict[str, tuple[Task, ...]] = {
    "so_noi_vu": (
        Task("Thẩm định đề án vị trí việc làm của {noi}", "bao_cao"),
        Task("Rà soát hồ sơ chuyển đổi vị trí công tác tháng {thang}", "danh_sach"),
        Task("Kiểm tra việc chấp hành giờ làm việc tại {noi}", "bao_cao"),
    ),
    "so_tai_chinh": (
        Task("Thẩm tra quyết toán công trình nước sạch {noi}", "bao_cao"),
        Task("Tổng hợp tiến độ giải ngân vốn đầu tư công tháng {thang}", "bao_cao"),
        Task("Phân bổ kinh phí sửa chữa trường học ở {noi}", "quyet_dinh"),
    ),
    "so_nnmt": (
        Task("Rà soát hồ sơ đất đai quá hạn của {noi}", "danh_sach"),
        Task("Kiểm tra bãi tập kết rác tại {noi}", "bao_cao"),
        Task("Lập phương án chống hạn vụ tới ở {noi}", "ke_hoach"),
    ),
    "so_xay_dung": (
        Task("Cấp phép sửa chữa cầu dân sinh ở {noi}", "van_ban"),
        Task("Rà soát quy hoạch chi tiết khu dân cư {noi}", "bao_cao"),
        Task("Kiểm tra an toàn công trình trước mùa mưa tại {noi}", "bao_cao"),
    ),
    "so_y_te": (
        Task("Kiểm tra an toàn thực phẩm bếp ăn trường học {noi}", "bao_cao"),
        Task("Bố trí bác sĩ về trạm y tế {noi}", "ke_hoach"),
        Task("Tổng hợp tình hình dịch bệnh tháng {thang}", "bao_cao"),
    ),
    "so_gddt": (
        Task("Rà soát nhu cầu giáo viên của {noi}", "danh_sach"),
        Task("Kiểm tra điều kiện lớp bán trú tại {noi}", "bao_cao"),
    ),
    "so_khcn": (
        Task("Khắc phục điểm nghẽn đường truyền ở {noi}", "bao_cao"),
        Task("Rà soát dữ liệu dùng chung tháng {thang}", "danh_sach"),
    ),
    "so_cong_thuong": (
        Task("Kiểm tra giá vật liệu xây dựng tại {noi}", "bao_cao"),
        Task("Rà soát chợ tạm ở {noi}", "danh_sach"),
    ),
    "so_tu_phap": (
        Task("Thẩm định dự thảo văn bản của tỉnh tháng {thang}", "bao_cao"),
        Task("Kiểm tra công tác hộ tịch tại {noi}", "bao_cao"),
    ),
    "so_vhttdl": (
        Task("Kiểm tra lễ hội tại {noi}", "bao_cao"),
        Task("Tổng hợp khách du lịch tháng {thang}", "bao_cao"),
    ),
}
COMMON = (
    Task("Tổng hợp ý kiến cử tri {noi}", "danh_sach"),
    Task("Trả lời kiến nghị của doanh nghiệp tại {noi}", "van_ban"),
    Task("Báo cáo kết quả công tác tháng {thang}", "bao_cao"),
    Task("Chuẩn bị nội dung làm việc với {noi}", "bao_cao"),
)
ORDERS = (
    "Về đẩy nhanh tiến độ và chấn chỉnh trách nhiệm trong giải quyết công việc tháng {thang}",
    "Về xử lý dứt điểm các việc tồn đọng tháng {thang}",
    "Về tăng cường phối hợp giữa các cơ quan trong tháng {thang}",
)


def told(text: str, chance: random.Random, day: date) -> str:
    """The words with a place and the month filled in."""
    return text.replace("{noi}", chance.choice(PLACES)).replace("{thang}", f"{day.month}/{day.year}")


def tasks_of(field: str) -> tuple[Task, ...]:
    """The work of a field: its own and the common kind."""
    return (*FIELDS.get(field, ()), *COMMON)
