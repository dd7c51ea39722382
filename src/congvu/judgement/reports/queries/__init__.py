"""Everything that is read: what may be reported on, figures as known at a cut-off, the rows behind them."""

from congvu.judgement.reports.queries.access import find_report, forms_visible_to, reports_visible_to
from congvu.judgement.reports.queries.contained import Contained, contained
from congvu.judgement.reports.queries.digest import digest_lines
from congvu.judgement.reports.queries.making import data_begins, make, proven, section_titles
from congvu.judgement.reports.queries.pages import (
    Shown,
    ShownColumn,
    ShownFigure,
    ShownLine,
    ShownSection,
    changes,
    shown,
)
from congvu.judgement.reports.queries.paper import paper_of
from congvu.judgement.reports.queries.places import bodies_to_report, may_report, may_report_person
from congvu.judgement.reports.queries.rows import Opened, opened

__all__ = [
    "Contained",
    "Opened",
    "Shown",
    "ShownColumn",
    "ShownFigure",
    "ShownLine",
    "ShownSection",
    "bodies_to_report",
    "changes",
    "contained",
    "data_begins",
    "digest_lines",
    "find_report",
    "forms_visible_to",
    "make",
    "may_report",
    "may_report_person",
    "opened",
    "paper_of",
    "proven",
    "reports_visible_to",
    "section_titles",
    "shown",
]
