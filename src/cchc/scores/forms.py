"""Forms of scores: a points file to read, one score set by hand, why points are final no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.words.numerals import NumberFault, typed_number
from cchc.criteria.forms import FigureField, number_input, sign, typed_figure
from cchc.cycles.models import CycleSet
from cchc.scores.actions import Attached
from cchc.scores.exchange.documents import CORRECTION_DOCUMENT
from cchc.scores.exchange.points import POINTS_FILE
from cchc.scores.queries.content import core_value
from cchc.scores.queries.corrections import StandingScore
from cchc.scores.queries.effects import MissingFigures
from cchc.ui.forms import TextField, day_field
from cchc.ui.templatetags.ui import message_text, plain_number
from cchc.ui.uploads import UploadField


class SetField(forms.ModelChoiceField[CycleSet]):
    """A criteria set of the cycle, named by its peer group and title."""

    def label_from_instance(self, cycle_set: CycleSet) -> str:
        """The group, and the title of its set."""
        return f"{cycle_set.peer_group} · {cycle_set.version.title}"


class PointsFileForm(forms.Form):
    """A points file, and how it is to be read."""

    cycle_set = SetField(queryset=CycleSet.objects.none(), label=_("Criteria set"), empty_label=None)
    file = UploadField(
        POINTS_FILE,
        label=_("Points file"),
        help_text=_("A table with the units down and the criteria across."),
    )
    sheet = TextField(
        of="sheet",
        label=_("Sheet"),
        required=False,
        help_text=_("The first visible one unless you name another."),
    )
    decimal = forms.ChoiceField(
        label=_("Decimal sign of text cells"),
        required=False,
        choices=[("", _("As the file shows")), (",", _("Comma: 1,35")), (".", _("Point: 1.35"))],
    )

    valid_rows = forms.BooleanField(
        label=_("Take the rows without faults, leave the others out"),
        required=False,
        help_text=_(
            "The rows left out are listed and given back as a file to mend. Otherwise one fault stops the file."
        ),
    )

    def __init__(self, *args: Any, sets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cycle_set"]
        field.queryset = sets
        if len(sets) == 1:
            field.initial = sets[0]


FIGURES, POINTS, PENDING = "figures", "points", "pending"


class CorrectionForm(forms.Form):
    """One score set by hand: by its declared figures, as points, or made pending again; always with a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = TextField(of="token", required=False, widget=forms.HiddenInput)
    document_file = UploadField(
        CORRECTION_DOCUMENT,
        label=_("The document itself"),
        help_text=_("Attach it when you save."),
        required=False,
    )

    def __init__(self, *args: Any, leaf: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaf = leaf
        if leaf.variables:
            self.fields["how"] = forms.ChoiceField(
                label=_("Scored by"),
                choices=[
                    (FIGURES, _("Declared figures")),
                    (POINTS, _("Points")),
                    (PENDING, _("Not scored yet")),
                ],
                widget=forms.RadioSelect,
            )
        for variable in leaf.variables:
            self.fields[f"figure-{variable.name}"] = FigureField(variable)
        self.fields["points"] = PointsField(leaf)
        self.fields["reason"] = TextField(
            of="reason",
            label=_("Reason"),
            help_text=_("Who decided it and why. Kept with the score and in the log."),
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": _("Say why the score is changed.")},
        )
        self.fields["document_number"] = TextField(
            of="number",
            required=False,
            label=_("Document: number and symbol"),
            help_text=_("The document on which it rests, for example 12/BB-HĐTĐ."),
        )
        self.fields["document_date"] = day_field(_("Date of the document"), required=False)

    def clean(self) -> dict[str, Any]:
        """What was typed, complete for the way of scoring that was chosen."""
        how = self.cleaned_data.get("how", POINTS)
        self._forget_other_ways(how)
        if how == FIGURES and not any(True for _name in self.named()):
            self.add_error("how", gettext("Give the figures, or choose points."))
        if "how" in self.fields and how == POINTS and self.cleaned_data.get("points") is None:
            self.add_error("points", gettext("Give the points."))
        return self.cleaned_data

    def clean_document_file(self) -> Attached | None:
        """Return the attached file with its content; None without one."""
        file = self.cleaned_data["document_file"]
        if file is None:
            return None
        data = file.read()
        if not CORRECTION_DOCUMENT.takes(data, file.name):
            raise ValidationError(
                gettext("The file is of another kind, or its content is not what its ending says.")
            )
        return Attached(file.name, data)

    def _forget_other_ways(self, how: str) -> None:
        """Leave what was typed for another way of scoring in its field, without a word about it."""
        for name in list(self.errors):
            if (name == "points" and how != POINTS) or (name.startswith("figure-") and how != FIGURES):
                del self.errors[name]

    def miss(self, missing: MissingFigures) -> None:
        """Say which figures are missing, above the form and beside each of them."""
        self.add_error(None, missing.messages)
        for variable in missing.variables:
            self.add_error(f"figure-{variable.name}", gettext("Give this figure too."))

    def named(self) -> Iterator[str]:
        """The names of the figures that were typed or chosen."""
        for variable in self.leaf.variables:
            if str(self.data.get(f"figure-{variable.name}") or "").strip():
                yield variable.name

    def given(self) -> LeafScore | None:
        """What the core scores; None to make it pending."""
        how = self.cleaned_data.get("how", POINTS)
        if how == FIGURES:
            return {name: self.cleaned_data[f"figure-{name}"] for name in self.named()}
        return self.cleaned_data["points"] if how == POINTS else None

    def figure_fields(self) -> list[forms.BoundField]:
        """The fields of the declared figures."""
        return [self[f"figure-{variable.name}"] for variable in self.leaf.variables]


class PointsField(TextField):
    """The points of a leaf as a person types them; what the leaf may hold decides between two readings of one text."""

    def __init__(self, leaf: Node) -> None:
        self.low, self.high = leaf.stated_span()
        help_text = (
            _("Between %(low)s and %(high)s.")
            if leaf.variables
            else _("Between %(low)s and %(high)s. Left empty: not scored yet.")
        )
        span = {"low": plain_number(self.low), "high": plain_number(self.high)}
        super().__init__(
            of="figure", required=False, label=_("Points"), help_text=help_text % span, widget=number_input()
        )

    def clean(self, value: Any) -> Fraction | None:
        """The points; None for nothing typed."""
        text = self.to_python(value)
        if not text:
            return None
        try:
            return typed_number(text, self.low, self.high, sign())
        except NumberFault as fault:
            raise ValidationError(message_text(fault.why)) from None


class TakingBackForm(forms.Form):
    """The reason why a correction is taken back."""

    seen = TextField(of="token", required=False, widget=forms.HiddenInput)
    reason = TextField(
        of="reason",
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why the score is changed.")},
    )


class RefusalForm(forms.Form):
    """The reason why a correction that somebody asked for is refused."""

    reason = TextField(
        of="reason",
        label=_("Reason of the refusal"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why you refuse.")},
    )


def typed_score(score: StandingScore, last: Mapping[str, str]) -> dict[str, Any]:
    """What a score holds, as it would be typed into the form; of a score given as points also the figures that it had
    `last`, as stored texts."""
    typed_in: dict[str, Any] = {"version": score.content.version, "how": FIGURES}
    variables = score.leaf.declared()
    known = {name: text for name, text in last.items() if name in variables}
    held = score.given if isinstance(score.given, Mapping) else core_value(score.leaf, "", known)
    if isinstance(held, Mapping):
        for name, value in held.items():
            typed_in[f"figure-{name}"] = typed_figure(variables[name], value)
    if isinstance(score.given, Fraction):
        typed_in |= {"how": POINTS, "points": plain_number(score.given)}
    return typed_in


class UndoFinalForm(forms.Form):
    """Why points are final no longer."""

    reason = TextField(of="reason", label=_("Why the points are final no longer"))
