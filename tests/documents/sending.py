"""A real web server, and browsers that send files to it as the page's script does."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.installation import PATIENCE, Installation, until

SIGNED_IN = """
from django.test import Client
from cchc.access.permissions import Role
from tests import builders
client = Client()
client.force_login(builders.a_member(Role.UNIT_CLERK).person)
print(client.cookies["sessionid"].value)
"""


class Refused(Exception):
    """An answer that is no success."""


@dataclass
class Server:
    """A web server of one process with four threads."""

    installation: Installation
    port: int
    session: str
    process: subprocess.Popen[str] | None = None
    token: str = field(default_factory=partial(secrets.token_hex, 16))

    def start(self) -> None:
        """Begin to answer."""
        bind = ["--bind", f"127.0.0.1:{self.port}", "--workers", "1"]
        self.process = self.installation.start(
            "-m", "gunicorn", "--config", "python:cchc.config.gunicorn", *bind
        )
        until(self.answers)

    def answers(self) -> bool:
        """Whether it answers."""
        assert self.process is not None
        assert self.process.poll() is None
        try:
            self.ask("GET", "/healthz")
        except OSError:
            return False
        except Refused:
            return True
        return True

    def kill(self) -> None:
        """End all its processes where they stand."""
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        for one in (pid, *map(int, children)):
            os.kill(one, signal.SIGKILL)
        self.process.communicate(timeout=PATIENCE)

    def memory(self, *, anew: bool = False) -> int:
        """The most bytes that the web process has held, since it was last measured `anew`; only Linux tells."""
        assert self.process is not None
        pid = self.process.pid
        (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        if anew:
            Path(f"/proc/{child}/clear_refs").write_text("5", encoding="ascii")
        lines = Path(f"/proc/{child}/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024

    def stop(self) -> None:
        """End in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.communicate(timeout=PATIENCE)

    def ask(self, method: str, address: str, body: bytes = b"", kind: str = "") -> dict[str, Any]:
        """What is answered. Raises `Refused` for an answer that is no success, OSError when the line breaks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            told: dict[str, Any] = json.loads(self.said(connection, method, address, body, kind))
        finally:
            connection.close()
        return told

    def said(
        self, connection: http.client.HTTPConnection, method: str, address: str, body: bytes, kind: str
    ) -> bytes:
        """What is answered on an open connection. Raises as `ask` does."""
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}", "X-CSRFToken": self.token}
        headers |= {"Content-Type": kind} if kind else {}
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            said = answer.read()
        except http.client.HTTPException as error:
            raise OSError from error
        if answer.status != http.client.OK:
            raise Refused(f"{answer.status} {said[:300]!r}")
        return said


@contextmanager
def serving(installation: Installation) -> Iterator[Server]:
    """A web server that answers, with a session of a clerk."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    server = Server(installation, port, installation.say(SIGNED_IN))
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Sending:
    """A file on its way to the server, by one browser."""

    server: Server
    name: str
    content: bytes
    stored: int = 0  # the id of what the server says is stored
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        self.sha256 = hashlib.sha256(self.content).hexdigest()

    def whole(self) -> None:
        """In one piece."""
        query = urlencode({"name": self.name, "sha256": self.sha256})
        told = self.server.ask(
            "PUT", f"/tai-lieu/tai-len/ca-tep/?{query}", self.content, "application/octet-stream"
        )
        self.stored = told["stored"][0]["id"]

    def in_parts(self, *, backwards: bool = False) -> None:
        """Begun or gone on with, and finished."""
        form = urlencode({"name": self.name, "sha256": self.sha256, "size": len(self.content)}).encode()
        urlencoded = "application/x-www-form-urlencoded"
        begun = self.server.ask("POST", "/tai-lieu/tai-len/bat-dau/", form, urlencoded)
        part, missing = begun["part"], sorted(begun["missing"], reverse=backwards)
        for number in missing:
            piece = self.content[number * part : (number + 1) * part]
            last = "?last" if number == missing[-1] else ""
            address = f"/tai-lieu/tai-len/{begun['id']}/phan/{number}/{last}"
            told = self.server.ask("PUT", address, piece, "application/octet-stream")
        if not missing:
            finish = urlencode({"id": begun["id"]}).encode()
            told = self.server.ask("POST", "/tai-lieu/tai-len/xong/", finish, urlencoded)
        self.stored = told["stored"][0]["id"]
