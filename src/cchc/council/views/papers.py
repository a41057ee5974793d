"""The papers of the council as Word files: the minutes of a session."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.council.queries.papers import minutes_paper
from cchc.council.views.frame import session_for, sight_for
from cchc.documents.queries.downloads import made_file


@needs(Permission.COUNCIL_READ)
@require_GET
def minutes_word(request: Request, year: int, number: int) -> HttpResponse:
    """Send the minutes of a session; of one that is not closed, marked as a draft. Items of units that stand near to
    the reader are left out, and that is said."""
    session = session_for(request, year, number)
    content = minutes_paper(sight_for(request, session.cycle), session)
    return made_file(content, f"bien-ban-hoi-dong-{year}-phien-{number}.docx")
