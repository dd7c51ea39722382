"""The five kinds of import, each with who may bring it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from congvu.faces.exchange.imports import bodies, documents, duties, people, posts
from congvu.faces.exchange.imports.lines import Judged, Row
from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import may_manage, posts_of
from congvu.kernel.org.queries.authority import ISSUING
from congvu.kernel.org.queries.permission import may
from congvu.kernel.records.queries import handled_bodies
from congvu.kit.tables import Column


@dataclass(frozen=True)
class Kind:
    """`plan` judges all lines without writing; `write` carries out what was judged, in the caller's transaction."""

    key: str
    title: str
    icon: str
    told: str
    columns: tuple[Column, ...]
    plan: Callable[[Sequence[Row], Person, datetime], list[Judged]]
    write: Callable[[Sequence[Judged], Person], None]
    may: Callable[[Person, datetime], bool]
    who: str


def _issues(person: Person, at: datetime) -> bool:
    return any(post.role in ISSUING for post in posts_of(person, at))


def _accounts(person: Person, at: datetime) -> bool:
    return may("account", person, at)


def _registers(person: Person, at: datetime) -> bool:
    return bool(handled_bodies(person, at))


_MANAGER = gettext_noop("quản trị viên hoặc cán bộ tổ chức")
KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("bodies", gettext_noop("Cơ quan, đơn vị"), "building", gettext_noop("mã, tên, cấp trên, ngày thành lập"),
             bodies.COLUMNS, bodies.plan, bodies.write, may_manage, _MANAGER),
        Kind("people", gettext_noop("Người"), "users", gettext_noop("tên đăng nhập, họ tên, thư điện tử"),
             people.COLUMNS, people.plan, people.write, _accounts, _MANAGER),
        Kind("posts", gettext_noop("Vị trí và người giữ"), "id-badge-2", gettext_noop("cơ quan, chức vụ, ai giữ"),
             posts.COLUMNS, posts.plan, posts.write, may_manage, _MANAGER),
        Kind("documents", gettext_noop("Văn bản"), "file-text", gettext_noop("số, ngày, trích yếu; vào sổ liền số"),
             documents.COLUMNS, documents.plan, documents.write, _registers,
             gettext_noop("văn thư hoặc người giữ sổ của cơ quan")),
        Kind("duties", gettext_noop("Việc"), "list-check", gettext_noop("việc còn mở ở phần mềm khác, giao ngay"),
             duties.COLUMNS, duties.plan, duties.write, _issues, gettext_noop("lãnh đạo có thẩm quyền giao việc")),
    )
}  # fmt: skip
