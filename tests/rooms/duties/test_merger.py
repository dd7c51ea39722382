"""Bodies are merged and divided: rehearsed without changing anything, then carried out; every duty keeps a holder."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.office import Office

from congvu.kernel.duties import invariants, moves, tasks
from congvu.kernel.duties.models import Duty, Holding
from congvu.kernel.duties.moves import reorganising
from congvu.kernel.duties.queries import visible_to
from congvu.kernel.duties.queries.reorganising import Rehearsal, rehearse
from congvu.kernel.ledger.models import Entry
from congvu.kernel.org import moves as org
from congvu.kernel.org import queries
from congvu.kernel.org.models import (
    Body,
    Delegation,
    Person,
    PlannedPost,
    Post,
    PostSuccession,
    Reorganisation,
    Succession,
)
from congvu.kernel.org.moves import OrgRefused
from congvu.kernel.records import queries as records
from congvu.kit.clock import now, today
from congvu.kit.work.models import Job


@pytest.fixture
def plan(office: Office) -> Reorganisation:
    """Sở Nông nghiệp và Môi trường and Sở Xây dựng become one department from today."""
    row = org.prepare_plan(name="Hợp nhất hai sở", instrument="Nghị quyết 12/NQ-HĐND", day=today(), by=office["hien"])
    target = org.plan_body(
        row, code="sxdnn", name="Sở Xây dựng và Nông nghiệp", symbol="SXDNN", kind="so", parent=office.body["tinh"],
        by=office["hien"],
    )  # fmt: skip
    for key in ("snnmt", "sxd"):
        org.plan_ending(row, office.body[key], [target], by=office["hien"], relation="hợp nhất")
    return row


def view_of(plan: Reorganisation) -> queries.PlanView:
    return queries.PlanView.load(Reorganisation.objects.get(pk=plan.pk), now())


def rehearsed(plan: Reorganisation) -> Rehearsal:
    found = rehearse(view_of(plan))
    org.note_rehearsed(plan, found.version, faults=len(found.faults))
    return found


def carried_out(office: Office, plan: Reorganisation) -> Reorganisation:
    assert rehearsed(plan).faults == []
    org.order_plan(plan, by=office["binh"])
    done = moves.carry_out(plan.pk)
    assert done.state == "done"
    return done


def planned(plan: Reorganisation, office: Office, who: str) -> PlannedPost:
    return PlannedPost.objects.get(plan=plan, old=office.post[who])


def test_one_head_heads_the_whole_and_rooms_come_along(office: Office, plan: Reorganisation) -> None:
    proposed = {name: (one.title, one.role, one.order) for name in office.post
                for one in PlannedPost.objects.filter(plan=plan, old=office.post[name])}  # fmt: skip
    assert proposed["hung"] == ("Giám đốc Sở", "head", 1)
    assert proposed["thuy"] == ("Phó Giám đốc Sở", "deputy", 2)
    assert proposed["khanh"] == ("Phó Giám đốc Sở", "deputy", 3) and proposed["nga"][2] == 4
    assert proposed["minh"] == ("Trưởng phòng", "head", 1) and proposed["lan"][1] == "official"
    assert "mai" not in proposed


def test_a_rehearsal_says_who_gets_what_and_changes_nothing(office: Office, plan: Reorganisation) -> None:
    for holder in ("lan", "lan", "khanh", "quang"):
        office.given_duty(holder, "in_hand")
    outside = office.given_duty("phuc", "in_hand", accountable_post_id=office.post["hung"].pk)
    before = Entry.objects.count(), Body.objects.count(), Post.objects.count()
    found = rehearsed(plan)
    assert (Entry.objects.count(), Body.objects.count(), Post.objects.count()) == before
    assert found.faults == [] and found.open == 4 and found.outside == 1
    (target,) = found.targets
    assert target.head == office["hung"] and target.open == 4 and target.people == 12
    lan = next(row for row in found.passings if row.holder == office["lan"])
    assert (lan.open, lan.to_person, lan.to_body) == (2, office["lan"], "Phòng Quản lý đất đai")
    assert not found.changing and not found.without_post
    assert Duty.objects.get(pk=outside).accountable_post == office.post["hung"]


def test_carried_out_every_duty_is_held_by_the_same_person_in_the_new_seat(
    office: Office, plan: Reorganisation
) -> None:
    states = ("assigned", "in_hand", "unplaced", "submitted", "handed_in", "disputed", "closed")
    duties = [office.given_duty("lan", state) for state in states]
    holders = {duty_id: Duty.objects.get(pk=duty_id).holder_id for duty_id in duties}
    limits = {duty_id: Duty.objects.get(pk=duty_id).current_due_at for duty_id in duties}
    done = carried_out(office, plan)
    new = Body.objects.get(code="sxdnn")
    for duty_id in duties:
        duty = Duty.objects.select_related("body", "holder_post").get(pk=duty_id)
        assert (duty.holder_id, duty.current_due_at) == (holders[duty_id], limits[duty_id])
        if duty.state != "closed" and duty.holder_id == office["lan"].pk:
            assert duty.body is not None and new.pk in duty.body.lineage
            assert duty.accountable_post.body.lineage[:2] == new.lineage  # type: ignore[union-attr]
    assert done.passed >= 5 and invariants.check(connection) == []
    assert office.move("complete", duties[1], "lan", product="Báo cáo 1/BC").state == "handed_in"
    assert invariants.check(connection) == []


def test_the_old_ends_the_day_before_and_who_succeeded_it_is_asked_of_a_day(
    office: Office, plan: Reorganisation
) -> None:
    carried_out(office, plan)
    old, new = Body.objects.get(pk=office.body["sxd"].pk), Body.objects.get(code="sxdnn")
    assert old.valid_to == today() - timedelta(days=1) and new.valid_from == today()
    assert Succession.objects.get(predecessor=old).successor == new
    book = queries.NameBook.load()
    found = book.resolve("Sở Xây dựng", today() - timedelta(days=30), today())
    assert [body.pk for body in found.then] == [old.pk] and [body.pk for body in found.now] == [new.pk]
    assert queries.head_of(old, now()).person == office["hung"]  # type: ignore[union-attr]
    assert [seat.person for seat in queries.seats_of(office["khanh"], now())] == [office["khanh"]]
    assert PostSuccession.objects.filter(predecessor=office.post["khanh"]).exists()


def test_closed_duties_and_their_figures_stay_and_are_seen_by_the_heirs(office: Office, plan: Reorganisation) -> None:
    closed = office.given_duty("khanh", "closed")
    before = Duty.objects.filter(pk=closed).values().get()
    carried_out(office, plan)
    assert Duty.objects.filter(pk=closed).values().get() == before
    assert visible_to(office["hung"]).filter(pk=closed).exists()


def test_what_lies_on_a_seat_that_vanishes_goes_to_whom_the_plan_names(office: Office, plan: Reorganisation) -> None:
    duty_id = office.given_duty("long", "in_hand")
    org.plan_post(planned(plan, office, "long"), by=office["hien"], into=None, receiver=office.post["lan"])
    found = rehearsed(plan)
    (row,) = found.vanishing
    assert (row.open, row.to_person) == (1, office["lan"]) and found.without_post == [office["long"]]
    carried_out(office, plan)
    duty = Duty.objects.get(pk=duty_id)
    assert (duty.holder, duty.state) == (office["lan"], "assigned")
    assert not Person.objects.get(pk=office["long"].pk).is_active
    assert invariants.check(connection) == []


def test_one_body_goes_into_one_that_goes_on(office: Office) -> None:
    duty_id = office.given_duty("khanh", "in_hand")
    row = org.prepare_plan(name="Nhập", instrument="NQ 1", day=today(), by=office["hien"])
    target = org.plan_body(row, existing=office.body["snnmt"], by=office["hien"])
    org.plan_ending(row, office.body["sxd"], [target], by=office["hien"])
    carried_out(office, row)
    duty = Duty.objects.select_related("holder_post").get(pk=duty_id)
    assert duty.holder == office["khanh"] and duty.holder_post.role == "deputy"  # type: ignore[union-attr]
    assert duty.body == office.body["snnmt"]
    assert queries.head_of(office.body["snnmt"], now()).person == office["hung"]  # type: ignore[union-attr]
    assert invariants.check(connection) == []


def test_a_body_is_divided_room_by_room_and_seat_by_seat(office: Office) -> None:
    land, planning = office.given_duty("lan", "in_hand"), office.given_duty("ha", "in_hand")
    by = office["hien"]
    row = org.prepare_plan(name="Tách", instrument="NQ 2", day=today(), by=by)
    one = org.plan_body(row, code="stn", name="Sở Tài nguyên", kind="so", parent=office.body["tinh"], by=by)
    two = org.plan_body(row, code="snn", name="Sở Nông nghiệp", kind="so", parent=office.body["tinh"], by=by)
    org.plan_ending(row, office.body["snnmt"], [one, two], by=by, relation="chia tách")
    org.plan_room(row.successions.get(old=office.body["pkh"]), by=by, under=two)
    org.plan_post(planned(row, office, "thuy"), by=by, into=two, title="Giám đốc Sở", role="head", order=1)
    carried_out(office, row)
    bodies = {duty.pk: duty.body.parent.name for duty in Duty.objects.filter(pk__in=[land, planning])}  # type: ignore[union-attr]
    assert bodies == {land: "Sở Tài nguyên", planning: "Sở Nông nghiệp"}
    assert queries.head_of(Body.objects.get(code="snn"), now()).person == office["thuy"]  # type: ignore[union-attr]
    assert Succession.objects.filter(predecessor=office.body["snnmt"]).count() == 2
    assert invariants.check(connection) == []


def test_matters_go_along_and_delegations_end(office: Office, plan: Reorganisation) -> None:
    line = org.rule_authority(
        matter="hồ sơ đất đai", body=office.body["snnmt"], deciding_post=office.post["hung"], source="instrument",
        instrument="QĐ 18", by=office["hien"],
    )  # fmt: skip
    org.delegate(
        from_post=office.post["hung"], to_person=office["thuy"], scope="Ký", instrument="GUQ 1", line=line,
        starts_on=today(), ends_on=today() + timedelta(days=9), by=office["hung"],
    )  # fmt: skip
    again = org.plan_body(plan, existing=office.body["snv"], by=office["hien"])
    org.plan_keeping(plan, office.body["snnmt"], by=office["hien"])
    target = plan.bodies.get(code="sxdnn")
    org.plan_ending(plan, office.body["snnmt"], [target], by=office["hien"])
    found = rehearsed(plan)
    assert len(found.delegations) == 1 and not found.without_authority
    lost = plan.matters.get(line=line)
    org.plan_matter(lost, by=office["hien"], into=None, deciding=None)
    assert rehearsed(plan).without_authority == [line]
    org.plan_matter(lost, by=office["hien"], into=target, deciding=office.post["hung"])
    again.delete()
    carried_out(office, plan)
    now_line = queries.authority_for("hồ sơ đất đai", now())
    assert now_line is not None and now_line.body.code == "sxdnn"
    assert queries.holder_of(now_line.deciding_post, now()).person == office["hung"]  # type: ignore[arg-type,union-attr]
    assert Delegation.objects.get().closed_at is not None


def test_killed_in_between_it_goes_on_where_it_stopped(
    office: Office, plan: Reorganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    duties = [office.given_duty("lan", "in_hand") for _ in range(7)]
    rehearsed(plan)
    org.order_plan(plan, by=office["binh"])
    monkeypatch.setattr(reorganising, "MOST", 3)

    def killed(done: int, total: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moves.carry_out(plan.pk, told=killed)
    half = Reorganisation.objects.get(pk=plan.pk)
    assert (half.state, half.passed, half.total) == ("running", 6, 7) and invariants.check(connection) == []
    assert tasks.start_plans() == 1
    assert moves.carry_out(plan.pk).passed == 7
    assert Entry.objects.filter(room="duties", verb="reseat").count() == 7
    assert Holding.objects.filter(duty__in=duties, ended_at=None).count() == 7
    assert invariants.check(connection) == []
    assert moves.carry_out(plan.pk).state == "done" and tasks.start_plans() == 0


def test_whoever_came_after_the_decision_goes_along(office: Office, plan: Reorganisation) -> None:
    rehearsed(plan)
    org.order_plan(plan, by=office["binh"])
    post = org.add_post(office.body["pqh"], title="Chuyên viên", role="official", valid_from=today(), by=office["hien"])
    org.appoint(office["yen"], post, by=office["hien"], kind="kiêm nhiệm")
    new = office.new("khanh", holder_id=office["yen"].pk, holder_post_id=post.pk, accountable_post_id=post.pk)
    (duty_id,) = moves.issue_new([new], by=office["binh"])
    assert moves.carry_out(plan.pk).state == "done"
    duty = Duty.objects.select_related("body").get(pk=duty_id)
    assert duty.holder == office["yen"] and duty.body.valid_to is None  # type: ignore[union-attr]
    assert invariants.check(connection) == []


def test_the_job_carries_it_out_and_after_a_failure_waits_an_hour(office: Office, plan: Reorganisation) -> None:
    duty_id = office.given_duty("long", "in_hand")
    org.plan_post(planned(plan, office, "long"), by=office["hien"], into=None, receiver=office.post["son"])
    rehearsed(plan)
    org.order_plan(plan, by=office["binh"])
    done = tasks.carry_out_job(Silent(), {"plan": plan.pk})
    assert done.values["state"] == "done" and Duty.objects.get(pk=duty_id).holder == office["son"]
    Job.objects.create(kind=tasks.CARRY_OUT, key=str(plan.pk), title="x", state="failed", ended_at=now())
    Reorganisation.objects.filter(pk=plan.pk).update(state="running")
    assert tasks.start_plans() == 0  # it failed a moment ago
    Job.objects.update(ended_at=now() - timedelta(hours=2))
    assert tasks.start_plans() == 1


class Silent:
    """Progress that nobody looks at."""

    def step(self, done: int, total: int, message: str = "") -> None:
        assert done <= total


def test_it_is_ordered_once_rehearsed_by_another_person_and_waits_for_its_day(
    office: Office, plan: Reorganisation
) -> None:
    with pytest.raises(OrgRefused, match="diễn tập lại"):
        org.order_plan(plan, by=office["binh"])
    rehearsed(plan)
    with pytest.raises(OrgRefused, match="không tự quyết định"):
        org.order_plan(plan, by=office["hien"])
    with pytest.raises(OrgRefused, match="Chỉ lãnh đạo"):
        org.order_plan(plan, by=office["hung"])
    later = today() + timedelta(days=3)
    org.change_plan(plan, name=plan.name, instrument=plan.instrument, day=later, by=office["hien"])
    with pytest.raises(OrgRefused, match="diễn tập lại"):
        org.order_plan(plan, by=office["binh"])
    rehearsed(plan)
    org.order_plan(plan, by=office["binh"])
    assert tasks.start_plans() == 0
    with pytest.raises(OrgRefused, match="Chưa đến ngày"):
        moves.carry_out(plan.pk)
    with pytest.raises(OrgRefused, match="không sửa được nữa"):
        org.plan_keeping(plan, office.body["sxd"], by=office["hien"])
    with pytest.raises(OrgRefused, match="lý do"):
        org.cancel_plan(plan, by=office["binh"], reason="")
    assert org.cancel_plan(plan, by=office["binh"], reason="Hoãn").state == "cancelled"


def test_a_plan_that_cannot_be_is_refused_with_a_sentence(office: Office, plan: Reorganisation) -> None:
    by = office["hien"]
    itself = org.plan_body(plan, existing=office.body["snv"], by=by)
    before = Entry.objects.count()
    for words, make in (
        ("không kế thừa chính nó", lambda: org.plan_ending(plan, office.body["snv"], [itself], by=by)),
        ("không kế thừa chính nó", lambda: org.plan_body(plan, existing=office.body["sxd"], by=by)),
        ("đã có trong phương án", lambda: org.plan_ending(plan, office.body["sxd"], [itself], by=by)),
        ("Mã snv đã có", lambda: org.plan_body(plan, code="snv", name="Sở X", by=by)),
        ("phải có mã và tên", lambda: org.plan_body(plan, code="", name="Sở X", by=by)),
        ("Chưa chọn cơ quan kế thừa", lambda: org.plan_ending(plan, office.body["xa"], [], by=by)),
        ("Chỉ cán bộ tổ chức", lambda: org.plan_body(plan, code="y", name="Sở Y", by=office["hung"])),
        ("đã qua", lambda: org.prepare_plan(name="A", instrument="B", day=date(2025, 1, 1), by=by)),
        ("tên và văn bản", lambda: org.prepare_plan(name="A", instrument=" ", day=today(), by=by)),
    ):
        with pytest.raises(OrgRefused, match=words):
            make()
    assert Entry.objects.count() == before


def test_a_circle_or_an_heir_that_ends_is_a_fault_of_the_rehearsal(office: Office, plan: Reorganisation) -> None:
    by = office["hien"]
    under = org.plan_body(plan, code="tt", name="Trung tâm", kind="don_vi", parent=office.body["sxd"], by=by)
    assert any("Cấp trên của Trung tâm là cơ quan sẽ chấm dứt" in one for one in rehearsed(plan).faults)
    under.parent, under.parent_planned = None, under
    under.save()
    assert any("Trung tâm là cấp trên của chính nó" in one for one in rehearsed(plan).faults)


def test_two_heads_of_one_body_are_a_fault(office: Office, plan: Reorganisation) -> None:
    row = planned(plan, office, "khanh")
    org.plan_post(row, by=office["hien"], into=row.into, title="Giám đốc Sở", role="head", order=1)
    assert rehearsed(plan).faults == ["Sở Xây dựng và Nông nghiệp có 2 người đứng đầu."]


def test_who_sits_in_two_seats_afterwards_is_told(office: Office, plan: Reorganisation) -> None:
    org.appoint(office["lan"], office.post["long"], by=office["hien"], kind="kiêm nhiệm")
    office_before = rehearsed(plan).two_posts
    assert office_before == []  # she does so already; the plan changes nothing of it
    org.appoint(office["mai"], office.post["son"], by=office["hien"], kind="kiêm nhiệm")
    assert carried_out(office, plan).state == "done"
    assert len(queries.seats_of(office["lan"], now())) == 2


def test_who_handles_the_heir_reads_the_registers_of_before(office: Office, plan: Reorganisation) -> None:
    before = records.read_bodies(office["hung"], now())
    assert office.body["sxd"].pk not in before
    carried_out(office, plan)
    after = records.read_bodies(office["hung"], now())
    assert {office.body["sxd"].pk, office.body["snnmt"].pk} <= after
    assert office.body["sxd"].pk not in records.handled_bodies(office["hung"], now())
