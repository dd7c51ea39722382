"""Trouble of the machine is said in a sentence, on the page and in the API."""

import errno

import psycopg
import pytest
from django.db import DataError, OperationalError
from django.test import RequestFactory

from congvu.faces.web.views import error_500
from congvu.kit import trouble


def full_disk() -> OperationalError:
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    return error


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [
        (full_disk(), 507, "Đĩa"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "Đĩa"),
        (OperationalError("connection refused"), 503, "tạm ngắt"),
        (DataError("bad"), 500, ""),
        (None, 500, ""),
    ],
)
def test_each_trouble_has_its_status_and_sentence(error: Exception | None, status: int, word: str) -> None:
    found, sentence = trouble.of(error)
    assert found == status
    assert word in sentence


def test_the_page_of_a_failure_is_made_without_the_database() -> None:
    try:
        raise full_disk()
    except OperationalError:
        answer = error_500(RequestFactory().get("/"))
    assert answer.status_code == 507
    assert "Đĩa của máy chủ đã đầy" in answer.content.decode()
