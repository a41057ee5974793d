"""Forms of the cycle: its name and year, its phases, its criteria sets, its participants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.criteria.models import CriteriaVersion
from cchc.cycles import queries
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import Cycle, Phase, PhaseKind, ScoredBy, State, SurveyedBy
from cchc.ui.forms import TextField, TickedField, day_field, offer_rows
from cchc.units.models import Kind, Unit


class CycleForm(forms.Form):
    """A new cycle, empty or copied from an earlier one."""

    province: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=_("Province"), empty_label=None
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    name = TextField(of="name", label=_("Name"), help_text=_("As it is printed in decisions and tables."))
    copy_from: forms.ModelChoiceField[Cycle] = forms.ModelChoiceField(
        None,
        label=_("Take over from"),
        required=False,
        empty_label=_("Nothing: start empty"),
        help_text=_(
            "Phases, criteria sets and units; merged and renamed units come under their names of now."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = Unit.objects.filter(kind=Kind.PROVINCE, valid_until__isnull=True)
        offer_rows(self, "province", provinces)
        offer_rows(self, "copy_from", queries.visible_to(actor))


class PhasesForm(forms.Form):
    """The phases of the year, each with a printed name, a first and a last day; one without days is left out."""

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {phase.kind: phase for phase in queries.phases(cycle)}
        for kind in PhaseKind:
            self._add(kind, there.get(kind.value))
        if cycle.state == State.OPEN:
            self.fields["reason"] = TextField(
                of="reason",
                label=_("Why the days change"),
                error_messages={"required": _("The cycle runs: say why its days change.")},
            )

    def _add(self, kind: PhaseKind, phase: Phase | None) -> None:
        label = kind.label
        self.fields[f"{kind}_name"] = TextField(
            of="phase", label=_("Name"), required=False, initial=phase.name if phase else label
        )
        self.fields[f"{kind}_starts"] = day_field(
            _("First day"), required=False, initial=phase and phase.starts
        )
        self.fields[f"{kind}_ends"] = day_field(_("Last day"), required=False, initial=phase and phase.ends)

    @property
    def lines(self) -> list[tuple[str, Any, Any, Any]]:
        """Return for each phase its name and its three fields."""
        return [
            (str(kind.label), self[f"{kind}_name"], self[f"{kind}_starts"], self[f"{kind}_ends"])
            for kind in PhaseKind
        ]

    def clean(self) -> dict[str, Any]:
        """Require both days of a phase or none, and the first not after the last."""
        typed = super().clean() or {}
        for kind in PhaseKind:
            starts, ends = typed.get(f"{kind}_starts"), typed.get(f"{kind}_ends")
            if bool(starts) != bool(ends) and not {f"{kind}_starts", f"{kind}_ends"} & set(self.errors):
                self.add_error(f"{kind}_ends" if starts else f"{kind}_starts", _("Give both days, or none."))
            elif starts and ends and ends < starts:
                self.add_error(f"{kind}_ends", _("The last day is before the first."))
        return typed

    @property
    def phases(self) -> list[PhaseDates]:
        """Return the phases whose days are given."""
        typed = self.cleaned_data
        return [
            PhaseDates(
                kind.value,
                " ".join(typed[f"{kind}_name"].split()) or str(kind.label),
                typed[f"{kind}_starts"],
                typed[f"{kind}_ends"],
            )
            for kind in PhaseKind
            if typed[f"{kind}_starts"]
        ]


class SetForm(forms.Form):
    """The criteria version in force for some kinds of unit."""

    version: forms.ModelChoiceField[CriteriaVersion] = forms.ModelChoiceField(
        None,
        label=_("Criteria set"),
        empty_label=_("Choose a criteria set"),
        help_text=_("Only published versions stand here."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of unit it serves"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    peer_group = TextField(
        of="peer_group",
        label=_("Peer group"),
        help_text=_("Units that join with this set are ranked in this group."),
    )
    scored_by = forms.ChoiceField(
        label=_("Scores come"),
        choices=ScoredBy.choices,
        initial=ScoredBy.FILE,
        widget=forms.RadioSelect,
        help_text=_(
            "By the round, each unit gets a sheet when the cycle opens; points files then bring survey leaves."
        ),
    )
    survey_by = forms.ChoiceField(
        label=_("Scores of survey leaves come"),
        choices=SurveyedBy.choices,
        initial=SurveyedBy.FILE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "version", queries.versions_in_force(actor))


class JoinForm(forms.Form):
    """The units that join with a set."""

    units = TickedField(None, label=_("Units"), error_messages={"required": _("Choose a unit.")})
    peer_group = TextField(of="peer_group", label=_("Peer group"))

    def __init__(self, *args: Any, joining: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Unit.objects.filter(pk__in=[unit.pk for unit in joining])
        offer_rows(self, "units", chosen)


class ChosenForm(forms.Form):
    """Participants ticked in the list, and the group they are put into, if any."""

    participants = TickedField(None, error_messages={"required": _("Tick at least one unit.")})
    peer_group = TextField(of="peer_group", required=False)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "participants", cycle.participants.all())


def last_day(year: int) -> date:
    """Return 31 December of `year`, the default day on which the units of a year are counted."""
    return date(year, 12, 31)
