"""Connections that do not finish what they send hold nobody up, and end."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.installation import PATIENCE, Installation, copied, until

pytestmark = pytest.mark.django_db

HALF = [
    b"",
    b"GET /dang-nhap/ HTTP/1.1\r\n",
    b"GET /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 4000,
    b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nlogin=",
    b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50000000\r\n\r\n" + b"x" * 100_000,
]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def port(untouched: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a platform with one web process."""
    port = free_port()
    with copied(untouched, tmp_path_factory.mktemp("port")) as installation:
        process = installation.cchc("serve", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--no-worker")
        try:
            until(lambda: answers(port) or process.poll() is not None)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE)


def answers(port: int) -> bool:
    """Whether a page is answered there."""
    try:
        return asked(port).status == 200
    except OSError:
        return False


def asked(
    port: int, method: str = "GET", path: str = "/dang-nhap/", **told: object
) -> http.client.HTTPResponse:
    """The answer to one request, read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, **told)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@contextmanager
def unfinished(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Connections that have sent a half of a request, or nothing."""
    with ExitStack() as stack:
        opened = []
        for number in range(count):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            one.sendall(HALF[number % len(HALF)])
            opened.append(one)
        yield opened


def test_two_hundred_half_requests_do_not_stop_others(port):
    with unfinished(port, 200):
        begun = time.monotonic()
        assert [asked(port).status for _time in range(5)] == [200] * 5
        assert time.monotonic() - begun < 5


def test_heads_that_do_not_end_are_closed_within_seconds(port):
    with unfinished(port, 3) as opened:
        begun = time.monotonic()
        assert [one.recv(1) for one in opened] == [b""] * 3
        assert time.monotonic() - begun < 20


def test_who_aborts_in_the_middle_leaves_nothing_behind(port):
    for _time in range(3):
        with unfinished(port, 100):
            pass
    assert asked(port).status == 200


def test_a_request_that_comes_in_pieces_is_answered_whole(port):
    body = b"login=a&password=" + b"b" * 2000
    head = f"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one:
        for piece in (head[:30].encode(), head[30:].encode(), body[:700], body[700:]):
            one.sendall(piece)
            time.sleep(0.05)
        assert one.makefile("rb").read().startswith(b"HTTP/1.1 403 ")  # no token of the browser


def test_one_connection_carries_request_after_request(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for method, body in (("GET", None), ("POST", b"x" * 60_000), ("GET", None), ("POST", b"y=1")):
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, "/dang-nhap/", body=body, headers=headers)
        answer = connection.getresponse()
        assert (answer.status, len(answer.read()) > 100) == (200 if method == "GET" else 403, True)
    connection.close()


def test_a_body_in_chunks_is_read(port):
    pieces = iter([b"login=a", b"&password=b"])
    answer = asked(port, "POST", body=pieces, encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
    assert answer.status in (403, 411)


def test_a_body_too_large_is_refused_by_its_length_unread(port):
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one:
        one.sendall(b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000000\r\n\r\nx")
        assert one.recv(12) == b"HTTP/1.1 413"
