"""How far a survey is: the steps of its design, what it lacks, what is built on its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.cycles.models import Cycle, State
from cchc.surveys.models import Survey, TakenFigure
from cchc.surveys.policies import may_read
from cchc.surveys.queries.designs import not_followed_in
from cchc.ui.templatetags.ui import thousands


def visible_to(actor: Actor) -> QuerySet[Survey]:
    """The surveys that `actor` may see: all of the province, or none."""
    return Survey.objects.all() if may_read(actor) else Survey.objects.none()


@dataclass(frozen=True, slots=True)
class DesignStep:
    """One step of a design: its name, what stands of it, where it is done, and whether it is."""

    name: str
    stands: str
    address: str
    done: bool


def design_steps(survey: Survey) -> list[DesignStep]:
    """The steps in the order in which they are done."""
    units, forms = survey.rated.count(), survey.forms.count()
    targets = list(survey.quota_cells.values_list("target", flat=True))
    drawn = survey.cases.filter(state="drawn").count()
    at = [survey.pk]
    return [
        DesignStep(
            _("Rated units"),
            ngettext("{count} unit", "{count} units", units).format(count=thousands(units)),
            reverse("surveys:units", args=at),
            bool(units),
        ),
        DesignStep(
            _("Who fills which questionnaire"),
            ngettext("{count} group of respondents", "{count} groups of respondents", forms).format(
                count=thousands(forms)
            ),
            reverse("surveys:groups", args=at),
            bool(forms) and not groups_without_form(survey),
        ),
        DesignStep(
            _("Quotas"),
            ngettext("{count} answer wanted", "{count} answers wanted", sum(targets)).format(
                count=thousands(sum(targets))
            ),
            reverse("surveys:quotas", args=at),
            bool(targets),
        ),
        DesignStep(
            _("Sample"),
            ngettext("{count} case drawn", "{count} cases drawn", drawn).format(count=thousands(drawn)),
            reverse("surveys:sample", args=at),
            bool(drawn),
        ),
    ]


def groups_without_form(survey: Survey) -> list[str]:
    """The groups of the quotas that fill no questionnaire yet, by name."""
    asked = set(survey.forms.values_list("respondent_group", flat=True))
    groups = survey.quota_cells.order_by().values_list("respondent_group", flat=True).distinct()
    return sorted(set(groups) - asked)


def missing_in_design(survey: Survey) -> list[str]:
    """What a design lacks before answers are collected, a sentence each; a sample needs not be drawn."""
    return list(_missing(survey))


def _missing(survey: Survey) -> Iterator[str]:
    if not survey.rated.exists():
        yield _("No unit is rated yet: choose the units.")
    if not survey.forms.exists():
        yield _("Nobody fills a questionnaire yet: say which group fills which one.")
    groups = groups_without_form(survey)
    if groups:
        yield _("These groups have quotas and no questionnaire: {names}.").format(names="; ".join(groups))
    if not survey.quota_cells.exists():
        yield _("No answer is wanted yet: set the quotas.")
    yield from not_followed_in(survey)


def built_on_closing(survey: Survey) -> list[str]:
    """What rests on the figures of a closed survey, a sentence each: then it is not opened again."""
    cycles = Cycle.objects.filter(year=survey.year, state=State.CLOSED)
    built = [
        _("“{name}” is closed: its index may rest on the figures of this survey.").format(name=one.name)
        for one in cycles
    ]
    if TakenFigure.objects.filter(estimate__survey=survey, taking__undone__isnull=True).exists():
        built.append(_("The figures of this survey were taken into the index: take them back first."))
    return built
