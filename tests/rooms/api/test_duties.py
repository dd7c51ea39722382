"""Duties through the API: what the pages do, by the same verbs."""

from collections.abc import Callable
from io import BytesIO

from tests.office import Office
from tests.rooms.api.client import Program, problem_of

from congvu.kernel.duties.models import Duty


def test_the_unseen_is_404(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan")
    stranger = program_of("long")
    problem_of(stranger.get(f"/duties/{duty_id}"), 404)
    problem_of(stranger.post(f"/duties/{duty_id}/moves", {"verb": "note", "given": {"note": "x"}}), 404)
    problem_of(stranger.get(f"/duties/{duty_id}/entries/1/proof"), 404)
    assert stranger.get("/duties").json()["items"] == []


def test_a_duty_says_who_holds_it_and_why_its_deadline(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    told = program_of("lan").get(f"/duties/{duty_id}").json()
    assert told["sentence"].startswith("Bà Nguyễn Thị Lan, Chuyên viên, Phòng Quản lý đất đai, đang giữ việc này từ ")
    assert len(told["six_ro"]) == 6 and not any(row["missing"] for row in told["six_ro"])
    assert {"start", "rule", "result"} <= {step["kind"] for step in told["deadline"]}
    assert [row["verb"] for row in told["entries"]][-1] == "accept"
    assert "complete" in [move["verb"] for move in told["open_moves"]]
    assert told["holdings"][-1]["person"]["full_name"] == "Nguyễn Thị Lan"


def test_a_whole_life_by_moves(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan")
    lan, issuer = program_of("lan"), None
    assert lan.post(f"/duties/{duty_id}/moves", {"verb": "accept"}).json()["state"] == "in_hand"
    handed = lan.post(f"/duties/{duty_id}/moves", {"verb": "complete", "given": {"product": "Báo cáo 12/BC"}}).json()
    assert handed["state"] == "handed_in"
    issuer = program_of(office.holder_of(duty_id))
    assert issuer.post(f"/duties/{duty_id}/moves", {"verb": "verify"}).json()["state"] == "closed"


def test_a_refusal_says_why_by_which_rule_and_who_can(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan")
    told = problem_of(program_of("minh").post(f"/duties/{duty_id}/moves", {"verb": "accept"}), 403)
    assert told["detail"] and told["verb"] == "accept" and told["who"]
    missing = problem_of(program_of("lan").post(f"/duties/{duty_id}/moves", {"verb": "return"}), 422)
    assert "reason" in missing["missing"]
    unknown = problem_of(program_of("lan").post(f"/duties/{duty_id}/moves", {"verb": "vanish"}), 422)
    assert unknown["code"] == "move-unknown"
    assert Duty.objects.get(pk=duty_id).state == "assigned"


def test_a_draft_lacks_and_cannot_be_issued(office: Office, program_of: Callable[..., Program]) -> None:
    leader = program_of("binh")
    (duty_id,) = leader.post("/duties", {"title": "Rà soát hồ sơ"}).json()["duties"]
    answer = leader.post("/duties/issue", {"duties": [duty_id]})
    assert answer.status_code in (403, 409, 422)
    assert problem_of(answer, answer.status_code)["detail"]
    assert Duty.objects.get(pk=duty_id).state == "draft"


def test_an_id_that_points_nowhere_is_refused(office: Office, program_of: Callable[..., Program]) -> None:
    answer = program_of("binh").post("/duties", {"title": "Rà soát", "holder_post": 2**63 - 1})
    assert problem_of(answer, 422)["code"] == "reference"
    assert not Duty.objects.exists()


def test_a_head_breaks_a_duty_down(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("minh", "in_hand")
    child = {
        "title": "Rà soát hồ sơ xã Tân Phú",
        "product_kind": "bao_cao",
        "product": "Báo cáo",
        "holder": office["lan"].pk,
        "holder_post": office.post["lan"].pk,
        "accountable_post": office.post["minh"].pk,
        "deciding_post": office.post["minh"].pk,
        "basis": "Phân công của Trưởng phòng",
        "due": {"kind": "working_days", "amount": 5},
        "issuer_post": office.post["minh"].pk,
    }
    answer = program_of("minh").post(f"/duties/{duty_id}/children", {"children": [child]})
    assert answer.status_code == 201, answer.content
    told = program_of("minh").get(f"/duties/{duty_id}").json()
    assert [row["title"] for row in told["children"]] == ["Rà soát hồ sơ xã Tân Phú"]
    assert told["progress"]["parts"] >= 1


def test_three_bodies_say_not_mine_and_the_common_superior_rules(
    office: Office, program_of: Callable[..., Program]
) -> None:
    duty_id = office.given_duty("hung")
    wrong = {"ground": "wrong_person", "reason": "Không thuộc chức năng", "by_rule": "Quyết định 10/2025/QĐ-UBND"}

    def move(who: str, verb: str, **given: object) -> str:
        answer = program_of(who).post(f"/duties/{duty_id}/moves", {"verb": verb, "given": given})
        assert answer.status_code == 200, answer.content.decode()
        state: str = answer.json()["state"]
        return state

    assert move("hung", "return", **wrong, should_hold=office.body["sxd"].pk) == "unplaced"
    assert move(office.holder_of(duty_id), "assign", receiver=office["khanh"].pk) == "assigned"
    assert move("khanh", "return", **wrong, should_hold=office.body["snnmt"].pk) == "disputed"
    superior = office.holder_of(duty_id)
    told = program_of(superior).get(f"/duties/{duty_id}").json()
    assert [row["verb"] for row in told["entries"]].count("return") == 2
    ruling = {"receiver": office["khanh"].pk, "reason": "Thuộc lĩnh vực xây dựng", "matter": "cấp phép xây dựng"}
    assert move(superior, "assign", **ruling) == "assigned"
    again = program_of("khanh").post(
        f"/duties/{duty_id}/moves", {"verb": "return", "given": wrong | {"should_hold": office.body["snnmt"].pk}}
    )
    assert problem_of(again, 409)["detail"]


def test_pages_go_on_after_the_last_row(office: Office, program_of: Callable[..., Program]) -> None:
    made = [office.given_duty("lan") for _ in range(5)]
    program, found, cursor = program_of("lan"), [], ""
    while True:
        page = program.get("/duties", limit=2, cursor=cursor).json()
        found += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
        if len(found) == 2:
            office.given_duty("lan")
    assert found == sorted(made, reverse=True)


def test_lists_filter_by_state_holder_and_words(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan", "in_hand", title="Kiểm tra công vụ")
    office.given_duty("lan")
    program = program_of("lan")
    for query in ({"state": "in_hand"}, {"q": "kiem tra cong vu"}, {"state": "in_hand", "holder": "me"}):
        assert [row["id"] for row in program.get("/duties", **query).json()["items"]] == [duty_id]
    assert len(program.get("/duties", state="open", body=office.body["pqldd"].pk).json()["items"]) == 2


def test_the_inbox_and_the_table_of_moves(office: Office, program_of: Callable[..., Program]) -> None:
    duty_id = office.given_duty("lan")
    inbox = program_of("lan").get("/duties/inbox").json()
    assert [row["id"] for row in inbox["to_accept"]] == [duty_id]
    assert inbox["counts"]["to_accept"] == 1
    rows = program_of("lan").get("/duties/moves").json()
    returns = next(row for row in rows if row["verb"] == "return")
    assert {field["name"] for field in returns["fields"] if field["needed"]} == {"ground", "reason"}


def test_a_file_goes_in_by_its_handle_and_comes_out_for_who_sees_the_duty(
    office: Office, program_of: Callable[..., Program]
) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    lan = program_of("lan")
    upload = BytesIO("Báo cáo đầy đủ".encode())
    upload.name = "bao-cao.txt"
    sent = lan.send("/files", upload)
    assert sent.status_code == 201, sent.content
    handle = sent.json()["handle"]
    given = {"product": "Báo cáo", "file": handle}
    stolen = program_of("tu").post(
        f"/duties/{office.given_duty('tu', 'in_hand')}/moves", {"verb": "complete", "given": given}
    )
    assert problem_of(stolen, 422)["code"] == "file"
    assert lan.post(f"/duties/{duty_id}/moves", {"verb": "complete", "given": given}).status_code == 200
    (file_id,) = lan.get(f"/duties/{duty_id}").json()["entries"][-1]["files"]
    answer = lan.get(f"/duties/{duty_id}/files/{file_id}")
    assert b"".join(answer.streaming_content).decode() == "Báo cáo đầy đủ"
    assert answer["Content-Disposition"].startswith("attachment")
    problem_of(program_of("long").get(f"/duties/{duty_id}/files/{file_id}"), 404)
