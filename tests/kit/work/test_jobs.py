"""Background work: queued, run once, its progress seen, stopped when asked, taken up after a crash."""

import psycopg
import pytest
from django.db import transaction
from tests.database import Database
from tests.kit.work import conftest as counting

from congvu.kit.work import moves
from congvu.kit.work.models import Job
from congvu.kit.work.moves import run_waiting, start

pytestmark = pytest.mark.django_db
LAN = 7


def given_job(**given: int) -> Job:
    return start("count", {"until": 3} | given, by=LAN, title="Đếm đến ba")


def after_running(job: Job) -> Job:
    run_waiting()
    job.refresh_from_db()
    return job


def test_work_is_done_in_its_order_and_says_where_its_result_is() -> None:
    first, second = given_job(), given_job(until=5)
    assert run_waiting() == 2 and run_waiting() == 0
    first.refresh_from_db()
    assert (first.state, first.done, first.total, first.result_url) == ("done", 3, 3, "/viec/")
    assert first.result == {"counted": 3} and first.ended_at and not first.message
    second.refresh_from_db()
    assert second.result == {"counted": 5}


def test_asking_twice_with_one_key_gives_the_same_job_until_it_is_done() -> None:
    first = start("count", {"until": 1}, by=LAN, title="Một", key="a")
    assert start("count", {"until": 9}, by=LAN, title="Hai", key="a") == first
    assert start("count", {"until": 1}, by=LAN, title="Khác", key="b") != first
    run_waiting()
    assert start("count", {"until": 1}, by=LAN, title="Lại", key="a") != first


def test_an_unknown_kind_is_refused_when_it_is_asked_for() -> None:
    with pytest.raises(KeyError):
        start("dance", {}, by=LAN, title="Múa")
    assert not Job.objects.exists()


def test_what_cannot_be_done_says_why_in_one_sentence() -> None:
    job = after_running(given_job(refuse_at=2))
    assert (job.state, job.error, job.done) == ("failed", "Kỳ này không có dữ liệu.", 2)


def test_a_fault_of_the_program_is_told_without_its_stack(caplog: pytest.LogCaptureFixture) -> None:
    job = after_running(given_job(break_at=1))
    assert job.state == "failed" and str(job.pk) in job.error and "ZeroDivision" not in job.error
    assert "ZeroDivisionError" in caplog.text


def test_a_waiting_job_is_cancelled_at_once_and_never_run() -> None:
    job = given_job()
    moves.cancel(job.pk, by=LAN)
    assert after_running(job).state == "cancelled" and counting.done == []


def test_a_running_job_stops_at_its_next_step() -> None:
    job = given_job()
    counting.meanwhile[2] = lambda: moves.cancel(job.pk, by=LAN)
    assert after_running(job).state == "cancelled" and counting.done == [1, 2]
    moves.cancel(job.pk, by=LAN)
    assert after_running(job).state == "cancelled"


def test_another_person_cannot_cancel_it() -> None:
    job = given_job()
    with pytest.raises(Job.DoesNotExist):
        moves.cancel(job.pk, by=LAN + 1)
    assert after_running(job).state == "done"


def test_a_job_left_by_a_killed_process_is_taken_up_and_makes_nothing_twice() -> None:
    job = given_job()
    Job.objects.filter(pk=job.pk).update(state="running", attempts=1, done=2)
    counting.done.extend([1, 2])
    job = after_running(job)
    assert (job.state, job.attempts) == ("done", 2) and counting.done == [1, 2, 3]


def test_a_job_that_kills_its_process_each_time_is_not_tried_for_ever() -> None:
    job = given_job()
    Job.objects.filter(pk=job.pk).update(state="running", attempts=moves.MOST_ATTEMPTS)
    job = after_running(job)
    assert job.state == "failed" and "không tự chạy lại" in job.error and counting.done == []


@pytest.mark.django_db(transaction=True)
def test_while_one_process_runs_a_job_no_other_takes_it(database: Database) -> None:
    job = given_job()
    with psycopg.connect(database.url(), autocommit=True) as other:
        other.execute("select pg_advisory_lock(%s, %s)", [moves._LOCKS, job.pk])
        assert run_waiting() == 0
    while not run_waiting():  # the lock of a closed connection goes a moment later
        pass
    job.refresh_from_db()
    assert job.state == "done"


@pytest.mark.django_db(transaction=True)
def test_others_see_the_progress_while_the_work_goes_on(database: Database) -> None:
    seen: list[tuple[int, int, str]] = []
    job = given_job()

    def look() -> None:
        with psycopg.connect(database.url()) as other:
            row = other.execute("select done, total, message from work_job where id = %s", [job.pk]).fetchone()
            assert row is not None
            seen.append(row)

    counting.meanwhile[2] = look
    run_waiting()
    assert seen == [(2, 3, "Số 2")]


@pytest.mark.django_db(transaction=True)
def test_work_asked_for_in_a_transaction_that_fails_is_never_done() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        given_job()
        raise ZeroDivisionError
    assert run_waiting() == 0 and not Job.objects.exists()
