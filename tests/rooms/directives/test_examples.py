"""An approved reading is a labelled example: what the text says, as the reader read it and the clerk put it right."""

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.rooms.directives.given import card_with, cards, given_letter, given_proposed
from tests.rooms.directives.texts import in_days, letter
from tests.rooms.org.office import Province

from congvu.kit.clock import today
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading
from congvu.sources.directives.rules.examples import units

PLAN = "Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, trình Chủ tịch UBND tỉnh chậm nhất ngày {day}."
DEMANDS = {"task", "recurring", "report", "acknowledge", "standing"}


def given(it: Province, *items: str) -> Reading:
    """A letter whose closing sentence, no demand of this test, is left out as no demand."""
    reading = given_letter(it, *items)
    closing = [card.demand.pk for card in cards(reading) if "nghiêm túc thực hiện" in card.demand.requirement]
    if closing:
        moves.reject(
            reading.pk, by=it.people["vanthu"], demand_ids=closing, reason="Không phải nhiệm vụ, chỉ là nhận định"
        )
    return reading


def correct(it: Province, reading: Reading, words: str, **fields: Any) -> None:
    demand_id = card_with(reading, words).demand.pk
    moves.correct(reading.pk, by=it.people["vanthu"], demand_id=demand_id, fields=fields)


def approved(it: Province, reading: Reading) -> queries.Example:
    """The only example after the leader approved everything."""
    given_proposed(it, reading)
    moves.approve_and_issue(reading.pk, by=it.people["chutich"])
    assert Reading.objects.get(pk=reading.pk).state == "issued", [card.missing for card in cards(reading)]
    (example,) = moves.take_examples(by=it.people["quantri"])
    assert_valid(example)
    return example


def assert_valid(example: queries.Example) -> None:
    """The labelled schema by its own rules: whole units, somebody to do it, a known kind, a known form of a limit."""
    starts, ends = zip(*units(example.text), strict=True)
    for one in example.label["assignments"]:
        assert one["start"] in starts and one["end"] in ends and one["start"] < one["end"]
        assert one["assignees"] and all(name.strip() for name in (*one["assignees"], *one["coordinators"]))
        assert one["demand"] in DEMANDS and one["product"] != ""
        assert set(one["deadline"] or {}) <= {"date", "every", "within", "month", "day"} and one["deadline"] != {}
    assert set(example.label["document"]) == {"kind", "number", "issued_on", "issuer", "references"}
    json.dumps([example.label, example.read])


def label_with(example: queries.Example, words: str) -> dict[str, Any]:
    found = [one for one in example.label["assignments"] if words in example.text[one["start"] : one["end"]]]
    assert len(found) == 1, example.label
    label: dict[str, Any] = found[0]
    return label


def test_what_nobody_touched_is_as_the_reader_said(province: Province) -> None:
    example = approved(province, given(province, PLAN.format(day=in_days(20))))
    label = label_with(example, "kế hoạch kiểm tra")
    assert (label["assignees"], label["demand"]) == (["Sở Nội vụ"], "task")
    assert label["deadline"] == {"date": (today() + timedelta(days=20)).isoformat()}
    (said,) = [one for one in example.read["assignments"] if one["start"] == label["start"]]
    assert {key: said[key] for key in label} == label
    assert example.label["document"]["references"] == [{"number": "280/CĐ-TTg", "issued_on": "2023-04-19"}]
    assert example.label["document"]["number"] == "3412/UBND-NC"


def test_what_the_clerk_says_is_no_demand_is_none_and_what_is_for_others_stays_one(province: Province) -> None:
    reading = given(
        province,
        PLAN.format(day=in_days(20)),
        f"Sở Nông nghiệp và Môi trường báo cáo hồ sơ đất đai quá hạn, chậm nhất ngày {in_days(22)}.",
    )
    other = card_with(reading, "hồ sơ đất đai").demand.pk
    reason = "Không thuộc phạm vi của cơ quan"
    moves.reject(reading.pk, by=province.people["vanthu"], demand_ids=[other], reason=reason)
    example = approved(province, reading)
    assert len(example.label["assignments"]) == 2 and label_with(example, "hồ sơ đất đai")["demand"] == "report"
    assert len(example.read["assignments"]) == 3  # the reader's closing sentence stands in what it said


