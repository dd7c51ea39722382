"""When two demands are one work: measured on sentences written for it and on every text of the project's own corpus."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from tests.engines.reader.marked import all_texts

from congvu.engines import reader
from congvu.sources.directives.rules.clashes import WORK, Asked, clashes, same_work

# One work asked twice in other words.
SAME = (
    (
        "Xây dựng kế hoạch kiểm tra công vụ đột xuất tại các xã, phường",
        "Xây dựng kế hoạch kiểm tra công vụ đột xuất tại xã, phường, trình Chủ tịch UBND tỉnh trước ngày 15/12/2026",
    ),
    (
        "Rà soát hồ sơ đất đai quá hạn, làm rõ nguyên nhân từng khâu",
        "Tổ chức rà soát toàn bộ hồ sơ đất đai quá hạn, làm rõ nguyên nhân từng khâu, xong chậm nhất ngày 20/12/2026",
    ),
    (
        "Lập danh sách các công trình thủy lợi hư hỏng sau bão số 12",
        "Khẩn trương lập danh sách công trình thủy lợi hư hỏng sau bão số 12",
    ),
    (
        "Công bố số điện thoại đường dây nóng tại nơi tiếp công dân",
        "Niêm yết, công bố số điện thoại đường dây nóng tại nơi tiếp công dân của đơn vị",
    ),
    (
        "Báo cáo kết quả giải ngân vốn đầu tư công năm 2026",
        "Báo cáo UBND tỉnh kết quả giải ngân vốn đầu tư công năm 2026 trước ngày 20/12",
    ),
    (
        "Bàn giao mặt bằng sạch dự án đường ven biển đoạn qua xã Tân Phú",
        "Hoàn thành bàn giao mặt bằng sạch dự án đường ven biển đoạn qua xã Tân Phú",
    ),
    (
        "Xây dựng đề án sắp xếp trụ sở dôi dư sau sáp nhập xã",
        "Tham mưu xây dựng Đề án sắp xếp, xử lý trụ sở dôi dư sau sáp nhập xã",
    ),
    (
        "Kiểm kê tài sản công tại các đơn vị sự nghiệp giải thể",
        "Tiến hành kiểm kê toàn bộ tài sản công tại các đơn vị sự nghiệp giải thể",
    ),
    (
        "Cập nhật dữ liệu hộ nghèo, hộ cận nghèo lên phần mềm dùng chung",
        "Cập nhật đầy đủ dữ liệu hộ nghèo, hộ cận nghèo lên phần mềm dùng chung của tỉnh",
    ),
    (
        "Rà soát, cắt giảm thời gian cấp giấy phép xây dựng nhà ở riêng lẻ",
        "Đề xuất phương án cắt giảm thời gian giải quyết thủ tục giấy phép xây dựng cho nhà ở riêng lẻ",
    ),
)
# Works that look alike and are not one.
APART = (
    ("Báo cáo kết quả giải ngân vốn đầu tư công quý III", "Báo cáo kết quả giải ngân vốn đầu tư công quý IV"),
    ("Xây dựng kế hoạch kiểm tra công vụ năm 2026", "Xây dựng kế hoạch kiểm tra công vụ năm 2027"),
    (
        "Bàn giao mặt bằng sạch dự án đường ven biển đoạn qua xã Tân Phú",
        "Bàn giao mặt bằng sạch dự án đường ven biển đoạn qua xã Hòa Lợi",
    ),
    ("Báo cáo kết quả thực hiện Chỉ thị số 5/CT-UBND", "Báo cáo kết quả thực hiện Chỉ thị số 9/CT-UBND"),
    ("Xây dựng kế hoạch triển khai thực hiện", "Xây dựng kế hoạch tổ chức thực hiện"),
    ("Báo cáo UBND tỉnh kết quả thực hiện trước ngày 15/12", "Báo cáo UBND tỉnh kết quả thực hiện trước ngày 20/12"),
    ("Lập danh sách hộ nghèo được hỗ trợ nhà ở", "Lập danh sách người có công được hỗ trợ nhà ở"),
    ("Rà soát hồ sơ đất đai quá hạn tại bộ phận một cửa", "Rà soát hồ sơ xây dựng quá hạn tại bộ phận một cửa"),
    (
        "Bố trí kinh phí thực hiện từ nguồn ngân sách nhà nước theo phân cấp",
        "Lập dự toán kinh phí thực hiện từ nguồn ngân sách nhà nước theo phân cấp",
    ),
    ("Khắc phục tuyến kè sông Lam sau bão số 12", "Khắc phục tuyến kè sông Lam sau bão số 13"),
)


def asked(title: str, document: int = 1) -> Asked:
    return Asked(
        card=document,
        reading=document,
        document=document,
        issued_on=date(2026, 11, 1),
        kind="task",
        title=title,
        bodies=frozenset({1}),
    )


def test_most_of_one_work_is_told_and_nothing_else() -> None:
    told = [same_work(asked(one), asked(other, 2)) for one, other in SAME]
    wrong = [pair for pair in APART if same_work(asked(pair[0]), asked(pair[1], 2))]
    assert wrong == [] and sum(told) >= 8, [pair for pair, holds in zip(SAME, told, strict=True) if not holds]


def test_no_two_texts_of_the_corpus_are_said_to_ask_one_work() -> None:
    """The hardest case: as if every demand of all texts were made on one body in one month. None of them repeats."""
    found = []
    for number, text in enumerate(all_texts()):
        for place, demand in enumerate(reader.read(text.text).demands):
            if demand.kind in WORK:
                found.append(replace(asked(demand.title, number), card=1000 * number + place, kind=demand.kind))
    assert len(found) > 150 and len({one.document for one in found}) > 35
    assert [(one.newer.title, one.older.title) for one in clashes(found, found, {})] == []


@pytest.mark.parametrize(
    ("newer", "older", "link", "kind"),
    [
        ({"day": date(2026, 12, 20)}, {"day": date(2026, 12, 15)}, "carries_out", "later"),
        ({"day": date(2026, 12, 15)}, {"day": date(2026, 12, 20)}, "carries_out", "again"),
        ({"day": date(2026, 12, 20)}, {"day": date(2026, 12, 15)}, "", "again"),
        ({"day": date(2026, 12, 20), "bodies": {7}, "above": {1}}, {"day": date(2026, 12, 15)}, "carries_out", "later"),
        ({"bodies": {7}, "lead": 7}, {"lead": 1}, "cites", "lead"),
        ({"bodies": {7}, "lead": 7}, {"lead": 1}, "", ""),
        ({"bodies": {7}, "above": {1}, "lead": 7}, {"lead": 1}, "carries_out", ""),
        ({}, {}, "reminds", ""),
        ({}, {}, "replaces", ""),
        ({}, {"day": date(2026, 10, 1)}, "", ""),
        ({}, {"kind": "standing"}, "", ""),
    ],
)
def test_what_is_asked_about_two_demands(
    newer: dict[str, object], older: dict[str, object], link: str, kind: str
) -> None:
    def made(document: int, changes: dict[str, object]) -> Asked:
        plain = {name: frozenset(value) if isinstance(value, set) else value for name, value in changes.items()}
        return replace(asked("Rà soát hồ sơ đất đai quá hạn, làm rõ nguyên nhân từng khâu", document), **plain)  # type: ignore[arg-type]

    links = {(2, 1): link} if link else {}
    assert [one.kind for one in clashes([made(2, newer)], [made(1, older)], links)] == ([kind] if kind else [])


def test_one_limit_is_not_the_name_of_another_work() -> None:
    for one, other in combinations(("15/12/2026", "20/12", "31/12/2026"), 2):
        words = "Rà soát hồ sơ đất đai quá hạn, làm rõ nguyên nhân, xong trước ngày {}"
        assert same_work(asked(words.format(one)), asked(words.format(other), 2))
