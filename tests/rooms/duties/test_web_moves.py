"""The form of a move: what it shows before one presses, what it says when nothing was recorded."""

import pytest
from tests.office import Office
from tests.rooms.duties.web import client_of, words

from congvu.kernel.duties import moves, queries
from congvu.kernel.duties.moves import MoveRefused

pytestmark = pytest.mark.django_db


def offered(office: Office, name: str, duty_id: int) -> set[str]:
    return {one.verb for one in queries.duty_page(office[name], duty_id).moves}


def test_who_decides_or_verifies_reads_what_was_put_to_him_beside_the_form(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    moves.move("submit", duty_id=duty_id, by=office["lan"], given={"draft": "Đề nghị giao thêm hai người"})
    page = words(client_of(office, "minh").get(f"/viec/{duty_id}/decide/"))
    assert "Nội dung được trình" in page and "Đề nghị giao thêm hai người" in page
    moves.move("decide", duty_id=duty_id, by=office["minh"], given={"outcome": "agreed"})
    moves.move("complete", duty_id=duty_id, by=office["lan"], given={"product": "Báo cáo 12/BC"})
    verifier = office.holder_of(duty_id)
    page = words(client_of(office, verifier).get(f"/viec/{duty_id}/verify/"))
    assert "Sản phẩm được nộp" in page and "Báo cáo 12/BC" in page


def test_a_field_that_a_choice_makes_necessary_says_so_and_is_marked_when_it_is_missing(office: Office) -> None:
    duty_id = office.given_duty(holder="lan")
    client = client_of(office, "lan")
    assert "(cần khi chọn “Không thuộc chức trách của tôi”)" in words(client.get(f"/viec/{duty_id}/return/"))
    answer = client.post(f"/viec/{duty_id}/return/", {"ground": "wrong_person", "reason": "Không phải đất nông nghiệp"})
    page = words(answer)
    assert answer.status_code == 422
    assert "Chưa nhập “Theo quy định nào”." in page
    assert "Người có thể làm" not in page  # it is he himself; only the field is empty


def test_a_page_of_a_move_that_is_not_open_gives_the_true_reason(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    moves.move("pause", duty_id=duty_id, by=office["lan"], given={"pause_ground": "order", "reason": "Công văn 12"})
    answer = client_of(office, "lan").get(f"/viec/{duty_id}/complete/")
    assert answer.status_code == 409
    assert "Việc đang tạm dừng" in words(answer)


def test_nobody_urges_himself_or_extends_his_own_limit_by_his_own_authority(office: Office) -> None:
    duty_id = office.given_duty(holder="hung", state="in_hand")  # Hùng decides it, Bình gave it
    assert offered(office, "hung", duty_id).isdisjoint({"urge", "take_over", "extend"})
    with pytest.raises(MoveRefused) as refused:
        office.move("extend", duty_id, "hung", due="2030-01-15", reason="Chờ số liệu")
    assert refused.value.refusal.code == "own"
    assert {"urge", "extend"} <= offered(office, "binh", duty_id)


def test_a_cause_is_ruled_on_once_and_only_where_one_was_claimed(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    assert "rule_on_cause" not in offered(office, "minh", duty_id)
    claim = {"cause": "Mất điện", "from": "2026-01-05", "until": "2026-01-06"}
    seq = moves.move("claim_cause", duty_id=duty_id, by=office["lan"], given=claim).seq
    ruler = next(name for name in ("minh", "hung") if "rule_on_cause" in offered(office, name, duty_id))
    given = {"claim": seq, "cause_outcome": "confirmed"}
    moves.move("rule_on_cause", duty_id=duty_id, by=office[ruler], given=given)
    assert "rule_on_cause" not in offered(office, ruler, duty_id)


def test_what_was_done_says_whether_the_work_changed_hands(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    chief = client_of(office, "binh").post(f"/viec/{duty_id}/urge/", {"key": "doc-1"}, follow=True)
    assert "Đã ghi “Đôn đốc” lúc" in words(chief) and "Bà Nguyễn Thị Lan vẫn giữ việc." in words(chief)
    given = {"receiver": office["tu"].pk, "reason": "Cân lại việc", "key": "chuyen-1"}
    holder = client_of(office, "lan").post(f"/viec/{duty_id}/forward/", given, follow=True)
    assert "Ông Hoàng Anh Tú giữ việc từ lúc này." in words(holder)
