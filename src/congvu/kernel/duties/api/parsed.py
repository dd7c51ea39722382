"""What programs send, as the verbs take it."""

from collections.abc import Iterable, Sequence

from congvu.engines.worktime import DueRule
from congvu.kernel.duties.api import schemas
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org.models import Body, Person, Post
from congvu.kit.api import Problem


def new_duties(given: Sequence[schemas.NewDutyIn]) -> list[NewDuty]:
    """Duties to be made; raises Problem for a due rule that cannot be, and for ids that point nowhere."""
    _known(Person, "holder", (duty.holder for duty in given))
    posts = ("holder_post", "accountable_post", "deciding_post", "issuer_post")
    _known(Post, "post", (getattr(duty, name) for duty in given for name in posts))
    _known(Body, "coordinators", (body for duty in given for body in duty.coordinators))
    return [_new_duty(duty) for duty in given]


def _known(model: type[Person] | type[Post] | type[Body], field: str, ids: Iterable[int | None]) -> None:
    wanted = {pk for pk in ids if pk is not None}
    unknown = wanted - set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if unknown:
        detail = f"Không có mã {', '.join(map(str, sorted(unknown)))} trong hệ thống."
        raise Problem(422, "reference", "Một mã được gửi lên không có.", detail, field=field)


def _new_duty(given: schemas.NewDutyIn) -> NewDuty:
    return NewDuty(
        title=given.title,
        requirement=given.requirement,
        product_kind=given.product_kind,
        product=given.product,
        holder_id=given.holder,
        holder_post_id=given.holder_post,
        accountable_post_id=given.accountable_post,
        deciding_post_id=given.deciding_post,
        basis=given.basis,
        due_rule=due_rule(given.due) if given.due else None,
        start_at=given.start_at,
        issuer_post_id=given.issuer_post,
        coordinators=tuple(given.coordinators),
        matter=given.matter,
    )


def due_rule(given: schemas.DueRuleIn) -> DueRule:
    """A due rule from what a program sent; a problem 422 when it makes no rule."""
    try:
        return DueRule(given.kind, given.amount, given.day, given.boundary, given.name)
    except ValueError:
        detail = "“date” và “period” cần “day”; các đơn vị khác cần “amount” từ 1."
        raise Problem(422, "due-rule", "Quy tắc thời hạn chưa đúng.", detail) from None
