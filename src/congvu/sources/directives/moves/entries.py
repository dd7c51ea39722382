"""What every verb of this room shares: who may, in which state, and the entry in the ledger."""

from collections.abc import Mapping, Sequence

from congvu.kernel.ledger.moves import append
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import main_seat
from congvu.kit.clock import now
from congvu.sources.directives.models import Correction, Demand, Reading
from congvu.sources.directives.queries import may_approve, may_prepare, readings_visible_to


class DirectiveRefused(Exception):
    """Nothing was done; `text` says why in words for the person, `field` which field it is about.

    `existing`: the reading that is there already; `choices`: what to choose from (attachments of a letter).
    """

    def __init__(self, text: str, field: str = "", *, existing: int | None = None, choices: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.field = field
        self.existing = existing
        self.choices = tuple(choices)


def write_entry(
    reading: Reading,
    verb: str,
    *,
    by: Person | None,
    payload: Mapping[str, object] | None = None,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Append one entry of room "directives" about a reading; free words go into `texts`, never into the leaf."""
    seat = main_seat(by, now()) if by is not None else None
    append(
        room="directives",
        subject="reading",
        subject_id=reading.pk,
        verb=verb,
        by=by,
        post=seat.post if seat else None,
        payload=dict(payload or {}),
        fields={name: text for name, text in (texts or {}).items() if text},
    )


def locked(reading_id: int, *, by: Person) -> Reading:
    """The reading, locked until the end of the transaction; Reading.DoesNotExist when `by` may not see it."""
    seen = readings_visible_to(by).filter(pk=reading_id).values_list("pk", flat=True).first()
    if seen is None:
        raise Reading.DoesNotExist(reading_id)
    return (
        Reading.objects.select_for_update(of=("self",))
        .select_related("document", "body", "leader_post__body")
        .get(pk=reading_id)
    )


def for_change(reading_id: int, *, by: Person) -> Reading:
    """The locked reading, if `by` may change its cards now: the clerk while preparing, the leader while it waits."""
    reading = locked(reading_id, by=by)
    moment = now()
    if reading.state == Reading.State.ISSUED:
        raise DirectiveRefused("Mọi yêu cầu của văn bản này đã giao; việc đã giao được sửa trên trang việc.")
    if reading.state == Reading.State.PROPOSED:
        if not may_approve(by, reading, moment):
            post = reading.leader_post
            raise DirectiveRefused(
                f"Văn bản đang chờ {post.title if post else 'lãnh đạo'} duyệt; muốn sửa thì rút lại."
            )
    elif not may_prepare(by, reading, moment):
        raise DirectiveRefused("Chỉ văn thư hoặc người đứng đầu cơ quan giữ sổ được sửa các yêu cầu này.")
    return reading


def open_demands(reading: Reading, demand_ids: Sequence[int]) -> list[Demand]:
    """The chosen cards that are still open, in the order of the text; refused when there is none."""
    found = list(reading.demands.filter(pk__in=list(demand_ids), state=Demand.State.OPEN))
    if not found:
        raise DirectiveRefused("Chưa chọn yêu cầu nào, hoặc yêu cầu đã chọn không còn mở.", "chon")
    return found


def keep_corrections(demand: Demand, changes: Mapping[str, tuple[object, object]], *, by: Person) -> None:
    """Keep what was changed as labelled examples: tomorrow's test of the reader."""
    Correction.objects.bulk_create(
        Correction(demand=demand, field=name, before=before, after=after, by=by)
        for name, (before, after) in changes.items()
    )


def settle(demand: Demand, field: str) -> None:
    """What the reader doubted about a field was answered by a person."""
    demand.doubts = [doubt for doubt in demand.doubts if doubt["field"] != field]
