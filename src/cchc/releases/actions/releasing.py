"""Releases are prepared as drafts, thrown away, and made public in one act; a correction is the next release."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import FactWords, label_of, say_facts, verb
from cchc.core.papers.basis import LegalBasis
from cchc.cycles.actions.releasing import mark_released
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of
from cchc.documents.actions import row_of_kept
from cchc.documents.actions.keeping import link_into_place, written_aside
from cchc.documents.actions.official import write_document
from cchc.documents.models import OfficialDocument, StoredFile
from cchc.documents.queries import content as bytes_of
from cchc.documents.queries import path_of
from cchc.documents.queries.uploads import uploads_folder
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_the_province, people_of_units
from cchc.releases.actions.keys import give_keys
from cchc.releases.actions.signing import installation_key
from cchc.releases.exchange.bundle import members_of, sealed_bundle, sums_of, tells_the_same
from cchc.releases.exchange.content import PublicContent
from cchc.releases.exchange.merkle import root_of
from cchc.releases.exchange.signing import NoKey, SigningKey, new_signing_key
from cchc.releases.models import Publication, Release
from cchc.releases.policies import may_prepare_release, may_publish_release
from cchc.releases.queries.drafts import ReleaseTerms, drafted, new_content, terms_faults, terms_of
from cchc.releases.queries.faults import release_faults
from cchc.releases.queries.orders import PreparingStep, PublishingStep
from cchc.releases.queries.published import published
from cchc.releases.queries.signing import key_file

PREPARED = verb(
    "releases.prepared", _("prepared release {number} of {subject}: decision {decision}, level {level}")
)
THROWN_AWAY = verb("releases.thrown_away", _("threw away the draft of release {number} of {subject}"))
PUBLISHED = verb(
    "releases.published", _("released the results of {subject}, release {number}, by decision {decision}")
)
CORRECTED = verb(
    "releases.corrected",
    _("replaced the release of {subject} by release {number}, by decision {decision}: {reason}"),
)
say_facts(
    "releases",
    decision=FactWords(_("Decision on the release")),
    level=FactWords(_("What is public"), label_of(Release.Extent.choices)),
    changes=FactWords(_("Figures that changed")),
    key=FactWords(_("Fingerprint of the key")),
    root=FactWords(_("Root of the bundle")),
)

TOLD_RELEASED = notice_kind("releases.published", _("The results of {cycle} are released."))
TOLD_CORRECTED = notice_kind(
    "releases.corrected",
    _("The results of {cycle} were corrected by release {number}: {reason}"),
    letter=_("The results of {cycle} were corrected by release {number}."),
)

State = Release.State


@cache
def software() -> str:
    """Return what makes bundles, with its version, as they say it."""
    return f"cchc {version('cchc')}"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A bundle that was stored: its row and its root."""

    file: StoredFile
    root: str


@dataclass(frozen=True, slots=True)
class PreparableRelease:
    """What a release may be prepared of now: its cycle, held, its terms, tidy and whole, and the release that it would
    put aside."""

    cycle: Cycle
    terms: ReleaseTerms
    standing: Release | None

    @property
    def number(self) -> int:
        """The number that the release gets."""
        return 1 if self.standing is None else self.standing.number + 1


def preparable_release(*, by: Actor, cycle: Cycle, terms: ReleaseTerms, at: datetime) -> PreparableRelease:
    """Return what a release may be prepared of by these terms, held until the transaction ends.

    Raises `NotPermitted`, and ValidationError with everything that forbids it: by field what is wrong with the terms,
    and all that is left to do in the cycle.
    """
    held = _held(by, cycle)
    standing = published(held.year)
    tidy = terms.tidy()
    _check(held, tidy, standing, timezone.localdate(at))
    return PreparableRelease(held, tidy, standing)


