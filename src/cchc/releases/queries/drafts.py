"""What a release is prepared from: its terms, as they are typed, and the content that they give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from cchc.cycles.models import Cycle
from cchc.releases.exchange.changes import changes_between
from cchc.releases.exchange.content import Level, PublicContent, ReleaseDecision, ReleaseHead
from cchc.releases.models import Preparation, Release
from cchc.releases.queries.content import public_content
from cchc.releases.queries.published import content_of
from cchc.scores.models import Correction


@dataclass(frozen=True, slots=True)
class ReleaseTerms:
    """What somebody decides about a release: how much is public, the decision (number and symbol, day, who signed it),
    the day of the release (None: that of the act), and the public reason of a correction."""

    level: str
    decision_number: str = ""
    decision_on: date | None = None
    signer: str = ""
    released_on: date | None = None
    reason: str = ""

    def tidy(self) -> ReleaseTerms:
        """Return the same with single spaces."""
        return replace(
            self,
            decision_number=" ".join(self.decision_number.split()),
            signer=" ".join(self.signer.split()),
            reason=" ".join(self.reason.split()),
        )


def drafted(year: int) -> Release | None:
    """Return the draft of the next release of a year, its bundle fetched; None where none is prepared."""
    return Release.objects.filter(year=year, state=Release.State.DRAFT).select_related("bundle").first()


def terms_of(release: Release | Preparation) -> ReleaseTerms:
    """Return the terms by which a release was prepared, or is to be."""
    return ReleaseTerms(
        release.level,
        release.decision_number,
        release.decision_on,
        release.signer,
        release.released_on,
        release.reason,
    )


def corrections_since(release: Release) -> int:
    """Return how many scores were corrected since a release was made public: the public does not read them yet."""
    made = Correction.objects.filter(participant__cycle=release.cycle_id, state=Correction.State.MADE)
    return made.filter(Q(decided_at__gt=release.published_at) | Q(at__gt=release.published_at)).count()


def terms_faults(terms: ReleaseTerms, *, correction: bool, today: date) -> dict[str, list[str]]:
    """Return everything that is wrong with terms, in sentences by field: days must have come, the release does not come
    before its decision, and a correction says why."""
    faults: dict[str, list[str]] = {}

    def fault(name: str, sentence: str) -> None:
        faults.setdefault(name, []).append(sentence)

    if terms.level not in Release.Extent.values:
        fault("level", _("Choose how much is public."))
    if not terms.decision_number:
        fault("decision_number", _("Give number and symbol of the decision."))
    if not terms.signer:
        fault("signer", _("Say who signed the decision, with the office."))
    if terms.decision_on is None:
        fault("decision_on", _("Give the day of the decision."))
    for name in ("decision_on", "released_on"):
        day = getattr(terms, name)
        if day is not None and day > today:
            fault(name, _("This day is still to come: a release bears days that have come."))
    if terms.decision_on and terms.released_on and terms.released_on < terms.decision_on:
        fault("released_on", _("The results are released on the day of the decision or later."))
    if correction and not terms.reason:
        fault("reason", _("Say why the release is corrected: the public reads it."))
    if terms.reason and not correction:
        fault("reason", _("Nothing is released yet that this could correct: leave the reason empty."))
    return faults


def new_content(cycle: Cycle, terms: ReleaseTerms, standing: Release | None, today: date) -> PublicContent:
    """Return what a release of `cycle` by these terms, which are whole, makes public; one that replaces the `standing`
    one with every figure that changed. Raises ValidationError where the rules refuse a score."""
    if terms.decision_on is None:
        raise ValueError("a release has a decision")
    head = ReleaseHead(
        year=cycle.year,
        number=1 if standing is None else standing.number + 1,
        cycle=cycle.name,
        province=cycle.province.name,
        level=Level(terms.level),
        decision=ReleaseDecision(terms.decision_number, terms.decision_on, terms.signer),
        published_on=terms.released_on or today,
        replaces=None if standing is None else standing.number,
        reason="" if standing is None else terms.reason,
    )
    content = public_content(cycle, head)
    if standing is None:
        return content
    return replace(content, head=replace(head, changes=changes_between(content_of(standing), content)))
