"""Opening the stages of a draft (a scheme, a resolution, a report) on the duty that asks for it."""

from django.db import IntegrityError, transaction

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.duties.rules import FINAL
from congvu.kernel.org import queries as org
from congvu.kernel.org.models import Person
from congvu.kit.clock import local_day, now
from congvu.kit.refusal import Refused
from congvu.reference import drafting
from congvu.sources.programmes import queries
from congvu.sources.programmes.models import Dossier, Stage
from congvu.sources.programmes.moves.entries import write_entry


@transaction.atomic
def open_dossier(duty_id: int, kind: str, *, by: Person) -> Dossier:
    """Open the stages of a draft on a duty: by who holds it as head or deputy, or whose post issued it; once.

    Raises Duty.DoesNotExist for the unseen.
    """
    duty = visible_to(by).select_related("issuer_post", "holder_post").get(pk=duty_id)
    issuer = duty.issuer_post_id in {post.pk for post in org.posts_of(by, now())}
    if duty.holder_id != by.pk and not issuer:
        raise Refused("Chỉ người đang giữ việc hoặc người giao việc mở được hồ sơ dự thảo.")
    return open_of(duty_id, kind, by=by)


def open_of(duty_id: int, kind: str, *, by: Person) -> Dossier:
    """The dossier of a duty with the stages of its kind as the rules are today; the caller may do so."""
    at = now()
    duty = Duty.objects.select_related("holder_post").get(pk=duty_id)
    if duty.state in FINAL or duty.state == "draft":
        raise Refused("Việc này chưa giao hoặc đã xong nên không mở hồ sơ dự thảo được.")
    if duty.holder_post is None or duty.holder_post.role not in queries.LEADING:
        raise Refused(
            "Hồ sơ dự thảo do người đứng đầu hoặc cấp phó giữ, để giao từng bước cho người soạn; "
            "người đang giữ việc này không ở vị trí đó.",
            "holder",
        )
    try:
        drafting.draft_kind(kind, local_day(at))
    except KeyError as error:
        raise Refused("Không có loại dự thảo này.", "kind") from error
    try:
        with transaction.atomic():
            dossier = Dossier.objects.create(duty=duty, kind=kind, opened_by=by, opened_at=at)
    except IntegrityError as error:  # somebody opened it at the same instant: the key decides
        raise Refused("Việc này đã có hồ sơ dự thảo.") from error
    rows = drafting.stages(kind, local_day(at))
    Stage.objects.bulk_create(
        Stage(
            dossier=dossier,
            order=row.order,
            key=row.key,
            label=row.label,
            amount=row.amount,
            unit=row.unit,
            product_kind=row.product_kind,
            product=row.product,
            may_skip=row.may_skip,
            citation=row.citation,
            note=row.note,
        )
        for row in rows
    )
    payload = {"duty": duty.pk, "kind": kind, "stages": [row.key for row in rows]}
    write_entry("dossier", dossier.pk, "open", by=by, payload=payload)
    return dossier
