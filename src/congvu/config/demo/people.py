"""Plausible names for people who do not exist; the same seed gives the same people."""

import random
import re

from congvu.kit.vietnamese import fold

FAMILIES = [
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Trần",
    "Trần",
    "Lê",
    "Lê",
    "Phạm",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Cao",
    "Đinh",
    "Mai",
    "Tạ",
    "Trịnh",
    "Lương",
    "Đoàn",
    "Hà",
    "Tô",
    "Thái",
]
MIDDLES = {
    "ông": [
        "Văn",
        "Văn",
        "Đức",
        "Hữu",
        "Minh",
        "Quang",
        "Xuân",
        "Thanh",
        "Công",
        "Ngọc",
        "Anh",
        "Quốc",
        "Đình",
        "Trọng",
    ],
    "bà": ["Thị", "Thị", "Thị", "Ngọc", "Thu", "Minh", "Thanh", "Hồng", "Kim", "Bích", "Phương", "Thúy"],
}
GIVEN = {
    "ông": [
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Đạt",
        "Giang",
        "Hải",
        "Hiếu",
        "Hoàng",
        "Hùng",
        "Huy",
        "Khang",
        "Khoa",
        "Kiên",
        "Lâm",
        "Long",
        "Lộc",
        "Mạnh",
        "Nam",
        "Nghĩa",
        "Phong",
        "Phúc",
        "Quân",
        "Quý",
        "Sơn",
        "Tài",
        "Tâm",
        "Thành",
        "Thắng",
        "Thịnh",
        "Toàn",
        "Trung",
        "Tuấn",
        "Tùng",
        "Việt",
        "Vinh",
        "Hưng",
        "Bảo",
        "Khánh",
        "Chiến",
    ],
    "bà": [
        "Anh",
        "Bích",
        "Chi",
        "Diệp",
        "Dung",
        "Duyên",
        "Hà",
        "Hạnh",
        "Hằng",
        "Hiền",
        "Hoa",
        "Hồng",
        "Hương",
        "Huyền",
        "Kim",
        "Lan",
        "Liên",
        "Linh",
        "Loan",
        "Mai",
        "My",
        "Nga",
        "Ngân",
        "Ngọc",
        "Nhung",
        "Oanh",
        "Phương",
        "Quyên",
        "Quỳnh",
        "Thảo",
        "Thủy",
        "Trang",
        "Trinh",
        "Tuyết",
        "Uyên",
        "Vân",
        "Xuân",
        "Yến",
        "Thư",
        "Giang",
    ],
}


class Names:
    """Gives each person a name and a user name that nobody else has."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._taken: set[str] = set()
        self._usernames: set[str] = set()
        self._kept: dict[str, str] = {}

    def keep(self, *full_names: str) -> None:
        """These names are people of the story; nobody else gets them, nor the user names that go with them."""
        self._taken.update(full_names)
        self._kept.update({name: self.username(name) for name in full_names})

    def next(self) -> tuple[str, str]:
        """(full name, courtesy) of a person not yet met."""
        while True:
            courtesy = self._random.choice(("ông", "bà"))
            name = " ".join(self._random.choice(words) for words in (FAMILIES, MIDDLES[courtesy], GIVEN[courtesy]))
            if name not in self._taken:
                self._taken.add(name)
                return name, courtesy

    def username(self, full_name: str) -> str:
        """ "Nguyễn Thị Lan" signs in as lan.nt; the next one of that name as lan.nt2."""
        if full_name in self._kept:
            return self._kept[full_name]
        words = re.findall(r"[a-z]+", fold(full_name))
        stem = f"{words[-1]}.{''.join(word[0] for word in words[:-1])}"
        number, username = 1, stem
        while username in self._usernames:
            number += 1
            username = f"{stem}{number}"
        self._usernames.add(username)
        return username


def courtesy_of(full_name: str) -> str:
    """ "bà" for the names given to women in the story."""
    middle = full_name.split()[1:-1]
    return "bà" if any(word in MIDDLES["bà"][:3] or word in ("Thu", "Hồng") for word in middle) else "ông"
