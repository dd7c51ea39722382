"""The advisory log is made from holds and moves alone: who, as what, how long, which version."""

import pytest
from tests.office import Office
from tests.rooms.programmes.given import drafted, given_dossier

from congvu.kernel.duties.models import Duty
from congvu.kernel.ledger.models import Entry
from congvu.kit.clock import today
from congvu.sources.programmes import queries, rules


def test_each_hold_is_a_line_in_the_order_of_time(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    log = queries.advisory_log(office["hung"], dossier.duty_id)
    starts = [row.starts_at for row in log.rows]
    assert starts == sorted(starts)
    said = [(row.stage, row.person, row.as_what, row.version) for row in log.rows if row.stage != "Việc chung"]
    minh, hung = office["minh"], office["hung"]
    writes, checks = "nhận và soạn thảo", "kiểm tra, nghiệm thu"
    assert said == [
        ("Đề cương", minh, writes, 1), ("Đề cương", hung, checks, None),
        ("Dự thảo", minh, writes, 2), ("Dự thảo", hung, checks, None),
        ("Dự thảo", minh, "soạn thảo, chỉnh sửa", 3), ("Dự thảo", hung, checks, None),
    ]  # fmt: skip
    sent_back = next(row for row in log.rows if row.did == "Đề nghị làm lại")
    assert sent_back.words == ("Mục tiêu còn thấp",)


def test_reading_the_log_writes_nothing(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    before = Entry.objects.count()
    queries.advisory_log(office["hung"], dossier.duty_id)
    queries.document_rows([dossier.duty_id])
    assert Entry.objects.count() == before


def test_any_duty_with_a_document_has_its_log(office: Office) -> None:
    duty_id = office.given_duty("lan", "closed")
    log = queries.advisory_log(office["lan"], duty_id)
    assert [row.person for row in log.rows] == [office["lan"], office["binh"]]
    assert log.rows[-1].ends_at is not None and len(log.versions) == 1


def test_of_a_body_and_a_period_every_document_is_one_line(office: Office) -> None:
    dossier = given_dossier(office)
    drafted(office, dossier)
    other = office.given_duty("lan", "handed_in")
    office.given_duty("lan", "in_hand", product_kind="khong_van_ban", product="")
    month = rules.span_of("month", today())
    ids = queries.documents_of(office["hung"], office.body["snnmt"], month)
    assert set(ids) == {dossier.duty_id, other}  # parts stand in the log of the whole
    rows = {row.duty.pk: row for row in queries.document_rows(ids)}
    whole = rows[dossier.duty_id]
    assert (whole.versions, whole.returns, whole.drafter) == (3, 1, office["minh"])
    assert whole.holders == 2
    assert queries.documents_of(office["hung"], office.body["snnmt"], rules.before(rules.before(month))) == []


def test_others_see_their_own_only(office: Office) -> None:
    duty_id = office.given_duty("lan", "handed_in")
    month = rules.span_of("month", today())
    assert queries.documents_of(office["khanh"], office.body["snnmt"], month) == []
    with pytest.raises(Duty.DoesNotExist):
        queries.advisory_log(office["khanh"], duty_id)
