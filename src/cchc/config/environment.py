"""The one reader of the environment: every setting of an installation with its type and its default.

All settings that cannot be understood are reported at once, so that they can be corrected together.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.notices.exchange import PORTS, MailServer, Security
from cchc.portal.exchange.licences import KNOWN, Licence, read_licence
from cchc.texts.speaking import DEFAULT, LANGUAGES

Value = TypeVar("Value")
YES, NO = frozenset({"true", "t", "yes", "y", "on", "1"}), frozenset({"false", "f", "no", "n", "off", "0"})
THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
_SENDER = re.compile(r"[^@\s<>]+@[^@\s<>]+")
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings that differ between installations; `docs/admin/cai-dat.md` explains each.

    `var` and `database` are None, and `secret_key` is empty, when the platform uses its own; `mail_server` is
    None when no letters are sent. `address` is that of the first page, without its slash; empty when only this machine
    is served. Without an `open_data_licence` the portal says that none was published.
    """

    var: Path | None
    secret_key: str = field(repr=False)
    database: dict[str, Any] | None = field(repr=False)
    allowed_hosts: tuple[str, ...]
    csrf_trusted_origins: tuple[str, ...]
    debug: bool
    behind_https: bool
    trusted_proxies: int
    accel_prefix: str
    least_free: int
    seal_file: str
    time_stamp_url: str
    time_stamp_ca: str
    mail_server: MailServer | None
    address: str
    language: str
    open_data_licence: Licence | None


def read_environment(given: Mapping[str, str] = os.environ) -> Environment:
    """Return the settings in `given`. Raises `Faults` with every setting that cannot be understood."""
    read = _Reader(given)
    environment = Environment(
        var=read.path("CCHC_VAR"),
        secret_key=read.text("SECRET_KEY"),
        database=read.database("DATABASE_URL"),
        allowed_hosts=read.several("ALLOWED_HOSTS", THIS_MACHINE),
        csrf_trusted_origins=read.several("CSRF_TRUSTED_ORIGINS", ()),
        debug=read.truth("DEBUG", False),
        behind_https=read.truth("BEHIND_HTTPS", False),
        trusted_proxies=read.count("TRUSTED_PROXIES", 0),
        accel_prefix=read.text("ACCEL_PREFIX"),
        least_free=read.count("LEAST_FREE", 5),
        seal_file=read.text("SEAL_FILE"),
        time_stamp_url=read.text("TIME_STAMP_URL"),
        time_stamp_ca=read.text("TIME_STAMP_CA", AUTHORITIES),
        mail_server=read.mail_server(),
        address=read.address(),
        language=read.language("CCHC_LANGUAGE"),
        open_data_licence=read.licence("OPEN_DATA_LICENCE"),
    )
    if read.faults:
        raise Faults(read.faults)
    return environment


def read_language(given: Mapping[str, str] = os.environ) -> str:
    """Return the language of the command line, the one setting that a verb without a database needs.

    Raises `Faults` with every setting that cannot be understood when the language is among them.
    """
    read = _Reader(given)
    language = read.language("CCHC_LANGUAGE")
    return read_environment(given).language if read.faults else language


