"""Catalogues of translations: compiled as committed, and no blank filled in differently."""

import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

import congvu
from congvu.kernel.duties import rules as duties
from congvu.kit.messages import compiled, entries
from congvu.kit.translations import faults
from congvu.sources.directives import rules as directives
from congvu.sources.directives.models import Reading
from congvu.sources.directives.moves.witness import OUTCOMES

LOCALE = Path(congvu.__file__).parent / "locale"
BLANK = re.compile(r"%\((\w+)\)[sd]")


def test_the_compiled_catalogues_are_those_of_the_sources() -> None:
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        assert source.with_suffix(".mo").read_bytes() == compiled(source.read_text()), (
            f"python -m congvu.kit.messages ({source})"
        )


def test_our_compiler_and_pythons_reader_agree() -> None:
    catalogue = gettext.GNUTranslations(io.BytesIO(compiled((LOCALE / "en/LC_MESSAGES/django.po").read_text())))
    assert catalogue.gettext("thứ Năm") == "Thursday"
    assert catalogue.ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", 1) == "%(n)d working day"
    assert catalogue.ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", 4) == "%(n)d working days"


def test_a_translation_has_the_blanks_of_its_original() -> None:
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        for key, value in entries(source.read_text()):
            if not key:
                continue
            for form in value.split("\0"):
                assert set(BLANK.findall(form)) == set(BLANK.findall(key.split("\0")[0])), key


def test_the_english_catalogue_holds_what_pages_say_and_nothing_else() -> None:
    assert list(faults()) == []


def words_of_tables() -> Iterator[str]:
    """The words that reach pages as data: labels of moves, states, fields, kinds, and what is missing."""
    table = duties.DUTY.words
    for words in (table.states, table.relations, table.laws, duties.STEP_LABELS):
        yield from words.values()
    yield from (move.label for move in duties.DUTY.moves)
    for field in duties.FIELDS.values():
        yield from (field.label, *(label for _value, label in field.choices))
    empty = duties.missing_ro(
        holder=False, title="", due=False, accountable=False, product_kind="", deciding=False, basis=""
    )
    cards = (directives.CardFacts("task", ""), directives.CardFacts("task", "", outside=1, due_past=True))
    for lack in (*empty, *(lack for card in cards for lack in directives.missing(card))):
        yield from (lack.message, lack.ask)
    for labels in (directives.KINDS, directives.PRODUCT_KINDS, directives.EVERY, directives.RO_LABELS, OUTCOMES):
        yield from labels.values()
    yield from Reading.State.labels


def test_the_words_of_the_tables_are_translated() -> None:
    known = dict(entries((LOCALE / "en/LC_MESSAGES/django.po").read_text()))
    assert [word for word in dict.fromkeys(words_of_tables()) if word not in known] == []


def test_a_short_password_is_refused_in_vietnamese() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("ngắn")
    assert "Mật khẩu quá ngắn: cần ít nhất 12 ký tự." in refused.value.messages
