"""Small documents of our own words in which a cause of error is rebuilt, and what is read of them."""

from congvu.engines.reader import Demand, Reading, read

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH BẮC SƠN\n\nSố: 1/{k}-UBND\n\nBắc Sơn, ngày 01 tháng 5 năm 2025\n\n{kind}\n\nVề việc thử\n\n"
)
DIRECTIVE = HEAD.format(k="CT", kind="CHỈ THỊ") + "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n\n"
PLAN = HEAD.format(k="KH", kind="KẾ HOẠCH")
NEXT = "\n\n9. Sở Du lịch lập danh mục.\n"
LETTER = (
    "ỦY BAN NHÂN DÂN\nTỈNH BẮC SƠN\nSỞ XÂY DỰNG\n\nSố: 12/SXD-VP\n\nBắc Sơn, ngày 01 tháng 5 năm 2025\n\n"
    "Kính gửi:\n- Ủy ban nhân dân các xã, phường;\n- Ban Quản lý dự án tỉnh.\n\n"
)
REPORT = "Bắc Sơn siết quản lý vỉa hè\nUBND tỉnh Bắc Sơn vừa có văn bản về quản lý vỉa hè.\n"


def demands(text: str) -> list[Demand]:
    return [d for d in read(text).demands if "lập danh mục" not in text[d.start : d.end]]


def names(demand: Demand) -> list[str]:
    return [name.text for name in demand.assignees]


def helpers(demand: Demand) -> list[str]:
    return [name.text for name in demand.coordinators]


def body(text: str, **more: str) -> Reading:
    return read(text.format(**more))
