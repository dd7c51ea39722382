"""Trouble of the machine, as a sentence for people and a status for programs."""

import errno
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from psycopg.errors import DiskFull

FAILURE, UNAVAILABLE, NO_SPACE = 500, 503, 507


def of(error: BaseException | None) -> tuple[int, str]:
    """Status and sentence; (500, "") when it is no trouble of the machine."""
    for cause in _causes(error):
        if isinstance(cause, DiskFull) or (isinstance(cause, OSError) and cause.errno == errno.ENOSPC):
            return NO_SPACE, _("Đĩa của máy chủ đã đầy nên bước này chưa được ghi. Việc đã ghi trước đó còn nguyên.")
    if any(isinstance(cause, OperationalError | InterfaceError) for cause in _causes(error)):
        return UNAVAILABLE, _("Cơ sở dữ liệu đang tạm ngắt; máy đang tự nối lại. Hãy thử lại sau ít phút.")
    return FAILURE, ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
