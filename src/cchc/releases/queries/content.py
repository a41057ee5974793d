"""All that a release makes public, computed by the core from what is decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from cchc.core.scoring.criteria.figures import figure_text
from cchc.core.scoring.criteria.tree import Part
from cchc.core.scoring.index import GroupIndex, UnitIndex
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.words.names import search_key
from cchc.criteria.queries import file_name
from cchc.cycles.models import Cycle, CycleSet, Participant
from cchc.releases.exchange.content import (
    Ancestor,
    Level,
    PublicContent,
    PublicEstimate,
    PublicGroup,
    PublicSet,
    PublicUnit,
    ReleaseHead,
    SurveyFigure,
)
from cchc.releases.exchange.telling import public_group, public_unit
from cchc.releases.queries.keys import keys_of
from cchc.releases.queries.provisional import provisional_leaves
from cchc.releases.queries.taken import taken_reasons
from cchc.scores.models import Stage
from cchc.scores.queries.basis import Cell, ScoreBasis, SetRanking, basis_of, checked_ranking
from cchc.surveys.queries.taken import SurveyedFigure, printed_figures
from cchc.units.queries import LineageStep, predecessors_of

PUBLIC_LANGUAGE = "vi"


def public_content(cycle: Cycle, head: ReleaseHead) -> PublicContent:
    """Return all that a release of `cycle` with this head makes public, at its level, computed now from the scores that
    are decided; every unit has its public key before. In Vietnamese, whoever asks. Raises ValidationError where the
    rules refuse a score."""
    with override(PUBLIC_LANGUAGE):
        return _Making(cycle, head).content()


def released_ranking(cycle_set: CycleSet, cycle: Cycle) -> tuple[ScoreBasis, SetRanking]:
    """Return the index of a set by its decided scores alone, and what it is computed from."""
    whole = basis_of(cycle_set, cycle)
    decided = {cell: score for cell, score in whole.scores.items() if score.stage == Stage.DECIDED}
    basis = replace(whole, scores=decided)
    return basis, checked_ranking(basis)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A set of the cycle with its code in addresses, what it is computed from and its index."""

    code: str
    basis: ScoreBasis
    result: SetRanking


