"""The form in which the appraisal of a stage is shared out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cchc.accounts.models import Person
from cchc.appraisal.actions.assigning import PartGiven, WorkPart
from cchc.appraisal.queries.shares import Appraiser, SharedPart


class PlanForm(forms.Form):
    """Who appraises each part of a plan, and who stands in: two choices a part, where nobody has it yet with the
    person whom the set proposes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, parts: Sequence[SharedPart], people: Sequence[Appraiser], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        offered = [("", _("Nobody")), *((one.person, f"{one.name} – {one.unit}") for one in people)]
        for part in parts:
            main, substitute = self._chosen(part)
            label = _("Who appraises {part}").format(part=f"{part.node.number} {part.node.name}")
            self.fields[f"person-{part.key}"] = forms.ChoiceField(
                choices=offered, required=False, label=label, initial=main
            )
            label = _("Who stands in for {part}").format(part=f"{part.node.number} {part.node.name}")
            self.fields[f"substitute-{part.key}"] = forms.ChoiceField(
                choices=offered, required=False, label=label, initial=substitute
            )

    @staticmethod
    def _chosen(part: SharedPart) -> tuple[int | str, int | str]:
        if part.row is None:
            return (part.proposed.person if part.proposed else "", "")
        return part.row.person_id, next((one.person_id for one in part.substitutes), "")

    def rows(self) -> Iterator[tuple[SharedPart, forms.BoundField, forms.BoundField]]:
        """Yield each part with its two fields."""
        for part in self.parts:
            yield part, self[f"person-{part.key}"], self[f"substitute-{part.key}"]

    def given(self) -> list[PartGiven]:
        """Return what was chosen for each part."""
        chosen = {name: int(pk) for name, pk in self.cleaned_data.items() if name != "version" and pk}
        people = Person.objects.in_bulk(set(chosen.values()))
        found = []
        for part in self.parts:
            person = people.get(chosen.get(f"person-{part.key}", 0))
            substitute = people.get(chosen.get(f"substitute-{part.key}", 0))
            found.append(
                PartGiven(
                    WorkPart(part.cycle_set, part.node.number, part.peer_group),
                    person,
                    (substitute,) if substitute is not None else (),
                    part.agency if person is not None else None,
                    part.wording if person is not None else "",
                )
            )
        return found
