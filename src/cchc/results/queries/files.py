"""The heavy files of a cycle: the ranking as a workbook, the annex of the decision, the empty points file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cchc.core.words.messages import Message
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import CycleSet
from cchc.cycles.queries import Group, participants
from cchc.documents.queries.prepared import OutdatedFile
from cchc.results.exchange.annex import AnnexRow, annex
from cchc.results.exchange.printing import ranking_workbook
from cchc.results.exchange.report import PENDING, TIE_RULES
from cchc.results.models import UnitIndex
from cchc.results.queries.accounts import current_run
from cchc.results.queries.ranking import RankingPage, ranking_of
from cchc.results.queries.scores import basis_of, ranked
from cchc.scores.exchange.form import FormUnit, points_form
from cchc.texts.speaking import speaker
from cchc.ui.templatetags.ui import message_text


def ranking_content(about: Mapping[str, Any]) -> bytes:
    """The ranking of all groups of a criteria set as a workbook: ranks, domains, losses, derivations.

    Raises `OutdatedFile` where the scores are no longer those of the run that was asked for.
    """
    cycle_set = _cycle_set(about)
    basis = basis_of(cycle_set, cycle_set.cycle)
    _still_current(cycle_set, about)
    return ranking_workbook(basis.criteria, ranked(basis).groups, cycle_set.cycle.year, False, message_text)


def annex_content(about: Mapping[str, Any]) -> bytes:
    """The annex of the decision that announces the ranking of one peer group; always in Vietnamese.

    Raises `OutdatedFile` where the ranking is no longer that of the run that was asked for.
    """
    cycle_set = _cycle_set(about)
    cycle = cycle_set.cycle
    ranking = ranking_of(None, cycle, Group(cycle_set, about["group"], 0))
    _still_current(cycle_set, about)
    if ranking is None:
        raise OutdatedFile
    return annex(
        province=_inside_a_sentence(cycle.province.name),
        year=cycle.year,
        group=about["group"],
        rows=[_annex_row(row) for row in ranking.rows],
        places=ranking.criteria.places,
        notes=_annex_notes(ranking),
        say=speaker("results", language_code="vi"),
    )


def template_content(about: Mapping[str, Any]) -> bytes:
    """The empty points file of one criteria set: its units, what has to be filled in, KAD where it does not apply.

    Raises `OutdatedFile` where its units are no longer those for whom it was asked.
    """
    cycle_set = _cycle_set(about)
    units = form_units(cycle_set)
    if state_of(units) != about["units"]:
        raise OutdatedFile
    return points_form(criteria_of(cycle_set.version), units, message_text)


def form_units(cycle_set: CycleSet) -> list[FormUnit]:
    """The units of the empty points file."""
    return [
        FormUnit(one.name, one.code or None, one.peer_group, one.not_applicable)
        for one in participants(cycle_set.cycle)
        if one.cycle_set_id == cycle_set.pk
    ]


def state_of(units: list[FormUnit]) -> str:
    """What tells these units of an empty points file from others."""
    told = [(one.name, one.code, one.group, sorted(one.without)) for one in units]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def units_in(cycle_set: CycleSet, run_id: int, group: str | None = None) -> int:
    """How many units a run has in a criteria set, or in one of its peer groups."""
    rows = UnitIndex.objects.filter(run=run_id, cycle_set=cycle_set)
    return (rows if group is None else rows.filter(peer_group=group)).count()


def _cycle_set(about: Mapping[str, Any]) -> CycleSet:
    rows = CycleSet.objects.select_related("version", "cycle__province")
    found = rows.filter(pk=about["cycle_set"]).first()
    if found is None:
        raise OutdatedFile
    return found


def _still_current(cycle_set: CycleSet, about: Mapping[str, Any]) -> None:
    """Whatever changes scores makes a new run in the same transaction: while the run is the same, so are the scores."""
    run = current_run(cycle_set.cycle)
    if run is None or run.pk != about["run"]:
        raise OutdatedFile


def _inside_a_sentence(name: str) -> str:
    """The name of a province as it stands inside a sentence: "tỉnh Hòa Giang"."""
    titled = name.startswith(("Tỉnh ", "Thành phố "))
    return name[0].lower() + name[1:] if titled else name


def _annex_row(row: Any) -> AnnexRow:
    bar = row.bar
    points = bar.appraised + bar.survey + bar.bonus
    return AnnexRow(row.rank, row.name, points, bar.maximum, row.printed, row.grade)


def _annex_notes(ranking: RankingPage) -> list[Message]:
    """The tie rule, and what a unit without an index means."""
    return [TIE_RULES[ranking.criteria.ties], *([PENDING] if ranking.pending else [])]
