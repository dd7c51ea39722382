"""Programmes by the API: the same verbs, the unseen 404, a retry repeats nothing."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from tests.office import Office
from tests.rooms.api.client import Program, problem_of
from tests.rooms.programmes.given import coming, drafted, given_dossier, given_entry, given_target, month, next_stage

from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES
from congvu.sources.programmes.models import ProgrammeEntry


@pytest.fixture
def program_of(office: Office) -> Callable[..., Program]:
    def made(who: str, *scopes: str) -> Program:
        _, secret = org.make_token(
            office[who], program="Kho báo cáo", scopes=scopes or tuple(SCOPES), days=30, by=office.administrator
        )
        return Program(secret)

    return made


def item(office: Office, **changes: object) -> dict[str, object]:
    span = coming("month")
    return {
        "body": office.body["snnmt"].pk, "period": span.key, "title": "Kiểm kê đất đai", "product_kind": "bao_cao",
        "due_on": (span.first + timedelta(days=4)).isoformat(), "holder": office["minh"].pk, "reason": "Phát sinh",
    } | changes  # fmt: skip


def test_an_item_goes_from_registration_to_a_duty(office: Office, program_of: Callable[..., Program]) -> None:
    lan, hung = program_of("lan"), program_of("hung")
    made = lan.post("/programmes/entries", item(office))
    assert made.status_code == 201, made.content.decode()
    entry = made.json()
    problem_of(lan.post("/programmes/entries/approve", {"entries": [entry["id"]]}), 422)
    approved = hung.post("/programmes/entries/approve", {"entries": [entry["id"]]}).json()["entries"]
    assert approved[0]["state"] == "approved" and approved[0]["duty"]
    page = hung.get("/programmes", period=entry["period"]).json()
    assert [line["duty"] for line in page["lines"]] == [approved[0]["duty"]]
    assert page["sums"]["left" if "left" in page["sums"] else "all"] == 1


def test_a_retry_registers_nothing_twice(office: Office, program_of: Callable[..., Program]) -> None:
    lan = program_of("lan")
    first = lan.post("/programmes/entries", item(office), key="mot")
    again = lan.post("/programmes/entries", item(office), key="mot")
    assert first.json() == again.json() and ProgrammeEntry.objects.count() == 1


def test_a_change_is_asked_and_decided(office: Office, program_of: Callable[..., Program]) -> None:
    entry = given_entry(office, "approved")
    asked = program_of("minh").post(
        f"/programmes/entries/{entry.pk}/changes", {"kind": "withdraw", "reason": "Không còn cần"}
    )
    assert asked.status_code == 201
    decided = program_of("hung").post(f"/programmes/changes/{asked.json()['id']}/decide", {"agree": True})
    assert decided.json()["state"] == "approved"


def test_the_unseen_is_404(office: Office, program_of: Callable[..., Program]) -> None:
    entry, dossier, target = given_entry(office), given_dossier(office), given_target(office)
    khanh = program_of("khanh")
    for path in (
        f"/programmes/entries/{entry.pk}", f"/dossiers/{dossier.pk}", f"/advisory-log/{dossier.duty_id}",
        f"/targets/{target.pk}", f"/advisory-log/{dossier.duty_id}/compare",
    ):  # fmt: skip
        problem_of(khanh.get(path), 404)
    problem_of(khanh.get("/programmes", body=office.body["snnmt"].pk), 404)
    problem_of(khanh.post(f"/dossiers/{dossier.pk}/skip", {"reason": "x"}), 404)


def test_a_program_needs_the_scope(office: Office, program_of: Callable[..., Program]) -> None:
    reader = program_of("hung", "programmes:read")
    assert reader.get("/programmes/today").status_code == 200
    assert problem_of(reader.post("/programmes/entries", item(office)), 403)["code"] == "scope"


def test_a_draft_by_its_stages_with_a_file(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("hung", "in_hand", product_kind="de_an")
    hung, minh = program_of("hung"), program_of("minh")
    made = hung.post("/dossiers", {"duty": duty_id, "kind": "ke_hoach"})
    assert made.status_code == 201, made.content.decode()
    pk = made.json()["id"]
    hung.post(f"/dossiers/{pk}/stages", {"holder": office["minh"].pk})
    for text in ("Điều 1. Cũ", "Điều 1. Mới"):
        sent = BytesIO(text.encode())
        sent.name = "du-thao.txt"
        handle = minh.send("/files", sent).json()["handle"]
        handed = minh.post(f"/dossiers/{pk}/versions", {"text": "Bản dự thảo", "file": handle})
        assert handed.json()["state"] == "handed_in", handed.content.decode()
        hung.post(f"/dossiers/{pk}/return", {"reason": "Chưa rõ"})
    page = hung.get(f"/dossiers/{pk}").json()
    assert page["returns"] == 2 and [one["file"] for one in page["versions"]] == ["du-thao.txt"] * 2
    (line,) = hung.get(f"/advisory-log/{duty_id}/compare").json()["lines"]
    assert line["kind"] == "changed" and line["version"] == 2
    answer = hung.get(f"/advisory-log/{duty_id}/versions/1/file")
    assert b"".join(answer.streaming_content) == "Điều 1. Cũ".encode()
    problem_of(hung.get(f"/advisory-log/{duty_id}/versions/9/file"), 404)
    (draft,) = hung.get("/dossiers/quality").json()
    assert (draft["key"], draft["returns"]) == ("draft", 2)


def test_opinions_the_log_and_the_documents_of_a_body(office: Office, program_of: Callable[..., Program]) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    next_stage(office, dossier)
    asked = program_of("minh").post(
        f"/dossiers/{dossier.pk}/opinions", {"people": [office["quang"].pk], "question": "Ý kiến về mục tiêu"}
    )
    assert asked.json() == {"asked": 1}
    hung = program_of("hung")
    log = hung.get(f"/advisory-log/{dossier.duty_id}").json()
    assert [hold["opinion"] for hold in log["holds"]][-1] is True and len(log["versions"]) == 3
    (row,) = hung.get("/advisory-log").json()["items"]
    assert (row["duty"], row["versions"], row["returns"]) == (dossier.duty_id, 3, 1)
    problem_of(hung.get(f"/advisory-log/{dossier.duty_id}/compare", first=1, last=9), 422)


def test_targets_and_figures(office: Office, program_of: Callable[..., Program]) -> None:
    binh, lan = program_of("binh"), program_of("lan")
    new = {
        "body": office.body["snnmt"].pk, "indicator": "Giấy được cấp", "unit": "giấy", "period": month(1)[:4],
        "value": "1200", "instrument": "Nghị quyết 12 (giả định)", "reporter": office["lan"].pk,
    }  # fmt: skip
    target = binh.post("/targets", new)
    assert target.status_code == 201, target.content.decode()
    pk = target.json()["id"]
    wrong = lan.post(f"/targets/{pk}/figures", {"period": month(1), "value": "1000", "evidence": "Sổ"}).json()
    right = {"value": "100.5", "evidence": "Sổ", "reason": "Thừa số không"}
    assert lan.post(f"/targets/figures/{wrong['id']}/correct", right).status_code == 201
    page = binh.get(f"/targets/{pk}").json()
    assert (page["reached"], page["share"], len(page["figures"]), len(page["missing"])) == ("100.5000", 8, 2, 11)
    assert binh.get("/targets", year=int(month(1)[:4])).json()["items"][0]["id"] == pk
    assert binh.post(f"/targets/{pk}/end", {"reason": "Thay thế"}).json()["ended"] is True
