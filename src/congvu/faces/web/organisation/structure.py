"""Bodies, seats and people are added, corrected and ended; people are seated."""

from datetime import date, datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu.faces.web.organisation import acting
from congvu.faces.web.organisation.acting import Field, Form, allowed
from congvu.kernel.org import moves
from congvu.kernel.org.models import Body, Person, Post
from congvu.kernel.org.moves.people import KINDS
from congvu.kit import clock

FORM = require_http_methods(["GET", "POST"])
HEADING = ("leader", "head")


def body_trail(body: Body) -> list[tuple[str, str]]:
    return [(reverse("org:body", args=[body.pk]), body.name)]


def _roles() -> list[tuple[str, str]]:
    return [(value, _(str(label))) for value, label in Post.Role.choices]


LEVELS = ("province", "commune")


def _body_form(today: date) -> Form:
    """What a body is."""
    return Form(
        _("Thêm cơ quan, đơn vị"),
        _("Thêm cơ quan"),
        [
            Field("name", _("Tên")),
            Field(
                "code",
                _("Mã"),
                help=_("Mã dùng lại được khi cơ quan cũ đã chấm dứt: mã và ngày mới chỉ đúng một cơ quan."),
            ),
            Field("parent", _("Cấp trên trực tiếp"), "names", choices=acting.body_names(today), optional=True),
            Field("symbol", _("Ký hiệu văn bản"), optional=True, help=_("Ví dụ: SNV")),
            Field("level", _("Cấp"), "choice", choices=[("province", _("Cấp tỉnh")), ("commune", _("Cấp xã"))]),
            Field("kind", _("Loại"), "choice", choices=[("", _("Không phân loại")), *kinds()]),
            Field("valid_from", _("Có từ ngày"), "day", value=today.isoformat()),
            Field("instrument", _("Văn bản thành lập")),
        ],
        back=reverse("org:home"),
    )


@login_required
@FORM
def add_body(request: HttpRequest) -> HttpResponse:
    """A body under another one."""
    by = allowed("structure", request)
    today = clock.today()
    form = _body_form(today)
    if request.method == "GET" and request.GET.get("cap-tren", "").isdecimal():
        above = Body.objects.filter(pk=int(request.GET["cap-tren"])).first()
        form.fields[2].value = f"{above.name} ({above.code})" if above else ""

    def make(typed: dict[str, str]) -> str:
        day = acting.day(typed["valid_from"], "valid_from")
        parent = acting.named_body(typed["parent"], "parent", day) if typed["parent"] else None
        body = moves.add_body(
            code=typed["code"],
            name=typed["name"],
            valid_from=day,
            parent=parent,
            symbol=typed["symbol"],
            level=typed["level"] if typed["level"] in LEVELS else "province",
            kind=typed["kind"],
            branch=parent.branch if parent else "state",
            instrument=typed["instrument"],
            by=by,
        )
        return _("Đã thêm %(name)s.") % {"name": body.name}

    return acting.run(request, form, make)


def kinds() -> list[tuple[str, str]]:
    """The kinds of bodies that this installation has."""
    found = Body.objects.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
    return [(kind, _KIND_LABELS.get(kind, kind)) for kind in found]


_KIND_LABELS = {
    "so": "Sở",
    "phong": "Phòng",
    "van_phong": "Văn phòng",
    "ubnd_xa": "UBND cấp xã",
    "ubnd_tinh": "UBND tỉnh",
    "ubnd_huyen": "UBND cấp huyện (đến 30/6/2025)",
    "ban_dang": "Ban của Tỉnh ủy",
    "dang_uy": "Đảng ủy",
    "dang_uy_xa": "Đảng ủy cấp xã",
    "thanh_tra": "Thanh tra",
    "ban_quan_ly": "Ban quản lý",
    "mttq": "Mặt trận Tổ quốc",
    "hdnd_tinh": "HĐND tỉnh",
    "tinh_uy": "Tỉnh ủy",
    "tt_hcc": "Trung tâm Phục vụ hành chính công",
    "van_phong_xa": "Văn phòng cấp xã",
    "don_vi_su_nghiep": "Đơn vị sự nghiệp",
}


