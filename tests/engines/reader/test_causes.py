"""Causes of error met in labelled texts, each rebuilt from our own words and varied; a cause mended stays mended."""

from collections.abc import Iterator

import pytest
from tests.engines.reader.causes import DIRECTIVE, LETTER, NEXT, PLAN, REPORT, demands, helpers, names

# --- courtesy in letters ----------------------------------------------------------------------------------------------

ASKS = ("đề nghị", "kính đề nghị", "trân trọng đề nghị", "rất mong")
YOU = ("Đồng chí", "quý cơ quan", "Quý đơn vị", "các đồng chí")
GROUNDS = ("Do thời gian gấp, ", "Để kịp tiến độ, ", "Vì vậy, ", "")


@pytest.mark.parametrize("asks", ASKS)
def test_a_courteous_request_is_a_demand_on_those_written_to(asks: str) -> None:
    for you in YOU:
        for ground in GROUNDS:
            said = f"{ground}{asks} {you} nghiên cứu, góp ý dự thảo và gửi về Sở Xây dựng trước ngày 20/5/2025."
            found = demands(
                f"{LETTER}Sở Xây dựng đã soạn dự thảo Quy chế.\n\n{said[0].upper()}{said[1:]}\n\nTrân trọng./.\n"
            )
            assert [names(d) for d in found] == [["Ủy ban nhân dân các xã, phường", "Ban Quản lý dự án tỉnh"]], said
            assert found[0].deadline == {"date": "2025-05-20"}


@pytest.mark.parametrize("asks", ASKS[:3])
def test_a_courteous_request_after_its_ground_names_whom_it_asks(asks: str) -> None:
    for ground in ("Căn cứ chức năng, nhiệm vụ được giao", "Căn cứ Luật Xây dựng", "Xét tình hình thực tế"):
        found = demands(f"{LETTER}{ground}, Sở Xây dựng {asks} các phòng chuyên môn cho ý kiến bằng văn bản.\n")
        assert [names(d) for d in found] == [["các phòng chuyên môn"]], ground


# --- an order behind a long purpose -----------------------------------------------------------------------------------


def long_purposes() -> Iterator[str]:
    whose = ("các xã, phường", "Sở Nội vụ, Sở Tài chính và Ban Dân vận")
    for opening in ("Để", "Nhằm giúp"):
        for group in whose:
            for basis in ("", ", trên cơ sở hướng dẫn của Bộ Nội vụ, Bộ Tài chính nêu trên"):
                asked = "được thống nhất theo yêu cầu của Tỉnh ủy, Hội đồng nhân dân tỉnh"
                yield f"{opening} việc rà soát hồ sơ của {group} {asked}{basis}"


def test_the_order_is_found_behind_a_purpose_that_names_others() -> None:
    for purpose in long_purposes():
        found = demands(f"{LETTER}{purpose}, đề nghị các xã, phường tổng hợp hồ sơ tồn trước ngày 20/5/2025.\n")
        assert [names(d) for d in found] == [["các xã, phường"]], purpose


def test_a_semicolon_within_brackets_does_not_cut_a_sentence() -> None:
    for inner in ("mẫu 1 cho cấp xã; mẫu 2 cho cấp tỉnh", "xã báo cáo theo mẫu 1; sở báo cáo theo mẫu 2"):
        text = f"{DIRECTIVE}1. Sở Nội vụ tổng hợp hồ sơ ({inner}) và gửi về Sở Tài chính trước ngày 20/5/2025.{NEXT}"
        found = demands(text)
        assert [(names(d), d.deadline) for d in found] == [(["Sở Nội vụ"], {"date": "2025-05-20"})], inner


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["đến", "tới"])
def test_what_a_body_is_concerned_with_is_no_part_of_its_name(link: str) -> None:
    for thing in ("các nội dung nêu trên", "việc cấp phép", "dự án này"):
        text = (
            f"{DIRECTIVE}1. Sở Y tế phối hợp Sở Nội vụ và các đơn vị có liên quan {link} {thing} rà soát hồ sơ.{NEXT}"
        )
        assert [helpers(d) for d in demands(text)] == [["Sở Nội vụ", "các đơn vị có liên quan"]], thing


