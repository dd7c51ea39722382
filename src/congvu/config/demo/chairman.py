"""Events around the chairman: what waits for his decision, what he extends, cancels, reopens; who has read."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist

from congvu.config.demo.script import CHAIRMAN, Script
from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Person
from congvu.sources.directives import moves as directives


class ChairmansDesk(Script):
    """The province's leadership at work."""

    def tell(self) -> None:
        """Plan everything."""
        self._deciding()
        self._extending()
        self._changing_his_mind()
        self._returned_as_unclear()
        self._acknowledging()
        self._written_instruction()

    def _deciding(self) -> None:
        """Two submissions: one whose limit passed, one of yesterday."""
        chairman, finance, home = self.who(CHAIRMAN), self.who("Bùi Văn Dũng"), self.who("Ngô Thị Thu")
        road = "Phân bổ vốn sửa chữa đường liên xã Tân Phú, Hòa Lợi"
        plan = "Kế hoạch tuyển dụng công chức năm tới"
        self.on(-12, 8, self.give("road", chairman, finance, road, 3, product_kind="quyet_dinh"))
        self.on(-12, 9, self.move("road", "accept", finance))
        self.on(-4, 15, self.move("road", "submit", finance, draft="Tờ trình 214/TTr-STC, đã đủ ý kiến các đơn vị."))
        self.on(-9, 8, self.give("recruit", chairman, home, plan, 6, product_kind="ke_hoach"))
        self.on(-9, 9, self.move("recruit", "accept", home))
        self.on(-1, 14, self.move("recruit", "submit", home, draft="Tờ trình 1305/TTr-SNV kèm dự thảo kế hoạch."))

    def _extending(self) -> None:
        """An objective cause, confirmed; then more time, asked for before the limit."""
        chairman, kim = self.who(CHAIRMAN), self.who("Lý Thị Kim")
        flooded = {"from": self.clock.moment(-14, 7), "until": self.clock.moment(-13, 17)}
        title = "Rà soát quy hoạch phân khu phường Bình Minh"
        self.on(-14, 8, self.give("zone", chairman, kim, title, 1, product_kind="de_an"))
        self.on(-14, 10, self.move("zone", "accept", kim))
        self.on(-10, 9, self.move("zone", "claim_cause", kim, cause="Ngập khu vực khảo sát, không đo được.", **flooded))
        self.on(-9, 9, self._confirm_cause("zone", chairman))
        reason = "Chờ số liệu khảo sát địa chất bổ sung."
        self.on(-4, 10, self.move("zone", "extend", chairman, due=self.by(7).to_json(), reason=reason))

    def _changing_his_mind(self) -> None:
        """One duty cancelled, one reopened, late ones urged."""
        chairman, home, office = self.who(CHAIRMAN), self.who("Ngô Thị Thu"), self.province.head("vp_ubnd_tinh")
        visit = "Chuẩn bị đoàn công tác học tập kinh nghiệm"
        stop = "Dừng đoàn công tác để tập trung khắc phục mưa bão."
        self.on(-8, 9, self.give("visit", chairman, home, visit, 4, product_kind="ke_hoach"))
        self.on(-6, 9, self.move("visit", "cancel", chairman, reason=stop))
        line = "Lập đường dây nóng tiếp nhận phản ánh về thái độ phục vụ"
        self.on(-20, 8, self.give("hotline", chairman, office, line, -14, product_kind="van_ban"))
        self.on(-20, 9, self.move("hotline", "accept", office))
        self.on(-15, 9, self.move("hotline", "complete", office, product="Đã công bố số máy trên Cổng thông tin."))
        self.on(-14, 9, self.move("hotline", "verify", chairman))
        again = "Số máy không có người trực ngoài giờ; bổ sung lịch trực."
        self.on(-3, 9, self.move("hotline", "reopen", chairman, due=self.by(5).to_json(), reason=again))
        self.on(-2, 10, lambda: self._urge_late(chairman))

    def _returned_as_unclear(self) -> None:
        """A duty that came back to the chairman yesterday, for him to make clear."""
        chairman, culture = self.who(CHAIRMAN), self.province.head("so_vhttdl")
        title = "Chuẩn bị tài liệu họp báo cuối năm"
        reason = "Chưa rõ họp báo do UBND tỉnh hay Sở chủ trì, phạm vi số liệu đến tháng nào."
        self.on(-2, 15, self.give("press", chairman, culture, title, 7, product_kind="bao_cao"))
        self.on(-1, 14, self.move("press", "return", culture, ground="unclear", reason=reason))

    def _confirm_cause(self, key: str, by: Person) -> Callable[[], object]:
        def confirm() -> None:
            claim = Entry.objects.filter(room="duties", subject_id=self.ids[key], verb="claim_cause").last()
            if claim is not None:
                self.office.move("rule_on_cause", self.ids[key], by, claim=claim.seq, cause_outcome="confirmed")

        return confirm

    def _urge_late(self, chairman: Person) -> None:
        late = Duty.objects.filter(
            issuer_post=self.province.posts["ubnd_tinh"][0], state="in_hand", current_due_at__lt=self.clock.at
        ).order_by("current_due_at")[:3]
        for duty in late:
            self.office.move("urge", duty.pk, chairman, reason="Đã quá hạn, đề nghị báo cáo nguyên nhân và ngày xong.")

    def _acknowledging(self) -> None:
        """Heads and deputies say that they have read the directive on discipline."""
        posts = [post for posts in self.province.posts.values() for post in posts if post.role in ("head", "deputy")]
        whole_bodies = [post for post in posts if post.body.kind in ("so", "van_phong", "thanh_tra", "ubnd_xa")]
        for post in whole_bodies:
            if post.body.branch == "state" and self.office.chance.random() < 0.7:
                person = self.province.holders[post.pk]
                day, hour = self.office.chance.randint(-29, -20), self.office.chance.uniform(7.5, 16)
                self.on(day, hour, self._reads(person))

    def _reads(self, person: Person) -> Callable[[], object]:
        def read() -> None:
            try:
                directives.acknowledge(self.clerks.readings["01"], by=person)
            except (directives.DirectiveRefused, ObjectDoesNotExist):
                self.office.refused += 1

        return read

    def _written_instruction(self) -> None:
        """Bút phê on a submission of a commune."""
        self.on(
            -7,
            9,
            lambda: directives.instruct(
                self.clerks.readings["14"],
                by=self.who(CHAIRMAN),
                bodies="Sở Tài chính",
                day=self.clock.day(4),
                words="Giao Sở Tài chính kiểm tra thực tế, đề xuất nguồn kinh phí sửa chữa, trình UBND tỉnh.",
                product_kind="to_trinh",
                coordinators="Sở Xây dựng",
            ),
        )
