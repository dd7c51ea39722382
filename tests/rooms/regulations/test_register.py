"""The register of internal rules and their reviews: a review is a duty when its day is near, made once."""

from datetime import timedelta

import pytest
from tests.office import Office
from tests.rooms.regulations.given import given_rule, in_days, verbs_of

from congvu.kernel.duties.models import Duty
from congvu.kit.clock import now, today
from congvu.sources.regulations import moves, queries
from congvu.sources.regulations.models import Regulation, RegulationReview
from congvu.sources.regulations.moves import RegulationRefused


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": " "}, "số, ký hiệu"),
        ({"title": ""}, "trích yếu"),
        ({"kind": "luat"}, "loại văn bản"),
        ({"reviewer_post": None}, "người rà soát"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(office: Office, changes: dict[str, object], message: str) -> None:
    with pytest.raises(RegulationRefused, match=message):
        given_rule(office, **changes)  # type: ignore[arg-type]
    assert not Regulation.objects.exists()


def test_days_must_fit_one_another(office: Office) -> None:
    with pytest.raises(RegulationRefused, match="trước ngày ban hành"):
        given_rule(office, in_force_from=today() - timedelta(days=400))
    with pytest.raises(RegulationRefused, match="sau ngày ban hành"):
        given_rule(office, review_on=today() - timedelta(days=400))


def test_a_number_stands_once_in_the_register_of_a_body(office: Office) -> None:
    given_rule(office)
    with pytest.raises(RegulationRefused, match="đã có"):
        given_rule(office, "12 / QĐ-SNNMT")
    given_rule(office, by="khanh", body=office.body["sxd"], reviewer_post=office.post["quang"])


def test_only_who_handles_the_papers_of_the_body_enters_or_changes(office: Office) -> None:
    with pytest.raises(RegulationRefused, match="không giữ sổ"):
        given_rule(office, by="khanh")
    row = given_rule(office)
    with pytest.raises(RegulationRefused, match="sửa được"):
        moves.correct(row.pk, by=office["khanh"], title="Khác")
    moves.correct(row.pk, by=office["thuy"], title="Quy chế làm việc (sửa)")
    assert verbs_of("regulation", row.pk) == ["enter", "correct"]


def test_everybody_reads_the_register_without_tone_marks(office: Office) -> None:
    row = given_rule(office)
    assert list(queries.register(text="quy che lam viec")) == [row]
    assert list(queries.register(state="review")) == [row] and not queries.register(state="ended")
    assert list(queries.register(body=office.body["sxd"].pk)) == []


def test_a_review_becomes_a_duty_of_its_reviewer_when_its_day_is_near(office: Office) -> None:
    row = given_rule(office)
    far = given_rule(office, "13/QĐ-SNNMT", review_on=in_days(200))
    (duty_id,) = moves.open_due_reviews()
    assert moves.open_due_reviews() == []
    duty = Duty.objects.get(pk=duty_id)
    assert duty.holder == office["ha"] and duty.issuer_post == office.post["hung"]
    assert duty.title == "Rà soát quy chế 12/QĐ-SNNMT"
    assert not RegulationReview.objects.filter(regulation=far).exists()
    assert verbs_of("regulation", row.pk) == ["enter", "open_review"]


def test_a_review_that_was_missed_gets_a_limit_of_its_own(office: Office) -> None:
    given_rule(office, review_on=today() - timedelta(days=3))
    (duty_id,) = moves.open_due_reviews()
    assert (Duty.objects.get(pk=duty_id).current_due_at or now()) > now()


def test_what_a_review_comes_to_sets_the_next_one_and_hands_in_the_duty(office: Office) -> None:
    row = given_rule(office)
    moves.open_due_reviews()
    review = RegulationReview.objects.get()
    with pytest.raises(RegulationRefused, match="người đang giữ"):
        moves.conclude_review(review.pk, by=office["hung"], outcome="keep", note="Còn phù hợp", next_on=in_days(300))
    with pytest.raises(RegulationRefused, match="rà soát tiếp theo"):
        moves.conclude_review(review.pk, by=office["ha"], outcome="keep", note="Còn phù hợp")
    with pytest.raises(RegulationRefused, match="căn cứ"):
        moves.conclude_review(review.pk, by=office["ha"], outcome="keep", note=" ", next_on=in_days(300))
    moves.conclude_review(review.pk, by=office["ha"], outcome="keep", note="Còn phù hợp", next_on=in_days(300))
    row.refresh_from_db()
    assert row.review_on == in_days(300) and Duty.objects.get().state == "handed_in"
    with pytest.raises(RegulationRefused, match="đã có kết quả"):
        moves.conclude_review(review.pk, by=office["ha"], outcome="repeal", note="Nữa")


def test_a_rule_is_replaced_from_the_day_the_newer_one_is_in_force(office: Office) -> None:
    old = given_rule(office)
    new = given_rule(office, "20/QĐ-SNNMT", issued_on=today(), in_force_from=in_days(5), review_on=None)
    moves.open_due_reviews()
    review = RegulationReview.objects.get(regulation=old)
    moves.conclude_review(review.pk, by=office["ha"], outcome="replace", note="Có quy chế mới", newer=new)
    old.refresh_from_db()
    assert (old.replaced_by, old.in_force_to, old.review_on) == (new, in_days(4), None)
    with pytest.raises(RegulationRefused, match="hiệu lực sau"):
        moves.replace(new.pk, by=office["hung"], newer=old)


def test_a_rule_ends_with_its_ground(office: Office) -> None:
    row = given_rule(office)
    with pytest.raises(RegulationRefused, match="căn cứ"):
        moves.end(row.pk, by=office["hung"], last_day=today(), reason="")
    moves.end(row.pk, by=office["hung"], last_day=today() - timedelta(days=1), reason="Quyết định 30/QĐ-SNNMT")
    assert list(queries.register(state="ended")) == [row] and moves.open_due_reviews() == []
