"""The same clause, met by several, is put together by a person: no machine decides that two texts mean the same."""

from collections.abc import Sequence

from django.db import transaction

from congvu.kernel.org.models import Person
from congvu.kit.clock import now
from congvu.sources.obstacles import queries
from congvu.sources.obstacles.models import Obstacle, ObstacleGroup
from congvu.sources.obstacles.moves.entries import ObstacleRefused, locked_group, words, write_entry


def _chosen(ids: Sequence[int], by: Person) -> list[Obstacle]:
    seen = set(queries.visible_to(by).filter(pk__in=list(ids)).values_list("pk", flat=True))
    if seen != set(ids):
        raise Obstacle.DoesNotExist
    rows = list(
        Obstacle.objects.select_for_update(of=("self",)).select_related("body").filter(pk__in=seen).order_by("pk")
    )
    if not rows:
        raise ObstacleRefused("Chưa chọn vướng mắc nào.", "chon")
    if any(row.group_id is not None for row in rows):
        raise ObstacleRefused("Có vướng mắc đã nằm trong một kiến nghị khác.", "chon")
    return rows


@transaction.atomic
def gather(ids: Sequence[int], *, by: Person, title: str) -> ObstacleGroup:
    """Put records of one bottleneck together under the words of the first; one record alone is a group, too."""
    rows, moment = _chosen(ids, by), now()
    bodies = queries.gathers(by, moment)
    body = next((one for one in reversed(bodies) if all(one.pk in row.body.lineage for row in rows)), None)
    if body is None:
        raise ObstacleRefused("Chỉ người đứng đầu, cấp phó, văn thư của cơ quan hoặc cấp trên gộp được vướng mắc.")
    group = ObstacleGroup.objects.create(
        title=words(title, "Chưa nhập tên kiến nghị.", "ten", most=500),
        instrument=rows[0].instrument,
        clause=rows[0].clause,
        body=body,
        made_by=by,
        made_at=moment,
    )
    Obstacle.objects.filter(pk__in=[row.pk for row in rows]).update(group=group)
    payload = {"obstacles": [row.pk for row in rows], "body": body.pk}
    write_entry("group", group.pk, "gather", by=by, payload=payload, texts={"title": group.title})
    return group


def _open(group_id: int, by: Person) -> ObstacleGroup:
    group = locked_group(group_id, by=by)
    if not any(body.pk in group.body.lineage for body in queries.gathers(by, now())):
        raise ObstacleRefused("Chỉ cơ quan lập kiến nghị này sửa được.")
    if group.state != "open":
        raise ObstacleRefused("Kiến nghị đã gửi đi nên không sửa được nữa.")
    return group


@transaction.atomic
def put_in(group_id: int, ids: Sequence[int], *, by: Person) -> int:
    """Put more records into a group that is not sent yet. Returns how many."""
    group, rows = _open(group_id, by), _chosen(ids, by)
    Obstacle.objects.filter(pk__in=[row.pk for row in rows]).update(group=group)
    write_entry("group", group.pk, "put_in", by=by, payload={"obstacles": [row.pk for row in rows]})
    return len(rows)


@transaction.atomic
def leave_out(group_id: int, obstacle_id: int, *, by: Person) -> None:
    """Take a record out of a group that is not sent yet: it means something else."""
    group = _open(group_id, by)
    row = group.obstacles.filter(pk=obstacle_id).first()
    if row is None:
        raise Obstacle.DoesNotExist(obstacle_id)
    if group.obstacles.count() == 1:
        raise ObstacleRefused("Kiến nghị phải còn ít nhất một vướng mắc.")
    row.group = None
    row.save(update_fields=["group"])
    write_entry("group", group.pk, "leave_out", by=by, payload={"obstacle": row.pk})
