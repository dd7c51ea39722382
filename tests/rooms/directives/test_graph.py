"""The document graph: what a document stands on and what stands on it, told by the words around the numbers."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.rooms.directives.given import given_letter
from tests.rooms.directives.texts import in_days, letter
from tests.rooms.org.office import Province

from congvu.kernel.records import moves as records
from congvu.kernel.records.models import Document
from congvu.kit.clock import today
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading
from congvu.sources.directives.rules.relations import relations

Browser = Callable[[str], Client]
TASK = "Giao Sở Nội vụ xây dựng đề án, xong chậm nhất ngày {day}."
NUMBER = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ]+-?[A-Za-zĐ]+")


def told(text: str, *demands: str) -> list[str]:
    """The relation to each number of a text in order; `demands` are what it asks of others."""
    spans = [(text.index(words), text.index(words) + len(words)) for words in demands]
    return relations(text, [match.span() for match in NUMBER.finditer(text)], spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thực hiện Công điện số 280/CĐ-TTg, Chủ tịch UBND tỉnh yêu cầu:", ["carries_out"]),
        ("Căn cứ Nghị định số 30/2020/NĐ-CP; Nghị định số 09/2019/NĐ-CP;", ["based_on", "based_on"]),
        ("Thực hiện Chỉ thị số 1/CT-TTg ngày 2/1/2026 và Công văn số 5/UBND-NC,", ["carries_out", "carries_out"]),
        ("Tiếp theo Công văn số 77/UBND-NC ngày 2/3/2026, UBND tỉnh đề nghị", ["reminds"]),
        ("V/v sửa đổi, bổ sung Quyết định số 12/2024/QĐ-UBND", ["amends"]),
        ("Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 12/2024/QĐ-UBND như sau:", ["amends"]),
        ("Điều 2. Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 9/QĐ-UBND.", ["replaces"]),
        ("Quyết định số 9/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực.", ["replaces"]),
        ("Bãi bỏ Quyết định số 9/QĐ-UBND và Quyết định số 10/QĐ-UBND.", ["replaces", "replaces"]),
        ("Ngày 1/3, Chính phủ ban hành Nghị quyết số 57/NQ-CP.", ["cites"]),
    ],
)
def test_the_words_before_a_number_tell_the_relation(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Nghị định số 9/2019/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 10/2020/NĐ-CP;",
        "Theo Luật, Nghị định số 9/2019/NĐ-CP sửa đổi, bổ sung Nghị định số 10/2020/NĐ-CP.",
        "Chính phủ đã ban hành Nghị định thay thế Nghị định số 10/2020/NĐ-CP.",
    ],
)
def test_what_others_amended_is_not_this_documents_act(text: str) -> None:
    assert not {"amends", "replaces"} & set(told(text))


def test_what_is_asked_of_others_is_their_work() -> None:
    amend, carry = "Sở Tư pháp tham mưu sửa đổi Quyết định số 9/QĐ-UBND.", "Thực hiện nghiêm Chỉ thị số 5/CT-UBND."
    assert told(f"{amend}\n{carry}", amend, carry) == ["cites", "reminds"]


def test_a_wrapped_sentence_is_one() -> None:
    assert told("Căn cứ Luật Tổ chức chính quyền địa phương và\nnghị định hướng dẫn số 30/2020/NĐ-CP") == ["based_on"]


def shown(client: Client, reading: Reading) -> str:
    answer = client.get(f"/van-ban/tai-lieu/{reading.document_id}/lien-he/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_links_have_their_kind_and_stubs_are_said_not_to_be_held(province: Province, browser_of: Browser) -> None:
    above = given_letter(province, TASK.format(day=in_days(20)), number="3388/UBND-NC")
    day = today()
    opening = f"Tiếp theo Công văn số 3388/UBND-NC ngày {day.day}/{day.month}/{day.year} của UBND tỉnh, yêu cầu:"
    below = given_letter(province, TASK.format(day=in_days(15)), number="3399/UBND-NC", opening=opening)
    graph = queries.document_page(province.people["vanthu"], below.document_id).graph
    kinds = {edge.document.number: (edge.relation, edge.held) for edge in graph.above}
    assert kinds == {"280/CĐ-TTg": ("carries_out", False), "3388/UBND-NC": ("reminds", True)}
    html = shown(browser_of("vanthu"), below)
    assert "Nhằm thực hiện" in html and "chưa có trong sổ" in html and f"/van-ban/{above.pk}/" in html
    assert "Được nhắc lại ở" in shown(browser_of("vanthu"), above)


def test_a_stub_becomes_the_document_when_that_comes_in(province: Province) -> None:
    citing = given_letter(province, TASK.format(day=in_days(20)))
    clerk = province.people["vanthu"]
    text = letter(TASK.format(day=in_days(9)), number="280/CĐ-TTg", day="ngày 19 tháng 4 năm 2023")
    held = moves.enter(by=clerk, text=text).reading
    (edge,) = queries.document_page(clerk, citing.document_id).graph.above
    assert (edge.document, edge.held) == (held.document, True)
    (down,) = queries.document_page(clerk, held.document_id).graph.below
    assert (down.document, down.words) == (citing.document, "Được thực hiện bởi")


def test_another_document_of_that_number_leaves_the_stub_alone(province: Province) -> None:
    citing = given_letter(province, TASK.format(day=in_days(20)))
    text = letter(TASK.format(day=in_days(9)), number="280/CĐ-TTg", day="ngày 20 tháng 4 năm 2024")
    moves.enter(by=province.people["vanthu"], text=text)
    (edge,) = queries.document_page(province.people["vanthu"], citing.document_id).graph.above
    assert edge.document.stub and not edge.held


def test_a_document_that_one_may_not_open_is_its_number_alone(province: Province) -> None:
    other = Document.objects.get(
        pk=records.document_once(
            province.bodies["tu"],
            "Nội dung riêng",
            by=province.people["banto"],
            number="3377/CV-TU",
            title="Việc riêng",
        )[0].pk
    )
    opening = "Thực hiện Công văn số 3377/CV-TU của Tỉnh ủy, yêu cầu:"
    citing = given_letter(province, TASK.format(day=in_days(20)), opening=opening)
    edges = {
        edge.document.number: edge
        for edge in queries.document_page(province.people["vanthu"], citing.document_id).graph.above
    }
    hidden = edges["3377/CV-TU"]
    assert (hidden.held, hidden.url, hidden.document.title) == (False, "", "")
    assert queries.document_page(province.people["banto"], other.pk).graph.below == ()
