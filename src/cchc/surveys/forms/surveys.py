"""Forms on which a survey is created and designed."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.sampling.design import FEWEST_PRINTED
from cchc.surveys.actions.surveys import MOST_TARGET, CellOf, SurveyTexts
from cchc.surveys.models import QuestionnaireState, QuestionnaireVersion, SurveyPurpose
from cchc.ui.forms import TextField, TickedField, day_field, offer_choices
from cchc.units.models import FIRST_YEAR, LAST_YEAR, Kind, Unit

MOST_MINIMUM = 1_000
LARGEST = 2**31 - 1


class SurveyTextsForm(forms.Form):
    """What a survey is called and held for, and when it collects answers."""

    name = TextField(of="name", label=_("Name"), help_text=_("As it is printed in the plan of the survey."))
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=SurveyPurpose.choices)
    collects_from = day_field(_("First day of collecting"), required=False)
    collects_until = day_field(_("Last day of collecting"), required=False)
    minimum_answers = forms.IntegerField(
        label=_("Smallest number of answers that is printed"),
        min_value=FEWEST_PRINTED,
        max_value=MOST_MINIMUM,
        initial=30,
        help_text=_("With fewer answers the figure of a unit is reckoned and not printed."),
    )

    @property
    def texts(self) -> SurveyTexts:
        """What was typed."""
        names = ("name", "year", "purpose", "minimum_answers", "collects_from", "collects_until")
        return SurveyTexts(**{name: self.cleaned_data[name] for name in names})


class NewSurveyForm(SurveyTextsForm):
    """A new survey, perhaps after a template of a design."""

    template = forms.ChoiceField(
        label=_("Design after"),
        required=False,
        help_text=_(
            "Groups of respondents, numbers and channels; everything of it can be changed afterwards."
        ),
    )

    def __init__(self, *args: Any, templates: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "template", [("", _("No template: start empty")), *templates])
        self.order_fields(["template"])


class SeenSurveyForm(SurveyTextsForm):
    """The texts of a survey, with the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)


class RatedUnitsForm(forms.Form):
    """The rated units, ticked in the list of those of a kind; units of other kinds stay as they are."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    units: TickedField

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"] = TickedField(offered, required=False)


class AskedGroupForm(forms.Form):
    """A group of respondents and the questionnaire that it fills."""

    group = TextField(
        of="name",
        label=_("Group of respondents"),
        help_text=_("For example “Đại biểu HĐND tỉnh”, “Người dân, tổ chức”."),
    )
    version: forms.ModelChoiceField[QuestionnaireVersion] = forms.ModelChoiceField(
        QuestionnaireVersion.objects.filter(state=QuestionnaireState.PUBLISHED).select_related(
            "questionnaire"
        ),
        label=_("Published questionnaire"),
        empty_label=None,
    )


class FillQuotasForm(forms.Form):
    """The same number for all rated units of a group, by one channel or all."""

    group = TextField(of="name", label=_("Group of respondents"))
    channel = TextField(
        of="name",
        label=_("Channel"),
        required=False,
        help_text=_("For example “Bưu điện”, “Trực tuyến”; empty: however the answers come."),
    )
    target = forms.IntegerField(
        label=_("Answers wanted"), min_value=0, max_value=MOST_TARGET, help_text=_("0 removes the column.")
    )
    about = forms.ChoiceField(
        label=_("Of"),
        choices=[
            ("each", _("each rated unit")),
            ("all", _("all rated units together: each person rates every unit")),
        ],
    )


class QuotaTableForm(forms.Form):
    """A field for each cell of a page of the quotas."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)

    def __init__(
        self, *args: Any, units: Iterable[Unit | None], columns: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.columns = list(units), list(columns)
        for unit in self.units:
            for group, channel in self.columns:
                label = " · ".join(filter(None, (unit.name if unit else "", group, channel)))
                self.fields[cell_name(unit, (group, channel))] = forms.IntegerField(
                    label=label, required=False, min_value=0, max_value=MOST_TARGET
                )

    @property
    def targets(self) -> dict[CellOf, int]:
        """The number in each cell, 0 where it is empty."""
        return {
            CellOf(unit.pk if unit else None, group, channel): self.cleaned_data[
                cell_name(unit, (group, channel))
            ]
            or 0
            for unit in self.units
            for group, channel in self.columns
        }


def cell_name(unit: Unit | None, column: tuple[str, str]) -> str:
    """The name of the field of a cell, by its unit and its column, group and channel: not by the place of the column,
    which moves when somebody else adds one."""
    told = sha256("\n".join(column).encode()).hexdigest()[:12]
    return f"o{unit.pk if unit else 0}_{told}"


class SurveyReopenForm(forms.Form):
    """Why a closed survey is opened again."""

    reason = TextField(of="reason", label=_("Reason"))
