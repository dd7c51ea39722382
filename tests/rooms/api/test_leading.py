"""The leader's page, the unit, the map, lateness and the tree by the API: the same verbs as the pages."""

from collections.abc import Callable

from tests.office import Office
from tests.rooms.api.client import Program, problem_of

from congvu.engines.worktime import DueRule
from congvu.kernel.duties.models import Duty, Outage

ProgramOf = Callable[..., Program]
TWO_DAYS = {"kind": "working_days", "amount": 2}


def test_the_leaders_page_and_the_rows_behind_it(office: Office, program_of: ProgramOf) -> None:
    duty_id = office.given_duty("lan", "in_hand", due_rule=DueRule.within(1, "working_days"))
    program = program_of("binh")
    page = program.get("/leader").json()
    assert [one["id"] for one in page["breaking"]] == [duty_id]
    assert page["whole"]["open"] == 1 and len(page["weeks"]) == 8
    rows = program.get("/leader/duties", kind="soon").json()
    assert ([one["id"] for one in rows["items"]], rows["next"]) == ([duty_id], None)
    problem_of(program.get("/leader/duties", kind="hạng"), 422)
    problem_of(program_of("lan").get("/leader"), 404)


def test_asking_why_is_asked_once(office: Office, program_of: ProgramOf) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    program = program_of("binh")
    body = {"question": "Vướng ở đâu?", "due": TWO_DAYS}
    first = program.post(f"/duties/{duty_id}/questions", body, key="hoi-1")
    again = program.post(f"/duties/{duty_id}/questions", body, key="hoi-1")
    assert first.status_code == 201 and first.json() == again.json()
    assert Duty.objects.get(pk=first.json()["duty"]).holder == office["lan"]
    problem_of(program.post(f"/duties/{duty_id}/questions", body | {"question": " "}), 422)
    problem_of(program_of("khanh").post(f"/duties/{duty_id}/questions", body), 404)


def test_a_duty_in_time_has_no_lateness_and_the_unseen_is_404(office: Office, program_of: ProgramOf) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    answer = program_of("lan").get(f"/duties/{duty_id}/lateness")
    assert (answer.status_code, answer.json()) == (200, None)
    problem_of(program_of("long").get(f"/duties/{duty_id}/lateness"), 404)


def test_the_unit_its_map_and_passing_on(office: Office, program_of: ProgramOf) -> None:
    ids = [office.given_duty("lan", "in_hand") for _ in range(2)]
    program = program_of("minh")
    loads = {one["person"]["id"]: one for one in program.get("/unit").json()["loads"]}
    assert loads[office["lan"].pk]["run"] == 2 and loads[office["tu"].pk]["run"] == 0
    given = {"duties": ids, "receiver": office["tu"].pk, "reason": "Cân lại việc"}
    assert program.post("/duties/take-over", given).json() == {"passed": 2}
    assert set(Duty.objects.values_list("holder", flat=True)) == {office["tu"].pk}
    refused = problem_of(program.post("/duties/take-over", given | {"receiver": office["long"].pk}), 403)
    assert "Người nhận phải thuộc đơn vị" in refused["detail"]
    assert program.get("/unit/map").json()["unmatched"] == {"Rà soát hồ sơ đất đai quá hạn": 2}
    assert program.get("/unit/lateness").json() == []
    for path in ("/unit", "/unit/map", "/unit/lateness"):
        problem_of(program.get(path, body=office.body["pqh"].pk), 404)
        problem_of(program_of("lan").get(path), 404)


def test_a_fault_of_the_machine_is_registered_by_the_administrator(office: Office, program_of: ProgramOf) -> None:
    given = {
        "starts_at": "2026-11-02T08:00:00+07:00", "ends_at": "2026-11-02T10:00:00+07:00", "what": "Mất điện máy chủ",
        "instrument": "Biên bản 02/BB-VP",
    }  # fmt: skip
    problem_of(program_of("binh").post("/outages", given), 403)
    assert not Outage.objects.exists()
    office.person["quantri"] = office.administrator
    made = program_of("quantri").post("/outages", given)
    assert made.status_code == 201
    assert [one["id"] for one in program_of("lan").get("/outages").json()["items"]] == [made.json()["id"]]
