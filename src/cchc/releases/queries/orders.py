"""How far the worker is with preparing a release, or with making it public.

Either is one transaction, of which nobody else sees anything before its end; so the step stands in a file.
"""

from __future__ import annotations

from contextlib import suppress
from enum import IntEnum
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.cycles.models import Cycle
from cchc.releases.models import Preparation, Publication, Release, WorkOrder


class PreparingStep(IntEnum):
    """What is done to prepare a draft, in this order."""

    ASKING = 1
    COMPUTING = 2
    MAKING = 3
    KEEPING = 4


class PublishingStep(IntEnum):
    """What is done to make a draft public, in this order."""

    ASKING = 1
    COMPUTING = 2
    COMPARING = 3
    SEALING = 4
    WRITING = 5


PREPARING_WORDS: dict[int, Promise] = {
    PreparingStep.ASKING: _("looking whether anything is left to do"),
    PreparingStep.COMPUTING: _("computing every public figure"),
    PreparingStep.MAKING: _("making the bundle"),
    PreparingStep.KEEPING: _("keeping the draft"),
}
PUBLISHING_WORDS: dict[int, Promise] = {
    PublishingStep.ASKING: _("looking whether anything is left to do"),
    PublishingStep.COMPUTING: _("computing every public figure anew"),
    PublishingStep.COMPARING: _("comparing with the draft that was seen"),
    PublishingStep.SEALING: _("making and signing the bundle"),
    PublishingStep.WRITING: _("making it public and telling everybody"),
}


def publication_of(release: Release) -> Publication | None:
    """Return the order to make a draft public, where there is one."""
    return Publication.objects.filter(release=release).first()


def preparation_of(cycle: Cycle) -> Preparation | None:
    """Return the order to prepare the next release of a cycle, where there is one."""
    return Preparation.objects.filter(cycle=cycle).select_related("file").first()


def step_file(order: WorkOrder) -> Path:
    """Return the file that holds the step at which the worker is with an order."""
    return Path(settings.VAR) / "ordered" / f"{order._meta.model_name}-{order.pk}"


def step_of(order: WorkOrder) -> int | None:
    """Return the number of the step at which the worker is with an order; None while it is at none."""
    with suppress(OSError, ValueError):
        return int(step_file(order).read_text(encoding="ascii"))
    return None
