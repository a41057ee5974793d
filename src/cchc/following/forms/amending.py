"""An amendment as a person writes it: its date, reason and document, and measure by measure what is to be said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.columns import DEADLINE, EXTRA, SAYS_WHAT, MeasureColumn
from cchc.following.actions.amending import PlannedAmendment
from cchc.plans.models import Measure, Plan, Section
from cchc.plans.queries.columns import label_of
from cchc.plans.queries.review import columns_offered
from cchc.plans.queries.texts import StoredPlan
from cchc.ui.forms import TextField, day_field
from cchc.ui.grave import BasisForm

WITHDRAW, SECTION = "rut", "muc"


@dataclass(frozen=True, slots=True)
class FieldsOfMeasure:
    """The fields of one measure: its heading, its texts, and beside them the box that withdraws it, or the section of
    a new one."""

    heading: str
    fields: Sequence[BoundField]
    beside: BoundField


class AmendmentForm(BasisForm):
    """The texts of the measures that are chosen, and of those that are added; `seen` is the version of the plan that
    the person looked at."""

    template_name = "following/amendment_fields.html"

    date = day_field(_("Date of the amendment"))
    reason = TextField(
        of="reason",
        label=_("Reason"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why the plan is amended.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, plan: Plan, measures: Iterable[Measure], added: int, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "seen": plan.version,
            "date": timezone.localdate(),
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        stored = StoredPlan(plan)
        self._measures, self._added = list(measures), range(added)
        self._columns = [one for one in columns_offered(stored) if one.key != EXTRA]
        for measure in self._measures:
            for column in self._columns:
                self.fields[_name(measure.pk, column)] = _text_field(column, getattr(measure, column.key))
            self.fields[f"m{measure.pk}_{WITHDRAW}"] = forms.BooleanField(
                label=_("Withdraw this measure"), required=False
            )
        for at in self._added:
            for column in self._columns:
                self.fields[_name(at, column, new=True)] = _text_field(column, "")
            self.fields[f"n{at}_{SECTION}"] = forms.ModelChoiceField(
                label=_("In the section"), queryset=plan.sections.all(), empty_label=None
            )

    @property
    def chosen(self) -> list[int]:
        """The measures that are chosen, by their ids."""
        return [one.pk for one in self._measures]

    @property
    def added(self) -> int:
        """How many measures may be added."""
        return len(self._added)

    @property
    def general(self) -> list[BoundField]:
        """The fields about the amendment as a whole."""
        return [self[name] for name in ("date", "reason", "basis_number", "basis_date")]

    @property
    def measures(self) -> list[FieldsOfMeasure]:
        """The fields of the measures that are chosen, then of those that are added."""
        chosen = [
            FieldsOfMeasure(
                str(one)[:200],
                [self[_name(one.pk, column)] for column in self._columns],
                self[f"m{one.pk}_{WITHDRAW}"],
            )
            for one in self._measures
        ]
        new = [
            FieldsOfMeasure(
                gettext("New measure"),
                [self[_name(at, column, new=True)] for column in self._columns],
                self[f"n{at}_{SECTION}"],
            )
            for at in self._added
        ]
        return [*chosen, *new]

    @property
    def planned(self) -> PlannedAmendment:
        """Return the amendment that was typed; a new measure of which nothing was written is none."""
        typed = self.cleaned_data
        changed = {
            one.pk: {column.key: typed[_name(one.pk, column)] for column in self._columns}
            for one in self._measures
        }
        added: list[tuple[int, dict[str, str]]] = []
        for at in self._added:
            texts = {column.key: typed[_name(at, column, new=True)] for column in self._columns}
            section: Section = typed[f"n{at}_{SECTION}"]
            if any(texts.values()):
                added.append((section.pk, texts))
        return PlannedAmendment(
            date=typed["date"],
            reason=typed["reason"],
            basis=self.basis,
            changed=changed,
            added=tuple(added),
            withdrawn=frozenset(one.pk for one in self._measures if typed[f"m{one.pk}_{WITHDRAW}"]),
        )


def _name(key: int, column: MeasureColumn, *, new: bool = False) -> str:
    return f"{'n' if new else 'm'}{key}_{column.key}"


def _text_field(column: MeasureColumn, text: str) -> forms.Field:
    lines = 2 if column.key in (*SAYS_WHAT, DEADLINE) else 1
    rows = max(lines, sum(1 + len(line) // 80 for line in text.splitlines()))
    return TextField(
        of=column.length,
        label=label_of(column),
        required=False,
        initial=text,
        widget=forms.Textarea({"rows": rows}),
    )


class AmendmentUndoForm(forms.Form):
    """Why an amendment is undone."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why the amendment is undone.")},
    )
