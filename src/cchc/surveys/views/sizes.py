"""The sample size calculator: how many are to be asked for a margin of error."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.sampling.sizes import SampleSize, size_by_error, size_of_proportion
from cchc.core.words.messages import Faults
from cchc.surveys.forms.sizes import SampleSizeForm
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text


@needs(Permission.SURVEY_READ)
@require_GET
def sample_sizes(request: Request) -> HttpResponse:
    """Reckon how many answers a margin of error needs, by both formulas; what is asked stands in the address."""
    form = SampleSizeForm(request.GET or None)
    context: dict[str, Any] = {"title": _("Sample size"), "form": form}
    status = 200
    if form.is_bound:
        try:
            context |= _sizes(form.cleaned_data) if form.is_valid() else {}
        except Faults as refused:
            for one in refused.faults:
                form.add_error(None, message_text(one.why))
        status = 200 if form.is_valid() else 422
    return page(request, "surveys/sizes.html", context, status=status)


def _sizes(typed: dict[str, Fraction | None]) -> dict[str, SampleSize | None]:
    people = ceil(typed["n"]) if typed["n"] else None
    margin, rate, confidence, effect, response = (
        typed[name] or Fraction(1) for name in ("e", "p", "c", "d", "r")
    )
    size = size_of_proportion(
        margin, confidence, proportion=rate, population=people, design_effect=effect, response=response
    )
    return {"size": size, "usual": size_by_error(people, margin) if people else None}
