"""A survey is created after a template, and its quotas follow from its design."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.core.words.messages import Faults
from cchc.surveys.actions.surveys import CellOf, SurveyTexts, create_survey, set_quotas
from cchc.surveys.models import Survey
from cchc.surveys.queries.designs import design_in, design_templates, quotas_for
from cchc.ui.templatetags.ui import message_text
from cchc.units.models import Unit


def create_after(*, by: Actor, texts: SurveyTexts, template: str) -> Survey:
    """Create a survey after a template of `content/surveys/designs`, by the name of its file ("": an empty one).

    Raises as `create_survey` does, and ValidationError for a template that is not there.
    """
    templates = design_templates()
    if template and template not in templates:
        raise ValidationError({"template": _("There is no such template.")})
    design = templates[template].content if template else ""
    return create_survey(by=by, texts=texts, design=design)


@transaction.atomic
def quotas_from_design(*, by: Actor, survey: Survey) -> int:
    """Set the quotas as the design says for the rated units, in the place of those that stand; returns how many cells
    changed.

    Raises as `set_quotas` does, and ValidationError without a design or units, and for what the design leaves open.
    """
    design = design_in(survey)
    units = list(Unit.objects.filter(pk__in=survey.rated.values("unit")))
    if design is None:
        raise ValidationError(_("This survey has no design: set its quotas in the table."))
    if not units:
        raise ValidationError(_("No unit is rated yet: choose the units."))
    try:
        wanted = quotas_for(design, units)
    except Faults as refused:
        raise ValidationError([message_text(one.why) for one in refused.faults]) from None
    there = survey.quota_cells.values_list("unit", "respondent_group", "channel")
    targets = {CellOf(unit, group, channel): 0 for unit, group, channel in there}
    targets |= {CellOf(*cell): target for cell, target in wanted.items()}
    return set_quotas(by=by, survey=survey, targets=targets)
