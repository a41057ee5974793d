"""Addresses that are secrets stay out of the log of the service: whoever reads it could open them."""

from __future__ import annotations

import logging
import re

# the calendar of a person and the form of a respondent, in whatever line they stand: "Not Found: /theo-doi/lich/…",
# "Error handling request …"
_SECRET = re.compile(r"(theo-doi/lich/|tra-loi/(?!mo/))[^\s/\"'?#]+")

_PLAIN = logging.Formatter()


class SecretAddressesMasked(logging.Filter):
    """A filter of handlers that writes "…" in place of the secret part of an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the message of `record` and what was raised, and let it through."""
        said = record.getMessage()
        masked = masked_text(said)
        if masked != said:
            record.msg, record.args = masked, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = masked_text(_PLAIN.formatException(record.exc_info))
        return True


def masked_text(text: str) -> str:
    """Return a text without the secret parts of addresses.

    >>> masked_text("Not Found: /theo-doi/lich/Zk3x_9.ics")
    'Not Found: /theo-doi/lich/…'
    >>> masked_text("Not Found: /tra-loi/ABCDEFGHJKMN2/cau/q1/")
    'Not Found: /tra-loi/…/cau/q1/'
    """
    return _SECRET.sub(r"\1…", text)
