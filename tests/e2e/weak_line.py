"""A line between browser and server that can be cut, and can lose an answer after the server has done its work."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

SOON = 20.0  # seconds in which the server answers


class Line(StrEnum):
    """How the line is."""

    WHOLE = "whole"
    CUT = "cut"  # nothing reaches the server
    DEAF = "deaf"  # what is sent reaches the server, no answer comes back


class WeakLine:
    """The line: `address` stands for the server, `now` says how the line is."""

    def __init__(self, server: tuple[str, int]) -> None:
        self.now = Line.WHOLE
        self.reached = 0  # requests that reached the server though their answer was lost
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no connection any more."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _address = self._listener.accept()
                threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        """One request and its answer: the server closes the connection behind it."""
        with caller, suppress(OSError):
            if self.now is Line.CUT:
                return
            with socket.create_connection(self._server, timeout=SOON) as server:
                server.sendall(_whole_request(caller))
                deaf = self.now is Line.DEAF
                while part := server.recv(65_536):
                    if not deaf:
                        caller.sendall(part)
                self.reached += deaf


def _whole_request(caller: socket.socket) -> bytes:
    """Everything of a request, which asks that the connection be closed afterwards."""
    caller.settimeout(SOON)
    read = b""
    while b"\r\n\r\n" not in read:
        part = caller.recv(65_536)
        if not part:
            raise OSError
        read += part
    head, _sign, body = read.partition(b"\r\n\r\n")
    first, *fields = head.split(b"\r\n")
    kept = [one for one in fields if not one.lower().startswith((b"connection:", b"keep-alive:"))]
    length = next(
        (int(one.partition(b":")[2]) for one in kept if one.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        part = caller.recv(65_536)
        if not part:
            raise OSError
        body += part
    return b"\r\n".join([first, *kept, b"Connection: close"]) + b"\r\n\r\n" + body


@contextmanager
def weak_line(server: str) -> Iterator[WeakLine]:
    """A line to the server at this address."""
    host, _sign, port = server.removeprefix("http://").partition(":")
    line = WeakLine((host, int(port)))
    yield line
    line.close()
