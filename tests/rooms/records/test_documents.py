"""Documents are kept once, found by words without tone marks, seen by those who may, and never when secret."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.rooms.org.office import Province

from congvu.kernel.records import moves, queries, rules
from congvu.kernel.records.models import Document, StoredFile

TEXT = "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\nSố: 3412/UBND-NC\nV/v chấn chỉnh kỷ luật, kỷ cương hành chính\n"


def _given(province: Province, text: str = TEXT, **fields: object) -> Document:
    given = {
        "number": "3412/UBND-NC",
        "title": "Chấn chỉnh kỷ luật, kỷ cương hành chính",
        "issuer": "UBND tỉnh",
    } | fields
    return moves.document_once(province.bodies["vp"], text, by=province.people["vanthu"], **given)[0]


def test_the_same_text_is_kept_once_however_it_is_encoded(province: Province) -> None:
    first = _given(province)
    again, made = moves.document_once(
        province.bodies["vp"], unicodedata.normalize("NFD", TEXT).replace("\n", "\r\n"), by=province.people["vanthu"]
    )
    assert again == first and not made
    assert unicodedata.is_normalized("NFC", first.text)


@pytest.mark.parametrize("query", ["kỷ cương", "ky cuong", "KY LUAT ky cuong", "3412", "3412/ubnd", "ubnd tinh"])
def test_a_document_is_found_by_number_subject_and_issuer(province: Province, query: str) -> None:
    document = _given(province)
    assert queries.search(province.people["vanthu"], query) == [document]


@pytest.mark.parametrize("query", ["", "'", "& | !", "không có", "3413", "a" * 500, "%_\\"])
def test_what_is_not_there_is_not_found_and_nothing_breaks(province: Province, query: str) -> None:
    _given(province)
    assert queries.search(province.people["vanthu"], query) == []


@pytest.mark.parametrize(
    ("who", "sees"),
    [("vanthu", True), ("chutich", True), ("giamdoc", False), ("lan", False), ("xa", False), ("quantri", False)],
)
def test_a_document_is_seen_by_those_who_handle_the_register(province: Province, who: str, sees: bool) -> None:
    document = _given(province)
    assert queries.documents_visible_to(province.people[who]).filter(pk=document.pk).exists() is sees


def test_a_room_above_opens_the_documents_of_ones_duties(province: Province) -> None:
    document = _given(province)
    lan = province.people["lan"]
    assert queries.search(lan, "kỷ cương", also=[document.pk]) == [document]
    assert queries.search(lan, "kỷ cương", also=Document.objects.none()) == []


@pytest.mark.parametrize(
    "text",
    [
        "ỦY BAN NHÂN DÂN TỈNH\n\nMẬT\n\nSố: 12/UBND\n",
        "TỐI MẬT\nBáo cáo",
        "Độ mật: Tuyệt mật\nBáo cáo",
        "  (Mật)\nBáo cáo",
        unicodedata.normalize("NFD", "TỐI  MẬT") + "\n",
    ],
)
def test_a_secret_document_is_refused_and_nothing_of_it_is_kept(province: Province, text: str) -> None:
    with pytest.raises(moves.RecordsRefused, match="Không nhận văn bản có dấu"):
        moves.register(province.bodies["vp"], "den", {"text": text}, by=province.people["vanthu"])
    assert not Document.objects.exists() and not queries.books_of(province.people["vanthu"])


@pytest.mark.parametrize(
    "text",
    [
        "Về công tác bảo vệ bí mật nhà nước",
        "Các văn bản mật phải được quản lý riêng.",
        "Mật ong rừng Tân Phú",
        "1. Tối mật, tuyệt mật và mật là ba độ mật.",
    ],
)
def test_a_document_about_secrets_is_not_secret(text: str) -> None:
    assert rules.secrecy_mark(text) == ""


def test_a_correction_changes_the_data_and_never_the_text(province: Province) -> None:
    document = _given(province)
    moves.correct_document(document, by=province.people["vanthu"], number="3413/UBND-NC", issued_on=date(2026, 11, 18))
    document.refresh_from_db()
    assert (document.number, document.issued_on) == ("3413/UBND-NC", date(2026, 11, 18))
    assert queries.search(province.people["vanthu"], "3413")
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(text="khác")


def test_a_cited_document_is_a_stub_until_it_comes_in(province: Province) -> None:
    document, clerk = _given(province), province.people["vanthu"]
    row = moves.link(document, number="280/CĐ-TTg", issued_on=date(2023, 4, 19), by=clerk)
    assert row.to_document.stub
    assert moves.link(document, number="280/CD-TTG", by=clerk) == row
    held = moves.document_once(province.bodies["vp"], "Công điện", by=clerk, number="280/CĐ-TTg")[0]
    other = _given(province, "khác", number="15/UBND")
    assert moves.link(other, number="280/CĐ-TTg", relation="carries_out", by=clerk).to_document == held
    assert [link.from_document for link in queries.citing(held)] == [other]


def test_the_search_uses_its_index(province: Province) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM document WHERE to_tsvector('simple', search_fold) @@ to_tsquery('simple', 'ky:*')"
        )
        assert "document_search" in "\n".join(line for (line,) in cursor.fetchall())


PDF = b"%PDF-1.7\n%%EOF"


def test_a_file_is_kept_by_its_hash_and_read_back(province: Province, files_root: Path) -> None:
    stored = moves.store_file(PDF, "Bao cao\u202e.pdf", by=province.people["vanthu"])
    again = moves.store_file(PDF, "ban sao.pdf", by=province.people["vanthu"])
    assert stored.sha256 == again.sha256 and stored.media_type == "application/pdf"
    assert len([path for path in files_root.rglob("*") if path.is_file()]) == 1
    assert queries.read_file(stored) == PDF
    queries.file_path(stored.sha256).write_bytes(b"%PDF-1.7 changed")
    with pytest.raises(queries.FileChanged):
        queries.read_file(stored)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.pdf", "rỗng"),
        (b"MZ\x00\x01", "a.docx", "Chưa nhận loại tệp"),
        (PDF, "a.docx", "không khớp"),
        (b"<html>", "a.pdf", "không khớp"),
        (b"x" * (20 * 1024 * 1024 + 1), "a.txt", "lớn hơn 20 MB"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_in_words(province: Province, data: bytes, name: str, says: str) -> None:
    with pytest.raises(moves.RecordsRefused, match=says):
        moves.store_file(data, name, by=province.people["vanthu"])
    assert not StoredFile.objects.exists()


def test_a_files_name_holds_no_folder() -> None:
    assert rules.clean_name("..\\..\\etc/passwd.pdf") == "passwd.pdf"
    assert len(rules.clean_name("a" * 400 + ".pdf")) == 150
