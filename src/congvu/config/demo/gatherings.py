"""Meetings, what stops work in the law, internal rules, and who has read the directive on discipline."""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist

from congvu.config.demo.script import CHAIRMAN, DIRECTOR, LAN, ROOM_HEAD, Script
from congvu.kernel.duties.models import Duty
from congvu.kernel.org import moves as org
from congvu.kernel.org.models import Person
from congvu.kit.refusal import Refused
from congvu.sources.directives import moves as directives
from congvu.sources.directives.models import ReaderQuestion
from congvu.sources.meetings import moves as meetings
from congvu.sources.meetings.models import Meeting
from congvu.sources.meetings.moves.attending import Mark
from congvu.sources.obstacles import moves as obstacles
from congvu.sources.obstacles.models import Obstacle
from congvu.sources.regulations import moves as regulations
from congvu.sources.regulations.models import Regulation, RegulationReview

CLERK = "Phạm Thị Hoa"
LAND = ("Nghị định 102/2024/NĐ-CP", "khoản 2 Điều 44 (giả định)")
PLANNING = ("Luật Quy hoạch đô thị và nông thôn 47/2024/QH15", "Điều 45 (giả định)")


class Gatherings(Script):
    """What happens beside the duties, and gives rise to some."""

    def tell(self) -> None:
        """Plan everything."""
        self._monthly_meeting()
        self._meetings_to_come()
        self._land_obstacle()
        self._planning_obstacle()
        self._internal_rules()
        self._two_authorities()
        self._reading()

    def _try(self, act: Callable[[], object]) -> Callable[[], None]:
        """As in life, what is refused is not done."""

        def tried() -> None:
            try:
                act()
            except (Refused, directives.DirectiveRefused, ObjectDoesNotExist):
                self.office.refused += 1

        return tried

    # --- meetings ----------------------------------------------------------------------------------

    def _call(self, key: str, by: Person, title: str, day: int, hour: float, invited: str, agenda: str) -> None:
        begin = self.clock.moment(day, hour)
        self.ids[key] = meetings.call(
            by=by,
            title=title,
            starts_at=begin,
            ends_at=begin + timedelta(hours=2),
            place="Phòng họp số 1, trụ sở UBND tỉnh" if by == self.who(CHAIRMAN) else "Phòng họp của Sở",
            invited=invited,
            agenda=agenda.split("; "),
            secretary=self.who(CLERK) if by == self.who(CHAIRMAN) else by,
        ).pk

    def _monthly_meeting(self) -> None:
        chairman = self.who(CHAIRMAN)
        agenda = "Hồ sơ đất đai quá hạn; Giải ngân đầu tư công; Trực tiếp dân"
        self.on(-14, 9, lambda: self._call("monthly", chairman, "Giao ban UBND tỉnh tháng này", -11, 8,
                                           "Các sở, ban, ngành; UBND các xã, phường", agenda))  # fmt: skip
        self.on(-13, 9, self._try(self._answers))
        self.on(-11, 10.2, self._try(self._attendance))
        self.on(-10, 9, self._try(self._reply))
        self.on(-9, 9, self._try(self._ruling))
        self.on(-11, 15, self._try(self._conclusions))

    def _answers(self) -> None:
        meeting = Meeting.objects.get(pk=self.ids["monthly"])
        for place, row in enumerate(meeting.invitees.select_related("person").order_by("pk")):
            if place % 7 == 3:
                reason = "Đi công tác theo kế hoạch của Bộ"
                meetings.answer(meeting.pk, by=row.person, answer="away", reason=reason)
            elif place % 3:
                meetings.answer(meeting.pk, by=row.person, answer="coming")

    def _attendance(self) -> None:
        meeting = Meeting.objects.get(pk=self.ids["monthly"])
        marks = {}
        for place, row in enumerate(meeting.invitees.order_by("pk")):
            late = Mark("late", late_minutes=15) if place % 9 == 4 else Mark("present")
            marks[row.pk] = Mark("excused") if row.answer == "away" else Mark("absent") if place in (6, 15) else late
        meetings.take_attendance(meeting.pk, by=self.who(CLERK), marks=marks, close=True)

    def _reply(self) -> None:
        for row in Meeting.objects.get(pk=self.ids["monthly"]).invitees.filter(attendance="absent")[:1]:
            text = "Tôi dự họp trực tuyến của Bộ cùng giờ, có giấy mời gửi văn thư trước một ngày."
            meetings.reply(self.ids["monthly"], by=row.person, text=text)

    def _ruling(self) -> None:
        for row in Meeting.objects.get(pk=self.ids["monthly"]).invitees.filter(reply_state="open"):
            reason = "Đã đối chiếu giấy mời của Bộ"
            meetings.rule_on_reply(
                self.ids["monthly"], by=self.who(CLERK), invitee_id=row.pk, accept=True, attendance="excused",
                reason=reason,
            )  # fmt: skip

    def _conclusions(self) -> None:
        clerk, chairman = self.who(CLERK), self.who(CHAIRMAN)
        finance, land = self.clock.day(6), self.clock.day(9)
        text = (
            "1. Giao Sở Tài chính tổng hợp tiến độ giải ngân của từng chủ đầu tư, báo cáo Chủ tịch UBND tỉnh trước "
            f"ngày {finance:%d/%m/%Y}.\n"
            "2. Giao Sở Nông nghiệp và Môi trường xây dựng phương án xử lý hồ sơ đất đai quá hạn, trình Chủ tịch UBND "
            f"tỉnh trước ngày {land:%d/%m/%Y}."
        )
        document = meetings.conclude(self.ids["monthly"], by=clerk, text=text, number="61/TB-UBND")
        entered = directives.read_registered(document.pk, by=clerk)
        self.clerks.prepare(entered.reading.pk, clerk)
        leader = self.post_of(chairman)
        directives.propose(entered.reading.pk, by=clerk, leader_post_id=leader.pk)
        directives.approve_and_issue(entered.reading.pk, by=chairman)

    def _meetings_to_come(self) -> None:
        chairman, director = self.who(CHAIRMAN), self.who(DIRECTOR)
        self.on(-2, 10, lambda: self._call("year", chairman, "Chuẩn bị tổng kết công tác năm", 2, 14,
                                           "Các sở, ban, ngành", "Báo cáo của từng sở; Khen thưởng"))  # fmt: skip
        self.on(-3, 10, lambda: self._call("weekly", director, "Giao ban Sở tuần này", -1, 8,
                                           f"{ROOM_HEAD}; {LAN}; Cao Thị Yến", "Hồ sơ quá hạn; Đo đạc"))  # fmt: skip

    # --- obstacles ---------------------------------------------------------------------------------

    def _record(self, words: str, law: tuple[str, str], blocks: str, proposal: str) -> Callable[[], None]:
        """Whoever holds the duty with these words records what stops it."""

        def record() -> None:
            duty = Duty.objects.filter(title__icontains=words, holder__isnull=False).latest("pk")
            assert duty.holder is not None
            obstacles.record(
                duty.pk, by=duty.holder, instrument=law[0], clause=law[1], blocks=blocks, proposal=proposal
            )

        return self._try(record)

    def _land_obstacle(self) -> None:
        told = "Sau sáp nhập, bảng giá đất của địa bàn cũ khác nhau; chưa có bảng giá chung nên chưa tính được."
        ask = "Cho áp dụng bảng giá của từng địa bàn cũ đến khi HĐND tỉnh ban hành bảng giá mới."
        self.on(-6, 14.5, self._record("thửa 19", LAND, told, ask))
        law = (LAND[0], "Điều 44, khoản 2 (giả định)")
        self.on(-5, 9, self._record("biểu tổng hợp hồ sơ", law, told, ask))
        self.on(-4, 9, self._try(self._send_land))
        self.on(-1, 10, self._try(self._answer_land))

    def _send_land(self) -> None:
        director = self.who(DIRECTOR)
        ids = list(Obstacle.objects.filter(instrument=LAND[0]).values_list("pk", flat=True))
        group = obstacles.gather(ids, by=director, title="Bảng giá đất ở địa bàn mới sáp nhập")
        self.ids["land/obstacle"] = group.pk
        sent = obstacles.send(group.pk, by=director, to="Sở Tư pháp", day=self.clock.day(4))
        self.office.kept_aside.update(pk for pk in (sent.duty_id, sent.question_id) if pk is not None)

    def _answer_land(self) -> None:
        obstacles.answer(
            self.ids["land/obstacle"],
            by=self.province.head("so_tu_phap"),
            text="Chờ bảng giá mới thì áp dụng bảng giá của địa bàn cũ; Sở Tư pháp đã đề nghị đưa vào kỳ họp tới.",
            outcome="guided",
            number="418/STP-XDKT",
        )

    def _planning_obstacle(self) -> None:
        told = "Chưa quy định lấy ý kiến cộng đồng ở xã không còn tổ dân phố cũ nên chưa trình được quy hoạch phân khu."
        ask = "Hướng dẫn lấy ý kiến theo thôn, khu phố hiện có."
        self.on(-3, 10, self._record("quy hoạch phân khu", PLANNING, told, ask))

    # --- internal rules ----------------------------------------------------------------------------

    def _internal_rules(self) -> None:
        self.on(-30, 8, self._try(self._enter_rules))
        self.on(-8, 7.1, lambda: regulations.open_due_reviews())
        self.on(-4, 15, self._try(self._conclude_review))

    def _enter_rules(self) -> None:
        clerk, director, home = self.who(CLERK), self.who(DIRECTOR), self.province.head("so_noi_vu")
        bodies, posts, today = self.province.bodies, self.province.posts, self.clock.today
        rows = (
            (clerk, "ubnd_tinh", "quy_che", "02/2026/QĐ-UBND", "Quy chế làm việc của UBND tỉnh", "", 300, 40, None),
            (clerk, "ubnd_tinh", "quy_trinh", "811/QĐ-UBND", "Quy trình phối hợp xử lý hồ sơ liên thông",
             "liên thông thủ tục", 210, None, None),
            (director, "so_nnmt", "quy_che", "64/QĐ-SNNMT", "Quy chế làm việc của Sở", "", 340, 12, 1),
            (director, "so_nnmt", "quy_trinh", "97/QĐ-SNNMT", "Quy trình nội bộ giải quyết hồ sơ đất đai", "đất đai",
             280, 15, 1),
            (home, "so_noi_vu", "quy_dinh", "45/QĐ-SNV", "Quy định về văn hóa công sở", "văn hóa công sở", 250, 5, 1),
        )  # fmt: skip
        for by, body, kind, number, title, matter, ago, review, reviewer in rows:
            regulations.enter(
                by=by,
                body=bodies[body],
                kind=kind,
                number=number,
                title=title,
                matter=matter,
                issued_on=today - timedelta(days=ago),
                review_on=today + timedelta(days=review) if review else None,
                reviewer_post=posts[body][reviewer or 0] if review else None,
            )

    def _conclude_review(self) -> None:
        row = RegulationReview.objects.get(regulation=Regulation.objects.get(number="45/QĐ-SNV"))
        holder = Duty.objects.get(pk=row.duty_id).holder
        assert holder is not None
        note = "Đối chiếu quy định mới về văn hóa công vụ: còn phù hợp, bổ sung khi có hướng dẫn."
        next_on = self.clock.today + timedelta(days=365)
        regulations.conclude_review(row.pk, by=holder, outcome="keep", note=note, next_on=next_on)

    def _two_authorities(self) -> None:
        """Two instruments of one day give one matter to two; so do a line of the province and one of a commune."""
        lines = (
            ("cấp nước sạch nông thôn", "so_nnmt", "Quyết định 31/2026/QĐ-UBND (giả định)"),
            ("cấp nước sạch nông thôn", "so_xay_dung", "Quyết định 32/2026/QĐ-UBND (giả định)"),
            ("vỉa hè đô thị", "so_xay_dung", "Quyết định 32/2026/QĐ-UBND (giả định)"),
            ("vỉa hè đô thị", "ubnd_binh_minh", "Quyết định 12/QĐ-UBND phường (giả định)"),
        )
        posts = self.province.posts["so_noi_vu"]
        clerk = next(self.province.holders[post.pk] for post in posts if post.role == "home_affairs")

        def write() -> None:
            for matter, body, instrument in lines:
                org.rule_authority(
                    matter=matter,
                    body=self.province.bodies[body],
                    instrument=instrument,
                    by=clerk,
                    source="instrument",
                )

        self.on(-20, 9, write)

    # --- who has read ------------------------------------------------------------------------------

    def _reading(self) -> None:
        """In two departments officials read the directive on discipline, too; one question has not been answered."""
        for number, person in enumerate(self._officials("so_nnmt") + self._officials("so_noi_vu")):
            if number % 6 != 5:
                self.on(-27 + number % 4, 8 + number % 7, self._try(self._confirm(person)))
        lan = self.who(LAN)
        asked = "“Từng cán bộ” có gồm người lao động hợp đồng không? Xác nhận theo phòng hay từng người?"
        self.on(-27, 9, self._try(lambda: directives.ask(self.clerks.readings["01"], by=lan, text=asked)))
        self.on(-26, 9, self._try(self._answer_question))
        later = "Việc đã giao trước Chỉ thị có phải lập lại bảng phân công không?"
        quy = self.who("Đinh Văn Quý")
        self.on(-1, 9, self._try(lambda: directives.ask(self.clerks.readings["01"], by=quy, text=later)))

    def _officials(self, body: str) -> list[Person]:
        keys = [key for key in self.province.posts if key.startswith(f"{body}/")]
        return [self.province.holders[post.pk] for key in keys for post in self.province.posts[key]]

    def _confirm(self, person: Person) -> Callable[[], object]:
        return lambda: directives.acknowledge(self.clerks.readings["01"], by=person)

    def _answer_question(self) -> None:
        for row in ReaderQuestion.objects.filter(answered_at__isnull=True):
            text = "Gồm mọi người làm việc tại Sở, cả hợp đồng; mỗi người tự xác nhận một lần."
            directives.answer(row.pk, by=row.answerer, text=text)
