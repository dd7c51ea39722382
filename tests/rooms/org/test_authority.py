"""Who may give work to whom, and which line of the matrix answers for a matter."""

from datetime import timedelta

import pytest
from tests.rooms.org.office import Province

from congvu.kernel.org import moves, queries
from congvu.kit.clock import now, today


@pytest.mark.parametrize(
    ("who", "to", "may"),
    [
        ("chutich", "snnmt", True),
        ("chutich", "tanphu", True),
        ("chutich", "btc", True),
        ("bithu", "snnmt", True),
        ("giamdoc", "snnmt", True),
        ("giamdoc", "qldd", True),
        ("giamdoc", "snv", False),
        ("giamdoc", "ubnd", False),
        ("truongphong", "qldd", True),
        ("truongphong", "snnmt", False),
        ("lan", "qldd", False),
        ("vanthu", "vp", False),
    ],
)
def test_work_is_given_to_ones_own_body_and_below_and_by_the_leadership_to_all(
    province: Province, who: str, to: str, may: bool
) -> None:
    posts = queries.posts_of(province.people[who], now())
    assert bool(queries.may_issue_to(posts, province.bodies[to])) is may


def test_a_ruling_becomes_a_line_that_answers_for_the_next_such_matter(province: Province) -> None:
    assert queries.authority_for("Xử lý bãi đổ thải ven sông", now()) is None
    moves.rule_authority(
        matter="Bãi đổ thải ven sông", body=province.bodies["snnmt"], instrument="Phân xử NV-2026-00012",
        by=province.people["chutich"], origin_key="duty/12",
    )  # fmt: skip
    line = queries.authority_for("Xử lý bãi đổ thải ven sông, xã Tân Phú", now())
    assert line is not None and line.body == province.bodies["snnmt"] and line.source == "ruling"


def test_a_later_ruling_takes_over_from_its_day(province: Province) -> None:
    earlier = today() - timedelta(days=10)
    first = moves.rule_authority(
        matter="Kè sông", body=province.bodies["snv"], instrument="1", by=province.people["chutich"], day=earlier
    )
    moves.rule_authority(matter="Kè sông", body=province.bodies["snnmt"], instrument="2", by=province.people["chutich"])
    assert queries.authority_for("kè sông", now()).body == province.bodies["snnmt"]  # type: ignore[union-attr]
    assert queries.authority_for("kè sông", now() - timedelta(days=5)) == first


def test_a_delegation_needs_scope_instrument_and_somebody_else(province: Province) -> None:
    admin = province.people["tochuc"]
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=30)}
    with pytest.raises(moves.OrgRefused, match="văn bản ủy quyền"):
        moves.delegate(
            from_post=province.posts["chutich"], to_person=province.people["giamdoc"], scope="Ký", instrument=" ",
            by=admin, **days,
        )  # fmt: skip
    with pytest.raises(moves.OrgRefused, match="chính mình"):
        moves.delegate(
            from_post=province.posts["chutich"], to_person=province.people["chutich"], scope="Ký", instrument="QĐ 1",
            by=admin, **days,
        )  # fmt: skip


def test_a_mandate_lets_a_person_prepare_in_the_leaders_name(province: Province) -> None:
    clerk = province.people["vanthu"]
    moves.mandate(leader_post=province.posts["chutich"], person=clerk, starts_on=today(), by=province.people["tochuc"])
    assert queries.leaders_prepared_for(clerk, now()) == [province.posts["chutich"]]
    assert queries.leaders_prepared_for(clerk, now() - timedelta(days=2)) == []
