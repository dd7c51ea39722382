"""Obstacles made through the moves."""

from datetime import date, timedelta

from tests.office import Office

from congvu.kernel.ledger.models import Entry
from congvu.kit.clock import today
from congvu.sources.obstacles import moves
from congvu.sources.obstacles.models import Obstacle, ObstacleGroup

LAND = "Luật Đất đai 31/2024/QH15"


def given_obstacle(
    it: Office, who: str = "lan", *, duty_id: int | None = None, clause: str = "khoản 3 Điều 158", law: str = LAND
) -> Obstacle:
    """A clause that stops a duty in the hands of somebody."""
    return moves.record(
        duty_id or it.given_duty(who, "in_hand"),
        by=it[who],
        instrument=law,
        clause=clause,
        blocks="Chưa có bảng giá đất cho khu vực sáp nhập nên không tính được nghĩa vụ tài chính.",
        proposal="Cho áp dụng bảng giá đất của địa bàn cũ đến khi có bảng giá mới.",
    )


def given_group(it: Office, by: str = "hung") -> ObstacleGroup:
    """Two officials of the department met the same clause; its head put them together."""
    rows = [given_obstacle(it, "lan"), given_obstacle(it, "son", clause="Điều 158, khoản 3")]
    return moves.gather([row.pk for row in rows], by=it[by], title="Bảng giá đất sau sáp nhập")


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def verbs_of(subject: str, key: int) -> list[str]:
    entries = Entry.objects.filter(room="obstacles", subject=subject, subject_id=key)
    return list(entries.order_by("seq").values_list("verb", flat=True))
