"""Quán triệt: everybody of the addressed bodies reads, asks, confirms; who has not is seen by his head and reminded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.rooms.directives.given import card_with, cards, given_letter, given_proposed, verbs_of
from tests.rooms.directives.texts import in_days
from tests.rooms.org.office import Province

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import moves as org
from congvu.kit.clock import now
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import ReaderQuestion, Reading
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.rules import reading_unit

Browser = Callable[[str], Client]


def given_spread(it: Province) -> Reading:
    """A directive that the department of agriculture and the home affairs department must pass on to their people."""
    reading = given_letter(
        it,
        "Giám đốc Sở Nông nghiệp và Môi trường, Giám đốc Sở Nội vụ quán triệt đến toàn thể cán bộ, công chức, viên "
        f"chức thuộc phạm vi quản lý, xong chậm nhất ngày {in_days(10)}.",
    )
    card = card_with(reading, "quán triệt")
    rest = [one.demand.pk for one in cards(reading) if one.demand.pk != card.demand.pk and one.open]
    if rest:
        moves.reject(reading.pk, by=it.people["vanthu"], demand_ids=rest, reason="Không dùng trong phép thử này")
    moves.confirm(reading.pk, by=it.people["vanthu"], demand_ids=[card.demand.pk])
    given_proposed(it, reading)
    moves.approve_and_issue(reading.pk, by=it.people["chutich"])
    return Reading.objects.get(pk=reading.pk)


@pytest.fixture
def spread(province: Province) -> Reading:
    return given_spread(province)


AGRICULTURE = ("giamdoc", "phogiamdoc", "phogiamdoc2", "truongphong", "lan")


def duty_of(reading: Reading, it: Province, body: str) -> Duty:
    return Duty.objects.get(origin_key=f"ack/{reading.pk}/{it.bodies[body].pk}")


@pytest.mark.parametrize(
    ("lineage", "kind", "addressed", "unit"),
    [
        ([1, 4, 9], "phong", {4}, 4),
        ([1, 4], "so", {4}, 4),
        ([1, 4, 9], "phong", {4, 9}, 9),
        ([1, 4], "so", {1}, None),  # the committee at the top stands for itself, not for all departments
        ([1], "ubnd_tinh", {1}, 1),
        ([1, 7], "phong", {1}, 1),
        ([1, 4, 9], "phong", {1}, None),
        ([1, 4], "so", {5}, None),
    ],
)
def test_for_which_body_somebody_reads(lineage: list[int], kind: str, addressed: set[int], unit: int | None) -> None:
    assert reading_unit(lineage, kind, addressed) == unit


def test_an_official_who_holds_no_duty_reads_and_confirms(province: Province, spread: Reading) -> None:
    lan = province.people["lan"]
    assert not Duty.objects.filter(holder=lan).exists()
    (waiting,) = queries.to_read(lan)
    assert waiting.reading == spread and waiting.due_at == duty_of(spread, province, "snnmt").current_due_at
    moves.acknowledge(spread.pk, by=lan)
    moves.acknowledge(spread.pk, by=lan)
    assert queries.to_read(lan) == []
    assert verbs_of(spread).count("acknowledge") == 1


def test_who_is_not_asked_sees_nothing(province: Province, spread: Reading, browser_of: Browser) -> None:
    for act in (lambda by: moves.acknowledge(spread.pk, by=by), lambda by: moves.ask(spread.pk, by=by, text="?")):
        with pytest.raises(Reading.DoesNotExist):
            act(province.people["xa"])
    assert browser_of("xa").get(f"/van-ban/{spread.pk}/quan-triet/").status_code == 404
    assert browser_of("xa").post(f"/van-ban/{spread.pk}/quan-triet/xac-nhan/").status_code == 404


def test_a_clerk_who_handles_it_but_is_not_asked_does_not_confirm(province: Province, spread: Reading) -> None:
    with pytest.raises(DirectiveRefused, match="không giao đồng chí"):
        moves.acknowledge(spread.pk, by=province.people["vanthu"])


def test_the_head_sees_who_has_not_and_others_do_not(province: Province, spread: Reading) -> None:
    moves.acknowledge(spread.pk, by=province.people["lan"])
    page = queries.readers_page(province.people["giamdoc"], spread.pk)
    assert page.total == (1, 5)
    room = next(row for row in page.rows if row.body == province.bodies["qldd"])
    assert [(r.person.username, r.confirmed_at is not None) for r in room.readers] == [
        ("truongphong", False),
        ("lan", True),
    ]
    assert queries.readers_page(province.people["lan"], spread.pk).rows == ()
    assert queries.readers_page(province.people["truongphong"], spread.pk).total == (1, 2)
    leader = queries.readers_page(province.people["chutich"], spread.pk)
    assert {(row.body.code, row.asked, row.confirmed) for row in leader.rows} == {("snnmt", 5, 1), ("snv", 2, 0)}


def test_a_person_with_two_posts_is_counted_once(province: Province, spread: Reading) -> None:
    post = province.posts["phogiamdoc"]
    org.appoint(province.people["truongphong"], post, by=province.people["quantri"], kind="kiêm nhiệm")
    assert queries.readers_page(province.people["giamdoc"], spread.pk).total == (0, 5)


def test_the_last_to_confirm_who_holds_the_duty_hands_it_in(province: Province, spread: Reading) -> None:
    for who in AGRICULTURE[1:]:
        moves.acknowledge(spread.pk, by=province.people[who])
    assert duty_of(spread, province, "snnmt").state == "assigned"
    moves.acknowledge(spread.pk, by=province.people["giamdoc"])
    duty = duty_of(spread, province, "snnmt")
    assert duty.state == "handed_in" and duty.holder == province.people["chutich"]


def test_who_holds_it_hands_in_the_figure_without_typing_and_the_leader_verifies_whole_bodies_at_once(
    province: Province, spread: Reading
) -> None:
    head = province.people["giamdoc"]
    moves.acknowledge(spread.pk, by=head)
    with pytest.raises(DirectiveRefused, match="Còn 4 người"):
        moves.hand_in_reading(spread.pk, by=head, unit_id=province.bodies["snnmt"].pk)
    with pytest.raises(DirectiveRefused, match="người đang giữ"):
        moves.hand_in_reading(spread.pk, by=province.people["lan"], unit_id=province.bodies["snnmt"].pk)
    for who in AGRICULTURE[1:]:
        moves.acknowledge(spread.pk, by=province.people[who])
    moves.hand_in_reading(spread.pk, by=head, unit_id=province.bodies["snnmt"].pk)
    chairman = province.people["chutich"]
    assert moves.verify_read(spread.pk, by=chairman) == 1
    assert duty_of(spread, province, "snnmt").state == "closed"
    with pytest.raises(DirectiveRefused, match="Không có đơn vị nào"):
        moves.verify_read(spread.pk, by=chairman)


def test_a_question_has_a_named_answerer_and_every_reader_sees_the_answer(province: Province, spread: Reading) -> None:
    lan, head = province.people["lan"], province.people["giamdoc"]
    row = moves.ask(spread.pk, by=lan, text="Toàn thể gồm cả hợp đồng lao động không?")
    assert row.answerer == head and row.due_at > now()
    assert [one.pk for one in queries.questions_for(head)] == [row.pk]
    with pytest.raises(DirectiveRefused, match="người được nêu tên"):
        moves.answer(row.pk, by=lan, text="Có.")
    with pytest.raises(ReaderQuestion.DoesNotExist):
        moves.answer(row.pk, by=province.people["xa"], text="Có.")
    moves.answer(row.pk, by=head, text="Gồm cả người lao động hợp đồng.")
    page = queries.readers_page(province.people["noivu"], spread.pk)
    assert page.questions[0].answer == "Gồm cả người lao động hợp đồng."
    assert {"ask", "answer"} <= set(verbs_of(spread))


def test_the_head_s_own_question_goes_above_him(province: Province, spread: Reading) -> None:
    row = moves.ask(spread.pk, by=province.people["giamdoc"], text="Hạn tính từ ngày nào?")
    assert row.answerer == province.people["chutich"]


def test_a_question_is_passed_on_with_a_reason(province: Province, spread: Reading) -> None:
    row = moves.ask(spread.pk, by=province.people["lan"], text="Biểu mẫu ở đâu?")
    with pytest.raises(DirectiveRefused, match="lý do"):
        moves.pass_question(row.pk, by=province.people["giamdoc"], to=province.people["vanthu"], reason=" ")
    moves.pass_question(row.pk, by=province.people["giamdoc"], to=province.people["xa"], reason="Xã lập biểu mẫu")
    assert queries.readers_page(province.people["xa"], spread.pk).unit is None  # he may read it now, to answer
    moves.answer(row.pk, by=province.people["xa"], text="Kèm theo công văn.")


def test_the_digest_reminds_and_tells(province: Province, spread: Reading) -> None:
    lan, head, at = province.people["lan"], province.people["giamdoc"], now()
    (line,) = queries.digest_lines(lan, at, at)
    assert "Chưa đọc và xác nhận" in line.text and not line.late
    row = moves.ask(spread.pk, by=lan, text="Hỏi")
    assert any("chờ đồng chí trả lời" in one.text for one in queries.digest_lines(head, at, now()))
    moves.answer(row.pk, by=head, text="Đáp")
    assert any("đã có trả lời" in one.text for one in queries.digest_lines(lan, at, now()))
    moves.acknowledge(spread.pk, by=lan)
    late = now() + timedelta(days=60)
    assert queries.digest_lines(lan, late, late) == []
    assert queries.digest_lines(head, late, late)[0].late


def test_pages(province: Province, spread: Reading, browser_of: Browser) -> None:
    lan, here = browser_of("lan"), f"/van-ban/{spread.pk}/quan-triet/"
    assert f'href="{here}"' in lan.get("/van-ban/quan-triet/").content.decode()
    assert "Tôi đã đọc và quán triệt" in lan.get(here).content.decode()
    refused = lan.post(f"{here}hoi/", {"cau_hoi": " "})
    assert refused.status_code == 422 and "Chưa nhập câu hỏi" in refused.content.decode()
    assert lan.post(f"{here}hoi/", {"cau_hoi": "Có kiểm tra không?"}).status_code == 302
    assert lan.post(f"{here}xac-nhan/").status_code == 302
    told = lan.get(here).content.decode()
    assert "Đồng chí đã xác nhận lúc" in told and "don-vi=" not in told
    head = browser_of("giamdoc")
    page = head.get(here).content.decode()
    room = province.bodies["qldd"].pk
    assert f"?don-vi={room}#ai" in page
    assert "Nguyễn Văn Truongphong" in head.get(here, {"don-vi": room}).content.decode()
    assert head.get(here, {"don-vi": province.bodies["snv"].pk}).status_code == 404
    assert lan.get(here, {"don-vi": room}).status_code == 404
