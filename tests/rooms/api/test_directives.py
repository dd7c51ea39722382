"""From a text to issued duties by a program: the clerk's and the leader's verbs over the API."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from tests.kit.extract.pages import Harm, as_file, drawn, needs_tesseract, paper_of
from tests.rooms.api.client import Program, problem_of
from tests.rooms.directives.test_before import monday_after_weekend
from tests.rooms.directives.test_reviews import given_obligations
from tests.rooms.directives.texts import in_days, letter
from tests.rooms.org.office import Province, given_province

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES
from congvu.kernel.records import moves as records
from congvu.kernel.records.models import Document
from congvu.kit.clock import today
from congvu.kit.work.moves import run_waiting
from congvu.sources.directives import moves


@pytest.fixture
def province(db: None) -> Province:
    return given_province()


@pytest.fixture
def program_of(province: Province) -> Callable[..., Program]:
    """In place of the office's: a program for each person of the province."""
    chief = province.people["quantri"]

    def made(who: str) -> Program:
        person = province.people[who]
        _, secret = org.make_token(person, program="Trục văn bản", scopes=list(SCOPES), days=1, by=chief)
        return Program(secret)

    return made


def day_in(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def plan() -> str:
    return letter(
        f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, trình Chủ tịch UBND tỉnh chậm nhất ngày {in_days(20)}.",
        f"Sở Nông nghiệp và Môi trường báo cáo hồ sơ đất đai quá hạn, chậm nhất ngày {in_days(22)}.",
    )


def entered(program: Program, text: str) -> dict[str, Any]:
    answer = program.post("/documents", {"text": text})
    assert answer.status_code == 201, answer.content.decode()
    reading_id = answer.json()["reading"]
    told: dict[str, Any] = program.get(f"/readings/{reading_id}").json()
    return told


def test_a_text_becomes_duties(province: Province, program_of: Callable[..., Program]) -> None:
    clerk, leader = program_of("vanthu"), program_of("chutich")
    told = entered(clerk, plan())
    reading_id, text = told["reading"]["id"], told["text"]
    assert told["reading"]["document"]["number"] == "3412/UBND-NC"
    for card in told["cards"]:
        assert text[card["start"] : card["end"]].strip(), "each card is tied to its characters"
    unclear = [card["id"] for card in told["cards"] if card["status"] == "unclear"]
    if unclear:
        clerk.post(f"/readings/{reading_id}/reject", {"cards": unclear, "reason": "Không phải việc giao"})
    proposed = clerk.post(f"/readings/{reading_id}/propose", {"leader_post": province.posts["chutich"].pk})
    assert proposed.json()["state"] == "proposed", proposed.content.decode()
    problem_of(clerk.post(f"/readings/{reading_id}/approve", {}), 422)
    issued = leader.post(f"/readings/{reading_id}/approve", {}, key="duyet")
    assert issued.status_code == 200, issued.content.decode()
    duties = issued.json()["duties"]
    assert duties and Duty.objects.filter(pk__in=duties, holder__isnull=False).count() == len(duties)
    assert leader.post(f"/readings/{reading_id}/approve", {}, key="duyet").json()["duties"] == duties
    assert Duty.objects.filter(state="assigned").count() == len(duties)


def test_the_same_document_is_entered_once(province: Province, program_of: Callable[..., Program]) -> None:
    clerk = program_of("vanthu")
    first = clerk.post("/documents", {"text": plan()}).json()
    again = clerk.post("/documents", {"text": plan()}).json()
    assert (first["new"], again["new"]) == (True, False)
    assert first["reading"] == again["reading"]


def test_a_file_is_entered(province: Province, program_of: Callable[..., Program]) -> None:
    upload = BytesIO(plan().encode())
    upload.name = "cong-van.txt"
    answer = program_of("vanthu").send("/documents/file", upload, rehearsal="false")
    assert answer.status_code == 201, answer.content.decode()


def test_of_a_letter_with_two_documents_the_program_names_one(
    province: Province, program_of: Callable[..., Program]
) -> None:
    made = EmailMessage()
    made["Subject"] = "Văn bản"
    for number in (5, 6):
        words = letter("Giao Sở Nội vụ rà soát.", number=f"{number}/UBND-NC").encode()
        made.add_attachment(words, maintype="application", subtype="octet-stream", filename=f"{number}.txt")

    def send(**form: str) -> Any:
        upload = BytesIO(made.as_bytes())
        upload.name = "thu.eml"
        return program_of("vanthu").send("/documents/file", upload, **form)

    assert problem_of(send(), 422)["choices"] == ["5.txt", "6.txt"]
    assert send(attachment="6.txt").status_code == 201
    assert problem_of(send(attachment="7.txt"), 422)["choices"] == ["5.txt", "6.txt"]


@needs_tesseract
def test_a_scan_is_a_job_whose_result_is_the_reading(province: Province, program_of: Callable[..., Program]) -> None:
    paper = paper_of(letter("Giao Sở Nội vụ rà soát, báo cáo trước ngày 30/12/2026."))
    assert paper is not None
    upload = BytesIO(as_file(drawn(paper, Harm(dpi=200)), dpi=200))
    upload.name = "quet.pdf"
    clerk = program_of("vanthu")
    answer = clerk.send("/documents/file", upload)
    assert answer.status_code == 202, answer.content.decode()
    run_waiting()
    job = clerk.get(f"/jobs/{answer.json()['id']}").json()
    detail = clerk.get(f"/readings/{job['result']['reading']}").json()
    line = detail["scan"][0]
    assert detail["text"][line["start"] : line["end"]].startswith("ỦY BAN NHÂN DÂN") and line["page"] == 1


def test_a_secret_document_is_refused_and_not_kept(province: Province, program_of: Callable[..., Program]) -> None:
    before = Document.objects.count()
    told = problem_of(program_of("vanthu").post("/documents", {"text": letter("Giao Sở Nội vụ.", mark="MẬT")}), 422)
    assert "Mật" in told["detail"]
    assert Document.objects.count() == before


def test_the_clerk_corrects_splits_merges_and_adds(province: Province, program_of: Callable[..., Program]) -> None:
    clerk = program_of("vanthu")
    told = entered(clerk, plan())
    reading_id, cards = told["reading"]["id"], told["cards"]
    base = f"/readings/{reading_id}"
    changed = clerk.post(f"{base}/cards/{cards[0]['id']}/correct", {"title": "Kế hoạch kiểm tra", "kind": "task"})
    assert changed.json()["cards"] == [cards[0]["id"]], changed.content.decode()
    problem_of(clerk.post(f"{base}/cards/{cards[0]['id']}/correct", {"due": "2020-01-01"}), 422)
    problem_of(clerk.post(f"{base}/cards/{cards[0]['id']}/correct", {"kind": "wish"}), 422)
    problem_of(clerk.post(f"{base}/cards/{cards[0]['id']}/split", {"at": 0}), 422)
    merged = clerk.post(f"{base}/merge", {"cards": [card["id"] for card in cards]})
    assert merged.status_code == 200, merged.content.decode()
    start = told["text"].index("Yêu cầu các cơ quan")
    added = clerk.post(f"{base}/cards", {"start": start, "end": start + 40, "assignees": "Sở Nội vụ"})
    assert added.status_code == 201, added.content.decode()
    titles = [card["title"] for card in clerk.get(base).json()["cards"]]
    assert any("Yêu cầu các cơ quan" in title for title in titles)


def test_who_may_not_see_a_reading_gets_404(province: Province, program_of: Callable[..., Program]) -> None:
    reading_id = entered(program_of("vanthu"), plan())["reading"]["id"]
    stranger = program_of("lan")
    problem_of(stranger.get(f"/readings/{reading_id}"), 404)
    problem_of(stranger.post(f"/readings/{reading_id}/confirm", {"cards": []}), 404)


def test_the_register_has_the_document(province: Province, program_of: Callable[..., Program]) -> None:
    clerk = program_of("vanthu")
    document = entered(clerk, plan())["reading"]["document"]
    (book,) = [book for book in clerk.get("/registers").json() if book["book"] == "den"]
    lines = clerk.get(f"/registers/{book['body']['id']}/den/{book['year']}").json()["items"]
    assert [line["document"]["id"] for line in lines] == [document["id"]]
    assert clerk.get(f"/documents/{document['id']}").json()["document"]["number"] == "3412/UBND-NC"
    problem_of(clerk.get(f"/registers/{book['body']['id']}/den/1999"), 404)
    assert clerk.get("/search", q="3412/UBND").json()["documents"][0]["id"] == document["id"]


def test_the_document_itself_is_corrected(province: Province, program_of: Callable[..., Program]) -> None:
    clerk = program_of("vanthu")
    reading_id = entered(clerk, plan())["reading"]["id"]
    answer = clerk.post(f"/readings/{reading_id}/document", {"number": "3413/UBND-NC", "signer": "Trần Văn A"})
    assert answer.status_code == 200, answer.content.decode()
    document = clerk.get(f"/readings/{reading_id}").json()["reading"]["document"]
    assert (document["number"], document["signer"]) == ("3413/UBND-NC", "Trần Văn A")
    problem_of(clerk.post(f"/readings/{reading_id}/document", {"text": "khác"}), 422)


def test_a_card_is_given_to_a_named_person(province: Province, program_of: Callable[..., Program]) -> None:
    clerk, leader = program_of("vanthu"), program_of("chutich")
    told = entered(clerk, plan())
    base = f"/readings/{told['reading']['id']}"
    card = next(card for card in told["cards"] if "đất đai" in card["title"])
    where = f"{base}/cards/{card['id']}/correct"
    problem_of(clerk.post(where, {"person": "Nguyễn Văn Noivu"}), 422)
    assert clerk.post(where, {"person": "Nguyễn Văn Phogiamdoc"}).status_code == 200
    shown = next(one for one in clerk.get(base).json()["cards"] if one["id"] == card["id"])
    assert shown["person"]["full_name"] == "Nguyễn Văn Phogiamdoc"
    given = {"words": "Báo cáo tôi.", "bodies": "Sở Nông nghiệp và Môi trường", "day": day_in(9)}
    answer = leader.post(f"{base}/instruct", given | {"product_kind": "bao_cao", "person": "Nguyễn Văn Lan"})
    assert answer.status_code == 200, answer.content.decode()
    assert Duty.objects.get().holder == province.people["lan"]


def test_what_came_of_a_card_is_told(province: Province, program_of: Callable[..., Program]) -> None:
    clerk, leader = program_of("vanthu"), program_of("chutich")
    reading_id = entered(clerk, plan())["reading"]["id"]
    clerk.post(f"/readings/{reading_id}/propose", {"leader_post": province.posts["chutich"].pk})
    made = leader.post(f"/readings/{reading_id}/approve", {}).json()["duties"]
    told = clerk.get(f"/readings/{reading_id}").json()
    came = [duty for card in told["cards"] for duty in card["duties"]]
    assert sorted(duty["id"] for duty in came) == sorted(made) and told["counts"]["duties"] == len(made)
    assert {duty["opens"] for duty in came} == {False}, "a clerk knows title, body and state"
    seen = program_of("noivu").get(f"/readings/{reading_id}").json()
    assert {duty["body"]["code"] for card in seen["cards"] for duty in card["duties"]} <= {"snv"}


def test_a_registered_document_is_read_and_its_file_fetched(
    province: Province, program_of: Callable[..., Program]
) -> None:
    fields = {"number": "9/CV", "title": "Mời họp", "text": plan()}
    document = records.register(province.bodies["ubnd"], "den", fields, by=province.people["vanthu"]).document
    clerk = program_of("vanthu")
    problem_of(program_of("lan").post(f"/documents/{document.pk}/read", {}), 404)
    problem_of(program_of("lan").get(f"/documents/{document.pk}/file"), 404)
    first = clerk.post(f"/documents/{document.pk}/read", {})
    assert first.status_code == 201 and first.json()["new"], first.content.decode()
    again = clerk.post(f"/documents/{document.pk}/read", {}).json()
    assert (again["reading"], again["new"]) == (first.json()["reading"], False)
    assert clerk.get(f"/documents/{document.pk}/file").content.decode() == document.text


def test_before_a_day_off_is_settled(province: Province, program_of: Callable[..., Program]) -> None:
    monday, clerk = monday_after_weekend(), program_of("vanthu")
    text = letter(f"Giao Sở Nội vụ xây dựng kế hoạch, trình UBND tỉnh trước ngày {monday:%d/%m/%Y}.")
    told = entered(clerk, text)
    (asked,) = told["before"]
    assert (asked["day"], asked["offered"], asked["cards"]) == (monday.isoformat(), monday.isoformat(), 1)
    base = f"/readings/{told['reading']['id']}"
    problem_of(clerk.post(f"{base}/before", {"day": asked["day"], "until": day_in(1)}), 422)
    answer = clerk.post(f"{base}/before", {"day": asked["day"], "until": asked["earlier"]})
    assert answer.json()["count"] == 1
    assert clerk.get(base).json()["before"] == []


def test_standing_demands_and_their_review(province: Province, program_of: Callable[..., Program]) -> None:
    (duty_id,) = moves.open_due_turns(at=given_obligations(province))
    head = program_of("noivu")
    rows = head.get("/obligations").json()["items"]
    assert {row["body"]["code"] for row in rows} == {"snv"} and rows[0]["reading"]
    review = head.get(f"/reviews/{duty_id}").json()
    problem_of(program_of("xa").get(f"/reviews/{duty_id}"), 404)
    problem_of(program_of("xa").post(f"/reviews/{duty_id}", {}), 404)
    problem_of(head.post(f"/reviews/{duty_id}", {"hand_in": True}), 422)
    answers = [{"line": line["id"], "outcome": "done", "evidence": "Biên bản 12"} for line in review["lines"]]
    head.post(f"/duties/{duty_id}/moves", {"verb": "accept"})
    answer = head.post(f"/reviews/{duty_id}", {"answers": answers, "hand_in": True})
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["state"] == "handed_in"
