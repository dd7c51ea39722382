"""A kind of background work that the tests steer."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from congvu.kit.work.kinds import Kind, Progress, Result, WorkFailed

KINDS: dict[str, Kind] = {}
done: list[int] = []
meanwhile: dict[int, Callable[[], object]] = {}


def _count(progress: Progress, given: Mapping[str, Any]) -> Result:
    """Counts to `until`; what is counted already it does not count again."""
    for number in range(1, given["until"] + 1):
        progress.step(number, given["until"], f"Số {number}")
        meanwhile.get(number, lambda: None)()
        if number == given.get("refuse_at"):
            raise WorkFailed("Kỳ này không có dữ liệu.")
        if number == given.get("break_at"):
            raise ZeroDivisionError
        if number not in done:
            done.append(number)
    return Result("/viec/", {"counted": len(done)})


KINDS["count"] = Kind("Đếm", _count)


@pytest.fixture(autouse=True)
def kinds(settings: Any) -> Iterator[None]:
    settings.WORK_KINDS = f"{__name__}.KINDS"
    done.clear()
    meanwhile.clear()
    yield
