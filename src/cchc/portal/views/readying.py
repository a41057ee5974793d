"""What the public asks for first is made before anybody asks: after an update of the software, which keeps nothing of
the one before, and after a release."""

from __future__ import annotations

import logging

from django.conf import settings

from cchc.core.words.messages import Faults
from cchc.documents.queries import FileMissing
from cchc.portal.queries.released import PublicState, fresh_state
from cchc.portal.views.answering import PORTAL, SHELTER, answer_at
from cchc.portal.views.keeping import KeptAnswer

logger = logging.getLogger(__name__)


def make_ready() -> int:
    """Cut every release into slices, and, where the platform knows its own address, make the pages on which everybody
    begins; returns how many releases there are. What is made already costs a look at the disk."""
    state, readable = fresh_state(), 0
    for edition in state.shelf.editions:
        try:
            edition.load()
        except (FileMissing, Faults):  # its pages say so, and the search by night names the file
            logger.warning("The bundle of release %d/%d cannot be read", edition.year, edition.number)
        else:
            readable += 1
    if settings.ADDRESS and readable == len(state.shelf.editions):
        for path in ("", *(edition.path for edition in state.shelf.standing)):
            _keep(state, path)
    return readable


def _keep(state: PublicState, path: str) -> None:
    """Make the page at a path, if it is not kept, as who knows the address of the platform asks for it."""
    site = f"{settings.ADDRESS}{PORTAL}"
    SHELTER.once(state.key, f"{site}{path}", lambda: KeptAnswer.of(answer_at(state, path, site=site)))
