"""`congvu calendar`: the working calendar of this installation, and changes of it with their instrument."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from congvu.faces.cli.runtime import EXIT_NO_DATA, EXIT_USAGE, fail, program

if TYPE_CHECKING:
    from congvu.kernel.org.models import CalendarVersion, Person

_DAYS = '"NGÀY LOẠI TÊN"; lặp lại được. Loại: holiday, substitute, swapped_off, swapped_work, plain.'


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Lịch làm việc: xem, soạn thay đổi kèm văn bản, xem trước thời hạn nào đổi, công bố, thu hồi.

    \b
    Ví dụ:
      congvu calendar show 2026
      congvu calendar draft --title "Hoán đổi dịp Tết" --instrument "Thông báo 9441/TB-BNV" \\
        --day "2027-01-02 swapped_off nghỉ hoán đổi" --day "2027-01-09 swapped_work làm bù" --by hien
      congvu calendar effect 3
      congvu calendar publish 3 --by binh

    \b
    Mã kết thúc: 0 xong · 2 bị từ chối, câu trả lời nói vì sao · 4 cơ sở dữ liệu không dùng được · 6 không có lịch đó
    """


@command.command()
@click.argument("year", type=click.IntRange(2015, 2036))
def show(year: int) -> None:
    """Các ngày nghỉ, nghỉ bù, hoán đổi, làm bù của một năm, mỗi ngày kèm văn bản.

    \b
    Ví dụ:
      congvu calendar show 2026
    """
    with program():
        from congvu.kernel.org.queries import calendar

        days = calendar()
        for day, row in sorted(days.special.items()):
            if day.year == year:
                announced = "" if days.is_announced(day) else "\tchưa công bố"
                click.echo(f"{day.isoformat()}\t{row.kind}\t{row.name}\t{row.instrument}{announced}")


@command.command()
def versions() -> None:
    """Các thay đổi đã công bố và các dự thảo.

    \b
    Ví dụ:
      congvu calendar versions
    """
    with program():
        from congvu.kernel.org import queries

        for row in queries.calendar_drafts():
            click.echo(f"dự thảo {row.pk}\t{row.title}\t{row.instrument}\t{row.prepared_by.username}")
        for row in queries.calendar_versions():
            done = "đã tính lại" if row.recounted_at else "đang tính lại"
            click.echo(f"số {row.number}\t{row.title}\t{row.instrument}\t{row.moved} thời hạn đổi, {done}")


@command.command()
@click.option("--title", required=True, help="Nội dung thay đổi.")
@click.option("--instrument", required=True, help="Văn bản làm căn cứ.")
@click.option("--day", "days", multiple=True, help=_DAYS)
@click.option("--announce", "stretches", multiple=True, help="NGÀY/NGÀY: khoảng mà thông báo này đã nói đủ.")
@click.option("--by", "by_name", required=True, help="Tên đăng nhập của người soạn.")
def draft(title: str, instrument: str, days: tuple[str, ...], stretches: tuple[str, ...], by_name: str) -> None:
    """Soạn một thay đổi; chưa thời hạn nào đổi. In ra số của dự thảo.

    \b
    Ví dụ:
      congvu calendar draft --title "Nghỉ tránh bão" --instrument "Công điện 21/CĐ-UBND" \\
        --day "2026-12-03 holiday Nghỉ tránh bão số 13" --by hien
    """
    with program():
        from congvu.kernel.org import moves

        rows = [dict(zip(("day", "kind", "name"), [*text.split(None, 2), "", ""], strict=False)) for text in days]
        pairs = [tuple(text.split("/")) for text in stretches]
        if any(len(pair) != 2 for pair in pairs):
            raise fail("Khoảng đã công bố đủ viết như 2027-01-25/2027-02-21.", EXIT_USAGE)
        made: Any = _tried(
            lambda: moves.prepare_calendar(
                by=_person(by_name), title=title, instrument=instrument, days=rows, announces=pairs
            )
        )
    click.echo(made.pk)


@command.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
def effect(number: int) -> None:
    """Nếu công bố dự thảo này: bao nhiêu thời hạn đổi, đổi bao nhiêu ngày. Không ghi gì.

    \b
    Ví dụ:
      congvu calendar effect 3
    """
    with program():
        from congvu.kernel.duties.queries import calendar_effect
        from congvu.kit.clock import now

        found = calendar_effect(_draft(number), now())
        click.echo(
            f"{sum(found.shifts.values())} thời hạn đổi, trong {found.looked} thời hạn đang mở đi qua các ngày này"
        )
        for shift, count in sorted(found.shifts.items()):
            click.echo(f"{shift:+d} ngày\t{count}")
        click.echo(f"{found.steps} bước đang chờ được tính lại; {found.promised} ngày hẹn muộn hơn")


@command.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
@click.option("--by", "by_name", required=True, help="Tên đăng nhập của người công bố.")
def publish(number: int, by_name: str) -> None:
    """Công bố dự thảo; mọi thời hạn đang mở được tính lại, mỗi thời hạn đổi có một dòng sổ cái.

    \b
    Ví dụ:
      congvu calendar publish 3 --by binh
    """
    with program():
        from congvu.kernel.duties import moves

        version: Any = _tried(lambda: moves.publish_calendar(_draft(number), by=_person(by_name)))
        moved = moves.recount_published()
    click.echo(f"Đã công bố lịch số {version.number}; {moved} thời hạn đã tính lại.")


@command.command()
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.option("--instrument", required=True, help="Văn bản thu hồi.")
@click.option("--by", "by_name", required=True, help="Tên đăng nhập của người soạn.")
def undo(number: int, instrument: str, by_name: str) -> None:
    """Soạn thu hồi một lịch đã công bố: một dự thảo mới, lịch cũ không bị sửa. In ra số của dự thảo.

    \b
    Ví dụ:
      congvu calendar undo 1 --instrument "Công điện 22/CĐ-UBND" --by hien
    """
    with program():
        from congvu.kernel.org import moves
        from congvu.kernel.org.models import CalendarVersion

        row = CalendarVersion.objects.filter(number=number).first()
        if row is None:
            raise fail(f"Không có lịch số {number}.", EXIT_NO_DATA)
        made: Any = _tried(lambda: moves.prepare_undoing(row, by=_person(by_name), instrument=instrument))
    click.echo(made.pk)


def _tried(work: Callable[[], object]) -> object:
    from congvu.kernel.org.moves import OrgRefused

    try:
        return work()
    except OrgRefused as refused:
        raise fail(refused.text, EXIT_USAGE) from None


def _draft(number: int) -> "CalendarVersion":
    from congvu.kernel.org.models import CalendarVersion

    row = CalendarVersion.objects.select_related("undoes").filter(pk=number, number__isnull=True).first()
    if row is None:
        raise fail(f"Không có dự thảo số {number}.", EXIT_NO_DATA)
    return row


def _person(username: str) -> "Person":
    from congvu.kernel.org.models import Person

    found = Person.objects.filter(username=username).first()
    if found is None:
        raise fail(f"Không có tài khoản “{username}”.", EXIT_USAGE)
    return found
