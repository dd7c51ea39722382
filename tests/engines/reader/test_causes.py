"""Causes of error met in real texts, each rebuilt from our own words and varied; a cause mended stays mended."""

from collections.abc import Iterator

import pytest

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


# --- met in other real texts, unlabelled ------------------------------------------------------------------------------

LATE_OPENINGS = (
    "Nhằm đạt được mục tiêu đề ra, trong thời gian tới, bên cạnh các nhiệm vụ thường xuyên",
    "Để hoàn thành kế hoạch năm",
    "Trên cơ sở kết quả rà soát",
    "Căn cứ chức năng, nhiệm vụ được giao",
)


@pytest.mark.parametrize("opening", LATE_OPENINGS)
@pytest.mark.parametrize(
    "asks", ["cần tổ chức thực hiện các nhiệm vụ sau đây:", "có trách nhiệm:", "tập trung thực hiện các nhiệm vụ sau:"]
)
def test_a_lead_in_behind_an_adverbial_hands_its_names_down(opening: str, asks: str) -> None:
    group = ["các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"]
    text = (
        f"{PLAN}Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nII. NHIỆM VỤ\n\n"
        f"{opening}, {', '.join(group)} {asks}\n\n"
        "1. Nâng cao nhận thức của người dân\n\na) Xây dựng tài liệu tuyên truyền.\n\n"
        "b) Công bố kết quả.\n\n2. Hoàn thiện hạ tầng\n\na) Sửa chữa đường.\n"
    )
    assert [names(d) for d in demands(text)] == [group] * 3


@pytest.mark.parametrize(
    "name", ["Ban Quản lý KCN&CX", "Trung tâm CNTT, TT", "Phòng QLĐT thuộc khối đô thị", "Chi cục BVTV vùng ven"]
)
def test_a_name_with_unknown_parts_heads_the_list_below_it(name: str) -> None:
    for marks in ("- ", "+ ", ""):
        items = "\n\n".join(f"{marks}{work}" for work in ("Rà soát danh mục thiết bị.", "Tổng hợp nhu cầu đào tạo."))
        text = (
            f"{DIRECTIVE}1. Các sở, ban, ngành thực hiện các nhiệm vụ sau:\n\na) {name}\n\n{items}\n\n"
            f"b) Sở Tài chính\n\n{items}\n"
        )
        assert [names(d) for d in demands(text)] == [[name]] * 2 + [["Sở Tài chính"]] * 2, marks


@pytest.mark.parametrize("link", ["để:", "nhằm:", "theo hướng:"])
def test_aims_listed_under_a_demand_belong_to_it(link: str) -> None:
    for ends in (".", ";", ""):
        bullets = "\n\n".join(f"- {aim}{ends}" for aim in ("Tháo gỡ khó khăn cho doanh nghiệp", "Đơn giản hóa thủ tục"))
        text = (
            f"{DIRECTIVE}1. Sở Tư pháp:\n\na) Sửa đổi Quy chế phối hợp {link}\n\n{bullets}\n\n"
            f"b) Công bố danh mục.{NEXT}"
        )
        assert [names(d) for d in demands(text)] == [["Sở Tư pháp"]] * 2, ends


def test_nouns_behind_a_semicolon_go_on_with_the_demand() -> None:
    for rest in ("các chương trình, dự án", "những mục tiêu, chỉ tiêu của năm", "mọi nguồn lực hợp pháp khác"):
        text = f"{DIRECTIVE}1. Sở Y tế giám sát việc thực hiện chính sách về dược; {rest}.{NEXT}"
        assert [names(d) for d in demands(text)] == [["Sở Y tế"]], rest


def test_who_is_set_to_work_within_an_item_for_everybody_does_not_take_the_item_over() -> None:
    for inner in ("giao trách nhiệm người đứng đầu các đơn vị trực tiếp phụ trách", "phân công cán bộ theo dõi"):
        text = (
            f"{PLAN}Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nII. NHIỆM VỤ\n\n"
            f"a) Xây dựng lộ trình thực hiện; {inner}; công bố kết quả.\n"
        )
        assert [names(d) for d in demands(text)] == [["*"]] * 3, inner


@pytest.mark.parametrize(
    "product",
    ["kế hoạch triển khai chương trình hành động", "danh mục các công trình trọng điểm", "sổ tay quy trình vận hành"],
)
def test_a_product_is_not_cut_within_a_word(product: str) -> None:
    text = f"{DIRECTIVE}1. Sở Y tế xây dựng {product} trước ngày 20/5/2025.{NEXT}"
    assert [d.product for d in demands(text)] == [product]


@pytest.mark.parametrize(
    "office",
    [
        "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh",
        "Văn phòng HĐND và UBND xã",
        "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh",
        "Báo và Đài Phát thanh - Truyền hình tỉnh",
        "Công ty TNHH MTV Khai thác công trình thủy lợi tỉnh",
        "Quỹ Phát triển đất",
    ],
)
def test_an_office_of_two_bodies_is_one_name_in_a_row(office: str) -> None:
    for row in (["Sở Nội vụ", office], [office, "Sở Nội vụ"], ["Sở Y tế", office, "Đài Truyền hình Việt Nam"]):
        for joint in (", ", "; "):
            for last in (", ", " và "):
                listed = joint.join(row[:-1]) + last + row[-1]
                text = f"{DIRECTIVE}1. {listed}:\n\na) Xây dựng kế hoạch kiểm tra.{NEXT}"
                assert [names(d) for d in demands(text)] == [row], listed


