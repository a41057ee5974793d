"""Acts on what a unit says to the result of its appraisal."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.appraisal.actions.justifying import explain_leaf, link_to_justification
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.explained import standing_submissions
from cchc.appraisal.queries.held import WITH_SET
from cchc.documents.models import OfficialDocument
from tests import builders
from tests.acts.sheets import an_open_sheet
from tests.acts.table import NUMBERS, Data, act, agreed, the_province


def a_result_to_answer() -> UnitAppraisal:
    """The appraisal of the province's own office, whose result was sent and is not answered; acts that only write into
    it share one."""
    rows = UnitAppraisal.objects.select_related(*WITH_SET).filter(
        participant__unit=the_province(), state=UnitAppraisal.State.SENT
    )
    there = rows.exclude(pk__in=standing_submissions().values("of")).first()
    if there is not None:
        return there
    made = builders.an_appraised_unit(an_open_sheet(the_province()), now=timezone.now())
    builders.sent_result(made, now=timezone.now())
    return rows.get(pk=made.pk)


def of(row: UnitAppraisal) -> list[Any]:
    """The arguments with which the addresses of a justification begin."""
    return [row.participant.cycle.year, row.participant.unit_id]


def a_document() -> OfficialDocument:
    """A document in the library of the province's own office."""
    return builders.a_document(the_province(), f"{next(NUMBERS)}/BC-VP")


@act("appraisal:justified_leaf", "appraisal.explained", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    text = "Nhiệm vụ số 3 hoàn thành ngày 28/12, có biên bản nghiệm thu"
    return [*of(a_result_to_answer()), "1.1"], {"version": 0, "do": "explain", "text": text}


@act("appraisal:justified_link", "appraisal.justification_linked", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    data = {"document": a_document().pk, "part": "", "page": 2, "passage": "Mục II"}
    return [*of(a_result_to_answer()), "1.1"], data


@act("appraisal:justified_unlink", "appraisal.justification_unlinked", role=Role.UNIT_CLERK)
def _() -> tuple[list[Any], Data]:
    row = a_result_to_answer()
    clerk = builders.of_unit(row.participant.sheet)
    link = link_to_justification(by=clerk, appraised=row, leaf="1.1", document=a_document())
    return [*of(row), "1.1", link.pk], {}


@act("appraisal:hand_in", "appraisal.justification_handed_in", role=Role.UNIT_HEAD)
def _() -> tuple[list[Any], Data]:
    made = builders.an_appraised_unit(an_open_sheet(the_province()), now=timezone.now())
    builders.sent_result(made, now=timezone.now())
    clerk = builders.of_unit(made.participant.sheet)
    row = UnitAppraisal.objects.select_related(*WITH_SET).get(pk=made.pk)
    explain_leaf(by=clerk, appraised=row, leaf="1.1", text="Đã hoàn thành", version=0)
    return agreed("appraisal:hand_in", of(row), {}, Role.UNIT_HEAD)
