"""How far the worker is with making a draft public.

All of that is one transaction, of which nobody else sees anything before its end; so the step stands in a file.
"""

from __future__ import annotations

from contextlib import suppress
from enum import IntEnum
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.releases.models import Publication, Release


class PublishingStep(IntEnum):
    """What is done to make a draft public, in this order."""

    ASKING = 1
    COMPUTING = 2
    COMPARING = 3
    SEALING = 4
    WRITING = 5


STEP_WORDS: dict[PublishingStep, Promise] = {
    PublishingStep.ASKING: _("looking whether anything is left to do"),
    PublishingStep.COMPUTING: _("computing every public figure anew"),
    PublishingStep.COMPARING: _("comparing with the draft that was seen"),
    PublishingStep.SEALING: _("making and signing the bundle"),
    PublishingStep.WRITING: _("making it public and telling everybody"),
}


def publication_of(release: Release) -> Publication | None:
    """Return the order to make a draft public, where there is one."""
    return Publication.objects.filter(release=release).first()


def step_file(publication_id: int) -> Path:
    """Return the file that holds the step at which the worker is with an order."""
    return Path(settings.VAR) / "publishing" / str(publication_id)


def step_of(publication_id: int) -> PublishingStep | None:
    """Return the step at which the worker is with an order; None while it is at none."""
    with suppress(OSError, ValueError):
        return PublishingStep(int(step_file(publication_id).read_text(encoding="ascii")))
    return None
