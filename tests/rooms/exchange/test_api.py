"""Programs bring files, take copies and subscribe by the same verbs as the pages."""

import csv as csv_module
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.office import Office
from tests.rooms.api.client import Program, problem_of
from tests.rooms.exchange.files import csv
from tests.rooms.exchange.test_arrivals import drop, paper

from congvu.faces.exchange.models import Subscription
from congvu.faces.exchange.moves import sources
from congvu.faces.exchange.webhooks import events
from congvu.kernel.ledger.models import IdempotencyKey
from congvu.kernel.org import moves as org
from congvu.kernel.org.models import Person
from congvu.kernel.org.rules import SCOPES

ProgramOf = Callable[..., Program]


@pytest.fixture
def program_of(office: Office) -> ProgramOf:
    def made(who: str, *scopes: str) -> Program:
        person = office.administrator if who == "quantri" else office[who]
        _, secret = org.make_token(
            person, program="Kho báo cáo", scopes=scopes or tuple(SCOPES), days=30, by=office.administrator
        )
        return Program(secret)

    return made


def file(*rows: tuple[str, ...]) -> io.BytesIO:
    sent = io.BytesIO(csv(("Tên đăng nhập", "Họ và tên"), *rows))
    sent.name = "nguoi.csv"
    return sent


def test_a_file_is_brought_looked_at_and_written(program_of: ProgramOf) -> None:
    program = program_of("hien")
    run = program.send("/imports", file(("moi", "Nguyễn Văn Mới"), ("lan", "Sai Tên")), kind="people").json()
    assert run["state"] == "checked" and run["counts"] == {"add": 1, "wrong": 1}
    wrong = program.get(f"/imports/{run['id']}/lines", outcome="wrong").json()["items"]
    assert [line["line"] for line in wrong] == [3] and "Nguyễn Thị Lan" in wrong[0]["told"]
    assert "1 dòng sai" in problem_of(program.post(f"/imports/{run['id']}/write", {}), 422)["detail"]
    good = program.send("/imports", file(("moi", "Nguyễn Văn Mới")), kind="people").json()
    key = "ghi-lan-1"
    first = program.post(f"/imports/{good['id']}/write", {}, key=key)
    assert first.status_code == 200 and first.json()["state"] == "done"
    assert program.post(f"/imports/{good['id']}/write", {}, key=key).json() == first.json()
    assert Person.objects.filter(username="moi").count() == 1


def test_columns_may_be_named(program_of: ProgramOf) -> None:
    program = program_of("hien")
    sent = io.BytesIO(csv(("A", "B"), ("moi", "Nguyễn Văn Mới")))
    sent.name = "a.csv"
    run = program.send("/imports", sent, kind="people").json()
    assert run["state"] == "failed" and run["headings"] == ["A", "B"]
    problem_of(program.post(f"/imports/{run['id']}/columns", {"mapping": {"khac": 0}}), 422)
    again = program.post(f"/imports/{run['id']}/columns", {"mapping": {"username": 0, "full_name": 1}}).json()
    assert again["counts"] == {"add": 1}


def test_who_may_not_is_refused_and_a_scope_is_needed(program_of: ProgramOf) -> None:
    assert "Chỉ" in problem_of(program_of("lan").send("/imports", file(("a", "B")), kind="bodies"), 422)["detail"]
    problem_of(program_of("hien", "exchange:read").send("/imports", file(("a", "B")), kind="people"), 403)
    problem_of(program_of("lan").get("/imports/999999"), 404)
    problem_of(program_of("lan").get("/webhooks"), 404)


def test_the_ledger_flows_out_as_far_as_one_sees_it(office: Office, program_of: ProgramOf) -> None:
    office.given_duty(holder="lan", state="closed")
    office.given_duty(holder="khanh")
    answer = program_of("hung").post("/ledger/stream", {"format": "csv"})
    rows = list(csv_module.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row["verb"] for row in rows] == ["assign", "accept", "complete", "verify"]
    assert all(row["actor"].startswith("P") for row in rows)
    problem_of(program_of("hung").post("/ledger/stream", {"format": "xes"}), 422)
    problem_of(program_of("hung").post("/ledger/stream", {"format": "csv", "names": True}), 422)


def test_a_copy_is_asked_for_and_its_state_told(program_of: ProgramOf) -> None:
    program = program_of("binh")
    run = program.post("/exports", {"format": "xes", "since": "2026-01-01"}).json()
    assert run["state"] == "waiting" and run["job"]
    assert program.get(f"/exports/{run['id']}").json()["state"] == "waiting"
    problem_of(program.get(f"/exports/{run['id']}/file"), 409)
    problem_of(program_of("hung").get(f"/exports/{run['id']}"), 404)


def test_what_came_is_listed_entered_and_set_aside(office: Office, folders: Path, program_of: ProgramOf) -> None:
    source = sources.save_source(
        None, by=office.administrator, kind="folder", name="LT", clerk=office["thu"], settings={"folder": "lt"}
    )
    for number in (1, 2):
        drop(folders / "den" / "lt", f"{number}.txt", paper(number))
    sources.look(source)
    program = program_of("thu")
    second, first = program.get("/arrivals", state="waiting").json()["items"]
    assert program.post(f"/arrivals/{first['id']}/enter", {}).json()["state"] == "entered"
    assert program.post(f"/arrivals/{second['id']}/aside", {"reason": "Gửi nhầm"}).json()["state"] == "aside"
    assert program_of("lan").get("/arrivals").json()["items"] == []
    problem_of(program_of("lan").post(f"/arrivals/{first['id']}/enter", {}), 404)


def test_a_receiver_chooses_its_secret_and_it_is_kept_nowhere_in_the_open(
    program_of: ProgramOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONGVU_WEBHOOK_PRIVATE", "127.0.0.0/8")
    program, secret = program_of("quantri"), events.new_secret()
    given = {"url": "http://127.0.0.1:9/", "name": "Kho", "secret": secret, "topics": ["duty.*"]}
    made = program.post("/webhooks", given)
    assert made.status_code == 201 and secret not in made.content.decode()
    kept = " ".join(str(answer) for answer in IdempotencyKey.objects.values_list("answer", flat=True))
    assert secret not in kept and secret not in Subscription.objects.get().secret
    assert program.get("/webhooks").json()[0]["topics"] == ["duty.*"]
    other = program.post(f"/webhooks/{made.json()['id']}/rotate", {"secret": events.new_secret()})
    assert other.status_code == 200 and Subscription.objects.get().old_secret
    problem_of(program.post("/webhooks", given | {"secret": "whsec_ngan"}), 422)
    problem_of(program.post("/webhooks", given | {"url": "http://10.0.0.1/"}), 422)
    assert program.post(f"/webhooks/{made.json()['id']}/retry", {}).json() == {"count": 0}
