"""The report of back-checks as a Word file."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.consequences import template_now
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.fieldwork.exchange.back_check_report import (
    BACK_CHECK_REPORT,
    back_check_report_bytes,
    standard_back_check_report,
)
from cchc.fieldwork.queries.check_report import back_checks_reported
from cchc.fieldwork.views.checking import body_of, survey_checked


@needs(Permission.FIELDWORK_READ)
@require_GET
def back_check_report(request: Request, survey: int) -> HttpResponse:
    """Send the report of the back-checks that this person sees, by the template that stands."""
    found = survey_checked(request, survey)
    report = back_checks_reported(request.actor, found, body_of(request), timezone.localdate())
    template = template_now(BACK_CHECK_REPORT, standard_back_check_report)
    made = back_check_report_bytes(report, template)
    return made_file(made, f"bao-cao-phuc-tra-{slug_of(found.name)}.docx")
