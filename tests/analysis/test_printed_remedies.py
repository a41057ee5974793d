"""Plans made of the losses of two real plans, printed by the writer of plans and read back by our own reader: the same
cells, as a table and in prose."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cchc.analysis.models import RemediationPlan
from cchc.core.plans.figures import shortcomings
from cchc.plans.exchange.printed import PlanLayout
from cchc.plans.queries.printed import printed_sections, usual_wishes, word_of_plan
from tests.analysis.test_remedied_seeds import of_the_office, of_the_province
from tests.plans.printed_plans import again, cells_of

pytestmark = pytest.mark.django_db

MADE = {"office": (of_the_office, "11.91"), "province": (of_the_province, "10.9326")}


@pytest.mark.parametrize("form", list(PlanLayout))
@pytest.mark.parametrize("whose", MADE)
def test_a_plan_made_of_losses_comes_back_from_paper_cell_by_cell(whose: str, form: PlanLayout) -> None:
    make, lost = MADE[whose]
    made: RemediationPlan = make()
    assert made.plan is not None
    sections = printed_sections(made.plan)
    back = again(word_of_plan(made.plan, {**usual_wishes(made.plan), "dang": form.value}))
    assert cells_of(back) == cells_of(sections)
    read = [
        one.points or Fraction(0)
        for section in back
        for row in section.rows
        for one in shortcomings(row.get("shortcomings", ""))
    ]
    assert sum(read, Fraction(0)) == Fraction(lost)
