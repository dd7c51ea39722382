"""The văn thư enters directives, corrects what the reader got wrong and proposes; the leader approves and issues."""

from collections.abc import Callable
from datetime import date

from congvu.config.demo import words
from congvu.config.demo.office import Office
from congvu.config.demo.papers import Paper, as_docx, papers
from congvu.kernel.org.models import Body, Person
from congvu.kernel.records import moves as records
from congvu.kit.clock import local_day
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading

# Who enters, who approves: by the number of the paper in reference/demo.
CLERKS = {"default": "vp_ubnd_tinh", "07": "vp_tinh_uy", "08": "so_nnmt", "09": "ubnd_tan_phu/vp_xa"}
LEADERS = {"default": "ubnd_tinh", "07": "tinh_uy", "08": "so_nnmt", "09": "ubnd_tan_phu"}
# How far each has come by now; the rest are issued.
LATE_IN_THE_DAY = ("15",)  # so that many are still waiting to be accepted
PREPARING, PROPOSED, SAMPLES, PLAIN = ("10",), ("11",), ("12", "13"), ("14",)
# What the clerk corrects by hand: words of the card, and whom they are for.
CORRECTIONS = {
    "quỹ đất công ích": "Phòng Quản lý đất đai",
    "giá đất cụ thể": "Phòng Quản lý đất đai",
    "nhà đầu tư chậm": "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh",
}


class Clerks:
    """Entering and issuing, paper by paper."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.readings: dict[str, int] = {}

    def tell(self) -> None:
        """Plan every paper on its day."""
        for paper in papers(self.office.clock):
            number = paper.name[:2]
            if number not in SAMPLES:
                self.office.at(self.office.clock.moment(paper.day_number, 7.6), self.entering(paper))

    def person(self, number: str, table: dict[str, str]) -> Person:
        province = self.office.province
        body = table.get(number, table["default"])
        if table is LEADERS:
            return province.head(body)
        post = next(post for post in province.posts[body] if post.role == "clerk")
        return province.holders[post.pk]

    def entering(self, paper: Paper) -> Callable[[], None]:
        """The paper comes in, is read and corrected, and goes to the leader who approves it."""
        number = paper.name[:2]

        def enter() -> None:
            clerk = self.person(number, CLERKS)
            entered = moves.enter(by=clerk, data=as_docx(paper), name=paper.file_name)
            reading = entered.reading
            self.readings[number] = reading.pk
            leader = self.person(number, LEADERS)
            if number not in (*PREPARING, *PLAIN):
                self.prepare(reading.pk, clerk)
                leader_post = self.office.province.posts[LEADERS.get(number, LEADERS["default"])][0]
                moves.propose(reading.pk, by=clerk, leader_post_id=leader_post.pk)
            if number not in (*PREPARING, *PROPOSED, *PLAIN):
                hour = 15.4 if number in LATE_IN_THE_DAY else 9.5
                approve_at = self.office.clock.moment(paper.day_number, hour)
                self.office.at(approve_at, lambda: self._approve(reading.pk, leader, clerk))

        return enter

    def prepare(self, reading_id: int, clerk: Person) -> None:
        """Look at every card: names, products, limits, doubts."""
        reading = Reading.objects.get(pk=reading_id)
        for card in queries.cards_of(reading):
            for phrase, bodies in CORRECTIONS.items():
                if phrase in card.demand.requirement and (card.unclear or card.outside):
                    moves.correct(reading_id, by=clerk, demand_id=card.demand.pk, fields={"assignees": bodies})
        cards = [card for card in queries.cards_of(reading) if card.open and not card.outside]
        shared = [card for card in cards if any(doubt["field"] == "lead" for doubt in card.demand.doubts)]
        for card in shared:
            moves.choose_lead(reading_id, by=clerk, demand_id=card.demand.pk, lead_id=None)
        nameless = [card.demand.pk for card in cards if card.unasked_product]
        if nameless:
            moves.set_group_product(reading_id, by=clerk, product_kind="van_ban", demand_ids=nameless)
        undated = [card.demand.pk for card in cards if card.undated]
        if undated:
            moves.leave_limit_to_receiver(reading_id, by=clerk, demand_ids=undated)
        if cards:
            moves.confirm(reading_id, by=clerk, demand_ids=[card.demand.pk for card in cards])

    def _approve(self, reading_id: int, leader: Person, clerk: Person) -> None:
        moves.approve_and_issue(reading_id, by=leader)
        reading = Reading.objects.select_related("document", "body").get(pk=reading_id)
        records.register(reading.body, "di", reading.document, by=clerk)
        left = [card.demand.pk for card in queries.cards_of(reading) if card.unclear]
        if left:
            moves.reject(reading_id, by=clerk, demand_ids=left, reason="Không phải việc giao riêng.")

    def letters(self, first: int) -> None:
        """Ordinary letters in and out, so that the registers look as registers do."""
        bodies = ("vp_ubnd_tinh", "vp_ubnd_tinh", "so_nnmt", "so_noi_vu", "ubnd_tan_phu/vp_xa")
        for number in range(45):
            day = self.office.chance.randint(first, -1)
            self.office.at(
                self.office.clock.moment(day, self.office.chance.uniform(7.2, 16.5)),
                self._letter(bodies[number % len(bodies)], number),
            )

    def _letter(self, key: str, number: int) -> Callable[[], None]:
        def register() -> None:
            province = self.office.province
            clerk = province.holders[next(post for post in province.posts[key] if post.role == "clerk").pk]
            body: Body | None = queries.handled_body(clerk)
            assert body is not None
            day = local_day(self.office.clock.at)
            outgoing = number % 3 == 2
            records.register(body, "di" if outgoing else "den", self._fields(body, number, day, outgoing), by=clerk)

        return register

    def _fields(self, body: Body, number: int, day: date, outgoing: bool) -> dict[str, object]:
        title = self.office.pick(words.LETTERS)
        sign = body.symbol or "UBND"
        return {
            "kind": "cong_van",
            "number": f"{400 + number * 3}/{sign if outgoing else 'CV'}-VP",
            "issued_on": day,
            "issuer": body.name if outgoing else self.office.pick(words.SENDERS),
            "title": title,
            "text": f"{title}.\nSố thứ tự trong bản trình diễn: {number}.",
        }
