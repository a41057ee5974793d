"""What the demonstration shows of plans made of lost points."""

from __future__ import annotations

from cchc.analysis.models import RemediationPlan
from cchc.analysis.queries.remediation import remediation_page
from cchc.plans.models import Plan


def as_made_of_losses() -> None:
    """One plan of the province is drafted from a part of the losses of its departments; one department has begun."""
    of_province, of_department = RemediationPlan.objects.order_by("pk")
    drafted = remediation_page(of_province)
    assert of_province.plan is not None
    assert (of_province.plan.state, drafted.lacking) == (Plan.State.DRAFT, 0)
    assert 0 < drafted.covered.covered < drafted.covered.lost
    assert drafted.gains.won <= drafted.covered.covered
    begun = remediation_page(of_department)
    assert (of_department.plan, begun.lacking, begun.unsure) == (None, 0, begun.chosen)
    assert begun.covered.covered == begun.covered.lost > 0
    assert {one.changed for page in (drafted, begun) for one in page.gains.units} == {False}
