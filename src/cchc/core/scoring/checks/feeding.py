"""What feeds the figures of a set, against the sources that there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cchc.core.scoring.checks.laws import why_unfit
from cchc.core.scoring.criteria.tree import CriteriaSet, Node, Part
from cchc.core.scoring.formulas.tree import Variable
from cchc.core.scoring.sources import KnownSource
from cchc.core.words.messages import Message


def fed_figures_of(criteria: CriteriaSet) -> Iterator[tuple[Node, Variable]]:
    """Yield the declared figures of a set that a source feeds, each with its leaf, in the order of the set."""
    for leaf in criteria.leaves.values():
        for variable in leaf.variables:
            if variable.fed_by is not None:
                yield leaf, variable


def unfed_reasons(criteria: CriteriaSet, known: Collection[KnownSource]) -> list[Message]:
    """Return a sentence for each figure of a set that none of the `known` sources can feed, or that names a survey
    outside of the survey part: where it stands, what it names, and what to do."""
    by_name = {one.name: one for one in known}
    found = []
    for leaf, variable in fed_figures_of(criteria):
        source = by_name.get(variable.fed_by) if variable.fed_by else None
        why = _NOT_THERE if source is None else why_unfit(variable, source)
        if variable.fed_by is not None and variable.fed_by.kind == SURVEYS and leaf.part is not Part.SURVEY:
            why = _NOT_OF_SURVEYS
        if why is not None:
            found.append(
                Message(
                    "criterion {number}, figure “{label}”, fed by {source}: {why}",
                    number=leaf.number, label=variable.label, source=str(variable.fed_by), why=why,
                )
            )  # fmt: skip
    return found


SURVEYS = "surveys"  # the kind of sources whose figures are estimates
_NOT_OF_SURVEYS = Message(
    "the results of surveys feed the survey part alone; make it a criterion of that part, or name another source"
)
_NOT_THERE = Message(
    "there is no such source here; name one that “cchc sources” lists, or leave out fed by and let units declare it"
)
