"""What is asked of the paper of a plan: its form, who signs, who receives it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.documents.exchange.signing import SignedAs
from cchc.plans.exchange.printed import PlanLayout
from cchc.ui.forms import TextField

FORMS = (
    (PlanLayout.TABLE.value, _("A table on an annex")),
    (PlanLayout.PROSE.value, _("Prose, a paragraph for each part")),
)
SIGNED = (
    (SignedAs.HEAD.name, _("The head")),
    (SignedAs.DEPUTY.name, _("A deputy, for the head (KT.)")),
    (SignedAs.BY_ORDER.name, _("Somebody else, by order of the head (TL.)")),
    (SignedAs.BY_AUTHORITY.name, _("Somebody else, by authority of the head (TUQ.)")),
    (SignedAs.ACTING.name, _("The acting head (Q.)")),
)
_BY_OTHERS = (SignedAs.BY_ORDER.name, SignedAs.BY_AUTHORITY.name)


class PlanPaperForm(forms.Form):
    """The paper of a plan as an office wants it; it is sent in the address, nothing is kept."""

    dang = forms.ChoiceField(label=_("Measures as"), choices=FORMS)
    can_cu = TextField(
        of="explanation",
        label=_("Legal basis"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A line for each; they are printed in italics, with a semicolon at the end."),
        required=False,
    )
    ky = forms.ChoiceField(label=_("Signed by"), choices=SIGNED)
    chuc_vu = TextField(
        of="name",
        label=_("Position of who signs"),
        help_text=_("For “TL.” and “TUQ.”, and for a deputy who is called otherwise."),
        required=False,
    )
    ho_ten = TextField(of="person", label=_("Name of who signs"), required=False)
    noi_nhan = TextField(
        of="explanation",
        label=_("Recipients"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("A line for each."),
        required=False,
    )
    luu = TextField(of="code", label=_("Kept by"), help_text=_("Such as “VT, CCHC”."), required=False)

    def clean(self) -> dict[str, Any]:
        """Who signs by order has a position of their own."""
        given = super().clean() or {}
        if given.get("ky") in _BY_OTHERS and not given.get("chuc_vu"):
            self.add_error("chuc_vu", _("Say in which position this person signs."))
        return given


class AmendmentPaperForm(PlanPaperForm):
    """The same for a paper whose form is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["dang"]
