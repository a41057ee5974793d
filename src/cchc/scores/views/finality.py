"""The pages of the acts by which points become final, and are so no longer for a reason, whichever room decides it:
what is said of them, and how they are answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.papers.basis import LegalBasis
from cchc.scores.forms import UndoFinalForm
from cchc.ui.grave import BasisForm, Counted, GraveAct, answer_grave, posted


class FinalRow(Protocol):
    """An act that made points final: those of how many units and leaves, and when."""

    units: int
    leaves: int
    at: datetime


@dataclass(frozen=True, slots=True)
class FinalPage:
    """A page of such an act: its template, what stands on it, and the address where one goes on (also when one goes
    back)."""

    request: Request
    template: str
    context: Mapping[str, Any]
    then: str

    def make(self, act: Callable[[LegalBasis], FinalRow], told: Callable[[], GraveAct]) -> HttpResponse:
        """Show what making points final means, then do it by `act`. Both may raise ValidationError, `act` also
        `Changed`."""
        form = BasisForm(posted(self.request))

        def make() -> HttpResponse:
            try:
                row = act(form.basis)
            except Changed:
                raise ValidationError(_("Something was saved meanwhile. Look at it again.")) from None
            words = _("The points of {units} units are final: {leaves} criteria.")
            messages.success(self.request, words.format(units=row.units, leaves=row.leaves))
            return redirect(self.then)

        return self._answer(form, told, make)

    def undo(self, act: Callable[[str], object], told: GraveAct, done: str) -> HttpResponse:
        """Show what undoing it means, then do it by `act` for the reason that was typed, and say that it is `done`.
        `act` may raise ValidationError."""
        form = UndoFinalForm(posted(self.request))

        def undo() -> HttpResponse:
            act(form.cleaned_data["reason"])
            messages.success(self.request, done)
            return redirect(self.then)

        return self._answer(form, lambda: told, undo)

    def _answer(
        self, form: BasisForm | UndoFinalForm, told: Callable[[], GraveAct], act: Callable[[], HttpResponse]
    ) -> HttpResponse:
        context = {**self.context, "back": self.then}
        return answer_grave(self.request, self.template, context, form=form, told=told, act=act)


def making_final(*, leaves: int, groups: Mapping[str, int], seen: str, beside: tuple[str, ...]) -> GraveAct:
    """Return what making points final means: those of how many `leaves` of the units of each peer group; `beside` is
    what else happens, `seen` tells just these points from all others."""
    units = sum(groups.values())
    counted = ngettext(
        "%(leaves)s criteria of %(units)s unit have their final points, all in one act.",
        "%(leaves)s criteria of %(units)s units have their final points, all in one act.",
        units,
    )
    of_group = _("{group}: {count} units")
    return GraveAct(
        verb=_("Make the points final"),
        icon="gavel",
        happens=(
            counted % {"leaves": leaves, "units": units},
            *beside,
            _("No appraisal, correction or points file changes these points any more."),
            _("Mark of what is made final: {seal}").format(seal=seen[:12]),
        ),
        affected=tuple(Counted(of_group.format(group=name, count=count)) for name, count in groups.items()),
        undoing=_("Whoever may do this undoes it with a reason, before the results are released."),
    )


def undoing_final(final: FinalRow, beside: tuple[str, ...]) -> GraveAct:
    """Return what undoing the act means that made points final; `beside` is what else happens."""
    words = _("{leaves} criteria of {units} units, final since {day}, are final no longer.")
    return GraveAct(
        verb=_("Undo the final points"),
        icon="arrow-back-up",
        happens=(
            words.format(leaves=final.leaves, units=final.units, day=f"{localtime(final.at):%d/%m/%Y}"),
            *beside,
            _("The act, its hash and this reason stay in the log."),
        ),
        undoing=_("The points can be made final again; that is another act with the next number."),
    )
