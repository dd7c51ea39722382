"""Catalogues of translations: compiled as committed, and no blank filled in differently."""

import gettext
import io
import re
from pathlib import Path

import congvu
from congvu.kit.messages import compiled, entries

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