def test_a_semicolon_parts_names_that_a_comma_would_join() -> None:
    for rest in ("lực lượng Công an", "cán bộ, công chức", "doanh nghiệp"):
        row = ["Sở Nội vụ", "các hộ kinh doanh", rest, "Sở Y tế"]
        text = f"{DIRECTIVE}1. {'; '.join(row)}:\n\na) Xây dựng kế hoạch kiểm tra.{NEXT}"
        assert [names(d) for d in demands(text)] == [row], rest


ACTIVITY = (
    f"{PLAN}Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nII. NỘI DUNG\n\n"
    "1. {what}\n\n2. Sở Nội vụ rà soát hồ sơ.\n"
)


@pytest.mark.parametrize(
    "who",
    [
        " (Sở Tư pháp chủ trì, hoàn thành trong Quý I/2026).",
        " (giao Sở Tư pháp chủ trì, hoàn thành trong Quý I/2026)",
        ".\n\n- Sở Tư pháp chủ trì, phối hợp với Sở Y tế thực hiện.\n\n- Thời gian: Quý I/2026.",
        "\n\n- Cơ quan chủ trì: Sở Tư pháp.\n\n- Thời gian: Quý I/2026.",
    ],
)
def test_who_leads_an_activity_is_read_wherever_the_plan_says_it(who: str) -> None:
    for activity in ("Tổ chức tuyên truyền Luật Đất đai", "Biên soạn sổ tay hướng dẫn"):
        found = demands(ACTIVITY.format(what=activity + who))
        assert [names(d) for d in found] == [["Sở Tư pháp"], ["Sở Nội vụ"]], activity
        assert found[0].deadline == {"date": "2026-03-31"}, activity


@pytest.mark.parametrize(
    "part",
    [
        "Thành phần\n\n- Chủ trì: Lãnh đạo UBND tỉnh.\n\n- Tham dự: đại diện các sở, ban, ngành.",
        "Tiêu chí lựa chọn\n\n- Có tinh thần trách nhiệm cao.\n\n- Chấp hành tốt chủ trương, chính sách.",
        "Hồ sơ gồm:\n\n- Bản sao giấy chứng nhận.\n\n- Báo cáo thành tích cá nhân.",
        "Hình thức tuyên truyền\n\n- Bằng pa nô, áp phích.\n\n- Lồng ghép trong các hội nghị.",
        "Trình tự thực hiện\n\n- Bước 1: Nộp hồ sơ.\n\n- Bước 2: Thẩm định hồ sơ.",
        "Điều kiện tham gia\n\n- Có đơn đăng ký.\n\n- Được cơ quan đồng ý.",
    ],
)
def test_parts_of_a_plan_that_only_describe_ask_nothing(part: str) -> None:
    assert [names(d) for d in demands(ACTIVITY.format(what=part))] == [["Sở Nội vụ"]]


def test_fields_under_each_listed_child_are_the_child_s() -> None:
    for mark in ("a) {}\n\n", "1.1. {}\n\n"):
        rows = "".join(
            f"{mark.format(work).replace('a)', letter).replace('1.1', number)}Cơ quan chủ trì: {who}.\n\n"
            for work, who, letter, number in (
                ("Xây dựng tài liệu.", "Sở Y tế", "a)", "1.1"),
                ("Rà soát hồ sơ tồn.", "Sở Tư pháp", "b)", "1.2"),
            )
        )
        found = demands(ACTIVITY.format(what=f"Nhiệm vụ trọng tâm\n\n{rows}"))
        assert [names(d) for d in found] == [["Sở Y tế"], ["Sở Tư pháp"], ["Sở Nội vụ"]], mark


@pytest.mark.parametrize("title", ["Hình thức phối hợp", "Trình tự thực hiện", "Tiêu chuẩn, điều kiện"])
def test_what_a_body_must_do_is_asked_under_any_title_of_rules(title: str) -> None:
    rules = HEAD.format(k="QĐ", kind="QUYẾT ĐỊNH") + "QUY CHẾ\n\nChương II\n\nQUY ĐỊNH CỤ THỂ\n\n"
    for asked in ("Sở Y tế có trách nhiệm gửi báo cáo", "Sở Y tế phải rà soát hồ sơ", "Sở Y tế công khai kết quả"):
        found = demands(f"{rules}Điều 5. {title}\n\n1. {asked} trước ngày 15 hằng tháng.\n\nĐiều 6. Hiệu lực\n")
        assert [(names(d), d.deadline) for d in found] == [(["Sở Y tế"], {"every": "month", "day": 15})], asked


def test_what_is_to_be_read_by_a_day_is_still_to_be_read() -> None:
    for said in ("quán triệt Công văn này đến toàn thể cán bộ", "phổ biến Quy chế đến từng cán bộ"):
        found = demands(f"{DIRECTIVE}1. Sở Nội vụ {said}, xong chậm nhất ngày 20/5/2025.{NEXT}")
        assert [(d.kind, d.deadline) for d in found] == [("acknowledge", {"date": "2025-05-20"})], said
