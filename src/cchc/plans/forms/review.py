"""What is typed on the review page of a plan: its head, its sections, a new measure, units, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.core.plans.columns import KEYS, NUMBER, MeasureColumn
from cchc.plans.actions.plans import PlanHead
from cchc.plans.actions.readings import FIRST_YEAR, LAST_YEAR
from cchc.plans.exchange.keeping import clean_text
from cchc.plans.forms.plans import units_for
from cchc.plans.models import Plan, Section
from cchc.plans.queries.columns import label_of
from cchc.ui.forms import TextField, ask_only_sometimes, day_field
from cchc.units.forms.choosing import UnitsField
from cchc.units.models import Unit
from cchc.units.queries import DayUnits

_UNSEEN = PlanHead(title="", kind="", year=0)
_SALT = "cchc.plans.head"


@dataclass(frozen=True, slots=True)
class HeadChange:
    """A field of the head that somebody else changed meanwhile: what it says now, and what this person typed there;
    None where nothing."""

    label: Any
    theirs: str
    mine: str | None


class HeadForm(forms.Form):
    """What is said about a plan as a whole, and about the document that issued it.

    `seen` carries the head that the person was shown, signed, to tell whether somebody else changed it meanwhile.
    Whose plan it is, is asked of those who may make plans of several units.
    """

    seen = TextField(of="token", required=False, widget=forms.HiddenInput)

    title = TextField(
        of="title",
        label=_("Title"),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("A plan needs a title.")},
    )
    kind = forms.ChoiceField(label=_("Kind of plan"), choices=Plan.Kind.choices)
    year = forms.IntegerField(label=_("Year of the plan"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    unit_id = forms.ModelChoiceField(
        label=_("Plan of"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the unit whose plan it is.")},
    )
    document_kind = TextField(of="document_kind", label=_("Kind of document"), required=False)
    number = TextField(of="number", label=_("Number and symbol"), required=False)
    date = day_field(pgettext_lazy("of a document", "Date"), required=False)
    issuer = TextField(of="name", label=pgettext_lazy("of a document", "Issued by"), required=False)
    working_days = forms.BooleanField(
        label=_("Move due days to the next working day"),
        required=False,
        help_text=_("Where a due day is a weekend or a holiday. The deadline as written stays."),
    )

    def __init__(self, *args: Any, actor: Actor, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit_id"]
        unit.queryset = units_for(actor, also=plan.unit_id)
        if unit.queryset.count() == 1:
            del self.fields["unit_id"]
        ask_only_sometimes(self, "document_kind", "number", "date", "issuer")

    @classmethod
    def showing(
        cls, head: PlanHead, typed: Mapping[str, Any] | None = None, *, actor: Actor, plan: Plan
    ) -> HeadForm:
        """The form with `head` in it, and with what a person `typed` over it."""
        data = {**asdict(head), "date": head.date.isoformat() if head.date else ""}
        initial = {**asdict(head), **(typed or {}), "seen": signing.dumps(data, salt=_SALT)}
        return cls(initial=initial, actor=actor, plan=plan)

    def clean_seen(self) -> PlanHead:
        """The head that was shown; where that is not known, one that no plan has."""
        try:
            data = signing.loads(self.cleaned_data["seen"], salt=_SALT)
        except signing.BadSignature:
            return _UNSEEN
        return PlanHead(**{**data, "date": date.fromisoformat(data["date"]) if data["date"] else None})

    def clean_unit_id(self) -> int:
        """The id of the unit that was chosen."""
        unit: Unit = self.cleaned_data["unit_id"]
        return unit.pk

    @property
    def head(self) -> PlanHead:
        """What was typed, as the action wants it; whose plan it is stays as it was shown where that is not asked."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        seen: PlanHead = self.cleaned_data["seen"]
        return PlanHead(**{"unit_id": seen.unit_id, **typed, "title": clean_text("title", typed["title"])})

    @property
    def typed(self) -> dict[str, Any]:
        """What the person changed in the head that was shown."""
        return _differences(self.cleaned_data["seen"], self.head)

    def changes(self, now: PlanHead) -> list[HeadChange]:
        """What others changed in the head that was shown, and what this person typed in the same fields."""
        typed, theirs = self.typed, _differences(self.cleaned_data["seen"], now)
        return [
            HeadChange(
                self.fields[name].label,
                self._words(name, value),
                self._words(name, typed[name]) if name in typed else None,
            )
            for name, value in theirs.items()
            if name in self.fields and (name not in typed or typed[name] != value)
        ]

    def _words(self, name: str, value: Any) -> str:
        if name == "unit_id":
            return str(Unit.objects.filter(pk=value).first() or "–")
        return _shown(value)


