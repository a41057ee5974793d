"""The report that analyses the results of a peer group as a Word file: at once for few units, else by the worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope
from cchc.analysis.queries.report import analysed_results, report_of, standing_draft
from cchc.cycles.models import Cycle
from cchc.cycles.policies import is_provisional, sight_of
from cchc.cycles.queries import Group, years_of
from cchc.documents.consequences import template_now
from cchc.documents.queries.prepared import OutdatedFile
from cchc.results.exchange.loss_report import ANALYSIS_REPORT, analysis_report, standard_analysis_report
from cchc.results.queries.accounts import current_run
from cchc.results.queries.groups import groups_of
from cchc.scores.consequences import untold_stages
from cchc.scores.queries import visible_cycles
from cchc.scores.queries.untold import as_plain
from cchc.surveys.queries.report import sender_of


def about_analysis(actor: Actor, cycle: Cycle, group: Group, today: date) -> dict[str, Any]:
    """Return what the maker of the file is told: the reader, who sees the results so, and the state of the report."""
    state = _state(actor, cycle, group, today)
    return {
        "actor": asdict(actor),
        "cycle": cycle.pk,
        "group": group.name,
        "on": today.isoformat(),
        "state": state,
    }


def analysis_word(about: Mapping[str, Any]) -> bytes:
    """Return the report that was asked for as a Word file, by the template that stands. Raises `OutdatedFile` when the
    results, what was written or the template are others by now."""
    actor = Actor(
        **{**about["actor"], "role": Role(about["actor"]["role"]), "scope": Scope(about["actor"]["scope"])}
    )
    cycle = Cycle.objects.select_related("province").filter(pk=about["cycle"]).first()
    today = date.fromisoformat(about["on"])
    sight = sight_of(actor)
    groups = groups_of(sight, cycle) if cycle else []
    group = next((one for one in groups if one.name == about["group"]), None)
    run = current_run(cycle) if cycle else None
    if cycle is None or group is None or run is None or not sight.is_whole(cycle):
        raise OutdatedFile
    if _state(actor, cycle, group, today) != about["state"]:
        raise OutdatedFile
    years = years_of(visible_cycles(actor), cycle)
    results = analysed_results(sight, cycle, group, run, years)
    made = report_of(actor, cycle, results, standing_draft(cycle, group.name), today)
    return analysis_report(made, template_now(ANALYSIS_REPORT, standard_analysis_report))


def _state(actor: Actor, cycle: Cycle, group: Group, today: date) -> str:
    """A text that is equal for reports that say the same; a few queries for each year."""
    sight, draft = sight_of(actor), standing_draft(cycle, group.name)
    years = [one for one in years_of(visible_cycles(actor), cycle) if one.year <= cycle.year]
    runs = [(one.pk, current_run(one), is_provisional(one), untold_stages(sight, one)) for one in years]
    template = hashlib.sha256(template_now(ANALYSIS_REPORT, standard_analysis_report)).hexdigest()
    said = repr(
        (
            [(pk, run and (run.pk, run.at), told, as_plain(untold)) for pk, run, told, untold in runs],
            (group.cycle_set.pk, group.cycle_set.version_id, group.name, draft.number if draft else 0),
            (sorted(sender_of(actor).items()), today, template),
        )
    )
    return hashlib.sha256(said.encode()).hexdigest()
