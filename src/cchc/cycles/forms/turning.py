"""The form with which a closed cycle is opened again."""

from django.utils.translation import gettext_lazy as _

from cchc.ui.forms import TextField
from cchc.ui.grave import BasisForm


class ReopenForm(BasisForm):
    """The reason, and the document that orders it, if there is one."""

    reason = TextField(
        of="reason", label=_("Reason"), error_messages={"required": _("Say why the cycle is opened again.")}
    )
    field_order = ("reason", "basis_number", "basis_date")
