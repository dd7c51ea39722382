"""Written powers for programs: delegations, mandates, lines of the authority matrix, and how they are used."""

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from congvu.faces.api.organisation import Created, DayIn, Done, Ending, Reason
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.queries.authority_use import authority_uses
from congvu.kernel.ledger.api import once_per_key
from congvu.kernel.org import moves, queries
from congvu.kernel.org.api import PersonOut, person_of, person_out
from congvu.kernel.org.models import AuthorityLine, Body, Delegation, Mandate, Person, Post
from congvu.kit.api import Answer, Id, In, Name, PathId, Problem, ShortText, scope
from congvu.kit.clock import local_day, now, today

router = Router(tags=["Thẩm quyền"])


class DelegationIn(In):
    person: Id
    line: Id | None = None
    scope: ShortText
    instrument: ShortText
    starts_on: date
    ends_on: date
    may_subdelegate: bool = False
    of: Id | None = None


class DelegationOut(Answer):
    id: int
    post: int
    person: PersonOut
    line: int | None
    scope: str
    instrument: str
    starts_on: date
    ends_on: date


class MandateIn(In):
    person: Id
    starts_on: date
    ends_on: date | None = None


class LineIn(In):
    matter: ShortText
    body: Id
    deciding_post: Id | None = None
    instrument: ShortText
    article: Name = ""
    day: date | None = None


class UseOut(Answer):
    """Of twelve months. `line` or `delegation` says what it is about; `stopped` are attempts that were refused."""

    line: int | None
    delegation: int | None
    matter: str
    used: int
    people: int
    returned: int
    stopped: int
    sent_up: int
    last_at: datetime | None


class UsesOut(Answer):
    since: date
    uses: list[UseOut]
    unused: list[int]


@router.get("/delegations", response=list[DelegationOut], summary="Ủy quyền đang có hiệu lực")
@scope("org:read")
def delegations(request: HttpRequest, given: Query[DayIn]) -> list[DelegationOut]:
    """Vào một ngày; hôm nay nếu không nêu."""
    return [
        DelegationOut(
            id=row.pk, post=row.from_post_id, person=person_out(row.to_person), line=row.line_id, scope=row.scope,
            instrument=row.instrument, starts_on=row.starts_on, ends_on=row.ends_on,
        )
        for row in queries.delegations_on(given.day or today()).order_by("pk")
    ]  # fmt: skip


@router.post("/posts/{int:post_id}/delegations", response={201: Created}, summary="Ghi ủy quyền")
@scope("org:write")
@once_per_key
def delegate(request: HttpRequest, post_id: PathId, given: DelegationIn) -> tuple[int, Created]:
    """Chỉ việc vị trí này quyết định; có ngày hết; không ủy quyền tiếp trừ khi văn bản cho phép."""
    row = moves.delegate(
        from_post=get_object_or_404(Post.objects.select_related("body"), pk=post_id),
        to_person=get_object_or_404(Person, pk=given.person),
        line=get_object_or_404(AuthorityLine, pk=given.line) if given.line else None,
        of=get_object_or_404(Delegation, pk=given.of) if given.of else None,
        scope=given.scope, instrument=given.instrument, starts_on=given.starts_on, ends_on=given.ends_on,
        may_subdelegate=given.may_subdelegate, by=person_of(request),
    )  # fmt: skip
    return 201, Created(id=row.pk)


@router.post("/delegations/{int:delegation_id}/close", response=Done, summary="Thu hồi ủy quyền")
@scope("org:write")
@once_per_key
def close_delegation(request: HttpRequest, delegation_id: PathId, given: Reason) -> Done:
    """Việc chưa quyết định trở về ngay."""
    get_object_or_404(Delegation, pk=delegation_id)
    return Done(passed=duties.close_delegation(delegation_id, by=person_of(request), reason=given.reason))


@router.post("/posts/{int:post_id}/mandates", response={201: Created}, summary="Giao người giúp việc lãnh đạo")
@scope("org:write")
@once_per_key
def mandate(request: HttpRequest, post_id: PathId, given: MandateIn) -> tuple[int, Created]:
    """Người giúp việc soạn, lãnh đạo bấm."""
    row = moves.mandate(
        leader_post=get_object_or_404(Post.objects.select_related("body"), pk=post_id),
        person=get_object_or_404(Person, pk=given.person), starts_on=given.starts_on, ends_on=given.ends_on,
        by=person_of(request),
    )  # fmt: skip
    return 201, Created(id=row.pk)


@router.post("/mandates/{int:mandate_id}/end", response=Done, summary="Thôi giúp việc")
@scope("org:write")
@once_per_key
def end_mandate(request: HttpRequest, mandate_id: PathId, given: Ending) -> Done:
    """Nêu ngày cuối cùng."""
    row = get_object_or_404(Mandate.objects.select_related("leader_post__body"), pk=mandate_id)
    moves.end_mandate(row, day=given.day, by=person_of(request))
    return Done()


@router.post("/authority", response={201: Created}, summary="Thêm dòng phân định thẩm quyền")
@scope("org:write")
@once_per_key
def add_line(request: HttpRequest, given: LineIn) -> tuple[int, Created]:
    """Dòng cũ của cùng lĩnh vực kết thúc vào ngày trước đó."""
    row = moves.rule_authority(
        matter=given.matter, body=get_object_or_404(Body, pk=given.body),
        deciding_post=get_object_or_404(Post, pk=given.deciding_post) if given.deciding_post else None,
        instrument=given.instrument, article=given.article, source="instrument", day=given.day, by=person_of(request),
    )  # fmt: skip
    return 201, Created(id=row.pk)


@router.get("/authority/uses", response=UsesOut, summary="Sử dụng thẩm quyền trong mười hai tháng")
@scope("org:read")
def uses(request: HttpRequest) -> UsesOut:
    """Dành cho lãnh đạo, thanh tra và cán bộ tổ chức."""
    roles = {post.role for post in queries.posts_of(person_of(request), now())}
    if not roles & {"leader", "inspector", "home_affairs"}:
        raise Problem(403, "forbidden", "Không được làm việc này.", "Dành cho lãnh đạo, thanh tra và cán bộ tổ chức.")
    found = authority_uses(now())
    return UsesOut(
        since=found.since,
        uses=[
            UseOut(
                line=use.subject.pk if isinstance(use.subject, AuthorityLine) else None,
                delegation=use.subject.pk if isinstance(use.subject, Delegation) else None,
                matter=use.subject.matter if isinstance(use.subject, AuthorityLine) else use.subject.scope,
                used=use.used, people=use.people, returned=use.returned, stopped=use.stopped, sent_up=use.sent_up,
                last_at=use.last_at,
            )
            for use in (*found.lines, *found.delegations)
        ],
        unused=[use.subject.pk for use in found.unused(local_day(now()))],
    )  # fmt: skip
