"""The main job on real input: a directive read, corrected in the browser, approved, accepted, worked, submitted,
decided, completed and verified; and the ledger verified after it. The five real texts when they lie beside the
checkout, as a rehearsal ("như thể ban hành hôm nay"); always a text of our own.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from tests.rooms.directives.texts import long_letter
from tests.rooms.directives.wide import CLERKS, given_wide_province
from tests.rooms.org.office import Province
from tests.shared import SHARED, needs_shared

from congvu.kernel.duties import invariants
from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger import moves as ledger
from congvu.kernel.ledger.queries import verify
from congvu.kernel.org.models import Person
from congvu.kit.clock import today
from congvu.sources.directives import queries
from congvu.sources.directives.models import Correction, Reading

PageOf = Callable[..., Page]
FIRST_FIVE = sorted((SHARED / "directives" / "dev").glob("0[1-5]_*.txt")) if SHARED else []
PARTY = ("02", "04", "05")  # directives of Party committees are approved by the secretary


@pytest.fixture
def province(transactional_db: None, tmp_path: Path, settings: object) -> Iterator[Province]:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    yield given_wide_province()


class Journey:
    """One browser a person, kept for the whole way."""

    def __init__(self, page_of: PageOf, province: Province) -> None:
        self.page_of, self.province, self.pages = page_of, province, dict[int, Page]()

    def of(self, person: Person) -> Page:
        if person.pk not in self.pages:
            self.pages[person.pk] = self.page_of(person)
        return self.pages[person.pk]

    def read(self, text: str, clerk: Person, number: str, *, rehearsal: bool) -> Reading:
        """The clerk pastes the text, answers what is asked once for all cards, and corrects a card in place."""
        page = self.of(clerk)
        page.goto("/van-ban/nhap/")
        page.get_by_label("Hoặc dán nội dung").fill(text)
        if rehearsal:
            page.get_by_label("Diễn tập").check()
        page.get_by_role("button", name="Vào sổ và đọc").click()
        expect(page.locator("#lam-viec")).to_be_visible()
        reading = Reading.objects.latest("pk")
        if rehearsal:
            expect(page.locator("main")).to_contain_text("Diễn tập: như thể ban hành")
        if page.get_by_label("Số, ký hiệu văn bản thật").count():
            page.get_by_label("Số, ký hiệu văn bản thật").fill(number)
            page.get_by_role("button", name="Ghi số").click()
            expect(page.get_by_role("status")).to_contain_text("Đã ghi số văn bản")
        self._answer_names(page)
        self._set_groups(page)
        self._correct_one(page, reading)
        return reading

    def _answer_names(self, page: Page) -> None:
        questions = page.locator("form.cv-ask input[name=ten]")
        while questions.count():
            name = questions.first.get_attribute("value") or ""
            form = page.locator("form.cv-ask", has=page.locator(f'input[name=ten][value="{name}"]'))
            form.get_by_label("Đơn vị").fill("Sở Nội vụ")
            form.get_by_role("button", name="Ghi").click()
            expect(form).to_have_count(0)

    def _set_groups(self, page: Page) -> None:
        if page.get_by_role("button", name="Đặt hạn").count():
            page.get_by_role("button", name="Đặt hạn").click()
            expect(page.get_by_role("button", name="Đặt hạn")).to_have_count(0)
        if page.get_by_role("button", name="Ghi sản phẩm").count():
            page.get_by_role("button", name="Ghi sản phẩm").click()
            expect(page.get_by_role("button", name="Ghi sản phẩm")).to_have_count(0)

    def _correct_one(self, page: Page, reading: Reading) -> None:
        """A task or report put right by hand: its limit and its product."""
        card = next(card for card in queries.cards_of(reading) if card.open and card.demand.kind == "task")
        place = page.locator(f"#yc-{card.number}")
        place.get_by_role("link", name="Sửa").click()
        place.get_by_label("Hạn", exact=True).fill((today() + timedelta(days=25)).isoformat())
        place.get_by_label("Loại sản phẩm").select_option("ke_hoach")
        place.get_by_role("button", name="Lưu").click()
        expect(page.get_by_role("status")).to_contain_text("Đã sửa.")

    def approve(self, reading: Reading, clerk: Person, leader: Person) -> list[Duty]:
        """The clerk proposes; the leader sees the doubts first and issues what is clear."""
        page = self.of(clerk)
        page.goto(f"/van-ban/{reading.pk}/")
        page.get_by_role("button", name="Trình duyệt và giao").click()
        expect(page.get_by_role("status")).to_contain_text("Đã trình")
        page = self.of(leader)
        page.goto(f"/van-ban/{reading.pk}/")
        page.get_by_role("button", name="Duyệt và giao").click()
        expect(page.get_by_role("status")).to_contain_text("Đã giao")
        return list(Duty.objects.filter(document=reading.document_id, state="assigned").order_by("pk"))

    def work(self, duty: Duty, leader: Person) -> None:
        """One duty from acceptance to closing, each step by whoever holds it, in his own browser."""
        assert duty.holder is not None
        holder, here = self.of(duty.holder), f"/viec/{duty.pk}"
        holder.goto(f"{here}/")
        expect(holder.locator("main")).to_contain_text("Sáu rõ")
        holder.get_by_role("button", name="Nhận", exact=True).click()
        self._state(duty, "in_hand")
        self._form(holder, f"{here}/report/", {"Tiến độ": "Đã xong phần rà soát, còn tổng hợp."})
        self._form(holder, f"{here}/submit/", {"Nội dung trình": "Kính trình dự thảo kế hoạch."})
        self._state(duty, "submitted")
        decider = self.of(leader)
        decider.goto(f"{here}/decide/")
        decider.get_by_label("Đồng ý").check()
        decider.locator("main button.btn-main").click()
        self._state(duty, "in_hand")
        self._form(holder, f"{here}/complete/", {"Sản phẩm": "Kế hoạch 12/KH kèm danh sách từng việc."})
        self._state(duty, "handed_in")
        decider.goto(f"{here}/verify/")
        decider.locator("main button.btn-main").click()
        self._state(duty, "closed")
        decider.goto(f"{here}/")
        expect(decider.locator("main")).to_contain_text("Nhật ký xử lý")

    def _form(self, page: Page, path: str, fields: dict[str, str]) -> None:
        page.goto(path)
        for label, words in fields.items():
            page.get_by_label(label).first.fill(words)
        page.locator("main button.btn-main").click()
        expect(page.get_by_role("alert")).to_have_count(0)

    def _state(self, duty: Duty, state: str) -> None:
        """What the database says after a press; the page was answered before, so one look is enough."""
        for page in self.pages.values():
            page.wait_for_load_state()
        duty.refresh_from_db()
        assert duty.state == state, duty.state


def proven() -> None:
    """Every entry sealed, every seal checked, every duty replayed from its entries."""
    ledger.seal_all()
    assert invariants.check(connection) == []
    report = verify()
    assert report.findings == [], [str(finding) for finding in report.findings]


def test_our_own_letter_from_paper_to_closed_duties(page_of: PageOf, province: Province) -> None:
    journey, people = Journey(page_of, province), province.people
    reading = journey.read(long_letter(), people["vanthu"], "", rehearsal=False)
    issued = journey.approve(reading, people["vanthu"], people["chutich"])
    mine = next(duty for duty in issued if duty.holder_id == people["noivu"].pk)
    journey.work(mine, people["chutich"])
    proven()


@needs_shared
def test_the_five_real_texts_from_paper_to_closed_duties(page_of: PageOf, province: Province) -> None:
    journey, closed = Journey(page_of, province), 0
    for path in FIRST_FIVE:
        leader = "bithu" if path.name[:2] in PARTY else "chutich"
        clerk, chief = province.people[CLERKS[leader]], province.people[leader]
        reading = journey.read(path.read_text(), clerk, f"{path.name[:2]}/DT-AB", rehearsal=True)
        issued = journey.approve(reading, clerk, chief)
        assert issued and all(duty.title.startswith("[Diễn tập] ") for duty in issued)
        assert Correction.objects.filter(demand__reading=reading).exists()
        taken = next(duty for duty in issued if duty.demand_kind == "task" and duty.holder_id != chief.pk)
        journey.work(taken, chief)
        closed += 1
    assert closed == len(FIRST_FIVE) == 5
    proven()
