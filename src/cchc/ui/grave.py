"""The page of a grave act: what will happen to how many things, what is unfinished, its legal basis, how it is undone.

A room says its act as a `GraveAct`, extends `ui/grave.html` and answers with `answer_grave`: nothing is done before
the person has seen what will happen, and what is done is what was seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.core.papers.basis import LegalBasis
from cchc.ui.forms import TextField, day_field, put_errors
from cchc.ui.pages import page

FEW = 8  # names that stand open on the page; more are folded


@dataclass(frozen=True, slots=True)
class Counted:
    """Things that the act changes or leaves unfinished: a sentence with their number, and the things by name."""

    sentence: str
    names: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether the names are folded."""
        return len(self.names) > FEW


class NotYet(ValidationError):
    """Raised by `told` where something has to be done before the act can be: each kind counted, with its names."""

    def __init__(self, left: Iterable[Counted]) -> None:
        self.left = tuple(left)
        super().__init__([one.sentence for one in self.left])


@dataclass(frozen=True, slots=True)
class GraveAct:
    """A grave act before it is done: `verb` names its button, `happens` says what will happen to how many things,
    `affected` to which ones, `beside` what stays as it is and may change meanwhile, `undoing` what can be taken back,
    by whom and until when."""

    verb: str
    happens: tuple[str, ...]
    undoing: str
    affected: tuple[Counted, ...] = ()
    unfinished: tuple[Counted, ...] = ()
    beside: tuple[str, ...] = ()
    icon: str = "check"
    kind: str = "danger"

    @property
    def seal(self) -> str:
        """A text that is equal for two acts that do the same and leave the same unfinished."""
        said = [
            self.verb,
            *self.happens,
            *(part for one in (*self.affected, *self.unfinished) for part in (one.sentence, *one.names)),
        ]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


class BasisForm(forms.Form):
    """The document that orders an act, by its number and date; an act without a document leaves both empty."""

    basis_number = TextField(
        of="number",
        label=_("Legal basis: number and symbol of the document"),
        required=False,
        help_text=_("For example 1662/NQ-UBTVQH15; it is kept with the act and in the log."),
    )
    basis_date = day_field(_("Date of the document"), required=False)

    def clean(self) -> dict[str, Any]:
        """Require a number with a date, and a date that has come."""
        typed = super().clean() or {}
        day = typed.get("basis_date")
        if day and not typed.get("basis_number") and "basis_number" not in self.errors:
            self.add_error("basis_number", _("Write the number of the document of this date."))
        if day and day > timezone.localdate():
            self.add_error(
                "basis_date", _("This day is still to come; a document bears a day that has come.")
            )
        return typed

    @property
    def basis(self) -> LegalBasis:
        """Return the basis that was typed."""
        return LegalBasis(self.cleaned_data["basis_number"], self.cleaned_data["basis_date"])


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what the form of a grave act sent, an empty form too; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def answer_grave(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    form: forms.Form,
    told: Callable[[], GraveAct | None],
    act: Callable[[], HttpResponse],
) -> HttpResponse:
    """Show the form with what `told` says will happen; do `act` once the person has agreed to just that.

    `told` returns None while the form has not said enough, and may raise ValidationError with what the act refuses;
    before anything was typed the page then gives the reasons instead of the form, by name where they come as
    `NotYet`. Where something else would happen than what was agreed to, the page is shown again, with status 409.
    """
    posted = request.method == "POST"
    if posted and not form.is_valid():
        return page(request, template, context | {"form": form, "grave": _quietly(told)}, status=422)
    try:
        grave = told()
        agreed = request.POST.get("agreed", "")
        if posted and grave is not None and agreed == grave.seal:
            return act()
    except NotYet as refused:
        kept = {"form": form} if posted else {}
        return page(request, template, context | kept | {"refused": refused.left}, status=422)
    except ValidationError as refused:
        if not posted:
            said = tuple(Counted(why) for why in refused.messages)
            return page(request, template, context | {"refused": said}, status=422)
        put_errors(form, refused)
        return page(request, template, context | {"form": form, "grave": _quietly(told)}, status=422)
    meanwhile = posted and bool(agreed)
    shown = {"form": form, "grave": grave, "meanwhile": meanwhile}
    return page(request, template, context | shown, status=409 if meanwhile else 200)


def _quietly(told: Callable[[], GraveAct | None]) -> GraveAct | None:
    """Return what `told` says, or None where it refuses."""
    try:
        return told()
    except ValidationError:
        return None
