"""Releases are cut before anybody asks for their pages: after an update of the software, which keeps nothing of the one
before, and after a release."""

from __future__ import annotations

from contextlib import suppress

from cchc.core.words.messages import Faults
from cchc.documents.queries import FileMissing
from cchc.portal.queries.slices import sliced_content
from cchc.releases.queries.published import all_years, releases_of


def make_ready() -> int:
    """Cut every release into slices, the latest year first and the release that stands before those that it replaced,
    and return how many can be read. What is cut already costs a look at the disk. Of a bundle that cannot be read its
    pages say so, and the search by night names the file.

    Pages themselves are made by who serves them: the names of styles are told by files that `serve` puts together.
    """
    readable = 0
    for release in (one for year in all_years() for one in reversed(releases_of(year))):
        with suppress(FileMissing, Faults):
            sliced_content(release)
            readable += 1
    return readable
