"""`congvu init`: start a real body, without the demonstration. All of it or nothing."""

import re
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from congvu.faces.cli import runtime

if TYPE_CHECKING:
    from congvu.faces.cli.office_file import OfficeFile, Row

LEVELS = {"tinh": "province", "xa": "commune", "co-quan": "body"}
MOST_FAULTS_SHOWN = 50


@click.command(
    epilog="""\b
Ví dụ:
  congvu init --template co-quan.xlsx
  congvu init --name "Tỉnh An Bình" --level tinh --admin quantri --admin-name "Lê Thị An" --file co-quan.xlsx
  congvu init --file co-quan.xlsx --check

\b
Mã kết thúc: 0 xong · 1 tệp có lỗi, chưa ghi gì · 2 thiếu tham số · 4 cơ sở dữ liệu không dùng được
             6 cơ sở dữ liệu đã được thiết lập
"""
)
@click.option("--name", help="Tên: “Tỉnh An Bình”, “UBND xã Tân Phú”.")
@click.option("--level", type=click.Choice(list(LEVELS)), default="tinh", show_default=True, help="Cấp.")
@click.option("--calendar", type=click.Choice(["vn"]), default="vn", show_default=True, help="Lịch làm việc.")
@click.option("--admin", help="Tên đăng nhập của quản trị viên đầu tiên.")
@click.option("--admin-name", help="Họ và tên của quản trị viên đầu tiên.")
@click.option("--password-stdin", is_flag=True, help="Đọc mật khẩu của quản trị viên từ dòng đầu của đầu vào chuẩn.")
@click.option("--file", "office_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Tệp .xlsx.")
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False), help="Ghi tệp mẫu rồi dừng.")
@click.option("--check", is_flag=True, help="Chỉ kiểm tra tệp, không ghi gì.")
def command(
    name: str | None, level: str, calendar: str, admin: str | None, admin_name: str | None, password_stdin: bool,
    office_file: Path | None, template: Path | None, check: bool,
) -> None:  # fmt: skip
    """Thiết lập một cơ quan thật: tên, cấp, lịch, quản trị viên đầu tiên, cơ quan và người từ tệp .xlsx."""
    with runtime.program():
        from congvu.faces.cli import office_file as files

        if template is not None:
            if template.exists():
                raise runtime.fail(f"Đã có tệp {template}; chọn tên khác để không ghi đè.", 1)
            files.write_template(template)
            click.echo(f"Đã ghi tệp mẫu {template}.")
            return
        office = files.read(office_file) if office_file is not None else files.OfficeFile()
        _stop_on(office)
        if check:
            click.echo(f"Tệp hợp lệ: {len(office.bodies)} cơ quan, {len(office.people)} dòng người và vị trí.")
            return
        if not name or not admin or not admin_name:
            raise click.UsageError("Cần --name, --admin và --admin-name.")
        password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
        made = start(name, LEVELS[level], calendar, (admin, admin_name, password), office)
        _stop_on(office)
        click.echo(f"Đã thiết lập {name}: {made}.")
        if not password_stdin:
            click.echo(f"Quản trị viên {admin}, mật khẩu dùng lần đầu: {password}")
        click.echo("Đăng nhập rồi đăng ký khóa truy cập (passkey) tại /tai-khoan/2fa/ và đổi mật khẩu.")


def start(name: str, level: str, calendar: str, admin: tuple[str, str, str], office: "OfficeFile") -> str:
    """Write everything in one transaction. A refusal of a move becomes a fault of its line; nothing is then kept."""
    from django.db import transaction

    from congvu.kernel.org import moves

    _check_password(admin[2])
    with transaction.atomic():
        try:
            moves.set_up(name=name, level=level, origin=origin_of(name), demonstration=False, jurisdiction=calendar)
        except moves.OrgRefused as refused:
            raise runtime.fail(refused.text, runtime.EXIT_NO_DATA) from refused
        counts = _add_office(office)
        moves.add_person(username=admin[0], full_name=admin[1], password=admin[2], by=None, administrator=True)
        if office.faults:
            transaction.set_rollback(True)
    return counts


