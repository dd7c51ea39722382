"""Drawings: the figures stand beside them, nothing depends on colour alone, and no letter shrinks with the screen."""

import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from congvu.kit.charts import KINDS, Bar, Card, Part, Point, geometry

SVG = "{http://www.w3.org/2000/svg}"


def page(tag: str, **values: Any) -> str:
    html: str = engines["django"].from_string("{% load charts %}" + tag).render(values)
    return html


def tree(html: str) -> ElementTree.Element:
    """The page as XML: a fragment that is not well-formed fails here."""
    return ElementTree.fromstring(f"<page>{html}</page>")


def load(late: float, run: float) -> list[Part]:
    return [Part("late", "Trễ", late, url="?tre"), Part("run", "Còn hạn", run), Part("wait", "Chờ", 2)]


def test_a_bar_stands_in_the_table_of_its_numbers() -> None:
    rows = [Bar("Bà Lan", load(1, 5), "Chuyên viên", "?nguoi=1"), Bar("Ông Tú", load(0, 2))]
    found = tree(page("{% bars rows title='Việc theo người' %}", rows=rows))
    lines = found.findall(".//tbody/tr")
    assert [line.find("th").text for line in lines] == ["Bà Lan", "Ông Tú"]  # type: ignore[union-attr]
    assert [float(rect.get("width", "")[:-1]) for rect in lines[0].iter("rect")] == [12.5, 62.5, 25]
    assert [rect.get("width") for rect in lines[1].iter("rect")] == ["25.0%", "25.0%"]  # on the same scale
    assert "".join(lines[0].itertext()).replace("\n", "") == "Bà LanChuyên viênBà Lan: Trễ 1, Còn hạn 5, Chờ 21528"
    assert [a.get("href") for a in lines[0].iter("a")] == ["?tre", "?nguoi=1"]
    assert [a.get("href") for a in lines[1].iter("a")] == []  # nothing late, nothing to open


def test_a_drawing_without_links_is_one_image_and_with_links_is_a_group_whose_table_has_the_links() -> None:
    plain = [Part("late", "Người giữ", 3, "3 giờ")]
    assert 'role="img"' in page("{% parts p title='Trễ do đâu' %}", p=plain)
    linked = [Part("late", "Người giữ", 3, "3 giờ", "#but-1"), Part("other", "Sự cố", 1, "1 giờ", "#but-2")]
    found = tree(page("{% parts p title='Trễ do đâu' total='4 giờ' %}", p=linked))
    assert 'role="img"' not in page("{% parts p title='Trễ do đâu' %}", p=linked)  # an image may hold no link
    assert [a.get("href") for a in found.findall(".//table//a")] == ["#but-1", "#but-2"]
    assert {a.get("tabindex") for a in found.findall(".//svg/a")} == {"-1"}  # the keyboard meets each once
    assert "4 giờ" in "".join(found.itertext()) and "75 %" in "".join(found.itertext())


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("{% bars v title='Bảng' %}", [Bar("A", load(1, 2))]),
        ("{% parts v title='Bảng' %}", load(1, 2)),
        ("{% cards v title='Bảng' labels=l %}", [Card("Sở A", [1, 2], "2 trễ"), Card("Sở B", [0, 1], columns=True)]),
        ("{% target_line v title='Bảng' unit='ha' %}", [Point("Q1", 2, 3), Point("Q2", None, 6)]),
        ("{% ages v title='Bảng' %}", load(1, 2)),
    ],
)
def test_each_drawing_has_a_title_and_a_table_and_says_so_when_empty(tag: str, values: Sequence[Any]) -> None:
    found = tree(page(tag, v=values, l=["T1", "T2"]))
    assert found.findall(".//table")
    for svg in found.iter("svg"):
        if svg.get("role"):
            assert svg.find("title") is not None and svg.find("title").text  # type: ignore[union-attr]
    assert "Chưa có số liệu." in page(tag, v=[])


def test_ids_and_patterns_are_unique_on_a_page() -> None:
    twice = page("{% parts v title='Một' %}{% parts v title='Hai' %}", v=load(1, 2))
    ids = re.findall(r'id="([^"]+)"', twice)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", twice)) <= set(ids)


def test_every_kind_but_the_two_plain_ones_has_a_pattern() -> None:
    html = page("{% parts v title='Mẫu' %}", v=[Part(kind, kind, 1) for kind in KINDS])
    assert len(set(re.findall(r'<pattern id="([^"]+)"', html))) == len(KINDS) - 2


def test_words_of_a_person_are_never_markup() -> None:
    html = page("{% bars v title=t %}", v=[Bar("<b>A</b> & B", load(1, 2))], t='"><script>')
    tree(html)
    assert "<b>A</b>" not in html and "<script>" not in html


def test_an_unknown_value_is_a_gap_and_not_a_zero() -> None:
    points = [Point("T1", 1, 5), Point("T2", None, 5), Point("T3", 3, 5)]
    assert len(list(geometry.runs(points, "value", 5))) == 2
    html = page("{% target_line v title='Chỉ tiêu' %}", v=points)
    assert html.count('class="dot"') == 2 and "–" in html
    assert "T3: Thực hiện 3; Chỉ tiêu 5" in html


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert page("{{ v|figure }} {{ w|figure }} {{ n|figure }}", v=12.5, w=1240, n=None) == "12,5 1.240 –"


def test_a_part_of_no_known_kind_or_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        Part("red", "Trễ", 1)
    with pytest.raises(ValueError, match="below zero"):
        Part("late", "Trễ", -1)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_parts_lie_end_to_end_and_stay_inside(values: list[int]) -> None:
    placed = geometry.stacked([Part("run", str(n), v) for n, v in enumerate(values)], sum(values) or 1)
    at = 0.0
    for one in placed:
        assert abs(one.x - at) < 0.01
        at = one.x + one.width
    assert at <= 100.01 and len(placed) == sum(1 for v in values if v)


@given(st.floats(0.001, 1e12))
def test_the_top_of_a_scale_is_never_below_the_largest(value: float) -> None:
    assert value <= geometry.nice_top(value) <= value * 1.51
