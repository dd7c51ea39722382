"""The words of two drafts in their versions: invented, as an official would write them."""

from congvu.kit.official import Official, Part, Text, as_docx

SCHEME = "Đề án giảm hồ sơ đất đai quá hạn giai đoạn tới"
RESOLUTION = "Nghị quyết quy định mức hỗ trợ lắp camera an ninh tại khu dân cư"

_NEED = (
    "Tính đến hết quý III, toàn tỉnh có 63 hồ sơ đất đai quá hạn; 41 hồ sơ chậm ở khâu đo đạc và đối chiếu quy hoạch."
)
_AIM = "Giảm tỷ lệ hồ sơ đất đai quá hạn xuống còn 5% vào cuối năm sau."
_AIM_2 = "Giảm tỷ lệ hồ sơ đất đai quá hạn xuống còn 3% vào cuối năm sau, dưới 1% vào cuối giai đoạn."
_WORK = (
    "Rà soát từng bước của quy trình, ghi tên một người giữ ở mỗi bước.",
    "Chuyển việc thẩm định trích đo từ Sở về Chi nhánh Văn phòng Đăng ký đất đai.",
    "Công khai hạn của từng hồ sơ cho người nộp.",
)
_ASKED = "Sở Xây dựng trả lời đối chiếu quy hoạch trong 3 ngày làm việc, quá hạn coi là thống nhất."
_MONEY = "Kinh phí thực hiện bố trí trong dự toán chi thường xuyên."
_MONEY_2 = "Kinh phí thực hiện 1,8 tỷ đồng, bố trí trong dự toán chi thường xuyên; không phát sinh biên chế."
_WHO = "Sở Nông nghiệp và Môi trường chủ trì; Sở Xây dựng, Sở Tài chính, Ủy ban nhân dân cấp xã phối hợp."

# Each version: the parts, each with its paragraphs.
SCHEME_VERSIONS: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = (
    (("I. SỰ CẦN THIẾT", (_NEED,)), ("II. MỤC TIÊU", (_AIM,)), ("III. NHIỆM VỤ", ("Sẽ bổ sung ở bước dự thảo.",))),
    (
        ("I. SỰ CẦN THIẾT", (_NEED,)),
        ("II. MỤC TIÊU", (_AIM,)),
        ("III. NHIỆM VỤ", _WORK[:2]),
        ("IV. KINH PHÍ", (_MONEY,)),
    ),
    (
        ("I. SỰ CẦN THIẾT", (_NEED,)),
        ("II. MỤC TIÊU", (_AIM_2,)),
        ("III. NHIỆM VỤ", _WORK),
        ("IV. KINH PHÍ", (_MONEY,)),
        ("V. TỔ CHỨC THỰC HIỆN", (_WHO,)),
    ),
    (
        ("I. SỰ CẦN THIẾT", (_NEED,)),
        ("II. MỤC TIÊU", (_AIM_2,)),
        ("III. NHIỆM VỤ", (*_WORK, _ASKED)),
        ("IV. KINH PHÍ", (_MONEY,)),
        ("V. TỔ CHỨC THỰC HIỆN", (_WHO,)),
    ),
    (
        ("I. SỰ CẦN THIẾT", (_NEED,)),
        ("II. MỤC TIÊU", (_AIM_2,)),
        ("III. NHIỆM VỤ", (*_WORK, _ASKED)),
        ("IV. KINH PHÍ", (_MONEY_2,)),
        ("V. TỔ CHỨC THỰC HIỆN", (_WHO,)),
    ),
)
RESOLUTION_VERSIONS: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = (
    (("Điều 1. Phạm vi, đối tượng", ("Khu dân cư đăng ký mô hình tự quản về an ninh trật tự.",)),),
    (
        ("Điều 1. Phạm vi, đối tượng", ("Khu dân cư đăng ký mô hình tự quản về an ninh trật tự.",)),
        ("Điều 2. Mức hỗ trợ", ("Hỗ trợ một lần 50% chi phí, tối đa 20 triệu đồng cho mỗi khu dân cư.",)),
        ("Điều 3. Nguồn kinh phí", ("Ngân sách cấp tỉnh 60%, ngân sách cấp xã 40%.",)),
    ),
)


def paper(title: str, issuer: str, parts: tuple[tuple[str, tuple[str, ...]], ...]) -> bytes:
    """A version as a .docx."""
    body: list[Part | Text] = []
    for head, paragraphs in parts:
        body += [Part(head), *(Text(paragraph) for paragraph in paragraphs)]
    kind, _, subject = title.partition(" ")
    if kind == "Nghị":
        kind, subject = "NGHỊ QUYẾT", title.partition(" quyết ")[2]
    else:
        kind, subject = "ĐỀ ÁN", title.partition(" án ")[2]
    above = ("ỦY BAN NHÂN DÂN TỈNH AN BÌNH", issuer)
    return as_docx(Official(above, "", "An Bình", subject[:1].upper() + subject[1:], tuple(body), kind=kind))
