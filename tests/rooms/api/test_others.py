"""Working time, the organisation, the ledger, search and registers through the API."""

from collections.abc import Callable

from tests.office import Office
from tests.rooms.api.client import Program, problem_of

from congvu.engines.seal import Receipt
from congvu.kernel.ledger import moves as ledger

START = "2026-11-02T14:05:00+07:00"
STORM = "2026-11-05T00:00:00+07:00/2026-11-07T00:00:00+07:00"


def test_a_deadline_and_its_explanation(program_of: Callable[..., Program]) -> None:
    program = program_of("lan")
    asked = {"start": START, "kind": "working_days", "amount": 15, "pause": STORM}
    told = program.get("/worktime/add", **asked).json()
    assert (told["due_day"], told["due_at"]) == ("2026-11-26", "2026-11-26T10:00:00Z")
    explained = program.get("/worktime/explain", **asked).json()
    assert explained["title"] == "Vì sao hạn là hết thứ Năm 26/11/2026?"
    assert any(line["law"].startswith("Nghị quyết 28/2026/QH16") for line in explained["sentences"])
    assert [cell["number"] for week in explained["weeks"] for cell in week if cell["number"]] == list(range(1, 16))


def test_working_time_between_two_instants(program_of: Callable[..., Program]) -> None:
    told = program_of("lan").get("/worktime/between", start=START, end="2026-11-04T09:00:00+07:00").json()
    assert told == {"working_seconds": 46_500, "text": "1 ngày 4 giờ"}


def test_what_cannot_be_counted_is_said(program_of: Callable[..., Program]) -> None:
    program = program_of("lan")
    for query in (
        {"start": START, "kind": "someday", "amount": 1},
        {"start": START, "kind": "days"},
        {"start": START, "kind": "days", "amount": 90_000},
        {"start": "2026-11-02T14:05:00", "kind": "days", "amount": 1},
        {"start": START, "kind": "days", "amount": 1, "pause": "x"},
        {"start": "0001-01-01T00:00:00+14:00", "kind": "days", "amount": 1},
        {"start": "9999-12-31T23:59:59-12:00", "kind": "working_days", "amount": 100_000},
    ):
        problem_of(program.get("/worktime/explain", **query), 422)


def test_bodies_and_people(office: Office, program_of: Callable[..., Program]) -> None:
    program = program_of("lan")
    (found,) = program.get("/bodies", q="nong nghiep").json()["items"]
    told = program.get(f"/bodies/{found['id']}").json()
    assert told["head"]["person"]["full_name"] == "Trần Văn Hùng"
    assert {child["name"] for child in told["children"]} == {"Phòng Quản lý đất đai", "Phòng Kế hoạch"}
    (person,) = program.get("/people", q="thi lan").json()["items"]
    assert program.get(f"/people/{person['id']}").json()["seats"][0]["post"]["title"] == "Chuyên viên"
    problem_of(program.get("/bodies/999999"), 404)


def test_search_finds_only_what_one_may_see(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan", title="Kiểm tra hộ tịch")
    mine = program_of("lan").get("/search", q="ho tich").json()
    assert [row["id"] for row in mine["duties"]] == [duty_id]
    assert program_of("long").get("/search", q="ho tich").json()["duties"] == []
    assert program_of("long").get("/search", q="tan phu").json()["bodies"]


def test_a_head_is_kept_and_an_entry_is_proved(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan")
    program = program_of("lan")
    waiting = program.get("/ledger/head")
    assert waiting.status_code == 200, waiting.content
    assert waiting.json()["waiting"] > 0
    ledger.seal_all()
    head = program.get("/ledger/head").json()["head"]
    assert head["checkpoint"].startswith(head["origin"])
    answer = program.client.post(
        "/api/ledger/heads/check", {"checkpoint": head["checkpoint"]}, content_type="application/json"
    )
    assert answer.json()["verdict"] == "proven", answer.content
    assert program.get("/ledger/heads").json()["items"][0]["size"] == head["size"]
    receipt = program.get(f"/duties/{duty_id}/entries/1/proof").json()["receipt"]
    assert Receipt.parse(receipt).index >= 0


def test_the_whole_verification_is_for_those_who_oversee(office: Office, program_of: Callable[..., Program]) -> None:
    office.given_duty("lan", "in_hand")
    ledger.seal_all()
    problem_of(program_of("lan").get("/ledger/verify"), 403)
    told = program_of("binh").get("/ledger/verify").json()
    assert told["entries"] > 0 and told["verdict"] != "contradiction", told


def test_an_appointment_ends_and_its_duties_pass_on(program_of: Callable[..., Program], office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    address = f"/people/{office['lan'].pk}/posts/{office.post['lan'].pk}/end"
    assert program_of("minh").post(address, {"reason": "Nghỉ"}).status_code == 422
    program = program_of("hien")
    answer = program.post(address, {"reason": "Nghỉ hưu"}, key="nghi-huu")
    assert answer.json() == {"passed": 1}
    assert office.holder_of(duty_id) == "minh"
    assert program.post(address, {"reason": "Nghỉ hưu"}, key="nghi-huu").json() == {"passed": 1}
    assert program.post(address, {"reason": "Nghỉ hưu"}).status_code == 404
