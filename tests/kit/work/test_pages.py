"""The page of a job, with a script and without, and its API."""

import pytest
from django.test import Client
from tests.office import given_office

from congvu.kernel.org import moves as org
from congvu.kit.work.models import Job
from congvu.kit.work.moves import run_waiting, start

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def test_the_page_refreshes_itself_until_the_work_is_done_and_then_leads_to_the_result() -> None:
    office = given_office()
    job = start("count", {"until": 4}, by=office["lan"].pk, title="Đếm đến bốn")
    lan = client_of(office["lan"])
    waiting = lan.get(f"/viec-nen/{job.pk}/").content.decode()
    assert "Đang chờ đến lượt" in waiting and 'http-equiv="refresh"' in waiting and "hx-get" in waiting
    Job.objects.filter(pk=job.pk).update(state="running", done=1, total=4, message="Số 1")
    running = lan.get(f"/viec-nen/{job.pk}/", headers=HTMX)
    assert "1/4" in running.content.decode() and "<html" not in running.content.decode()
    assert "HX-Redirect" not in running
    run_waiting()
    assert lan.get(f"/viec-nen/{job.pk}/", headers=HTMX)["HX-Redirect"] == "/viec/"
    done = lan.get(f"/viec-nen/{job.pk}/").content.decode()
    assert "Đã xong" in done and 'href="/viec/"' in done and "refresh" not in done
    assert "Đếm đến bốn" in lan.get("/viec-nen/").content.decode()


def test_a_job_is_stopped_from_its_page() -> None:
    office = given_office()
    job = start("count", {"until": 4}, by=office["lan"].pk, title="Đếm")
    answer = client_of(office["lan"]).post(f"/viec-nen/{job.pk}/dung/", follow=True)
    assert "Đã dừng theo yêu cầu" in answer.content.decode()


def test_the_job_of_somebody_else_does_not_exist() -> None:
    office = given_office()
    job = start("count", {"until": 4}, by=office["lan"].pk, title="Đếm")
    other = client_of(office["tu"])
    assert other.get(f"/viec-nen/{job.pk}/").status_code == 404
    assert other.post(f"/viec-nen/{job.pk}/dung/").status_code == 404
    assert "Đếm" not in other.get("/viec-nen/").content.decode()
    assert Client().get(f"/viec-nen/{job.pk}/").status_code == 302


def test_a_program_reads_and_stops_its_own_jobs() -> None:
    office = given_office()
    org.set_up(name="Tỉnh An Bình", level="province", origin="demo/tests", demonstration=True)
    _, secret = org.make_token(
        office["lan"], program="Kho", scopes=["jobs:read", "jobs:write"], days=1, by=office.administrator
    )
    program = Client(headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "k"})
    first, second = (start("count", {"until": 2}, by=office["lan"].pk, title="Đếm") for _ in range(2))
    foreign = start("count", {"until": 2}, by=office["tu"].pk, title="Đếm")
    assert program.post(f"/api/jobs/{second.pk}/cancel").json()["state"] == "cancelled"
    run_waiting()
    told = program.get(f"/api/jobs/{first.pk}").json()
    assert (told["state"], told["done"], told["result"]) == ("done", 2, {"counted": 2})
    assert [job["id"] for job in program.get("/api/jobs").json()["items"]] == [second.pk, first.pk]
    assert program.get(f"/api/jobs/{foreign.pk}").status_code == 404
    assert program.post(f"/api/jobs/{foreign.pk}/cancel").status_code == 404
