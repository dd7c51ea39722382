"""The demonstration's reports: of the last closed month, and a form that the office built and gets every week."""

from datetime import timedelta

from congvu.config.demo.office import Office
from congvu.judgement.reports import moves
from congvu.judgement.reports.rules import Content, period_of
from congvu.kit.clock import today
from congvu.kit.work.moves import run_waiting

WEEKLY = Content(rows=("bodies",), columns=("total", "done", "late", "open", "overdue"))
REMARK = (
    "Tiến độ chung bảo đảm. Các đơn vị có việc quá hạn báo cáo nguyên nhân và thời điểm hoàn thành trước buổi giao ban "
    "đầu tuần."
)


def make_reports(office: Office) -> None:
    """Through the real moves, after everything else has happened and been sealed."""
    chairman, body = office.province.head("ubnd_tinh"), office.province.bodies["ubnd_tinh"].pk
    closed = period_of("month", today()).first - timedelta(days=1)
    asked = moves.ask(by=chairman, body_id=body, period_kind="month", day=closed)
    form = moves.save_form(
        by=chairman, name="Theo dõi giao ban đầu tuần", body_id=body, period_kind="week", content=WEEKLY
    )
    moves.subscribe(form.pk, by=chairman)
    last_week = period_of("week", today()).first - timedelta(days=1)
    moves.ask_form(form.pk, by=chairman, day=last_week)
    run_waiting()
    moves.remark(asked.report.pk, by=chairman, text=REMARK)
