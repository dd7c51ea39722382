"""A mailbox (IMAP, only over TLS): letters in its inbox are handed over, then moved into folders of their own."""

import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from congvu.faces.exchange.intake.found import Found, Trouble, Where
from congvu.faces.exchange.intake.mail import files_of

TIMEOUT_SECONDS = 20
MOST_AT_ONCE = 50
_NAME = re.compile(r"[A-Za-z0-9 ._/\-]{1,80}")


@dataclass(frozen=True)
class Mailbox:
    """Where a mailbox is. `security`: tls (from the first byte) or starttls. Never without."""

    host: str
    port: int
    user: str
    password: str
    security: str = "tls"
    inbox: str = "INBOX"
    done: str = "Da-nhan"
    aside: str = "De-rieng"
    ca_file: str = ""

    def fault(self) -> str:
        """What is wrong with these settings; empty when nothing."""
        if not self.host or not self.user:
            return "Cần máy chủ thư và tên người dùng."
        if not 1 <= self.port <= 65535:
            return "Cổng phải từ 1 đến 65535."
        if self.security not in ("tls", "starttls"):
            return "Kết nối phải là TLS hoặc STARTTLS."
        names = (self.inbox, self.done, self.aside)
        if not all(_NAME.fullmatch(name) for name in names) or len(set(names)) < 3:
            return "Tên ba thư mục của hộp thư phải khác nhau, chỉ gồm chữ không dấu, số, dấu gạch và dấu chấm."
        return ""


def look(mailbox: Mailbox, keep: Where) -> int:
    """Hand over the letters in the inbox; gives how many were moved. Raises Trouble; what was moved stays moved."""
    if fault := mailbox.fault():
        raise Trouble(fault)
    with _told(mailbox), _connected(mailbox) as box:
        for name in (mailbox.done, mailbox.aside):
            box.create(f'"{name}"')  # already there: the server says NO, and that is well
        _ok(box.select(f'"{mailbox.inbox}"'), "không mở được hộp thư đến")
        numbers = _ok(box.uid("SEARCH", "ALL"), "không liệt kê được thư")
        waiting = (numbers[0] or b"").split()[:MOST_AT_ONCE]
        for number in waiting:
            here = [keep(found) for found in _letter(box, number)]
            _move(box, number, mailbox.done if any(here) else mailbox.aside)
        return len(waiting)


@contextlib.contextmanager
def _told(mailbox: Mailbox) -> Iterator[None]:
    """Whatever goes wrong on the wire as one sentence."""
    where = f"{mailbox.host}:{mailbox.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Trouble(f"Chứng chỉ của máy chủ thư {where} không được tin cậy ({error.verify_message}).") from error
    except socket.gaierror as error:
        raise Trouble(f"Không tìm thấy máy chủ thư {mailbox.host}.") from error
    except TimeoutError as error:
        raise Trouble(f"Máy chủ thư {where} không trả lời trong {TIMEOUT_SECONDS} giây.") from error
    except (OSError, imaplib.IMAP4.abort) as error:
        raise Trouble(f"Không kết nối được máy chủ thư {where}.") from error
    except imaplib.IMAP4.error as error:
        raise Trouble(f"Máy chủ thư {where} từ chối: {error}.") from error


@contextlib.contextmanager
def _connected(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    context = ssl.create_default_context(cafile=mailbox.ca_file or None)
    box: imaplib.IMAP4
    if mailbox.security == "tls":
        box = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=TIMEOUT_SECONDS)
    else:
        box = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT_SECONDS)
    try:
        if mailbox.security == "starttls":
            box.starttls(context)
        try:
            _sign_in(box, mailbox)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise Trouble(f"Máy chủ thư {mailbox.host} không nhận tên hoặc mật khẩu của {mailbox.user}.") from error
        yield box
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _sign_in(box: imaplib.IMAP4, mailbox: Mailbox) -> None:
    """By SASL PLAIN, which carries passwords with tone marks (RFC 4616); old servers know LOGIN only, in ASCII."""
    if "AUTH=PLAIN" in {str(name).upper() for name in box.capabilities}:
        whole = f"\0{mailbox.user}\0{mailbox.password}".encode()
        box.authenticate("PLAIN", lambda _challenge: whole)
    elif mailbox.password.isascii() and mailbox.user.isascii():
        box.login(mailbox.user, mailbox.password)
    else:
        raise Trouble(f"Máy chủ thư {mailbox.host} chỉ nhận tên và mật khẩu không dấu.")


def _letter(box: imaplib.IMAP4, number: bytes) -> Iterator[Found]:
    """The files of a letter; one that is too large is not fetched at all."""
    sized = _ok(box.uid("FETCH", number.decode(), "(RFC822.SIZE)"), "không đọc được thư")
    size = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(part for part in sized if isinstance(part, bytes)))
    most = 2 * settings.MAX_UPLOAD_BYTES
    if size is not None and int(size.group(1)) > most:
        yield Found(f"thư-{number.decode()}.eml", b"", problem=f"Thư lớn hơn {most // 2**20} MB.")
        return
    whole = _ok(box.uid("FETCH", number.decode(), "(BODY.PEEK[])"), "không đọc được thư")
    raw = next((part[1] for part in whole if isinstance(part, tuple)), b"")
    yield from files_of(raw)


def _move(box: imaplib.IMAP4, number: bytes, folder: str) -> None:
    """By MOVE where the server knows it; else copied, marked and expunged: a crash in between leaves a second copy,
    which is known by its content.
    """
    known = {str(name).upper() for name in box.capabilities}
    told = _ok(box.capability(), "không hỏi được máy chủ")
    known |= {word.decode().upper() for word in told[0].split()}
    if "MOVE" in known:
        _ok(box.uid("MOVE", number.decode(), f'"{folder}"'), f"không chuyển được thư vào {folder}")
        return
    _ok(box.uid("COPY", number.decode(), f'"{folder}"'), f"không chuyển được thư vào {folder}")
    _ok(box.uid("STORE", number.decode(), "+FLAGS.SILENT", r"(\Deleted)"), "không xóa được thư đã chuyển")
    if "UIDPLUS" in known:
        _ok(box.uid("EXPUNGE", number.decode()), "không xóa được thư đã chuyển")
    else:
        _ok(box.expunge(), "không xóa được thư đã chuyển")


def _ok(answer: tuple[str, Any], told: str) -> list[Any]:
    state, data = answer
    if state != "OK":
        raise Trouble(f"Máy chủ thư {told}.")
    return list(data)
