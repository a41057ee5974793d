"""What pages of the field of one survey share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cchc.access.requests import Request
from cchc.fieldwork.policies import may_manage_fieldwork, may_read_fieldwork
from cchc.surveys.models import Survey, SurveyState
from cchc.surveys.queries.steps import visible_to


def survey_of(request: Request, pk: int) -> Survey:
    """The survey with this id; 404 for one that this person may not see, or that has not begun to collect."""
    return get_object_or_404(visible_to(request.actor).exclude(state=SurveyState.DESIGNING), pk=pk)


def survey_context(survey: Survey, title: str) -> dict[str, Any]:
    """The title of a page, its survey and where it stands."""
    return {
        "title": title,
        "survey": survey,
        "collects": survey.state == SurveyState.COLLECTING,
        "crumbs": [(_("Collecting the answers of surveys"), reverse("fieldwork:home"))],
    }


def field_context(request: Request, survey: Survey, title: str) -> dict[str, Any]:
    """What the pages of a survey share that stand side by side: besides the above, what this person may do, and the
    pages that he or she may open."""
    manages = may_manage_fieldwork(request.actor)
    collects = survey.state == SurveyState.COLLECTING
    return survey_context(survey, title) | {
        "may_manage": manages and collects,
        "may_read_codes": manages,
        "reads_field": may_read_fieldwork(request.actor),
        "tabs_of_field": list(_tabs(survey, manages=manages, collects=collects)),
    }


def _tabs(survey: Survey, *, manages: bool, collects: bool) -> Iterator[tuple[str, str, str]]:
    """The pages of a survey: the name, the address and the words of each."""
    pages = [
        ("board", _("Board of the fieldwork"), True),
        ("forms", _("Forms that are out"), True),
        ("hand_out", _("Hand out forms"), manages and collects),
        ("codes", pgettext("tab", "Codes"), manages),
        ("batches", pgettext("tab", "Paper forms"), manages),
        ("devices", pgettext("tab", "Telephones"), manages and collects),
        ("links", _("Links for anybody"), manages),
        ("consent", pgettext("tab", "Consent"), manages),
        ("back_checks", _("Back-checks"), True),
        ("privacy", _("Personal data"), True),
    ]
    for name, words, is_offered in pages:
        if is_offered:
            yield name, reverse(f"fieldwork:{name}", args=[survey.pk]), words
