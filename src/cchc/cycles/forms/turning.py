"""The forms with which a cycle is closed, and a closed one is opened again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cchc.ui.forms import TextField
from cchc.ui.grave import BasisForm


class ClosingForm(BasisForm):
    """The document that orders it, if there is one; and the reason, where points are not final."""

    reason = TextField(
        of="reason",
        label=_("Why it is closed although its points are not final"),
        error_messages={"required": _("Say why the cycle is closed although its points are not final.")},
    )
    field_order = ("reason", "basis_number", "basis_date")

    def __init__(self, *typed: Any, is_final: bool, **more: Any) -> None:
        super().__init__(*typed, **more)
        if is_final:
            del self.fields["reason"]


class ReopenForm(BasisForm):
    """The reason, and the document that orders it, if there is one."""

    reason = TextField(
        of="reason", label=_("Reason"), error_messages={"required": _("Say why the cycle is opened again.")}
    )
    field_order = ("reason", "basis_number", "basis_date")
