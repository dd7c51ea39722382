"""A draft from stage to stage: one named person each, what came back counted, the approver's authority checked."""

import pytest
from tests.office import Office
from tests.rooms.programmes.given import drafted, given_dossier, hand_in, next_stage, to_submission

from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kit.refusal import Refused
from congvu.sources.programmes import moves, queries
from congvu.sources.programmes.models import Dossier, Stage


def test_each_stage_is_a_duty_of_a_named_person(office: Office) -> None:
    dossier = given_dossier(office)
    stage = next_stage(office, dossier)
    assert stage.key == "outline" and stage.duty is not None
    assert stage.duty.holder == office["minh"] and stage.duty.parent == dossier.duty
    assert stage.duty.title == "Đề cương: Đề án giảm hồ sơ đất đai quá hạn"
    assert stage.duty.current_due_at is not None


def test_the_next_press_verifies_the_stage_before(office: Office) -> None:
    dossier = given_dossier(office)
    first = next_stage(office, dossier)
    with pytest.raises(Refused, match="chưa xong, đang ở ông Lê Văn Minh"):
        next_stage(office, dossier)
    hand_in(office, dossier, "Đề cương")
    second = next_stage(office, dossier)
    first.refresh_from_db()
    assert first.duty is not None and first.duty.state == "closed" and second.key == "draft"


