"""What the measures of a plan cost together, section by section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import reduce
from operator import add

from django.db.models import Count, Q, QuerySet

from cchc.core.plans.budgets import BudgetSum, budget_sum
from cchc.plans.models import Measure


def budgets_by_section(measures: QuerySet[Measure]) -> dict[int, BudgetSum]:
    """Return what `measures` cost, those that were withdrawn left out, by the ids of their sections; two queries.
    Empty where none says anything of it."""
    measures = measures.filter(withdrawn=False)
    said = measures.exclude(budget="").order_by()
    texts: dict[int, list[str]] = defaultdict(list)
    for section, text in said.values_list("section_id", "budget"):
        texts[section].append(text)
    if not texts:
        return {}
    counted = measures.order_by().values("section").annotate(count=Count("pk", filter=Q(budget="")))
    empty = dict(counted.values_list("section", "count"))
    return {
        section: budget_sum(texts[section]) + BudgetSum(empty=count)
        for section, count in empty.items()
        if section in texts or count
    }


def whole_budget(by_section: Mapping[int, BudgetSum]) -> BudgetSum | None:
    """Return the sum over all sections; None where no measure says anything of its budget."""
    return reduce(add, by_section.values()) if by_section else None
