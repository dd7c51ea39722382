"""The number of SQL statements does not grow with the rows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.office import Office
from tests.rooms.api.client import Program

MOST = 20  # 15 of the page, the clock, the token, and what the answer adds


def statements(program: Program, path: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = program.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("path", ["/duties", "/duties?state=open&holder=me", "/duties/inbox", "/search?q=ho+so"])
def test_lists(office: Office, program_of: Callable[..., Program], path: str) -> None:
    program = program_of("lan")
    office.given_duty("lan", "in_hand")
    few = statements(program, path)
    for state in ("assigned", "in_hand", "submitted", "handed_in", "closed") * 3:
        office.given_duty("lan", state)
    many = statements(program, path)
    assert len(many) <= max(len(few), MOST) and len(many) <= len(few) + 1, "\n".join(many)


def test_the_page_of_a_duty(office: Office, program_of: Callable[..., Program]) -> None:
    program = program_of("lan")
    duty_id = office.given_duty("lan", "in_hand", coordinators=(office.body["sxd"].pk,))
    few = statements(program, f"/duties/{duty_id}")
    for number in range(8):
        office.move("note", duty_id, "lan", note=f"Ghi chú {number}")
        office.move("report", duty_id, "lan", progress=f"Xong {number} phần")
    office.move("submit", duty_id, "lan", draft="Dự thảo", reason="Xin chỉ đạo")
    many = statements(program, f"/duties/{duty_id}")
    assert len(many) <= MOST and len(many) <= len(few) + 2, "\n".join(many)
