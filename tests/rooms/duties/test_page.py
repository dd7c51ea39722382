"""The page of a duty and the list of a person, read within a constant number of statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.office import Office

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import queries
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.rules import STATES
from congvu.kit.clock import now, today

MOST = 15


@pytest.mark.parametrize("state", sorted(STATES - {"draft", "disputed"}))
def test_the_page_of_every_state_is_read_in_few_statements(office: Office, state: str) -> None:
    duty_id = office.given_duty("lan", state)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        page = queries.duty_page(office["hung"], duty_id)
    assert len(statements) + 1 <= MOST  # and the read of `standing`, made beside Django's cursor
    assert page.duty.state == state and page.entries and page.holdings and page.deadline
    assert all(row.sentence or row.texts or row.verb == "verify" for row in page.entries)


def test_the_list_of_a_person_is_read_in_few_statements(office: Office) -> None:
    for state in ("assigned", "in_hand", "submitted", "handed_in"):
        office.given_duty("lan", state)
    with CaptureQueriesContext(connection) as statements:
        mine = queries.inbox(office["lan"], now())
    assert len(statements) + 1 <= MOST  # and the read of `standing`, made beside Django's cursor
    assert (mine.counts.to_accept, mine.counts.rest, mine.counts.waiting) == (1, 1, 2)


def test_the_unseen_does_not_exist(office: Office) -> None:
    duty_id = office.given_duty("lan")
    with pytest.raises(Duty.DoesNotExist):
        queries.duty_page(office["long"], duty_id)
    assert not queries.visible_to(office["long"]).exists()
    assert queries.visible_to(office["thu"]).filter(pk=duty_id).exists()
    assert queries.duty_page(office["thu"], duty_id).sight == "title"


def test_search_needs_no_tone_marks(office: Office) -> None:
    duty_id = office.given_duty("lan")
    code = Duty.objects.get(pk=duty_id).code
    for text in ("ra soat ho so", "RÀ SOÁT dat", code, "63 ho so"):
        assert [duty.pk for duty in queries.search(office["lan"], text)] == [duty_id], text
    assert queries.search(office["long"], "ra soat") == []


def explained(office: Office, duty_id: int) -> None:
    page = queries.duty_page(office["lan"], duty_id)
    assert page.deadline is not None and page.deadline.due.at == Duty.objects.get(pk=duty_id).current_due_at


def test_the_explanation_ends_at_the_limit_that_is_kept_paused_or_not(office: Office) -> None:
    day = today() + timedelta(days=20)
    for rule in (DueRule.on(day, "before"), DueRule.on(day, "by"), DueRule.within(7, "working_days")):
        duty_id = office.given_duty("lan", "in_hand", due_rule=rule)
        explained(office, duty_id)
        office.move("pause", duty_id, "lan", pause_ground="force_majeure", reason="Công điện 21/CĐ-UBND")
        explained(office, duty_id)
        office.move("resume", duty_id, "lan")
        explained(office, duty_id)
