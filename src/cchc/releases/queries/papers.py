"""The papers of a release, made from its bundle and the template that stands; always in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc.council.queries.papers import draft_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight
from cchc.documents.exchange.templates import filled_template
from cchc.documents.queries.prepared import OutdatedFile
from cchc.releases.exchange.content import PublicUnit
from cchc.releases.exchange.papers.kinds import paper_of
from cchc.releases.exchange.papers.letters import letters_archive
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.exchange.papers.source import PaperSource, verifying_address
from cchc.releases.models import Release
from cchc.releases.queries.published import bundle_of
from cchc.releases.queries.templates import standing_number, template_bytes


def release_at(year: int, number: int) -> Release | None:
    """Return a release of a year by its number, a draft too; None where there is none."""
    return (
        Release.objects.filter(year=year, number=number).select_related("bundle", "cycle__province").first()
    )


def source_of(release: Release, home: str) -> PaperSource:
    """Return what the papers of a release are made of; `home` is the address of the platform, without its slash."""
    bundle = bundle_of(release)
    address = verifying_address(home, release.year, release.number)
    return PaperSource(bundle.content, bundle.short_root, address, is_draft=release.is_draft)


def paper_content(kind: PaperKind, source: PaperSource, unit: PublicUnit | None = None) -> bytes:
    """Return a paper of a release as a Word file, by the template that stands."""
    return paper_of(kind, source, template_bytes(kind), unit)


def council_draft(sight: Sight, cycle: Cycle) -> bytes:
    """Return the draft of the decision that approves the results of a cycle as a reader sees them, before any release,
    by the template that stands."""
    return filled_template(template_bytes(PaperKind.COUNCIL_DRAFT), draft_of(sight, cycle))


def letters_content(about: Mapping[str, Any]) -> bytes:
    """Return the letters to all units of a release as a .zip. Raises `OutdatedFile` when the release or the template is
    not the one that was asked for any more."""
    release = Release.objects.filter(pk=about["release"]).select_related("bundle").first()
    stands = (release and release.sha256, release and release.state, standing_number(PaperKind.LETTER))
    if release is None or list(stands) != about["stands"]:
        raise OutdatedFile
    return letters_archive(source_of(release, about["home"]), template_bytes(PaperKind.LETTER))
