"""The session of a browser, found without a query that Django would put into words anew for each page."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as StoreOfDjango
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from cchc.audit.statements import Columns, Statement, answer_of

OF_SESSION = Columns(Session, "session")
OPEN = f"""
    SELECT {OF_SESSION} FROM "django_session" session WHERE session."session_key" = %s AND session."expire_date" > %s
"""  # noqa: S608 - our own columns


class SessionStore(StoreOfDjango):
    """Sessions as Django keeps them in the database; its name is part of the key by which they are signed."""

    def _get_session_from_db(self) -> Session | None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        found = answer_of(Statement(OPEN, [self.session_key, now], OF_SESSION.first))
        if found is None:
            self._session_key = None
        return found
