"""Templates without the indentation of their lines: it only helps readers of the source, and would be the greater
part of the page of a deep table."""

from __future__ import annotations

import re

from django.template.base import Origin
from django.template.loaders.app_directories import Loader as OfTheRooms

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class Loader(OfTheRooms):
    """Finds the templates of the rooms; a line of a template stays a line, so that faults name the right one."""

    def get_contents(self, origin: Origin) -> str:
        """Return the source of a template. Raises TemplateDoesNotExist."""
        return _INDENTATION.sub("", super().get_contents(origin))
