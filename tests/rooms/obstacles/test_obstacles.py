"""A clause stops a duty: recorded there, put together, sent up with a limit, answered to everybody who recorded it."""

from datetime import timedelta

import pytest
from tests.office import Office
from tests.rooms.obstacles.given import LAND, given_group, given_obstacle, in_days, verbs_of

from congvu.kernel.duties.models import Duty
from congvu.kit.clock import now
from congvu.kit.reports import ReportScope
from congvu.sources.obstacles import moves, queries
from congvu.sources.obstacles.models import Obstacle, ObstacleGroup
from congvu.sources.obstacles.moves import ObstacleRefused
from congvu.sources.obstacles.report import SECTION
from congvu.sources.obstacles.rules import clause_key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((LAND, "khoản 3 Điều 158"), ("Luật đất đai số 31/2024/QH15", "Điều 158, khoản 3"), True),
        ((LAND, "điểm a khoản 3 Điều 158"), (LAND, "khoản 3 Điều 158"), False),
        ((LAND, "Điều 158"), (LAND, "Điều 159"), False),
        (("Nghị định 102/2024/NĐ-CP", "Điều 5"), ("102/2024/NĐ-CP", "điều 5"), True),
        (("Quy chế làm việc", "mục II"), ("quy chế  làm việc", "Mục II"), True),
        (("Luật Đất đai", "Phụ lục I"), ("Luật Xây dựng", "Phụ lục I"), False),
    ],
)
def test_the_same_clause_meets_itself_however_it_is_written(
    one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    assert (clause_key(*one) == clause_key(*other)) is same


def test_a_record_stands_on_an_open_duty_that_one_sees(office: Office) -> None:
    row = given_obstacle(office)
    assert row.body == office.body["pqldd"] and verbs_of("obstacle", row.pk) == ["record"]
    with pytest.raises(ObstacleRefused, match="đã ghi vướng mắc này"):
        given_obstacle(office, duty_id=row.duty_id, clause="Điều 158 khoản 3")
    with pytest.raises(Duty.DoesNotExist):
        given_obstacle(office, "long", duty_id=row.duty_id)
    with pytest.raises(ObstacleRefused, match="việc đang mở"):
        given_obstacle(office, "lan", duty_id=office.given_duty("lan", "closed"))
    with pytest.raises(ObstacleRefused, match="điều, khoản"):
        given_obstacle(office, clause=" ")


def test_counts_of_a_clause_have_their_rows_and_only_what_one_sees(office: Office) -> None:
    given_obstacle(office, "lan")
    given_obstacle(office, "son", clause="Điều 158, khoản 3")
    given_obstacle(office, "long", law="Luật Xây dựng", clause="Điều 89")
    rows = queries.by_clause(office["binh"])
    assert (rows[0].records, rows[0].duties, rows[0].open_duties, rows[0].bodies) == (2, 2, 2, 2)
    assert len(rows) == 2 and len(queries.of_clause(office["binh"], rows[0].key)) == 2
    assert [row.records for row in queries.by_clause(office["lan"])] == [1]
    assert queries.by_clause(office["yen"]) == []


def test_people_put_records_together_within_their_own_body(office: Office) -> None:
    lan, long = given_obstacle(office, "lan"), given_obstacle(office, "long")
    with pytest.raises(Obstacle.DoesNotExist):  # the head of one department does not see the other's
        moves.gather([lan.pk, long.pk], by=office["hung"], title="Giá đất")
    with pytest.raises(ObstacleRefused, match="văn thư"):
        moves.gather([lan.pk], by=office["lan"], title="Giá đất")
    group = moves.gather([lan.pk, long.pk], by=office["binh"], title="Giá đất")
    assert group.body == office.body["tinh"]
    with pytest.raises(ObstacleRefused, match="kiến nghị khác"):
        moves.gather([lan.pk], by=office["hung"], title="Lần nữa")
    moves.leave_out(group.pk, long.pk, by=office["binh"])
    with pytest.raises(ObstacleRefused, match="ít nhất một"):
        moves.leave_out(group.pk, lan.pk, by=office["binh"])
    moves.put_in(group.pk, [long.pk], by=office["binh"])
    assert verbs_of("group", group.pk) == ["gather", "leave_out", "put_in"]


def test_sent_to_a_body_below_it_is_a_duty_with_a_limit(office: Office) -> None:
    group = given_group(office, by="binh")
    with pytest.raises(ObstacleRefused, match="sau hôm nay"):
        moves.send(group.pk, by=office["binh"], to="Sở Nội vụ", day=in_days(0))
    with pytest.raises(ObstacleRefused, match="chưa chỉ rõ"):
        moves.send(group.pk, by=office["binh"], to="Sở Không Có", day=in_days(10))
    moves.send(group.pk, by=office["binh"], to="Sở Nội vụ", day=in_days(10))
    group.refresh_from_db()
    assert group.duty is not None and group.duty.holder == office["mai"] and group.question is None
    assert "chặn 2 việc của 2 đơn vị" in group.duty.requirement
    with pytest.raises(ObstacleRefused, match="đã gửi"):
        moves.send(group.pk, by=office["binh"], to="Sở Nội vụ", day=in_days(10))
    with pytest.raises(ObstacleRefused, match="người đang giữ việc"):
        moves.answer(group.pk, by=office["binh"], text="…", outcome="guided")
    moves.answer(group.pk, by=office["mai"], text="Áp dụng bảng giá cũ đến 31/12.", outcome="guided", number="9/SNV")
    group.duty.refresh_from_db()
    assert group.duty.state == "handed_in" and group.duty.holder == office["binh"]


def test_sent_upwards_it_is_a_question_with_a_limit_and_the_sender_keeps_a_duty(office: Office) -> None:
    group = given_group(office)
    moves.send(group.pk, by=office["hung"], to="Ủy ban nhân dân tỉnh An Bình", day=in_days(10))
    group.refresh_from_db()
    assert group.duty is not None and group.duty.holder == office["hung"] and group.duty.state == "in_hand"
    assert group.question is not None and group.question.holder == office["binh"]
    moves.answer(group.pk, by=office["binh"], text="UBND tỉnh đã trình HĐND bảng giá mới.", outcome="planned")
    moves.close(group.pk, by=office["hung"])
    group.refresh_from_db()
    group.duty.refresh_from_db()
    assert group.state == "closed" and group.duty.state == "handed_in"


def test_outside_the_house_the_answer_is_entered_with_its_number(office: Office) -> None:
    group = given_group(office, by="binh")
    moves.send(group.pk, by=office["binh"], outside="Bộ Nông nghiệp và Môi trường", day=in_days(30))
    with pytest.raises(ObstacleRefused, match="số văn bản"):
        moves.answer(group.pk, by=office["binh"], text="Bộ hướng dẫn…", outcome="guided")
    moves.answer(group.pk, by=office["binh"], text="Bộ hướng dẫn…", outcome="guided", number="123/BNNMT-QLĐĐ")
    assert ObstacleGroup.objects.get(pk=group.pk).state == "answered"


def test_everybody_who_recorded_it_is_told_once(office: Office) -> None:
    group, before = given_group(office, by="binh"), now()
    moves.send(group.pk, by=office["binh"], to="Sở Nội vụ", day=in_days(10))
    assert queries.digest_lines(office["lan"], before, now()) == []
    moves.answer(group.pk, by=office["mai"], text="Áp dụng bảng giá cũ.", outcome="guided")
    for who in ("lan", "son"):
        (line,) = queries.digest_lines(office[who], before, now())
        row = Obstacle.objects.get(person=office[who])
        assert f"/vuong-mac/{row.pk}/" in line.url
        moves.mark_seen(queries.find_obstacle(office[who], row.pk), by=office[who])
        assert queries.digest_lines(office[who], before, now()) == []


def test_a_record_is_cited_where_the_duty_pauses_or_is_late(office: Office) -> None:
    row = given_obstacle(office)
    moves.cite(row.pk, by=office["lan"], how="cause")
    moves.cite(row.pk, by=office["lan"], how="pause")
    row.duty.refresh_from_db()
    assert row.duty.paused_at is not None and row.duty.pause_ground == "law_obstacle"
    with pytest.raises(ObstacleRefused):  # who does not hold it may not pause it: the duty's table decides
        moves.cite(row.pk, by=office["minh"], how="pause")
    assert verbs_of("obstacle", row.pk) == ["record", "cite", "cite"]


def test_a_record_is_withdrawn_by_its_author_while_it_is_not_sent(office: Office) -> None:
    group = given_group(office)
    lan = Obstacle.objects.get(person=office["lan"])
    with pytest.raises(ObstacleRefused, match="Chỉ người ghi"):
        moves.withdraw(lan.pk, by=office["hung"], reason="Không đúng")
    moves.withdraw(lan.pk, by=office["lan"], reason="Đã có hướng dẫn")
    assert not queries.visible_to(office["lan"]).exists() and group.obstacles.count() == 1
    moves.send(group.pk, by=office["hung"], to="UBND tỉnh", day=in_days(10))
    with pytest.raises(ObstacleRefused, match="đã gửi"):
        moves.withdraw(group.obstacles.get().pk, by=office["son"], reason="Thôi")


def test_a_refused_move_of_the_duty_leaves_no_trace(office: Office) -> None:
    row = given_obstacle(office)
    office.move("complete", row.duty_id, "lan", product="Báo cáo")
    with pytest.raises(ObstacleRefused):
        moves.cite(row.pk, by=office["lan"], how="pause")
    assert verbs_of("obstacle", row.pk) == ["record"]


def test_a_report_counts_clauses_of_its_period_as_known_at_its_cut_off(office: Office) -> None:
    group = given_group(office, by="binh")
    moves.send(group.pk, by=office["binh"], to="Sở Nội vụ", day=in_days(10))
    bodies, begin = tuple(body.pk for body in office.body.values()), now() - timedelta(days=2)
    before = ReportScope(bodies, begin, now(), begin.date(), now().date())
    moves.answer(group.pk, by=office["mai"], text="Áp dụng bảng giá cũ.", outcome="guided")
    after = ReportScope(bodies, begin, now(), begin.date(), now().date())
    assert [line.values for line in SECTION.lines(before)] == [(2, 2, 0)]
    assert [line.values for line in SECTION.lines(after)] == [(2, 2, 2)]
    (line,) = SECTION.lines(after)
    assert len(SECTION.rows(office["binh"], after, line.key, "duties")) == 2
    assert len(SECTION.rows(office["lan"], after, line.key, "duties")) == 1
