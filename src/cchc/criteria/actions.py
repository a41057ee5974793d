"""Changing criteria sets: uploading a version, publishing it, deleting a draft."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.core.scoring.checks.feeding import unfed_reasons
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.sources import KnownSource
from cchc.core.words.messages import Message
from cchc.criteria.consequences import known_sources
from cchc.criteria.exchange.reading import SetFile
from cchc.criteria.models import CriteriaVersion, VersionState
from cchc.criteria.queries import criteria_of
from cchc.documents.actions import store
from cchc.ui.templatetags.ui import message_text
from cchc.units.queries.figures import sources_of_units

UPLOADED = verb("criteria.uploaded", _("uploaded the draft of {subject}"))
REPLACED = verb("criteria.replaced", _("replaced the draft of {subject}"))
PUBLISHED = verb("criteria.published", _("published {subject}"))
DELETED = verb("criteria.deleted", _("deleted the draft of {subject}"))


class SameFile(Exception):
    """Raised for a file with the same bytes as the draft; carries the draft as `version`."""

    def __init__(self, version: CriteriaVersion) -> None:
        super().__init__(str(version))
        self.version = version


@transaction.atomic
def upload_version(*, by: Actor, read: SetFile, data: bytes, file: str) -> CriteriaVersion:
    """Store the set that was read from a file as a draft, in place of an earlier draft of the same version.

    `data`, the bytes of the file, are kept beside it. Raises ValidationError when that version is published already,
    and `SameFile` when the draft came from the same bytes; then nothing is stored.
    """
    by.require(Permission.CRITERIA_EDIT)
    version, created = _held(read)
    digest = hashlib.sha256(data).hexdigest()
    held = CriteriaVersion.objects.filter(pk=version.pk, sha256=version.sha256, source__sha256=digest)
    if not created and held.exists():
        raise SameFile(version)
    version.source = store(by=by, name=file, data=data)
    version.save()
    facts = {**_facts(version), "file": file, "leaves": version.leaves, "total": version.total}
    told = UPLOADED if created else REPLACED
    record(by=by, verb=told, subject=str(version), subject_id=version.pk, facts=facts, wrote=[version])
    return version


def _held(read: SetFile) -> tuple[CriteriaVersion, bool]:
    """Return the row of this version with the columns of `read`, locked until the transaction ends, and whether it is
    new."""
    key, columns = {"set_id": read.id, "version": read.version}, _columns(read)
    CriteriaVersion(**key, **columns).clean_fields()
    version, created = CriteriaVersion.objects.select_for_update().get_or_create(**key, defaults=columns)
    if not version.is_draft:
        raise ValidationError(
            _(
                "Version %(version)s of the set “%(id)s” is published and never changes. "
                "Give the file another version number and upload it again."
            ),
            params={"version": read.version, "id": read.id},
        )
    for name, value in columns.items():
        setattr(version, name, value)
    return version, created


def _columns(read: SetFile) -> dict[str, Any]:
    """Return the columns of a version, taken from its set."""
    names = ("title", "unit_kind", "first_year", "last_year", "leaves", "total", "text")
    columns = {name: getattr(read, name) for name in names}
    return columns | {"sha256": hashlib.sha256(read.text.encode()).hexdigest()}


@transaction.atomic
def publish_version(*, by: Actor, version: CriteriaVersion, basis: LegalBasis = NO_BASIS) -> CriteriaVersion:
    """Freeze a draft for good; `basis` names the decision that issues it.

    Raises ValidationError when it is published already or deleted, and when no source feeds a figure that it says is
    fed.
    """
    by.require(Permission.CRITERIA_PUBLISH)
    version = _draft(version)
    require_sources(criteria_of(version))
    version.state = VersionState.PUBLISHED
    version.basis = str(basis)
    version.published_at = timezone.now()
    version.published_by = {"person_id": by.person_id, "person": by.person, "unit": by.unit}
    version.clean_fields()
    version.save()
    facts = {**_facts(version), **basis.facts()}
    record(by=by, verb=PUBLISHED, subject=str(version), subject_id=version.pk, facts=facts, wrote=[version])
    return version


def sources_there(year: int | None) -> list[KnownSource]:
    """Return the sources of this installation that can feed figures in a cycle of `year` (None: of some year): those of
    the units below, and those that rooms above answer with."""
    return [*known_sources(year=year), *sources_of_units(year=year)]


def require_sources(criteria: CriteriaSet, year: int | None = None) -> None:
    """Raise ValidationError with each figure of a set that names a source which is not there, for the cycle of a year
    where one is given, or gives something else."""
    missing = unfed_reasons(criteria, sources_there(year))
    if missing:
        raise ValidationError([message_text(Message("{why}.", why=why)) for why in missing])


@transaction.atomic
def delete_draft(*, by: Actor, version: CriteriaVersion) -> None:
    """Remove a draft; its file stays among the stored files. Raises ValidationError when it is published."""
    by.require(Permission.CRITERIA_EDIT)
    draft = _draft(version)
    facts = _facts(draft)
    record(by=by, verb=DELETED, subject=str(draft), subject_id=draft.pk, facts=facts, removed=[draft])
    draft.delete()


def _draft(version: CriteriaVersion) -> CriteriaVersion:
    """Return the stored row of `version`, locked until the transaction ends."""
    stored = CriteriaVersion.objects.select_for_update().filter(pk=version.pk).first()
    if stored is None:
        raise ValidationError(_("This draft no longer exists."))
    if not stored.is_draft:
        raise ValidationError(_("This version is published and never changes."))
    return stored


def _facts(version: CriteriaVersion) -> dict[str, Any]:
    return {"set": version.set_id, "version": version.version, "sha256": version.sha256}
