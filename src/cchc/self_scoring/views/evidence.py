"""Documents behind the answer to a leaf: linked, and taken away again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.self_scoring.actions.evidence import link_document, unlink_document
from cchc.self_scoring.forms import LinkForm
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.sheet import sheet_view
from cchc.self_scoring.views.frame import leaf_address, sheet_for
from cchc.self_scoring.views.sheet import leaf_answer, leaf_page_context, line_of
from cchc.ui.forms import put_errors


@needs(Permission.SHEET_EDIT)
@repeatable
@require_POST
def evidence_link(request: Request, year: int, unit: int, leaf: str) -> HttpResponse:
    """Link a document of the unit's library to a leaf; linked once more it only changes its page and passage."""
    sheet = sheet_for(request, year, unit)
    line_of(sheet_view(sheet), leaf)
    form = LinkForm(request.POST, unit_id=unit)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            link_document(
                by=request.actor,
                sheet=sheet,
                leaf=leaf,
                document=sent["document"],
                part=sent["part"],
                page=sent["page"],
                passage=sent["passage"],
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(
                request, _("{document} linked to {leaf}.").format(document=sent["document"], leaf=leaf)
            )
            return _back(request, sheet, leaf)
    context = leaf_page_context(request, sheet, leaf) | {"link_form": form}
    return leaf_answer(request, context, status=422)


@needs(Permission.SHEET_EDIT)
@repeatable
@require_POST
def evidence_unlink(request: Request, year: int, unit: int, leaf: str, link: int) -> HttpResponse:
    """Take a document away from a leaf; it stays in the library."""
    sheet = sheet_for(request, year, unit)
    found = sheet.evidence.filter(pk=link, leaf=leaf).first()
    if found is None:
        line_of(sheet_view(sheet), leaf)
        return _back(request, sheet, leaf)
    try:
        unlink_document(by=request.actor, sheet=sheet, link=found)
    except ValidationError as refused:
        for why in refused.messages:
            messages.error(request, why)
    return _back(request, sheet, leaf)


def _back(request: Request, sheet: UnitSheet, leaf: str) -> HttpResponse:
    """Go back to the leaf; the script of the sheet gets what stands beside it."""
    if request.headers.get("HX-Request") == "true":
        list(messages.get_messages(request))  # the panel shows what came of it
        return leaf_answer(request, leaf_page_context(request, sheet, leaf))
    return redirect(f"{leaf_address(sheet, leaf)}#tai-lieu")
