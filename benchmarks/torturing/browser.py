"""A browser that fills forms and does not give up when the server is killed under it."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

ANSWER = 30  # seconds that it waits for an answer
PAUSE = 0.3
BOUNDARY = "cchc-torture"
URLENCODED = "application/x-www-form-urlencoded"


@dataclass
class Tally:
    """What the browsers saw."""

    acknowledged: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    unanswered: int = 0
    longest: float = 0.0


class Browser:
    """One person's browser, on one connection after the other."""

    def __init__(self, port: int, session: str, tally: Tally) -> None:
        self.port, self.tally = port, tally
        self.cookies = {"sessionid": session, "csrftoken": secrets.token_hex(16)}

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        """Status and text (or where it leads); 0 when no answer came."""
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if "csrftoken" in self.cookies:
            headers["X-CSRFToken"] = self.cookies["csrftoken"]
        headers |= {"Content-Type": kind, "Referer": f"http://127.0.0.1:{self.port}{path}"} if kind else {}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, HTTPException):
            self.tally.unanswered += 1
            return 0, ""
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _sign, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.tally.statuses[answer.status] += 1
        self.tally.longest = max(self.tally.longest, time.monotonic() - began)
        return answer.status, answer.headers.get("Location") or text

    def insist(self, path: str, form: dict[str, str], ended: threading.Event) -> dict[str, Any] | None:
        """Send what a script sends until it is answered, and return the answer; None when the time is over, or when it
        was refused, which is kept."""
        while not ended.is_set():
            status, text = self.ask("POST", path, urlencode(form).encode(), URLENCODED)
            if status == 200:
                answer: dict[str, Any] = json.loads(text)
                return answer
            if status not in (0, 503):
                self.tally.refused.append(f"{path}: {status} {text[:200]}")
                return None
            time.sleep(PAUSE)
        return None

    def send(
        self, path: str, fields: dict[str, str], file: tuple[str, bytes] | None, ended: threading.Event
    ) -> bool:
        """Open a form, fill it, send it until there is an answer; whether it was acknowledged. A page that refuses it
        is not asked again."""
        while not ended.is_set():
            status, text = self.ask("GET", path)
            if status not in (0, 200, 503):
                return False
            hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
            if status != 200 or "csrfmiddlewaretoken" not in hidden:
                time.sleep(PAUSE)
                continue
            filled = {name: unescape(value) for name, value in hidden.items()} | fields
            body, kind = _multipart(filled, *file) if file else (urlencode(filled).encode(), URLENCODED)
            while not ended.is_set():
                status, _led = self.ask("POST", path, body, kind)
                if status not in (0, 503):
                    return status == 302
                time.sleep(PAUSE)
        return False


def _multipart(fields: dict[str, str], name: str, data: bytes) -> tuple[bytes, str]:
    """A form with a file, as a browser sends it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
    return body, f"multipart/form-data; boundary={BOUNDARY}"
