"""The licence under which a province opens its data: one of those that are known everywhere, or terms of its own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its short name ("" for terms of the province's own), its title and where it can be read."""

    name: str
    title: str
    address: str


KNOWN = {
    one.name: one
    for one in (
        Licence("CC0-1.0", "Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence(
            "CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"
        ),
        Licence(
            "CC-BY-SA-4.0",
            "Creative Commons Attribution-ShareAlike 4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        Licence(
            "ODC-By-1.0", "Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"
        ),
        Licence(
            "ODbL-1.0",
            "Open Data Commons Open Database 1.0",
            "https://opendatacommons.org/licenses/odbl/1-0/",
        ),
    )
}


def read_licence(text: str) -> Licence | None:
    """Return the licence that is named so, or the terms at an address; None for no text. Raises `ValueError` for
    anything else.

    >>> read_licence("cc-by-4.0").title
    'Creative Commons Attribution 4.0'
    >>> read_licence("https://tinh.gov.vn/dieu-khoan").address
    'https://tinh.gov.vn/dieu-khoan'
    """
    wanted = text.strip()
    if not wanted:
        return None
    parts = urlsplit(wanted)
    if parts.scheme in ("http", "https") and parts.netloc and not set(wanted) & set(" <>\"'"):
        return Licence("", wanted, wanted)
    for name, licence in KNOWN.items():
        if name.casefold() == wanted.casefold():
            return licence
    raise ValueError(wanted)
