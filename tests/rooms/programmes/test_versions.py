"""Versions are what was handed in with the moves; two of them compared say what changed and who changed it."""

import pytest
from tests.office import Office
from tests.rooms.programmes.given import drafted, given_dossier, hand_in, next_stage

from congvu.kernel.duties.models import Duty
from congvu.sources.programmes import moves, queries, rules
from congvu.sources.programmes.models import DraftText


def test_every_version_says_who_at_which_stage_with_what(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    versions = queries.versions_of(queries.find_tree(office["hung"], dossier.duty_id))
    assert [(one.number, one.stage, one.words) for one in versions] == [
        (1, "Đề cương", "Đề cương"), (2, "Dự thảo", "Dự thảo lần 1"), (3, "Dự thảo", "Dự thảo lần 2"),
    ]  # fmt: skip
    assert {one.actor for one in versions} == {office["minh"]} and all(one.file for one in versions)


def test_two_versions_side_by_side(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    versions = queries.versions_of(queries.find_tree(office["hung"], dossier.duty_id))
    texts = moves.texts_of(one.file for one in versions if one.file)
    lines = rules.compare([texts[one.file.sha256].text for one in queries.chosen(versions, 1, 3) if one.file])
    changed = next(line for line in lines if line.kind == "changed")
    assert "".join(part.text for part in changed.right if part.only_here).strip() == "giảm còn 3%"
    assert changed.version == 3
    assert [line.right[0].text for line in lines if line.kind == "added"] == ["Điều 3. Thực hiện"]
    assert DraftText.objects.count() == 3
    assert moves.texts_of(one.file for one in versions if one.file).keys() == texts.keys()


def test_a_file_without_words_says_so(office: Office) -> None:
    dossier = given_dossier(office)
    next_stage(office, dossier)
    hand_in(office, dossier, "Bản trống", file=" \n \n")
    (version,) = queries.versions_of(queries.find_tree(office["hung"], dossier.duty_id))
    assert version.file is not None
    (text,) = moves.texts_of([version.file]).values()
    assert text.text == "" and "không có" in text.unreadable


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 9), (0, -1), (9, 10)])
def test_what_cannot_be_compared_is_said(office: Office, first: int, last: int) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    versions = queries.versions_of(queries.find_tree(office["hung"], dossier.duty_id))
    if (first, last) == (0, -1):
        assert [one.number for one in queries.chosen(versions, None, None)] == [2, 3]
        return
    with pytest.raises(LookupError, match="Chọn hai phiên bản"):
        queries.chosen(versions, first, last)


def test_the_drafts_are_not_for_everybody(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    with pytest.raises(Duty.DoesNotExist):
        queries.find_tree(office["khanh"], dossier.duty_id)
    with pytest.raises(Duty.DoesNotExist):
        queries.find_tree(office["tu"], dossier.duty_id)
