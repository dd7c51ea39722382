"""The organisation of tỉnh An Bình as data: invented names, real kinds of bodies (reference/bodies.csv)."""

from dataclasses import dataclass

PROVINCE = "Tỉnh An Bình"
ORIGIN = "demo/an-binh"


@dataclass(frozen=True)
class Room:
    """A room inside a body: its name, how many officials sit in it beside its head."""

    name: str
    officials: int = 2
    officials_title: str = "Chuyên viên"


# Departments by their key in reference/bodies.csv: title of the head, title of the deputies, rooms.
DEPARTMENTS: dict[str, tuple[str, str, int, tuple[Room, ...]]] = {
    "vp_ubnd_tinh": (
        "Chánh Văn phòng", "Phó Chánh Văn phòng", 2, (Room("Phòng Nội chính", 3), Room("Phòng Kinh tế", 3)),
    ),
    "so_noi_vu": (
        "Giám đốc", "Phó Giám đốc", 2, (Room("Phòng Công chức, viên chức"), Room("Phòng Cải cách hành chính", 3)),
    ),
    "so_tu_phap": (
        "Giám đốc", "Phó Giám đốc", 1, (Room("Phòng Xây dựng và kiểm tra văn bản"), Room("Phòng Hành chính tư pháp")),
    ),
    "so_tai_chinh": ("Giám đốc", "Phó Giám đốc", 2, (Room("Phòng Quản lý ngân sách", 3), Room("Phòng Đầu tư", 3))),
    "so_cong_thuong": (
        "Giám đốc", "Phó Giám đốc", 1, (Room("Phòng Quản lý công nghiệp"), Room("Phòng Quản lý thương mại")),
    ),
    "so_nnmt": ("Giám đốc", "Phó Giám đốc", 2, (Room("Phòng Quản lý đất đai", 6), Room("Phòng Môi trường", 3))),
    "so_xay_dung": (
        "Giám đốc", "Phó Giám đốc", 2, (Room("Phòng Quy hoạch – Kiến trúc", 3), Room("Phòng Hạ tầng giao thông", 3)),
    ),
    "so_khcn": ("Giám đốc", "Phó Giám đốc", 1, (Room("Phòng Chuyển đổi số", 3), Room("Phòng Quản lý khoa học"))),
    "so_vhttdl": ("Giám đốc", "Phó Giám đốc", 1, (Room("Phòng Quản lý văn hóa"), Room("Phòng Du lịch"))),
    "so_gddt": ("Giám đốc", "Phó Giám đốc", 1, (Room("Phòng Giáo dục phổ thông", 3), Room("Phòng Tổ chức cán bộ"))),
    "so_y_te": ("Giám đốc", "Phó Giám đốc", 1, (Room("Phòng Nghiệp vụ y", 3), Room("Phòng Bảo trợ xã hội"))),
    "so_ngoai_vu": ("Giám đốc", "Phó Giám đốc", 1, (Room("Phòng Hợp tác quốc tế"),)),
    "so_dan_toc_ton_giao": ("Giám đốc", "Phó Giám đốc", 1, (Room("Phòng Chính sách dân tộc"),)),
    "bql_kkt": ("Trưởng ban", "Phó Trưởng ban", 1, (Room("Phòng Quản lý đầu tư"),)),
    "thanh_tra_tinh": (
        "Chánh Thanh tra", "Phó Chánh Thanh tra", 1, (Room("Phòng Nghiệp vụ", 3, "Thanh tra viên"),),
    ),
}  # fmt: skip

PARTY_BOARDS: dict[str, tuple[str, str]] = {
    "vp_tinh_uy": ("Chánh Văn phòng", "Phó Chánh Văn phòng"),
    "btc_tinh_uy": ("Trưởng ban", "Phó Trưởng ban"),
    "btgdv_tinh_uy": ("Trưởng ban", "Phó Trưởng ban"),
    "ubkt_tinh_uy": ("Chủ nhiệm", "Phó Chủ nhiệm"),
    "bnc_tinh_uy": ("Trưởng ban", "Phó Trưởng ban"),
}

# Code, name, whether it is a ward, and the communes of before it was made of.
COMMUNES = (
    ("trung_tam", "Trung Tâm", True, ("Phường Thống Nhất", "Phường Chợ Mới", "Xã Đông Thạnh")),
    ("binh_minh", "Bình Minh", True, ("Phường Bình Minh", "Phường Lộc Thọ")),
    ("tan_phu", "Tân Phú", False, ("Xã Tân Phú", "Xã Tân Hội", "Thị trấn Tân Hòa")),
    ("phuoc_son", "Phước Sơn", False, ("Xã Phước Sơn", "Xã Phước Lộc")),
    ("hoa_loi", "Hòa Lợi", False, ("Xã Hòa Lợi", "Xã Hòa Mỹ")),
    ("dong_tien", "Đồng Tiến", False, ("Xã Đồng Tiến", "Xã Đồng Xuân")),
)
DISTRICTS = (
    ("h_tan_hoa", "UBND huyện Tân Hòa", ("tan_phu", "phuoc_son", "hoa_loi", "dong_tien")),
    ("tx_binh_minh", "UBND thị xã Bình Minh", ("trung_tam", "binh_minh")),
)

# People of the story: post (body, title, place among the same titles) to name. Everybody else is invented by seed.
CAST = {
    ("ubnd_tinh", "Chủ tịch UBND tỉnh", 0): "Hoàng Văn Thành",
    ("ubnd_tinh", "Phó Chủ tịch UBND tỉnh", 0): "Nguyễn Thị Hồng Vân",
    ("tinh_uy", "Bí thư Tỉnh ủy", 0): "Lương Quốc Thái",
    ("vp_ubnd_tinh", "Chánh Văn phòng", 0): "Đỗ Quang Minh",
    ("vp_ubnd_tinh", "Văn thư", 0): "Phạm Thị Hoa",
    ("so_noi_vu", "Giám đốc", 0): "Ngô Thị Thu",
    ("so_tai_chinh", "Giám đốc", 0): "Bùi Văn Dũng",
    ("so_tai_chinh/Phòng Quản lý ngân sách", "Chuyên viên", 0): "Hồ Thị Nga",
    ("so_nnmt", "Giám đốc", 0): "Trần Văn Hùng",
    ("so_nnmt/Phòng Quản lý đất đai", "Trưởng phòng", 0): "Lê Văn Minh",
    ("so_nnmt/Phòng Quản lý đất đai", "Chuyên viên", 0): "Nguyễn Thị Lan",
    ("so_nnmt/Phòng Quản lý đất đai", "Chuyên viên", 1): "Cao Thị Yến",
    ("so_nnmt/Phòng Quản lý đất đai", "Chuyên viên", 2): "Đinh Văn Quý",
    ("so_nnmt/Phòng Quản lý đất đai", "Chuyên viên", 3): "Tạ Văn Lộc",
    ("so_nnmt/Phòng Quản lý đất đai", "Chuyên viên", 4): "Vũ Thị Hằng",
    ("so_nnmt/Phòng Quản lý đất đai", "Chuyên viên", 5): "Mai Văn Sơn",
    ("so_xay_dung", "Phó Giám đốc", 0): "Lý Thị Kim",
    ("so_xay_dung/Phòng Quy hoạch – Kiến trúc", "Chuyên viên", 0): "Phan Văn Tài",
    ("ubnd_tan_phu", "Chủ tịch UBND xã", 0): "Võ Minh Khang",
    ("thanh_tra_tinh", "Chánh Thanh tra", 0): "Đặng Hữu Nghĩa",
}
