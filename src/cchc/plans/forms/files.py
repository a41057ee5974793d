"""Files that are brought to a plan: refused by their size before they are read."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cchc.documents.policies import MOST_BYTES


def small_enough(file: UploadedFile) -> None:
    """Raises ValidationError when `file` is larger than what is kept."""
    if file.size is None or file.size > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(most)s megabytes.") % {"most": MOST_BYTES // 1_000_000}
        )
