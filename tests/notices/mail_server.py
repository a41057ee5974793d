"""A small mail server on this machine: it keeps letters, refuses some addresses, or does not answer."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from cchc.notices.exchange import MailServer, Security


@dataclass
class PostOffice:
    """The server: the letters that it has taken, by whom they are for, and what it answers to some addresses."""

    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False
    keeps_waiting: bool = False

    def has_taken_more_than(self, count: int) -> bool:
        """Whether more than so many letters were taken."""
        return len(self.taken) > count

    @property
    def settings(self) -> MailServer:
        """The settings of an installation that hands its letters over here."""
        return MailServer("127.0.0.1", self.port, "", "", "cchc@tinh.example", Security.NONE)


class Counter(socketserver.StreamRequestHandler):
    """One conversation."""

    def handle(self) -> None:
        """Answer command after command."""
        office: PostOffice = self.server.office
        if office.is_silent:
            return
        self.say("220 here")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self.say(office.answers.get(to, "250 yes"))
            elif verb == "DATA":
                self.say("354 go on")
                text = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    text += part
                message = email.message_from_bytes(text, policy=default)
                office.taken.append((to, message))
                if office.keeps_waiting:
                    self.rfile.read()  # until the other end is gone
                    return
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def say(self, line: str) -> None:
        """Answer with one line."""
        self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """The socket of the server."""

    daemon_threads = True
    allow_reuse_address = True
    office: PostOffice


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A mail server as long as the block lasts."""
    with Server(("127.0.0.1", 0), Counter) as server:
        server.office = PostOffice(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.office
        finally:
            server.shutdown()
            thread.join()
