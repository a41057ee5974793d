"""What is typed to prepare a release, to make points of files final, and to undo that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.releases.exchange.decisions import DECISION_FILE
from cchc.releases.models import Release
from cchc.releases.queries.drafts import ReleaseTerms
from cchc.scores.actions.corrections import Attached
from cchc.ui.forms import TextField, ask_only_sometimes, day_field
from cchc.ui.uploads import UploadField

NEEDED = ("decision_number", "decision_on", "signer", "reason")
"""What no release is without; the act says it together with all else that is missing."""


class ReleaseForm(forms.Form):
    """How much is public, the decision, and the public reason of a correction. What is missing is said by the act, all
    at once."""

    level = forms.ChoiceField(
        label=_("What is public"),
        choices=Release.Extent.choices,
        widget=forms.RadioSelect,
        help_text=_("Never public: files of evidence, names of appraisers and clerks, questions, votes."),
        error_messages={"required": _("Choose how much is public.")},
    )
    decision_number = TextField(
        of="number",
        label=_("Decision: number and symbol"),
        required=False,
        help_text=_("For example 315/QĐ-UBND."),
    )
    decision_on = day_field(_("Day of the decision"), required=False)
    signer = TextField(
        of="person",
        label=_("Signed by"),
        required=False,
        help_text=_("Office and name as they stand below the decision."),
    )
    released_on = day_field(
        _("Day of the release"),
        required=False,
        help_text=_(
            "Empty: the day on which it is released here. What was released before has its day of then."
        ),
    )
    reason = TextField(
        of="reason",
        label=_("Why the release is corrected"),
        required=False,
        help_text=_("The public reads it."),
        widget=forms.Textarea({"rows": 3}),
    )
    file = UploadField(DECISION_FILE, label=_("The decision itself"), required=False)

    def __init__(self, *typed: Any, correction: bool, **more: Any) -> None:
        super().__init__(*typed, **more)
        if not correction:
            del self.fields["reason"]
        ask_only_sometimes(self, *(name for name in NEEDED if name in self.fields))

    def clean_file(self) -> Attached | None:
        """Return the file of the decision with its content; None without one."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        data = file.read()
        if not DECISION_FILE.takes(data, file.name):
            raise ValidationError(
                gettext("The file is of another kind, or its content is not what its ending says.")
            )
        return Attached(file.name, data)

    def terms(self) -> ReleaseTerms:
        """Return what was typed; a field with a fault counts as empty."""
        typed = self.cleaned_data
        return ReleaseTerms(
            level=typed.get("level", ""),
            decision_number=typed.get("decision_number", ""),
            decision_on=typed.get("decision_on"),
            signer=typed.get("signer", ""),
            released_on=typed.get("released_on"),
            reason=typed.get("reason", ""),
        )


def typed_terms(terms: ReleaseTerms) -> dict[str, Any]:
    """Return terms as the form begins with them."""
    names = ("level", "decision_number", "decision_on", "signer", "released_on", "reason")
    return {name: getattr(terms, name) for name in names}
