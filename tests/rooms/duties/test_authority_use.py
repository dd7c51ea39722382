"""Each line of the authority matrix and each delegation: times used, refused, sent up; unused, or used by one alone."""

from datetime import timedelta

import pytest
from tests.office import Office

from congvu.kernel.duties.models import RefusalCount
from congvu.kernel.duties.moves import MoveRefused
from congvu.kernel.duties.queries.authority_use import ALONE_FROM, Use, authority_uses, duties_of_use
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kernel.org.models import AuthorityLine
from congvu.kit.clock import now, today


@pytest.fixture
def line(office: Office) -> AuthorityLine:
    return org.rule_authority(
        matter="hồ sơ đất đai", body=office.body["snnmt"], deciding_post=office.post["hung"], source="instrument",
        instrument="Quyết định 18/2025/QĐ-UBND", by=office["hien"],
    )  # fmt: skip


def duty(office: Office, holder: str = "lan", matter: str = "Rà soát hồ sơ đất đai quá hạn") -> int:
    return office.given_duty(holder, "in_hand", matter=matter, deciding_post_id=office.post["hung"].pk)


def use_of(subject: object) -> Use:
    uses = authority_uses(now())
    return next(one for one in (*uses.lines, *uses.delegations) if one.subject == subject)


def test_decisions_what_comes_back_and_what_is_sent_up_are_counted_from_entries(
    office: Office, line: AuthorityLine
) -> None:
    for outcome in ("agreed", "changed", "yours"):
        duty_id = duty(office)
        office.move("submit", duty_id, "lan", draft="Dự thảo")
        office.move("decide", duty_id, "hung", outcome=outcome, reason="Theo phân cấp")
    own = duty(office, "hung")
    office.move("submit", own, "hung", draft="Dự thảo", reason="Xin ý kiến lãnh đạo")
    office.move("submit", duty(office, matter="Quy hoạch phân khu"), "lan", draft="Khác lĩnh vực")
    use = use_of(line)
    assert (use.used, use.returned, use.sent_up, use.people) == (2, 1, 1, 1)
    assert {row.pk for row, _, _ in duties_of_use(now(), line=line.pk, kind="sent_up")} == {own}
    assert len(duties_of_use(now(), line=line.pk, kind="used")) == 2


def test_what_the_deciding_post_does_by_itself_is_a_use(office: Office, line: AuthorityLine) -> None:
    office.move("complete", duty(office, "hung"), "hung", product="Quyết định 5/QĐ-SNNMT")
    assert use_of(line).used == 1


def test_attempts_that_were_stopped_are_a_number_without_a_name(office: Office, line: AuthorityLine) -> None:
    duty_id = duty(office, "hung")
    for _ in range(2):
        with pytest.raises(MoveRefused, match="thuộc thẩm quyền quyết định của đồng chí"):
            office.move("submit", duty_id, "hung", draft="Dự thảo")
    other = duty(office)
    office.move("submit", other, "lan", draft="Dự thảo")
    with pytest.raises(MoveRefused):
        office.move("decide", other, "lan", outcome="agreed")
    assert Entry.objects.filter(subject_id=duty_id, room="duties").count() == 2  # issued and accepted, nothing more
    rows = RefusalCount.objects.order_by("kind").values_list("kind", "count", "line", "post")
    assert list(rows) == [
        ("not_decider", 1, line.pk, office.post["hung"].pk), ("own_authority", 2, line.pk, office.post["hung"].pk),
    ]  # fmt: skip
    assert use_of(line).refused == 3
    assert {field.name for field in RefusalCount._meta.fields}.isdisjoint({"person", "actor"})


def test_a_delegation_is_counted_by_who_decided_through_it(office: Office, line: AuthorityLine) -> None:
    row = org.delegate(
        from_post=office.post["hung"], to_person=office["thuy"], line=line, scope="Đất đai", instrument="GUQ 3",
        starts_on=today(), ends_on=today() + timedelta(days=30), by=office["hung"],
    )  # fmt: skip
    for _ in range(ALONE_FROM):
        duty_id = duty(office)
        office.move("submit", duty_id, "lan", draft="Dự thảo")
        office.move("decide", duty_id, "thuy", outcome="agreed")
    use = use_of(row)
    assert (use.used, use.who) == (ALONE_FROM, {office["thuy"].pk})
    assert row in [one.subject for one in authority_uses(now()).alone]


def test_what_nobody_used_for_a_year_is_listed(office: Office, line: AuthorityLine) -> None:
    assert authority_uses(now()).unused(today()) == []  # it is in force since today only
    AuthorityLine.objects.filter(pk=line.pk).update(valid_from=today() - timedelta(days=400))
    assert [use.subject for use in authority_uses(now()).unused(today())] == [line]


def test_a_fixed_number_of_statements(
    office: Office, line: AuthorityLine, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        authority_uses(now())
