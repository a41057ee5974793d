"""Pages of scores: the empty points file of a criteria set."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.criteria import queries
from cchc.documents.queries.downloads import made_file
from cchc.scores.exchange.form import points_form
from cchc.ui.templatetags.ui import message_text


@needs(Permission.CRITERIA_READ)
def empty_points_file(request: Request, pk: int) -> HttpResponse:
    """The empty points file of the set, to be filled in with units."""
    version = get_object_or_404(queries.versions(request.actor).defer(None), pk=pk)
    content = points_form(queries.criteria_of(version), (), message_text)
    return made_file(content, f"mau-diem-{queries.file_name(version)}.xlsx")
