"""True lateness read off the ledger: the parts add up, each has its entries, and the person named can answer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.office import Office, given_office

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.models import Duty, Outage
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.queries import Lateness, lateness, lateness_of
from congvu.kernel.org import moves as org
from congvu.kit.clock import VIETNAM, now

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=VIETNAM).astimezone(UTC)  # weeks without a public holiday follow
DAY = 28_800
AtDay = Callable[[float], None]


@pytest.fixture
def at_day(db: None) -> AtDay:
    """Set the clock to so many working days (of 8 hours) after the Monday."""
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/late", demonstration=True)

    def set_clock(days: float) -> None:
        whole, part = divmod(days, 1)
        day = MONDAY + timedelta(days=int(whole) + 2 * (int(whole) // 5))
        hours = part * 8
        at = day + timedelta(hours=hours if hours <= 4 else hours + 1.5)  # 7:30–11:30, 13:00–17:00
        with connection.cursor() as cursor:
            cursor.execute(
                "select set_config('congvu.simulated_now', %s, true)", [(at - timedelta(minutes=30)).isoformat()]
            )

    set_clock(0)
    return set_clock


@pytest.fixture
def office(at_day: AtDay) -> Office:
    return given_office()


def term(days: int) -> DueRule:
    return DueRule.within(days, "working_days")


def of(duty_id: int) -> Lateness:
    found = lateness(Duty.objects.get(pk=duty_id), now())
    assert found is not None
    assert sum(part.seconds for part in found.parts) == found.seconds
    return found


def carried(found: Lateness) -> dict[str, float]:
    """Days by kind and user name."""
    days: dict[str, float] = {}
    for part in found.parts:
        name = f"{part.kind} {part.person.username if part.person else '-'}"
        days[name] = days.get(name, 0) + part.seconds / DAY
    return days


def test_who_passed_it_on_after_nine_days_carries_the_delay(office: Office, at_day: AtDay) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=term(10))
    at_day(9)
    office.move("forward", duty_id, "lan", receiver=office["tu"].pk)
    at_day(9.1)
    office.move("accept", duty_id, "tu")
    at_day(12.5)
    office.move("complete", duty_id, "tu", product="Báo cáo 12/BC")
    found = of(duty_id)
    assert carried(found) == {"holder lan": pytest.approx(found.seconds / DAY)}
    (part,) = found.parts
    assert (part.first_seq, part.last_seq) == (1, 3)  # issued to her, passed on by her


def test_time_in_the_hands_of_who_decides_is_his(office: Office, at_day: AtDay) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=term(5))
    at_day(2)
    office.move("submit", duty_id, "lan", draft="Dự thảo", reason="Xin chỉ đạo")
    at_day(7)
    office.move("decide", duty_id, "minh", outcome="agreed")
    at_day(7.5)
    office.move("complete", duty_id, "lan", product="Báo cáo")
    assert set(carried(of(duty_id))) == {"decision minh"}


def test_an_opinion_beyond_its_limit_is_the_consulted_persons(office: Office, at_day: AtDay) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=term(5))
    at_day(1)
    office.move("consult", duty_id, "lan", consulted=office["long"].pk, question="Quy hoạch?", due=term(2).to_json())
    asked = Duty.objects.get(consulted_by=duty_id)
    office.move("accept", asked.pk, "long")
    at_day(7)
    office.move("complete", asked.pk, "long", product="Đồng ý")
    at_day(8)
    office.move("complete", duty_id, "lan", product="Báo cáo")
    found = of(duty_id)
    assert set(carried(found)) == {"holder long"}
    assert {(part.via, part.duty_id) for part in found.parts} == {("consulted", asked.pk)}


def test_a_late_part_of_the_work_passes_the_delay_to_who_had_the_part(office: Office, at_day: AtDay) -> None:
    duty_id = office.given_duty("minh", "in_hand", due_rule=term(8))
    (child,) = moves.break_down(
        duty_id, by=office["minh"], children=[office.new("lan", issuer="minh", due_rule=term(4), parent_id=duty_id)]
    )
    office.move("accept", child, "lan")
    at_day(10)
    office.move("complete", child, "lan", product="Phần 1")
    office.move("verify", child, "minh")
    at_day(10.2)
    office.move("complete", duty_id, "minh", product="Báo cáo")
    found = of(duty_id)
    assert set(carried(found)) == {"holder lan"}
    assert {part.via for part in found.parts} == {"child"}


def test_a_confirmed_cause_and_a_fault_of_the_machine_are_nobodys(office: Office, at_day: AtDay) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=term(5))
    at_day(7)
    start, end = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    claim = office.move("claim_cause", duty_id, "lan", cause="Bão số 13", **{"from": start, "until": end})
    assert set(carried(of(duty_id))) == {"holder lan"}  # claimed is not yet confirmed
    office.move("rule_on_cause", duty_id, "minh", claim=claim.seq, cause_outcome="confirmed")
    moves.register_outage(
        starts_at=MONDAY + timedelta(days=2), ends_at=MONDAY + timedelta(days=2, hours=3), what="Mất điện máy chủ",
        instrument="Biên bản 02/BB-VP", by=office.administrator,
    )  # fmt: skip
    at_day(8.5)
    office.move("complete", duty_id, "lan", product="Báo cáo")
    found = carried(of(duty_id))
    assert found["cause -"] > found["outage -"] > 0


def test_a_duty_in_time_or_cancelled_or_paused_is_not_late(office: Office, at_day: AtDay) -> None:
    early = office.given_duty("lan", "handed_in", due_rule=term(5))
    cancelled = office.given_duty("lan", "cancelled", due_rule=term(5))
    paused = office.given_duty("lan", "in_hand", due_rule=term(5))
    office.move("pause", paused, "lan", pause_ground="force_majeure", reason="Bão")
    at_day(9)
    assert lateness_of(Duty.objects.filter(pk__in=[early, cancelled, paused]), now()) == {}


def test_many_duties_cost_no_more_statements_than_one(office: Office, at_day: AtDay) -> None:
    for _ in range(5):
        office.given_duty("lan", "in_hand", due_rule=term(2))
    at_day(6)
    duties = list(Duty.objects.all())
    with CaptureQueriesContext(connection) as one:
        lateness_of(duties[:1], now())
    with CaptureQueriesContext(connection) as many:
        found = lateness_of(duties, now())
    assert len(found) == 5 and len(many) == len(one) <= 7


def test_a_question_why_is_a_duty_of_the_holder_and_delays_nothing(office: Office, at_day: AtDay) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=term(2))
    at_day(3)
    asked = moves.ask_why(duty_id, by=office["binh"], question="Vì sao chậm?", due=term(2))
    duty = Duty.objects.get(pk=asked)
    assert (duty.holder, duty.demand_kind, duty.consulted_by_id) == (office["lan"], "explain", duty_id)
    at_day(9)
    assert set(carried(of(duty_id))) == {"holder lan"}
    assert {part.via for part in of(duty_id).parts} == {""}


def test_the_same_question_sent_twice_is_asked_once(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    first = moves.ask_why(duty_id, by=office["binh"], question="Vì sao chậm?", due=term(2), key="k1")
    assert moves.ask_why(duty_id, by=office["binh"], question="Vì sao chậm?", due=term(2), key="k1") == first
    assert Duty.objects.filter(consulted_by=duty_id).count() == 1


@pytest.mark.parametrize(
    ("by", "question", "due", "says"),
    [
        ("binh", " ", term(2), "Chưa nêu điều cần giải trình."),
        ("binh", "Vì sao?", "hôm nào đó", "Thời hạn phải là một ngày"),
        ("lan", "Vì sao?", term(2), "Đôn đốc"),
        ("tu", "Vì sao?", term(2), None),
    ],
)
def test_a_question_that_cannot_be_asked_leaves_no_trace(
    office: Office, by: str, question: str, due: object, says: str | None
) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    with pytest.raises((MoveRefused, Duty.DoesNotExist), match=says):
        moves.ask_why(duty_id, by=office[by], question=question, due=due)
    assert Duty.objects.count() == 1 and Duty.objects.get(pk=duty_id).seq == 2


def test_the_person_named_answers_beside_the_entry(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    office.move("note", duty_id, "lan", note="Chờ số liệu của xã", answers=2)
    page = queries.duty_page(office["minh"], duty_id)
    assert page.entries[-1].payload["answers"] == 2
    with pytest.raises(MoveRefused, match="Không thấy mục nhật ký"):
        office.move("note", duty_id, "lan", note="Chờ", answers=77)


@pytest.mark.parametrize(
    ("who", "changes", "says"),
    [
        ("lan", {}, "Chỉ quản trị viên"),
        ("quantri", {"what": " "}, "phải nêu sự cố gì"),
        ("quantri", {"ends_at": MONDAY - timedelta(hours=2)}, "sau thời điểm bắt đầu"),
        ("quantri", {"ends_at": MONDAY + timedelta(days=900)}, "chưa kết thúc"),
    ],
)
def test_a_fault_that_cannot_be_registered(office: Office, who: str, changes: dict[str, object], says: str) -> None:
    by = office.administrator if who == "quantri" else office[who]
    given = {
        "starts_at": MONDAY - timedelta(hours=1), "ends_at": MONDAY - timedelta(minutes=30), "what": "Mất điện",
        "instrument": "Biên bản 1/BB",
    } | changes  # fmt: skip
    with pytest.raises(MoveRefused, match=says):
        moves.register_outage(by=by, **given)  # type: ignore[arg-type]


def test_the_page_shows_each_part_and_the_answer_beside_it(office: Office, at_day: AtDay) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=term(2))
    at_day(5)
    client = Client()
    client.force_login(office["lan"], backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(f"/viec/{duty_id}/").content.decode()
    assert "Trễ do đâu" in html and "Người giữ việc: bà Nguyễn Thị Lan" in html
    given = {"note": "Chờ số liệu của xã từ 04/03", "answers": "1", "back": str(duty_id), "key": "tl1"}
    answer = client.post(f"/viec/{duty_id}/giai-trinh/", given)
    assert (answer.status_code, answer["Location"]) == (302, f"/viec/{duty_id}/#tre")
    html = client.get(f"/viec/{duty_id}/").content.decode()
    assert "Giải trình của bà Nguyễn Thị Lan" in html and "Chờ số liệu của xã từ 04/03" in html
    assert client.post(f"/viec/{duty_id}/giai-trinh/", {"note": " ", "answers": "1"}).status_code == 422
    assert client.post(f"/viec/{duty_id}/giai-trinh/", {"note": "x", "answers": "99"}).status_code == 422
    other = Client()
    other.force_login(office["khanh"], backend="django.contrib.auth.backends.ModelBackend")
    assert other.post(f"/viec/{duty_id}/giai-trinh/", given).status_code == 404


def test_a_unit_sees_causes_first(office: Office, at_day: AtDay) -> None:
    office.given_duty("lan", "in_hand", due_rule=term(2), title="Rà soát hồ sơ")
    at_day(5)
    client = Client()
    client.force_login(office["minh"], backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/viec/don-vi/tre/").content.decode()
    assert "Người giữ việc" in html and "Rà soát hồ sơ" in html
    assert "Nguyễn Thị Lan" not in html  # by cause, not by person


def test_a_registered_fault_is_never_changed(office: Office) -> None:
    given = {"what": "Mất điện", "instrument": "Biên bản 1/BB", "by": office.administrator}
    moves.register_outage(starts_at=MONDAY - timedelta(hours=2), ends_at=MONDAY - timedelta(hours=1), **given)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Outage.objects.all().delete()
