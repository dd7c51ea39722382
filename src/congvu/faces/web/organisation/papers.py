"""Written powers: delegations, mandates, lines of the authority matrix."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from congvu.faces.web.organisation import acting
from congvu.faces.web.organisation.acting import Field, Form, allowed, person_of
from congvu.faces.web.organisation.browse import rights_of, sitting
from congvu.faces.web.organisation.structure import body_trail
from congvu.kernel.duties import moves as duties
from congvu.kernel.org import moves, queries
from congvu.kernel.org.models import AuthorityLine, Delegation, Mandate, Person, Post
from congvu.kit import clock, dates

FORM = require_http_methods(["GET", "POST"])


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Delegations and mandates in force or to come."""
    person, now = person_of(request), clock.now()
    day = clock.local_day(now)
    delegations = Delegation.objects.select_related("from_post__body", "to_person", "line").filter(
        ends_on__gte=day, closed_at=None
    )
    mandates = Mandate.objects.select_related("leader_post__body", "person").filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )
    context = {
        "delegations": delegations.order_by("ends_on", "pk"),
        "mandates": mandates.order_by("pk"),
        "rights": rights_of(person, now),
        "mine": [post for post in queries.posts_of(person, now) if post.role in ("leader", "head", "deputy")],
        "my_ids": {post.pk for post in queries.posts_of(person, now)},
        "manages": queries.may("authority", person, now),
        "today": day,
    }
    return render(request, "organisation/papers.html", context)


def _post(post_id: int) -> Post:
    return get_object_or_404(Post.objects.select_related("body"), pk=post_id)


def _delegation_form(post: Post) -> Form:
    """What is delegated, to whom, by which paper, until when."""
    return Form(
        _("Ủy quyền"),
        _("Ghi ủy quyền"),
        [
            Field("person", _("Người được ủy quyền"), "choice", choices=[("", _("Chọn…")), *_near(post)]),
            Field(
                "line",
                _("Lĩnh vực"),
                "choice",
                choices=[("", _("Mọi việc vị trí này quyết định")), *_lines(post)],
                help=_(
                    "Chọn một lĩnh vực của bảng thẩm quyền thì việc trình về lĩnh vực đó đến thẳng người được ủy quyền."
                ),
            ),
            Field("scope", _("Nội dung, phạm vi"), "long"),
            Field("instrument", _("Văn bản ủy quyền")),
            Field("starts_on", _("Từ ngày"), "day", value=clock.today().isoformat()),
            Field(
                "ends_on",
                _("Đến hết ngày"),
                "day",
                help=_("Bắt buộc. Hết ngày này việc chưa quyết định trở về người ủy quyền."),
            ),
            Field("may_subdelegate", _("Văn bản ghi rõ được ủy quyền tiếp"), "check"),
        ],
        back=reverse("org:papers"),
        trail=body_trail(post.body),
        lead=_(
            "Người được ủy quyền làm các bước của %(post)s trong phạm vi và thời gian ghi dưới đây, trừ việc của chính "
            "mình."
        )
        % {"post": str(post)},
    )


