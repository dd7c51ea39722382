"""`congvu token`: keys by which programs call the API."""

import sys
from typing import TYPE_CHECKING

import click

from congvu.faces.cli.runtime import EXIT_USAGE, fail, program

if TYPE_CHECKING:
    from congvu.kernel.org.models import Person


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Khóa cho phần mềm khác gọi API: một khóa làm việc thay một người, trong phạm vi nhất định, đến một ngày.

    \b
    Ví dụ:
      congvu token make lan --program "Kho báo cáo" --scope duties:read --days 90 --by quantri
      congvu token list
      congvu token revoke 3 --by quantri
    """


@command.command()
@click.argument("username")
@click.option("--program", "name", required=True, help="Tên phần mềm sẽ dùng khóa.")
@click.option("--scope", "scopes", multiple=True, required=True, help="Phạm vi; lặp lại được.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="Số ngày có hiệu lực.")
@click.option("--by", "by_name", required=True, help="Tên đăng nhập của người quản trị.")
def make(username: str, name: str, scopes: tuple[str, ...], days: int, by_name: str) -> None:
    """Tạo khóa cho một người. Khóa chỉ hiện một lần.

    \b
    Ví dụ:
      congvu token make lan --program "Kho báo cáo" --scope duties:read --scope search:read --by quantri
    """
    with program():
        from congvu.kernel.org import moves

        try:
            token, secret = moves.make_token(
                _person(username), program=name, scopes=scopes, days=days, by=_person(by_name)
            )
        except moves.OrgRefused as refused:
            raise fail(refused.text, EXIT_USAGE) from None
    click.echo(secret)
    click.echo(f"Khóa số {token.pk}, đến hết {token.expires_at:%d/%m/%Y}. Khóa chỉ hiện lần này.", err=True)


@command.command("list")
def listing() -> None:
    """Các khóa, mới nhất trước.

    \b
    Ví dụ:
      congvu token list
    """
    with program():
        from congvu.kernel.org.queries import tokens
        from congvu.kit.clock import now

        at = now()
        for token in tokens():
            state = "đã thu hồi" if token.revoked_at else "hết hạn" if token.expires_at <= at else "còn hiệu lực"
            scopes = " ".join(token.scopes)
            click.echo(f"{token.pk}\t{token.program}\t{token.person.username}\t{scopes}\t{state}")


@command.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
@click.option("--by", "by_name", required=True, help="Tên đăng nhập của người quản trị.")
def revoke(number: int, by_name: str) -> None:
    """Thu hồi một khóa; từ lúc đó khóa bị từ chối.

    \b
    Ví dụ:
      congvu token revoke 3 --by quantri
    """
    with program():
        from congvu.kernel.org import moves
        from congvu.kernel.org.queries import tokens

        token = tokens().filter(pk=number).first()
        if token is None:
            raise fail(f"Không có khóa số {number}.", EXIT_USAGE)
        try:
            moves.revoke_token(token, by=_person(by_name))
        except moves.OrgRefused as refused:
            raise fail(refused.text, EXIT_USAGE) from None
    click.echo(f"Đã thu hồi khóa số {number}.", file=sys.stderr)


def _person(username: str) -> "Person":
    from congvu.kernel.org.models import Person

    found = Person.objects.filter(username=username).first()
    if found is None:
        raise fail(f"Không có tài khoản “{username}”.", EXIT_USAGE)
    return found