def _differences(before: PlanHead, after: PlanHead) -> dict[str, Any]:
    """The fields of `after` that are not as in `before`."""
    old = asdict(before)
    return {name: value for name, value in asdict(after).items() if value != old[name]}


def _shown(value: Any) -> str:
    """The value of a field of the head in words."""
    if isinstance(value, bool):
        return pgettext("switch", "on") if value else pgettext("switch", "off")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(_KINDS.get(value, value) or "–")


_KINDS: dict[Any, Any] = dict(Plan.Kind.choices)


class SectionForm(forms.Form):
    """The number and the heading of a section."""

    number = TextField(of="row_number", label=pgettext_lazy("of a section", "No."), required=False)
    heading = TextField(
        of="title", label=_("Heading"), error_messages={"required": _("A section needs a heading.")}
    )


class MeasureForm(forms.Form):
    """The texts of a new measure, in the columns that its plan uses."""

    def __init__(self, *args: Any, columns: Iterable[MeasureColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({column.key: self._field(column) for column in columns})

    def _field(self, column: MeasureColumn) -> TextField:
        return TextField(
            of=column.length,
            label=label_of(column),
            required=False,
            widget=forms.Textarea({"rows": 1 if column.key == NUMBER else 3}),
        )


class MeasureMoveForm(forms.Form):
    """The section that a measure moves to."""

    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)

    def __init__(self, *args: Any, sections: QuerySet[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["section"]
        field.queryset = sections


class DecisionForm(forms.Form):
    """A finding may stay as it is, for a reason; or it is open again."""

    fingerprint = TextField(of="token")
    reason = TextField(of="reason", required=False)
    reopen = forms.BooleanField(required=False)


class TakeBackForm(forms.Form):
    """Why a plan in force becomes a draft again."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands in the log."),
        error_messages={"required": _("Say why the plan becomes a draft again.")},
    )


class AgencyForm(forms.Form):
    """The units that the wording of an agency means; `remembers`: for other plans too, when the person says so.

    `more` is a unit that the browser helps to find by a part of its name, beside those of the list; its names stand on
    the page under the id `unit-names`.
    """

    more = UnitsField(
        label=_("Find a unit"),
        required=False,
        help_text=_("Type a part of the name, then choose."),
        widget=forms.TextInput(
            {"list": "unit-names", "autocomplete": "off", "autofocus": True, "data-adds-to": "units"}
        ),
    )
    units = UnitsField(label=_("Units"), required=False)
    remember = forms.BooleanField(label=_("Remember it for the plans to come"), required=False, initial=True)
    as_group = forms.BooleanField(
        label=_("Form an agency group of this name"),
        required=False,
        help_text=_("It stands among the groups, and means these units in the plans to come."),
    )

    def __init__(self, *args: Any, among: DayUnits, remembers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("more", "units"):
            field: Any = self.fields[name]
            field.among, field.sometimes = among, True
        if not remembers:
            del self.fields["remember"], self.fields["as_group"]

    def clean(self) -> dict[str, Any]:
        """The units of both fields together. Raises ValidationError when there is none."""
        typed: dict[str, Any] = super().clean() or {}
        units = list(dict.fromkeys([*typed.get("units", ()), *typed.pop("more", ())]))
        if not units and not self.errors:
            raise ValidationError(
                {"units": gettext("Write at least one unit, or keep the wording as a text.")}
            )
        return {**typed, "units": units}


def typed_texts(data: Mapping[str, str]) -> dict[str, str]:
    """The cells of a measure that a request brings, by their columns."""
    return {key: data[key] for key in KEYS if key in data}
