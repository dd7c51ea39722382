"""The demonstration is made by the real moves: its ledger verifies, its promises hold, every page has something."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from tests.database import Database

from congvu.config.demo import make
from congvu.config.demo.clock import present_day
from congvu.config.demo.people import Names
from congvu.judgement.reports.models import Report
from congvu.judgement.reports.queries import make as report_figures
from congvu.judgement.reports.queries import proven
from congvu.kernel.duties import invariants
from congvu.kernel.duties.models import Coordinator, Duty
from congvu.kernel.ledger import queries as ledger
from congvu.kernel.ledger.queries import Verdict
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Body, Person
from congvu.kernel.org.moves import OrgRefused
from congvu.kernel.records.models import RegisterCounter
from congvu.kernel.records.queries import gaps
from congvu.kit.clock import VIETNAM, now, today
from congvu.sources.directives.models import Obligation, Reading, Recurrence


class Bar:
    """A progress bar that nobody looks at."""

    def __init__(self, items: Any, *_: object, **__: object) -> None:
        self.items = items

    def __enter__(self) -> Any:
        return self.items

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def made(
    database: Database, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The province, made once for this file in this process's database, which is renewed after it."""
    from django.conf import settings
    from django.db import connections

    home, before = tmp_path_factory.mktemp("home"), (settings.HOME, settings.FILES_ROOT)
    settings.HOME, settings.FILES_ROOT = home, home / "files"
    with django_db_blocker.unblock():
        make.make_small(Bar)
        yield home
        connections.close_all()
        database.renew()
    settings.HOME, settings.FILES_ROOT = before


@pytest.fixture(autouse=True)
def _open_database(made: Path) -> None:
    """Every test of this file reads the province."""


def test_the_ledger_verifies_and_everything_is_sealed() -> None:
    report = ledger.verify()
    assert report.verdict is Verdict.PROVEN, report.findings[:5]
    assert report.entries > 2000 and report.waiting == 0


def test_the_promises_of_the_duties_hold() -> None:
    assert invariants.check(connection) == []


def test_the_organisation_is_that_of_a_province_after_july_2025() -> None:
    here = org.installation()
    assert here is not None and here.demonstration and here.origin == "demo/an-binh"
    count = lambda **which: org.bodies_on(today()).filter(**which).count()  # noqa: E731
    assert count(kind__in=("so", "van_phong", "ban_quan_ly"), branch="state") == 14
    assert count(kind="thanh_tra") == 1
    assert count(kind="ubnd_xa") == 6
    assert count(branch="party", kind__in=("ban_dang", "van_phong")) == 5
    assert count(kind__in=("hdnd_tinh", "mttq")) == 2
    assert 230 <= Person.objects.count() <= 280
    assert all(org.head_of(body, now()) for body in org.bodies_on(today()))


def test_a_district_of_before_is_carried_on_by_its_communes() -> None:
    found = org.resolve("Chủ tịch UBND huyện Tân Hòa", today().replace(year=2024), today())
    assert len(found.now) == 4 and {body.kind for body in found.now} == {"ubnd_xa"}
    assert Body.objects.filter(valid_to__isnull=False).count() > 20


def test_every_page_has_something_true_to_show() -> None:
    at = now()
    states = set(Duty.objects.values_list("state", flat=True))
    assert states == {
        "draft", "assigned", "in_hand", "unplaced", "disputed", "submitted", "handed_in", "closed", "cancelled"
    }  # fmt: skip
    running = Duty.objects.filter(state__in=("assigned", "in_hand"))
    assert running.filter(current_due_at__lt=at).count() >= 10, "late"
    assert running.filter(current_due_at__range=(at, at + timedelta(days=12))).count() >= 5, "due soon"
    assert running.filter(paused_at__isnull=False).exists()
    assert Duty.objects.filter(parent__isnull=False).count() >= 50
    assert Duty.objects.filter(consulted_by__isnull=False).count() >= 5
    assert Duty.objects.filter(current_due_at__gt=F("first_due_at")).exists(), "extended"
    assert Coordinator.objects.exists() and Obligation.objects.exists() and Recurrence.objects.exists()
    assert set(Reading.objects.values_list("state", flat=True)) >= {"preparing", "proposed", "issued"}