def test_the_heads_of_one_body_are_one_name() -> None:
    for chair in ("Chủ tịch Hội đồng thành viên", "Chủ tịch Hội đồng quản trị"):
        for group in ("các Tập đoàn, Tổng Công ty", "các tập đoàn, tổng công ty nhà nước"):
            name = f"{chair}, Tổng giám đốc {group}"
            found = demands(f"{DIRECTIVE}1. {name} tập trung rà soát dự án.{NEXT}")
            assert [names(d) for d in found] == [[name]], name


@pytest.mark.parametrize(
    "joint",
    ["chủ trì cùng", "chủ trì, cùng với", "chủ trì xác minh hoặc phối hợp với", "chủ động, phối hợp đồng bộ với"],
)
def test_helpers_are_read_behind_other_words_for_working_together(joint: str) -> None:
    text = f"{DIRECTIVE}1. Sở Y tế {joint} Sở Nội vụ và các sở, ngành liên quan rà soát hồ sơ.{NEXT}"
    assert [(names(d), helpers(d)) for d in demands(text)] == [(["Sở Y tế"], ["Sở Nội vụ", "các sở, ngành liên quan"])]


def test_helpers_need_no_word_between() -> None:
    for helper in ("Bộ Nội vụ", "Bộ Tài chính", "Sở Nội vụ", "Đồng chí Nguyễn Văn An"):
        found = demands(f"{DIRECTIVE}1. Sở Y tế chủ động, phối hợp {helper} rà soát hồ sơ.{NEXT}")
        assert [(names(d), helpers(d)) for d in found] == [(["Sở Y tế"], [helper])], helper


# --- verbs that look like something else ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "opening",
    [
        "Tổ chức, điều hành hoạt động của Quỹ theo Điều lệ",
        "Tổ chức, quản lý hoạt động của Trung tâm",
        "Tham dự các phiên họp của Hội đồng, báo cáo tình hình thu chi",
        "Là đầu mối tiếp nhận hồ sơ, trả kết quả cho người dân",
        "Là đại diện của Quỹ trước pháp luật, chịu trách nhiệm về hoạt động của Quỹ",
        "Lưu ý: Không xem xét đơn nặc danh",
        "Giải thích, hướng dẫn người dân thực hiện quyền của mình",
        "Khẩn trương thực hiện ý kiến của Chủ tịch Hội đồng, Trưởng Ban Kiểm soát, kịp thời xử lý vướng mắc",
    ],
)
def test_a_listed_duty_stays_with_the_heading_it_stands_under(opening: str) -> None:
    for mark in ("- ", "a) ", "+ "):
        text = (
            f"{DIRECTIVE}1. Giám đốc Quỹ Phát triển đất:\n\n{mark}{opening}.\n\n"
            f"{mark.replace('a', 'b')}Lưu trữ hồ sơ.{NEXT}"
        )
        assert [names(d) for d in demands(text)] == [["Giám đốc Quỹ Phát triển đất"]] * 2, mark


# --- lead-ins and headings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "deadline"),
    [("Hằng năm", {"every": "year"}), ("Định kỳ hằng quý", {"every": "quarter"}), ("Hằng tháng", {"every": "month"})],
)
def test_a_lead_in_with_a_period_hands_down_its_name_and_its_period(time: str, deadline: dict[str, str]) -> None:
    for marks in ("1. ", "a) ", "- "):
        items = "\n\n".join(f"{marks}{work}" for work in ("Lập dự toán thu, chi.", "Rà soát danh mục tài sản."))
        found = demands(f"{DIRECTIVE}{time}, Quỹ Phát triển đất có trách nhiệm:\n\n{items}\n")
        assert [(names(d), d.deadline) for d in found] == [(["Quỹ Phát triển đất"], deadline)] * 2, marks


