"""Forms of an item: what is proposed, and the votes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.council.actions.proposing import TypedProposal
from cchc.council.models import CouncilDecision, CouncilMember, Vote
from cchc.council.queries.sides import Sides
from cchc.criteria.forms import sign, widget_of
from cchc.scores.forms import PointsField
from cchc.self_scoring.forms import FIGURE
from cchc.ui.forms import TextField, ask_only_sometimes

Ruling, Choice = CouncilDecision.Ruling, Vote.Choice
VOTE = "vote-"


class ProposalForm(forms.Form):
    """What the council is asked to decide on a leaf of a unit, and why."""

    verdict = forms.ChoiceField(
        choices=Ruling.choices, widget=forms.RadioSelect, label=_("What is put to the vote")
    )
    reason = TextField(of="reason", label=_("Reason, as it stands in the minutes"))

    def __init__(self, *args: Any, sides: Sides, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides, leaf = sides, sides.leaf
        others = []
        for variable in leaf.variables:
            name = f"{FIGURE}{variable.name}"
            self.fields[name] = TextField(
                of="figure", required=False, label=variable.label, widget=widget_of(variable)
            )
            others.append(name)
        self.fields["points"] = PointsField(leaf)
        self.fields["points"].required = False
        ask_only_sometimes(self, *others, "points")

    def figure_fields(self) -> Iterator[forms.BoundField]:
        """Yield the field of each figure."""
        for variable in self.sides.leaf.variables:
            yield self[f"{FIGURE}{variable.name}"]

    def typed(self) -> TypedProposal:
        """Return what the form says, as it was typed."""
        figures = {
            one.name: str(self.data.get(f"{FIGURE}{one.name}", "")) for one in self.sides.leaf.variables
        }
        other = self.data.get("verdict") == Ruling.OTHER
        return TypedProposal(
            verdict=str(self.data.get("verdict", "")),
            reason=str(self.data.get("reason", "")),
            points=str(self.data.get("points", "")) if other else "",
            figures=figures if other else {},
            decimal=sign(),
        )


class VotesForm(forms.Form):
    """The votes of all members on what is being voted on; `seen` is the seal of the effect that stands beside. Who is
    `apart` has no vote."""

    seen = TextField(of="token", widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        members: Sequence[CouncilMember],
        apart: Collection[int],
        given: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members, self.apart = members, frozenset(apart)
        for one in members:
            if one.pk in self.apart:
                continue
            self.fields[f"{VOTE}{one.pk}"] = forms.ChoiceField(
                choices=Choice.choices, required=False, label=one.name, widget=forms.RadioSelect
            )
            self.initial[f"{VOTE}{one.pk}"] = given.get(one.pk, "" if one.present else Choice.ABSENT.value)

    def rows(self) -> Iterator[tuple[CouncilMember, forms.BoundField | None]]:
        """Yield each member with the field of the vote; None for who has none."""
        for one in self.members:
            yield one, None if one.pk in self.apart else self[f"{VOTE}{one.pk}"]

    def votes(self) -> dict[int, str]:
        """Return what was chosen, by the ids of the members; where everybody who is there is for it, that."""
        chosen = {
            one.pk: str(self.data.get(f"{VOTE}{one.pk}", ""))
            for one in self.members
            if one.pk not in self.apart
        }
        if self.data.get("do") == "all":
            return {one.pk: Choice.YES.value for one in self.members if one.present and one.pk in chosen}
        return {pk: choice for pk, choice in chosen.items() if choice}


class VoteForm(forms.Form):
    """The own vote of a member."""

    choice = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Choice.YES, Choice.NO, Choice.ABSTAINED)],
        widget=forms.RadioSelect,
        label=_("My vote"),
    )