@login_required
@FORM
def close_body(request: HttpRequest, body_id: int) -> HttpResponse:
    """End a body that nobody sits in any more; one with people is a plan."""
    by = allowed("structure", request)
    body = get_object_or_404(Body, pk=body_id)
    form = Form(
        _("Chấm dứt cơ quan"),
        _("Chấm dứt"),
        [
            Field("day", _("Ngày cuối cùng"), "day", value=clock.today().isoformat()),
            Field("instrument", _("Văn bản")),
        ],
        back=reverse("org:body", args=[body.pk]),
        trail=body_trail(body),
        lead=_(
            "Chỉ chấm dứt được cơ quan không còn người giữ vị trí và không còn đơn vị trực thuộc. Sáp nhập, chia tách "
            "có người và việc thì lập phương án ở mục Sắp xếp tổ chức. Văn bản đã ban hành không đổi."
        ),
    )

    def make(typed: dict[str, str]) -> str:
        if not typed["instrument"]:
            raise acting.Wrong(_("Chưa nêu văn bản."), "instrument")
        moves.close_body(body, day=acting.day(typed["day"], "day"), instrument=typed["instrument"], by=by)
        return _("%(name)s đã chấm dứt.") % {"name": body.name}

    return acting.run(request, form, make)


@login_required
@FORM
def add_person(request: HttpRequest) -> HttpResponse:
    """A person, without a seat so far."""
    by = allowed("account", request)
    form = Form(
        _("Thêm người"),
        _("Thêm người"),
        [
            Field("full_name", _("Họ tên")),
            Field("courtesy", _("Cách gọi"), "choice", choices=[("ông", "ông"), ("bà", "bà")]),
            Field("username", _("Tên đăng nhập"), help=_("Chữ thường, không dấu, ví dụ: lan.nt")),
            Field("email", _("Thư điện tử"), optional=True),
        ],
        back=reverse("org:home"),
        lead=_("Người mới chưa có mật khẩu. Khi được bổ nhiệm, quản trị viên cấp mật khẩu dùng lần đầu."),
    )

    def make(typed: dict[str, str]) -> str:
        person = moves.add_person(
            username=typed["username"],
            full_name=typed["full_name"],
            courtesy=typed["courtesy"] or "ông/bà",
            email=typed["email"],
            by=by,
        )
        return _("Đã thêm %(name)s.") % {"name": person.full_name}

    return acting.run(request, form, make)


@login_required
@FORM
def rename_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """How a person is written and reached."""
    by = allowed("account", request)
    person = get_object_or_404(Person, pk=person_id)
    form = Form(
        _("Sửa họ tên"),
        _("Sửa"),
        [
            Field("full_name", _("Họ tên"), value=person.full_name),
            Field(
                "courtesy",
                _("Cách gọi"),
                "choice",
                value=person.courtesy,
                choices=[("ông", "ông"), ("bà", "bà"), ("ông/bà", "ông/bà")],
            ),
            Field("email", _("Thư điện tử"), value=person.email, optional=True),
        ],
        back=reverse("org:person", args=[person.pk]),
        trail=[(reverse("org:person", args=[person.pk]), person.full_name)],
    )

    def make(typed: dict[str, str]) -> str:
        moves.rename_person(
            person, full_name=typed["full_name"], courtesy=typed["courtesy"] or "ông/bà", email=typed["email"], by=by
        )
        return _("Đã sửa; tên cũ còn trong sổ cái.")

    return acting.run(request, form, make)


@login_required
@FORM
def add_post(request: HttpRequest, body_id: int) -> HttpResponse:
    """A seat in a body."""
    by = allowed("structure", request)
    body = get_object_or_404(Body, pk=body_id)
    form = Form(
        _("Thêm vị trí"),
        _("Thêm vị trí"),
        [
            Field("title", _("Tên vị trí")),
            Field("role", _("Vai trò"), "choice", "official", _roles()),
            Field("order", _("Thứ tự"), value="20", help=_("Người đứng đầu là 1; cấp phó 2, 3… theo thứ tự thay thế.")),
            Field("valid_from", _("Có từ ngày"), "day", value=max(clock.today(), body.valid_from).isoformat()),
        ],
        back=reverse("org:body", args=[body.pk]),
        trail=body_trail(body),
    )

    def make(typed: dict[str, str]) -> str:
        if not typed["order"].isdecimal() or not 1 <= int(typed["order"]) <= 999:
            raise acting.Wrong(_("Thứ tự là số từ 1 đến 999."), "order")
        post = moves.add_post(
            body,
            title=typed["title"],
            role=typed["role"],
            order=int(typed["order"]),
            valid_from=acting.day(typed["valid_from"], "valid_from"),
            by=by,
        )
        return _("Đã thêm vị trí %(post)s.") % {"post": post.title}

    return acting.run(request, form, make)


