"""What a periodic report says of standing demands: those in force, and what the reviews handed in said."""

from tests.rooms.directives.test_reviews import given_obligations
from tests.rooms.org.office import Province

from congvu.judgement.reports import moves as reports
from congvu.judgement.reports import queries as reports_read
from congvu.judgement.reports.models import Report
from congvu.kernel.duties.moves import move
from congvu.kit.clock import today
from congvu.kit.work.moves import run_waiting
from congvu.sources.directives import moves, queries


def standing(report: Report) -> dict[str, list[int]]:
    """The figures of the section by the label of their line."""
    kept = next((one for one in report.figures["sections"] if one["key"] == "standing"), {"lines": []})
    return {line["label"]: line["values"] for line in kept["lines"]}


def made(it: Province) -> Report:
    asked = reports.ask(by=it.people["chutich"], body_id=it.bodies["ubnd"].pk, period_kind="month", day=today())
    run_waiting()
    return Report.objects.select_related("body").get(pk=asked.report.pk)


def test_a_report_counts_standing_demands_and_what_their_reviews_said(province: Province) -> None:
    (duty_id,) = moves.open_due_turns(at=given_obligations(province))
    head, lines = province.people["noivu"], list(queries.review_lines(duty_id))
    name = province.bodies["snv"].name
    assert standing(made(province)) == {name: [len(lines), 0, 0, 0, 0]}
    move("accept", duty_id=duty_id, by=head, given={})
    answers = {line.pk: ("done", "Biên bản 12") for line in lines} | {lines[0].pk: ("not", "")}
    moves.answer_review(duty_id, by=head, answers=answers, hand_in=True)
    report = made(province)
    assert standing(report) == {name: [len(lines), len(lines), len(lines) - 1, 0, 1]}
    (kept,) = [one for one in report.figures["sections"] if one["key"] == "standing"]
    for column, value in zip(kept["columns"], kept["lines"][0]["values"], strict=True):
        opened = reports_read.opened(
            province.people["chutich"], report, section="standing", line=kept["lines"][0]["key"], column=column["key"]
        )
        assert opened is not None and len(opened.rows) == value, column


def test_a_review_done_again_changes_no_report_that_was_made(province: Province) -> None:
    (duty_id,) = moves.open_due_turns(at=given_obligations(province))
    head, lines = province.people["noivu"], list(queries.review_lines(duty_id))
    move("accept", duty_id=duty_id, by=head, given={})
    moves.answer_review(duty_id, by=head, answers={line.pk: ("not", "") for line in lines}, hand_in=True)
    report = made(province)
    move("redo", duty_id=duty_id, by=province.people["chutich"], given={"reason": "Cần căn cứ"})
    moves.answer_review(duty_id, by=head, answers={line.pk: ("done", "Biên bản") for line in lines}, hand_in=True)
    assert reports_read.proven(reports_read.make(report)) == reports_read.proven(report.figures)
    assert standing(made(province)) != standing(report)
