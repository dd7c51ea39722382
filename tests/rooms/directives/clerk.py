"""A clerk at the reading page who counts: every field he types or chooses, every press of a button."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Person
from congvu.kit.clock import today
from congvu.sources.directives import queries
from congvu.sources.directives.models import Obligation, Reading, Recurrence


def browser_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@dataclass
class Clerk:
    """Works a text through to issued duties by the forms of the page alone."""

    person: Person
    leader: Person
    typed: int = 0
    clicks: int = 0
    log: list[str] = field(default_factory=list)

    def press(self, who: Client, path: str, fields: dict[str, Any], typed: int = 0) -> None:
        """One form: `typed` of its fields were typed or chosen, the rest stood in it already."""
        self.typed, self.clicks = self.typed + typed, self.clicks + 1
        answer = who.post(path, fields)
        assert answer.status_code == 302, f"{path} {fields}: {_alert(answer.content.decode())}"
        self.log.append(f"{path.rsplit('/', 2)[-2]} {typed}")

    def work_through(self, text: str, number: str) -> Reading:
        """From the pasted text to issued duties: names, dates, products in groups; what stays unclear is left out."""
        clerk, leader = browser_of(self.person), browser_of(self.leader)
        self.press(clerk, "/van-ban/nhap/", {"van_ban": text, "dien_tap": "1"}, typed=2)
        reading = Reading.objects.latest("pk")
        here = f"/van-ban/{reading.pk}"
        page = queries.reading_page(self.person, reading.pk)
        if page.needs_number:
            self.press(clerk, f"{here}/so-that/", {"so": number}, typed=0 if page.reading.document.number else 1)
        for doubt in page.reading.doubts:
            field_name, value = ("ngay", today().isoformat()) if doubt["code"] == "future" else ("so", number)
            self.press(clerk, f"{here}/van-ban/", {field_name: value}, typed=1)
        for name, _question, _count in queries.reading_page(self.person, reading.pk).unnamed:
            chosen = {"ten": name, "don_vi": "Sở Nội vụ"}
            self.press(clerk, f"{here}/ten/", chosen, typed=1)
        self._groups(clerk, here, reading)
        chief = queries.reading_page(self.person, reading.pk).leaders[0]
        self.press(clerk, f"{here}/trinh/", {"lanh_dao": str(chief.pk)})
        self.press(leader, f"{here}/duyet/", {})
        return Reading.objects.get(pk=reading.pk)

    def _groups(self, clerk: Client, here: str, reading: Reading) -> None:
        page = queries.reading_page(self.person, reading.pk)
        if page.undated:
            day = (today() + timedelta(days=30)).isoformat()
            self.press(clerk, f"{here}/dat-han/", {"han": day, "loai_san_pham": "bao_cao"})
        if queries.reading_page(self.person, reading.pk).without_product:
            self.press(clerk, f"{here}/dat-san-pham/", {"loai_san_pham": "bao_cao"})
        unsure = [card for card in queries.reading_page(self.person, reading.pk).unclear if card.confirmable]
        if unsure:
            self.press(clerk, f"{here}/xac-nhan/", {"chon": [str(card.demand.pk) for card in unsure]}, typed=1)
        for card in queries.reading_page(self.person, reading.pk).unclear:
            self._repair(clerk, here, card)

    def _repair(self, clerk: Client, here: str, card: queries.Card) -> None:
        lacking = {item.ro for item in card.missing}
        changes: dict[str, str] = {}
        if "thoi_gian" in lacking and card.demand.kind == "recurring":
            changes["dinh_ky"] = "quarter"
        elif "thoi_gian" in lacking:
            changes["han"] = (today() + timedelta(days=30)).isoformat()
        if "nguoi" in lacking:
            changes["don_vi"] = "Sở Nội vụ"
        if "san_pham" in lacking:
            changes["loai_san_pham"] = "bao_cao"
        if changes:
            self.press(clerk, f"{here}/sua/", {"yeu_cau": card.demand.pk, **changes}, typed=len(changes))

    def figures(self, reading: Reading) -> dict[str, float]:
        """Fields and clicks for each duty that came of it; an obligation or recurrence is work settled, too."""
        duties = Duty.objects.filter(document=reading.document_id).count()
        settled = duties + sum(
            model.objects.filter(demand__reading=reading).count() for model in (Obligation, Recurrence)
        )
        return {
            "duties": duties,
            "settled": settled,
            "typed": self.typed,
            "clicks": self.clicks,
            "typed_per_duty": round(self.typed / max(duties, 1), 2),
        }


def _alert(page: str) -> str:
    found = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found.group(1)) if found else page[:300]
