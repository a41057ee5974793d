"""The nightly look for what does not belong together."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from cchc.core.words.messages import Message, data_of, say
from cchc.documents.actions.keeping import keep
from cchc.documents.queries.astray import night_notes

MOST_NAMED = 1_000

logger = logging.getLogger(__name__)


def look_for_the_astray(*, checks: Iterable[Callable[[], Iterator[Message]]]) -> None:
    """Keep what `checks` find until the next night, for pages and for whoever watches over the installation, and write
    it to the log of the service."""
    found = list(islice(chain.from_iterable(check() for check in checks), MOST_NAMED))
    for message in found:
        logger.error("%s", say(message))
    keep(night_notes(), json.dumps([data_of(one) for one in found], ensure_ascii=False).encode())
