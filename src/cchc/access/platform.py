"""Who acts where nobody does: the platform itself, which does what time or an order asks of it."""

from __future__ import annotations

from django.utils.translation import gettext

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope


def by_the_platform() -> Actor:
    """Return who does in the log what the platform does by itself."""
    return Actor(0, gettext("The platform"), None, "", Role.ADMINISTRATOR, Scope.PROVINCE)