class _Making:
    """Makes the content of one release."""

    def __init__(self, cycle: Cycle, head: ReleaseHead) -> None:
        self.cycle, self.head = cycle, head
        self.has_leaves = head.level is Level.LEAVES
        rows = cycle.participants.select_related("unit")
        self.participants = {one.pk: one for one in rows}
        units = {one.unit_id for one in self.participants.values()}
        self.lineage = predecessors_of(units)
        before = {step.before.pk for steps in self.lineage.values() for step in steps}
        self.keys = keys_of(units | before)
        self.provisional: dict[int, dict[str, str]] = defaultdict(dict)
        for (participant, leaf), reason in provisional_leaves(cycle).items() if self.has_leaves else ():
            self.provisional[participant][leaf] = reason
        self.taken: dict[int, dict[str, str]] = defaultdict(dict)
        for (participant, leaf), why in taken_reasons(cycle).items() if self.has_leaves else ():
            self.taken[participant][leaf] = why
        self.surveyed = printed_figures(cycle) if self.has_leaves else {}

    def content(self) -> PublicContent:
        """Return the whole."""
        sets = list(self._ranked())
        return PublicContent(
            head=self.head,
            sets=tuple(
                PublicSet(one.code, version.title, version.version, version.text)
                for one in sets
                for version in [one.basis.cycle_set.version]
            ),
            groups=tuple(self._group(one, group) for one in sets for group in one.result.groups),
            units=tuple(self._unit(one, *unit) for one in sets for unit in self._units(one)),
            surveys=tuple(figure for one in sets for figure in self._surveys(one)) if self.has_leaves else (),
        )

    def _ranked(self) -> Iterator[_Ranked]:
        rows = list(self.cycle.sets.select_related("version").order_by("pk"))
        for row, code in zip(rows, set_codes(rows), strict=True):
            basis, result = released_ranking(row, self.cycle)
            if basis.participants:
                yield _Ranked(code, basis, result)

    def _units(self, ranked: _Ranked) -> Iterator[tuple[Participant, UnitIndex, GroupIndex]]:
        owners = {id(account): pk for pk, account in ranked.result.accounts.items()}
        for group in ranked.result.groups:
            for account in group.units:
                yield self.participants[owners[id(account)]], account, group

    def _group(self, ranked: _Ranked, group: GroupIndex) -> PublicGroup:
        owners = {id(account): pk for pk, account in ranked.result.accounts.items()}
        keys = [self.keys[self.participants[owners[id(one)]].unit_id] for one in group.units]
        return public_group(ranked.code, group, keys, self.head.level)

    def _unit(
        self, ranked: _Ranked, participant: Participant, account: UnitIndex, group: GroupIndex
    ) -> PublicUnit:
        unit = public_unit(
            ranked.basis.criteria,
            group,
            account,
            key=self.keys[participant.unit_id],
            kind=participant.unit.kind,
            set_code=ranked.code,
            level=self.head.level,
            year=self.cycle.year,
            lineage=tuple(self._ancestor(step) for step in self.lineage[participant.unit_id]),
            provisional=self.provisional[participant.pk],
            taken=self.taken[participant.pk],
        )
        own = {
            number: replace(
                leaf, estimates=tuple(_estimates(leaf.given, self.surveyed[participant.pk, number]))
            )
            for number, leaf in unit.leaves.items()
            if (participant.pk, number) in self.surveyed
        }
        return replace(unit, leaves={**unit.leaves, **own}) if own else unit

    def _ancestor(self, step: LineageStep) -> Ancestor:
        return Ancestor(self.keys[step.before.pk], step.before.name, step.kind.value, step.on)

    def _surveys(self, ranked: _Ranked) -> Iterator[SurveyFigure]:
        for participant, account, _group in self._units(ranked):
            for number, leaf in ranked.basis.criteria.leaves.items():
                given = account.unit.given.get(number)
                if leaf.part is not Part.SURVEY or not isinstance(given, Mapping):
                    continue
                variables = leaf.declared()
                yield SurveyFigure(
                    unit=self.keys[participant.unit_id],
                    leaf=number,
                    source=self._source(participant.pk, number),
                    figures={name: figure_text(variables[name], value) for name, value in given.items()},
                )

    def _source(self, participant: int, leaf: str) -> str:
        names = dict.fromkeys(one.survey for one in self.surveyed.get((participant, leaf), ()))
        return "; ".join(names) or _("Sociological survey")


def _estimates(given: LeafScore | None, behind: Sequence[SurveyedFigure]) -> Iterator[PublicEstimate]:
    """Yield the estimates behind the figures of a leaf, on the scale on which these are declared."""
    for one in behind:
        declared = given.get(one.figure) if isinstance(given, Mapping) else None
        value = Fraction(one.value)
        if not isinstance(declared, Fraction):
            continue
        scale = declared / value if value else Fraction(1, 100)
        yield PublicEstimate(
            figure=one.figure,
            questionnaire=one.questionnaire,
            survey=one.survey,
            value=declared,
            low=Fraction(one.low) * scale if one.low else None,
            high=Fraction(one.high) * scale if one.high else None,
            answers=one.answers,
            base=one.base,
            sha256=one.sha256,
        )


def set_codes(sets: Sequence[CycleSet]) -> list[str]:
    """Return the codes of these sets in addresses and files: the name of the set, with its version where two versions
    of one set are in force."""
    short = [_slug(one.version.set_id) for one in sets]
    return [
        code if short.count(code) == 1 else _slug(file_name(one.version))
        for one, code in zip(sets, short, strict=True)
    ]


def _slug(text: str) -> str:
    return slugify(search_key(text)) or "bo-tieu-chi"


def units_to_name(cycle: Cycle) -> Iterator[int]:
    """Yield the ids of the units that a release of `cycle` names: who takes part, and what went into them."""
    units = list(cycle.participants.order_by("place", "pk").values_list("unit_id", flat=True))
    yield from units
    for steps in predecessors_of(units).values():
        yield from (step.before.pk for step in steps)


def decided_cells(cycle: Cycle) -> dict[Cell, dict[str, object]]:
    """Return what is decided in `cycle`, by participant and leaf, as plain JSON; one query."""
    rows = cycle.scores.filter(stage=Stage.DECIDED).order_by("participant_id", "leaf")
    return {
        (one.participant_id, one.leaf): {"points": one.points, "figures": one.figures}
        for one in rows
        if one.points or one.figures
    }