def _post(post_id: int) -> Post:
    return get_object_or_404(Post.objects.select_related("body"), pk=post_id)


@login_required
@FORM
def retitle_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """A title that was written wrongly."""
    by = allowed("structure", request)
    post = _post(post_id)
    form = Form(
        _("Sửa tên vị trí"),
        _("Sửa"),
        [Field("title", _("Tên vị trí"), value=post.title)],
        back=reverse("org:body", args=[post.body_id]),
        trail=body_trail(post.body),
        lead=_("Để sửa tên ghi sai. Vị trí đổi vai trò thì kết thúc vị trí cũ và thêm vị trí mới."),
    )

    def make(typed: dict[str, str]) -> str:
        moves.retitle_post(post, title=typed["title"], by=by)
        return _("Đã sửa; tên cũ còn trong sổ cái.")

    return acting.run(request, form, make)


@login_required
@FORM
def close_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """End a seat that nobody sits in."""
    by = allowed("structure", request)
    post = _post(post_id)
    form = Form(
        _("Kết thúc vị trí"),
        _("Kết thúc vị trí"),
        [Field("day", _("Ngày cuối cùng"), "day", value=clock.today().isoformat())],
        back=reverse("org:body", args=[post.body_id]),
        trail=body_trail(post.body),
        lead=str(post),
    )

    def make(typed: dict[str, str]) -> str:
        moves.close_post(post, day=acting.day(typed["day"], "day"), by=by)
        return _("Đã kết thúc vị trí %(post)s.") % {"post": post.title}

    return acting.run(request, form, make)


def _seat_form(post: Post, kinds: list[tuple[str, str]]) -> Form:
    """Who, how, from when, by which decision."""
    return Form(
        _("Bổ nhiệm"),
        _("Bổ nhiệm"),
        [
            Field("person", _("Người được bổ nhiệm"), "names", choices=acting.people_names()),
            Field(
                "kind",
                _("Hình thức"),
                "choice",
                choices=[(value, _(label)) for value, label in kinds],
                help=_("“Quyền”, “phụ trách” khi vị trí chưa có người giữ chính thức; “kiêm nhiệm” là vị trí thứ hai."),
            ),
            Field("starts_on", _("Từ ngày"), "day", optional=True, help=_("Để trống là từ bây giờ.")),
            Field("ends_on", _("Đến hết ngày"), "day", optional=True, help=_("Chỉ khi quyết định có thời hạn.")),
            Field("instrument", _("Quyết định")),
        ],
        back=reverse("org:body", args=[post.body_id]),
        trail=body_trail(post.body),
        lead=str(post),
    )


@login_required
@FORM
def appoint(request: HttpRequest, post_id: int) -> HttpResponse:
    """Seat a person; quyền and phụ trách while the seat has no holder, kiêm nhiệm as a second seat."""
    by = allowed("structure", request)
    post = _post(post_id)
    kinds = [(kind, kind) for kind in KINDS if kind != "quyền" or post.role in HEADING]
    form = _seat_form(post, kinds)

    def make(typed: dict[str, str]) -> str:
        person = acting.named_person(typed["person"], "person")
        if not typed["instrument"]:
            raise acting.Wrong(_("Chưa nêu quyết định."), "instrument")
        row = moves.appoint(
            person,
            post,
            by=by,
            kind=typed["kind"],
            instrument=typed["instrument"],
            starts_at=_start(typed["starts_on"]),
            ends_at=_end(typed["ends_on"]),
        )
        return _("%(who)s giữ vị trí %(post)s.") % {"who": row.person.full_name, "post": str(post)}

    return acting.run(request, form, make)


def _start(text: str) -> datetime | None:
    """The beginning of a day; today is now, so that nothing takes effect before it was entered."""
    if not text or (day := acting.day(text, "starts_on")) == clock.today():
        return None
    return clock.day_start(day)


def _end(text: str) -> datetime | None:
    return clock.day_start(acting.day(text, "ends_on") + timedelta(days=1)) if text else None
