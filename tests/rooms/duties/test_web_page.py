"""The page of a duty: who has it, and the moves by forms that lose nothing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.office import Office
from tests.rooms.duties.web import client_of, words

from congvu.kernel.duties import moves
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.web.timeline import Label, Lane
from congvu.kernel.ledger.moves import seal_all
from congvu.kernel.org import moves as org

pytestmark = pytest.mark.django_db


def test_the_first_sentence_says_who_holds_it_until_when_and_under_what_authority(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    page = words(client_of(office, "lan").get(f"/viec/{duty_id}/"))
    assert "Bà Nguyễn Thị Lan, chuyên viên, Phòng Quản lý đất đai, đang giữ việc này từ" in page
    assert "theo Quyết định 18/2025/QĐ-UBND, khoản 2 Điều 4. Hạn: hết" in page


def test_the_unseen_is_not_found(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    assert client_of(office, "long").get(f"/viec/{duty_id}/").status_code == 404
    assert client_of(office, "long").post(f"/viec/{duty_id}/cancel/", {"reason": "x"}).status_code == 404


def test_the_deadline_explains_itself(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    page = words(client_of(office, "lan").get(f"/viec/{duty_id}/"))
    assert "Quy tắc: 15 ngày làm việc." in page
    assert "Bộ luật Dân sự 2015" in page


def test_the_timeline_is_drawn_and_told_as_a_table(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="submitted")
    body = client_of(office, "lan").get(f"/viec/{duty_id}/").content.decode()
    assert '<title id="tl-t">Ai giữ việc, bao lâu</title>' in body
    assert "Ai giữ việc, từ lúc nào đến lúc nào" in body
    assert "style=" not in body


def test_two_holds_of_a_minute_do_not_write_over_each_other() -> None:
    lane = Lane("Bà Lan", "Chuyên viên", 64)
    for x in (300, 306, 500):
        lane.say(Label(x, "dưới 1 phút", "on"))
    assert [label.x for label in lane.labels] == [306, 500]


def test_a_part_that_is_done_names_who_did_it(office: Office) -> None:
    whole = office.given_duty(holder="minh", state="in_hand", issuer="hung")
    (part,) = moves.break_down(whole, by=office["minh"], children=[office.new("lan", issuer="minh", title="Lập biểu")])
    for verb, name, given in (("accept", "lan", {}), ("complete", "lan", {"product": "Biểu"}), ("verify", "minh", {})):
        office.move(verb, part, name, **given)
    page = words(client_of(office, "minh").get(f"/viec/{whole}/"))
    assert re.search(r"Lập biểu NV-\d{4}-\d+ · bà Nguyễn Thị Lan", page)


def test_the_present_step_says_until_when(office: Office) -> None:
    duty_id = office.given_duty(holder="lan")
    client = client_of(office, "lan")
    assert "Nhận việc trước khi hết" in words(client.get(f"/viec/{duty_id}/"))


def test_who_gives_a_duty_on_is_offered_those_he_may_give_it_to(office: Office) -> None:
    duty_id = office.given_duty(holder="minh", state="unplaced", issuer="hung")
    page = words(client_of(office, "hung").get(f"/viec/{duty_id}/assign/"))
    assert "Ngô Hải Sơn" in page  # of another of his divisions
    assert "Đặng Duy Khánh" not in page  # who heads another department


def test_the_one_next_step_says_who_will_hold_the_work(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    page = words(client_of(office, "lan").get(f"/viec/{duty_id}/"))
    assert "Bước tiếp theo của tôi Xong, nộp sản phẩm Ông Trần Văn Bình sẽ giữ việc" in page
    assert "Trình Trưởng phòng" in page


def test_a_form_refused_keeps_what_was_typed_and_says_what_is_missing(office: Office) -> None:
    duty_id = office.given_duty(holder="lan")
    answer = client_of(office, "lan").post(f"/viec/{duty_id}/return/", {"reason": "Chưa nêu số hồ sơ"})
    assert answer.status_code == 422
    assert "Chưa nhập “Căn cứ trả lại”." in words(answer)
    assert "Chưa nêu số hồ sơ" in words(answer)
    assert Duty.objects.get(pk=duty_id).state == "assigned"


def test_who_says_not_mine_says_whose_it_is_and_by_which_rule(office: Office) -> None:
    duty_id = office.given_duty(holder="lan")
    client = client_of(office, "lan")
    wrong = {"ground": "wrong_person", "reason": "Không thuộc phòng"}
    answer = client.post(f"/viec/{duty_id}/return/", wrong)
    assert answer.status_code == 422
    assert "Đơn vị phải giữ việc này" in words(answer)
    whole = wrong | {"should_hold": str(office.body["sxd"].pk), "by_rule": "Quyết định 10/2025/QĐ-UBND"}
    assert client.post(f"/viec/{duty_id}/return/", whole).status_code == 302
    assert Duty.objects.get(pk=duty_id).state == "unplaced"


def test_two_at_once_the_second_is_told_and_loses_nothing(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    office.move("forward", duty_id, "lan", receiver=office["tu"].pk)
    answer = client_of(office, "minh").post(f"/viec/{duty_id}/complete/", {"product": "Báo cáo tôi vừa viết"})
    assert answer.status_code == 422
    assert "Bước này chưa được ghi" in words(answer)
    assert "Báo cáo tôi vừa viết" in words(answer)
    assert "Bước gần nhất: Chuyển người khác" in words(answer)


def test_a_look_at_a_move_that_is_not_open_changes_nothing(office: Office) -> None:
    duty_id = office.given_duty(holder="lan")
    client = client_of(office, "lan")
    client.post(f"/viec/{duty_id}/accept/", {})
    assert client.get(f"/viec/{duty_id}/withdraw/").status_code == 409
    assert Duty.objects.get(pk=duty_id).state == "in_hand"


def test_a_second_click_of_the_same_form_does_nothing_twice(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    client = client_of(office, "lan")
    form = {"product": "Báo cáo 12/BC", "key": "once"}
    assert client.post(f"/viec/{duty_id}/complete/", form).status_code == 302
    assert client.post(f"/viec/{duty_id}/complete/", form).status_code == 302
    assert Duty.objects.get(pk=duty_id).seq == 3


def test_a_file_sent_with_a_refused_form_is_kept_for_the_next(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    client = client_of(office, "lan")
    file = SimpleUploadedFile("báo cáo.txt", "Báo cáo kết quả rà soát".encode())
    answer = client.post(f"/viec/{duty_id}/complete/", {"product": "", "file": file})
    assert answer.status_code == 422
    token = re.search(r'name="file_token" value="([^"]+)"', answer.content.decode())
    assert token is not None
    client.post(f"/viec/{duty_id}/complete/", {"product": "Báo cáo 12/BC", "file_token": token.group(1)})
    page = client.get(f"/viec/{duty_id}/")
    link = re.search(rf"/viec/{duty_id}/tep/\d+/", page.content.decode())
    assert link is not None
    sent = client.get(link.group())
    assert sent.content.decode() == "Báo cáo kết quả rà soát"
    assert sent["Content-Disposition"].startswith("attachment")
    assert client_of(office, "long").get(link.group()).status_code == 404


def test_somebody_who_is_not_in_the_list_is_found_by_name(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="in_hand")
    form = {"question": "Số liệu đo đạc?", "consulted_search": "hai yen", "find": "consulted"}
    answer = client_of(office, "lan").post(f"/viec/{duty_id}/consult/", form)
    assert answer.status_code == 200
    assert "Lý Hải Yến, Công chức địa chính" in words(answer)
    assert "Số liệu đo đạc?" in words(answer)
    choice = f"{office['yen'].pk}-{office.post['yen'].pk}"
    form = {"question": "Số liệu đo đạc?", "consulted": choice, "due_days": "3"}
    assert client_of(office, "lan").post(f"/viec/{duty_id}/consult/", form).status_code == 302
    assert "Ý kiến đã hỏi" in words(client_of(office, "lan").get(f"/viec/{duty_id}/"))


def test_a_dispute_shows_the_grounds_side_by_side_and_its_ruling_becomes_a_line(office: Office) -> None:
    duty_id = office.given_duty(holder="hung", state="disputed")
    judge = office.holder_of(duty_id)
    client = client_of(office, judge)
    page = client.get(f"/viec/{duty_id}/assign/")
    assert words(page).count("Không thuộc chức năng") == 2
    receiver = f"{office['khanh'].pk}-{office.post['khanh'].pk}"
    form = {"receiver": receiver, "reason": "Thuộc Sở Xây dựng", "matter": "trật tự xây dựng ven sông"}
    assert client.post(f"/viec/{duty_id}/assign/", form).status_code == 302
    duty = Duty.objects.get(pk=duty_id)
    assert (duty.holder_id, duty.settled) == (office["khanh"].pk, True)


def test_a_head_gives_the_parts_to_named_persons(office: Office) -> None:
    duty_id = office.given_duty(holder="minh", state="in_hand")
    client = client_of(office, "minh")
    assert client.get(f"/viec/{duty_id}/chia/").status_code == 200
    form = {"count": "2", "key": "parts"}
    for number, name in ((1, "lan"), (2, "tu")):
        form |= {
            f"title_{number}": f"Phần {number}",
            f"person_{number}": f"{office[name].pk}-{office.post[name].pk}",
            f"product_kind_{number}": "bao_cao",
        }
    answer = client.post(f"/viec/{duty_id}/chia/", form)
    assert answer.status_code == 422
    assert "Chưa rõ thời gian: chọn ngày hết hạn." in words(answer)
    day = client.get(f"/viec/{duty_id}/chia/").content.decode().split('name="day_1" value="')[1][:10]
    form |= {"day_1": day, "day_2": day}
    done = client.post(f"/viec/{duty_id}/chia/", form, follow=True)
    assert done.redirect_chain == [(f"/viec/{duty_id}/", 302)] and "Đã giao 2 việc con." in words(done)
    assert client.post(f"/viec/{duty_id}/chia/", form).status_code == 302
    assert Duty.objects.filter(parent=duty_id).count() == 2
    assert "Xong 0/3 phần" in words(client.get(f"/viec/{duty_id}/"))


def test_a_long_history_needs_no_more_statements_than_a_short_one(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="closed")
    client = client_of(office, "lan")
    client.get(f"/viec/{duty_id}/")
    with CaptureQueriesContext(connection) as short:
        client.get(f"/viec/{duty_id}/")
    for number in range(5):
        office.move("note", duty_id, "lan", note=f"Ghi chú {number}")
    with CaptureQueriesContext(connection) as long:
        client.get(f"/viec/{duty_id}/")
    assert len(long) == len(short)


def test_the_giver_sees_whether_the_holder_has_looked(office: Office) -> None:
    duty_id = office.given_duty(holder="lan", state="assigned")
    client_of(office, "hung").get(f"/viec/{duty_id}/")
    assert not Duty.objects.get(pk=duty_id).reads.exists()
    client_of(office, "lan").get(f"/viec/{duty_id}/")
    client_of(office, "lan").get(f"/viec/{duty_id}/")
    assert [read.person_id for read in Duty.objects.get(pk=duty_id).reads.all()] == [office["lan"].pk]


def test_who_sees_only_the_title_is_offered_nothing_that_is_closed_to_him(office: Office) -> None:
    duty_id = office.given_duty(holder="hung", state="in_hand")
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    seal_all()
    offered = {
        name: re.findall(r'href="(/(?:so-cai/chung-nhan|chuong-trinh/nhat-ky)/[^"]*)"', page)
        for name in ("thu", "hung")
        if (page := client_of(office, name).get(f"/viec/{duty_id}/").content.decode())
    }
    assert offered["thu"] == [] and len(offered["hung"]) == 3
    assert all(client_of(office, "hung").get(address).status_code == 200 for address in offered["hung"])
