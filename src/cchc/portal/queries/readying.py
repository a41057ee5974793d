"""Releases are cut before anybody asks for their pages: after an update of the software, which keeps nothing of the one
before, and after a release."""

from __future__ import annotations

import logging

from cchc.core.words.messages import Faults
from cchc.documents.queries import FileMissing
from cchc.portal.queries.slices import sliced_content
from cchc.releases.queries.published import all_years, releases_of

logger = logging.getLogger(__name__)


def make_ready() -> int:
    """Cut every release into slices, and return how many can be read. What is cut already costs a look at the disk.

    Pages themselves are made by who serves them: the names of styles are told by files that `serve` puts together.
    """
    readable = 0
    for release in (one for year in all_years() for one in releases_of(year)):
        try:
            sliced_content(release)
        except (FileMissing, Faults):  # its pages say so, and the search by night names the file
            logger.warning("The bundle of release %s cannot be read", release)
        else:
            readable += 1
    return readable