def test_the_last_closed_month_is_reported_on_with_the_chairmans_judgement() -> None:
    month, week = Report.objects.order_by("pk")
    assert month.made_at and week.made_at and month.head_size and month.last_day < today()
    (summary,) = [one for one in month.figures["sections"] if one["key"] == "summary"]
    assert summary["lines"][0]["values"][0] > 100 and month.remarks.count() == 1
    assert proven(report_figures(month)) == proven(month.figures)


def test_an_officials_desk_holds_late_due_and_unaccepted_work() -> None:
    from congvu.kernel.duties.queries import inbox

    lan = Person.objects.get(username="lan.nt")
    counts = inbox(lan, now()).counts
    assert counts.late >= 1 and counts.soon >= 1 and counts.to_accept >= 1 and counts.rest >= 1


def test_the_registers_have_no_gap() -> None:
    counters = list(RegisterCounter.objects.select_related("body"))
    assert len(counters) >= 6
    assert all(gaps(row.body, row.book, row.year) == [] for row in counters)


def test_the_clock_is_the_real_one_again() -> None:
    assert not Duty.objects.filter(issued_at__gt=now()).exists()
    first, second = now(), now()
    assert first < second


def test_it_is_made_once() -> None:
    with pytest.raises(OrgRefused):
        make.make_small(Bar)


def test_two_directives_wait_to_be_tried(made: Path) -> None:
    assert len(list((made / make.SAMPLES_FOLDER).glob("*.docx"))) == 2


def test_the_same_seed_gives_the_same_people() -> None:
    first, second = Names(7), Names(7)
    assert [first.next() for _ in range(50)] == [second.next() for _ in range(50)]


@pytest.mark.parametrize(
    ("present", "day"),
    [
        ("2026-11-25T09:00+07:00", "2026-11-25"),
        ("2026-11-25T18:00+07:00", "2026-11-26"),
        ("2026-11-27T20:00+07:00", "2026-11-30"),
        ("2026-11-28T10:00+07:00", "2026-11-30"),
        ("2026-11-23T17:30+07:00", "2026-11-25"),
    ],
)
def test_the_present_day_is_a_working_day(present: str, day: str) -> None:
    assert present_day(datetime.fromisoformat(present)).isoformat() == day


def test_a_district_of_2023_is_found_with_who_headed_it_and_who_carries_it_on() -> None:
    in_2023 = datetime(2023, 6, 5, 9, tzinfo=VIETNAM)
    found = org.NameBook.load().resolve("UBND huyện Tân Hòa", in_2023.date(), today())
    (district,) = found.then
    assert district.level == "district" and district.parent is not None
    names = sorted(body.name for body in found.now)
    assert names == ["UBND xã Hòa Lợi", "UBND xã Phước Sơn", "UBND xã Tân Phú", "UBND xã Đồng Tiến"]
    head = org.head_of(district, in_2023)
    assert head is not None and head.post.title == "Chủ tịch UBND huyện"
    assert [seat.post.body.name for seat in org.seats_of(head.person, now())] == ["UBND xã Tân Phú"]
    old = Body.objects.get(code="x_so_ldtbxh")
    assert org.head_of(old, in_2023).post.title == "Giám đốc"  # type: ignore[union-attr]
    assert org.living(old, today()).code == "so_noi_vu"


def test_somebody_is_away_a_seat_is_vacant_and_a_merger_is_being_prepared() -> None:
    (away,) = org.absences_on(today()).values()
    assert away.stand_in != away.person
    assert any(one.post.body.code == "so_cong_thuong" for one in org.vacancies(now()))
    (plan,) = org.plans()
    assert plan.is_draft and org.PlanView.load(plan, now()).faults() == []
