"""Targets are set under authority; figures are reported by the named person, corrected by new ones, never changed."""

from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction
from tests.office import Office
from tests.rooms.programmes.given import given_target, month

from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry
from congvu.kit.clock import now, today
from congvu.kit.refusal import Refused
from congvu.sources.programmes import moves, queries
from congvu.sources.programmes.models import Figure, Target


def report(office: Office, target: Target, number: int, value: str, by: str = "lan") -> Figure:
    return moves.report_figure(
        target.pk, by=office[by], period=month(number), value=Decimal(value), evidence="Sổ cấp giấy"
    )


def test_figures_add_up_to_a_share_that_is_rounded_down(office: Office) -> None:
    target = given_target(office)
    report(office, target, 1, "100")
    report(office, target, 2, "499.9")
    (view,) = queries.views_of([target])
    assert (view.reached, view.share, view.kept, view.reported) == (Decimal("599.9"), 49, False, 2)
    assert len(view.periods) == 12


def test_a_level_is_the_last_figure_and_a_ceiling_has_no_share(office: Office) -> None:
    target = given_target(office, measure="latest", direction="at_most", value=Decimal(5), unit="%")
    report(office, target, 1, "9")
    report(office, target, 2, "4")
    (view,) = queries.views_of([target])
    assert (view.reached, view.share, view.kept) == (Decimal(4), None, True)


def test_a_correction_is_a_new_row_and_both_stay(office: Office) -> None:
    target = given_target(office)
    wrong = report(office, target, 1, "1000")
    with pytest.raises(Refused, match="Lý do"):
        moves.correct_figure(wrong.pk, by=office["lan"], value=Decimal(100), evidence="Sổ", reason="")
    moves.correct_figure(wrong.pk, by=office["lan"], value=Decimal(100), evidence="Sổ", reason="Thừa một số không")
    (view,) = queries.views_of([target])
    assert view.reached == Decimal(100)
    assert [figure.value for figure in view.periods[0].history] == [Decimal(1000), Decimal(100)]
    with pytest.raises(Refused, match="đã được đính chính"):
        moves.correct_figure(wrong.pk, by=office["lan"], value=Decimal(1), evidence="Sổ", reason="x")
    rows = Entry.objects.filter(room="programmes", subject="target", subject_id=target.pk).order_by("seq")
    assert list(rows.values_list("verb", flat=True)) == ["set", "report", "correct"]


def test_the_database_keeps_a_figure_as_it_was_reported(office: Office) -> None:
    figure = report(office, given_target(office), 1, "5")
    for change in (lambda: Figure.objects.filter(pk=figure.pk).update(value=9), lambda: figure.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_a_period_has_one_figure(office: Office) -> None:
    target = given_target(office)
    report(office, target, 1, "5")
    with pytest.raises(Refused, match="đã có số liệu"):
        report(office, target, 1, "6")


def test_only_the_named_person_reports(office: Office) -> None:
    target = given_target(office)
    with pytest.raises(Refused, match=r"Chỉ người được giao báo cáo chỉ tiêu này .*Nguyễn Thị Lan"):
        report(office, target, 1, "5", by="tu")
    with pytest.raises(Target.DoesNotExist):
        report(office, target, 1, "5", by="khanh")


def test_the_head_may_correct(office: Office) -> None:
    figure = report(office, given_target(office), 1, "5")
    moves.correct_figure(figure.pk, by=office["hung"], value=Decimal(6), evidence="Kiểm tra", reason="Sót")
    with pytest.raises(Refused, match="Chỉ người được giao"):
        moves.correct_figure(
            Figure.objects.latest("pk").pk, by=office["tu"], value=Decimal(7), evidence="x", reason="y"
        )


def test_a_target_is_set_under_authority_over_the_body(office: Office) -> None:
    with pytest.raises(Refused, match="không thuộc thẩm quyền"):
        given_target(office, by="lan")
    target = given_target(office, by="hung")
    assert target.issuer_post == office.post["hung"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"indicator": " "}, "indicator"),
        ({"period": "2026-W01"}, "every"),
        ({"period": "2026-M01", "every": "quarter"}, "every"),
        ({"period": "abc"}, "period"),
        ({"measure": "average"}, "measure"),
        ({"instrument": ""}, "instrument"),
    ],
)
def test_bad_input_is_refused_at_its_field(office: Office, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        given_target(office, **changes)
    assert refused.value.field == field and not Target.objects.exists()


def test_when_a_period_has_ended_its_report_is_a_duty_and_the_figure_hands_it_in(office: Office) -> None:
    target = given_target(office)
    Target.objects.filter(pk=target.pk).update(set_at=now().replace(month=1, day=2), period=str(today().year - 1))
    made = moves.open_figure_duties()
    assert made == []  # periods that ended before the target was set were never asked for
    Target.objects.filter(pk=target.pk).update(set_at=now().replace(year=now().year - 1, month=11, day=15))
    made = moves.open_figure_duties()
    assert len(made) == 2 and moves.open_figure_duties() == []
    duty = Duty.objects.get(pk=made[0])
    assert duty.holder == office["lan"] and duty.origin_key == f"figure/{target.pk}/{today().year - 1}-M11"
    moves.report_figure(
        target.pk, by=office["lan"], period=f"{today().year - 1}-M11", value=Decimal("12.5"), evidence="Sổ cấp giấy"
    )
    duty.refresh_from_db()
    assert duty.state == "handed_in"


def test_a_target_ends_with_a_reason_and_keeps_its_figures(office: Office) -> None:
    target = given_target(office)
    report(office, target, 1, "5")
    with pytest.raises(Refused, match="không thuộc thẩm quyền"):
        moves.end_target(target.pk, by=office["lan"], reason="x")
    moves.end_target(target.pk, by=office["binh"], reason="Nghị quyết mới thay thế")
    assert not queries.targets_of(office["lan"]).exists() and Figure.objects.count() == 1
    with pytest.raises(Refused, match="đã chấm dứt"):
        report(office, target, 2, "5")
