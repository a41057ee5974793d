"""Rounds of periodic reports and the parts of units, as they are typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.plans.reports.periods import ReportKind
from cchc.core.words.numbers import decimal_places, printed_number
from cchc.following.actions.report_parts import TypedPart
from cchc.following.models import FrameVersion, PartDraft, ReportRound
from cchc.plans.actions.readings import FIRST_YEAR, LAST_YEAR
from cchc.plans.forms.printed import AmendmentPaperForm
from cchc.ui.forms import TextField, TickedField, day_field, offer_rows
from cchc.units.models import Unit

LARGEST = 2**31 - 1
FIGURE, WHY, TEXT = "so_", "ly_do_", "loi_"


class SeenRoundForm(forms.Form):
    """The version of the round that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)


class FrameField(forms.ModelChoiceField[FrameVersion]):
    """Frames by their names; with the number of the version where several of one frame are offered."""

    def label_from_instance(self, obj: FrameVersion) -> str:
        """Return how a frame is called in the list."""
        assert self.queryset is not None
        several = sum(one.key == obj.key for one in self.queryset) > 1
        words = gettext("{name}, version {number}")
        return words.format(name=obj.name, number=obj.number) if several else obj.name


class OpenRoundForm(forms.Form):
    """Which report of which year is opened by which frame, for which units."""

    frame = FrameField(
        label=_("Report frame"),
        queryset=FrameVersion.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the frame by which units report.")},
    )
    kind = forms.ChoiceField(label=_("Report"), choices=ReportRound.Kind.choices, widget=forms.HiddenInput)
    year = forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.HiddenInput
    )
    due = day_field(_("Last day for the parts of the units"))
    cut_off = day_field(_("Figures are frozen on"))
    units = TickedField(
        label=_("Units that report"),
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one unit that reports.")},
    )

    def __init__(
        self, *args: Any, frames: QuerySet[FrameVersion], units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "frame", frames)
        offer_rows(self, "units", units)

    def clean_kind(self) -> ReportKind:
        """Return the kind of the report."""
        return ReportKind(self.cleaned_data["kind"])


class RoundDaysForm(SeenRoundForm):
    """Other days of a round."""

    data_to = day_field(_("Figures up to"))
    due = day_field(_("Last day for the parts of the units"))
    cut_off = day_field(_("Figures are frozen on"))


class PartForm(SeenRoundForm):
    """The part of a unit: a field for each row that is not worked out, a reason beside a source, a text for each
    section."""

    with_gaps = forms.BooleanField(label=_("Rows without a figure have none: send it so"), required=False)

    def __init__(self, data: Any, *, frame: ReportFrame, draft: PartDraft) -> None:
        super().__init__(data, initial={"seen": draft.version})
        self.frame = frame
        for row in frame.rows:
            if row.formula:
                continue
            self.fields[f"{FIGURE}{row.code}"] = TextField(
                of="figure",
                label=row.wording,
                required=False,
                initial=typed_again(draft.values.get(row.code), is_percent=row.is_percent),
            )
            if row.source:
                self.fields[f"{WHY}{row.code}"] = TextField(
                    of="reason",
                    label=gettext("Why another figure: {row}").format(row=row.wording),
                    required=False,
                    initial=draft.whys.get(row.code, ""),
                )
        for at, section in enumerate(frame.outline):
            self.fields[f"{TEXT}{at}"] = TextField(
                of="cell",
                label=f"{section.printed}. {section.title}",
                required=False,
                initial=draft.texts.get(section.number, ""),
                widget=forms.Textarea({"rows": 3}),
            )

    @property
    def typed(self) -> TypedPart:
        """What was typed."""
        said = self.cleaned_data
        return TypedPart(
            figures={name[len(FIGURE) :]: said[name] for name in said if name.startswith(FIGURE)},
            whys={name[len(WHY) :]: said[name] for name in said if name.startswith(WHY)},
            texts={one.number: said[f"{TEXT}{at}"] for at, one in enumerate(self.frame.outline)},
        )

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was typed as it was typed, by the labels of its fields; for a part that takes nothing any more."""
        return [
            (str(field.label), text)
            for name, field in self.fields.items()
            if name.startswith((FIGURE, WHY, TEXT)) and (text := str(self.data.get(name, "")).strip())
        ]

    def put_faults(self, faults: Mapping[str, Iterable[str]]) -> None:
        """Put the faults of rows and sections beside their fields."""
        places = {one.number: f"{TEXT}{at}" for at, one in enumerate(self.frame.outline)}
        for key, whys in faults.items():
            name = f"{FIGURE}{key}" if f"{FIGURE}{key}" in self.fields else places.get(key)
            self.add_error(name, list(whys))


def typed_again(value: str | None, *, is_percent: bool) -> str:
    """Return a figure that is kept as it is typed into a field: with a decimal comma, as far as it was typed.

    >>> typed_again("119/125", is_percent=True), typed_again("1234", is_percent=False)
    ('95,2', '1234')
    """
    if value is None:
        return ""
    number = Fraction(value) * (100 if is_percent else 1)
    return printed_number(number, decimal_places(number) or 0, group="")


class WholeTextsForm(SeenRoundForm):
    """The text of each section of the whole."""

    def __init__(self, data: Any, *, frame: ReportFrame, round_: ReportRound) -> None:
        super().__init__(data, initial={"seen": round_.version})
        self.frame = frame
        for at, section in enumerate(frame.outline):
            self.fields[f"{TEXT}{at}"] = TextField(
                of="cell",
                label=f"{section.printed}. {section.title}",
                required=False,
                initial=round_.texts.get(section.number, ""),
                widget=forms.Textarea({"rows": 5}),
                help_text=section.guidance,
            )

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by the number of the section."""
        said = self.cleaned_data
        return {one.number: said[f"{TEXT}{at}"] for at, one in enumerate(self.frame.outline)}


