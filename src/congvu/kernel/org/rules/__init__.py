"""Small decisions about names and seats, without a database."""

import re
from dataclasses import dataclass

from congvu.kit.vietnamese import fold

# Roles that lead a body: the first seat in order is its head.
HEADING = ("leader", "head")
LEADING = ("leader", "head", "deputy")

# Kinds of appointment by which somebody stands in for a vacant seat, the stronger first.
STANDING_IN = ("quyền", "phụ trách")

_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "vp": "van phong",
    "tt": "trung tam",
    "kkt": "khu kinh te",
    "kcn": "khu cong nghiep",
    "dbqh": "dai bieu quoc hoi",
    "ptnt": "phat trien nong thon",
    "ubkt": "uy ban kiem tra",
    "bch": "ban chap hanh",
    "btv": "ban thuong vu",
}

# A title before the name of a body means the person who heads it. Longest first; the second value is what the title
# itself stands for when the body is named by its head ("Chánh Văn phòng UBND tỉnh").
_TITLES = (
    ("chanh van phong", "van phong"),
    ("chanh thanh tra", "thanh tra"),
    ("pho chu tich", ""),
    ("pho giam doc", ""),
    ("pho truong", ""),
    ("chu nhiem uy ban kiem tra", "uy ban kiem tra"),
    ("truong ban to chuc", "ban to chuc"),
    ("truong ban tuyen giao va dan van", "ban tuyen giao va dan van"),
    ("truong ban noi chinh", "ban noi chinh"),
    ("truong ban quan ly", "ban quan ly"),
    ("truong ban dan toc", "ban dan toc"),
    ("truong phong", "phong"),
    ("thu truong", ""),
    ("giam doc", ""),
    ("chu tich", ""),
    ("bi thu", ""),
    ("nguoi dung dau", ""),
    ("lanh dao", ""),
    ("truong cac", "cac"),
)


@dataclass(frozen=True)
class NameKey:
    """A name as it is compared: folded words, and which person of the body it means ("" the body itself)."""

    words: str
    person: str = ""


def name_key(text: str) -> str:
    """The words of a body's name for comparison: folded, abbreviations written out, punctuation gone.

    "UBND tỉnh" and "Ủy ban nhân dân Tỉnh" meet, so do "Lao động – Thương binh" and "Lao động - Thương binh".
    """
    words = re.findall(r"[a-z0-9]+", fold(text))
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def untitled(text: str) -> NameKey:
    """The name without the leading title of a person: "Giám đốc Sở Nội vụ" is the head of "so noi vu"."""
    key = name_key(text)
    for title, stands_for in _TITLES:
        if key == title or key.startswith(title + " "):
            rest = " ".join(part for part in (stands_for, key[len(title) :].strip()) if part)
            return NameKey(rest, "deputy" if title.startswith("pho ") else "head")
    return NameKey(key)


def place_of(name: str) -> str:
    """The bare words of a place: "Tỉnh An Bình" is "an binh", "UBND xã Tân Phú" is "tan phu"."""
    words = name_key(name)
    return re.sub(r"^(uy ban nhan dan )?(tinh|thanh pho|xa|phuong|dac khu|so|ban)( |$)", "", words)


# What a program may do with a token, by key. Whatever the scope, never more than the person it acts as.
SCOPES = {
    "duties:read": "Xem việc",
    "duties:write": "Làm các bước của việc, soạn và giao việc",
    "directives:read": "Xem văn bản và các yêu cầu đọc được",
    "directives:write": "Nhập văn bản, sửa yêu cầu, trình và duyệt giao",
    "examples:read": "Lấy văn bản đã duyệt làm ví dụ có nhãn (chỉ quản trị viên)",
    "programmes:read": "Xem chương trình công tác, hồ sơ dự thảo, nhật ký tham mưu, chỉ tiêu",
    "programmes:write": "Đăng ký, duyệt chương trình; làm các bước của dự thảo; giao và báo cáo chỉ tiêu",
    "meetings:read": "Xem các cuộc họp",
    "meetings:write": "Triệu tập, trả lời, điểm danh, kết luận cuộc họp",
    "obstacles:read": "Xem vướng mắc pháp luật",
    "obstacles:write": "Ghi, gộp, gửi, trả lời vướng mắc pháp luật",
    "regulations:read": "Xem quy định nội bộ, chồng chéo và khoảng trống",
    "regulations:write": "Vào sổ, rà soát quy định nội bộ; xử lý phát hiện",
    "records:read": "Xem sổ văn bản và tệp",
    "records:write": "Gửi tệp lên",
    "org:read": "Xem cơ quan, đơn vị và người",
    "org:write": "Thay đổi tổ chức: cơ quan, vị trí, người giữ vị trí, vắng mặt, ủy quyền, sắp xếp",
    "notices:read": "Xem bản tin của mình",
    "notices:write": "Đổi cách nhận tin của mình",
    "calendar:write": "Soạn và công bố thay đổi lịch làm việc",
    "ledger:read": "Xem và kiểm chứng sổ cái",
    "search:read": "Tìm kiếm",
    "exchange:read": "Xuất sổ cái, xem tệp nhập và tệp đến",
    "exchange:write": "Nhập từ tệp, vào sổ tệp đến, đặt webhook",
    "reports:read": "Xem báo cáo và mẫu báo cáo",
    "reports:write": "Lập báo cáo, ghi nhận xét, lưu mẫu, đăng ký nhận",
    "jobs:read": "Xem việc nền của mình",
    "jobs:write": "Dừng việc nền của mình",
}
