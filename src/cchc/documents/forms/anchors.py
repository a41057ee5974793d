"""Certificates of authorities: loaded from a file, removed with a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cchc.files.certificates import ANCHOR_FILE
from cchc.ui.forms import TextField
from cchc.ui.uploads import UploadField


class AnchorForm(forms.Form):
    """A file with certificates of authorities."""

    file = UploadField(
        ANCHOR_FILE,
        label=_("File with certificates of authorities"),
        help_text=_("Compare the fingerprint with the one that the authority publishes."),
    )


class RemoveForm(forms.Form):
    """The reason why a certificate is removed."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the reason: it is kept with the certificate.")},
    )
