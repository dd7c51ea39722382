"""The stored state of a duty is what its entries say."""

import psycopg
import pytest
from django.db import connection
from tests.database import Database
from tests.office import Office

from congvu.kernel.duties import invariants
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.queries import replay
from congvu.kernel.duties.rules import STATES
from congvu.kernel.ledger.models import Entry


@pytest.mark.parametrize("state", sorted(STATES - {"draft"}))
def test_every_promise_holds_in_every_state(office: Office, state: str) -> None:
    office.given_duty("lan" if state != "disputed" else "hung", state)
    assert invariants.check(connection) == []


def test_the_entries_alone_give_the_stored_state(office: Office) -> None:
    duty = Duty.objects.get(pk=office.given_duty("lan", "closed"))
    told = replay(Entry.objects.filter(room="duties", subject_id=duty.pk).order_by("seq"))
    assert {name: getattr(duty, name) for name in told if name != "last_leaf"} == {
        name: value for name, value in told.items() if name != "last_leaf"
    }
    assert bytes(duty.last_leaf or b"") == told["last_leaf"]


@pytest.mark.django_db(transaction=True)
def test_a_limit_changed_behind_the_program_is_named_in_words(office_kept: Office, database: Database) -> None:
    duty_id = office_kept.given_duty("lan", "in_hand")
    triggers = ("duty_keep", "duty_keep_first_due", "duty_keep_issued")
    with psycopg.connect(database.cluster.superuser_url(database.name), autocommit=True) as superuser:
        superuser.execute("alter table duty disable trigger user")
        superuser.execute("update duty set current_due_at = '2027-01-05 17:00+07' where id = %s", (duty_id,))
        for trigger in (*triggers, "duty_keep_table"):
            superuser.execute(f"alter table duty enable always trigger {trigger}".encode())
    (fault,) = invariants.check(connection)
    assert fault.startswith(f"Việc {duty_id}, dòng 2: hạn hiện tại đang là 05/01/2027 17:00:00, sổ cái ghi ")
