"""The field for a file: the page offers exactly the files that the room accepts."""

from __future__ import annotations

from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class AcceptedFiles(Protocol):
    """The facts of a door that its file field needs."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of the accepted files."""

    @property
    def most_bytes(self) -> int:
        """The greatest size of a file in bytes."""


class FileInput(forms.FileInput):
    """A control for a file in the reader's language; the browser's own speaks the language of the browser."""

    template_name = "ui/forms/file.html"


class UploadField(forms.FileField):
    """A field for a file: the browser's choice, the help and the greatest size all come from `taken`.

    The content of the file is checked when it is read.
    """

    def __init__(self, taken: AcceptedFiles, *, label: Any, help_text: Any = "", **options: Any) -> None:
        self.most_bytes = taken.most_bytes
        super().__init__(
            label=label,
            help_text=_with_kinds(help_text, taken.endings, taken.most_bytes),
            widget=FileInput({"accept": ",".join(taken.endings)}),
            error_messages={
                "required": _("Choose a file."),
                "empty": _("This file is empty. Save it once more and bring that file."),
            },
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[bytes] | None:
        """Return the file; None where none is required and none was chosen. Raises ValidationError when it is too large
        to be read."""
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if file is None:
            return None
        if file.size is None or file.size > self.most_bytes:
            raise ValidationError(
                gettext("The file is larger than %(most)s MB.") % {"most": self.most_bytes // 1_000_000}
            )
        return file


_KINDS = {
    ".xlsx": _("Excel (.xlsx)"),
    ".csv": _("table as text (.csv)"),
    ".toml": _("TOML (.toml)"),
    ".docx": _("Word (.docx)"),
    ".pdf": _("PDF with text (.pdf)"),
    ".txt": _("text (.txt)"),
    ".tsv": _("text with tabs (.tsv)"),
    ".cer": _("certificate (.cer)"),
    ".crt": _("certificate (.crt)"),
    ".pem": _("certificates as text (.pem)"),
    ".p7b": _("several certificates (.p7b)"),
    ".geojson": _("boundaries (.geojson)"),
    ".json": _("boundaries (.json)"),
}


def _said_with_kinds(help_text: Any, endings: tuple[str, ...], most_bytes: int) -> str:
    kinds = ", ".join(str(_KINDS.get(ending, ending)) for ending in endings)
    taken = gettext("Taken: %(kinds)s; at most %(most)s MB.") % {
        "kinds": kinds,
        "most": most_bytes // 1_000_000,
    }
    return f"{help_text} {taken}".strip()


_with_kinds = lazy(_said_with_kinds, str)
