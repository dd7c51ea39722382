"""The working calendar through the API: read, change, see the effect before, take back."""

from collections.abc import Callable, Iterator

import pytest
from tests.office import Office
from tests.rooms.api.client import Program, problem_of

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import queries as org
from congvu.kit.clock import today

ProgramOf = Callable[..., Program]


@pytest.fixture(autouse=True)
def _national() -> Iterator[None]:
    org.forget_calendar()
    yield
    org.forget_calendar()


def draft_of(program: Program) -> dict[str, object]:
    calendar = org.calendar()
    day = calendar.working_day(int(calendar.rank[calendar.index(today())]) + 3)
    body = {
        "title": "Nghỉ tránh bão", "instrument": "Công điện 21/CĐ-UBND",
        "days": [{"day": day.isoformat(), "kind": "holiday", "name": "Nghỉ tránh bão số 13"}],
    }  # fmt: skip
    answer = program.post("/calendar/drafts", body)
    assert answer.status_code == 201, answer.content
    made: dict[str, object] = answer.json()
    return made


def test_a_year_names_each_special_day_with_its_instrument(program_of: ProgramOf) -> None:
    told = program_of("lan").get("/calendar/2026").json()
    swapped = next(day for day in told["days"] if day["day"] == "2026-08-22")
    assert (swapped["kind"], swapped["instrument"]) == ("swapped_work", "Thông báo 9441/TB-BNV ngày 16/10/2025")
    assert told["working_days"] == 249
    problem_of(program_of("lan").get("/calendar/1999"), 404)


def test_a_change_shows_its_effect_before_and_moves_limits_when_published(
    office: Office, program_of: ProgramOf
) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    before = Duty.objects.get(pk=duty_id).current_due_at
    prepares, leads = program_of("hien"), program_of("binh")
    draft = draft_of(prepares)
    effect = prepares.get(f"/calendar/drafts/{draft['id']}/effect").json()
    assert effect["looked"] == 1 and list(effect["shifts"].values()) == [1]
    assert effect["items"][0]["duty"] == duty_id and effect["items"][0]["title"] == ""
    problem_of(prepares.post(f"/calendar/drafts/{draft['id']}/publish", {}), 422)
    published = leads.post(f"/calendar/drafts/{draft['id']}/publish", {}).json()
    assert (published["number"], published["moved"]) == (1, 1)
    after = Duty.objects.get(pk=duty_id).current_due_at
    assert before and after and after > before
    assert [row["number"] for row in program_of("lan").get("/calendar/versions").json()["items"]] == [1]
    undoing = prepares.post("/calendar/versions/1/undo", {"instrument": "Công điện 22/CĐ-UBND"}).json()
    leads.post(f"/calendar/drafts/{undoing['id']}/publish", {})
    assert Duty.objects.get(pk=duty_id).current_due_at == before


def test_who_may_not_prepare_learns_of_no_draft(program_of: ProgramOf) -> None:
    draft = draft_of(program_of("hien"))
    stranger = program_of("lan")
    problem_of(stranger.get(f"/calendar/drafts/{draft['id']}/effect"), 404)
    problem_of(stranger.post(f"/calendar/drafts/{draft['id']}/publish", {}), 404)
    problem_of(stranger.post("/calendar/drafts", {"title": "x", "instrument": "y", "days": []}), 422)
    problem_of(program_of("hien", "org:read").post("/calendar/drafts", {"title": "x", "instrument": "y"}), 403)


def test_a_pause_that_lasts_is_said_with_the_deadline(office: Office, program_of: ProgramOf) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    office.move("pause", duty_id, "lan", pause_ground="force_majeure", reason="Tránh bão số 13")
    steps = program_of("lan").get(f"/duties/{duty_id}").json()["deadline"]
    assert [step["kind"] for step in steps][-2:] == ["pause", "result"]
    assert steps[-2]["text"].startswith("Đang tạm dừng từ ")
