"""Builders of releases: their heads and content, cycles that may be released, drafts and releases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.core.papers.basis import LegalBasis
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.models import Cycle
from cchc.documents.exchange.template_checking import read_template
from cchc.releases.actions.files import make_files_final, undo_files_final
from cchc.releases.actions.keys import give_keys
from cchc.releases.actions.releasing import prepare_release, publish_release, throw_away
from cchc.releases.actions.templates import bring_template
from cchc.releases.exchange.content import Level, PublicContent, ReleaseDecision, ReleaseHead
from cchc.releases.exchange.papers.kinds import FORMS, standard_template
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.exchange.papers.trial import trial_content
from cchc.releases.models import FileFinal, PaperTemplate, Release
from cchc.releases.queries.content import public_content
from cchc.releases.queries.drafts import ReleaseTerms
from cchc.releases.queries.faults import file_cells, seal_of_cells
from cchc.releases.queries.templates import standing_number
from tests.builders.people import an_actor
from tests.builders.remembering import remembered
from tests.builders.scores import a_scored_cycle, imported

DECISION = ReleaseDecision("15/QĐ-UBND", date(2027, 2, 1), "Chủ tịch UBND tỉnh")
RELEASE_DAY = datetime(2027, 2, 10, 9, 0, tzinfo=VIETNAM)
TERMS = ReleaseTerms("leaves", "15/QĐ-UBND", date(2027, 2, 1), "Chủ tịch UBND tỉnh")


def a_head(cycle: Cycle, level: Level = Level.LEAVES, **more: Any) -> ReleaseHead:
    """The head of the first release of a cycle."""
    head = ReleaseHead(
        year=cycle.year,
        number=1,
        cycle=cycle.name,
        province=cycle.province.name,
        level=level,
        decision=DECISION,
        published_on=date(2027, 2, 2),
    )
    return replace(head, **more)


def the_content(cycle: Cycle, level: Level = Level.LEAVES, head: ReleaseHead | None = None) -> PublicContent:
    """What a release of a cycle would make public now; its units have their keys."""
    give_keys(cycle=cycle)
    return public_content(cycle, head or a_head(cycle, level))


COMPLETE = """\
đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2
Sở Nội vụ;9;10;2;80%;2,4
Sở Tài chính;10;10;1,5;40%;3
Sở Y tế;1;3;1;60%;2,25
"""
"""Points for every leaf of the units of `a_scored_cycle`: all of them have a rank."""


@remembered
def files_final(cycle: Cycle) -> FileFinal:
    """The act by which the points that came in files are final."""
    return make_files_final(
        by=an_actor(Role.COORDINATOR),
        cycle=cycle,
        seen=seal_of_cells(file_cells(cycle)),
        basis=LegalBasis("12/QĐ-UBND", date(2027, 1, 30)),
        now=RELEASE_DAY,
    )


@remembered
def a_final_cycle(year: int = 2026) -> Cycle:
    """A cycle whose points came in a file, are whole and final."""
    cycle = a_scored_cycle(year=year)
    imported(cycle, COMPLETE)
    files_final(cycle)
    return Cycle.objects.select_related("province").get(pk=cycle.pk)


@remembered
def a_draft_release(cycle: Cycle, **more: Any) -> Release:
    """A release of a cycle, prepared."""
    return prepare_release(
        by=an_actor(Role.COORDINATOR), cycle=cycle, terms=replace(TERMS, **more), now=RELEASE_DAY
    )


@remembered
def a_release(cycle: Cycle, **more: Any) -> Release:
    """A release of a cycle, public."""
    draft = a_draft_release(cycle, **more)
    return publish_release(by=an_actor(Role.COORDINATOR), release=draft, seen=draft.sha256, now=RELEASE_DAY)


def all_that_releases_do(year: int) -> None:
    """Every act that writes a row of releases: points final, undone and final again, a draft thrown away, a release,
    the draft of its correction, a template."""
    cycle, by = a_final_cycle(year), an_actor(Role.COORDINATOR)
    undo_files_final(by=by, cycle=cycle, reason="Sai một điểm")
    files_final(cycle)
    throw_away(by=by, release=a_draft_release(cycle))
    a_release(cycle)
    a_draft_release(cycle, reason="Đính chính")
    a_template(PaperKind.LETTER)


def a_template(kind: PaperKind, *, by: Actor | None = None) -> PaperTemplate:
    """A template of an office for a kind of paper, in force: the standard one, brought under a name of its own."""
    data = standard_template(kind)
    return bring_template(
        by=by or an_actor(Role.COORDINATOR),
        kind=kind,
        name=f"mau-cua-tinh-{kind}.docx",
        data=data,
        read=read_template(data, "mau.docx", trial_content(kind), FORMS[kind].needed),
        seen=standing_number(kind),
    )
