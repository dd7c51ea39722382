"""Everything that is read about directives, always as far as a person may see it."""

from congvu.sources.directives.queries.access import (
    find_reading,
    handled_body,
    may_approve,
    may_prepare,
    readings_visible_to,
)
from congvu.sources.directives.queries.accuracy import Accuracy, Touched, accuracy, touched_cards
from congvu.sources.directives.queries.before import BeforeChoice, asks_before, before_choice
from congvu.sources.directives.queries.cards import Card, NameView, Target, cards_of, offered_day, summary
from congvu.sources.directives.queries.clashes import ClashRow, all_clashes, clashes_of, find_clash
from congvu.sources.directives.queries.documents import DocumentPage, document_page, document_url, find_document
from congvu.sources.directives.queries.examples import Example, approved_readings, examples_of
from congvu.sources.directives.queries.labels import clause_of, document_label, short_label
from congvu.sources.directives.queries.obligations import obligations_of, review_duty, review_lines
from congvu.sources.directives.queries.outcomes import Outcome, Outcomes
from congvu.sources.directives.queries.pages import (
    ReadingPage,
    choices_of_bodies,
    leaders_for,
    origin_of,
    reading_page,
)
from congvu.sources.directives.queries.people import find_receivers, receiver_label, receivers_in, seat_in
from congvu.sources.directives.queries.readers import (
    Reader,
    ToRead,
    duties_of,
    find_asked,
    origin_key,
    questions_for,
    readers_of,
    to_read,
)
from congvu.sources.directives.queries.reading_room import (
    Overview,
    ReadersPage,
    UnitRow,
    digest_lines,
    duty_extras,
    overview,
    readers_page,
    unit_row,
)
from congvu.sources.directives.queries.registers import RegisterLine, RegisterPage, register_page, waiting_for, years
from congvu.sources.directives.queries.scans import SeenLine, line_picture, seen_lines
from congvu.sources.directives.queries.tree import Branch, Linked, Tree, Twig, figures_of, stage_origin, tree

__all__ = [
    "Accuracy",
    "BeforeChoice",
    "Branch",
    "Card",
    "ClashRow",
    "DocumentPage",
    "Example",
    "Linked",
    "NameView",
    "Outcome",
    "Outcomes",
    "Overview",
    "Reader",
    "ReadersPage",
    "ReadingPage",
    "RegisterLine",
    "RegisterPage",
    "SeenLine",
    "Target",
    "ToRead",
    "Touched",
    "Tree",
    "Twig",
    "UnitRow",
    "accuracy",
    "all_clashes",
    "approved_readings",
    "asks_before",
    "before_choice",
    "cards_of",
    "choices_of_bodies",
    "clashes_of",
    "clause_of",
    "digest_lines",
    "document_label",
    "document_page",
    "document_url",
    "duties_of",
    "duty_extras",
    "examples_of",
    "figures_of",
    "find_asked",
    "find_clash",
    "find_document",
    "find_reading",
    "find_receivers",
    "handled_body",
    "leaders_for",
    "line_picture",
    "may_approve",
    "may_prepare",
    "obligations_of",
    "offered_day",
    "origin_key",
    "origin_of",
    "overview",
    "questions_for",
    "readers_of",
    "readers_page",
    "reading_page",
    "readings_visible_to",
    "receiver_label",
    "receivers_in",
    "register_page",
    "review_duty",
    "review_lines",
    "seat_in",
    "seen_lines",
    "short_label",
    "stage_origin",
    "summary",
    "to_read",
    "touched_cards",
    "tree",
    "unit_row",
    "waiting_for",
    "years",
]
