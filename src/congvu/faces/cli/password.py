"""`congvu password`: passwords for first use, for people who came from the file of a body."""

import click

from congvu.faces.cli.runtime import EXIT_USAGE, fail, program


@click.command(
    epilog="""\b
Ví dụ:
  congvu password an.lt thu.nt --by quantri > mat-khau.tsv
  congvu password --missing --by quantri > mat-khau.tsv

\b
Mã kết thúc: 0 xong · 2 gọi sai, hoặc không có người ấy; chưa cấp gì · 4 cơ sở dữ liệu không dùng được
"""
)
@click.argument("usernames", nargs=-1)
@click.option("--missing", is_flag=True, help="Mọi người chưa có mật khẩu.")
@click.option("--by", "by_name", required=True, help="Tên đăng nhập của người quản trị.")
def command(usernames: tuple[str, ...], missing: bool, by_name: str) -> None:
    """Cấp mật khẩu dùng lần đầu. Mỗi dòng in ra: tên đăng nhập, họ tên, mật khẩu; chỉ hiện một lần."""
    if bool(usernames) == missing:
        raise click.UsageError("Nêu tên đăng nhập, hoặc --missing.")
    with program():
        from django.db import transaction

        from congvu.kernel.org import moves
        from congvu.kernel.org.models import Person

        people = list(Person.objects.filter(is_active=True).order_by("username"))
        known = {person.username: person for person in people}
        unknown = [name for name in (*usernames, by_name) if name not in known]
        if unknown:
            raise fail(f"Không có tài khoản “{unknown[0]}”.", EXIT_USAGE)
        chosen = [known[name] for name in dict.fromkeys(usernames)]
        chosen = chosen or [person for person in people if not person.has_usable_password()]
        try:
            with transaction.atomic():
                given = [(person, moves.give_password(person, by=known[by_name])) for person in chosen]
        except moves.OrgRefused as refused:
            raise fail(refused.text, EXIT_USAGE) from None
    for person, password in given:
        click.echo(f"{person.username}\t{person.full_name}\t{password}")
    click.echo(f"Đã cấp {len(given)} mật khẩu. Đưa tận tay từng người, rồi xóa bản này.", err=True)
