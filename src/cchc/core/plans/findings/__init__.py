"""What is to be looked at in a plan: sums, numbers, deadlines, citations, annexes, agencies.

`findings` reads a plan and the text of its document and names every fault with its place, what was found, what was
expected and why. It corrects nothing. Headings are compared by their words, never by their numbers.
"""

from __future__ import annotations

from cchc.core.papers.directory import Directory
from cchc.core.plans.figures import stated_scores
from cchc.core.plans.findings.agencies import findings_of_agencies, findings_of_dissolved
from cchc.core.plans.findings.citations import findings_of_annexes, findings_of_citations
from cchc.core.plans.findings.columns import absent_columns, findings_of_columns
from cchc.core.plans.findings.document import findings_of_head, findings_of_numbers
from cchc.core.plans.findings.issuer import findings_of_issuer
from cchc.core.plans.findings.losses import findings_of_losses
from cchc.core.plans.findings.measures import findings_of_measure
from cchc.core.plans.findings.points import findings_of_points
from cchc.core.plans.findings.repeated import findings_of_both_roles, findings_of_repeated_tasks
from cchc.core.plans.findings.sections import findings_of_sections
from cchc.core.plans.findings.sums import findings_of_quotas, findings_of_sums
from cchc.core.plans.plan import Finding, Plan


def findings(plan: Plan, body: str = "", directory: Directory | None = None) -> tuple[Finding, ...]:
    """Everything to look at in `plan`; `body` is the text of its whole document, `directory` the units if known.

    >>> [finding.code for finding in findings(Plan(kind="KẾ HOẠCH", number="12/KH-UBND"))]
    ['document_date_missing']
    """
    absent = absent_columns(plan)
    found: list[Finding] = [
        *findings_of_head(plan),
        *findings_of_sections(plan, body),
        *findings_of_numbers(plan),
        *findings_of_columns(absent, plan),
    ]
    for section, measure in plan.measures():
        found += findings_of_measure(plan, section, measure, absent)
    found += [
        *findings_of_repeated_tasks(plan),
        *findings_of_both_roles(plan),
        *findings_of_points(plan),
        *findings_of_sums(body),
        *findings_of_losses(plan, stated_scores(body)),
        *findings_of_quotas(plan),
    ]
    found += [*findings_of_citations(plan, body), *findings_of_annexes(plan, body)]
    if directory is None:
        return (*found, *findings_of_dissolved(plan))
    found += [*findings_of_agencies(plan, directory), *findings_of_issuer(plan, directory)]
    return tuple(found)