@pytest.mark.parametrize("heading", ["I. MỤC ĐÍCH, YÊU CẦU", "I. YÊU CẦU, MỤC ĐÍCH", "I. Mục đích và yêu cầu"])
def test_under_aims_and_requirements_only_a_named_body_that_must_act_is_asked(heading: str) -> None:
    text = (
        f"{PLAN}Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:\n\n{heading}\n\n"
        "1. Nâng cao nhận thức của người dân.\n\n"
        "2. Việc triển khai phải đồng bộ, hiệu quả. Đối với hồ sơ phức tạp, Sở Y tế phải kịp thời báo cáo tỉnh.\n\n"
        "II. NỘI DUNG\n\n1. Sở Nội vụ rà soát hồ sơ.\n"
    )
    assert [names(d) for d in demands(text)] == [["Sở Y tế"], ["Sở Nội vụ"]]


def test_work_listed_within_a_block_is_asked_for_item_by_item() -> None:
    for label in ("Nhiệm vụ", "Nhiệm vụ cụ thể", "Công việc"):
        text = (
            f"{PLAN}Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:\n\nII. NỘI DUNG\n\n"
            "1. Tổ chức tiếp người dân\n\n"
            f"- Địa điểm: Trụ sở xã.\n\n- Cơ quan thực hiện: Ủy ban nhân dân xã.\n\n- {label}:\n\n"
            "+ Ghi chép ý kiến của cử tri.\n\n"
            "+ Giải thích, hướng dẫn người dân.\n\n2. Sở Nội vụ rà soát hồ sơ.\n"
        )
        xa = ["Ủy ban nhân dân xã"]
        assert [names(d) for d in demands(text)] == [xa, xa, xa, ["Sở Nội vụ"]], label


@pytest.mark.parametrize("verb", ["xây dựng kế hoạch", "xây dựng Kế hoạch"])
def test_a_small_body_s_own_plan_is_for_itself(verb: str) -> None:
    for issuer in ("Ban Thường trực Ủy ban MTTQ Việt Nam xã Tân Lập", "Ban Chấp hành Hội Nông dân xã Tân Lập"):
        text = (
            f"{issuer.upper()}\n\nSố: 5/KH\n\nTân Lập, ngày 01 tháng 5 năm 2025\n\nKẾ HOẠCH\n\nTiếp người dân\n\n"
            f"{issuer} {verb} tiếp người dân năm 2025 như sau:\n\nI. NỘI DUNG\n\n1. Ghi chép ý kiến của cử tri.\n\n"
            "2. Đối với đơn thư:\n\n- Phân loại, xử lý đơn.\n\nII. TỔ CHỨC THỰC HIỆN\n\n"
            "1. Ban Công tác Mặt trận thôn báo cáo kết quả.\n"
        )
        assert [names(d) for d in demands(text)] == [[issuer], [issuer], ["Ban Công tác Mặt trận thôn"]]


# --- layout -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken", ["gồm các dự án:\ntên, quy mô, vốn", "gồm các dự án...\nđể đủ điều kiện khởi công", "gồm\nhồ sơ, bản vẽ"]
)
def test_a_sentence_broken_over_two_lines_is_one(broken: str) -> None:
    text = f"{DIRECTIVE}1. Ủy ban nhân dân các xã gửi báo cáo về Sở Xây dựng trước ngày 20/5/2025, {broken}.{NEXT}"
    found = demands(text)
    assert [(names(d), d.deadline) for d in found] == [(["Ủy ban nhân dân các xã"], {"date": "2025-05-20"})]
    assert text[found[0].start : found[0].end].endswith(broken.split()[-1] + ".")


def test_slogans_of_a_list_are_not_demands() -> None:
    for campaigns in (
        "các phong trào: “Giữ sạch phố phường; chung sức xây làng”; thi đua “100 ngày về đích”",
        "hai cuộc thi: “Học tốt; dạy tốt”; hội thi “Bàn tay vàng”",
    ):
        text = f"{DIRECTIVE}1. Sở Nội vụ khen thưởng trong {campaigns}; hoàn thành trước ngày 20/5/2025.{NEXT}"
        assert [(names(d), d.deadline) for d in demands(text)] == [(["Sở Nội vụ"], {"date": "2025-05-20"})], campaigns


