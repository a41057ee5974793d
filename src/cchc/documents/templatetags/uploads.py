"""What the form says that brings files."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from cchc.documents.policies import MOST_BYTES
from cchc.files.kinds import EVIDENCE, endings_of

register = template.Library()


@register.simple_tag
def evidence_endings() -> str:
    """Return the endings of the files that prove something, as a browser's choice of files takes them."""
    return ",".join(ending for kind in EVIDENCE for ending in endings_of(kind))


@register.simple_tag
def evidence_kinds() -> str:
    """Return what is taken, in a sentence."""
    kinds = ", ".join(f".{kind}" for kind in EVIDENCE)
    return gettext("Taken: %(kinds)s; each at most %(most)s MB.") % {
        "kinds": kinds,
        "most": MOST_BYTES // 1_000_000,
    }
