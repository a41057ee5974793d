"""How a plan ends: its day and reason, and of each measure that remains what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.following.actions.ending import WhatRemains
from cchc.plans.models import Measure, Plan
from cchc.ui.forms import TextField, day_field

DROP = "bo"


class EndUndoForm(forms.Form):
    """Why the end of a plan is taken back."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why the end is taken back.")},
    )


class EndingForm(forms.Form):
    """The end of a plan; what is not said of a single measure goes as `rest` says."""

    template_name = "following/ending_fields.html"

    on = day_field(_("The plan ends on"))
    reason = TextField(
        of="reason",
        label=_("Reason"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why the plan ends.")},
    )
    rest_word = TextField(of="reason", label=_("Word for it"), required=False)

    def __init__(
        self, *args: Any, measures: Iterable[Measure], drafts: Iterable[Plan], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._measures = list(measures)
        choices: list[tuple[str, Any]] = [
            (str(one.pk), _("Carried over into: %(plan)s") % {"plan": f"{one.title} ({one.year})"})
            for one in drafts
        ]
        choices.append((DROP, _("Dropped")))
        self.fields["rest"] = forms.ChoiceField(
            label=_("What remains, unless said otherwise below"),
            required=False,
            choices=[("", _("Nothing chosen")), *choices],
        )
        for one in self._measures:
            self.fields[f"m{one.pk}"] = forms.ChoiceField(
                label=_("Carried over or dropped"),
                required=False,
                choices=[("", _("As said above")), *choices],
            )
            self.fields[f"m{one.pk}_word"] = TextField(of="reason", label=_("Word for it"), required=False)

    @property
    def general(self) -> list[BoundField]:
        """The fields about the plan as a whole."""
        return [self[name] for name in ("on", "reason", *(("rest", "rest_word") if self._measures else ()))]

    @property
    def measures(self) -> list[tuple[Measure, BoundField, BoundField]]:
        """The measures that remain, each with what becomes of it and the word."""
        return [(one, self[f"m{one.pk}"], self[f"m{one.pk}_word"]) for one in self._measures]

    @property
    def remaining(self) -> dict[int, WhatRemains]:
        """Return what was said of the measures, by their ids; those of which nothing is said are left out."""
        typed = self.cleaned_data
        found = {}
        for one in self._measures:
            to = typed[f"m{one.pk}"] or typed["rest"]
            word = typed[f"m{one.pk}_word"] or typed["rest_word"]
            if to:
                found[one.pk] = WhatRemains(None if to == DROP else int(to), word)
        return found
