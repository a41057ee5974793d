"""Forms of what applies: a part of the matrix with the ticks made on other parts, whole kinds and groups, and the
agreement to change cells that have scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cchc.cycles.consequences import Cell
from cchc.cycles.models import CycleSet
from cchc.cycles.queries import Leaf, Taking
from cchc.ui.forms import TextField, offer_choices
from cchc.ui.grave import BasisForm
from cchc.units.models import Kind


@dataclass(frozen=True, slots=True)
class CellChanges:
    """The cells that shall no longer apply (`off`), and those that shall apply again (`on`)."""

    off: frozenset[Cell] = frozenset()
    on: frozenset[Cell] = frozenset()

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.off) + len(self.on)

    @property
    def cells(self) -> frozenset[Cell]:
        """The cells of both kinds."""
        return self.off | self.on


def cell_key(cell: Cell) -> str:
    """Return the name of a cell in a form."""
    return f"{cell[0]}:{cell[1]}"


class MatrixForm(forms.Form):
    """The part of the matrix on the page, where a ticked cell applies, and the changes of other parts.

    A form without JavaScript sends a ticked cell only: `seen` and `column` say which cells stood on the page, `was_off`
    which of them did not apply when it was shown, so that what somebody else changed meanwhile stays changed. `off` and
    `on` are changes made on other parts and not saved yet.
    """

    reason = TextField(of="reason", label=_("Reason"), required=False)

    def changes(self, taking: Sequence[Taking], leaves: Sequence[Leaf]) -> CellChanges:
        """Return the changes that the form asks for, on the page and from before; of unknown cells none."""
        sent = cast("QueryDict", self.data)
        known = {cell_key((row.id, leaf.number)): (row.id, leaf.number) for row in taking for leaf in leaves}
        seen, columns = set(sent.getlist("seen")), set(sent.getlist("column"))
        page = {cell for cell in known.values() if str(cell[0]) in seen and cell[1] in columns}
        ticked = _cells(known, sent.getlist("cell"))
        was_off = _cells(known, sent.getlist("was_off"))
        off, on = _cells(known, sent.getlist("off")) - page, _cells(known, sent.getlist("on")) - page
        return CellChanges(
            frozenset(off | (page - ticked - was_off)), frozenset(on | (page & ticked & was_off))
        )


def _cells(known: dict[str, Cell], keys: Iterable[str]) -> set[Cell]:
    return {known[key] for key in keys if key in known}


class ManyForm(BasisForm):
    """Applicability for a whole kind of unit or a whole group, leaf by leaf."""

    who = forms.ChoiceField(label=_("For"))
    leaves = forms.MultipleChoiceField(label=_("Leaves"), widget=forms.CheckboxSelectMultiple)
    applies = forms.ChoiceField(
        label=_("From now on"),
        choices=[("no", _("does not apply")), ("yes", _("applies"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    reason = TextField(
        of="reason", label=_("Reason"), error_messages={"required": _("Say why this changes.")}
    )
    field_order = ("who", "leaves", "applies", "reason")

    def __init__(
        self, *args: Any, taking: Sequence[Taking], cycle_set: CycleSet, leaves: Sequence[Leaf], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.taking = [row for row in taking if row.cycle_set_id == cycle_set.pk]
        kinds = sorted({row.kind for row in self.taking}, key=Kind.values.index)
        groups = sorted({row.peer_group for row in self.taking})
        of_kinds = [(f"kind:{kind}", _("Kind: %(name)s") % {"name": Kind(kind).label}) for kind in kinds]
        of_groups = [(f"group:{group}", _("Peer group: %(name)s") % {"name": group}) for group in groups]
        offer_choices(self, "who", [*of_kinds, *of_groups])
        offer_choices(self, "leaves", [(leaf.number, f"{leaf.number} {leaf.name}") for leaf in leaves])

    @property
    def changes(self) -> CellChanges:
        """Return the cells that would change, without those that are so already."""
        typed = self.cleaned_data
        what, _colon, value = typed["who"].partition(":")
        rows = [row for row in self.taking if (row.kind if what == "kind" else row.peer_group) == value]
        wanted = frozenset((row.id, leaf) for row in rows for leaf in typed["leaves"])
        without = frozenset((row.id, leaf) for row in rows for leaf in row.not_applicable)
        if typed["applies"] == "no":
            return CellChanges(off=wanted - without)
        return CellChanges(on=wanted & without)


class ScoredCellsForm(BasisForm):
    """The agreement to change cells that have scores: the reason, and the document that orders it."""

    reason = TextField(
        of="reason", label=_("Reason"), error_messages={"required": _("Say why this changes.")}
    )
    field_order = ("reason",)


class AskForm(forms.Form):
    """A criterion that shall not apply to the own unit, and why."""

    leaf = forms.ChoiceField(label=_("Criterion"))
    reason = TextField(
        of="reason",
        label=_("Reason"),
        error_messages={"required": _("Say why it does not apply.")},
        help_text=_("For example which task your unit does not have, and by which document."),
    )

    def __init__(self, *args: Any, leaves: Sequence[Leaf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(leaf.number, f"{leaf.number} {leaf.name}") for leaf in leaves]
        offer_choices(self, "leaf", [("", _("Choose a criterion")), *named])


class AnswerForm(forms.Form):
    """The reason of a decision."""

    answer = TextField(
        of="reason",
        label=_("Reason of the decision"),
        error_messages={"required": _("Give the reason of the decision.")},
    )


class GrantForm(AnswerForm, BasisForm):
    """The reason of granting a request, and the document that orders it, if there is one."""

    field_order = ("answer", "basis_number", "basis_date")


class DecisionBackForm(forms.Form):
    """Why a decision is taken back."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        error_messages={"required": _("Say why the decision is taken back.")},
    )


class AppealForm(forms.Form):
    """Why the council should decide otherwise."""

    why = TextField(
        of="reason",
        label=_("Reason"),
        error_messages={"required": _("Say why the council should decide otherwise.")},
        help_text=_("What the refusal overlooks, and by which document."),
    )
