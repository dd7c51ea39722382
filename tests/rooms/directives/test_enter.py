"""A document comes in: one number without a gap, read once, refused whole or kept whole."""

import io
import unicodedata

import pytest
from docx import Document as Docx
from tests.rooms.directives.given import cards, given_plan, verbs_of
from tests.rooms.directives.texts import NEWS, letter
from tests.rooms.org.office import Province

from congvu.kernel.records.models import Document, RegisterEntry, StoredFile
from congvu.kit.clock import today
from congvu.sources.directives import moves
from congvu.sources.directives.models import Demand, Reading
from congvu.sources.directives.moves import DirectiveRefused


def nothing_was_kept() -> bool:
    return not (Document.objects.filter(stub=False) or RegisterEntry.objects.all() or Reading.objects.all())


def test_a_letter_gets_the_next_number_and_its_cards(province: Province) -> None:
    reading = given_plan(province)
    entry = RegisterEntry.objects.get(document=reading.document)
    assert (entry.number, entry.book, entry.body_id) == (1, "den", province.bodies["ubnd"].pk)
    assert reading.document.number == "3412/UBND-NC"
    plan = cards(reading)[0]
    assert plan.targets[0].body == province.bodies["snv"]
    assert plan.targets[0].holder == province.people["noivu"]
    assert plan.demand.product_kind == "ke_hoach"
    assert verbs_of(reading) == ["enter"]


def test_cited_documents_are_kept_as_links(province: Province) -> None:
    reading = given_plan(province)
    (link,) = reading.document.links_out.all()
    assert (link.to_document.number, link.to_document.stub) == ("280/CĐ-TTg", True)


def test_the_same_document_twice_makes_nothing_twice(province: Province) -> None:
    text = letter("Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ.")
    first = moves.enter(by=province.people["vanthu"], text=text)
    demands = Demand.objects.count()
    again = moves.enter(by=province.people["vanthu"], text=text + "\r\n")
    assert (first.new, again.new) == (True, False)
    assert again.reading.pk == first.reading.pk
    assert RegisterEntry.objects.count() == 1 and Demand.objects.count() == demands


def test_decomposed_letters_are_kept_composed(province: Province) -> None:
    text = letter("Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ.")
    reading = moves.enter(by=province.people["vanthu"], text=unicodedata.normalize("NFD", text)).reading
    assert reading.document.text == unicodedata.normalize("NFC", reading.document.text)
    assert moves.enter(by=province.people["vanthu"], text=text).reading.pk == reading.pk


def test_a_word_file_is_read_and_kept(province: Province) -> None:
    paper, out = Docx(), io.BytesIO()
    for line in letter("Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ.").splitlines():
        paper.add_paragraph(line)
    paper.save(out)
    reading = moves.enter(by=province.people["vanthu"], data=out.getvalue(), name="cong-van.docx").reading
    assert reading.document.file is not None and reading.document.file.name == "cong-van.docx"
    assert cards(reading)


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Độ mật: Mật"])
def test_a_secret_document_is_refused_and_nothing_of_it_is_kept(province: Province, mark: str) -> None:
    with pytest.raises(DirectiveRefused, match="Không nhận văn bản có dấu"):
        moves.enter(by=province.people["vanthu"], text=letter("Giao Sở Nội vụ rà soát.", mark=mark))
    assert nothing_was_kept() and not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "rong.docx"),
        (b"PK\x03\x04 this is no word file", "hong.docx"),
        (b"%PDF-1.7 broken", "hong.pdf"),
        (bytes(range(256)) * 10, "anh.txt"),
    ],
)
def test_an_unreadable_file_is_refused_in_words(province: Province, data: bytes, name: str) -> None:
    with pytest.raises(DirectiveRefused) as refused:
        moves.enter(by=province.people["vanthu"], data=data, name=name)
    assert refused.value.text.endswith((".", "!")) and "Traceback" not in refused.value.text
    assert nothing_was_kept()


def test_an_empty_text_is_refused(province: Province) -> None:
    with pytest.raises(DirectiveRefused, match="Chưa có nội dung"):
        moves.enter(by=province.people["vanthu"], text="  \n ")
    assert nothing_was_kept()


def test_a_text_without_a_demand_is_kept_to_know(province: Province) -> None:
    text = "UBND tỉnh thông báo lịch nghỉ lễ như sau. Lễ hội diễn ra ba ngày."
    reading = moves.enter(by=province.people["vanthu"], text=text).reading
    assert cards(reading) == [] and RegisterEntry.objects.count() == 1


