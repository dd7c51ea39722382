"""People who came from a file get passwords for first use on the command line, all or nobody."""

from tests.house.program import SET_UP, congvu, home_with

PEOPLE = SET_UP + (
    "    moves.add_person(username='quantri', full_name='Quản Trị', by=None, administrator=True, password='x' * 16)\n"
    "    admin = moves.people.Person.objects.get(username='quantri')\n"
    "    moves.add_person(username='an.lt', full_name='Lê Thị An', by=admin)\n"
)


def test_whoever_has_no_password_gets_one_once() -> None:
    by = ("--by", "quantri")
    with home_with(PEOPLE) as home:
        refused = congvu(home, "password", "an.lt", "nobody", *by)
        assert refused.returncode == 2 and "nobody" in refused.stderr and not refused.stdout
        assert congvu(home, "password", *by).returncode == 2
        given = congvu(home, "password", "--missing", *by)
        assert given.returncode == 0, given.stderr
        username, name, password = given.stdout.strip().split("\t")
        assert (username, name) == ("an.lt", "Lê Thị An") and len(password) >= 16
        assert congvu(home, "password", "--missing", *by).stdout == ""
