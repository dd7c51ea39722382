"""Days and moments as officials write them: "thứ Năm 26/11/2026", "hết thứ Năm 26/11".

Instants arrive in UTC and are shown in the time zone of the installation. A limit that ends at 24:00 of a day is kept
as the first instant of the next one; here it is named after the day that it ends.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from congvu.engines.worktime import format_working

WEEKDAYS = (
    gettext_noop("thứ Hai"),
    gettext_noop("thứ Ba"),
    gettext_noop("thứ Tư"),
    gettext_noop("thứ Năm"),
    gettext_noop("thứ Sáu"),
    gettext_noop("thứ Bảy"),
    gettext_noop("Chủ nhật"),
)
SHORT_WEEKDAYS = (
    gettext_noop("T2"),
    gettext_noop("T3"),
    gettext_noop("T4"),
    gettext_noop("T5"),
    gettext_noop("T6"),
    gettext_noop("T7"),
    gettext_noop("CN"),
)
OFFICE_CLOSES = time(17)


def local(value: datetime) -> datetime:
    """The same instant on the clock of the wall."""
    return timezone.localtime(value)


def typed_moment(text: str) -> datetime:
    """An instant, in UTC, from a form: ISO 8601, on the clock of the wall where it names no offset.

    Raises ValueError, in words, for what is no instant.
    """
    try:
        at = datetime.fromisoformat(text.strip())
        return (at if at.tzinfo else timezone.make_aware(at)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(_("Thời điểm viết theo dạng 2026-11-26 08:30.")) from None


def as_day(value: date | datetime) -> date:
    """The day of the wall on which an instant lies."""
    return local(value).date() if isinstance(value, datetime) else value


def day_text(value: date | datetime, style: str = "") -> str:
    """`26/11/2026`; style `short`: 26/11; `weekday`: thứ Năm 26/11/2026; `weekday_short`: thứ Năm 26/11."""
    day = as_day(value)
    text = f"{day:%d/%m}" if style.endswith("short") else f"{day:%d/%m/%Y}"
    return f"{_(WEEKDAYS[day.weekday()])} {text}" if style.startswith("weekday") else text


def moment_text(value: datetime, style: str = "") -> str:
    """`26/11/2026 08:12`; style `short`: 26/11 08:12; `sentence`: 08:12 thứ Năm 26/11/2026."""
    at = local(value)
    if style == "sentence":
        return f"{at:%H:%M} {day_text(at, 'weekday')}"
    return f"{at:%d/%m %H:%M}" if style == "short" else f"{at:%d/%m/%Y %H:%M}"


def limit_day(value: datetime) -> date:
    """The day that a limit ends: 00:00 belongs to the day before."""
    at = local(value)
    return at.date() - timedelta(days=1) if at.time() == time(0) else at.date()


def limit_text(value: datetime, style: str = "") -> str:
    """The end of a limit: "hết thứ Năm 26/11/2026", with its hour where it ends inside a day; `short` without year."""
    at = local(value)
    day = day_text(limit_day(value), "weekday_short" if style == "short" else "weekday")
    if at.time() in (time(0), OFFICE_CLOSES):
        return _("hết %(day)s") % {"day": day}
    return f"{at:%H:%M} {day}"


def seat_text(title: str, body: str) -> str:
    """ "Giám đốc, Sở Nội vụ", but "Chủ tịch UBND tỉnh" alone: the body is not said twice."""
    return title if title.casefold().endswith(body.casefold()) else f"{title}, {body}"


def capital(text: str) -> str:
    """The first letter large, the rest as it is (str.capitalize would make the rest small)."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Words as a sentence of their own: the first letter large, one mark at the end."""
    words = capital(text.rstrip())
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."


def working_text(seconds: int, day_seconds: int = 28_800) -> str:
    """Working time in the language of the page: "3 ngày 5 giờ"."""

    def amount(found: re.Match[str]) -> str:
        n = int(found[1])
        told = {
            "ngày": ngettext("%(n)d ngày", "%(n)d ngày", n),
            "giờ": ngettext("%(n)d giờ", "%(n)d giờ", n),
            "phút": ngettext("%(n)d phút", "%(n)d phút", n),
        }
        return told[found[2]] % {"n": n}

    text = format_working(seconds, day_seconds)
    told = re.sub(r"(\d+) (ngày|giờ|phút)", amount, text.removeprefix("dưới "))
    return _("dưới %(time)s") % {"time": told} if text.startswith("dưới ") else told
