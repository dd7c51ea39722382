"""The leader's page: what waits for him, what is about to break, what goes round; urge, decide and ask in place."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.office import Office
from tests.rooms.duties.test_plans import sequential

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import queries, tasks
from congvu.kernel.duties.models import Duty, WorkFigure
from congvu.kernel.duties.moves.figures import keep_figures
from congvu.kernel.duties.queries import figures
from congvu.kernel.duties.rules.trend import risen
from congvu.kit.clock import now, today

Browser = Callable[[str], Client]


@pytest.fixture
def browser(office: Office) -> Browser:
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def page(client: Client, address: str = "/lanh-dao/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def submitted(office: Office) -> int:
    """A duty that lies with the chairman for his decision."""
    duty_id = office.given_duty("hung", "in_hand", deciding_post_id=office.post["binh"].pk)
    office.move("submit", duty_id, "hung", draft="Đề nghị phê duyệt phương án 2")
    return duty_id


def test_he_decides_in_place_and_comes_back(office: Office, browser: Browser) -> None:
    duty_id = submitted(office)
    client = browser("binh")
    html = page(client)
    assert "Đề nghị phê duyệt phương án 2" in html
    answer = client.post(f"/viec/{duty_id}/decide/", {"outcome": "agreed", "next": "/lanh-dao/", "key": "a1"})
    assert (answer.status_code, answer["Location"]) == (302, "/lanh-dao/")
    assert Duty.objects.get(pk=duty_id).state == "in_hand"
    assert "Không việc nào chờ đồng chí." in page(client)


def test_a_refused_decision_keeps_what_was_typed(office: Office, browser: Browser) -> None:
    duty_id = submitted(office)
    answer = browser("binh").post(
        f"/viec/{duty_id}/decide/", {"outcome": "changed", "reason": "", "next": "/lanh-dao/"}
    )
    assert answer.status_code == 422
    assert 'name="next" value="/lanh-dao/"' in answer.content.decode()
    assert Duty.objects.get(pk=duty_id).state == "submitted"


def test_what_is_about_to_break_is_urged_and_asked_in_place(office: Office, browser: Browser) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=DueRule.within(1, "working_days"))
    keep_figures()
    client = browser("binh")
    assert f"/viec/{duty_id}/urge/" in page(client)
    assert client.post(f"/viec/{duty_id}/urge/", {"next": "/lanh-dao/"})["Location"] == "/lanh-dao/"
    given = {"question": "Vướng ở đâu?", "due_days": "2", "next": "/lanh-dao/", "key": "h1"}
    assert client.post(f"/viec/{duty_id}/yeu-cau-giai-trinh/", given)["Location"] == "/lanh-dao/"
    assert "Đã gửi yêu cầu giải trình cho bà Nguyễn Thị Lan; hạn trả lời hết " in page(client)
    asked = Duty.objects.get(consulted_by=duty_id)
    assert (asked.holder, asked.requirement) == (office["lan"], "Vướng ở đâu?")
    assert "Giải trình: Vướng ở đâu?" in page(browser("lan"), "/viec/")


def test_the_answer_comes_back_to_the_asker_and_stands_on_the_duty(office: Office, browser: Browser) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=DueRule.within(1, "working_days"))
    client = browser("binh")
    client.post(f"/viec/{duty_id}/yeu-cau-giai-trinh/", {"question": "Vướng ở đâu?", "due_days": "2"})
    asked = Duty.objects.get(consulted_by=duty_id)
    office.move("accept", asked.pk, "lan")
    office.move("complete", asked.pk, "lan", product="Chờ xã gửi số liệu, xong trước thứ Sáu")
    html = page(client)
    assert "Xem giải trình" in html and "Chờ xã gửi số liệu" in html
    assert "Chờ xã gửi số liệu" in page(client, f"/viec/{duty_id}/")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"question": "", "due_days": "2"}, "Chưa nêu điều cần giải trình."),
        ({"question": "Vì sao?", "due_days": "0"}, "Số ngày làm việc phải từ 1 đến 1000."),
        ({"question": "Vì sao?", "due_days": "", "due": "mai"}, "Ngày viết theo dạng"),
        ({"question": "Vì sao?", "due_days": ""}, "Thời hạn phải là một ngày"),
    ],
)
def test_a_question_without_words_or_limit_is_refused_and_kept(
    office: Office, browser: Browser, given: dict[str, str], says: str
) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    answer = browser("binh").post(f"/viec/{duty_id}/yeu-cau-giai-trinh/", given)
    html = answer.content.decode()
    assert answer.status_code == 422 and says in html and given["question"] in html
    assert Duty.objects.count() == 1


def test_who_may_not_urge_may_not_ask(office: Office, browser: Browser) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    assert browser("lan").get(f"/viec/{duty_id}/yeu-cau-giai-trinh/").status_code == 409
    assert browser("khanh").get(f"/viec/{duty_id}/yeu-cau-giai-trinh/").status_code == 404


def test_what_goes_round_shows_its_way(office: Office, browser: Browser) -> None:
    duty_id = office.given_duty("lan")
    office.dispute(duty_id)  # returned by two bodies
    withdrawn = office.given_duty("lan", "in_hand")
    office.move("forward", withdrawn, "lan", receiver=office["tu"].pk)
    office.move("withdraw", withdrawn, "lan")
    keep_figures()
    (found,) = queries.leader_page(office["binh"], now()).bounced
    assert (found.duty.pk, found.times) == (duty_id, 2)
    assert "Sở Xây dựng" in " ".join(found.route)
    assert f"/viec/{duty_id}/" in page(browser("binh"), "/lanh-dao/qua-lai/")


def test_his_own_lateness_stands_first(office: Office, browser: Browser) -> None:
    late = office.given_duty("binh", "in_hand", due_rule=DueRule.within(3, "working_days"))
    found = queries.leader_page(office["binh"], now() + timedelta(days=30))
    assert [duty.pk for duty in found.own_late] == [late]


def test_figures_are_those_of_the_hour_and_the_rows_open(office: Office, browser: Browser) -> None:
    office.given_duty("lan", "in_hand")
    at = keep_figures()
    office.given_duty("tu", "in_hand")
    found = queries.leader_page(office["binh"], now())
    assert (found.whole.open, found.figures_at) == (1, at)  # dated, and counted again by the next run
    tasks.figures_job(0)
    found = queries.leader_page(office["binh"], now())
    assert found.whole.open == 2
    (unit,) = [one for one in found.units if one.body == office.body["snnmt"]]
    assert unit.now.open == 2 and len(unit.late) == figures.WEEKS


def test_a_past_week_is_counted_once_and_kept(office: Office) -> None:
    office.given_duty("lan", "in_hand")
    keep_figures()
    names = {f"units/{day}" for day in figures.days_of(today())[:-1]}
    assert set(WorkFigure.objects.values_list("name", flat=True)) == names | {"units", "bounced"}
    kept_at = WorkFigure.objects.get(name=min(names)).at
    keep_figures()
    assert WorkFigure.objects.get(name=min(names)).at == kept_at


@pytest.mark.parametrize("kind", ["tre", "sap-vo", "qua-lai", "cho-quyet"])
def test_every_number_opens_its_rows(office: Office, browser: Browser, kind: str) -> None:
    page(browser("binh"), f"/lanh-dao/{kind}/")


def test_the_page_is_for_those_who_lead_and_shows_no_ranking(office: Office, browser: Browser) -> None:
    assert browser("lan").get("/lanh-dao/").status_code == 403
    assert browser("binh").get("/lanh-dao/khac/").status_code == 404
    html = page(browser("hung"))  # a head sees what lies below him
    assert "Trang này không xếp hạng người" in html
    assert "Bảng lãnh đạo</a>" not in page(browser("hung"), "/viec/")  # in the menu of leaders only


def test_twenty_statements_and_no_table_read_whole(office: Office, browser: Browser) -> None:
    for n in range(6):
        submitted(office)
        office.given_duty(("lan", "tu", "son")[n % 3], "in_hand", due_rule=DueRule.within(1, "working_days"))
        office.dispute(office.given_duty("lan"))
    keep_figures()
    client = browser("binh")
    page(client)
    with CaptureQueriesContext(connection) as statements:
        page(client)
    assert len(statements) <= 20, "\n".join(one["sql"][:160] for one in statements)
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    for one in statements:
        if one["sql"].startswith("SELECT") and '"duty"' in one["sql"]:
            assert sequential(one["sql"].replace("%", "%%"), []) == [], one["sql"]


@pytest.mark.parametrize(
    ("values", "answer"),
    [((4, 4, 4, 4, 9), True), ((4, 4, 4, 4, 7), False), ((0, 0, 0, 0, 2), False), ((1, 9), False), ((), False)],
)
def test_a_rise_beyond_chance(values: tuple[int, ...], answer: bool) -> None:
    assert risen(values) is answer


def test_nothing_of_others_is_listed(office: Office, browser: Browser) -> None:
    """A duty whose audience does not hold the leader is counted nowhere in his lists."""
    duty_id = office.given_duty("lan", "in_hand", due_rule=DueRule.within(1, "working_days"))
    other: Any = queries.leader_page(office["khanh"], now())
    assert duty_id not in [duty.pk for duty in other.breaking]
