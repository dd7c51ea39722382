"""Reports for programs: the same verbs as the pages."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from docx import Document
from tests.office import Office
from tests.rooms.reports.conftest import Clock
from tests.rooms.reports.test_figures import given_work

from congvu.judgement.reports.models import Report
from congvu.kernel.org import moves as org
from congvu.kit.work.moves import run_waiting

Call = Callable[..., Any]


@pytest.fixture
def call_as(office: Office) -> Callable[[str], Call]:
    """`call_as("binh")("/reports", {...})`: a program of that person; with a body it writes."""

    def program(who: str) -> Call:
        _, secret = org.make_token(
            office[who], program="Kho", scopes=["reports:read", "reports:write", "jobs:read"], days=30,
            by=office.administrator,
        )  # fmt: skip
        client = Client(headers={"Authorization": f"Bearer {secret}"})

        def call(path: str, body: object = None) -> Any:
            if body is None:
                return client.get(f"/api{path}")
            key = {"Idempotency-Key": str(uuid4())}
            return client.post(f"/api{path}", body, content_type="application/json", headers=key)

        return call

    return program


def test_a_program_asks_follows_reads_opens_and_takes_a_report(
    office: Office, clock: Clock, call_as: Callable[[str], Call]
) -> None:
    given_work(office, clock)
    clock(date(2026, 11, 20))
    call = call_as("binh")
    asked = call("/reports", {"body": office.body["tinh"].pk, "period": "month", "day": "2026-11-14"}).json()
    assert asked["report"]["made_at"] is None and asked["job"]["state"] == "queued"
    number = asked["report"]["id"]
    assert call(f"/reports/{number}/file").status_code == 409
    run_waiting()
    assert call(f"/jobs/{asked['job']['id']}").json()["result"] == {"report": number}
    again = call("/reports", {"body": office.body["tinh"].pk, "period": "month", "day": "2026-10-20"}).json()
    assert again["report"]["id"] == number and again["job"] is None
    told = call(f"/reports/{number}").json()
    whole = next(one for one in told["sections"] if one["key"] == "summary")
    names = [column["key"] for column in whole["columns"]]
    values = dict(zip(names, whole["lines"][0]["values"], strict=True))
    assert (values["total"], values["rate"]) == (9, 6667)
    audiences = dict(zip(names, whole["lines"][0]["audiences"], strict=True))
    assert (audiences["total"], audiences["paused"]) == ("press", "council")
    rows = call(f"/reports/{number}/rows?section=summary&line=all&column=overdue").json()
    assert rows["count"] == values["overdue"] == len(rows["rows"]) and rows["next"] is None
    assert call(f"/reports/{number}/rows?section=summary&line=all&column=beauty").status_code == 404
    word = call(f"/reports/{number}/file?format=docx")
    assert Document(io.BytesIO(word.content)).tables
    assert call(f"/reports/{number}/file?format=pdf").content.startswith(b"%PDF")
    job = call(f"/reports/{number}/remake", {}).json()
    run_waiting()
    assert call(f"/jobs/{job['id']}").json()["result"] == {"report": number, "same": True}
    assert call(f"/reports/{number}/remark", {"text": "Cần đôn đốc"}).json()["text"] == "Cần đôn đốc"
    assert call(f"/reports/{number}").json()["remark"] == "Cần đôn đốc"
    assert [one["id"] for one in call("/reports").json()["items"]] == [number]


def test_what_a_program_may_not_see_is_not_there_and_what_cannot_be_is_a_sentence(
    office: Office, clock: Clock, call_as: Callable[[str], Call]
) -> None:
    given_work(office, clock)
    hung, khanh = call_as("hung"), call_as("khanh")
    number = hung("/reports", {"body": office.body["snnmt"].pk, "period": "week", "day": "2026-10-20"}).json()[
        "report"
    ]["id"]
    run_waiting()
    assert khanh(f"/reports/{number}").status_code == 404 and khanh("/reports").json()["items"] == []
    assert khanh(f"/reports/{number}/remake", {}).status_code == 404
    other = khanh("/reports", {"body": office.body["snnmt"].pk, "period": "week", "day": "2026-10-20"})
    assert other.status_code == 404
    future = hung("/reports", {"body": office.body["snnmt"].pk, "period": "year", "day": "2031-01-01"})
    assert future.status_code == 422 and "chưa bắt đầu" in future.json()["detail"]
    mine = hung("/reports", {"body": office.body["snnmt"].pk, "period": "week", "day": "2026-10-20", "mine": True})
    assert mine.status_code == 200
    assert Report.objects.count() == 2


def test_a_program_builds_makes_subscribes_and_drops_forms(
    office: Office, clock: Clock, call_as: Callable[[str], Call]
) -> None:
    given_work(office, clock)
    call = call_as("hung")
    given = {"name": "Biểu 02", "body": office.body["snnmt"].pk, "period": "month", "rows": ["bodies"],
             "columns": ["total"]}  # fmt: skip
    form = call("/report-forms", given).json()
    assert form["content"] == {"rows": ["bodies"], "columns": ["total"]} and form["subscribed"] is False
    assert call("/report-forms", given).status_code == 422
    changed = call(f"/report-forms/{form['id']}", given | {"columns": ["total", "done"]}).json()
    assert changed["content"]["columns"] == ["total", "done"]
    assert call(f"/report-forms/{form['id']}/subscribe", {}).json() == {"done": True}
    assert [one["subscribed"] for one in call("/report-forms").json()["items"]] == [True]
    made = call(f"/report-forms/{form['id']}/make", {"day": "2026-10-20"}).json()
    run_waiting()
    assert [one["key"] for one in call(f"/reports/{made['report']['id']}").json()["sections"]] == ["bodies"]
    assert call(f"/report-forms/{form['id']}/unsubscribe", {}).status_code == 200
    assert call(f"/report-forms/{form['id']}/drop", {}).status_code == 200
    assert call("/report-forms").json()["items"] == []
    assert call(f"/report-forms/{form['id']}/subscribe", {}).status_code == 404
