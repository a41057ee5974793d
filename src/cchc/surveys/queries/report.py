"""What the report of a survey says, gathered from its design, its forms and its standing estimate."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from cchc.access.actor import Actor
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.names import name_inside_a_sentence
from cchc.core.words.numbers import printed_number
from cchc.surveys.exchange.report import (
    ReportedFactor,
    ReportedFigure,
    ReportedForms,
    SurveyReport,
    pictures_of,
    survey_inside_a_sentence,
)
from cchc.surveys.models import (
    EstimateState,
    Questionnaire,
    QuotaCell,
    Survey,
    SurveyEstimate,
)
from cchc.surveys.queries.ledger import quota_ledger
from cchc.surveys.queries.opinions import open_items, opinions_on
from cchc.surveys.queries.protecting import protected_table
from cchc.surveys.queries.results import (
    EstimatedValue,
    ResultHeading,
    factor_headings,
    item_headings,
    result_table,
)
from cchc.surveys.queries.unit_standings import standing_sentences
from cchc.units.models import Unit
from cchc.units.queries import served_province

FONTS = settings.NODE_MODULES / "@fontsource" / "be-vietnam-pro" / "files"
MOST_WORDS = 10
NOTHING = EstimatedValue(None, None, None, 0, 0, 0, None, is_rate=True)


def report_of(
    actor: Actor,
    survey: Survey,
    estimate: SurveyEstimate,
    questionnaire: Questionnaire,
    questions: QuestionSet,
    today: date,
) -> SurveyReport:
    """Return the report of a survey by one questionnaire, as the unit of `actor` would send it; in Vietnamese."""
    with override(settings.LANGUAGE_CODE):
        factors = _factors(estimate, questionnaire, questions)
        whole_code = whole_heading(questions)
        table = result_table(estimate, questionnaire, [whole_code] if whole_code else [])
        table = protected_table(table, survey.minimum_answers, questions)
        units = [_figure(row.name, row.cells[0]) for row in table.rows] if whole_code else []
        units.sort(key=lambda one: (one.value is None, -(one.value or 0), one.name))
        whole = table.whole.cells[0] if whole_code else None
        return SurveyReport(
            survey=survey_inside_a_sentence(survey.name),
            year=survey.year,
            **sender_of(actor),
            on=today,
            method=_method(survey),
            forms=_forms(survey),
            whole=_figure(_("All units together"), whole),
            factors=tuple(factors),
            units=tuple(units),
            sentences=tuple(standing_sentences(table) if whole_code else ()),
            words=_words(survey, questionnaire, questions),
            smallest=survey.minimum_answers,
            is_provisional=estimate.state != EstimateState.FINAL,
            factor_pictures=pictures_of([one.figure for one in factors], FONTS),
            unit_pictures=pictures_of(units, FONTS),
        )


def whole_heading(questions: QuestionSet) -> ResultHeading | None:
    """Return what says the satisfaction with a unit as a whole: the factor that holds every other one, else the first
    factor, else the first question; None where nothing is rated."""
    headings = factor_headings(questions)
    widest = max(questions.factors, key=lambda one: len(one.items), default=None)
    if widest is not None:
        return next(one for one in headings if one.code == widest.code)
    return next(iter(item_headings(questions)), None)


def _factors(
    estimate: SurveyEstimate, questionnaire: Questionnaire, questions: QuestionSet
) -> list[ReportedFactor]:
    headings = [*factor_headings(questions), *item_headings(questions)]
    whole = result_table(estimate, questionnaire, headings).whole
    cells = {one.code: cell for one, cell in zip(headings, whole.cells, strict=True)}
    found = []
    for place, factor in enumerate(questions.factors, start=1):
        items = () if factor.parts else item_headings(questions, factor)
        found.append(
            ReportedFactor(
                _figure(factor.name, cells[factor.code], str(place)),
                tuple(_figure(one.name, cells[one.code], one.number) for one in items),
            )
        )
    return found


def _figure(name: str, cell: EstimatedValue | None, number: str = "") -> ReportedFigure:
    shown = cell or NOTHING
    return ReportedFigure(name, shown.value, shown.low, shown.high, shown.answers, number)


def sender_of(actor: Actor) -> dict[str, str]:
    """Return who reports, as a paper names it: the unit of the actor, under its superior."""
    unit = Unit.objects.filter(pk=actor.unit_id or 0).select_related("parent").first()
    province = served_province()
    place = name_inside_a_sentence(province.name) if province else ""
    superior = unit.parent if unit else None
    of_province = superior is not None and province is not None and superior.pk == province.pk
    return {
        "superior": f"Ủy ban nhân dân {place}" if of_province else superior.name if superior else "",
        "issuer": unit.name if unit else actor.unit,
        "symbol": "BC",
        "place": place.removeprefix("tỉnh ").removeprefix("thành phố "),
        "signer": "Thủ trưởng",
    }


def _method(survey: Survey) -> tuple[str, ...]:
    """Who was asked, how many of each group, about how many units."""
    wanted = (
        QuotaCell.objects.filter(survey=survey)
        .values("respondent_group")
        .annotate(target=Sum("target"), units=Count("unit", distinct=True))
        .order_by("respondent_group")
    )
    rated = survey.rated.count()
    return tuple(
        (
            _("%(group)s: %(target)s forms about %(units)s units")
            if one["units"]
            else _("%(group)s: %(target)s forms, each about all %(units)s units")
        )
        % {
            "group": one["respondent_group"],
            "target": printed_number(one["target"], 0, ",", "."),
            "units": one["units"] or rated,
        }
        for one in wanted
    )


def _forms(survey: Survey) -> ReportedForms:
    """The forms as the ledger counts them: one on which a person rates several units is one form."""
    sums = quota_ledger(survey).whole.sums
    return ReportedForms(sums.target, sums.received, sums.accepted, sums.rejected, sums.void)


def _words(
    survey: Survey, questionnaire: Questionnaire, questions: QuestionSet
) -> tuple[tuple[str, int], ...]:
    found: list[tuple[str, int]] = []
    for item in open_items(questions):
        groups = opinions_on(survey, questionnaire, item).groups.groups
        found.extend((one.words, len(one.answers)) for one in groups)
    return tuple(sorted(found, key=lambda one: (-one[1], one[0]))[:MOST_WORDS])