def test_what_came_back_is_counted_at_its_stage(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    page = queries.dossier_page(office["hung"], dossier.pk)
    assert {view.stage.key: view.returns for view in page.stages} == {
        "outline": 0, "draft": 1, "opinions": 0, "appraisal": 0, "submission": 0,
    }  # fmt: skip
    (outline, draft) = queries.quality([dossier])
    assert (outline.finished, outline.first_time, outline.returns) == (1, 1, 0)
    assert (draft.begun, draft.finished, draft.returns) == (1, 0, 1)
    assert list(queries.dossiers_of(office["hung"], stage="draft")) == [dossier]
    assert list(queries.dossiers_of(office["hung"], stage="outline")) == []


def test_a_stage_is_left_out_only_where_its_rule_allows_it(office: Office) -> None:
    dossier = given_dossier(office)
    with pytest.raises(Refused, match="Lý do"):
        moves.skip_stage(dossier.pk, by=office["hung"], reason="")
    moves.skip_stage(dossier.pk, by=office["hung"], reason="Đề cương có trong văn bản giao")
    with pytest.raises(Refused, match="Không bỏ qua bước “Dự thảo”"):
        moves.skip_stage(dossier.pk, by=office["hung"], reason="Vội")
    assert Stage.objects.get(dossier=dossier, key="outline").skip_reason


def test_only_who_holds_the_whole_goes_on(office: Office) -> None:
    dossier = given_dossier(office)
    next_stage(office, dossier)
    with pytest.raises(Refused, match="Chỉ người đang giữ cả việc"):
        moves.open_stage(dossier.pk, by=office["minh"], holder_id=office["lan"].pk)
    with pytest.raises(Dossier.DoesNotExist):
        moves.open_stage(dossier.pk, by=office["khanh"], holder_id=office["lan"].pk)


def test_a_stage_stays_inside_ones_authority(office: Office) -> None:
    dossier = given_dossier(office)
    with pytest.raises(Refused, match="không thuộc thẩm quyền giao việc"):
        moves.open_stage(dossier.pk, by=office["hung"], holder_id=office["quang"].pk)
    assert Stage.objects.get(dossier=dossier, key="outline").duty is None


def test_opinions_are_asked_of_several_at_once_each_with_a_limit(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    next_stage(office, dossier)
    asked = moves.ask_opinions(
        dossier.pk, by=office["minh"], people=[office["quang"].pk, office["mai"].pk, office["quang"].pk],
        question="Ý kiến về mục tiêu", due_on=None,
    )  # fmt: skip
    assert asked == 2
    page = queries.dossier_page(office["hung"], dossier.pk)
    assert page.current is not None and [one.holder for one in page.current.opinions] == [
        office["quang"],
        office["mai"],
    ]
    # who was asked may read the versions, and nothing else of the whole
    assert queries.versions_of(queries.find_tree(office["quang"], dossier.duty_id))


def test_the_approver_without_authority_is_refused_with_the_rule(office: Office) -> None:
    dossier = given_dossier(office, "nghi_quyet_hdnd")
    drafted(office, dossier)
    moves.skip_stage(dossier.pk, by=office["hung"], reason="Đã họp lấy ý kiến")
    next_stage(office, dossier)
    hand_in(office, dossier, "Dự thảo sau thẩm định")
    with pytest.raises(Refused, match=r"Nghị quyết của Hội đồng nhân dân không thuộc thẩm quyền.*Luật Ban hành") as no:
        next_stage(office, dossier, approver_post_id=office.post["binh"].pk)
    assert no.value.field == "reason"
    assert Stage.objects.get(dossier=dossier, key="submission").duty is None
    assert Stage.objects.get(dossier=dossier, key="appraisal").duty.state == "handed_in"  # type: ignore[union-attr]
    stage = next_stage(
        office, dossier, approver_post_id=office.post["binh"].pk, reason="UBND cho ý kiến trước khi trình HĐND"
    )
    assert (stage.verdict, stage.against_reason) == ("against", "UBND cho ý kiến trước khi trình HĐND")
    entry = Entry.objects.filter(room="programmes", subject="dossier", verb="open_stage").order_by("-seq").first()
    assert entry is not None and entry.payload["verdict"] == "against"


def test_the_matrix_says_who_decides(office: Office) -> None:
    dossier = given_dossier(office)
    to_submission(office, dossier)
    org.rule_authority(
        matter="giảm hồ sơ đất đai quá hạn", body=office.body["snnmt"], instrument="Quyết định 18/2025/QĐ-UBND",
        by=office["binh"], origin_key="test", day=dossier.opened_at.date(),
    )  # fmt: skip
    unknown = queries.check_authority(dossier, office.post["binh"], dossier.opened_at)
    assert unknown.code == "unknown"  # the line names no deciding post
    stage = next_stage(office, dossier, approver_post_id=office.post["binh"].pk)
    assert stage.verdict == "unknown" and "chưa kiểm được" in stage.verdict_text


def test_an_official_is_no_approver(office: Office) -> None:
    dossier = given_dossier(office)
    verdict = queries.check_authority(dossier, office.post["lan"], dossier.opened_at)
    assert verdict.code == "against" and "không phải vị trí lãnh đạo" in verdict.text


def test_the_submission_goes_to_the_approver_and_comes_back_to_be_changed(office: Office) -> None:
    dossier = given_dossier(office)
    to_submission(office, dossier)
    stage = next_stage(office, dossier, approver_post_id=office.post["binh"].pk)
    assert stage.duty is not None
    hand_in(office, dossier, "Tờ trình lần 1")
    duty = Duty.objects.get(pk=stage.duty_id)
    assert (duty.state, duty.holder) == ("submitted", office["binh"])
    office.move("decide", duty.pk, "binh", outcome="changed", reason="Làm rõ kinh phí")
    hand_in(office, dossier, "Tờ trình lần 2")
    office.move("decide", duty.pk, "binh", outcome="agreed")
    hand_in(office, dossier, "Quyết định 77/QĐ-UBND đã ký")
    duty.refresh_from_db()
    assert duty.state == "handed_in"
    page = queries.dossier_page(office["hung"], dossier.pk)
    assert {view.stage.key: view.returns for view in page.stages}["submission"] == 1


def test_a_draft_is_opened_once_and_by_those_concerned(office: Office) -> None:
    dossier = given_dossier(office)
    with pytest.raises(Refused, match="đã có hồ sơ"):
        moves.open_dossier(dossier.duty_id, "de_an", by=office["hung"])
    duty_id = office.given_duty("lan", "in_hand")
    with pytest.raises(Refused, match="người đứng đầu hoặc cấp phó"):
        moves.open_dossier(duty_id, "de_an", by=office["lan"])
    with pytest.raises(Duty.DoesNotExist):
        moves.open_dossier(duty_id, "de_an", by=office["khanh"])
    with pytest.raises(Refused, match="Không có loại"):
        moves.open_dossier(office.given_duty("hung", "in_hand"), "bai_tho", by=office["hung"])


def test_a_stage_goes_to_somebody_who_sits_somewhere(office: Office) -> None:
    dossier = given_dossier(office)
    with pytest.raises(Refused, match="không giữ vị trí công tác nào") as refused:
        moves.open_stage(dossier.pk, by=office["hung"], holder_id=office.administrator.pk)
    assert refused.value.field == "holder"


def test_who_is_himself_the_approver_decides_and_hands_in(office: Office) -> None:
    dossier = given_dossier(office)
    to_submission(office, dossier)
    stage = next_stage(office, dossier, to="hung", approver_post_id=office.post["hung"].pk)
    hand_in(office, dossier, "Quyết định 12/QĐ-SNNMT", by="hung")
    assert Duty.objects.get(pk=stage.duty_id).state == "handed_in"


def test_a_submission_that_ended_without_its_approver_is_seen(office: Office) -> None:
    dossier = given_dossier(office)
    to_submission(office, dossier)
    stage = next_stage(office, dossier, approver_post_id=office.post["binh"].pk)
    assert stage.duty_id is not None
    office.move("accept", stage.duty_id, "minh")
    office.move("complete", stage.duty_id, "minh", product="Tự nộp, chưa trình")
    office.move("verify", stage.duty_id, "hung")
    last = queries.dossier_page(office["hung"], dossier.pk).stages[-1]
    assert last.state == "done" and last.unapproved
