"""A write happens once per Idempotency-Key."""

from collections.abc import Callable

from tests.office import Office
from tests.rooms.api.client import Program, problem_of

from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry


def test_a_write_without_a_key_is_refused(program_of: Callable[..., Program]) -> None:
    program = program_of("lan")
    answer = program.client.post("/api/duties", {"title": "Việc"}, content_type="application/json")
    assert "Idempotency-Key" in problem_of(answer, 400)["detail"]
    for key in ("khóa", "a b", "x" * 201):
        answer = program.client.post(
            "/api/duties", {"title": "Việc"}, content_type="application/json", headers={"Idempotency-Key": key}
        )
        problem_of(answer, 400)
    assert not Duty.objects.exists()


def test_a_retry_gets_the_first_answer_and_makes_nothing(office: Office, program_of: Callable[..., Program]) -> None:
    program = program_of("lan")
    first = program.post("/duties", {"title": "Việc"}, key="once")
    again = program.post("/duties", {"title": "Việc"}, key="once")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Duty.objects.count() == 1


def test_a_retried_move_is_one_entry(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan")
    program = program_of("lan")
    first = program.post(f"/duties/{duty_id}/moves", {"verb": "accept"}, key="nhan-1")
    again = program.post(f"/duties/{duty_id}/moves", {"verb": "accept"}, key="nhan-1")
    assert first.status_code == 200, first.content
    assert first.json() == again.json()
    assert Entry.objects.filter(room="duties", subject_id=duty_id, verb="accept").count() == 1


def test_a_key_used_for_something_else_is_refused(office: Office, program_of: Callable[..., Program]) -> None:
    program = program_of("lan")
    program.post("/duties", {"title": "Việc"}, key="once")
    assert problem_of(program.post("/duties", {"title": "Việc khác"}, key="once"), 409)["code"] == "key-reused"
    duty_id = office.given_duty("lan")
    problem_of(program.post(f"/duties/{duty_id}/moves", {"verb": "accept"}, key="once"), 409)
    assert program_of("minh").post("/duties", {"title": "Việc"}, key="once").status_code == 201, "keys are of a person"


def test_what_was_refused_may_be_tried_again_with_the_same_key(
    office: Office, program_of: Callable[..., Program]
) -> None:
    duty_id = office.given_duty("lan")
    program = program_of("lan")
    complete = {"verb": "complete", "given": {"product": "Báo cáo"}}
    problem_of(program.post(f"/duties/{duty_id}/moves", complete, key="xong"), 409)
    office.move("accept", duty_id, "lan")
    assert program.post(f"/duties/{duty_id}/moves", complete, key="xong").status_code == 200
