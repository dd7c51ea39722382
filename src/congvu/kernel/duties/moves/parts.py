"""A head breaks a duty down: its parts go to named persons, each with its own limit and product (design.md §4)."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves.issuing import issue_new
from congvu.kernel.duties.moves.single import move
from congvu.kernel.duties.moves.turn import refuse
from congvu.kernel.duties.moves.types import NewDuty
from congvu.kernel.duties.queries.standing import is_visible
from congvu.kernel.org.models import Person, Post
from congvu.kernel.org.rules import LEADING


@transaction.atomic
def break_down(duty_id: int, *, by: Person, children: Sequence[NewDuty]) -> list[int]:
    """The head who holds a duty gives its parts out; doing so he accepts it. Returns the ids in the order given."""
    if not is_visible(duty_id, by.pk):
        raise Duty.DoesNotExist
    whole = Duty.objects.select_related("holder_post").get(pk=duty_id)
    post = whole.holder_post
    if whole.holder_id != by.pk or post is None:
        raise refuse("break_down", "relation", "Chỉ người đang giữ việc chia việc được.", who="người đang giữ việc")
    if whole.state not in ("assigned", "in_hand"):
        raise refuse("break_down", "state", "Chỉ chia việc khi đang giữ để làm.")
    if post.role not in LEADING:
        raise refuse("break_down", "authority", "Chỉ người đứng đầu hoặc cấp phó chia việc cho người khác.",
                     law="Quy chế làm việc: người có thẩm quyền đối với người nhận thì giao việc")  # fmt: skip
    if whole.state == "assigned":
        move("accept", duty_id=duty_id, by=by, given={})
    return issue_new([_part(child, whole, post) for child in children], by=by)


def _part(child: NewDuty, whole: Duty, post: Post) -> NewDuty:
    """A part inherits what it does not say itself: answered for and decided by the head who gives it out."""
    return replace(
        child,
        parent_id=whole.pk,
        issuer_post_id=post.pk,
        accountable_post_id=child.accountable_post_id or post.pk,
        deciding_post_id=child.deciding_post_id or post.pk,
        basis=child.basis or f"Phân công trong việc {whole.code}",
        document_id=child.document_id or whole.document_id,
        matter=child.matter or whole.matter,
    )
