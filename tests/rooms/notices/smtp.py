"""A real mail server on this machine: it speaks SMTP over TCP and keeps what it takes."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class _Dialogue(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self._say("220 test")
        recipients: list[str] = []
        while line := self.rfile.readline():
            command = line.decode().strip()
            word = command.upper().split(" ")[0]
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "RCPT":
                address = command.partition("<")[2].partition(">")[0]
                if address in self.server.refused:
                    self._say("550 5.1.1 no such user")
                    continue
                recipients.append(address)
            if word == "DATA":
                self._say("354 go on")
                self._keep(recipients)
                recipients = []
            self._say("250 ok")

    def _keep(self, recipients: list[str]) -> None:
        data = b""
        while not data.endswith(b"\r\n.\r\n"):
            data += self.rfile.readline()
        letter = message_from_bytes(data[:-3], policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.server.letters.append((recipients, letter))

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """`letters`: (recipients, message) in the order taken; `refused`: addresses that it does not know."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.letters: list[tuple[list[str], EmailMessage]] = []
        self.refused: set[str] = set()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.shutdown()
        self.server_close()


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())
