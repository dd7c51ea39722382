"""Findings come from the matrix and from what duties went through; each has its rows, is closed or given as work."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.office import Office
from tests.rooms.api.client import Program, problem_of
from tests.rooms.regulations.given import given_line, given_rule, in_days, verbs_of

from congvu.kernel.duties.models import Duty
from congvu.kernel.org import moves as org
from congvu.kernel.org.rules import SCOPES
from congvu.kit.clock import now
from congvu.sources.regulations import moves, queries
from congvu.sources.regulations.models import FindingMark, RegulationReview
from congvu.sources.regulations.moves import RegulationRefused
from congvu.sources.regulations.queries.findings import finding_url

Browser = Callable[[str], Client]


def kinds(it: Office, who: str) -> list[tuple[str, str, int]]:
    return [(row.finding.kind, row.finding.matter, len(row.finding.rows)) for row in queries.findings(it[who])]


def test_two_authorities_of_one_day_are_found_with_their_lines(office: Office) -> None:
    one, other = given_line(office, "kè bờ sông", "snnmt"), given_line(office, "Kè bờ sông", "sxd")
    (row,) = queries.findings(office["binh"])
    assert row.finding.kind == "overlap" and row.finding.rows == (one.pk, other.pk)
    assert [line.body.code for line in queries.evidence(office["binh"], row.finding).lines] == ["snnmt", "sxd"]


def test_a_matter_without_a_line_is_a_gap_counted_over_what_one_sees(office: Office) -> None:
    given_line(office, "đất đai", "snnmt")
    office.given_duty("lan", matter="Hồ sơ đất đai quá hạn")
    office.given_duty("lan", matter="Bãi đổ thải ven sông")
    office.given_duty("long", matter="Bãi đổ thải ven sông")
    assert kinds(office, "binh") == [("gap", "Bãi đổ thải ven sông", 2)]
    assert kinds(office, "khanh") == [("gap", "Bãi đổ thải ven sông", 1)]


def test_not_mine_is_gathered_by_matter_and_bodies(office: Office) -> None:
    given_line(office, "bãi đổ thải", "snnmt")
    duty_id = office.given_duty("hung", "disputed", matter="bãi đổ thải")
    (row,) = queries.findings(office["binh"])
    assert row.finding.kind == "not_mine" and row.finding.rows == (duty_id,)
    assert {body.code for body in row.bodies} == {"snnmt", "sxd"}


def test_statements_do_not_grow_with_the_rows(office: Office) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            queries.findings(office["binh"])
        return len(asked.captured_queries)

    office.given_duty("lan", matter="Việc một")
    few = statements()
    for number in range(6):
        office.given_duty("lan", matter=f"Việc {number}")
        given_line(office, f"lĩnh vực {number}", "snnmt")
    assert statements() <= few + 1


def test_a_finding_is_closed_with_a_reason_and_opens_again_with_more_evidence(office: Office) -> None:
    office.given_duty("lan", matter="Bãi đổ thải")
    (row,) = queries.findings(office["hung"])
    key = row.finding.key
    for who, message in (("khanh", "không còn|cấp trên chung"), ("lan", "cấp trên chung")):
        with pytest.raises(RegulationRefused, match=message):
            moves.close_finding(key, by=office[who], reason="Việc một lần")
    with pytest.raises(RegulationRefused, match="lý do"):
        moves.close_finding(key, by=office["hung"], reason=" ")
    mark = moves.close_finding(key, by=office["hung"], reason="Việc phát sinh một lần")
    assert not queries.findings(office["hung"])[0].open and verbs_of("finding", mark.pk) == ["close"]
    office.given_duty("lan", matter="bãi đổ thải")
    (again,) = queries.findings(office["hung"])
    assert again.open and again.more == 1
    moves.close_finding(key, by=office["hung"], reason="Vẫn vậy")
    assert FindingMark.objects.count() == 1


def test_a_finding_becomes_a_duty_of_a_body_under_the_giver(office: Office) -> None:
    given_line(office, "kè bờ sông", "snnmt")
    given_line(office, "kè bờ sông", "sxd")
    key = queries.findings(office["binh"])[0].finding.key
    with pytest.raises(RegulationRefused, match="cấp trên chung"):
        moves.give_finding(key, by=office["hung"], to="Sở Nội vụ", day=in_days(9))
    with pytest.raises(RegulationRefused, match="sau hôm nay"):
        moves.give_finding(key, by=office["binh"], to="Sở Nội vụ", day=in_days(0))
    with pytest.raises(RegulationRefused, match="ghi đúng tên"):
        moves.give_finding(key, by=office["binh"], to="", day=in_days(9))
    mark = moves.give_finding(key, by=office["binh"], to="Sở Nội vụ", day=in_days(9))
    assert mark.duty is not None and mark.duty.holder == office["mai"]
    with pytest.raises(RegulationRefused, match="đã được xử lý"):
        moves.give_finding(key, by=office["binh"], to="Sở Nội vụ", day=in_days(9))
    assert Duty.objects.count() == 1


def test_pages(office: Office, browser_of: Browser) -> None:
    row = given_rule(office)
    moves.open_due_reviews()
    lan, head, reviewer = browser_of("lan"), browser_of("hung"), browser_of("ha")
    assert "12/QĐ-SNNMT" in lan.get("/quy-che/").content.decode()
    assert lan.get("/quy-che/phat-hien/").status_code == 404 and lan.get("/quy-che/moi/").status_code == 404
    here = f"/quy-che/{row.pk}/"
    refused = reviewer.post(f"{here}ra-soat/", {"ket_qua": "keep", "ghi_chu": "Đã đối chiếu"})
    assert refused.status_code == 422 and "Đã đối chiếu" in refused.content.decode()
    done = {"ket_qua": "keep", "ghi_chu": "Đã đối chiếu", "tiep_theo": in_days(300).isoformat()}
    assert reviewer.post(f"{here}ra-soat/", done).status_code == 302
    assert head.post(f"{here}sua/", {"trich_yeu": ""}).status_code == 422
    assert head.post(f"{here}khong/").status_code == 404
    fields = {"loai": "noi_quy", "so": "01/NQ", "trich_yeu": "Nội quy cơ quan", "ngay": "hôm nay"}
    assert head.post("/quy-che/moi/", fields).status_code == 422
    assert head.post("/quy-che/moi/", fields | {"ngay": in_days(-1).isoformat()}).status_code == 302
    duty = RegulationReview.objects.get().duty
    assert f'href="{here}"' in browser_of("hung").get(f"/viec/{duty.pk}/").content.decode()


def test_pages_of_findings(office: Office, browser_of: Browser) -> None:
    duty_id = office.given_duty("lan", matter="Bãi đổ thải")
    key = queries.findings(office["binh"])[0].finding.key
    leader = browser_of("binh")
    assert "Bãi đổ thải" in leader.get("/quy-che/phat-hien/").content.decode()
    page = leader.get(finding_url(key)).content.decode()
    assert f'href="/viec/{duty_id}/"' in page
    assert leader.get("/quy-che/phat-hien/xem/", {"khoa": "gap|x"}).status_code == 404
    refused = leader.post("/quy-che/phat-hien/xem/giao/", {"khoa": key, "don_vi": "Sở Nội vụ", "han": ""})
    assert refused.status_code == 422 and "Sở Nội vụ" in refused.content.decode()
    given = {"khoa": key, "don_vi": "Sở Nội vụ", "han": in_days(9).isoformat()}
    assert leader.post("/quy-che/phat-hien/xem/giao/", given).status_code == 302
    made = Duty.objects.latest("pk")
    assert "Xem phát hiện" in leader.get(f"/viec/{made.pk}/").content.decode()


def test_the_same_by_the_api(office: Office) -> None:
    def program(who: str) -> Program:
        _, secret = org.make_token(office[who], program="Kho", scopes=tuple(SCOPES), days=9, by=office.administrator)
        return Program(secret)

    head, reviewer = program("hung"), program("ha")
    asked = {
        "body": office.body["snnmt"].pk, "kind": "quy_che", "number": "9/QC", "title": "Quy chế", "matter": "đất đai",
        "issued_on": in_days(-9).isoformat(), "review_on": in_days(9).isoformat(),
        "reviewer_post": office.post["ha"].pk,
    }  # fmt: skip
    made = head.post("/regulations", asked)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["regulation"]["id"]
    assert problem_of(head.post("/regulations", asked), 422)["field"] == "so"
    moves.open_due_reviews(at=now())
    review = head.get(f"/regulations/{number}").json()["reviews"][0]["id"]
    outcome = {"outcome": "amend", "note": "Thiếu điều khoản số", "next_on": in_days(90).isoformat()}
    assert problem_of(head.post(f"/regulations/reviews/{review}", outcome), 422)
    assert reviewer.post(f"/regulations/reviews/{review}", outcome).json()["reviews"][0]["outcome"] == "amend"
    office.given_duty("lan", matter="Bãi đổ thải")
    found = head.get("/regulations/findings").json()["items"]
    assert [row["kind"] for row in found] == ["gap"]
    assert problem_of(program("lan").get("/regulations/findings"), 404)
    closed = head.post("/regulations/findings/close", {"key": found[0]["key"], "reason": "Một lần"})
    assert closed.json()["open"] is False
