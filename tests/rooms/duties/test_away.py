"""While somebody is away what comes reaches his stand-in; what he holds stays with him until his head passes it on."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.office import Office

from congvu.kernel.duties import invariants, moves
from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry, EntryField
from congvu.kernel.org import moves as org
from congvu.kernel.org import queries
from congvu.kernel.org.models import Absence
from congvu.kernel.org.moves import OrgRefused
from congvu.kit.clock import now, today


def away(office: Office, who: str, stand_in: str, days: int = 5, *, by: str = "hien", reason: str = "") -> Absence:
    return org.record_absence(
        office[who], stand_in=office[stand_in], starts_on=today(), ends_on=today() + timedelta(days=days),
        by=office[by], reason=reason,
    )  # fmt: skip


def test_a_new_duty_reaches_the_stand_in_and_the_head_still_answers_for_it(office: Office) -> None:
    away(office, "hung", "thuy")
    duty_id = office.given_duty("hung")
    duty = Duty.objects.get(pk=duty_id)
    assert office.holder_of(duty_id) == "thuy" and duty.accountable_post == office.post["hung"]
    assert invariants.check(connection) == []


def test_what_is_forwarded_returned_or_decided_reaches_the_stand_in(office: Office) -> None:
    forwarded, returned = office.given_duty("minh", "in_hand"), office.given_duty("minh", issuer="hung")
    submitted = office.given_duty("lan", "submitted")
    away(office, "lan", "tu", by="minh")
    away(office, "hung", "thuy")
    office.move("forward", forwarded, "minh", receiver=office["lan"].pk)
    assert office.holder_of(forwarded) == "tu"
    entry = Entry.objects.get(room="duties", subject_id=forwarded, verb="forward")
    assert entry.payload["instead_of"] == office["lan"].pk
    office.move("return", returned, "minh", ground="unclear", reason="Chưa rõ")
    assert office.holder_of(returned) == "thuy"
    office.move("decide", submitted, office.holder_of(submitted), outcome="agreed")
    assert office.holder_of(submitted) == "tu"
    assert invariants.check(connection) == []


def test_a_stand_in_who_left_is_followed_by_who_comes_next(office: Office) -> None:
    away(office, "lan", "tu")
    moves.end_appointment(office["tu"].appointments.get().pk, by=office["hien"], reason="Chuyển công tác")
    duty_id = office.given_duty("lan")
    assert office.holder_of(duty_id) == "minh"


def test_what_he_holds_stays_until_the_head_passes_it_on(office: Office) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    away(office, "lan", "tu")
    assert office.holder_of(duty_id) == "lan"
    moves.take_over_all(office["lan"].pk, by=office["minh"], receiver_id=office["tu"].pk, reason="Vắng")
    assert office.holder_of(duty_id) == "tu"


def test_before_and_after_it_changes_nothing(office: Office) -> None:
    row = org.record_absence(
        office["lan"], stand_in=office["tu"], starts_on=today() + timedelta(days=2),
        ends_on=today() + timedelta(days=3), by=office["minh"],
    )  # fmt: skip
    assert office.holder_of(office.given_duty("lan")) == "lan"
    org.end_absence(row, by=office["minh"])
    assert Absence.objects.get(pk=row.pk).cancelled_at is not None
    begun = away(office, "lan", "tu", by="minh")
    org.end_absence(begun, by=office["minh"])
    assert office.holder_of(office.given_duty("lan")) == "lan"


def test_why_stands_in_no_entry_and_is_told_to_few(office: Office) -> None:
    row = away(office, "lan", "tu", by="hien", reason="Nằm viện")
    entry = Entry.objects.get(room="org", subject="absence", subject_id=row.pk)
    assert "viện" not in str(entry.payload) and not EntryField.objects.filter(entry=entry).exists()
    told = {name for name in office.person if queries.reason_of(row, asked_by=office[name], at=now())}
    assert told == {"lan", "hien", "minh", "hung", "binh", "cuong"}
    assert queries.absence_days(today(), today()) == [(office["lan"].pk, today(), today())]


@pytest.mark.parametrize(
    ("who", "stand_in", "by", "starts", "ends", "words"),
    [
        ("lan", "tu", "tu", 0, 1, "Chỉ người đứng đầu đơn vị"),
        ("lan", "tu", "quang", 0, 1, "Chỉ người đứng đầu đơn vị"),
        ("lan", "lan", "minh", 0, 1, "người khác"),
        ("lan", "long", "minh", 0, 1, "không giữ vị trí nào ở cơ quan này"),
        ("lan", "tu", "minh", 1, 0, "Ngày cuối vắng phải sau"),
        ("lan", "tu", "minh", -40, 1, "lùi ngày tối đa"),
        ("lan", "tu", "minh", 0, 400, "dài nhất 366 ngày"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(
    office: Office, who: str, stand_in: str, by: str, starts: int, ends: int, words: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(OrgRefused, match=words):
        org.record_absence(
            office[who], stand_in=office[stand_in], starts_on=today() + timedelta(days=starts),
            ends_on=today() + timedelta(days=ends), by=office[by],
        )  # fmt: skip
    assert Entry.objects.count() == before and not Absence.objects.exists()


def test_two_absences_do_not_overlap_and_a_stand_in_is_there(office: Office) -> None:
    away(office, "lan", "tu")
    with pytest.raises(OrgRefused, match="đã được ghi vắng"):
        away(office, "lan", "minh")
    with pytest.raises(OrgRefused, match="cũng vắng"):
        away(office, "tu", "lan")
