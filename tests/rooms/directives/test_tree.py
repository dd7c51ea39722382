"""The tree of a directive: every demand down to person and product, up to what it carries out; its reviews."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.rooms.api.client import Program
from tests.rooms.directives.given import given_issued, given_letter, given_proposed, verbs_of
from tests.rooms.directives.texts import in_days
from tests.rooms.org.office import Province

from congvu.engines.worktime import DueRule
from congvu.kernel.duties import moves as duties
from congvu.kernel.duties.models import Duty
from congvu.kernel.duties.moves import NewDuty
from congvu.kernel.org import moves as org
from congvu.kernel.org.queries import main_seat
from congvu.kernel.org.rules import SCOPES
from congvu.kit.clock import now, today
from congvu.sources.directives import moves, queries
from congvu.sources.directives.models import Reading, StageReview
from congvu.sources.directives.moves import DirectiveRefused
from congvu.sources.directives.queries import Twig

Browser = Callable[[str], Client]


def shown(client: Client, reading: Reading, more: str = "", status: int = 200) -> str:
    answer = client.get(f"/van-ban/{reading.pk}/cay/{more}")
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def twigs(tree: queries.Tree) -> list[Twig]:
    return [twig for branch in tree.branches for top in branch.twigs for twig in top.all()]


def divided(it: Province, reading: Reading) -> Duty:
    """The duty of the directive in hand and divided: one part handed in and verified."""
    duty = Duty.objects.get(document=reading.document_id)
    head = duty.holder
    assert head is not None and duty.holder_post_id is not None
    duties.move("accept", duty_id=duty.pk, by=head, given={})
    part = NewDuty(
        title="Rà soát biên chế", product_kind="bao_cao", product="Bảng rà soát", holder_id=head.pk,
        holder_post_id=duty.holder_post_id, accountable_post_id=duty.holder_post_id,
        deciding_post_id=duty.holder_post_id, basis="Phân công của Giám đốc",
        due_rule=DueRule.within(3, "working_days"),
        issuer_post_id=duty.holder_post_id, parent_id=duty.pk,
    )  # fmt: skip
    (part_id,) = duties.break_down(duty.pk, by=head, children=[part])
    duties.move("accept", duty_id=part_id, by=head, given={})
    duties.move("complete", duty_id=part_id, by=head, given={"product": "Bảng rà soát 37 biên chế"})
    return duty


def test_it_goes_down_to_person_and_product(province: Province, browser_of: Browser) -> None:
    reading = given_issued(province)
    duty = divided(province, reading)
    found = queries.tree(province.people["chutich"], reading.pk)
    top, part = twigs(found)
    assert (top.duty, top.person, top.stands) == (duty, duty.holder, "run")
    assert (part.product, part.stands) == ("Bảng rà soát 37 biên chế", "done")
    assert found.counts["run"] == 1 and sum(found.counts.values()) == 1  # parts are counted within their whole
    html = shown(browser_of("chutich"), reading)
    assert "Bảng rà soát 37 biên chế" in html and f"/viec/{duty.pk}/" in html


def test_who_handles_the_register_sees_states_and_no_person_or_product(province: Province) -> None:
    reading = given_issued(province)
    divided(province, reading)
    (top,) = twigs(queries.tree(province.people["vanthu"], reading.pk))
    assert (top.opens, top.product, top.parts) == (False, "", [])


def test_a_receiver_sees_his_branch_and_the_same_counts(province: Province, browser_of: Browser) -> None:
    reading = given_letter(
        province,
        f"Giao Sở Nội vụ xây dựng kế hoạch kiểm tra công vụ, xong chậm nhất ngày {in_days(20)}.",
        f"Sở Nông nghiệp và Môi trường xây dựng kế hoạch đo đạc, xong chậm nhất ngày {in_days(25)}.",
    )
    given_proposed(province, reading)
    moves.approve_and_issue(reading.pk, by=province.people["chutich"])
    found = queries.tree(province.people["noivu"], reading.pk)
    assert {twig.body.code for twig in twigs(found) if twig.body} == {"snv"}
    assert sum(found.counts.values()) == 2
    html = shown(browser_of("noivu"), reading, "?tt=run")
    assert "còn hạn" in html and "Không có việc nào đồng chí được xem." not in html
    assert "Chưa có yêu cầu nào ở mục này." in shown(browser_of("noivu"), reading, "?tt=late")


def test_it_goes_up_to_what_it_carries_out_and_down_to_what_carries_it_out(province: Province) -> None:
    above = given_letter(
        province, f"Giao Sở Nội vụ xây dựng đề án, xong chậm nhất ngày {in_days(20)}.", number="3388/UBND-NC"
    )
    assert above.document.number
    below = given_letter(
        province,
        f"Thực hiện Công văn số 3388/UBND-NC của UBND tỉnh, giao Sở Nội vụ lập danh sách, xong trước {in_days(15)}.",
        number="3399/UBND-NC",
    )
    up = queries.tree(province.people["chutich"], below.pk).above
    down = queries.tree(province.people["chutich"], above.pk).below
    assert [one.reading for one in up if one.document == above.document] == [above]
    assert [one.reading for one in down] == [below]


def test_the_unseen_is_not_there(province: Province, browser_of: Browser) -> None:
    reading = given_letter(province, f"Giao Sở Nội vụ xây dựng đề án, xong chậm nhất ngày {in_days(20)}.")
    shown(browser_of("noivu"), reading, status=404)


def open_interim(it: Province, reading: Reading) -> StageReview:
    return moves.open_stage(
        reading.pk, by=it.people["chutich"], kind="interim", day=in_days_date(30), holder_id=it.people["vanthu"].pk
    )


def in_days_date(days: int) -> date:
    return today() + timedelta(days=days)


def test_a_review_is_opened_with_a_day_and_closed_with_words_and_figures(
    province: Province, browser_of: Browser
) -> None:
    reading = given_issued(province)
    answer = browser_of("chutich").post(
        f"/van-ban/{reading.pk}/cay/",
        {"loai": "interim", "ngay": str(in_days_date(30)), "nguoi": province.people["vanthu"].pk},
    )
    assert answer.status_code == 302
    stage = StageReview.objects.select_related("duty").get()
    assert stage.duty is not None and stage.duty.holder == province.people["vanthu"]
    assert "Sơ kết thực hiện" in stage.duty.title
    duties.move("accept", duty_id=stage.duty.pk, by=province.people["vanthu"], given={})
    clerk = browser_of("vanthu")
    assert "Nộp báo cáo" in shown(clerk, reading)
    assert clerk.post(f"/van-ban/so-ket/{stage.pk}/nop/", {"noi_dung": ""}).status_code == 422
    assert clerk.post(f"/van-ban/so-ket/{stage.pk}/nop/", {"noi_dung": "Đã đạt 8/10 mục tiêu"}).status_code == 302
    stage.refresh_from_db()
    assert stage.closed_at is not None and stage.figures["run"] == 1
    stage.duty.refresh_from_db()
    assert stage.duty.state == "handed_in"
    html = shown(browser_of("chutich"), reading)
    assert "Đã đạt 8/10 mục tiêu" in html and "Còn hạn 1" in html
    assert {"open_stage", "close_stage"} <= set(verbs_of(reading))
    found = queries.tree(province.people["chutich"], reading.pk)
    assert sum(found.counts.values()) == 1  # the review itself is no demand of the directive


@pytest.mark.parametrize(
    ("who", "changes", "says"),
    [
        ("vanthu", {}, "Chỉ lãnh đạo đã duyệt"),
        ("chutich", {"kind": "khac"}, "Chọn sơ kết hay tổng kết."),
        ("chutich", {"day": 0}, "Ngày báo cáo phải sau hôm nay."),
        ("chutich", {"holder_id": 0}, "Chọn người làm báo cáo"),
    ],
)
def test_a_review_that_cannot_be_opened(province: Province, who: str, changes: dict[str, object], says: str) -> None:
    reading = given_issued(province)
    given: dict[str, object] = {"kind": "final", "day": 30, "holder_id": province.people["vanthu"].pk} | changes
    given["day"] = in_days_date(int(str(given["day"])))
    with pytest.raises(DirectiveRefused, match=says):
        moves.open_stage(reading.pk, by=province.people[who], **given)  # type: ignore[arg-type]
    assert not StageReview.objects.exists() and Duty.objects.count() == 1


def test_there_is_one_final_review(province: Province) -> None:
    reading = given_issued(province)
    given = {"kind": "final", "day": in_days_date(30), "holder_id": province.people["vanthu"].pk}
    moves.open_stage(reading.pk, by=province.people["chutich"], **given)
    with pytest.raises(DirectiveRefused, match="đã có tổng kết"):
        moves.open_stage(reading.pk, by=province.people["chutich"], **given)


def test_only_who_holds_the_review_hands_it_in(province: Province) -> None:
    reading = given_issued(province)
    stage = open_interim(province, reading)
    with pytest.raises(DirectiveRefused):
        moves.close_stage(stage.pk, by=province.people["chutich"], text="Xong")
    with pytest.raises(StageReview.DoesNotExist):
        moves.close_stage(stage.pk, by=province.people["noivu"], text="Xong")
    assert main_seat(province.people["vanthu"], now()) is not None
    stage.refresh_from_db()
    assert stage.closed_at is None


def test_the_api_gives_the_same_tree_and_the_same_reviews(province: Province) -> None:
    reading = given_issued(province)
    divided(province, reading)
    leader = program(province, "chutich")
    tree = leader.get(f"/readings/{reading.pk}/tree").json()
    ((top,),) = [one["duties"] for one in tree["demands"]]
    assert top["stands"] == "run" and top["parts"][0]["product"] == "Bảng rà soát 37 biên chế"
    given = {"kind": "interim", "day": str(in_days_date(30)), "holder": province.people["vanthu"].pk}
    stage = leader.post(f"/readings/{reading.pk}/stages", given).json()
    clerk = program(province, "vanthu")
    clerk.post(f"/duties/{stage['duty']}/moves", {"verb": "accept", "given": {}})
    closed = clerk.post(f"/stages/{stage['id']}/close", {"text": "Đạt 8/10"}).json()
    assert closed["text"] == "Đạt 8/10" and closed["figures"]["run"] == 1
    assert leader.post(f"/readings/{reading.pk}/stages", given | {"day": "2020-01-01"}).status_code == 422
    assert program(province, "noivu").post(f"/stages/{stage['id']}/close", {"text": "x"}).status_code == 404


def program(it: Province, who: str) -> Program:
    _token, secret = org.make_token(
        it.people[who], program="Kho", scopes=tuple(SCOPES), days=3, by=it.people["quantri"]
    )
    return Program(secret)
