"""One request out, and only to where it may go: private addresses are refused unless the server's settings name them.

The address is looked up once and the connection goes to what was checked, so a name that answers differently the second
time changes nothing. Redirects are not followed.
"""

import http.client
import ipaddress
import os
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

TIMEOUT_SECONDS = 10
LONGEST_URL = 500
_READ = 1_000
GONE = 410


class Forbidden(Exception):
    """The request may not go there; the text is one sentence."""


@dataclass(frozen=True)
class Answer:
    """`status` 0: there was no answer; `told` says what was met, for people."""

    status: int
    told: str = ""

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


def allowed_networks() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Networks inside which requests may go although they are private: CONGVU_WEBHOOK_PRIVATE=10.1.0.0/16,127.0.0.1"""
    named = os.environ.get("CONGVU_WEBHOOK_PRIVATE", "").split(",")
    return [ipaddress.ip_network(part.strip(), strict=False) for part in named if part.strip()]


def parted(url: str) -> SplitResult:
    """The parts of an address that may be subscribed; raises Forbidden."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden("Địa chỉ webhook không đúng dạng.") from error
    if parts.scheme not in ("https", "http") or not parts.hostname or len(url) > LONGEST_URL or not url.isascii():
        raise Forbidden("Địa chỉ webhook phải là https://tên-máy-chủ/đường-dẫn.")
    if parts.username or parts.password or parts.fragment or port == 0 or any(ord(letter) <= 32 for letter in url):
        raise Forbidden("Địa chỉ webhook không được chứa tên, mật khẩu, dấu # hay dấu cách.")
    return parts


def address_of(parts: SplitResult) -> str:
    """The first address of the host, if all of them may be reached; raises Forbidden or OSError."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = {str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    for address in sorted(found):
        ip = ipaddress.ip_address(address.partition("%")[0])
        inside = any(ip.version == network.version and ip in network for network in allowed_networks())
        if not inside and (not ip.is_global or ip.is_multicast):
            raise Forbidden(f"{parts.hostname} dẫn vào mạng nội bộ ({ip}); máy chủ chưa cho phép địa chỉ này.")
        if parts.scheme == "http" and not inside:
            raise Forbidden("Ra ngoài mạng nội bộ phải dùng https.")
    return sorted(found)[0]


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send one request; whatever goes wrong is an answer with status 0 and a sentence."""
    try:
        parts = parted(url)
        address = address_of(parts)
        connection = _connection(parts, address)
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body=body, headers={"Host": parts.netloc, **headers})
            response = connection.getresponse()
            response.read(_READ)
        finally:
            connection.close()
    except Forbidden as forbidden:
        return Answer(0, str(forbidden))
    except ssl.SSLCertVerificationError as error:
        return Answer(0, f"Chứng chỉ không được tin cậy ({error.verify_message}).")
    except socket.gaierror:
        return Answer(0, "Không tìm thấy máy chủ nhận.")
    except TimeoutError:
        return Answer(0, f"Không trả lời trong {TIMEOUT_SECONDS} giây.")
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, f"Không gửi được ({type(error).__name__}).")
    return Answer(response.status, f"HTTP {response.status}")


def _connection(parts: SplitResult, address: str) -> http.client.HTTPConnection:
    """To the address that was checked, under the name that was asked for."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(address, port, timeout=TIMEOUT_SECONDS)
    connection.connect()
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
    return connection
