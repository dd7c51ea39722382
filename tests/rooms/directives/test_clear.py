"""When a card is clear enough to be issued. Pure: no database."""

from dataclasses import replace

from congvu.sources.directives.rules import CardFacts, is_outside, missing

CLEAR = CardFacts(
    kind="task", title="Xây dựng kế hoạch", names=1, inside=1, due=True, product_kind="ke_hoach", leader="Chủ tịch"
)


def lacks(card: CardFacts) -> list[str]:
    return [item.ro for item in missing(card)]


def test_a_card_with_all_six_is_clear() -> None:
    assert lacks(CLEAR) == []


def test_a_task_without_a_limit_lacks_time_and_says_whom_to_ask() -> None:
    (item,) = missing(replace(CLEAR, due=False))
    assert item.ro == "thoi_gian"
    assert "không ghi hạn" in item.message
    assert "đề xuất" in item.ask


def test_the_limit_may_be_left_to_the_receiver() -> None:
    assert lacks(replace(CLEAR, due=False, limit_by_receiver=True)) == []


def test_a_limit_that_has_passed_is_asked_about() -> None:
    assert lacks(replace(CLEAR, due_past=True)) == ["thoi_gian"]


def test_a_product_must_be_said_even_when_there_is_none() -> None:
    assert lacks(replace(CLEAR, product_kind="")) == ["san_pham"]
    assert lacks(replace(CLEAR, product_kind="khong_van_ban")) == []


def test_a_standing_demand_needs_neither_time_nor_product() -> None:
    assert lacks(replace(CLEAR, kind="standing", due=False, product_kind="")) == []


def test_a_recurring_demand_needs_its_period() -> None:
    assert lacks(replace(CLEAR, kind="recurring", due=False)) == ["thoi_gian"]
    assert lacks(replace(CLEAR, kind="recurring", due=False, every="month")) == []


def test_a_name_that_says_nobody_is_quoted() -> None:
    (item,) = missing(replace(CLEAR, inside=0, unresolved=("các cơ quan liên quan",)))
    assert item.ro == "nguoi"
    assert "“các cơ quan liên quan”" in item.message


def test_a_doubt_keeps_its_field_open() -> None:
    assert lacks(replace(CLEAR, doubts=(("deadline", "của năm nào?"),))) == ["thoi_gian"]


def test_a_body_beyond_the_leaders_authority_is_named() -> None:
    (item,) = missing(replace(CLEAR, beyond=("Tòa án nhân dân tỉnh",)))
    assert item.ro == "tham_quyen"
    assert "Chủ tịch không có quyền giao việc cho Tòa án nhân dân tỉnh" in item.message


def test_the_missing_ones_come_in_the_order_people_say_them() -> None:
    empty = CardFacts(kind="task", title="")
    assert lacks(empty) == ["nguoi", "viec", "thoi_gian", "san_pham", "tham_quyen"]


def test_a_card_for_others_alone_is_outside() -> None:
    assert is_outside(replace(CLEAR, inside=0, outside=2))
    assert not is_outside(replace(CLEAR, inside=1, outside=2))
