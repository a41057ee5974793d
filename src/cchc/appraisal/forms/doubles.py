"""Forms of what two people appraise: drawing a share, and deciding where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.accounts.models import Person
from cchc.appraisal.actions.drawing import DrawWish
from cchc.appraisal.forms.leaf import AppraisalForm
from cchc.appraisal.queries.cells import AppraisedCell
from cchc.appraisal.queries.content import AppraisalContent
from cchc.appraisal.queries.drawing import LeafKey, is_judged
from cchc.appraisal.queries.shares import Appraiser
from cchc.core.scoring.criteria.tree import Node
from cchc.cycles.models import CycleSet, Participant
from cchc.ui.forms import TextField, offer_choices


class DrawForm(forms.Form):
    """Which share of which leaves of which units is drawn, by which seed, and who appraises second."""

    percent = forms.IntegerField(
        label=gettext_lazy("Share, in per cent"),
        min_value=1,
        max_value=100,
        initial=10,
        help_text=gettext_lazy("100 gives everything that is chosen below to two people, without a draw."),
        error_messages={"required": gettext_lazy("Give a whole number from 1 to 100.")},
    )
    seed = TextField(
        of="code",
        label=gettext_lazy("Seed of the draw"),
        help_text=gettext_lazy("Printed with the draw: whoever has it can draw again."),
        error_messages={
            "required": gettext_lazy("Give the seed of the draw: whoever has it can draw again.")
        },
    )
    seconds = forms.MultipleChoiceField(
        label=gettext_lazy("Who appraises second, in turn"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who appraises second.")},
    )
    third = forms.ChoiceField(label=gettext_lazy("Who decides where two differ"), required=False)
    leaves = forms.MultipleChoiceField(
        label=gettext_lazy("Only these criteria"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all that ask for evidence, or whose points no rule sets."),
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Only these units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all that take part."),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Appraiser],
        leaves: Sequence[tuple[CycleSet, Node]],
        units: Sequence[Participant],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.person), f"{one.name} – {one.unit}") for one in people]
        offer_choices(self, "seconds", named)
        offer_choices(self, "third", [("", _("Whoever leads the appraisal")), *named])
        offer_choices(
            self,
            "leaves",
            [(f"{one.pk}:{leaf.number}", _leaf_words(one, leaf)) for one, leaf in leaves],
        )
        offer_choices(self, "units", [(str(one.pk), one.name) for one in units])

    def wish(self) -> DrawWish:
        """Return what is to be drawn."""
        typed = self.cleaned_data
        chosen = {int(pk) for pk in (*typed["seconds"], typed["third"]) if pk}
        people = Person.objects.in_bulk(chosen)
        return DrawWish(
            percent=typed["percent"],
            seed=typed["seed"],
            seconds=tuple(people[int(pk)] for pk in typed["seconds"]),
            third=people[int(typed["third"])] if typed["third"] else None,
            leaves=frozenset(_leaf_key(one) for one in typed["leaves"]),
            units=frozenset(int(pk) for pk in typed["units"]),
        )


class ReplacementForm(forms.Form):
    """Who appraises second in the place of whom, and why."""

    leaving = forms.ChoiceField(
        label=gettext_lazy("Who cannot appraise any more"),
        error_messages={"required": gettext_lazy("Choose who is replaced.")},
    )
    coming = forms.ChoiceField(
        label=gettext_lazy("Who appraises second from now on"),
        error_messages={"required": gettext_lazy("Choose who appraises second.")},
    )
    reason = TextField(
        of="reason",
        label=gettext_lazy("Why somebody else appraises it"),
        help_text=gettext_lazy("For example an illness, or another post. It is kept with the draw."),
        error_messages={"required": gettext_lazy("Say why somebody else appraises it.")},
    )

    def __init__(
        self, *args: Any, leaving: Sequence[tuple[Person, int]], people: Sequence[Appraiser], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        left = _("{name} (still to appraise: {count})")
        offer_choices(
            self,
            "leaving",
            [(str(one.pk), left.format(name=one.name, count=count)) for one, count in leaving],
        )
        named = [(str(one.person), f"{one.name} – {one.unit}") for one in people]
        offer_choices(self, "coming", [("", _("Choose a person")), *named])


def _leaf_words(cycle_set: CycleSet, leaf: Node) -> str:
    words = f"{cycle_set.peer_group}: {leaf.number} {leaf.name}"
    return words if is_judged(leaf) else _("{leaf} (the rule alone judges it)").format(leaf=words)


def _leaf_key(value: str) -> LeafKey:
    pk, _colon, number = value.partition(":")
    return int(pk), number


class BetweenForm(AppraisalForm):
    """What a third gives a leaf that two have appraised, and why; `taken` is the one of the two that it begins with."""

    why = TextField(
        of="reason",
        label=gettext_lazy("Why this is given"),
        error_messages={"required": gettext_lazy("Say why this is given.")},
    )

    def __init__(
        self, *args: Any, cell: AppraisedCell, taken: AppraisalContent | None = None, **kwargs: Any
    ) -> None:
        version = cell.content.version
        shown = cell if taken is None else replace(cell, content=replace(taken, version=version))
        super().__init__(*args, cell=shown, **kwargs)
