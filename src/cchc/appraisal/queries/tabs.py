"""The ways to look at the cells of a list, as tabs with their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cchc.appraisal.queries.cells import AppraisedCell, CellState

ALL = "tat-ca"
Belongs = Callable[[AppraisedCell], bool]
OF_WHAT_IS_GIVEN: Mapping[str, Belongs] = {
    "con-lai": lambda cell: cell.is_left,
    "tam-tinh": lambda cell: cell.state is CellState.PROVISIONAL,
    "bi-tru": lambda cell: cell.taken > 0,
    "hang-loat": lambda cell: cell.content.is_given and cell.content.bulk,
}
"""By the name in the address, which cells belong to the tabs that a saved appraisal changes."""


@dataclass(frozen=True, slots=True)
class CellTab:
    """A way to look at the cells: its name in the address, its label, and which cells belong to it. One that `is_idle`
    has none, and is shown only once a saved appraisal brings one."""

    value: str
    label: str
    cells: tuple[AppraisedCell, ...]
    is_idle: bool = False


def tabs_of(cells: tuple[AppraisedCell, ...], everything: str) -> list[CellTab]:
    """Return the ways to look at cells; of those without any only what can become some by a saved appraisal."""

    def tab(value: str, label: str, belongs: Belongs) -> CellTab:
        own = tuple(cell for cell in cells if belongs(cell))
        return CellTab(value, label, own, is_idle=not own and value != "con-lai")

    def given(value: str, label: str) -> CellTab:
        return tab(value, label, OF_WHAT_IS_GIVEN[value])

    found = [
        CellTab(ALL, everything, cells),
        given("con-lai", _("Left to appraise")),
        given("tam-tinh", _("Provisional")),
        tab("khong-ap-dung", _("Asked not to apply"), lambda cell: cell.asked_off is not None),
        tab("cho-tra-loi", _("Questions without an answer"), lambda cell: cell.asked > 0),
        given("bi-tru", _("Points taken")),
        given("hang-loat", _("Accepted with many")),
        tab("chua-nop", _("Not handed in"), lambda cell: cell.state is CellState.NOT_HANDED_IN),
    ]
    return [one for one in found if not one.is_idle or one.value in OF_WHAT_IS_GIVEN]


def tabs_by_given(cell: AppraisedCell) -> list[str]:
    """Return to which of the tabs that a saved appraisal changes a cell belongs, by their names in the address."""
    return [value for value, belongs in OF_WHAT_IS_GIVEN.items() if belongs(cell)]
