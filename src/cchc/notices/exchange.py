"""The mail server of an installation, as its settings name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Security(StrEnum):
    """How the way to a mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over, and in whose name. `user` is empty where the server asks for none."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str
    security: Security