def origin_of(name: str) -> str:
    """The name under which heads of this ledger are published: "an-binh/1"; never that of a demonstration."""
    from congvu.kit.vietnamese import fold

    slug = "-".join(re.findall(r"[a-z0-9]+", fold(name))) or "co-quan"
    return f"{slug}/1" if not slug.startswith("demo") else f"co-quan-{slug}/1"


def _add_office(office: "OfficeFile") -> str:
    from congvu.kernel.org import moves

    bodies: dict[str, Any] = {}
    people: dict[str, Any] = {}
    steps: list[tuple[Row, Any]] = [
        *((row, lambda row: _add_body(row, bodies)) for row in office.bodies),
        *((row, lambda row: _add_succession(row, bodies)) for row in office.successions),
        *((row, lambda row: _add_seat(row, bodies, people)) for row in office.people),
    ]
    with runtime.progress(steps, "Ghi cơ quan và người") as bar:
        for row, step in bar:
            try:
                step(row)
            except moves.OrgRefused as refused:
                _fault(office, row, refused.text)
                if row.sheet != "Người":
                    break
    return f"{len(bodies)} cơ quan, {len(people)} người"


def _add_body(row: "Row", bodies: dict[str, Any]) -> None:
    from congvu.kernel.org import moves

    values = dict(row.values)
    parent = bodies[values.pop("parent")] if values["parent"] else values.pop("parent") or None
    bodies[row.code] = moves.add_body(**values, parent=parent, by=None)


def _add_succession(row: "Row", bodies: dict[str, Any]) -> None:
    from congvu.kernel.org import moves

    moves.succeed(
        bodies[row.predecessor], bodies[row.successor], day=row.day, relation=row.relation or "kế thừa",
        instrument=row.instrument, by=None,
    )  # fmt: skip


def _add_seat(row: "Row", bodies: dict[str, Any], people: dict[str, Any]) -> None:
    from congvu.kernel.org import moves
    from congvu.kit.clock import day_start

    body = bodies[row.body]
    person = people.get(row.username)
    if person is None:
        person = people[row.username] = moves.add_person(
            username=row.username, full_name=row.full_name, courtesy=row.courtesy or "ông/bà", email=row.email, by=None
        )
    elif person.full_name != row.full_name:
        raise moves.OrgRefused(f"tên đăng nhập {row.username} đã là của {person.full_name}.")
    order = row.order or {"leader": 1, "head": 1, "deputy": 2}.get(row.role, 100)
    existing = body.posts.filter(title=row.title, order=order, role=row.role, appointments__isnull=True).first()
    post = existing or moves.add_post(
        body, title=row.title, role=row.role, order=order, valid_from=max(row.starts_on, body.valid_from), by=None
    )
    starts_at = day_start(max(row.starts_on, body.valid_from))
    moves.appoint(
        person, post, kind=row.values["kind"] or "chính thức", instrument=row.instrument, starts_at=starts_at, by=None
    )


def _check_password(password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as error:
        raise runtime.fail(" ".join(error.messages), runtime.EXIT_USAGE) from error


def _fault(office: "OfficeFile", row: "Row", text: str) -> None:
    from congvu.faces.cli.office_file import Fault

    office.faults.append(Fault(row.sheet, row.line, "", text))


def _stop_on(office: "OfficeFile") -> None:
    if not office.faults:
        return
    for fault in office.faults[:MOST_FAULTS_SHOWN]:
        click.echo(str(fault), err=True)
    rest = len(office.faults) - MOST_FAULTS_SHOWN
    more = f" (và {rest} lỗi nữa)" if rest > 0 else ""
    raise runtime.fail(f"Tệp có {len(office.faults)} lỗi{more}; chưa ghi gì.", 1)
