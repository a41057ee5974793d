"""Papers of the council as Word files: the minutes of a session, the draft of the decision with its annexes."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.council.queries.papers import decision_content, minutes_paper
from cchc.council.views.frame import cycle_for, session_for, sight_for
from cchc.cycles.policies import sight_of
from cchc.documents.queries.downloads import made_file


@needs(Permission.COUNCIL_READ)
@require_GET
def minutes_word(request: Request, year: int, number: int) -> HttpResponse:
    """Send the minutes of a session; of one that is not closed, marked as a draft. Items of units that stand near to
    the reader are left out, and that is said."""
    session = session_for(request, year, number)
    content = minutes_paper(sight_for(request, session.cycle), session)
    return made_file(content, f"bien-ban-hoi-dong-{year}-phien-{number}.docx")


@needs(Permission.COUNCIL_READ)
@require_GET
def decision_word(request: Request, year: int) -> HttpResponse:
    """Send the draft of the decision that approves the results, with its annexes."""
    cycle = cycle_for(request, year)
    return made_file(decision_content(sight_of(request.actor), cycle), f"du-thao-quyet-dinh-{year}.docx")
