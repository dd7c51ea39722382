"""A real IMAP server on this machine, with a certificate of its own."""

import contextlib
import imaplib
import ipaddress
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "vanthu", "một mật khẩu"


@dataclass
class Server:
    """Where it listens, and the file by which its certificate is trusted."""

    port: int
    ca_file: Path

    @contextlib.contextmanager
    def signed_in(self) -> Iterator[imaplib.IMAP4]:
        box = imaplib.IMAP4("localhost", self.port, timeout=10)
        box.starttls(ssl.create_default_context(cafile=str(self.ca_file)))
        box.authenticate("PLAIN", lambda _challenge: f"\0{USER}\0{PASSWORD}".encode())
        yield box
        box.logout()

    def post(self, *letters: EmailMessage | bytes) -> None:
        with self.signed_in() as box:
            for letter in letters:
                box.append("INBOX", None, None, bytes(letter))  # type: ignore[arg-type]

    def letters(self, folder: str) -> int:
        with self.signed_in() as box:
            state, data = box.select(folder)
            return int(data[0] or 0) if state == "OK" else 0


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Server]:
    certificate, key = _certificate(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "pymap"), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--cert", str(certificate), "--key", str(key), "--no-service", "admin", "dict"]
    command += ["--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Server(port, certificate)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError("the IMAP server did not come up")


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    began = datetime.fromtimestamp(time.time(), UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(began).not_valid_after(began + timedelta(days=9))
        .add_extension(names, False).add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, private = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return certificate, private


def letter(subject: str, *attached: tuple[str, bytes], sender: str = "so.noi.vu@vi-du.gov.vn") -> EmailMessage:
    """A letter with files."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "vanthu@vi-du.gov.vn", subject
    made["Message-ID"] = f"<{abs(hash((subject, attached)))}@vi-du.gov.vn>"
    made.set_content("Kính gửi văn thư.")
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made
