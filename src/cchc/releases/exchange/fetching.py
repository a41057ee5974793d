"""A bundle from where it is: a file, or an address on the web, bounded in size, time and the number of redirects."""

from __future__ import annotations

import time
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from cchc.core.words.messages import Message
from cchc.releases.exchange.packing import MOST_BYTES

SCHEMES = ("http", "https")
SECONDS = 120  # the whole of it; an answer of 100 MB needs 7 Mbit/s
PATIENCE = 20  # seconds without a byte
MOST_REDIRECTS = 5
PIECE = 1 << 16


class NotFetched(Exception):
    """Raised where there is no bundle to be read; says why in words for people."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def bundle_at(place: str) -> bytes:
    """Return the bytes of the file at a path or an address. Raises `NotFetched`."""
    if "://" in place:
        return fetched(place)
    try:
        with Path(place).open("rb") as file:
            return whole_of(file, place, time.monotonic() + SECONDS)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotFetched(Message("{place} cannot be read: {reason}", place=place, reason=reason)) from None


def fetched(address: str, seconds: float = SECONDS) -> bytes:
    """Return what is at an address of http or https. Raises `NotFetched`: another scheme, no answer, too large, too
    slow, too many redirects.

    A server that sends a letter every few seconds, in its head or its redirects, is never without a byte for long. So
    the answer is waited for as a whole, and given up when its time is over.
    """
    refuse_other_schemes(address)
    outcome: Queue[bytes | NotFetched] = Queue()

    def fetch() -> None:
        try:
            outcome.put(_fetched(address, seconds))
        except NotFetched as trouble:
            outcome.put(trouble)

    Thread(target=fetch, name="fetching", daemon=True).start()
    try:
        found = outcome.get(timeout=seconds)
    except Empty:
        raise NotFetched(Message("{place} did not come in time.", place=address)) from None
    if isinstance(found, NotFetched):
        raise found
    return found


def _fetched(address: str, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    try:
        with opener().open(Request(address), timeout=min(PATIENCE, seconds)) as answer:  # noqa: S310 - checked
            return whole_of(answer, address, until)
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = str(getattr(error, "reason", "") or error)[:200]
        raise NotFetched(
            Message("{place} cannot be fetched: {reason}", place=address, reason=reason)
        ) from None


def whole_of(stream: IO[bytes], place: str, until: float) -> bytes:
    """Return all bytes of a stream. Raises `NotFetched` where there are too many, or they come too slowly."""
    pieces: list[bytes] = []
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        pieces.append(piece)
        if size > MOST_BYTES:
            most = MOST_BYTES // 1_000_000
            raise NotFetched(Message("{place} has more than {most} megabytes.", place=place, most=most))
        if time.monotonic() > until:
            raise NotFetched(Message("{place} did not come in time.", place=place))
    return b"".join(pieces)


def refuse_other_schemes(address: str) -> None:
    """Raise `NotFetched` for an address that is none of http or https."""
    if urlsplit(address).scheme.lower() not in SCHEMES:
        raise NotFetched(Message("{place} is no address of http or https.", place=address))


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirects, to http and https alone, and never from https to http."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        refuse_other_schemes(newurl)
        if req.type == "https" and urlsplit(newurl).scheme.lower() != "https":
            raise NotFetched(Message("{place} leads away from https.", place=req.full_url))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def opener() -> OpenerDirector:
    """Return what opens addresses: of files and ftp it knows nothing."""
    director = OpenerDirector()
    for handler in (
        ProxyHandler(), UnknownHandler(), HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), _Redirects(),
        HTTPErrorProcessor(),
    ):  # fmt: skip
        director.add_handler(handler)
    return director