class PartReturnForm(forms.Form):
    """Why a part is returned, and whether its day counts nevertheless."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    reason = TextField(
        of="reason", label=_("Reason"), error_messages={"required": _("Say why the part is returned.")}
    )
    incomplete = forms.BooleanField(
        label=_("It is not complete"),
        help_text=_(
            "Then the day of this sending does not count; otherwise the first sending keeps its day."
        ),
        required=False,
    )


class WithdrawForm(SeenRoundForm):
    """Why a report that was opened by mistake is withdrawn."""

    reason = TextField(
        of="reason",
        label=_("Why the report is withdrawn"),
        error_messages={"required": _("Say why the report is withdrawn.")},
    )


class RecallForm(forms.Form):
    """Why a unit asks for its part back, and which sending it saw."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    reason = TextField(
        of="reason",
        label=_("Why the part is to be changed"),
        error_messages={"required": _("Say why the unit needs its part back.")},
    )


class RecallAnswerForm(forms.Form):
    """Which request is answered, and why a part stays as it was sent."""

    recall = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST)
    reason = TextField(
        of="reason",
        label=_("Why the part stays as it was sent"),
        help_text=_("Only where the request is refused; the unit is told."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """What was typed; nobody gives a part back and says why it stays."""
        found = super().clean() or {}
        if "give" in self.data and found.get("reason"):
            self.add_error(
                "reason", _("This says why the part stays: refuse the request, or take the reason out.")
            )
        return found


class CarryForm(forms.Form):
    """Inside which report the part is carried."""

    into = forms.ModelChoiceField(
        label=_("Carried inside the report"),
        queryset=ReportRound.objects.none(),
        error_messages={"required": _("Choose the report inside which the part is carried.")},
    )

    def __init__(self, *args: Any, rounds: QuerySet[ReportRound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "into", rounds)


class FreezeForm(forms.Form):
    """Nothing is typed: what was seen is frozen."""


class ReportPaperForm(AmendmentPaperForm):
    """The paper of a report as an office wants it; it is sent in the address, nothing is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis = self.fields["can_cu"]
        basis.label = gettext("Carries out")
        basis.help_text = gettext("Documents that ask for the report; they stand in its first sentence.")


class ArchiveForm(ReportPaperForm):
    """The number and date under which the report is issued, and the paper that is kept."""

    number = TextField(
        of="number",
        label=_("Number and symbol of the report"),
        error_messages={"required": _("Type the number and symbol of the report.")},
    )
    on = day_field(_("Date of the report"))

    field_order = ("number", "on", "can_cu", "ky", "chuc_vu", "ho_ten", "noi_nhan", "luu")
