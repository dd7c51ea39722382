"""Every way reports change: asked for, made, made again, commented; forms built, subscribed to, dropped."""

from congvu.judgement.reports.moves.asking import Asked, ask, ask_form
from congvu.judgement.reports.moves.forms import drop_form, save_form, subscribe, unsubscribe
from congvu.judgement.reports.moves.making import MAKE, REMAKE, make_again, remake_job, report_job
from congvu.judgement.reports.moves.remarks import remark
from congvu.judgement.reports.moves.turns import make_due

__all__ = [
    "MAKE",
    "REMAKE",
    "Asked",
    "ask",
    "ask_form",
    "drop_form",
    "make_again",
    "make_due",
    "remake_job",
    "remark",
    "report_job",
    "save_form",
    "subscribe",
    "unsubscribe",
]
