"""The organisation in time through the API: the same moves as the pages, the same sentences when refused."""

from collections.abc import Callable
from datetime import timedelta

from tests.office import Office
from tests.rooms.api.client import Program, problem_of

from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.org.models import Body
from congvu.kit.clock import today

Programs = Callable[..., Program]


def day(days: int = 0) -> str:
    return (today() + timedelta(days=days)).isoformat()


def test_a_body_gets_a_seat_and_a_person(office: Office, program_of: Programs) -> None:
    program = program_of("hien")
    given = {"code": "sct", "name": "Sở Công Thương", "parent": office.body["tinh"].pk, "kind": "so"}
    given["valid_from"] = day()
    body = program.post("/organisation/bodies", given).json()["id"]
    post = program.post(f"/bodies/{body}/posts", {"title": "Giám đốc", "role": "head", "order": 1, "valid_from": day()})
    person = program.post("/organisation/people", {"username": "moi", "full_name": "Lê Thị Mới", "courtesy": "bà"})
    seat = program.post(
        f"/posts/{post.json()['id']}/appointments", {"person": person.json()["id"], "instrument": "QĐ 1"}
    )
    assert seat.status_code == 201
    found = program.get(f"/bodies/{body}/on").json()
    assert found["head"]["person"]["full_name"] == "Lê Thị Mới" and found["exists"] is True
    assert program.get(f"/bodies/{body}/on", day="2020-01-01").json()["exists"] is False
    again = program.post(f"/posts/{post.json()['id']}/appointments", {"person": office["lan"].pk, "instrument": "QĐ 2"})
    assert "đã có người giữ chính thức" in problem_of(again, 422)["detail"]
    twice = program.post("/organisation/bodies", {"code": "sct", "name": "Sở khác", "valid_from": day()})
    assert "Mã sct đã có cơ quan" in problem_of(twice, 422)["detail"]


def test_who_may_not_is_told_who_may(office: Office, program_of: Programs) -> None:
    refused = program_of("lan").post("/organisation/bodies", {"code": "x", "name": "Sở X", "valid_from": day()})
    assert "Chỉ quản trị viên hoặc cán bộ tổ chức" in problem_of(refused, 422)["detail"]
    assert problem_of(program_of("lan").get("/authority/uses"), 403)
    assert not Body.objects.filter(code="x").exists()


def test_an_absence_names_days_and_never_the_reason(office: Office, program_of: Programs) -> None:
    held = office.given_duty("lan", "in_hand")
    head = program_of("minh")
    made = head.post(f"/people/{office['lan'].pk}/absences", {
        "starts_on": day(), "ends_on": day(4), "stand_in": office["tu"].pk, "reason": "Nằm viện"})  # fmt: skip
    assert made.status_code == 201
    listed = head.get("/absences")
    assert listed.json()[0]["stand_in"]["full_name"] == "Hoàng Anh Tú" and "viện" not in listed.content.decode()
    new = office.given_duty("lan")
    assert office.holder_of(new) == "tu" and office.holder_of(held) == "lan"
    passed = head.post(f"/absences/{made.json()['id']}/pass", {"reason": "Vắng một tuần"})
    assert passed.json()["passed"] == 1 and office.holder_of(held) == "tu"
    assert head.post(f"/absences/{made.json()['id']}/end", {}).status_code == 200
    assert office.holder_of(office.given_duty("lan")) == "lan"


def test_a_delegation_of_what_one_does_not_have_is_refused(office: Office, program_of: Programs) -> None:
    line = program_of("hien").post("/authority", {
        "matter": "hồ sơ đất đai", "body": office.body["snnmt"].pk, "deciding_post": office.post["hung"].pk,
        "instrument": "QĐ 18"}).json()["id"]  # fmt: skip
    given = {"person": office["thuy"].pk, "line": line, "scope": "Đất đai", "instrument": "GUQ 1",
             "starts_on": day(), "ends_on": day(9)}  # fmt: skip
    wrong = program_of("khanh").post(
        f"/posts/{office.post['khanh'].pk}/delegations", given | {"person": office["nga"].pk}
    )
    assert "không thuộc thẩm quyền" in problem_of(wrong, 422)["detail"]
    made = program_of("hung").post(f"/posts/{office.post['hung'].pk}/delegations", given)
    assert made.status_code == 201 and len(program_of("hung").get("/delegations").json()) == 1
    closed = program_of("hung").post(f"/delegations/{made.json()['id']}/close", {"reason": "Phân công lại"})
    assert closed.json() == {"passed": 0} and program_of("hung").get("/delegations").json() == []
    uses = program_of("hien").get("/authority/uses").json()
    assert {row["line"] for row in uses["uses"] if row["line"]} == {line}


def test_a_merger_is_drafted_rehearsed_ordered_and_carried_out(office: Office, program_of: Programs) -> None:
    duty_id = office.given_duty("khanh", "in_hand")
    home_affairs, leader = program_of("hien"), program_of("binh")
    plan = home_affairs.post("/plans", {"name": "Nhập sở", "instrument": "NQ 1", "day": day()}).json()["id"]
    target = home_affairs.post(f"/plans/{plan}/targets", {"existing": office.body["snnmt"].pk}).json()["id"]
    itself = home_affairs.post(f"/plans/{plan}/endings", {"body": office.body["snnmt"].pk, "into": [target]})
    assert "không kế thừa chính nó" in problem_of(itself, 422)["detail"]
    ended = home_affairs.post(f"/plans/{plan}/endings", {"body": office.body["sxd"].pk, "into": [target]})
    assert ended.status_code == 200
    early = leader.post(f"/plans/{plan}/order", {})
    assert "diễn tập" in problem_of(early, 422)["detail"]
    found = home_affairs.post(f"/plans/{plan}/rehearsal", {}).json()
    assert found["faults"] == [] and found["open"] == 1
    (moved,) = [row for row in found["passings"] if row["open"]]
    assert moved["to_seat"] == "Phó Giám đốc Sở, Sở Nông nghiệp và Môi trường"
    assert leader.post(f"/plans/{plan}/order", {}).json()["state"] == "ordered"
    duties.carry_out(plan)
    assert leader.get(f"/plans/{plan}").json()["state"] == "done"
    assert Duty.objects.get(pk=duty_id).body == office.body["snnmt"]
    assert problem_of(program_of("lan").get(f"/plans/{plan}"), 403)
    after = home_affairs.get(f"/bodies/{office.body['sxd'].pk}/on").json()["after"]
    assert [row["body"]["code"] for row in after] == ["snnmt"]


def test_a_vacant_seat_says_who_answers(office: Office, program_of: Programs) -> None:
    program_of("hien").post(f"/people/{office['khanh'].pk}/posts/{office.post['khanh'].pk}/end", {"reason": "Nghỉ hưu"})
    (vacancy,) = program_of("lan").get("/vacancies").json()
    assert vacancy["title"] == "Giám đốc Sở" and vacancy["answers"]["person"]["full_name"] == "Trịnh Thị Nga"