def test_a_body_that_the_text_names_is_the_label(province: Province) -> None:
    reading = given(province, PLAN.format(day=in_days(20)) + " Sở Nông nghiệp và Môi trường cử người tham gia.")
    correct(province, reading, "kế hoạch kiểm tra", assignees="so nong nghiep va moi truong")
    label = label_with(approved_anyhow(province, reading), "kế hoạch kiểm tra")
    assert label["assignees"] == ["Sở Nông nghiệp và Môi trường"]


def approved_anyhow(it: Province, reading: Reading) -> queries.Example:
    """Approved after everything that is not clear was left out."""
    unclear = [card.demand.pk for card in cards(reading) if card.unclear]
    if unclear:
        moves.reject(reading.pk, by=it.people["vanthu"], demand_ids=unclear, reason="Đã nêu ở yêu cầu khác")
    return approved(it, reading)


def test_a_body_that_the_office_chose_of_its_own_is_not(province: Province) -> None:
    reading = given(province, f"Các cơ quan liên quan lập danh sách hồ sơ tồn đọng, xong chậm nhất {in_days(20)}.")
    correct(province, reading, "hồ sơ tồn đọng", assignees="Sở Nội vụ")
    assert label_with(approved(province, reading), "hồ sơ tồn đọng")["assignees"] == ["Các cơ quan liên quan"]


def test_a_limit_of_the_office_is_no_label_and_one_of_the_text_is(province: Province) -> None:
    named = today() + timedelta(days=30)
    reading = given(
        province,
        "Sở Nội vụ lập danh sách hồ sơ tồn đọng.",
        f"Sở Nội vụ xây dựng quy chế tiếp dân. Việc này gắn với đợt kiểm tra {named.day}/{named.month}.",
    )
    correct(province, reading, "hồ sơ tồn đọng", due=today() + timedelta(days=41))
    correct(province, reading, "quy chế tiếp dân", due=named)
    example = approved_anyhow(province, reading)
    assert label_with(example, "hồ sơ tồn đọng")["deadline"] is None
    assert label_with(example, "quy chế tiếp dân")["deadline"] == {"date": named.isoformat()}


def test_cut_joined_and_added_cards_are_labels_on_whole_units(province: Province) -> None:
    reading = given(
        province,
        f"Sở Nội vụ lập danh sách hồ sơ tồn đọng, xong chậm nhất ngày {in_days(9)}; kèm phụ lục. Việc tiếp dân tốt.",
    )
    text = reading.document.text
    start = text.index("tiếp dân tốt")  # marked by hand from the middle of a sentence
    moves.add_by_hand(
        reading.pk, by=province.people["vanthu"], start=start, end=start + 12, assignees="Sở Nội vụ", kind="standing"
    )
    example = approved_anyhow(province, reading)
    label = label_with(example, "tiếp dân tốt")
    assert example.text[label["start"] : label["end"]] == "Việc tiếp dân tốt."
    assert (label["demand"], label["deadline"]) == ("standing", None)


def test_a_rehearsal_and_an_unfinished_reading_are_no_examples(province: Province) -> None:
    given(province, PLAN.format(day=in_days(20)))
    tried = moves.enter(
        by=province.people["vanthu"],
        text=letter(PLAN.format(day=in_days(20)), number="3413/UBND-NC"),
        rehearsal=True,
    ).reading
    rest = [card.demand.pk for card in cards(tried) if "kế hoạch kiểm tra" not in card.demand.requirement]
    moves.reject(tried.pk, by=province.people["vanthu"], demand_ids=rest, reason="Đã nêu ở yêu cầu khác")
    given_proposed(province, tried)
    moves.approve_and_issue(tried.pk, by=province.people["chutich"])
    assert Reading.objects.get(pk=tried.pk).state == "issued"
    assert list(moves.take_examples(by=province.people["quantri"])) == []


def test_only_an_administrator_takes_examples(province: Province) -> None:
    with pytest.raises(Reading.DoesNotExist):
        list(moves.take_examples(by=province.people["chutich"]))
