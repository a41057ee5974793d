"""What was achieved of the targets of a plan in a period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cchc.following.actions.targets import AchievedTarget
from cchc.following.queries.targets import TargetLine
from cchc.ui.forms import TextField

LARGEST = 2**31 - 1


class TargetsForm(forms.Form):
    """A field for each target that the reader reports, and the version of its report."""

    def __init__(self, *args: Any, lines: Iterable[TargetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            pk, own = line.target.pk, line.own
            self.fields[f"dat_{pk}"] = TextField(
                of="figure",
                label=_("Achieved: %(name)s") % {"name": line.target.name},
                required=False,
                initial=own.achieved if own else "",
            )
            self.fields[f"ban_{pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=LARGEST, initial=own.version if own else 0
            )

    @property
    def said(self) -> dict[int, AchievedTarget]:
        """What was typed, by the id of the target."""
        typed = self.cleaned_data
        names = (name for name in self.fields if name.startswith("dat_"))
        return {int(name[4:]): AchievedTarget(typed[name], typed[f"ban_{name[4:]}"]) for name in names}

    def put_faults(self, faults: dict[str, list[str]]) -> None:
        """Put the faults of targets beside their fields."""
        for pk, whys in faults.items():
            self.add_error(f"dat_{pk}", whys)
