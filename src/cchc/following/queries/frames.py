"""Report frames as pages show them: versions, what a draft says and what is wrong in it, models to start from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.plans.reports.content import frame_document_of
from cchc.core.plans.reports.document import FRAME, FrameDocument, key_of_row
from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.plans.reports.reading import FrameReading, read_frame
from cchc.core.scoring.criteria.document import Fields
from cchc.criteria.actions import sources_there
from cchc.following.exchange.frame_models import ModelFrame, frames_in
from cchc.following.models import FrameState, FrameVersion


def visible_frames(actor: Actor) -> QuerySet[FrameVersion]:
    """Return the versions of frames that `actor` may see: drafts are for those who edit frames."""
    if actor.may(Permission.FRAME_EDIT):
        return FrameVersion.objects.all()
    if actor.may(Permission.FOLLOWING_READ):
        return FrameVersion.objects.filter(state=FrameState.PUBLISHED)
    return FrameVersion.objects.none()


@dataclass(frozen=True, slots=True)
class FrameLine:
    """A frame in the list, with its versions, the newest first."""

    key: str
    versions: tuple[FrameVersion, ...]

    @property
    def newest(self) -> FrameVersion:
        """Its newest version."""
        return self.versions[0]


def frame_lines(versions: Iterable[FrameVersion]) -> list[FrameLine]:
    """Return the frames of these versions, by their names."""
    by_key: dict[str, list[FrameVersion]] = defaultdict(list)
    for version in versions:
        by_key[version.key].append(version)
    lines = [
        FrameLine(key, tuple(sorted(found, key=lambda one: -one.number))) for key, found in by_key.items()
    ]
    return sorted(lines, key=lambda line: (line.newest.name, line.key))


def frame_in(version: FrameVersion) -> ReportFrame:
    """Return the frame of a version as far as it can be understood; of a published one all of it."""
    return read_frame(frame_document_of(version.content)).frame


def drafted_frame(version: FrameVersion) -> FrameReading:
    """Return what a draft says as far as it can be understood, and what is wrong in it, sources that this installation
    does not have included. A published version was checked when it was issued."""
    document = frame_document_of(version.content)
    if not version.is_draft:
        return FrameReading(read_frame(document).frame, ())
    return read_frame(document, sources_there(None))


def row_of_frame(document: FrameDocument, table: str, key: str) -> Fields | None:
    """Return the row of a table with this key, or the settings; None where there is none."""
    if table == FRAME:
        return document.settings
    return next((row for row in document.tables.get(table, []) if key_of_row(table, row) == key), None)


def published_frame_before(version: FrameVersion) -> FrameVersion | None:
    """Return the published version before this one; None where it is the first."""
    earlier = FrameVersion.objects.filter(
        key=version.key, number__lt=version.number, state=FrameState.PUBLISHED
    )
    return earlier.order_by("-number").first()


def model_frames() -> tuple[ModelFrame, ...]:
    """Return the models that come with the platform, by the names of their files."""
    return frames_in(Path(settings.REPORT_FRAMES))


def models_left() -> list[ModelFrame]:
    """Return the models of which there is no frame here yet."""
    taken = set(FrameVersion.objects.values_list("key", flat=True))
    return [model for model in model_frames() if model.code not in taken]
