"""Designs of surveys: the templates of `content/surveys/designs`, and what the quotas of a design are for units."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.surveys.reckoning import asked_figures
from cchc.core.surveys.sampling.design import ANY_KIND, EstimationPlan, RatedUnit, RatedUnits, SurveyDesign
from cchc.core.surveys.sampling.quotas import ALL_UNITS, quotas_of
from cchc.core.words.names import sort_key, spelling_key
from cchc.surveys.exchange.design_file import DesignFile, designs_in, stored_design
from cchc.surveys.models import Survey
from cchc.units.models import Unit


def design_templates() -> dict[str, DesignFile]:
    """The templates by the names of their files."""
    return designs_in(settings.DESIGNS)


def template_choices() -> list[tuple[str, str]]:
    """The templates as a form offers them: name and title, in the order of their titles."""
    titles = [(name, one.design.title) for name, one in design_templates().items()]
    return sorted(titles, key=lambda pair: sort_key(pair[1]))


def design_in(survey: Survey) -> SurveyDesign | None:
    """The design that a survey was created after, None for one that began empty."""
    return stored_design(survey.design) if survey.design else None


def asked_estimation(survey: Survey) -> EstimationPlan:
    """What the design of a survey says of its estimate; of one without a design, what holds where nothing is said."""
    design = design_in(survey)
    return design.estimation if design else EstimationPlan()


def not_followed_in(survey: Survey) -> list[str]:
    """What the design of a survey asks of its estimate and the platform does not do, a sentence each: nothing of it is
    passed over in silence. `cchc survey estimate` does it, from a file of the answers."""
    design = design_in(survey)
    if design is None:
        return []
    found = []
    if design.estimation.margins:
        found.append(
            _(
                "The design fits the weights to margins, which are not known of the forms here: estimate the survey "
                "with the command line."
            )
        )
    if names := _not_asked(survey, design.estimation):
        found.append(
            _(
                "The design asks for means, ratios or totals that follow from no question here ({names}): name the "
                "code of a question that is answered by a number, or points for answers that it has."
            ).format(names="; ".join(names))
        )
    if design.estimation.confidence != EstimationPlan().confidence:
        found.append(_("The design asks for intervals other than of 95 percent, which are not printed here."))
    return found


def _not_asked(survey: Survey, plan: EstimationPlan) -> list[str]:
    """The names of the figures that a design asks for and no questionnaire of the survey gives; nothing is said before
    anybody fills one."""
    if not plan.asked_names:
        return []
    sets: dict[int, list[QuestionSet]] = defaultdict(list)
    for form in survey.forms.select_related("version").order_by("version__number", "pk"):
        sets[form.version.questionnaire_id].append(questions_of(form.version.content))
    given = {figure.code for one in sets.values() for figure, _question in asked_figures(one, plan)}
    return [name for code, name in plan.asked_names.items() if code not in given] if sets else []


def quotas_for(design: SurveyDesign, units: Sequence[Unit]) -> dict[tuple[int | None, str, str], int]:
    """The quotas of a design for these units: by the id of the unit (None: about all of them), the name of the group,
    the channel.

    What a template states of its own number of units, or of units by name, does not hold for others and is left out.
    Raises `Faults` for what the design leaves open.
    """
    kinds = [kind for kind in design.rated.kinds if kind != ANY_KIND]
    named = _names(units)
    rated = [RatedUnit(name, _kind(unit, kinds)) for name, unit in named.items()]
    counts = Counter(one.kind for one in rated)
    own = replace(
        design,
        total=None,
        rated=RatedUnits(design.rated.word, dict(counts)),
        quotas=tuple(one for one in design.quotas if one.unit is None or one.unit in named),
    )
    groups = {one.code: one.name for one in design.groups}
    return {
        (
            None if cell.unit == ALL_UNITS else named[cell.unit].pk,
            groups[cell.group],
            cell.channel,
        ): cell.target
        for cell in quotas_of(own, rated)
    }


def _names(units: Sequence[Unit]) -> dict[str, Unit]:
    """The units by a name that is theirs alone."""
    times = Counter(one.name for one in units)
    return {one.name if times[one.name] == 1 else f"{one.name} ({one.code or one.pk})": one for one in units}


def _kind(unit: Unit, kinds: Sequence[str]) -> str:
    """The kind of a unit among those that a design names: the word with which its name begins ("Phường", "Xã")."""
    name = spelling_key(unit.name)
    return next((kind for kind in kinds if name.startswith(f"{spelling_key(kind)} ")), ANY_KIND)