def test_another_text_with_a_known_number_is_asked_about(province: Province) -> None:
    first = given_plan(province)
    other = letter("Sở Nông nghiệp và Môi trường rà soát hồ sơ đất đai quá hạn.")
    with pytest.raises(DirectiveRefused, match="Trong sổ đã có") as refused:
        moves.enter(by=province.people["vanthu"], text=other)
    assert refused.value.existing == first.pk
    assert moves.enter(by=province.people["vanthu"], text=other, same_number=True).new


def test_who_keeps_no_register_enters_nothing(province: Province) -> None:
    with pytest.raises(DirectiveRefused, match="Chỉ văn thư"):
        moves.enter(by=province.people["lan"], text=letter("Giao Sở Nội vụ rà soát."))
    assert nothing_was_kept()


def test_a_directive_dated_in_the_future_is_asked_about_before_it_is_issued(province: Province) -> None:
    text = letter("Giao Sở Nội vụ xây dựng kế hoạch.", day="ngày 01 tháng 12 năm 2027")
    reading = moves.enter(by=province.people["vanthu"], text=text).reading
    assert [doubt["code"] for doubt in reading.doubts] == ["future"]
    assert any("sau hôm nay" in item.message for item in cards(reading)[0].missing)
    moves.correct_document(reading.pk, by=province.people["vanthu"], fields={"issued_on": today()})
    assert Reading.objects.get(pk=reading.pk).doubts == []


def test_a_deadline_that_has_passed_is_asked_about(province: Province) -> None:
    text = letter("Giao Sở Nội vụ xây dựng kế hoạch kiểm tra, trình UBND tỉnh trước ngày 15/3/2024.")
    reading = moves.enter(by=province.people["vanthu"], text=text).reading
    assert any("đã qua" in item.message for item in cards(reading)[0].missing)


def test_a_body_that_no_longer_exists_shows_who_carries_it_on(province: Province) -> None:
    text = letter("Sở Tài nguyên và Môi trường xây dựng kế hoạch thanh tra đất đai.", day="ngày 15 tháng 6 năm 2024")
    name = cards(moves.enter(by=province.people["vanthu"], text=text).reading)[0].assignees[0]
    assert [body.name for body in name.bodies] == ["Sở Nông nghiệp và Môi trường"]
    assert "Sở Tài nguyên và Môi trường" in name.row.then_text


def test_a_rehearsal_moves_the_days_and_says_so(province: Province) -> None:
    text = letter(
        "Giao Sở Nội vụ xây dựng kế hoạch kiểm tra, trình UBND tỉnh trước ngày 25/6/2023.",
        day="ngày 05 tháng 6 năm 2023",
    )
    reading = moves.enter(by=province.people["vanthu"], text=text, rehearsal=True).reading
    (card,) = [card for card in cards(reading) if card.due]
    assert card.due is not None and (card.due.day - reading.counted_from).days in range(19, 26)
    assert not card.facts.due_past


def test_a_news_report_waits_for_the_number_of_the_instrument(province: Province) -> None:
    reading = moves.enter(by=province.people["vanthu"], text=NEWS).reading
    assert reading.document.kind == "tin_bai" and cards(reading)
    assert any("bản tin chưa có số" in item.message for card in cards(reading) for item in card.missing)
    moves.enter_real_number(reading.pk, by=province.people["vanthu"], number="15/CT-UBND")
    assert not any("bản tin" in item.message for card in cards(reading) for item in card.missing)


def test_letters_of_an_old_font_are_converted_also_when_pasted(province: Province) -> None:
    pasted = (
        "ñy ban nh©n d©n tØnh\nSè: 12/UBND-NC\nGiao Së Néi vô chñ tr× x©y dùng kÕ ho¹ch kiÓm tra c«ng vô, "
        "b¸o c¸o ñy ban nh©n d©n tØnh kÕt qu¶ thùc hiÖn c¸c c«ng viÖc cña ng­êi d©n."
    )
    entered = moves.enter(by=province.people["vanthu"], text=pasted)
    assert "Giao Sở Nội vụ chủ trì xây dựng kế hoạch" in entered.reading.document.text
    assert "TCVN3" in entered.warnings[0]
