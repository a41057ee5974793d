"""From lost points to a plan: what to make it of, the texts of a measure, the library, published results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.analysis.exchange.published_file import PUBLISHED_FILE
from cchc.analysis.models import ProposedMeasure, PublishedResult, Remedy
from cchc.analysis.queries.library import Suggested
from cchc.core.scoring.rules.values import LOSS_WORDS
from cchc.core.words.messages import Fault
from cchc.cycles.models import Participant
from cchc.plans.actions.readings import FIRST_YEAR, LAST_YEAR
from cchc.plans.forms.plans import units_for, usual_unit
from cchc.ui.forms import TextField, TickedField, ask_only_sometimes, offer_choices, offer_rows
from cchc.ui.templatetags.ui import message_text
from cchc.ui.uploads import UploadField
from cchc.units.models import Unit

FEW_FAULTS = 20


class ProposeForm(forms.Form):
    """The plan that is to be made of losses: its title, year, unit, and one deadline for all measures to begin with."""

    title = TextField(
        of="title",
        label=_("Title of the plan"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("A plan needs a title.")},
    )
    year = forms.IntegerField(label=_("Year of the plan"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    unit = forms.ModelChoiceField(label=_("Plan of"), queryset=Unit.objects.none(), empty_label=None)
    deadline = TextField(
        of="cell",
        label=_("Deadline of all measures"),
        help_text=_(
            "As the plan prints it, for example “6 tháng cuối năm 2026”; each measure may have another later."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, result_year: int, of: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units_for(actor)
        year = max(result_year + 1, FIRST_YEAR)
        self.initial = {
            "unit": usual_unit(field.queryset),
            "year": year,
            "title": gettext("Remedying what was lost in %(result)s") % {"result": of},
            "deadline": gettext("In %(year)s") % {"year": year},
            **self.initial,
        }


class ProposeFromCycleForm(ProposeForm):
    """The same from the results of a cycle: of which units."""

    participants = TickedField(
        None,
        label=_("Units whose losses are taken up"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one unit.")},
    )
    field_order = ("participants", "title", "year", "unit", "deadline")

    def __init__(self, *args: Any, participants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "participants", participants)
        self.initial["participants"] = [one.pk for one in participants]

    @property
    def ticked(self) -> list[Participant]:
        """The ticked participants."""
        return list(self.cleaned_data["participants"])


class ChosenMeasuresForm(forms.Form):
    """The proposals that are ticked."""

    chosen = TickedField(None, required=False)

    def __init__(self, *args: Any, proposals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "chosen", proposals)


class ProposedMeasureForm(forms.Form):
    """The texts of one proposed measure; a remedy of the library may be put in their place."""

    version = forms.IntegerField(widget=forms.HiddenInput())
    remedy = forms.TypedChoiceField(
        label=_("From the library of remedies"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=_("What is chosen here takes the place of an empty task, output and cooperating agencies."),
    )
    shortcomings = TextField(
        of="cell", label=_("Shortcoming"), required=False, widget=forms.Textarea({"rows": 2})
    )
    task = TextField(of="cell", label=_("Remedy"), required=False, widget=forms.Textarea({"rows": 3}))
    output = TextField(
        of="cell", label=_("Expected product"), required=False, widget=forms.Textarea({"rows": 2})
    )
    lead = TextField(of="cell", label=_("Lead agency"), required=False, widget=forms.Textarea({"rows": 1}))
    cooperating = TextField(
        of="cell", label=_("Cooperating agencies"), required=False, widget=forms.Textarea({"rows": 1})
    )
    deadline = TextField(of="cell", label=_("Deadline"), required=False, widget=forms.Textarea({"rows": 1}))

    def __init__(
        self, *args: Any, proposal: ProposedMeasure, suggestions: Sequence[Suggested], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.remedies = {one.remedy.pk: one.remedy for one in suggestions}
        choices = [("", gettext("None: as it is written below"))]
        choices += [(str(one.remedy.pk), _words(one)) for one in suggestions]
        offer_choices(self, "remedy", choices)
        if not suggestions:
            del self.fields["remedy"]
        ask_only_sometimes(self, "task")
        names = ("version", "shortcomings", "task", "output", "lead", "cooperating", "deadline")
        self.initial = {name: getattr(proposal, name) for name in names}

    def texts(self) -> dict[str, str]:
        """The texts as typed, the empty ones filled from the remedy that was chosen."""
        names = ("shortcomings", "task", "output", "lead", "cooperating", "deadline")
        typed = {name: self.cleaned_data[name] for name in names}
        if self.chosen is not None:
            for name in ("task", "output", "cooperating"):
                typed[name] = typed[name] or getattr(self.chosen, name)
        return typed

    @property
    def chosen(self) -> Remedy | None:
        """The remedy of the library that was chosen."""
        return self.remedies.get(self.cleaned_data.get("remedy") or 0)


def _words(one: Suggested) -> str:
    """A remedy as it is offered: what is to be done, and how near it is."""
    if one.sure:
        return one.remedy.task
    near = gettext("for this kind of loss") if one.by_code else gettext("suggestion: see whether it fits")
    return f"{one.remedy.task} ({near})"


class RemedyForm(forms.Form):
    """A remedy of the library."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    criterion = TextField(
        of="node",
        label=_("Criterion"),
        required=False,
        help_text=_("As the criteria set names it; empty: for a reason of losses wherever it occurs."),
    )
    code = forms.ChoiceField(label=_("Reason of the loss"), required=False)
    task = TextField(of="cell", label=_("Remedy"), widget=forms.Textarea({"rows": 3}))
    output = TextField(
        of="cell", label=_("Expected product"), required=False, widget=forms.Textarea({"rows": 2})
    )
    cooperating = TextField(of="cell", label=_("Cooperating agencies"), required=False)

    def __init__(self, *args: Any, remedy: Remedy | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "code", [("", gettext("Any"))] + [(one, code_words(one)) for one in LOSS_WORDS])
        if remedy is not None:
            names = ("version", "criterion", "code", "task", "output", "cooperating")
            self.initial = {name: getattr(remedy, name) for name in names}


