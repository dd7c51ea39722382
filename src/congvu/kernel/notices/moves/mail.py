"""The mail: each notice at most once, later again while the mail server does not answer, nothing lost meanwhile.

A mail leaves the house, so it says numbers, states and links; titles only where the installation allows it
(`MAIL_TITLES`), and of what is restricted only that there is something (reliability.md §4).
"""

import smtplib
from html import escape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import override

from congvu.kernel.notices.models import Notice
from congvu.kernel.notices.rules import backoff
from congvu.kernel.org import queries as org
from congvu.kit import dates
from congvu.kit.clock import now

AT_ONCE = 200


def send_due() -> int:
    """Send what is due. A server that does not answer ends the round: the rest waits, too. Gives how many went out."""
    if not settings.EMAIL_HOST:
        return 0
    connection: BaseEmailBackend = get_connection(timeout=20)
    sent = 0
    try:
        while (notice := _take()) is not None:
            if not _send(notice, connection):
                break
            sent += notice.sent_at is not None
    finally:
        connection.close()
    return sent


def _take() -> Notice | None:
    """The next one, marked as being handed over: whoever else looks does not take it, too."""
    at = now()
    due = Notice.objects.filter(send_at__lte=at, sent_at=None, handing_at=None, refused=False)
    for pk in due.order_by("send_at", "pk").values_list("pk", flat=True)[:AT_ONCE]:
        if Notice.objects.filter(pk=pk, handing_at=None, sent_at=None).update(handing_at=at):
            return Notice.objects.select_related("person").get(pk=pk)
    return None


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    """Whether the round goes on."""
    try:
        message(notice, connection).send()
    except smtplib.SMTPRecipientsRefused:
        return _failed(notice, _("Máy chủ thư từ chối địa chỉ này."), refused=True)
    except (OSError, smtplib.SMTPException) as error:
        return _failed(notice, _("Máy chủ thư không nhận: %(error)s.") % {"error": _named(error)})
    notice.sent_at, notice.error = now(), ""
    notice.save(update_fields=["sent_at", "error"])
    return True


def _failed(notice: Notice, error: str, *, refused: bool = False) -> bool:
    """It did not go out: tried again later, unless the address itself is refused."""
    notice.attempts += 1
    notice.error, notice.refused, notice.handing_at = error, refused, None
    notice.send_at = now() + backoff(notice.attempts)
    notice.save(update_fields=["attempts", "error", "refused", "handing_at", "send_at"])
    return refused


def _named(error: Exception) -> str:
    """The kind of failure; never the words of a server, which may repeat an address."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"


def message(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail of a notice, in Vietnamese: text, and the same as simple HTML."""
    with override("vi"):
        place = org.installation()
        subject = f"{notice.title}: {len(notice.lines)} {_('mục')}, {dates.day_text(notice.made_at)}"
        sections: dict[str, list[tuple[str, str]]] = {}
        for line in notice.lines:
            sections.setdefault(line["section"], []).append((_said(line), urljoin(settings.ADDRESS, line["url"])))
        foot = _("Chọn giờ nhận tin: %(address)s") % {"address": urljoin(settings.ADDRESS, "/toi/bao-tin/")}
        head = place.name if place else "Công Vụ"
        mail = EmailMultiAlternatives(
            subject, _text(head, sections, foot), settings.DEFAULT_FROM_EMAIL, [notice.person.email],
            connection=connection, headers={"Message-ID": f"<notice-{notice.pk}@{settings.MAIL_DOMAIN}>"},
        )  # fmt: skip
        mail.attach_alternative(_html(head, sections, foot), "text/html")
    return mail


def _said(line: dict[str, Any]) -> str:
    if line["restricted"]:
        return _("Có một nội dung cần xem trong chương trình.")
    parts = [line["number"], line["title"] if settings.MAIL_TITLES else "", line["state"]]
    return " · ".join(part for part in parts if part) or _("Có một nội dung cần xem trong chương trình.")


def _text(head: str, sections: dict[str, list[tuple[str, str]]], foot: str) -> str:
    parts = [head]
    for title, lines in sections.items():
        parts.append("\n".join([title, *(f"- {said}\n  {url}" for said, url in lines)]))
    return "\n\n".join([*parts, foot])


def _html(head: str, sections: dict[str, list[tuple[str, str]]], foot: str) -> str:
    parts = [f"<p>{escape(head)}</p>"]
    for title, lines in sections.items():
        items = "".join(f'<li><a href="{escape(url)}">{escape(said)}</a></li>' for said, url in lines)
        parts.append(f"<h2>{escape(title)}</h2><ul>{items}</ul>")
    body = "".join([*parts, f"<p>{escape(foot)}</p>"])
    return f'<!doctype html><html lang="vi"><head><meta charset="utf-8"></head><body>{body}</body></html>'
