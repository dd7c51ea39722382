"""Events that every demonstration has, so that each page has something true to show: land files, an official's desk,
work that nobody wants, people who come and go.
"""

from congvu.config.demo.script import CHAIRMAN, DIRECTOR, LAN, ROOM_HEAD, Script
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org.models import Person


class Story(Script):
    """The department of agriculture and environment, and what it passes on."""

    def tell(self) -> None:
        """Plan everything."""
        self._land_files()
        self._lans_desk()
        self._nobodys_dump()
        self._settled_before()
        self._somebody_leaves()

    def _land_files(self) -> None:
        """The overdue land files: from the province to the director, divided among three officials."""
        director, yen, hang = self.who(DIRECTOR), self.who("Cao Thị Yến"), self.who("Vũ Thị Hằng")
        listed = "Danh sách đối chiếu 63 hồ sơ, 12 hồ sơ lệch số liệu."
        progress = "Đã xong 51/63 hồ sơ; còn 12 hồ sơ chờ ý kiến về quy hoạch."
        self.on(-17, 14.1, self._take_land_files)
        self.on(-16, 8.2, self._divide_land_files)
        self.on(-16, 10, self.move("land/lan", "accept", LAN))
        self.on(-16, 14, self.move("land/yen", "accept", yen))
        self.on(-15, 8, self.move("land/hang", "accept", hang))
        self.on(-8, 10, self._consulting)
        self.on(-3, 16, self.move("land/yen", "complete", yen, product=listed))
        self.on(-2, 9.2, self.move("land/yen", "verify", director))
        self.on(-2, 9.6, self.move("land/lan", "report", LAN, percent=80, progress=progress))

    def _take_land_files(self) -> None:
        duty = Duty.objects.get(
            document__number="3127/UBND-NC", title__icontains="từng hồ sơ đất đai", parent__isnull=True
        )
        self.office.kept_aside.add(duty.pk)
        self.ids["land"] = duty.pk
        self.office.move("accept", duty.pk, self.who(DIRECTOR))

    def _divide_land_files(self) -> None:
        whole = "Rà soát 63 hồ sơ đất đai quá hạn, làm rõ nguyên nhân, trách nhiệm từng khâu"
        parts = (
            ("lan", LAN, whole, "bao_cao", 1),
            ("yen", "Cao Thị Yến", "Đối chiếu số liệu đo đạc của các hồ sơ quá hạn", "danh_sach", -4),
            ("hang", "Vũ Thị Hằng", "Lập biểu tổng hợp hồ sơ quá hạn theo khâu", "danh_sach", 1),
        )
        children = [self._part(title, self.who(name), kind, due) for _, name, title, kind, due in parts]
        ids = duties.break_down(self.ids["land"], by=self.who(DIRECTOR), children=children)
        for (key, *_), pk in zip(parts, ids, strict=True):
            self.ids[f"land/{key}"] = pk
            self.office.kept_aside.add(pk)

    def _part(self, title: str, person: Person, kind: str, due: int) -> NewDuty:
        return NewDuty(
            title=title,
            product_kind=kind,
            holder_id=person.pk,
            holder_post_id=self.post_of(person).pk,
            due_rule=self.by(due),
        )

    def _consulting(self) -> None:
        """Lan asks the department of construction; the answer does not come in time."""
        question = "Quy hoạch của 12 thửa đất ven sông xã Tân Phú (danh sách kèm theo)."
        asked = self.who("Phan Văn Tài").pk
        due = self.by(-3).to_json()
        self.office.move("consult", self.ids["land/lan"], self.who(LAN), consulted=asked, question=question, due=due)
        self.office.kept_aside.update(
            Duty.objects.filter(consulted_by=self.ids["land/lan"]).values_list("pk", flat=True)
        )

    def _lans_desk(self) -> None:
        """One official's day: late, due today, to accept, paused, sent up, handed in."""
        head, lan = self.who(ROOM_HEAD), self.who(LAN)
        given = (
            ("voters", -9, 9, "Trả lời kiến nghị của cử tri xã Phước Sơn về đất sản xuất", -2, "van_ban"),
            ("fund", -7, 9, "Rà soát quỹ đất công ích của 6 xã, phường, báo cáo tháng", 0, "bao_cao"),
            ("parcel", -11, 8, "Thẩm định việc chuyển mục đích sử dụng thửa 19, xã Đồng Tiến", 4, "bao_cao"),
            ("split", -8, 8, "Góp ý phương án tách thửa khu dân cư phường Bình Minh", 2, "van_ban"),
            ("price", -14, 8, "Tổng hợp giá đất chuyển nhượng quý III", -5, "danh_sach"),
            ("today", -2, 8, "Báo cáo nhanh số thửa đất cấp giấy trong tháng", 1, "bao_cao"),
            ("map", -6, 8, "Rà bản đồ địa chính xã Hòa Lợi trước khi số hóa", 8, "bao_cao"),
            ("obstacles", -1, 15.6, "Tổng hợp vướng mắc về giá đất cụ thể tại 6 xã, phường", 5, "danh_sach"),
            ("canal", -1, 16.2, "Cắm mốc hành lang kênh Đồng Tiến", 9, "khong_van_ban"),
        )
        for key, day, hour, title, due, kind in given:
            self.on(day, hour, self.give(key, head, lan, title, due, product_kind=kind))
            if day != -1:
                self.on(day, hour + 1.2, self.move(key, "accept", lan))
        waiting = "Đã có một thông báo đề nghị bổ sung trích đo."
        self.on(-6, 15, self.move("parcel", "pause", lan, pause_ground="supplement", reason=waiting))
        self.on(-1, 15, self.move("split", "submit", lan, draft="Dự thảo văn bản góp ý, kèm sơ đồ khu đất."))
        self.on(-6, 16, self.move("price", "complete", lan, product="Bảng tổng hợp 214 giao dịch."))
        self.on(-5, 10, self.move("price", "redo", head, reason="Chưa tách đất ở và đất trồng cây; bổ sung."))
        self.on(-4, 10, self.move("price", "complete", lan, product="Bảng tổng hợp đã tách theo loại đất."))
        self.on(-4, 15, self.move("price", "verify", head))

    def _nobodys_dump(self) -> None:
        """Two bodies say that it is not theirs; the chairman has the two grounds before him."""
        chairman, director, commune = self.who(CHAIRMAN), self.who(DIRECTOR), self.who("Võ Minh Khang")
        title, matter = "Xử lý bãi đổ thải ven sông, xã Tân Phú", "bãi đổ thải ven sông"
        basis = "Ý kiến chỉ đạo tại cuộc họp giao ban"
        self.on(-10, 9, self.give("dump", chairman, director, title, 8, matter=matter, basis=basis))
        by_department = self._not_mine(
            "so_xay_dung",
            "Quyết định 18/2025/QĐ-UBND, Điều 6 (giả định)",
            "Bãi thải là vật liệu xây dựng, do Sở Xây dựng quản lý.",
        )
        self.on(-10, 14, self.move("dump", "return", director, **by_department))
        there = "Bãi nằm trên địa bàn xã; xã xử lý trước."
        self.on(-8, 9, self.move("dump", "assign", chairman, receiver=commune.pk, reason=there))
        by_commune = self._not_mine(
            "so_nnmt",
            "Luật Đê điều 2006",
            "Bãi nằm trong hành lang bảo vệ bờ sông, ngoài thẩm quyền của xã.",
        )
        self.on(-8, 16, self.move("dump", "return", commune, **by_commune))

    def _not_mine(self, body: str, rule: str, reason: str) -> dict[str, object]:
        should_hold = self.province.bodies[body].pk
        return {"ground": "wrong_person", "should_hold": should_hold, "by_rule": rule, "reason": reason}

    def _settled_before(self) -> None:
        """A dispute of some weeks ago: its ruling is a line of the authority matrix now."""
        chairman, build = self.who(CHAIRMAN), self.province.head("so_xay_dung")
        ward, director = self.province.head("ubnd_binh_minh"), self.who(DIRECTOR)
        title, matter = "Gia cố kè tạm bờ sông đoạn qua phường Bình Minh", "kè tạm bờ sông"
        basis = "Ý kiến chỉ đạo sau kiểm tra thực tế"
        self.on(-28, 9, self.give("dyke", chairman, build, title, -12, matter=matter, basis=basis))
        small = self._not_mine("ubnd_binh_minh", "Phân cấp quản lý kè nhỏ", "Kè dưới 50 mét do cấp xã quản lý.")
        self.on(-28, 15, self.move("dyke", "return", build, **small))
        self.on(-27, 9, self.move("dyke", "assign", chairman, receiver=ward.pk, reason="Phường gia cố tạm."))
        no_power = self._not_mine("so_nnmt", "Luật Đê điều 2006", "Phường không có chức năng quản lý đê, kè.")
        self.on(-27, 15, self.move("dyke", "return", ward, **no_power))
        ruling = "Kè bờ sông thuộc lĩnh vực đê điều; Sở Nông nghiệp và Môi trường thực hiện."
        settle = {"receiver": director.pk, "matter": matter, "reason": ruling}
        self.on(-25, 10, self.move("dyke", "assign", chairman, **settle))
        self.on(-25, 14, self.move("dyke", "accept", director))
        done = "Đã gia cố 35 mét kè, có biên bản hiện trường."
        self.on(-13, 10, self.move("dyke", "complete", director, product=done))
        self.on(-12, 9, self.move("dyke", "verify", chairman))

    def _somebody_leaves(self) -> None:
        """An appointment ends: what he held passes on at once, the chain has no gap."""
        leaving, head = self.who("Tạ Văn Lộc"), self.who(ROOM_HEAD)
        self.on(-12, 9, self.give("plan", head, leaving, "Rà soát quy hoạch sử dụng đất xã Hòa Lợi", 6))
        self.on(-12, 10, self.move("plan", "accept", leaving))
        self.on(-6, 9, self._relieve)
        self.on(-5, 17, self._leave)

    def _leave(self) -> None:
        appointment = self.who("Tạ Văn Lộc").appointments.get(ends_at__isnull=True)
        reason = "Chuyển công tác theo quyết định điều động."
        duties.end_appointment(appointment.pk, by=self.who("Quản trị viên"), reason=reason)
        self.office.kept_aside.discard(self.ids["plan"])

    def _relieve(self) -> None:
        """The director moves one duty from who has most to who has least."""
        held = Duty.objects.filter(holder=self.who("Đinh Văn Quý").pk, state__in=("assigned", "in_hand")).order_by("pk")
        if duty := held.first():
            given = {"receiver": self.who("Mai Văn Sơn").pk, "reason": "Cân đối khối lượng việc trong phòng."}
            self.office.move("take_over", duty.pk, self.who(DIRECTOR), **given)
