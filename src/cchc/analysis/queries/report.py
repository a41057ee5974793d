"""The report that analyses the results of a peer group: its figures, its sentences, and what was written into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.utils.translation import override

from cchc.access.actor import Actor
from cchc.analysis.models import AnalysisDraft
from cchc.analysis.queries.accounts import GroupAccounts, group_accounts
from cchc.analysis.queries.losses import NO_AGENCY, CriterionLine, losses_page
from cchc.analysis.queries.years import years_of_losses
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import class_by_index
from cchc.core.scoring.lost import account_of
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight, is_provisional
from cchc.cycles.queries import Group
from cchc.results.exchange.analysed import (
    AnalysedCriterion,
    AnalysedDomain,
    AnalysedResults,
    AnalysedShare,
    AnalysedUnit,
    AnalysedYear,
    KeptSentence,
    shown_sentences,
)
from cchc.results.exchange.loss_report import AnalysisReport, pictures_of_losses
from cchc.results.exchange.loss_sentences import sentences_of
from cchc.results.models import IndexRun
from cchc.results.queries.ranking import ranking_of
from cchc.surveys.queries.report import FONTS, sender_of
from cchc.ui.pictures.points import loss_word


def standing_draft(cycle: Cycle, group: str) -> AnalysisDraft | None:
    """Return the last version of what was written into the report of a peer group; None where nothing was."""
    return AnalysisDraft.objects.filter(cycle=cycle, peer_group=group).order_by("-number").first()


def kept_in(draft: AnalysisDraft | None) -> dict[str, KeptSentence]:
    """Return what was written in the place of sentences, by their keys."""
    return {key: KeptSentence(**one) for key, one in draft.sentences.items()} if draft else {}


def analysed_results(
    sight: Sight, cycle: Cycle, group: Group, run: IndexRun, cycles: Iterable[Cycle]
) -> AnalysedResults:
    """Return all figures of the report of a peer group, of which the reader sees the whole; `cycles` are the years that
    may stand beside it. Names of reasons are in Vietnamese, as the paper is."""
    accounts = group_accounts(sight, cycle, group, run)
    criteria = criteria_of(group.cycle_set.version)
    found = losses_page(sight, cycle, group, run)
    beside = years_of_losses(sight, cycle, group, cycles)
    names = {one.participant_id: one.name for one in accounts.units}
    with override(settings.LANGUAGE_CODE):
        reasons = tuple(
            AnalysedShare(one.key, loss_word(one.key), one.points, one.share, one.criteria, one.units)
            for one in found.codes
        )
    return AnalysedResults(
        group=group.name,
        year=cycle.year,
        account=found.account,
        domains=tuple(AnalysedDomain(one.key, one.name, one.account) for one in found.domains),
        criteria=_criteria(found.lines, names),
        everywhere=_criteria(found.everywhere, names),
        once=_criteria(found.once, names),
        reasons=reasons,
        agencies=tuple(
            AnalysedShare(
                one.key, "" if one.key == NO_AGENCY else one.key, one.points, one.share, one.criteria, one.units
            )
            for one in found.agencies
        ),
        units=_units(accounts, _ranks(sight, cycle, group)),
        grades=_grades(criteria, accounts),
        years=tuple(AnalysedYear(one.year, one.mean) for one in beside.years),
        apart=beside.apart,
    )  # fmt: skip


def report_of(
    actor: Actor, cycle: Cycle, results: AnalysedResults, draft: AnalysisDraft | None, today: date
) -> AnalysisReport:
    """Return the report as the unit of `actor` would send it, with what was written into it."""
    domains, criteria = pictures_of_losses(results, FONTS)
    return AnalysisReport(
        province=cycle.province.name,
        **sender_of(actor),
        on=today,
        results=results,
        sentences=shown_sentences(sentences_of(results), kept_in(draft)),
        is_provisional=is_provisional(cycle),
        domain_picture=domains,
        criterion_picture=criteria,
    )


def _criteria(lines: Sequence[CriterionLine], names: Mapping[int, str]) -> tuple[AnalysedCriterion, ...]:
    return tuple(
        AnalysedCriterion(
            number=one.node.number,
            name=one.node.name,
            agency=one.agency,
            maximum=one.node.maximum,
            lost=one.step.sum.points,
            share=one.step.share,
            together=one.step.together,
            among_few=one.step.among_few,
            losers=tuple(name for pk, name in names.items() if pk in one.step.sum.units),
            applies=one.applies,
        )
        for one in lines
    )


def _ranks(sight: Sight, cycle: Cycle, group: Group) -> dict[int, tuple[int | None, int | None]]:
    """The rank of each unit, by its id, and that of the year before by the same formula in the same peer group."""
    ranking = ranking_of(sight, cycle, group)
    found = {}
    for row in ranking.rows if ranking else ():
        last = row.before
        same = last is not None and last.comparable and {one.group for one in last.units} == {group.name}
        if row.unit_id is not None:
            found[row.unit_id] = (row.rank, last.rank if last is not None and same else None)
    return found


def _units(
    accounts: GroupAccounts, ranks: Mapping[int, tuple[int | None, int | None]]
) -> tuple[AnalysedUnit, ...]:
    """The units, the largest share of the maximum lost first."""
    found = [
        AnalysedUnit(
            one.name,
            account_of([one.ledger]),
            one.ledger.percent(),
            *ranks.get(one.unit_id, (None, None)),
        )
        for one in accounts.units
    ]
    return tuple(sorted(found, key=lambda one: -(one.account.share or Fraction(0))))


def _grades(criteria: CriteriaSet, accounts: GroupAccounts) -> tuple[tuple[str, int], ...]:
    """How many units are in each class, the best first."""
    counts = Counter(class_by_index(criteria, one.ledger.percent()) for one in accounts.units)
    return tuple((grade.name, counts[grade.name]) for grade in criteria.grades)