@transaction.atomic
def prepare_release(
    *,
    by: Actor,
    cycle: Cycle,
    terms: ReleaseTerms,
    file: StoredFile | None = None,
    now: datetime | None = None,
    note: Callable[[PreparingStep], None] = lambda step: None,
) -> Release:
    """Prepare the next release of a cycle as a draft: what the public would see by these terms, computed now. A draft
    that is there already is prepared anew; without a `file` it keeps the one of the decision that it has. `note` is
    told each step as it begins.

    Raises what `preparable_release` raises.
    """
    at = now or timezone.now()
    note(PreparingStep.ASKING)
    asked = preparable_release(by=by, cycle=cycle, terms=terms, at=at)
    held, terms, standing = asked.cycle, asked.terms, asked.standing
    keys = give_keys(cycle=held)
    note(PreparingStep.COMPUTING)
    content = new_content(held, terms, standing, timezone.localdate(at))
    note(PreparingStep.MAKING)
    kept = _stored(
        by, content, members_of(content), new_signing_key()
    )  # nobody can take a draft for a release
    note(PreparingStep.KEEPING)
    row = drafted(held.year) or Release(cycle=held, year=held.year, replaces=standing)
    for name, value in {
        **by_line(by),
        "number": content.head.number,
        "level": terms.level,
        "decision_number": terms.decision_number,
        "decision_on": terms.decision_on,
        "signer": terms.signer,
        "released_on": terms.released_on,
        "reason": terms.reason,
        "bundle": kept.file,
        "sha256": kept.file.sha256,
        "root": kept.root,
        "at": at,
    }.items():
        setattr(row, name, value)
    if file is not None:
        row.document = _document(terms, file)
    row.save()
    facts = {
        "number": row.number,
        "decision": _decision(row),
        "level": row.level,
        "changes": len(content.head.changes),
    }
    wrote: list[Model] = [row, *keys]
    record(by=by, verb=PREPARED, subject=held.name, subject_id=held.pk, facts=facts, wrote=wrote)
    return row


@transaction.atomic
def throw_away(*, by: Actor, release: Release) -> None:
    """Throw a draft away: its number is free again. Raises `NotPermitted`, and ValidationError for one that is public
    or gone."""
    held = _held(by, release.cycle)
    row = hold(Release.objects.all(), release.pk)
    if not row.is_draft:
        raise ValidationError(_("This release is public: it stays."))
    facts = {"number": row.number}
    record(by=by, verb=THROWN_AWAY, subject=held.name, subject_id=held.pk, facts=facts, removed=[row])
    row.delete()


@dataclass(frozen=True, slots=True)
class PublishableDraft:
    """A draft that may be made public, held with its cycle, and the release that it would put aside."""

    release: Release
    cycle: Cycle
    standing: Release | None

    @property
    def decision(self) -> str:
        """The decision by which it is released, in words."""
        return _decision(self.release)


def publishable_draft(*, by: Actor, release: Release, seen: str, at: datetime) -> PublishableDraft:
    """Return a draft that `by` may make public now, held until the transaction ends.

    `seen` is the hash of the draft's bundle, as the page showed it. Raises `NotPermitted`, `Changed` when the draft was
    prepared anew, ValidationError with everything that forbids it, and when it is public already.
    """
    by.require(Permission.RELEASE_PUBLISH)
    held = hold(Cycle.objects.select_related("province"), release.cycle_id)
    row = hold(Release.objects.select_related("bundle"), release.pk)
    if not row.is_draft:
        raise ValidationError(_("This release is public already."))
    if not may_publish_release(by, row):
        raise NotPermitted(Permission.RELEASE_PUBLISH)
    if row.sha256 != seen:
        raise Changed(seen=seen, now=row.sha256)
    standing = published(held.year)
    _check(held, terms_of(row), standing, timezone.localdate(at))
    return PublishableDraft(row, held, standing)


