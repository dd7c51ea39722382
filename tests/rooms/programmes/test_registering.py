"""An item of a programme: registered before a day, added later with its reason, approved by the head, then a duty."""

from datetime import timedelta

import pytest
from tests.office import Office
from tests.rooms.programmes.given import coming, duty_of, given_entry, item

from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org.models import Body
from congvu.kit.clock import today
from congvu.kit.refusal import Refused
from congvu.sources.programmes import moves, queries, rules
from congvu.sources.programmes.models import ProgrammeEntry


def verbs(subject: str, pk: int) -> list[str]:
    rows = Entry.objects.filter(room="programmes", subject=subject, subject_id=pk).order_by("seq")
    return list(rows.values_list("verb", flat=True))


def test_an_approved_item_is_a_duty_of_the_named_person(office: Office) -> None:
    entry = given_entry(office, "approved")
    duty = duty_of(entry)
    assert (duty.state, duty.holder, duty.title) == ("assigned", office["minh"], entry.title)
    assert (duty.origin_kind, duty.origin_key) == ("programme", f"entry/{entry.pk}")
    assert duty.issuer_post == office.post["hung"] and "Chương trình công tác" in duty.basis
    assert verbs("entry", entry.pk) == ["register", "approve"]


def test_approving_twice_makes_one_duty(office: Office) -> None:
    entry = given_entry(office, "approved")
    with pytest.raises(Refused, match="đã được xử lý"):
        moves.approve([entry.pk], by=office["hung"])
    assert Duty.objects.filter(origin_kind="programme").count() == 1


def test_all_items_are_approved_or_none(office: Office) -> None:
    good = given_entry(office)
    gone = given_entry(office, title="Việc đã rút")
    moves.withdraw(gone.pk, by=office["lan"], reason="Trùng")
    with pytest.raises(Refused):
        moves.approve([good.pk, gone.pk], by=office["hung"])
    assert Duty.objects.count() == 0
    assert ProgrammeEntry.objects.get(pk=good.pk).state == "registered"


def test_who_does_not_head_the_body_approves_nothing(office: Office) -> None:
    entry = given_entry(office)
    with pytest.raises(Refused, match=r"người duyệt là Giám đốc Sở.*chưa kiểm chứng"):
        moves.approve([entry.pk], by=office["lan"])
    with pytest.raises(ProgrammeEntry.DoesNotExist):
        moves.approve([entry.pk], by=office["khanh"])


def test_the_year_is_approved_one_level_above(office: Office) -> None:
    entry = given_entry(office, horizon="year")
    with pytest.raises(Refused, match="người duyệt là Chủ tịch"):
        moves.approve([entry.pk], by=office["hung"])
    (made,) = moves.approve([entry.pk], by=office["binh"])
    assert made.state == "approved" and duty_of(made).issuer_post == office.post["binh"]


def test_before_the_last_day_nothing_is_an_addition(office: Office) -> None:
    far = rules.after(coming("year"))
    entry = given_entry(office, period=far.key, due_on=far.last, reason="")
    assert not entry.addition and entry.reason == ""


def test_after_the_last_day_an_item_needs_its_reason(office: Office) -> None:
    now = rules.span_of("month", today())
    with pytest.raises(Refused, match=r"Đã qua ngày đăng ký .*Bổ sung phải nêu lý do") as refused:
        given_entry(office, period=now.key, due_on=today(), reason=" ")
    assert refused.value.field == "reason"
    late = given_entry(office, period=now.key, due_on=now.last, reason="Việc phát sinh")
    assert late.addition


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"product_kind": "khong_co"}, "product_kind"),
        ({"period": "2027-Q5"}, "period"),
        ({"period": "2020"}, "period"),
        ({"draft_kind": "bai_tho"}, "draft_kind"),
        ({"deciding_post_id": 999_999}, "deciding_post"),
    ],
)
def test_bad_input_is_refused_at_its_field(office: Office, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        given_entry(office, **changes)
    assert refused.value.field == field and ProgrammeEntry.objects.count() == 0


def test_the_holder_sits_in_the_body(office: Office) -> None:
    with pytest.raises(Refused, match="phải giữ một vị trí") as refused:
        given_entry(office, holder_id=office["khanh"].pk)
    assert refused.value.field == "holder"


def test_the_limit_lies_in_the_period(office: Office) -> None:
    with pytest.raises(Refused, match="phải nằm trong"):
        given_entry(office, due_on=coming("month").last + timedelta(days=1))


def test_a_programme_that_is_not_ones_own_does_not_exist(office: Office) -> None:
    with pytest.raises(Body.DoesNotExist):
        moves.register(item(office), by=office["khanh"])
    entry = given_entry(office)
    assert not queries.entries_visible_to(office["nga"]).exists()
    for who in ("lan", "hung", "binh", "tu"):
        assert queries.entries_visible_to(office[who]).filter(pk=entry.pk).exists(), who


def test_an_item_is_edited_until_it_is_decided(office: Office) -> None:
    entry = given_entry(office)
    moves.edit(entry.pk, item(office, title="Tên mới"), by=office["lan"])
    with pytest.raises(Refused, match="Chỉ người đăng ký"):
        moves.edit(entry.pk, item(office), by=office["tu"])
    moves.approve([entry.pk], by=office["hung"])
    assert Duty.objects.get().title == "Tên mới"
    with pytest.raises(Refused, match="đã được xử lý"):
        moves.edit(entry.pk, item(office), by=office["lan"])


def test_refusing_and_withdrawing_need_a_reason(office: Office) -> None:
    entry = given_entry(office)
    with pytest.raises(Refused, match="Lý do"):
        moves.refuse(entry.pk, by=office["hung"], reason="  ")
    moves.refuse(entry.pk, by=office["hung"], reason="Chưa cần")
    entry.refresh_from_db()
    assert (entry.state, entry.decision_reason) == ("refused", "Chưa cần")
    other = given_entry(office, title="Khác")
    with pytest.raises(Refused, match="Chỉ người đăng ký"):
        moves.withdraw(other.pk, by=office["tu"], reason="x")


def test_a_draft_needs_a_head_as_its_holder(office: Office) -> None:
    entry = given_entry(office, draft_kind="ke_hoach", holder_id=office["lan"].pk)
    with pytest.raises(Refused, match="người đứng đầu hoặc cấp phó"):
        moves.approve([entry.pk], by=office["hung"])
    assert Duty.objects.count() == 0


def test_an_approved_draft_has_its_stages_at_once(office: Office) -> None:
    entry = given_entry(office, "approved", draft_kind="ke_hoach")
    page = queries.dossier_page(office["minh"], queries.dossiers_visible_to(office["minh"]).get().pk)
    assert [view.stage.key for view in page.stages] == ["draft", "opinions", "submission"]
    assert page.dossier.duty == entry.duty and page.holds_whole
