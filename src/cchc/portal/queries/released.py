"""What is released now, as this process knows it: looked at anew every two seconds, so that a page that is kept asks
no database."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from threading import Lock

from django.conf import settings

from cchc.documents.queries import content as bytes_of
from cchc.portal.exchange.licences import Licence
from cchc.portal.models import FeedbackRules
from cchc.portal.queries.boundaries import standing_outlines
from cchc.portal.queries.feedback import standing_rules
from cchc.portal.queries.shelf import Edition, Shelf
from cchc.portal.queries.slices import sliced_content
from cchc.portal.queries.software import SOFTWARE
from cchc.releases.exchange.merkle import short_root
from cchc.releases.models import Release
from cchc.releases.queries.published import all_years, releases_of


@dataclass(frozen=True, slots=True)
class PublicState:
    """All on which public pages depend: what is released, the boundaries of units, the licence of the data, the rules
    for feedback; `key` differs with any of it."""

    shelf: Shelf
    outlines: Mapping[str, str]
    key: str
    licence: Licence | None = None
    rules: FeedbackRules | None = None


_lock = Lock()
_known: tuple[float, PublicState] | None = None


def state_now() -> PublicState:
    """Return what is public, at most `PORTAL_LOOKS_EVERY` seconds old."""
    global _known
    with _lock:
        if _known is None or time.monotonic() - _known[0] >= settings.PORTAL_LOOKS_EVERY:
            _known = time.monotonic(), _read()
        return _known[1]


def _read() -> PublicState:
    editions = (edition_of(release) for year in reversed(all_years()) for release in releases_of(year))
    shelf, outlines, licence = Shelf(tuple(editions)), standing_outlines(), settings.OPEN_DATA_LICENCE
    rules = standing_rules()
    told = f"{SOFTWARE} {shelf.key} {sorted(outlines.items())} {licence} {rules.number if rules else 0}"
    return PublicState(shelf, outlines, hashlib.sha256(told.encode()).hexdigest(), licence, rules)


def edition_of(release: Release) -> Edition:
    """Return a release as the portal reads it."""
    return Edition(
        year=release.year,
        number=release.number,
        digest=release.sha256,
        is_standing=release.state == Release.State.PUBLISHED,
        load=partial(sliced_content, release),
        bundle=partial(bytes_of, release.bundle),
        root=short_root(release.root),
        draft=release.pk if release.is_draft else None,
    )