@transaction.atomic
def publish_release(
    *,
    by: Actor,
    release: Release,
    seen: str,
    now: datetime | None = None,
    note: Callable[[PublishingStep], None] = lambda step: None,
) -> Release:
    """Make a draft public, signed and frozen, and put aside the release that it corrects: from now on it is the one of
    its year. `note` is told each step as it begins.

    `seen` is the hash of the draft's bundle, as the page showed it. Raises what `publishable_draft` raises, and
    `Changed` when the points are others now.
    """
    at = now or timezone.now()
    note(PublishingStep.ASKING)
    draft = publishable_draft(by=by, release=release, seen=seen, at=at)
    held, row, standing = draft.cycle, draft.release, draft.standing
    note(PublishingStep.COMPUTING)
    content = new_content(held, terms_of(row), standing, timezone.localdate(at))
    members = members_of(content)
    note(PublishingStep.COMPARING)
    if not tells_the_same(bytes_of(row.bundle), content.head, members):
        raise Changed(seen=seen, now="")
    note(PublishingStep.SEALING)
    key = _key()
    kept = _stored(by, content, members, key)
    note(PublishingStep.WRITING)
    if standing is not None:
        standing.state = State.SUPERSEDED
        standing.save(update_fields=["state"])
    row.state, row.released_on = State.PUBLISHED, content.head.published_on
    row.bundle, row.sha256, row.root = kept.file, kept.file.sha256, kept.root
    row.published_at, row.published_by, row.published_unit = at, by.person, by.unit
    row.save()
    mark_released(cycle=held, at=at)
    facts = {
        "number": row.number,
        "decision": draft.decision,
        "level": row.level,
        "root": row.root,
        "key": key.public.fingerprint,
        "changes": len(content.head.changes),
        **({"reason": row.reason} if standing else {}),
    }
    record(
        by=by,
        verb=CORRECTED if standing else PUBLISHED,
        subject=held.name,
        subject_id=held.pk,
        facts=facts,
        wrote=[row, held, *([standing] if standing else ())],
    )
    _tell(by, held, row)
    Publication.objects.filter(release=row).delete()
    return row


def _key() -> SigningKey:
    """Return the key of the installation. Raises ValidationError where its file holds none."""
    try:
        return installation_key()
    except NoKey:
        raise ValidationError(
            _(
                "The file of the key by which this installation signs (%(file)s) holds no key: the administrator puts"
                " it back from the backup. Nothing was released."
            ),
            params={"file": key_file().name},
        ) from None


def _held(by: Actor, cycle: Cycle) -> Cycle:
    by.require(Permission.RELEASE_PREPARE)
    held = hold(Cycle.objects.select_related("province"), cycle.pk)
    if not may_prepare_release(by, held):
        raise ValidationError(
            _("The results of “%(name)s” cannot be released: it does not count, or it has not begun."),
            params={"name": held.name},
        )
    return held


def _check(cycle: Cycle, terms: ReleaseTerms, standing: Release | None, today: date) -> None:
    """Raise ValidationError with everything that forbids to release the results of `cycle` by these terms."""
    whys: dict[str, list[str]] = terms_faults(terms, correction=standing is not None, today=today)
    faults = [str(one) for one in release_faults(cycle)]
    if faults:
        whys["__all__"] = faults
    if whys:
        raise ValidationError(whys)


def _stored(by: Actor, content: PublicContent, members: Mapping[str, bytes], key: SigningKey) -> _Kept:
    """Seal the members of a bundle and put its bytes among the stored files."""
    data = sealed_bundle(content, members, key, software())
    root = root_of(sums_of(members))
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        with written_aside(uploads_folder()) as aside:
            aside.write(data)
            link_into_place(aside, Path(aside.name), path)
    name = f"cong-bo-{content.head.year}-lan-{content.head.number}.zip"
    row = row_of_kept(by=by, name=name, sha256=digest, size=len(data), kind="zip")
    return _Kept(row, root)


def _document(terms: ReleaseTerms, file: StoredFile) -> OfficialDocument:
    document = OfficialDocument(
        kind="QUYẾT ĐỊNH", number=terms.decision_number, date=terms.decision_on, title=""
    )
    return write_document(document, files=[file])


def _decision(row: Release) -> str:
    return str(LegalBasis(row.decision_number, row.decision_on))


def _tell(by: Actor, cycle: Cycle, row: Release) -> None:
    """Tell everybody who acts for a unit of the release, and who reads releases, that it is public."""
    today = timezone.localdate()
    units = list(cycle.participants.values_list("unit_id", flat=True))
    people = people_of_the_province(Permission.RELEASE_READ, today)
    for found in people_of_units(units, Permission.RESULT_READ, today).values():
        people |= found
    href = reverse("results:cycle_ranking", args=address_of(cycle))
    facts: dict[str, str | int] = {"cycle": cycle.name}
    if row.reason:
        facts |= {"number": row.number, "reason": row.reason}
    tell(kind=TOLD_CORRECTED if row.reason else TOLD_RELEASED, to=people, facts=facts, href=href, by=by)