def code_words(code: str) -> str:
    """Return the reason of a loss as the reader is told it."""
    return message_text(LOSS_WORDS[code]) if code in LOSS_WORDS else ""


class PublishedForm(forms.Form):
    """A result that others published, its table typed or pasted."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    unit = forms.ModelChoiceField(label=_("Result of"), queryset=Unit.objects.none(), empty_label=None)
    title = TextField(
        of="set_title",
        label=_("Name of the result"),
        help_text=_("For example “Chỉ số cải cách hành chính của tỉnh năm 2025”."),
    )
    year = forms.IntegerField(label=_("Year of the result"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    document = TextField(
        of="reason",
        label=_("Published by"),
        required=False,
        help_text=_("The decision with its number and day, and who issued it."),
    )
    lines = TextField(
        of="lines",
        label=_("Table of points"),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
        help_text=_(
            "A line for each criterion: number, name, maximum, points, points lost. Copy the columns from Excel or "
            "Word, or part them by “|”. Where only the loss is published, leave maximum and points empty."
        ),
    )

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        result: PublishedResult | None = None,
        lines: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units_for(actor, also=result.of_unit_id if result else None)
        if result is None:
            self.initial = {"unit": usual_unit(field.queryset), "year": timezone.localdate().year - 1}
            self.initial["lines"] = lines
        else:
            names = ("version", "title", "year", "document", "lines")
            self.initial = {name: getattr(result, name) for name in names} | {"unit": result.of_unit_id}

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Add an error for each line that is not understood, at most `FEW_FAULTS` of them by name."""
        for fault in faults[:FEW_FAULTS]:
            told = gettext("Line %(line)s, “%(found)s”: %(why)s")
            why = {"line": fault.place.line, "found": fault.found, "why": message_text(fault.why)}
            self.add_error("lines", told % why)
        more = len(faults) - FEW_FAULTS
        if more > 0:
            said = ngettext("and %(count)s more line", "and %(count)s more lines", more)
            self.add_error("lines", said % {"count": more})


class PublishedFileForm(forms.Form):
    """The file from which a published result is read."""

    file = UploadField(PUBLISHED_FILE, label=_("File with the table of points"))
