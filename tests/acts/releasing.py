"""Acts of releases: points of files made final, a release prepared, thrown away, made public."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.papers.basis import LegalBasis
from cchc.cycles.models import Cycle
from cchc.releases.actions.files import make_files_final
from cchc.releases.actions.preparing import order_preparation
from cchc.releases.actions.publishing import order_publication
from cchc.releases.actions.releasing import prepare_release
from cchc.releases.actions.signing import installation_key
from cchc.releases.models import Release
from cchc.releases.queries.drafts import ReleaseTerms
from cchc.releases.queries.faults import file_cells, seal_of_cells
from tests import builders
from tests.acts.table import NUMBERS, Data, a_year, act, agreed, named, someone, the_province

COORDINATOR = Role.COORDINATOR
DECISION = {"decision_number": "15/QĐ-UBND", "decision_on": "15/06/2026", "signer": "Chủ tịch UBND tỉnh"}


def the_coordinator() -> Any:
    """The coordinator, acting."""
    return builders.actor_for(someone(COORDINATOR).memberships.get())


def a_year_of_files() -> Cycle:
    """A running year whose points came in a file and are whole."""
    name = named("Sở công bố")
    builders.a_unit(name, parent=the_province(), since=date(1998, 1, 1))
    cycle = builders.a_scored_cycle((name,), year=a_year(), province=the_province())
    points = f"unit,1.1:done,1.1:total,1.2,2.1:rate,2.2\n{name},9,10,2,80%,3\n"
    builders.imported(cycle, points, name=f"diem-{next(NUMBERS)}.csv")
    return cycle


def a_final_year() -> Cycle:
    """A running year whose points of files are final."""
    cycle = a_year_of_files()
    basis = LegalBasis("12/QĐ-UBND", timezone.localdate())
    seen = seal_of_cells(file_cells(cycle))
    make_files_final(by=the_coordinator(), cycle=cycle, seen=seen, basis=basis)
    return cycle


def terms_of_today() -> ReleaseTerms:
    """Terms of a release by a decision of today."""
    return ReleaseTerms("leaves", "15/QĐ-UBND", timezone.localdate(), "Chủ tịch UBND tỉnh")


def a_drafted_year() -> Cycle:
    """A running year whose release is prepared; the page names the key that signs, which is made on first use."""
    installation_key()
    cycle = a_final_year()
    prepare_release(by=the_coordinator(), cycle=cycle, terms=terms_of_today())
    return cycle


@act("releases:files", "releases.file_final", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    basis = {"basis_number": "12/QĐ-UBND", "basis_date": "15/06/2026"}
    return agreed("releases:files", [a_year_of_files().year], basis, COORDINATOR)


@act("releases:files_undo", "releases.file_final_undone", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    return agreed("releases:files_undo", [a_final_year().year], {"reason": "Sai một điểm"}, COORDINATOR)


@act("releases:prepare", "releases.preparing", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    return [a_final_year().year], {"level": "leaves", "released_on": "", **DECISION}


@act("releases:preparing", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    cycle = a_final_year()
    order_preparation(by=the_coordinator(), cycle=cycle, terms=terms_of_today())
    return [cycle.year], {}


@act("releases:throw_away", "releases.thrown_away", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    return [a_drafted_year().year], {}


@act("releases:publish", "releases.ordered", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    return agreed("releases:publish", [a_drafted_year().year], {}, COORDINATOR)


@act("releases:publishing", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    draft = Release.objects.get(year=a_drafted_year().year)
    order_publication(by=the_coordinator(), release=draft, seen=draft.sha256)
    return [draft.year, draft.number], {}