class _Reader:
    """Reads settings one by one and collects the faults."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.faults: list[Fault] = []

    def text(self, name: str, default: str = "") -> str:
        return self.given.get(name, default)

    def path(self, name: str) -> Path | None:
        return Path(self.given[name]) if self.given.get(name) else None

    def several(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return names separated by commas; none when the setting is empty."""
        text = self.given.get(name)
        return default if text is None else tuple(text.split(",")) if text else ()

    def truth(self, name: str, default: bool) -> bool:
        def understood(text: str) -> bool:
            if text.lower() not in YES | NO:
                raise ValueError
            return text.lower() in YES

        return self._understood(name, default, understood, Message("true or false"))

    def count(self, name: str, default: int) -> int:
        def understood(text: str) -> int:
            if int(text) < 0:
                raise ValueError
            return int(text)

        return self._understood(name, default, understood, Message("a whole number, 0 or more"))

    def language(self, name: str) -> str:
        def understood(text: str) -> str:
            if text and text not in LANGUAGES:
                raise ValueError
            return text or DEFAULT

        return self._understood(name, DEFAULT, understood, Message("vi or en"))

    def licence(self, name: str) -> Licence | None:
        expected = Message("{names}, or the address of the terms", names=", ".join(KNOWN))
        return self._understood(name, None, read_licence, expected)

    def database(self, name: str) -> dict[str, Any] | None:
        def understood(text: str) -> dict[str, Any] | None:
            import dj_database_url  # brings Django with it; most verbs of the command line start without

            if not text:
                return None
            return dict(dj_database_url.parse(text, conn_max_age=60, conn_health_checks=True))

        expected = Message("an address such as postgres://USER:PASSWORD@HOST/NAME")
        return self._understood(name, None, understood, expected, secret=True)

    def mail_server(self) -> MailServer | None:
        """Return the mail server that the settings beginning with `SMTP_` name; None where they name none."""
        host = self.text("SMTP_HOST")
        security = self._security("SMTP_TLS")
        port = self._port("SMTP_PORT", PORTS[security])
        server = MailServer(
            host, port, self.text("SMTP_USER"), self.text("SMTP_PASSWORD"), self.text("SMTP_FROM"), security
        )
        if not host:
            for name in ("SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_FROM", "SMTP_TLS"):
                if self.text(name):
                    self._fault(name, Message("the name of the mail server in SMTP_HOST as well"))
            return None
        if _SENDER.fullmatch(server.sender) is None:
            self._fault("SMTP_FROM", Message("the e-mail address from which letters come"), server.sender)
        if bool(server.user) != bool(server.password):
            name = "SMTP_PASSWORD" if server.user else "SMTP_USER"
            self._fault(name, Message("SMTP_USER and SMTP_PASSWORD, both or neither"), "")
        if server.password and security is Security.NONE:
            self._fault("SMTP_TLS", Message("starttls or tls, for a password is sent"), security.value)
        if not self.address():
            expected = Message("the full address of the platform, to which letters can lead")
            self._fault("CSRF_TRUSTED_ORIGINS", expected, self.text("CSRF_TRUSTED_ORIGINS"))
        return server

    def address(self) -> str:
        """Return the address under which people open the platform, as far as the other settings tell it."""
        origins = [one for one in self.several("CSRF_TRUSTED_ORIGINS", ()) if "*" not in one]
        if origins:
            return origins[0].rstrip("/")
        hosts = [
            one
            for one in self.several("ALLOWED_HOSTS", ())
            if one not in THIS_MACHINE and one[:1] not in "*."
        ]
        secure = self.given.get("BEHIND_HTTPS", "").lower() in YES
        return f"http{'s' if secure else ''}://{hosts[0]}" if hosts else ""

    def _security(self, name: str) -> Security:
        def understood(text: str) -> Security:
            return Security(text.lower() or Security.STARTTLS)

        return self._understood(name, Security.STARTTLS, understood, Message("starttls, tls or none"))

    def _port(self, name: str, default: int) -> int:
        def understood(text: str) -> int:
            port = int(text) if text else default
            if not 0 < port < 65536:
                raise ValueError
            return port

        return self._understood(name, default, understood, Message("a whole number from 1 to 65535"))

    def _fault(self, name: str, expected: Message, found: str = "…") -> None:
        """Note a fault of a setting beside others; what is found in it is printed only where it is no secret."""
        why = Message("Correct this setting of the environment, or take it away.")
        self.faults.append(Fault(Place(file=name), found, expected, why))

    def _understood(
        self,
        name: str,
        default: Value,
        understood: Callable[[str], Value],
        expected: Message,
        *,
        secret: bool = False,
    ) -> Value:
        """Return the value that `understood` makes of the text of a setting; a ValueError becomes a fault."""
        text = self.given.get(name)
        if text is None:
            return default
        try:
            return understood(text)
        except ValueError:
            found = re.sub(r"(?s)^(\w*:(?=//))?.*", r"\1…", text) if secret else text
            why = Message("Correct this setting of the environment, or take it away.")
            self.faults.append(Fault(Place(file=name), found, expected, why))
            return default
