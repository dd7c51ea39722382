"""Who came from a file gets a password from the administrator; that it was given is an entry, what it is nowhere."""

import pytest
from tests.rooms.org.office import Province

from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves
from congvu.kernel.org.models import Person
from congvu.kernel.org.moves import OrgRefused


def test_a_password_is_given_by_the_administrator_and_told_once(province: Province) -> None:
    admin = province.people["quantri"]
    person = moves.add_person(username="an.lt", full_name="Lê Thị An", by=admin)
    assert not person.has_usable_password()
    password = moves.give_password(person, by=admin)
    assert Person.objects.get(pk=person.pk).check_password(password)
    entry = Entry.objects.filter(subject="person", subject_id=person.pk).latest("seq")
    assert (entry.verb, entry.actor_id) == ("give_password", admin.pk)
    assert password not in str(entry.payload)


def test_nobody_else_gives_passwords(province: Province) -> None:
    admin = province.people["quantri"]
    person = moves.add_person(username="an.lt", full_name="Lê Thị An", by=admin)
    with pytest.raises(OrgRefused, match="quản trị viên"):
        moves.give_password(admin, by=person)