@login_required
@FORM
def delegate(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ủy quyền in writing: what, to whom, until which day; nothing that the post does not decide itself."""
    post = _post(post_id)
    by = allowed("delegation", request, post=post)
    form = _delegation_form(post)

    def make(typed: dict[str, str]) -> str:
        key = typed["person"]
        person = Person.objects.filter(pk=int(key)).first() if key.isdecimal() else None
        if person is None:
            raise acting.Wrong(_("Chưa chọn người được ủy quyền."), "person")
        line = AuthorityLine.objects.filter(pk=int(typed["line"])).first() if typed["line"].isdecimal() else None
        row = moves.delegate(
            from_post=post,
            to_person=person,
            scope=typed["scope"],
            instrument=typed["instrument"],
            line=line,
            by=by,
            starts_on=acting.day(typed["starts_on"], "starts_on"),
            ends_on=acting.day(typed["ends_on"], "ends_on"),
            may_subdelegate=bool(typed["may_subdelegate"]),
        )
        given = {"who": f"{row.to_person.courtesy} {row.to_person.full_name}", "day": dates.day_text(row.ends_on)}
        return _("Đã ghi ủy quyền cho %(who)s đến hết %(day)s.") % given

    return acting.run(request, form, make)


def _near(post: Post) -> list[tuple[str, str]]:
    """Deputies and officials of the same body and those who lead the bodies directly below."""
    rows = [row for row in sitting(clock.now()) if row.post_id != post.pk and _is_near(row.post, post)]
    rows.sort(key=lambda row: (row.post.body_id != post.body_id, row.post.order, row.person.sort_key))
    return [(str(row.person_id), f"{row.person.full_name}, {row.post}") for row in rows]


def _is_near(one: Post, post: Post) -> bool:
    below = one.body.parent_id == post.body_id and one.role in ("head", "leader")
    return one.body_id == post.body_id or below


def _lines(post: Post) -> list[tuple[str, str]]:
    day = clock.today()
    lines = AuthorityLine.objects.select_related("body", "deciding_post").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), Q(deciding_post=post) | Q(body=post.body), valid_from__lte=day
    )
    return [(str(row.pk), row.matter) for row in lines.order_by("matter_fold") if queries.decides_on(post, row)]


@login_required
@FORM
def close_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Taken back before its day; what the delegate has not decided goes back in the same moment."""
    row = get_object_or_404(Delegation.objects.select_related("from_post__body", "to_person"), pk=delegation_id)
    by = allowed("delegation", request, post=row.from_post)
    form = Form(
        _("Thu hồi ủy quyền"),
        _("Thu hồi"),
        [Field("reason", _("Lý do, căn cứ"), "long")],
        back=reverse("org:papers"),
        lead=_("%(post)s ủy quyền cho %(who)s: %(scope)s. Việc chưa quyết định trở về ngay.")
        % {"post": str(row.from_post), "who": row.to_person.full_name, "scope": row.scope},
    )

    def make(typed: dict[str, str]) -> str:
        count = duties.close_delegation(row.pk, by=by, reason=typed["reason"])
        back = ngettext("%(n)d việc trở về.", "%(n)d việc trở về.", count) % {"n": count}
        return f"{_('Đã thu hồi ủy quyền.')} {back}" if count else _("Đã thu hồi ủy quyền.")

    return acting.run(request, form, make)


@login_required
@FORM
def mandate(request: HttpRequest, post_id: int) -> HttpResponse:
    """Who prepares moves in a leader's name; the leader presses."""
    post = _post(post_id)
    by = allowed("mandate", request, post=post)
    form = Form(
        _("Giao người giúp việc"),
        _("Giao giúp việc"),
        [
            Field("person", _("Người giúp việc"), "names", choices=acting.people_names()),
            Field("starts_on", _("Từ ngày"), "day", value=clock.today().isoformat()),
            Field("ends_on", _("Đến hết ngày"), "day", optional=True),
        ],
        back=reverse("org:papers"),
        trail=body_trail(post.body),
        lead=_("Người giúp việc soạn các bước thay %(post)s; lãnh đạo bấm.") % {"post": str(post)},
    )

    def make(typed: dict[str, str]) -> str:
        person = acting.named_person(typed["person"], "person")
        until = acting.day(typed["ends_on"], "ends_on") if typed["ends_on"] else None
        moves.mandate(
            leader_post=post, person=person, starts_on=acting.day(typed["starts_on"], "starts_on"), ends_on=until, by=by
        )
        return _("%(who)s giúp việc cho %(post)s.") % {"who": person.full_name, "post": str(post)}

    return acting.run(request, form, make)


@login_required
@FORM
def end_mandate(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """A mandate ends on a day."""
    row = get_object_or_404(Mandate.objects.select_related("leader_post__body", "person"), pk=mandate_id)
    by = allowed("mandate", request, post=row.leader_post)
    form = Form(
        _("Thôi giúp việc"),
        _("Thôi giúp việc"),
        [Field("day", _("Ngày cuối cùng"), "day", value=clock.today().isoformat())],
        back=reverse("org:papers"),
        lead=f"{row.person.full_name}, {row.leader_post}",
    )

    def make(typed: dict[str, str]) -> str:
        moves.end_mandate(row, day=acting.day(typed["day"], "day"), by=by)
        return _("Đã ghi.")

    return acting.run(request, form, make)


def _line_form(today: date) -> Form:
    """What a line of the matrix says."""
    return Form(
        _("Thêm dòng phân định thẩm quyền"),
        _("Thêm dòng"),
        [
            Field(
                "matter",
                _("Lĩnh vực, loại việc"),
                help=_("Ví dụ: cấp phép xây dựng. Dòng cũ của cùng lĩnh vực kết thúc."),
            ),
            Field("body", _("Cơ quan chịu trách nhiệm"), "names", choices=acting.body_names(today)),
            Field(
                "title",
                _("Vị trí quyết định"),
                optional=True,
                help=_("Tên vị trí trong cơ quan ấy, ví dụ: Giám đốc. Để trống: người đứng đầu."),
            ),
            Field("instrument", _("Văn bản")),
            Field("article", _("Điều, khoản"), optional=True),
            Field("day", _("Có hiệu lực từ ngày"), "day", value=today.isoformat()),
        ],
        back=reverse("org:use"),
    )


@login_required
@FORM
def add_line(request: HttpRequest) -> HttpResponse:
    """A line of the authority matrix."""
    by = allowed("authority", request)
    today = clock.today()
    form = _line_form(today)

    def make(typed: dict[str, str]) -> str:
        body = acting.named_body(typed["body"], "body", today)
        post = None
        if typed["title"]:
            post = queries.posts_on(today).filter(body=body, title__iexact=typed["title"]).first()
            if post is None:
                raise acting.Wrong(
                    _("%(body)s không có vị trí “%(title)s”.") % {"body": body.name, "title": typed["title"]}, "title"
                )
        else:
            head = queries.head_of(body, clock.now())
            post = head.post if head is not None and head.post.body_id == body.pk else None
        row = moves.rule_authority(
            matter=typed["matter"],
            body=body,
            deciding_post=post,
            instrument=typed["instrument"],
            article=typed["article"],
            source="instrument",
            day=acting.day(typed["day"], "day"),
            by=by,
        )
        return _("Đã thêm: %(matter)s do %(body)s.") % {"matter": row.matter, "body": body.name}

    return acting.run(request, form, make)


@login_required
@FORM
def end_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """A line ends on a day."""
    by = allowed("authority", request)
    row = get_object_or_404(AuthorityLine.objects.select_related("body"), pk=line_id)
    form = Form(
        _("Kết thúc dòng phân định thẩm quyền"),
        _("Kết thúc"),
        [Field("day", _("Ngày cuối cùng"), "day", value=clock.today().isoformat()), Field("instrument", _("Văn bản"))],
        back=reverse("org:use"),
        lead=f"{row.matter}: {row.body.name}",
    )

    def make(typed: dict[str, str]) -> str:
        if not typed["instrument"]:
            raise acting.Wrong(_("Chưa nêu văn bản."), "instrument")
        moves.end_authority(row, day=acting.day(typed["day"], "day"), instrument=typed["instrument"], by=by)
        return _("Đã ghi.")

    return acting.run(request, form, make)