# --- news -------------------------------------------------------------------------------------------------------------


def test_a_lost_blank_after_a_full_stop_does_not_join_two_sentences() -> None:
    text = (
        f"{REPORT}Theo đó, UBND tỉnh yêu cầu Sở Xây dựng kiểm tra vỉa hè trước ngày 20/5/2025."
        "Sở Y tế phải báo cáo kết quả trước ngày 30/5/2025.\n"
    )
    assert [(names(d), d.deadline) for d in demands(text)] == [
        (["Sở Xây dựng"], {"date": "2025-05-20"}),
        (["Sở Y tế"], {"date": "2025-05-30"}),
    ]


@pytest.mark.parametrize("text_kind", ["Văn bản", "Công văn", "Quyết định"])
def test_orders_of_earlier_numbered_texts_are_retold(text_kind: str) -> None:
    told = " ".join(
        f"{text_kind} số {n}/UBND-KT, ngày {n - 110}/9/2016, của UBND tỉnh giao Chủ tịch UBND xã {place} kiểm tra."
        for n, place in ((115, "Tân Lập"), (121, "Hòa Bình"))
    )
    text = (
        f"{REPORT}Một số xã chưa báo cáo. {told} UBND tỉnh yêu cầu các xã trên báo cáo kết quả trước ngày 10/02/2017.\n"
    )
    assert [names(d) for d in demands(text)] == [["các xã trên"]]


def test_the_standfirst_counts_where_the_body_orders_nobody_by_name() -> None:
    for again in ("các đơn vị trên", "các cơ quan nêu trên"):
        text = (
            "Bắc Sơn thúc các xã báo cáo\n"
            "UBND tỉnh yêu cầu Giám đốc Sở Xây dựng; Chủ tịch UBND các xã báo cáo về tình trạng lấn chiếm.\n"
            f"Qua rà soát, nhiều nơi chưa báo cáo. UBND tỉnh yêu cầu {again} gửi báo cáo trước ngày 10/02/2017.\n"
        )
        assert [names(d) for d in demands(text)] == [["Giám đốc Sở Xây dựng", "Chủ tịch UBND các xã"], [again]]


def test_told_sentences_after_a_demand_do_not_belong_to_it() -> None:
    for told in (
        "Trong những ngày đầu năm, tình trạng chèo kéo khách đã xảy ra ở nhiều nơi.",
        "Từ đầu năm, nhiều vụ việc đã được phát hiện.",
    ):
        text = (
            f"{REPORT}UBND tỉnh yêu cầu Sở Du lịch kiểm tra; đồng thời chỉ đạo các cơ sở lưu trú niêm yết giá. {told}\n"
        )
        found = demands(text)
        assert [names(d) for d in found] == [["Sở Du lịch"], ["Sở Du lịch"]], told
        assert text[found[-1].start : found[-1].end].endswith("niêm yết giá."), told


# --- kinds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("adverb", ["", "kịp thời ", "định kỳ ", "thường xuyên "])
def test_following_and_reporting_is_a_report(adverb: str) -> None:
    for work in ("theo dõi, đôn đốc, kiểm tra các xã thực hiện Chỉ thị này", "theo dõi, đôn đốc việc thực hiện"):
        text = f"{DIRECTIVE}1. Sở Nội vụ {work}, {adverb}báo cáo Chủ tịch Ủy ban nhân dân tỉnh để chỉ đạo.{NEXT}"
        assert [d.kind for d in demands(text)] == ["report"], work


@pytest.mark.parametrize(
    "case", ["vượt thẩm quyền", "những việc vượt thẩm quyền thì", "nếu vượt thẩm quyền,", "trường hợp vượt thẩm quyền,"]
)
def test_what_exceeds_one_s_powers_is_reported(case: str) -> None:
    text = f"{DIRECTIVE}1. Sở Nội vụ rà soát hồ sơ tồn; {case} báo cáo Ủy ban nhân dân tỉnh.{NEXT}"
    assert [d.kind for d in demands(text)] == ["task", "report"]
