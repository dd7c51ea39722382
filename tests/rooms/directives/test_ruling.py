"""A dispute that was ruled on does not come twice: the next such demand goes straight to the body of the ruling."""

from tests.rooms.directives.given import card_with, cards, given_letter
from tests.rooms.directives.texts import in_days
from tests.rooms.org.office import Province

from congvu.kernel.org import moves as org

MATTER = "quản lý trật tự xây dựng ven sông"


def given_ruling(it: Province) -> None:
    org.rule_authority(
        matter=MATTER,
        body=it.bodies["snnmt"],
        instrument="Phân xử ngày 01/09/2026",
        source="ruling",
        by=it.people["quantri"],
    )


def test_the_next_such_demand_goes_straight_to_the_right_body(province: Province) -> None:
    given_ruling(province)
    reading = given_letter(
        province, f"Sở Nội vụ xây dựng kế hoạch {MATTER}, trình UBND tỉnh chậm nhất ngày {in_days(20)}."
    )
    card = card_with(reading, MATTER)
    assert [target.body.code for target in card.targets] == ["snnmt"]
    assert card.assignees[0].row.how == "ruling" and card.assignees[0].row.text == "Sở Nội vụ"


def test_other_demands_are_left_to_the_body_they_name(province: Province) -> None:
    given_ruling(province)
    reading = given_letter(province, "Sở Nội vụ xây dựng kế hoạch tuyển dụng công chức.")
    assert [target.body.code for target in cards(reading)[0].targets] == ["snv"]
