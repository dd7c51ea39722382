"""Small logs for the tests."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from tests.engines.analytics.plain_log import Event

from congvu.engines.analytics.logs import Builder, Log

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(micros: int) -> str:
    return (EPOCH + timedelta(microseconds=micros)).isoformat()


def built(events: Iterable[Event], due: Mapping[str, int] | None = None) -> Log:
    builder = Builder()
    for case, activity, at, resource in events:
        builder.add(case, activity, moment(at), resource)
    for case, at in (due or {}).items():
        builder.set_due(case, moment(at))
    return builder.finish()
