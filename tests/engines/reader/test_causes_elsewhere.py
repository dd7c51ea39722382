"""Causes of error met in real texts that nobody has labelled, each rebuilt from our own words and varied."""

import pytest
from tests.engines.reader.causes import DIRECTIVE, HEAD, NEXT, PLAN, demands, names

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
