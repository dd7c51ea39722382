"""Every way programmes, drafts and targets change. Page, API, job and demonstration call these verbs."""

from congvu.sources.programmes.moves.changing import ask_change, decide_change
from congvu.sources.programmes.moves.opening import open_dossier
from congvu.sources.programmes.moves.registering import NewItem, approve, edit, refuse, register, withdraw
from congvu.sources.programmes.moves.stages import ask_opinions, hand_in, open_stage, return_stage, skip_stage
from congvu.sources.programmes.moves.targets import (
    NewTarget,
    correct_figure,
    end_target,
    open_figure_duties,
    report_figure,
    set_target,
)
from congvu.sources.programmes.moves.texts import Compared, compared, texts_of, words_of

__all__ = [
    "Compared",
    "NewItem",
    "NewTarget",
    "approve",
    "ask_change",
    "ask_opinions",
    "compared",
    "correct_figure",
    "decide_change",
    "edit",
    "end_target",
    "hand_in",
    "open_dossier",
    "open_figure_duties",
    "open_stage",
    "refuse",
    "register",
    "report_figure",
    "return_stage",
    "set_target",
    "skip_stage",
    "texts_of",
    "withdraw",
    "words_of",
]
