"""Every way a directive becomes work. Page, API, command line and job call these verbs; nobody else writes here."""

from congvu.sources.directives.moves.cards import (
    add_by_hand,
    choose_lead,
    confirm,
    correct,
    merge,
    reject,
    restore,
    set_group_product,
    split,
)
from congvu.sources.directives.moves.clashes import settle_clash
from congvu.sources.directives.moves.documents import correct_document, enter_real_number
from congvu.sources.directives.moves.entering import Entered, enter, read_registered
from congvu.sources.directives.moves.entries import DirectiveRefused
from congvu.sources.directives.moves.examples import take_examples, take_some
from congvu.sources.directives.moves.issuing import Issued, approve_and_issue, instruct, propose, refuse, take_back
from congvu.sources.directives.moves.limits import leave_limit_to_receiver, set_group_date, settle_before
from congvu.sources.directives.moves.naming import resolve_name
from congvu.sources.directives.moves.readers import (
    acknowledge,
    answer,
    ask,
    hand_in_reading,
    pass_question,
    verify_read,
)
from congvu.sources.directives.moves.receiving import RECOGNISE, receive, recognise_job
from congvu.sources.directives.moves.stages import close_stage, open_stage
from congvu.sources.directives.moves.turns import open_due_turns
from congvu.sources.directives.moves.witness import answer_review

__all__ = [
    "RECOGNISE",
    "DirectiveRefused",
    "Entered",
    "Issued",
    "acknowledge",
    "add_by_hand",
    "answer",
    "answer_review",
    "approve_and_issue",
    "ask",
    "choose_lead",
    "close_stage",
    "confirm",
    "correct",
    "correct_document",
    "enter",
    "enter_real_number",
    "hand_in_reading",
    "instruct",
    "leave_limit_to_receiver",
    "merge",
    "open_due_turns",
    "open_stage",
    "pass_question",
    "propose",
    "read_registered",
    "receive",
    "recognise_job",
    "refuse",
    "reject",
    "resolve_name",
    "restore",
    "set_group_date",
    "set_group_product",
    "settle_before",
    "settle_clash",
    "split",
    "take_back",
    "take_examples",
    "take_some",
    "verify_read",
]
