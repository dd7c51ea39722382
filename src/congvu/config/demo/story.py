"""The events that every demonstration has, whatever the seed: each page then has something true to show."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist

from congvu.config.demo.clerks import Clerks
from congvu.config.demo.office import Office
from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org_moves
from congvu.kernel.org.models import Person, Post
from congvu.sources.directives import moves as directives

CHAIRMAN = "Hoàng Văn Thành"
DIRECTOR = "Trần Văn Hùng"
ROOM_HEAD = "Lê Văn Minh"
LAN = "Nguyễn Thị Lan"
LAND = "so_nnmt/Phòng Quản lý đất đai"


class Story:
    """Scripted duties are kept aside: the agents do not touch them."""

    def __init__(self, office: Office, clerks: Clerks) -> None:
        self.office, self.clerks = office, clerks
        self.province, self.clock = office.province, office.clock
        self.ids: dict[str, int] = {}

    def tell(self) -> None:
        """Plan everything."""
        self._land_files()
        self._lans_desk()
        self._nobodys_dump()
        self._settled_before()
        self._somebody_leaves()
        self._chairmans_desk()
        self._acknowledging()
        self._written_instruction()

    # --- small helpers -----------------------------------------------------------------------------

    def who(self, name: str) -> Person:
        return self.province.people[name]

    def post_of(self, person: Person) -> Post:
        """The first post that somebody was given."""
        return next(
            post for posts in self.province.posts.values() for post in posts
            if self.province.holders[post.pk].pk == person.pk
        )  # fmt: skip

    def on(self, day: int, hour: float, event: Callable[[], object]) -> None:
        self.office.at(self.clock.moment(day, hour), lambda: event() and None)

    def by(self, day: int) -> DueRule:
        return DueRule.on(self.clock.day(day))

    def move(self, key: str, verb: str, name: str | Person, **given: object) -> Callable[[], object]:
        person = self.who(name) if isinstance(name, str) else name
        return lambda: self.office.move(verb, self.ids[key], person, **given)

    def give(self, key: str, by: Person, to: Person, title: str, due: int, **more: object) -> Callable[[], object]:
        """A duty given by a head under his own authority."""
        issuer, receiver = self.post_of(by), self.post_of(to)

        def issue() -> None:
            new = NewDuty(
                title=title, product_kind=str(more.get("product_kind", "bao_cao")), product=str(more.get("product", "")),
                requirement=str(more.get("requirement", "")), holder_id=to.pk, holder_post_id=receiver.pk,
                accountable_post_id=issuer.pk, deciding_post_id=issuer.pk, due_rule=self.by(due),
                issuer_post_id=issuer.pk, basis=str(more.get("basis", "Phân công công việc của người đứng đầu")),
                coordinators=more.get("coordinators", ()), matter=str(more.get("matter", "")),  # type: ignore[arg-type]
            )  # fmt: skip
            (self.ids[key],) = duties.issue_new([new], by=by)
            self.office.kept_aside.add(self.ids[key])

        return issue

    # --- the land department -------------------------------------------------------------------------

    def _land_files(self) -> None:
        """The overdue land files: from the province to the director, divided among three officials."""
        director, yen = self.who(DIRECTOR), self.who("Cao Thị Yến")

        def take() -> None:
            duty = self._land_duty()
            self.office.kept_aside.add(duty.pk)
            self.ids["land"] = duty.pk
            self.office.move("accept", duty.pk, director)

        def divide() -> None:
            parts = (
                (
                    "lan",
                    LAN,
                    "Rà soát 63 hồ sơ đất đai quá hạn, làm rõ nguyên nhân, trách nhiệm từng khâu",
                    "bao_cao",
                    1,
                ),
                ("yen", yen.full_name, "Đối chiếu số liệu đo đạc của các hồ sơ quá hạn", "danh_sach", -4),
                ("hang", "Vũ Thị Hằng", "Lập biểu tổng hợp hồ sơ quá hạn theo khâu", "danh_sach", 1),
            )
            children = [self._part(title, self.who(name), kind, due) for _, name, title, kind, due in parts]
            ids = duties.break_down(self.ids["land"], by=director, children=children)
            for (key, *_), pk in zip(parts, ids, strict=True):
                self.ids[f"land/{key}"] = pk
                self.office.kept_aside.add(pk)

        self.on(-17, 14.1, take)
        self.on(-16, 8.2, divide)
        self.on(-16, 10, self.move("land/lan", "accept", LAN))
        self.on(-16, 14, self.move("land/yen", "accept", yen))
        self.on(-15, 8, self.move("land/hang", "accept", "Vũ Thị Hằng"))
        self.on(-8, 10, self._consulting)
        self.on(
            -3,
            16,
            self.move("land/yen", "complete", yen, product="Danh sách đối chiếu 63 hồ sơ, 12 hồ sơ lệch số liệu."),
        )
        self.on(-2, 9.2, self.move("land/yen", "verify", director))
        self.on(-2, 9.6, self.move("land/lan", "report", LAN, percent=80,
                                   progress="Đã xong 51/63 hồ sơ; còn 12 hồ sơ chờ ý kiến về quy hoạch."))  # fmt: skip

    def _land_duty(self) -> Duty:
        return Duty.objects.get(
            document__number="3127/UBND-NC", title__icontains="từng hồ sơ đất đai", parent__isnull=True
        )

    def _part(self, title: str, person: Person, kind: str, due: int) -> NewDuty:
        return NewDuty(
            title=title, product_kind=kind, holder_id=person.pk, holder_post_id=self.post_of(person).pk,
            due_rule=self.by(due),
        )  # fmt: skip

    def _consulting(self) -> None:
        """Lan asks the department of construction; the answer does not come in time."""
        tai = self.who("Phan Văn Tài")
        self.office.move(
            "consult", self.ids["land/lan"], self.who(LAN), consulted=tai.pk,
            question="Quy hoạch của 12 thửa đất ven sông xã Tân Phú (danh sách kèm theo).", due=self.by(-3).to_json(),
        )  # fmt: skip
        self.office.kept_aside.update(
            Duty.objects.filter(consulted_by=self.ids["land/lan"]).values_list("pk", flat=True)
        )

    def _lans_desk(self) -> None:
        """One official's day: late, due today, to accept, paused, sent up, handed in."""
        head, lan = self.who(ROOM_HEAD), self.who(LAN)
        self.on(-9, 9, self.give("voters", head, lan, "Trả lời kiến nghị của cử tri xã Phước Sơn về đất sản xuất", -2,
                                 product_kind="van_ban", product="Văn bản trả lời"))  # fmt: skip
        self.on(-9, 10, self.move("voters", "accept", lan))
        self.on(-7, 9, self.give("fund", head, lan, "Rà soát quỹ đất công ích của 6 xã, phường, báo cáo tháng", 0))
        self.on(-7, 10.5, self.move("fund", "accept", lan))
        self.on(-11, 8, self.give("parcel", head, lan, "Thẩm định việc chuyển mục đích sử dụng thửa 19, xã Đồng Tiến", 4,
                                  product="Báo cáo thẩm định"))  # fmt: skip
        self.on(-11, 9, self.move("parcel", "accept", lan))
        self.on(-6, 15, self.move("parcel", "pause", lan, pause_ground="supplement",
                                  reason="Đã có một thông báo đề nghị bổ sung trích đo."))  # fmt: skip
        self.on(-8, 8, self.give("split", head, lan, "Góp ý phương án tách thửa khu dân cư phường Bình Minh", 2,
                                 product_kind="van_ban"))  # fmt: skip
        self.on(-8, 9, self.move("split", "accept", lan))
        self.on(-1, 15, self.move("split", "submit", lan, draft="Dự thảo văn bản góp ý, kèm sơ đồ khu đất."))
        self.on(
            -14,
            8,
            self.give("price", head, lan, "Tổng hợp giá đất chuyển nhượng quý III", -5, product_kind="danh_sach"),
        )
        self.on(-14, 9, self.move("price", "accept", lan))
        self.on(-6, 16, self.move("price", "complete", lan, product="Bảng tổng hợp 214 giao dịch."))
        self.on(-5, 10, self.move("price", "redo", head, reason="Chưa tách đất ở và đất trồng cây; bổ sung."))
        self.on(-4, 10, self.move("price", "complete", lan, product="Bảng tổng hợp đã tách theo loại đất."))
        self.on(-4, 15, self.move("price", "verify", head))
        self.on(-1, 15.6, self.give("obstacles", head, lan, "Tổng hợp vướng mắc về giá đất cụ thể tại 6 xã, phường", 5))
        self.on(-1, 16.2, self.give("canal", head, lan, "Cắm mốc hành lang kênh Đồng Tiến", 9, product_kind="bao_cao"))
        self.on(-2, 8, self.give("today", head, lan, "Báo cáo nhanh số thửa đất cấp giấy trong tháng", 1))
        self.on(-2, 9, self.move("today", "accept", lan))

    # --- not mine --------------------------------------------------------------------------------------

    def _nobodys_dump(self) -> None:
        """Two bodies say that it is not theirs; the chairman has the two grounds before him."""
        chairman, director, commune = self.who(CHAIRMAN), self.who(DIRECTOR), self.who("Võ Minh Khang")
        build = self.province.bodies["so_xay_dung"]
        self.on(-10, 9, self.give("dump", chairman, director, "Xử lý bãi đổ thải ven sông, xã Tân Phú", 8,
                                  product_kind="bao_cao", product="Báo cáo kết quả xử lý, kèm ảnh hiện trường",
                                  matter="bãi đổ thải ven sông", basis="Ý kiến chỉ đạo tại cuộc họp giao ban"))  # fmt: skip
        self.on(-10, 14, self.move("dump", "return", director, ground="wrong_person", should_hold=build.pk,
                                   by_rule="Quyết định 18/2025/QĐ-UBND, Điều 6 (giả định)",
                                   reason="Bãi thải là vật liệu xây dựng, do Sở Xây dựng quản lý."))  # fmt: skip
        self.on(-8, 9, self.move("dump", "assign", chairman, receiver=commune.pk,
                                 reason="Bãi nằm trên địa bàn xã; xã xử lý trước."))  # fmt: skip
        self.on(-8, 16, self.move("dump", "return", commune, ground="wrong_person",
                                  should_hold=self.province.bodies["so_nnmt"].pk, by_rule="Luật Đê điều 2006, Điều 42",
                                  reason="Bãi nằm trong hành lang bảo vệ bờ sông, ngoài thẩm quyền của xã."))  # fmt: skip

    def _settled_before(self) -> None:
        """A dispute of some weeks ago: its ruling is a line of the authority matrix now."""
        chairman, build = self.who(CHAIRMAN), self.province.head("so_xay_dung")
        ward, director = self.province.head("ubnd_binh_minh"), self.who(DIRECTOR)
        self.on(-28, 9, self.give("dyke", chairman, build, "Gia cố kè tạm bờ sông đoạn qua phường Bình Minh", -12,
                                  matter="kè tạm bờ sông", basis="Ý kiến chỉ đạo sau kiểm tra thực tế"))  # fmt: skip
        self.on(-28, 15, self.move("dyke", "return", build, ground="wrong_person",
                                   should_hold=self.province.bodies["ubnd_binh_minh"].pk, by_rule="Phân cấp quản lý kè nhỏ",
                                   reason="Kè dưới 50 mét do cấp xã quản lý."))  # fmt: skip
        self.on(-27, 9, self.move("dyke", "assign", chairman, receiver=ward.pk, reason="Phường gia cố tạm."))
        self.on(-27, 15, self.move("dyke", "return", ward, ground="wrong_person",
                                   should_hold=self.province.bodies["so_nnmt"].pk, by_rule="Luật Đê điều 2006",
                                   reason="Phường không có chức năng quản lý đê, kè."))  # fmt: skip
        self.on(-25, 10, self.move("dyke", "assign", chairman, receiver=director.pk, matter="kè tạm bờ sông",
                                   reason="Kè bờ sông thuộc lĩnh vực đê điều; Sở Nông nghiệp và Môi trường thực hiện."))  # fmt: skip
        self.on(-25, 14, self.move("dyke", "accept", director))
        self.on(
            -13, 10, self.move("dyke", "complete", director, product="Đã gia cố 35 mét kè, có biên bản hiện trường.")
        )
        self.on(-12, 9, self.move("dyke", "verify", chairman))

    # --- people come and go --------------------------------------------------------------------------

    def _somebody_leaves(self) -> None:
        """An appointment ends: what he held passes on at once, the chain has no gap."""
        leaving = self.who("Tạ Văn Lộc")
        head = self.who(ROOM_HEAD)
        self.on(-12, 9, self.give("plan", head, leaving, "Rà soát quy hoạch sử dụng đất xã Hòa Lợi", 6))
        self.on(-12, 10, self.move("plan", "accept", leaving))

        def leave() -> None:
            appointment = leaving.appointments.get(ends_at__isnull=True)
            duties.end_appointment(
                appointment.pk, by=self.who("Quản trị viên"), reason="Chuyển công tác theo quyết định điều động."
            )
            self.office.kept_aside.discard(self.ids["plan"])

        self.on(-5, 17, leave)
        self.on(-6, 9, lambda: self._relieve(self.who(DIRECTOR)))

    def _relieve(self, director: Person) -> None:
        """The director moves one duty from who has most to who has least."""
        son = self.who("Mai Văn Sơn")
        held = Duty.objects.filter(
            holder=self.who("Đinh Văn Quý").pk, state__in=("assigned", "in_hand")
        ).order_by("pk").first()  # fmt: skip
        if held is not None:
            self.office.move(
                "take_over", held.pk, director, receiver=son.pk, reason="Cân đối khối lượng việc trong phòng."
            )

    # --- the chairman -----------------------------------------------------------------------------------

    def _chairmans_desk(self) -> None:
        """Waiting for his decision; an extension; a cause that was confirmed; one cancelled, one reopened."""
        chairman, finance = self.who(CHAIRMAN), self.who("Bùi Văn Dũng")
        home, xd = self.who("Ngô Thị Thu"), self.who("Lý Thị Kim")
        self.on(-12, 8, self.give("road", chairman, finance, "Phân bổ vốn sửa chữa đường liên xã Tân Phú, Hòa Lợi", 3,
                                  product_kind="quyet_dinh", product="Quyết định phân bổ vốn"))  # fmt: skip
        self.on(-12, 9, self.move("road", "accept", finance))
        self.on(-4, 15, self.move("road", "submit", finance, draft="Tờ trình 214/TTr-STC, đã đủ ý kiến các đơn vị."))
        self.on(-9, 8, self.give("recruit", chairman, home, "Kế hoạch tuyển dụng công chức năm tới", 6,
                                 product_kind="ke_hoach"))  # fmt: skip
        self.on(-9, 9, self.move("recruit", "accept", home))
        self.on(-1, 14, self.move("recruit", "submit", home, draft="Tờ trình 1305/TTr-SNV kèm dự thảo kế hoạch."))
        self.on(-14, 8, self.give("zone", chairman, xd, "Rà soát quy hoạch phân khu phường Bình Minh", 1,
                                  product_kind="de_an"))  # fmt: skip
        self.on(-14, 10, self.move("zone", "accept", xd))
        self.on(-10, 9, self.move("zone", "claim_cause", xd, cause="Ngập khu vực khảo sát, không đo đạc được.",
                                  **{"from": self.clock.moment(-14, 7), "until": self.clock.moment(-13, 17)}))  # fmt: skip
        self.on(-9, 9, self._confirm_cause("zone", chairman))
        self.on(-4, 10, self.move("zone", "extend", chairman, due=self.by(7).to_json(),
                                  reason="Chờ số liệu khảo sát địa chất bổ sung."))  # fmt: skip
        self.on(
            -8,
            9,
            self.give(
                "visit", chairman, home, "Chuẩn bị đoàn công tác học tập kinh nghiệm", 4, product_kind="ke_hoach"
            ),
        )
        self.on(
            -6, 9, self.move("visit", "cancel", chairman, reason="Dừng đoàn công tác để tập trung khắc phục mưa bão.")
        )
        self.on(-20, 8, self.give("hotline", chairman, self.province.head("vp_ubnd_tinh"),
                                  "Lập đường dây nóng tiếp nhận phản ánh về thái độ phục vụ", -14, product_kind="van_ban"))  # fmt: skip
        self.on(-20, 9, self.move("hotline", "accept", self.province.head("vp_ubnd_tinh")))
        self.on(-15, 9, self.move("hotline", "complete", self.province.head("vp_ubnd_tinh"),
                                  product="Đã công bố số máy trên Cổng thông tin."))  # fmt: skip
        self.on(-14, 9, self.move("hotline", "verify", chairman))
        self.on(-3, 9, self.move("hotline", "reopen", chairman, due=self.by(5).to_json(),
                                 reason="Số máy không có người trực ngoài giờ; bổ sung lịch trực."))  # fmt: skip
        self.on(-2, 10, lambda: self._urge_late(chairman))

    def _confirm_cause(self, key: str, by: Person) -> Callable[[], object]:
        def confirm() -> None:
            claim = Entry.objects.filter(room="duties", subject_id=self.ids[key], verb="claim_cause").last()
            if claim is not None:
                self.office.move("rule_on_cause", self.ids[key], by, claim=claim.seq, cause_outcome="confirmed")

        return confirm

    def _urge_late(self, chairman: Person) -> None:
        late = Duty.objects.filter(
            issuer_post=self.province.posts["ubnd_tinh"][0], state="in_hand", current_due_at__lt=self.clock.at
        ).order_by("current_due_at")[:3]  # fmt: skip
        for duty in late:
            self.office.move("urge", duty.pk, chairman, reason="Đã quá hạn, đề nghị báo cáo nguyên nhân và ngày xong.")

    # --- directives ---------------------------------------------------------------------------------------

    def _acknowledging(self) -> None:
        """People say that they have read the directive on discipline."""
        people = sorted(self.province.people.values(), key=lambda person: person.pk)
        readers = [person for person in people if not person.is_administrator and self.office.chance.random() < 0.3]
        for person in readers:
            self.on(self.office.chance.randint(-29, -20), self.office.chance.uniform(7.5, 16), self._reads(person))

    def _reads(self, person: Person) -> Callable[[], object]:
        def read() -> None:
            try:
                directives.acknowledge(self.clerks.readings["01"], by=person)
            except (directives.DirectiveRefused, ObjectDoesNotExist):
                self.office.refused += 1

        return read

    def _written_instruction(self) -> None:
        """Bút phê on a submission of a commune."""
        self.on(-7, 9, lambda: directives.instruct(
            self.clerks.readings["14"], by=self.who(CHAIRMAN), bodies="Sở Tài chính", day=self.clock.day(4),
            words="Giao Sở Tài chính kiểm tra thực tế, đề xuất nguồn kinh phí sửa chữa, trình UBND tỉnh.",
            product_kind="to_trinh", coordinators="Sở Xây dựng",
        ))  # fmt: skip
