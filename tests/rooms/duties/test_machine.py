"""A small office at work, at random: after every move each promise holds, and what is refused leaves no trace."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test
from tests.office import Office, given_office

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import invariants, moves, tasks
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import Moved, MoveRefused, NewDuty
from congvu.kernel.duties.rules import DUTY, RETURN_GROUNDS
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Appointment
from congvu.kit.clock import today

# who acts: those around the duties, a superior, a stranger, an official of another body
PEOPLE = ("binh", "hung", "thuy", "minh", "lan", "tu", "son", "khanh", "long", "thu")
HOLDERS = ("hung", "minh", "lan", "khanh", "phuc")
VERBS = tuple(verb for verb in DUTY.verbs if verb not in ("lapse", "recompute", "reseat", "propose_limit"))


class Work(RuleBasedStateMachine):
    """One example is one savepoint of the test's transaction."""

    duties: Bundle[int] = Bundle("duties")
    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.office = given_office()
        self.gone: set[str] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    @rule(target=duties, holder=st.sampled_from(HOLDERS), due=st.integers(2, 40))
    def issue(self, holder: str, due: int) -> int:
        new = self.office.new(holder, due_rule=DueRule.within(due, "working_days"))
        try:
            return moves.issue_new([new], by=self.office["binh"])[0]
        except MoveRefused:
            assert holder in self.gone or "binh" in self.gone or self.office._head_of(holder) in self.gone
            return self.issue_anyhow()

    def issue_anyhow(self) -> int:
        return moves.draft(self.office.new("hung"), by=self.office["thu"])

    @rule(
        duty_id=duties,
        by=st.sampled_from(PEOPLE),
        holder_acts=st.booleans(),
        verb=st.sampled_from(VERBS),
        other=st.sampled_from(PEOPLE),
        ground=st.sampled_from(RETURN_GROUNDS),
        number=st.integers(0, 120),
    )
    def move(self, duty_id: int, by: str, holder_acts: bool, verb: str, other: str, ground: str, number: int) -> None:
        if holder_acts and Duty.objects.values_list("holder_id", flat=True).get(pk=duty_id):
            by = self.office.holder_of(duty_id)
        before = Duty.objects.filter(pk=duty_id).values().get()
        count = Entry.objects.count()
        given = self._given(verb, other, ground, number)
        try:
            with transaction.atomic():
                moved = moves.move(verb, duty_id=duty_id, by=self.office[by], given=given)
        except (MoveRefused, Duty.DoesNotExist) as refused:
            assert Duty.objects.filter(pk=duty_id).values().get() == before
            assert Entry.objects.count() == count
            assert isinstance(refused, Duty.DoesNotExist) or refused.refusal.text
        else:
            self._was_lawful(verb, before, moved)

    def _was_lawful(self, verb: str, before: dict[str, Any], moved: Moved) -> None:
        assert (verb, before["state"], moved.state) in DUTY.transitions()
        assert moved.seq == before["seq"] + 1
        after = Duty.objects.get(pk=before["id"])
        assert (after.state, after.seq) == (moved.state, moved.seq)
        assert before["first_due_at"] in (None, after.first_due_at)

    def _given(self, verb: str, other: str, ground: str, number: int) -> dict[str, object]:
        day = today() + timedelta(days=number)
        return {
            "receiver": self.office[other].pk, "reason": "Có lý do", "ground": ground, "by_rule": "QĐ 10/2025",
            "should_hold": self.office.body["sxd"].pk, "consulted": self.office[other].pk, "question": "Ý kiến?",
            "due": day.isoformat(), "draft": "Dự thảo", "product": "Báo cáo", "progress": "Một nửa", "note": "Ghi",
            "outcome": ("agreed", "changed", "yours")[number % 3], "pause_ground": "force_majeure", "percent": number,
            "cause": "Bão", "from": "2026-11-02", "until": "2026-11-04", "claim": number % 6 + 1,
            "cause_outcome": "confirmed", "matter": "đất công ích" if verb == "assign" and number % 2 else "",
        }  # fmt: skip

    @rule(duty_id=duties, name=st.sampled_from(("lan", "tu", "son")), size=st.integers(1, 3))
    def break_down(self, duty_id: int, name: str, size: int) -> None:
        post = self.office.post[name].pk
        part = NewDuty(
            title="Phần", product_kind="bao_cao", due_rule=DueRule.within(3, "working_days"),
            holder_id=self.office[name].pk, holder_post_id=post,
        )  # fmt: skip
        count = Entry.objects.count()
        try:
            with transaction.atomic():
                moves.break_down(duty_id, by=self.office["hung"], children=[part] * size)
        except (MoveRefused, Duty.DoesNotExist):
            assert Entry.objects.count() == count

    @rule(duty_id=consumes(duties))
    def read(self, duty_id: int) -> None:
        from congvu.kernel.duties.queries import duty_page

        if Duty.objects.get(pk=duty_id).state != "draft":
            assert duty_page(self.office["binh"], duty_id).entries

    @rule(name=st.sampled_from(("lan", "minh", "thuy")))
    def leave(self, name: str) -> None:
        row = Appointment.objects.get(person=self.office[name])
        if row.ends_at is None:
            moves.end_appointment(row.pk, by=self.office["hien"], reason="Chuyển công tác")
            self.gone.add(name)

    @rule()
    def clock(self) -> None:
        tasks.run_clock()

    @invariant()
    def every_promise_holds(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
        assert invariants.check(connection) == []


def work(examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Work,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_an_office_at_random(db: None) -> None:
    work(examples=8, steps=25)


@pytest.mark.long
def test_an_office_at_random_for_long(db: None) -> None:
    work(examples=300, steps=60)
