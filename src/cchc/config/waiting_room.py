"""A waiting room for connections: a request takes a thread only when all of it has arrived.

gunicorn gives an open connection to one of its few threads, which reads it for as long as the client likes: eight
browsers that send half a request stop everybody else. Here one loop of the process collects the requests, their heads
in memory and large bodies on the disk, and closes connections that take too long.
"""

from __future__ import annotations

import re
import selectors
import tempfile
import time
from enum import Enum
from functools import partial
from typing import Any

from django.conf import settings
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

HEAD_WITHIN = 10.0  # seconds from its first moment
BODY_WITHIN = 30.0  # seconds, and one more for every
BYTES_A_SECOND = 10_000  # that came
ANSWER_WITHIN = 60.0  # seconds in which the other side takes a piece of the answer
LARGEST_HEAD = 64 * 1024
IN_MEMORY = 256 * 1024
MOST_WAITING = 500  # connections of one process; the oldest makes room
PIECE = 64 * 1024

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
_ASKS_FIRST = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)


class Came(Enum):
    """The part of a request that has arrived."""

    PART = "part"
    WHOLE = "whole"
    NOTHING_MORE = "nothing more"


class _Collected(SocketUnreader):
    """The reader of a connection for a thread: first the collected bytes, then whatever else arrives."""

    came: Any = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next piece: never more of it in memory, though gunicorn would take all that is left at once."""
        piece: bytes = self.came.read(min(size_hint or PIECE, PIECE)) if self.came else b""
        return piece or super().chunk(size_hint)


class Connection(TConn):
    """A connection, and the arrived part of the request on it."""

    def begin(self) -> None:
        """Begin a request."""
        self.close_collected()
        self.sock.setblocking(False)
        self.came = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the request
        self.head, self.missing, self.received = bytearray(), 0, 0
        self.since = time.monotonic()

    def take(self) -> Came:
        """Take the bytes that have arrived. Raises OSError when the connection broke, BlockingIOError when nothing
        has arrived."""
        piece = self.sock.recv(min(PIECE, self.missing or PIECE))
        if not piece:
            return Came.NOTHING_MORE
        self.came.write(piece)
        self.received += len(piece)
        if self.missing:
            self.missing -= len(piece)
            return Came.PART if self.missing else Came.WHOLE
        return self._looked_at(piece)

    def _looked_at(self, piece: bytes) -> Came:
        """Look for the end of the head in a new piece, and for the length of the body. gunicorn judges what the head
        means."""
        self.head += piece
        end = self.head.find(_END_OF_HEAD)
        if end < 0:
            return Came.PART if len(self.head) < LARGEST_HEAD else Came.WHOLE
        stated = _LENGTH.search(self.head, 0, end + 2)
        length = int(stated[1]) if stated else 0
        self.missing = max(0, end + len(_END_OF_HEAD) + length - len(self.head))
        if not self.missing or length > settings.MOST_REQUEST_BYTES:  # refused by its length, unread
            return Came.WHOLE
        if _ASKS_FIRST.search(self.head, 0, end + 2):
            self.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return Came.PART

    def is_late(self, now: float) -> bool:
        """Whether the request takes longer than that of any browser."""
        allowed = BODY_WITHIN + self.received / BYTES_A_SECOND if self.missing else HEAD_WITHIN
        return now - self.since > allowed

    def init(self) -> None:
        """Let the thread read the collected bytes."""
        first = not self.initialized
        super().init()
        if first:
            self.parser.unreader = _Collected(self.sock)
        self.came.seek(0)
        self.parser.unreader.came = self.came

    def close_collected(self) -> None:
        """Release the memory and the file of the request before."""
        if getattr(self, "came", None) is not None:
            self.came.close()

    def close(self, graceful: bool = False) -> None:
        """Close the connection."""
        self.close_collected()
        super().close(graceful)


class WebWorker(ThreadWorker):
    """gunicorn's worker of threads, with a waiting room in front of the threads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[Connection, None] = {}  # the longest first

    def accept(self, listener: Any) -> None:
        """Let a new connection wait for its request."""
        try:
            sock, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._wait(Connection(self.cfg, sock, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        """Begin the next request of a connection that was kept open."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._wait(conn)

    def _wait(self, conn: Connection) -> None:
        if len(self.waiting) >= MOST_WAITING:
            self._turn_away(next(iter(self.waiting)))
        conn.begin()
        self.waiting[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))

    def _on_more(self, conn: Connection, _sock: Any) -> None:
        """Collect what has arrived on a connection."""
        try:
            came = conn.take()
        except BlockingIOError:
            return
        except OSError:
            came = Came.NOTHING_MORE
        if came is Came.NOTHING_MORE:
            self._turn_away(conn)
        elif came is Came.WHOLE:
            del self.waiting[conn]
            self.poller.unregister(conn.sock)
            conn.data_ready = True
            self.enqueue_req(conn)

    def _turn_away(self, conn: Connection) -> None:
        del self.waiting[conn]
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Close the connections that take too long; gunicorn calls this each second.

        When the process ends, connections without a begun request are closed too.
        """
        super().murder_pending()
        now = time.monotonic()
        for conn in [one for one in self.waiting if one.is_late(now) or not (self.alive or one.received)]:
            self._turn_away(conn)

    def handle_request(self, req: Any, conn: Connection) -> Any:
        """Answer the request, and stop for a client that does not take the answer."""
        conn.sock.settimeout(ANSWER_WITHIN)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            self.log.warning("An answer was not taken within %d seconds", ANSWER_WITHIN)
            return False
