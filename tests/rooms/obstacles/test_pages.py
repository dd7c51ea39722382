"""Pages and API of obstacles; the button on the page of a duty; the unseen is 404."""

from collections.abc import Callable

from django.test import Client
from tests.office import Office
from tests.rooms.api.client import Program, problem_of
from tests.rooms.obstacles.given import LAND, given_group, given_obstacle, in_days

from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES
from congvu.sources.obstacles import moves
from congvu.sources.obstacles.models import Obstacle, ObstacleGroup

Browser = Callable[[str], Client]
FIELDS = {"van_ban": LAND, "dieu_khoan": "khoản 3 Điều 158", "vuong": "Chưa có bảng giá", "kien_nghi": "Dùng giá cũ"}


def test_the_duty_offers_the_button_and_shows_what_was_recorded(office: Office, browser_of: Browser) -> None:
    duty_id = office.given_duty("lan", "in_hand")
    lan = browser_of("lan")
    assert f'href="/vuong-mac/moi/?viec={duty_id}"' in lan.get(f"/viec/{duty_id}/").content.decode()
    refused = lan.post("/vuong-mac/moi/", FIELDS | {"viec": duty_id, "kien_nghi": ""})
    assert refused.status_code == 422 and "Chưa có bảng giá" in refused.content.decode()
    assert lan.post("/vuong-mac/moi/", FIELDS | {"viec": duty_id}).status_code == 302
    row = Obstacle.objects.get()
    assert f'href="/vuong-mac/{row.pk}/"' in lan.get(f"/viec/{duty_id}/").content.decode()
    assert browser_of("long").get(f"/vuong-mac/moi/?viec={duty_id}").status_code == 404
    assert browser_of("long").get(f"/vuong-mac/{row.pk}/").status_code == 404
    assert browser_of("long").post(f"/vuong-mac/{row.pk}/tam-dung/").status_code == 404
    assert lan.post(f"/vuong-mac/{row.pk}/tam-dung/").status_code == 302


def test_from_the_clause_to_the_answer(office: Office, browser_of: Browser) -> None:
    row = given_obstacle(office)
    head, home = browser_of("hung"), browser_of("mai")
    page = head.get("/vuong-mac/", {"khoa": row.clause_key}).content.decode()
    assert row.code in page and "Gộp các vướng mắc" in page
    assert head.get("/vuong-mac/", {"khoa": "không có"}).status_code == 404
    empty = head.post("/vuong-mac/gop/", {"khoa": row.clause_key, "ten": "Giá đất"})
    assert empty.status_code == 422 and "Chưa chọn" in empty.content.decode()
    head.post("/vuong-mac/gop/", {"khoa": row.clause_key, "ten": "Giá đất", "chon": row.pk})
    group = ObstacleGroup.objects.get()
    here = f"/vuong-mac/nhom/{group.pk}/"
    assert home.get(here).status_code == 404
    refused = head.post(f"{here}gui/", {"den": "Sở Nội vụ", "han": "mai"})
    assert refused.status_code == 422 and "Sở Nội vụ" in refused.content.decode()
    assert head.post(f"{here}gui/", {"den": "Sở Nội vụ", "han": in_days(9).isoformat()}).status_code == 302
    assert "Trả lời, nộp việc" in home.get(here).content.decode()
    assert home.post(f"{here}tra-loi/", {"tra_loi": "Dùng giá cũ", "ket_qua": ""}).status_code == 422
    assert home.post(f"{here}tra-loi/", {"tra_loi": "Dùng giá cũ", "ket_qua": "guided"}).status_code == 302
    lan = browser_of("lan")
    assert "Đã có trả lời cho tôi" in lan.get("/vuong-mac/").content.decode()
    assert "Dùng giá cũ" in lan.get(f"/vuong-mac/{row.pk}/").content.decode()
    assert "Đã có trả lời cho tôi" not in lan.get("/vuong-mac/").content.decode()
    assert head.post(f"{here}ket-thuc/").status_code == 302
    duty = ObstacleGroup.objects.get().duty
    assert duty is not None
    assert f'href="{here}"' in head.get(f"/viec/{duty.pk}/").content.decode()


def test_the_same_by_the_api(office: Office) -> None:
    def program(who: str) -> Program:
        scopes = tuple(SCOPES)
        _, secret = org.make_token(office[who], program="Kho", scopes=scopes, days=9, by=office.administrator)
        return Program(secret)

    duty_id, lan, hung = office.given_duty("lan", "in_hand"), program("lan"), program("hung")
    asked = {"duty": duty_id, "instrument": LAND, "clause": "Điều 5", "blocks": "Vướng", "proposal": "Sửa"}
    made = lan.post("/obstacles", asked)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["id"]
    assert problem_of(lan.post("/obstacles", asked), 422)["field"] == "dieu_khoan"
    assert problem_of(program("long").get(f"/obstacles/{number}"), 404)
    assert hung.get("/obstacles/clauses").json()["items"][0]["records"] == 1
    group = hung.post("/obstacles/groups", {"obstacles": [number], "title": "Điều 5"}).json()["id"]
    sent = hung.post(f"/obstacles/groups/{group}/send", {"day": in_days(9).isoformat(), "to": "Sở Nội vụ"})
    assert sent.json()["waits_with"]["id"] == office["mai"].pk
    answered = program("mai").post(f"/obstacles/groups/{group}/answer", {"text": "Được", "outcome": "guided"})
    assert answered.json()["state"] == "answered"
    assert lan.get(f"/obstacles/{number}").json()["answer"] == "Được"
    assert lan.post(f"/obstacles/{number}/cite", {"how": "cause"}).status_code == 200
    assert hung.post(f"/obstacles/groups/{group}/close", {"note": ""}).json()["state"] == "closed"


def test_what_waits_with_somebody_is_seen_by_him_alone(office: Office, browser_of: Browser) -> None:
    group = given_group(office)
    moves.send(group.pk, by=office["hung"], to="Sở Nội vụ", day=in_days(9))
    assert browser_of("mai").get(f"/vuong-mac/nhom/{group.pk}/").status_code == 200
    assert browser_of("khanh").get(f"/vuong-mac/nhom/{group.pk}/").status_code == 404
