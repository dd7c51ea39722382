"""The page of a unit: who holds how much, who waits for whom, what has to be handed over; passing on with a reason."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.office import FROM, Office

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import invariants, moves, queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Appointment, AuthorityLine
from congvu.kernel.org.rules import name_key
from congvu.kit.clock import now

Browser = Callable[[str], Client]


@pytest.fixture
def browser(office: Office) -> Browser:
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def page(client: Client, address: str = "/viec/don-vi/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:2000]
    return re.sub(r"\s+", " ", answer.content.decode())


def bars(html: str, title: str) -> dict[str, str]:
    """By name, the address of all rows of a line."""
    table = html.split(f'<caption class="visually-hidden">{title}</caption>')[1].split("</table>")[0]
    found = {}
    for row in table.split("<tr>")[2:]:
        name = re.search(r'<th scope="row">([^<]+)', row)
        links = re.findall(r'<a href="([^"]+)"><b>', row)
        assert name is not None
        found[name.group(1)] = links[0].replace("&amp;", "&") if links else ""
    return found


def test_a_head_sees_his_people_and_the_bodies_below_and_an_official_does_not(office: Office, browser: Browser) -> None:
    office.given_duty(holder="hung", title="Lập kế hoạch kiểm tra")
    office.given_duty(holder="lan", title="Rà soát hồ sơ")
    html = page(browser("hung"))
    assert "Lập kế hoạch kiểm tra" in html and "Rà soát hồ sơ" in html
    assert list(bars(html, "Việc đang mở theo người")) == ["Ông Trần Văn Hùng", "Bà Đỗ Thị Thủy"]
    assert list(bars(html, "Việc đang mở theo đơn vị")) == ["Phòng Kế hoạch", "Phòng Quản lý đất đai"]
    page(browser("lan"), status=403)


def test_each_number_opens_its_rows(office: Office, browser: Browser) -> None:
    office.given_duty(holder="hung", title="Lập kế hoạch kiểm tra")
    office.given_duty(holder="lan", title="Rà soát hồ sơ")
    client = browser("hung")
    html = page(client)
    own = page(client, "/viec/don-vi/" + bars(html, "Việc đang mở theo người")["Ông Trần Văn Hùng"])
    assert "Lập kế hoạch kiểm tra" in own and "Rà soát hồ sơ" not in own
    room = page(client, "/viec/don-vi/" + bars(html, "Việc đang mở theo đơn vị")["Phòng Quản lý đất đai"])
    assert "Rà soát hồ sơ" in room and "Lập kế hoạch kiểm tra" not in room
    assert next(iter(bars(room, "Việc đang mở theo người"))) == "Ông Lê Văn Minh"
    page(browser("khanh"), f"/viec/don-vi/?o={office.body['pqldd'].pk}", status=404)
    page(client, "/viec/don-vi/?o=abc", status=404)


def test_each_open_duty_stands_in_one_column(office: Office) -> None:
    soon = DueRule.within(2, "working_days")
    office.given_duty("lan", "in_hand", due_rule=soon)
    office.given_duty("lan", "in_hand", due_rule=DueRule.within(60, "working_days"))
    paused = office.given_duty("lan", "in_hand", due_rule=soon)
    office.move("pause", paused, "lan", pause_ground="force_majeure", reason="Bão")
    waits = office.given_duty("lan", "in_hand", due_rule=soon)
    office.move("consult", waits, "lan", consulted=office["long"].pk, question="Quy hoạch?", due=soon.to_json())
    found = queries.unit_page(office["minh"], None, now())
    assert found is not None
    (lan,) = [load for load in found.loads if load.person == office["lan"]]
    assert (lan.late, lan.soon, lan.run, lan.waiting, lan.paused, lan.open) == (0, 1, 1, 1, 1, 4)
    late = queries.unit_page(office["minh"], None, now() + timedelta(days=60))
    assert late is not None
    assert [load.late for load in late.loads if load.person == office["lan"]] == [2 + 0]


def test_who_waits_for_whom_between_units(office: Office, browser: Browser) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    asked = DueRule.within(2, "working_days").to_json()
    office.move("consult", duty_id, "lan", consulted=office["long"].pk, question="Quy hoạch?", due=asked)
    ours = queries.unit_page(office["hung"], None, now())
    theirs = queries.unit_page(office["khanh"], None, now())
    assert ours is not None and theirs is not None
    assert [(one.body.name, one.count) for one in ours.we_wait] == [("Phòng Quy hoạch", 1)]
    assert [(one.body.name, one.count) for one in theirs.they_wait] == [("Phòng Quản lý đất đai", 1)]
    assert ours.they_wait == theirs.we_wait == ()
    assert "Chờ nhau giữa các đơn vị" in page(browser("hung"))


def test_what_lies_with_who_leaves_or_is_away_stands_on_top(office: Office, browser: Browser) -> None:
    office.given_duty("lan", "in_hand")
    row = Appointment.objects.get(person=office["lan"], ends_at__isnull=True)
    moves.end_appointment(row.pk, by=office.administrator, at=now() + timedelta(days=5), reason="Chuyển công tác")
    html = page(browser("minh"))
    assert "còn 1 việc phải bàn giao" in html
    assert f"/viec/don-vi/dieu-chinh/?nguoi={office['lan'].pk}" in html
    assert "phải bàn giao" not in page(browser("khanh"))


def test_the_idle_and_the_overloaded_are_named_in_the_order_of_posts(office: Office, browser: Browser) -> None:
    for _ in range(12):
        office.given_duty("lan")
    for name in ("minh", "dung"):
        for _ in range(5):
            office.given_duty(name)
    html = page(browser("minh"))
    assert "Bà Nguyễn Thị Lan giữ 12 việc; Ông Hoàng Anh Tú giữ 0 việc; mức giữa của đơn vị là 5." in html
    assert "không phải xếp hạng" in html
    assert next(iter(bars(html, "Việc đang mở theo người"))) == "Ông Lê Văn Minh"


def test_chosen_duties_pass_together_with_one_reason(office: Office, browser: Browser) -> None:
    first, second, third = (office.given_duty("lan", "in_hand") for _ in range(3))
    given = {"viec": [first, second], "nhan": office["tu"].pk, "ly-do": "Bà Lan đang giữ quá nhiều việc"}
    answer = browser("minh").post("/viec/don-vi/dieu-chinh/", given)
    assert (answer.status_code, answer["Location"]) == (302, "/viec/don-vi/")
    held = dict(Duty.objects.values_list("pk", "holder"))
    assert held == {first: office["tu"].pk, second: office["tu"].pk, third: office["lan"].pk}
    entry = Entry.objects.get(subject_id=first, verb="take_over")
    assert entry.fields.get(name="reason").value == "Bà Lan đang giữ quá nhiều việc"
    assert invariants.check(connection) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"ly-do": " "}, "Điều chỉnh người giữ phải nêu lý do."),
        ({"viec": []}, "Chọn từ 1 đến"),
        ({"nhan": ""}, "Chưa chọn người nhận."),
        ({"nhan": "long"}, "Người nhận phải thuộc đơn vị của đồng chí"),
        ({"nhan": "lan"}, "Người nhận đang giữ các việc đã chọn."),
        ({"viec": ["other"]}, "không thuộc đơn vị của đồng chí"),
    ],
)
def test_a_refused_passing_on_moves_nothing_and_keeps_what_was_typed(
    office: Office, browser: Browser, changes: dict[str, object], says: str
) -> None:
    duty_id, other = office.given_duty("lan", "in_hand"), office.given_duty("long", "in_hand")
    given: dict[str, object] = {"viec": [duty_id], "nhan": office["tu"].pk, "ly-do": "Quá tải"} | changes
    if given["nhan"] in ("long", "lan"):
        given["nhan"] = office[str(given["nhan"])].pk
    if given["viec"] == ["other"]:
        given["viec"] = [duty_id, other]
    answer = browser("minh").post("/viec/don-vi/dieu-chinh/", given)
    html = answer.content.decode()
    assert answer.status_code == 422 and says in html
    assert str(given["ly-do"]) in html
    assert dict(Duty.objects.values_list("pk", "holder")) == {duty_id: office["lan"].pk, other: office["long"].pk}


def test_a_deputy_does_not_pass_on_what_others_hold(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    with pytest.raises(MoveRefused):
        moves.take_over_these([duty_id], by=office["lan"], receiver_id=office["tu"].pk, reason="Quá tải")


def test_late_by_cause_first(office: Office, browser: Browser) -> None:
    assert "Không có việc trễ." in page(browser("hung"), "/viec/don-vi/tre/")


def test_the_page_costs_the_same_with_many_duties(office: Office, browser: Browser) -> None:
    office.given_duty("lan")
    client = browser("minh")
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    for name in ("lan", "tu", "dung"):
        for _ in range(8):
            office.given_duty(name)
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(many) <= len(few) <= 36


def test_the_map_lists_steps_gaps_and_overlaps(office: Office, browser: Browser) -> None:
    rows = (("snnmt", office.post["hung"]), ("sxd", None))  # as an import may bring them: two lines for one matter
    for body, post in rows:
        AuthorityLine.objects.create(
            matter="cấp phép xây dựng", matter_fold=name_key("cấp phép xây dựng"), body=office.body[body],
            deciding_post=post, instrument="Quyết định 18/2025/QĐ-UBND", valid_from=FROM,
        )  # fmt: skip
    office.given_duty("lan", "in_hand", matter="Rà soát việc cấp phép xây dựng ở xã Tân Phú")
    office.given_duty("lan", "in_hand", matter="đo đạc địa chính")
    found = queries.responsibility_map(office["hung"], None, now())
    assert found is not None
    assert found.unmatched == (("đo đạc địa chính", 1),)
    (permits,) = found.matters
    assert [(one.person, one.count) for one in permits.hold] == [(office["lan"], 1)]
    assert {one.kind for one in (*found.gaps, *found.overlaps)} == {"no_decider", "lines"}
    html = page(browser("hung"), "/viec/so-do/")
    assert "1 việc đang mở mà không dòng phân định thẩm quyền nào nói tới" in html
    assert "“cấp phép xây dựng” được giao cho hơn một nơi" in html
    page(browser("lan"), "/viec/so-do/", status=403)
    page(browser("khanh"), f"/viec/so-do/?o={office.body['pqldd'].pk}", status=404)


def test_work_held_where_no_line_puts_it_and_an_empty_seat_are_told(office: Office) -> None:
    AuthorityLine.objects.create(
        matter="đo đạc địa chính", matter_fold=name_key("đo đạc địa chính"), body=office.body["snv"],
        deciding_post=office.post["mai"], instrument="Quyết định 18/2025/QĐ-UBND", valid_from=FROM,
    )  # fmt: skip
    office.given_duty("lan", "in_hand", matter="đo đạc địa chính")
    row = Appointment.objects.get(person=office["tu"], ends_at__isnull=True)
    moves.end_appointment(row.pk, by=office.administrator, reason="Nghỉ hưu")
    found = queries.responsibility_map(office["hung"], None, now())
    assert found is not None
    assert [(one.kind, one.what) for one in found.overlaps] == [("elsewhere", "Phòng Quản lý đất đai")]
    assert [(one.kind, one.what) for one in found.gaps] == [("vacant", "Chuyên viên, Phòng Quản lý đất đai")]
