"""Ten seconds to take a move back, if nobody acted on it."""

import pytest
from django.db import connection
from tests.office import Office

from congvu.kernel.duties import invariants, queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import MoveRefused

UNDONE = {
    "accept": ("assigned", {}),
    "return": ("assigned", {"ground": "unclear", "reason": "Chưa rõ"}),
    "submit": ("in_hand", {"draft": "Dự thảo"}),
    "complete": ("in_hand", {"product": "Báo cáo"}),
}
PASSING = {"last_at", "last_leaf", "seq"}


@pytest.mark.parametrize("verb", sorted(UNDONE))
def test_everything_is_as_before(office: Office, verb: str) -> None:
    state, given = UNDONE[verb]
    duty_id = office.given_duty("lan", state)
    before = Duty.objects.filter(pk=duty_id).values().get()
    office.move(verb, duty_id, "lan", **given)
    assert queries.duty_page(office["lan"], duty_id).undo == verb
    moved = office.move("withdraw", duty_id, "lan")
    after = Duty.objects.filter(pk=duty_id).values().get()
    assert moved.seq == before["seq"] + 2  # a second entry, not an erasure
    assert {key: after[key] for key in after if key not in PASSING} == {
        key: before[key] for key in before if key not in PASSING
    }
    assert invariants.check(connection) == []


@pytest.mark.parametrize("state", ["assigned", "in_hand"])
def test_a_forward_is_taken_back_to_where_it_came_from(office: Office, state: str) -> None:
    duty_id = office.given_duty("lan", state)
    office.move("forward", duty_id, "lan", receiver=office["tu"].pk)
    moved = office.move("withdraw", duty_id, "lan")
    assert (moved.state, moved.holder_id) == (state, office["lan"].pk)


def test_nothing_is_taken_back_once_somebody_acted_on_it(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    office.move("complete", duty_id, "lan", product="Báo cáo")
    office.move("note", duty_id, "binh", note="Đang xem")
    with pytest.raises(MoveRefused, match="xử lý tiếp"):
        office.move("withdraw", duty_id, "lan")


def test_nothing_is_taken_back_after_ten_seconds(office: Office, settings: object) -> None:
    settings.UNDO_SECONDS = -1  # type: ignore[attr-defined]
    duty_id = office.given_duty("lan", "in_hand")
    with pytest.raises(MoveRefused, match="giây"):
        office.move("withdraw", duty_id, "lan")


def test_an_act_of_authority_is_not_taken_back(office: Office) -> None:
    duty_id = office.given_duty("lan", "submitted")
    office.move("decide", duty_id, "minh", outcome="agreed")
    with pytest.raises(MoveRefused):
        office.move("withdraw", duty_id, "minh")


def test_a_return_taken_back_is_not_counted_as_one(office: Office) -> None:
    duty_id = office.given_duty("lan")
    office.move("return", duty_id, "lan", ground="unclear", reason="Chưa rõ")
    office.move("withdraw", duty_id, "lan")
    assert office.move("return", duty_id, "lan", ground="unclear", reason="Vẫn chưa rõ").state == "unplaced"
