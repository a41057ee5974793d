"""Plans by hand: a new one, one copied from another year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.plans.actions.plans import move_years
from cchc.plans.actions.readings import FIRST_YEAR, LAST_YEAR
from cchc.plans.models import Plan
from cchc.ui.forms import TextField
from cchc.units.models import Kind, Unit
from cchc.units.queries import valid_on


def units_for(actor: Actor, *, also: int | None = None) -> QuerySet[Unit]:
    """The units of today whose plans `actor` may make; the province, whose plans most of them are, first.

    `also` is the id of one more, which may have ended.
    """
    today = valid_on(timezone.localdate())
    if not actor.everywhere:
        return today.filter(pk=actor.unit_id or 0)
    offered = Unit.objects.filter(Q(pk__in=today.order_by().values("pk")) | Q(pk=also))
    return offered.order_by(Case(When(kind=Kind.PROVINCE, then=0), default=1), "sort_key", "pk")


def usual_unit(units: QuerySet[Unit]) -> int | None:
    """The first of `units`: the province for those who make plans of all, the own unit for others; None of none."""
    return units.values_list("pk", flat=True).first()


class _PlanForm(forms.Form):
    """The title, year and unit of a plan to be prepared."""

    title = TextField(
        of="title",
        label=_("Title"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("As in the heading of the plan, without the number of the document."),
        error_messages={"required": _("A plan needs a title.")},
    )
    year = forms.IntegerField(
        label=_("Year of the plan"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": _("Say which year the plan is for.")},
    )
    unit = forms.ModelChoiceField(
        label=_("Plan of"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the unit whose plan it is.")},
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units_for(actor)
        field.initial = usual_unit(field.queryset)


class NewPlanForm(_PlanForm):
    """A plan that begins empty."""

    kind = forms.ChoiceField(label=_("Kind of plan"), choices=Plan.Kind.choices)
    field_order = ("kind", "title", "year", "unit")


class CopyForm(_PlanForm):
    """A plan that begins with the measures of another one."""

    def __init__(self, *args: Any, original: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "title": move_years(original.title, original.year, original.year + 1),
            "year": original.year + 1,
            **self.initial,
        }
        field: Any = self.fields["unit"]
        if field.queryset.filter(pk=original.unit_id).exists():
            field.initial = original.unit_id
