"""Kinds of what is handed in, as people name them."""

from collections.abc import Mapping

PRODUCT_KINDS: Mapping[str, str] = {
    "bao_cao": "Báo cáo",
    "ke_hoach": "Kế hoạch, chương trình",
    "quyet_dinh": "Quyết định",
    "van_ban": "Văn bản",
    "to_trinh": "Tờ trình, đề xuất",
    "du_thao": "Dự thảo",
    "quy_che": "Quy chế, quy định, quy trình",
    "de_an": "Đề án, phương án",
    "danh_sach": "Danh sách, số liệu",
    "khac": "Sản phẩm khác",
    "khong_van_ban": "Không có văn bản, nghiệm thu theo kết quả",
}
