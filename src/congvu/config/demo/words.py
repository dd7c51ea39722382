"""What people write in the demonstration: short, plain, never about a real case."""

PROGRESS = (
    "Đã xong khoảng một nửa; đang chờ số liệu của hai đơn vị.",
    "Đã có dự thảo lần 1, đang rà lại số liệu.",
    "Đã làm việc với các đơn vị liên quan, còn một nội dung chưa thống nhất.",
    "Đã hoàn thành phần thu thập, bắt đầu tổng hợp.",
)
PRODUCTS = (
    "Đã hoàn thành theo yêu cầu, gửi kèm bản điện tử.",
    "Văn bản đã ban hành, số liệu kèm theo phụ lục.",
    "Báo cáo kèm danh sách từng trường hợp.",
    "Đã gửi cơ quan tổng hợp và lưu hồ sơ.",
)
DRAFTS = ("Trình dự thảo lần 1 kèm tài liệu.", "Trình hai phương án để chọn, kiến nghị phương án 1.")
REDO = (
    "Chưa rõ nguyên nhân chậm ở khâu đo đạc; bổ sung rồi nộp lại.",
    "Thiếu số liệu của hai xã; bổ sung.",
    "Phụ lục chưa khớp với phần tổng hợp.",
)
CHANGED = ("Bổ sung nguồn kinh phí và thời gian của từng bước.", "Rút gọn còn một phương án, nêu rõ người thực hiện.")
QUESTIONS = (
    "Đề nghị cho ý kiến về số liệu tại phụ lục kèm theo.",
    "Đề nghị cho biết quy hoạch hiện hành của khu vực này.",
    "Đề nghị cho ý kiến về nguồn kinh phí dự kiến.",
)
OPINIONS = ("Thống nhất với dự thảo.", "Thống nhất; đề nghị bổ sung căn cứ tại mục 2.", "Đã gửi số liệu kèm theo.")
UNCLEAR = (
    "Chưa rõ phạm vi rà soát là năm nay hay cả hai năm.",
    "Chưa rõ sản phẩm cuối là báo cáo hay danh sách.",
)
CLEARED = ("Làm theo phạm vi năm nay, sản phẩm là báo cáo kèm danh sách.",)
FORWARD = ("Đúng phần việc được phân công.", "Cân đối lại khối lượng việc trong phòng.")
URGE = ("Còn ít ngày, đề nghị gửi kết quả đúng hạn.", "Đã quá hạn, đề nghị báo cáo nguyên nhân.")
NOTES = ("Đã trao đổi qua điện thoại với đầu mối của xã.", "Số liệu tháng trước ở phụ lục 3 của báo cáo cũ.")
PARTS = (
    ("Thu thập số liệu", "danh_sach"),
    ("Dự thảo văn bản", "du_thao"),
    ("Tổng hợp ý kiến của các đơn vị", "bao_cao"),
    ("Kiểm tra thực tế tại cơ sở", "bao_cao"),
)
LETTERS = (
    "Mời dự hội nghị giao ban công tác tháng",
    "Thông báo lịch tiếp công dân định kỳ",
    "Gửi tài liệu tập huấn nghiệp vụ văn thư",
    "Đề nghị cung cấp thông tin phục vụ báo cáo thống kê",
    "Thông báo lịch trực các ngày nghỉ",
    "Cảm ơn việc phối hợp tổ chức ngày hội việc làm",
    "Thông báo kết quả kiểm kê tài sản công",
    "Gửi dự thảo quy chế phối hợp để tham khảo",
)
SENDERS = (
    "Sở Nội vụ tỉnh bạn", "Trường Chính trị tỉnh", "Kho bạc Nhà nước khu vực", "Bảo hiểm xã hội tỉnh", "Thống kê tỉnh",
    "Hội Doanh nghiệp tỉnh",
)  # fmt: skip
