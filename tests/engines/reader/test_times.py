"""Time expressions of official prose, each with what a careful clerk would write down for it."""

import pytest

from congvu.engines.reader.clean import clean, fold
from congvu.engines.reader.deadlines import find

# The document is of 2025; the words are those of a demand, as they stand in a sentence.
CASES = [
    ("hoàn thành trước ngày 30/9/2025", {"date": "2025-09-30"}),
    ("hoàn thành trước ngày 30 tháng 9 năm 2025", {"date": "2025-09-30"}),
    ("gửi về Sở Nội vụ trước ngày 30/9", {"date": "2025-09-30"}),
    ("gửi về Sở Nội vụ chậm nhất ngày 05/10/2025 để tổng hợp", {"date": "2025-10-05"}),
    ("chậm nhất là ngày 05 tháng 10 năm 2025", {"date": "2025-10-05"}),
    ("báo cáo kết quả trước 17 giờ 00 ngày 12/9/2025", {"date": "2025-09-12"}),
    ("báo cáo kết quả trước 16h00 ngày 12/9/2025", {"date": "2025-09-12"}),
    ("hoàn thành trước 31/8/2025", {"date": "2025-08-31"}),
    ("hoàn thành trong tháng 9/2025", {"date": "2025-09-30"}),
    ("hoàn thành trong tháng 9 năm 2025", {"date": "2025-09-30"}),
    ("xong trong tháng 9", {"date": "2025-09-30"}),
    ("trước tháng 10/2025", {"date": "2025-09-30"}),
    ("trình Ủy ban nhân dân tỉnh trong quý III/2025", {"date": "2025-09-30"}),
    ("hoàn thành trong quý III năm 2025", {"date": "2025-09-30"}),
    ("xong trong quý IV", {"date": "2025-12-31"}),
    ("hoàn thành trong năm 2025", {"date": "2025-12-31"}),
    ("hoàn thành dứt điểm trong năm 2025", {"date": "2025-12-31"}),
    ("đến hết năm 2025 phải giải ngân 100% kế hoạch", {"date": "2025-12-31"}),
    ("hoàn thành trong 6 tháng đầu năm 2026", {"date": "2026-06-30"}),
    ("từ ngày 15/10 đến ngày 15/11/2025 tổ chức ra quân", {"date": "2025-11-15"}),
    ("trong thời gian từ ngày 15 đến ngày 31/12/2025", {"date": "2025-12-31"}),
    ("hạn chót là ngày 20/8/2025", {"date": "2025-08-20"}),
    ("hoàn thành chậm nhất trong tháng 11/2025", {"date": "2025-11-30"}),
    ("hoàn thành vào cuối tháng 11/2025", {"date": "2025-11-30"}),
    ("hằng tháng báo cáo kết quả", {"every": "month"}),
    ("Theo dõi, tổng hợp, hằng tháng báo cáo kết quả", {"every": "month"}),
    ("định kỳ hằng quý báo cáo", {"every": "quarter"}),
    ("định kỳ hàng quý, 6 tháng, năm báo cáo kết quả", {"every": "quarter"}),
    ("định kỳ 6 tháng, hằng năm báo cáo kết quả", {"every": "half_year"}),
    ("định kỳ 06 tháng một lần báo cáo", {"every": "half_year"}),
    ("báo cáo định kỳ 6 tháng, năm", {"every": "half_year"}),
    ("hằng năm xây dựng kế hoạch", {"every": "year"}),
    ("Hằng năm, rà soát danh mục", {"every": "year"}),
    ("trước ngày 15/12 hằng năm", {"every": "year", "month": 12, "day": 15}),
    ("trước ngày 15 tháng 12 hằng năm", {"every": "year", "month": 12, "day": 15}),
    ("trước ngày 25 hằng tháng", {"every": "month", "day": 25}),
    ("trước ngày 25 của tháng", {"every": "month", "day": 25}),
    ("báo cáo hằng tháng, trước ngày 20", {"every": "month", "day": 20}),
    ("báo cáo tình hình thu chi hằng tháng, trước ngày 05 của tháng sau", {"every": "month", "day": 5}),
    ("báo cáo kết quả trước ngày 05 tháng sau", {"every": "month", "day": 5}),
    ("hằng tuần kiểm điểm tiến độ", {"every": "week"}),
    ("báo cáo trước 16 giờ thứ Sáu hằng tuần", {"every": "week"}),
    ("báo cáo nhanh trước 16 giờ hằng ngày", {"every": "day"}),
    ("tổ chức họp giao ban mỗi tuần một lần", {"every": "week"}),
    ("đối thoại với doanh nghiệp ít nhất mỗi quý một lần", {"every": "quarter"}),
    ("tiếp công dân ít nhất 01 ngày trong tháng", {"every": "month"}),
    ("kiểm tra ít nhất 01 lần/năm", {"every": "year"}),
    ("kiểm tra 02 lần/năm", {"every": "half_year"}),
    ("báo cáo hằng quý, trước ngày 20 của tháng cuối quý", {"every": "quarter", "day": 20}),
    ("họp 3 tháng một lần", {"every": "quarter"}),
    ("sinh hoạt chuyên đề mỗi tháng", {"every": "month"}),
    ("báo cáo theo tuần, tháng, quý", {"every": "week"}),
    ("trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ", {"within": "5 working_days"}),
    ("trong vòng 24 giờ kể từ khi nhận tin", {"within": "24 hours"}),
    ("chậm nhất 10 ngày sau khi kết thúc đợt giám sát", {"within": "10 days"}),
    ("không quá 15 ngày kể từ ngày ký", {"within": "15 days"}),
    ("trong thời hạn 03 tháng kể từ ngày có hiệu lực", {"within": "3 months"}),
    # No deadline of the demand.
    ("thực hiện kế hoạch vốn đầu tư công năm 2025", None),
    ("bố trí trong dự toán ngân sách hằng năm", None),
    ("hoàn thành chỉ tiêu năm 2025", None),
    ("theo tiêu chí đánh giá hằng năm", None),
    ("thực hiện Nghị quyết số 02/NQ-CP ngày 08/01/2025 của Chính phủ", None),
    ("theo ý kiến chỉ đạo tại cuộc họp ngày 29/7/2025", None),
    ("không thanh tra quá 01 lần/năm đối với một doanh nghiệp", None),
    ("có hiệu lực từ ngày 01 tháng 10 năm 2025", None),
    ("trong năm 2025 và các năm tiếp theo", None),
    ("trực 24/24 giờ", None),
    ("khẩn trương, kịp thời", None),
    ("cung cấp số liệu hồ sơ tiếp nhận trong quý I/2025", None),
    ("khắc phục hạn chế trong 6 tháng đầu năm", None),
]


@pytest.mark.parametrize(("words", "wanted"), CASES, ids=[words for words, _ in CASES])
def test_the_time_is_read_as_written(words: str, wanted: dict[str, str | int] | None) -> None:
    low = fold(clean(words))
    found = find(low, 0, len(low), 2025, since="2025-07-01")
    assert (dict(found.value) if found else None) == wanted
