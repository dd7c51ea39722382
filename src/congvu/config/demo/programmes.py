"""A year's programme, two drafts with their versions, two targets."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from congvu.config.demo.clock import day_of
from congvu.config.demo.drafts import RESOLUTION, RESOLUTION_VERSIONS, SCHEME, SCHEME_VERSIONS, paper
from congvu.config.demo.script import CHAIRMAN, DIRECTOR, LAN, ROOM_HEAD, Script
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org.models import Person
from congvu.kernel.records import moves as records
from congvu.kit.refusal import Refused
from congvu.sources.programmes import moves, rules
from congvu.sources.programmes.moves import NewItem, NewTarget

FINANCE, BUDGET = "Bùi Văn Dũng", "Hồ Thị Nga"
LATE = "Bổ sung theo kết luận giao ban của lãnh đạo tỉnh"

# Of next year: month and day, body, who does it (empty: its head), what, product.
YEAR = (
    (2, 20, "so_nnmt", "", "Báo cáo kết quả kiểm kê đất đai của tỉnh", "bao_cao"),
    (3, 20, "so_nnmt", "", "Kế hoạch phòng, chống thiên tai của tỉnh", "ke_hoach"),
    (4, 20, "so_nnmt", "", "Bảng giá đất điều chỉnh trình Hội đồng nhân dân tỉnh", "to_trinh"),
    (6, 18, "so_nnmt", "", "Sơ kết việc xử lý hồ sơ đất đai quá hạn sáu tháng", "bao_cao"),
    (9, 20, "so_nnmt", "", "Phương án sử dụng đất công ích do cấp xã quản lý", "de_an"),
    (11, 19, "so_nnmt", "", "Tổng kết công tác quản lý đất đai trong năm", "bao_cao"),
    (3, 19, "so_noi_vu", "", "Đề án vị trí việc làm sau sắp xếp", "de_an"),
    (5, 20, "so_noi_vu", "", "Kế hoạch kiểm tra công vụ sáu tháng cuối năm", "ke_hoach"),
    (4, 19, "so_tai_chinh", "", "Kế hoạch đầu tư công điều chỉnh", "ke_hoach"),
    (7, 20, "so_tai_chinh", "", "Báo cáo thu, chi ngân sách sáu tháng", "bao_cao"),
)
# Of the next month, registered by the rooms of the department and approved by its director.
MONTH = (
    (4, LAN, "Lập danh sách hồ sơ đất đai sắp đến hạn trong tháng", "danh_sach"),
    (10, "Cao Thị Yến", "Đối chiếu bản đồ địa chính xã Tân Phú", "danh_sach"),
    (14, "Vũ Thị Hằng", "Biểu tổng hợp giao dịch đất đai trong tháng", "danh_sach"),
    (17, ROOM_HEAD, "Báo cáo tháng về quản lý đất đai", "bao_cao"),
)


class Programmes(Script):
    """The offices plan their work."""

    def tell(self) -> None:
        """Plan everything."""
        self._targets()
        self._scheme()
        self._resolution()
        self._year()
        self._month()

    # --- programmes -------------------------------------------------------------------------------------

    def _year(self) -> None:
        """Registered by the departments, approved by the chairman; two of them still wait."""
        for number, (month, day, body, who, title, kind) in enumerate(YEAR):
            at = -14 + number % 5
            self.on(at, 9 + number * 0.1, self._register(f"year/{number}", "year", month, day, body, who, title, kind))
        self.on(-7, 8.6, lambda: self._approve(CHAIRMAN, [f"year/{number}" for number in range(len(YEAR) - 2)]))
        self.on(-2, 9.3, self._asks_for_more_time)

    def _month(self) -> None:
        for number, (day, who, title, kind) in enumerate(MONTH):
            key = f"month/{number}"
            self.on(-4, 9 + number * 0.2, self._register(key, "month", 0, day, "so_nnmt", who, title, kind))
        self.on(-3, 14, lambda: self._approve(DIRECTOR, ["month/0", "month/1"]))

    def _register(
        self, key: str, horizon: str, month: int, day: int, body: str, who: str, title: str, kind: str
    ) -> Callable[[], None]:
        """An item of the next year or month; on a day off it is due on the working day before."""
        holder = self.who(who) if who else self.province.head(body)

        def register() -> None:
            span = rules.after(rules.span_of(horizon, day_of(self.clock.at)))
            due = span.first.replace(month=month or span.first.month, day=day)
            while not self.clock.calendar.is_working(due):
                due -= timedelta(days=1)
            item = NewItem(
                body_id=self.province.bodies[body].pk,
                period=span.key,
                title=title,
                product_kind=kind,
                due_on=max(due, span.first),
                holder_id=holder.pk,
                reason=LATE,
            )
            self.ids[key] = moves.register(item, by=holder).pk

        return self._may(register)

    def _approve(self, who: str, keys: list[str]) -> None:
        try:
            moves.approve([self.ids[key] for key in keys if key in self.ids], by=self.who(who))
        except Refused:
            self.office.refused += 1

    def _asks_for_more_time(self) -> None:
        """One item of the year is asked to be due later; it waits for the chairman."""
        due = Duty.objects.get(origin_key=f"entry/{self.ids['year/3']}").current_due_at
        assert due is not None
        later = day_of(due - timedelta(seconds=1)) + timedelta(days=14)
        while not self.clock.calendar.is_working(later):
            later += timedelta(days=1)
        reason = "Chờ số liệu sơ kết của cấp xã."
        moves.ask_change(self.ids["year/3"], by=self.who(DIRECTOR), kind="due", due_on=later, reason=reason)

    def _may(self, event: Callable[[], None]) -> Callable[[], None]:
        """What is refused is not done, as in life."""

        def attempt() -> None:
            try:
                event()
            except Refused:
                self.office.refused += 1

        return attempt

    # --- drafts -----------------------------------------------------------------------------------------

    def _scheme(self) -> None:
        """Outline, draft sent back once, opinions, put to the chairman, who wants the money made clear."""
        director, minh, lan = self.who(DIRECTOR), self.who(ROOM_HEAD), self.who(LAN)
        self.on(-28, 9, self._give_draft("scheme", director, SCHEME, "de_an", 6))
        self.on(-27, 8.5, lambda: self._open("scheme", "de_an", director))
        self.on(-27, 9, self._stage("scheme", director, minh))
        self.on(-25, 15, self._version("scheme", minh, 0, "Đề cương và mục tiêu"))
        self.on(-24, 9, self._stage("scheme", director, lan))
        self.on(-17, 14, self._version("scheme", lan, 1, "Toàn văn lần đầu"))
        why = "Mục tiêu còn thấp so với kết luận của Chủ tịch UBND tỉnh; chưa có phần tổ chức thực hiện."
        self.on(-16, 10, lambda: moves.return_stage(self.ids["scheme"], by=director, reason=why))
        self.on(-13, 16, self._version("scheme", lan, 2, "Nâng mục tiêu, thêm phần tổ chức thực hiện"))
        self.on(-12, 9, self._stage("scheme", director, lan))
        self.on(-12, 14, lambda: self._ask(lan))
        self.on(-6, 10, self._version("scheme", lan, 3, "Tiếp thu ý kiến về thời hạn đối chiếu quy hoạch"))
        skip = "Không thuộc diện phải thẩm định; đã có ý kiến Sở Tài chính."
        self.on(-5, 8.5, lambda: moves.skip_stage(self.ids["scheme"], by=director, reason=skip))
        # the matrix gives land files to the director; the scheme is the province's: it goes up with its reason
        up = "Đề án của cả tỉnh, liên quan nhiều sở; Chương trình công tác giao Chủ tịch UBND tỉnh phê duyệt."
        self.on(-5, 9, self._stage("scheme", director, minh, approver=self.post_of(self.who(CHAIRMAN)).pk, reason=up))
        self.on(-4, 10, self._version("scheme", minh, 4, "Tờ trình 512/TTr-SNNMT kèm dự thảo cuối"))
        self.on(-3, 9.5, self._decide_scheme)

    def _resolution(self) -> None:
        """Of the people's council: the outline done, the draft with its head."""
        head, nga = self.who(FINANCE), self.who(BUDGET)
        self.on(-20, 10, self._give_draft("resolution", head, RESOLUTION, "van_ban", 15))
        self.on(-19, 9, lambda: self._open("resolution", "nghi_quyet_hdnd", head))
        self.on(-19, 9.5, self._stage("resolution", head, nga))
        self.on(-15, 15, self._version("resolution", nga, 0, "Đề cương nghị quyết"))
        self.on(-14, 9, self._stage("resolution", head, nga))
        self.on(-2, 15, self._version("resolution", nga, 1, "Dự thảo nghị quyết, đủ mức hỗ trợ và nguồn kinh phí"))

    def _give_draft(self, key: str, to: Person, title: str, kind: str, due: int) -> Callable[[], None]:
        chairman = self.who(CHAIRMAN)
        issuer, receiver = self.post_of(chairman), self.post_of(to)

        def issue() -> None:
            new = NewDuty(
                title=title,
                product_kind=kind,
                holder_id=to.pk,
                holder_post_id=receiver.pk,
                accountable_post_id=receiver.pk,
                deciding_post_id=issuer.pk,
                due_rule=self.by(due),
                issuer_post_id=issuer.pk,
                basis="Chương trình công tác của UBND tỉnh trong năm",
            )
            (self.ids[f"{key}/duty"],) = duties.issue_new([new], by=chairman)
            self.office.kept_aside.add(self.ids[f"{key}/duty"])

        return issue

    def _open(self, key: str, kind: str, by: Person) -> None:
        self.ids[key] = moves.open_dossier(self.ids[f"{key}/duty"], kind, by=by).pk

    def _stage(
        self, key: str, by: Person, to: Person, *, approver: int | None = None, reason: str = ""
    ) -> Callable[[], None]:
        def give() -> None:
            post = self.post_of(to).pk
            stage = moves.open_stage(
                self.ids[key], by=by, holder_id=to.pk, holder_post_id=post, approver_post_id=approver, reason=reason
            )
            assert stage.duty_id is not None
            self.ids[f"{key}/{stage.key}"] = stage.duty_id
            self.office.kept_aside.add(stage.duty_id)

        return give

    def _version(self, key: str, by: Person, number: int, words: str) -> Callable[[], None]:
        title, texts, issuer = {
            "scheme": (SCHEME, SCHEME_VERSIONS, "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"),
            "resolution": (RESOLUTION, RESOLUTION_VERSIONS, "SỞ TÀI CHÍNH"),
        }[key]

        def hand_in() -> None:
            data = paper(title, issuer, texts[number])
            stored = records.store_file(data, f"du-thao-{number + 1}.docx", by=by)
            moves.hand_in(self.ids[key], by=by, text=words, file_id=stored.pk)

        return hand_in

    def _ask(self, lan: Person) -> None:
        asked = [self.who(name).pk for name in ("Phan Văn Tài", "Ngô Thị Thu", FINANCE)]
        question = "Nhiệm vụ và kinh phí của Đề án giảm hồ sơ đất đai quá hạn."
        moves.ask_opinions(self.ids["scheme"], by=lan, people=asked, question=question, due_on=None)

    def _decide_scheme(self) -> None:
        reason = "Ghi rõ số kinh phí; nêu việc không phát sinh biên chế trong tờ trình."
        duty_id = self.ids["scheme/submission"]
        self.office.move("decide", duty_id, self.who(CHAIRMAN), outcome="changed", reason=reason)

    # --- targets ----------------------------------------------------------------------------------------

    def _targets(self) -> None:
        """Certificates by the month, added up, one figure corrected; the share of late files as a ceiling."""
        lan, office = self.who(LAN), self.province.head("vp_ubnd_tinh")
        self.on(-31, 9, lambda: self._set_targets(lan, office))
        self.on(-30, 9, lambda: self._report_past(lan, office))
        self.on(-14, 10, lambda: self._correct(lan))
        self.on(-13, 7.2, lambda: self.office.kept_aside.update(moves.open_figure_duties()))
        self.on(-11, 9, lambda: self._report_last(lan))

    def _set_targets(self, lan: Person, office: Person) -> None:
        year = str(day_of(self.clock.at).year)
        certificates = NewTarget(
            body_id=self.province.bodies["so_nnmt"].pk,
            indicator="Giấy chứng nhận quyền sử dụng đất được cấp",
            unit="giấy",
            period=year,
            value=Decimal(12_000),
            instrument="Kế hoạch phát triển kinh tế – xã hội năm của tỉnh (giả định)",
            reporter_id=lan.pk,
        )
        late = NewTarget(
            body_id=self.province.bodies["ubnd_tinh"].pk,
            indicator="Tỷ lệ hồ sơ thủ tục hành chính quá hạn",
            unit="%",
            period=year,
            value=Decimal(2),
            instrument="Kế hoạch cải cách hành chính năm của tỉnh (giả định)",
            reporter_id=office.pk,
            measure="latest",
            direction="at_most",
            every="quarter",
        )
        chairman = self.who(CHAIRMAN)
        self.ids["certificates"] = moves.set_target(certificates, by=chairman).pk
        self.ids["late"] = moves.set_target(late, by=chairman).pk

    def _report_past(self, lan: Person, office: Person) -> None:
        """What the months before had come to, from the reports sent then."""
        today = day_of(self.clock.at)
        months = (812, 640, 1_104, 987, 1_030, 1_216, 905, 1_118, 1_042, 1_090, 1_001, 1_000)
        for month in range(1, today.month):
            self._figure("certificates", lan, f"{today.year}-M{month:02}", Decimal(months[month - 1]), "báo cáo tháng")
        for quarter, value in enumerate(("3.4", "2.9", "2.3", "2"), 1):
            if quarter * 3 < today.month:
                self._figure("late", office, f"{today.year}-Q{quarter}", Decimal(value), "báo cáo quý")

    def _report_last(self, lan: Person) -> None:
        """The month that ended meanwhile: its duty is handed in with the figure."""
        ended = rules.before(rules.span_of("month", day_of(self.clock.at)))
        if f"certificates/{ended.key}" not in self.ids and ended.first.year == day_of(self.clock.at).year:
            self._figure("certificates", lan, ended.key, Decimal(1_090), "báo cáo tháng")

    def _figure(self, key: str, by: Person, period: str, value: Decimal, kind: str) -> None:
        evidence = f"Số liệu của {kind} đã gửi, đối chiếu với sổ cấp."
        figure = moves.report_figure(self.ids[key], by=by, period=period, value=value, evidence=evidence)
        self.ids[f"{key}/{period}"] = figure.pk

    def _correct(self, lan: Person) -> None:
        """The sixth month counted some papers twice."""
        found = self.ids.get(f"certificates/{day_of(self.clock.at).year}-M06")
        if found is not None:
            reason = "12 giấy cấp lại bị đếm hai lần."
            evidence = "Sổ cấp giấy, kiểm lại từng số."
            moves.correct_figure(found, by=lan, value=Decimal(1_204), evidence=evidence, reason=reason)
