"""What must not change a reading, and what must change it in one way only."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.reader.marked import Text, all_texts

from congvu.engines.reader import Reading, read

TEXTS = all_texts()
cases = pytest.mark.parametrize("case", TEXTS, ids=[text.name for text in TEXTS])
official = pytest.mark.parametrize(
    "case",
    [t for t in TEXTS if t.document["kind"] != "tin_bai"],
    ids=[t.name for t in TEXTS if t.document["kind"] != "tin_bai"],
)
BACKGROUND = (
    "Thời gian qua, công tác này đã đạt được nhiều kết quả tích cực.",
    "Tuy nhiên, tiến độ ở một số nơi vẫn còn chậm so với yêu cầu.",
    "Đây là nội dung được nhiều cử tri quan tâm.",
)


def essence(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (
            " ".join(reading.text[d.start : d.end].split()),
            d.kind,
            tuple(n.text for n in d.assignees),
            tuple(n.text for n in d.coordinators),
            dict(d.deadline) if d.deadline else None,
            d.product,
        )
        for d in reading.demands
    ]


@cases
def test_decomposed_letters_and_other_line_ends_do_not_matter(case: Text) -> None:
    plain = read(case.text)
    assert read(unicodedata.normalize("NFD", case.text)) == plain
    assert read(case.text.replace("\n", "\r\n")) == plain


@cases
def test_every_span_lies_in_the_text_and_shows_its_words(case: Text) -> None:
    reading = read(case.text)
    for demand in reading.demands:
        assert 0 <= demand.start < demand.end <= len(reading.text)
        for name in (*demand.assignees, *demand.coordinators):
            if name.text != "*" and name.text in reading.text:
                # A name written out ("Giám đốc các Sở: Y tế, …") shows its own part.
                assert name.text.endswith(" ".join(reading.text[name.start : name.end].split()))
        assert demand.reason
        assert demand.title
    for cited in reading.references:
        assert cited.number[:2] in reading.text[cited.start : cited.end]


@official
@given(which=st.sampled_from(BACKGROUND), data=st.data())
@settings(max_examples=12, deadline=None)
def test_a_background_paragraph_before_the_orders_changes_nothing(case: Text, which: str, data: st.DataObject) -> None:
    if not case.demands:
        return
    first = case.text[: case.demands[0].start].rfind("\n\n")
    lines = case.text[:first].count("\n")
    if lines < 6:
        return
    before, after = case.text[:first], case.text[first:]
    assert essence(read(f"{before}\n\n{which}{after}")) == essence(read(case.text))


@cases
def test_renaming_a_body_renames_it_in_the_result(case: Text) -> None:
    old, new = "Sở Nội vụ", "Sở Du lịch"
    if old not in case.text or new in case.text:
        return
    renamed = essence(read(case.text.replace(old, new)))
    assert renamed == [_renamed(row, old, new) for row in essence(read(case.text))]


def _renamed(value: object, old: str, new: str) -> object:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, tuple):
        return tuple(_renamed(part, old, new) for part in value)
    return value


@given(order=st.permutations(range(4)))
@settings(max_examples=24, deadline=None)
def test_reordering_independent_items_reorders_the_results(order: list[int]) -> None:
    items = [
        "Sở Tài chính bố trí kinh phí thực hiện.",
        "Sở Y tế chủ trì, phối hợp với Sở Tư pháp xây dựng kế hoạch, hoàn thành trước ngày 20/5/2026.",
        "Công an tỉnh tăng cường tuần tra ban đêm.",
        "Ủy ban nhân dân các xã, phường báo cáo kết quả hằng tháng.",
    ]
    expected = {text: essence(_numbered([text]))[0][1:] for text in items}
    got = essence(_numbered([items[i] for i in order]))
    assert [row[1:] for row in got] == [expected[items[i]] for i in order]


def _numbered(items: list[str]) -> Reading:
    place = "Sông Lam, ngày 01 tháng 5 năm 2026"
    head = f"ỦY BAN NHÂN DÂN TỈNH SÔNG LAM\n\nSố: 1/CT-UBND\n\n{place}\n\nCHỈ THỊ\n\nVề việc thử\n\n"
    return read(head + "\n\n".join(f"{n}. {item}" for n, item in enumerate(items, 1)))


@cases
def test_reading_twice_gives_the_same(case: Text) -> None:
    assert read(case.text).to_json() == read(case.text).to_json()
