"""Pages on which a survey is designed: rated units, who fills which questionnaire, quotas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.surveys.actions.designing import quotas_from_design
from cchc.surveys.actions.surveys import (
    CellOf,
    ask_group,
    choose_units,
    leave_group,
    set_quotas,
)
from cchc.surveys.forms.surveys import (
    AskedGroupForm,
    FillQuotasForm,
    QuotaTableForm,
    RatedUnitsForm,
    cell_name,
)
from cchc.surveys.models import Survey, SurveyForm
from cchc.surveys.queries.steps import groups_without_form
from cchc.surveys.views.surveys import survey_context, survey_of
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import thousands
from cchc.units.models import Kind, Unit
from cchc.units.queries.tree import valid_on

QUOTA_ROWS = 50


@needs(Permission.SURVEY_READ)
@require_GET
def units(request: Request, pk: int) -> HttpResponse:
    """The rated units by kind, and those that may still be chosen."""
    survey = survey_of(request, pk)
    return _units_page(request, survey, _asked_kind(request.GET.get("loai", ""), survey))


def _asked_kind(text: str, survey: Survey) -> str:
    """The kind that is asked for, else that of the units that are rated already, else communes."""
    if text in Kind.values:
        return text
    there = survey.rated.values_list("unit__kind", flat=True).order_by("unit__kind").first()
    return there or Kind.COMMUNE.value


def _offered(kind: str) -> Any:
    return valid_on(timezone.localdate()).filter(kind=kind)


def _units_page(
    request: Request, survey: Survey, kind: str, faults: Any = (), status: int = 200
) -> HttpResponse:
    rated = set(survey.rated.values_list("unit_id", flat=True))
    counts = dict.fromkeys(Kind.values, 0)
    for one in survey.rated.values_list("unit__kind", flat=True):
        counts[one] += 1
    kinds = [(value, label, counts[value]) for value, label in Kind.choices if value != Kind.OUTSIDE]
    context = survey_context(request, survey, _("Rated units")) | {
        "kind": kind,
        "kinds": kinds,
        "rows": [(unit, unit.pk in rated) for unit in _offered(kind)],
        "chosen": Unit.objects.filter(pk__in=rated, kind=kind),
        "count": len(rated),
        "faults": faults,
    }
    return page(request, "surveys/units.html", context, status=status)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def units_choose(request: Request, pk: int) -> HttpResponse:
    """Rate the ticked units of a kind; those of other kinds stay."""
    survey = survey_of(request, pk)
    kind = _asked_kind(request.POST.get("kind", ""), survey)
    form = RatedUnitsForm(request.POST, offered=_offered(kind))
    if not form.is_valid():
        faults = [error for errors in form.errors.values() for error in errors]
        return _units_page(request, survey, kind, faults, 422)
    others = Unit.objects.filter(pk__in=survey.rated.values("unit")).exclude(kind=kind)
    chosen = list(form.cleaned_data["units"])
    try:
        choose_units(by=request.actor, survey=survey, units=[*others, *chosen])
    except ValidationError as refused:
        return _units_page(request, survey, kind, refused.messages, 422)
    count = len(others) + len(chosen)
    said = ngettext("The survey rates {count} unit.", "The survey rates {count} units.", count)
    messages.success(request, said.format(count=thousands(count)))
    return redirect("surveys:groups", pk)


@needs(Permission.SURVEY_READ)
@require_GET
def groups(request: Request, pk: int) -> HttpResponse:
    """Which group of respondents fills which questionnaire."""
    survey = survey_of(request, pk)
    return _groups_page(request, survey, AskedGroupForm(initial={"group": request.GET.get("nhom", "")}))


def _groups_page(request: Request, survey: Survey, form: AskedGroupForm, status: int = 200) -> HttpResponse:
    context = survey_context(request, survey, _("Who fills which questionnaire")) | {
        "forms": survey.forms.select_related("version__questionnaire"),
        "without": groups_without_form(survey),
        "form": form,
    }
    return page(request, "surveys/groups.html", context, status=status)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def group_ask(request: Request, pk: int) -> HttpResponse:
    """Let a group fill a questionnaire."""
    survey, form = survey_of(request, pk), AskedGroupForm(request.POST)
    if form.is_valid():
        try:
            ask_group(by=request.actor, survey=survey, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("The group fills this questionnaire."))
            return redirect("surveys:groups", pk)
    return _groups_page(request, survey, form, 422)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def group_leave(request: Request, pk: int, form: int) -> HttpResponse:
    """Take a group with its questionnaire out."""
    row = get_object_or_404(
        SurveyForm.objects.select_related("survey"), survey=survey_of(request, pk), pk=form
    )
    return _done(
        request,
        "surveys:groups",
        pk,
        lambda: leave_group(by=request.actor, form=row),
        _("The group was taken out."),
    )


def _done(request: Request, address: str, pk: int, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, said)
    return redirect(address, pk)


@needs(Permission.SURVEY_READ)
def quotas(request: Request, pk: int) -> HttpResponse:
    """The quotas as a table: shown, and set by whoever designs; 409 where somebody changed the survey meanwhile."""
    survey = survey_of(request, pk)
    rows = Paginator(_rated(survey), QUOTA_ROWS).get_page(request.GET.get("page"))
    columns = quota_columns(survey)
    start = _initial(survey, list(rows.object_list), columns)
    form = QuotaTableForm(
        request.POST or None,
        units=rows.object_list,
        columns=columns,
        initial={**start, "seen": survey.version},
    )
    if request.method != "POST":
        return _quotas_page(request, survey, rows, form, FillQuotasForm())
    if not survey_context(request, survey, "")["may_design"]:
        raise Http404
    if not form.is_valid():
        return _quotas_page(request, survey, rows, form, FillQuotasForm(), 422)
    try:
        count = set_quotas(
            by=request.actor, survey=survey, targets=form.targets, seen_version=form.cleaned_data["seen"]
        )
    except Changed as changed:
        again = QuotaTableForm(
            {**start, **request.POST.dict(), "seen": changed.now.version},
            units=rows.object_list,
            columns=columns,
        )
        return _quotas_page(request, survey, rows, again, FillQuotasForm(), 409)
    except ValidationError as refused:
        put_errors(form, refused)
        return _quotas_page(request, survey, rows, form, FillQuotasForm(), 422)
    said = ngettext("{count} quota was changed.", "{count} quotas were changed.", count)
    messages.success(request, said.format(count=thousands(count)))
    return redirect(f"{reverse('surveys:quotas', args=[pk])}?page={rows.number}")


def _rated(survey: Survey) -> list[Unit | None]:
    """The rows of the quotas: all units together, where a group rates them so, then each unit."""
    together = [None] if survey.quota_cells.filter(unit__isnull=True).exists() else []
    return [*together, *Unit.objects.filter(pk__in=survey.rated.values("unit"))]


def quota_columns(survey: Survey) -> list[tuple[str, str]]:
    """The columns of the quotas: each group with its channels; a group without a quota yet has one for all channels."""
    there = set(survey.quota_cells.order_by().values_list("respondent_group", "channel").distinct())
    known = {group for group, _channel in there}
    asked = set(survey.forms.values_list("respondent_group", flat=True))
    return sorted(there | {(group, "") for group in asked - known})


def _initial(survey: Survey, shown: list[Unit | None], columns: list[tuple[str, str]]) -> dict[str, int]:
    cells = survey.quota_cells.values_list("unit", "respondent_group", "channel", "target")
    known: dict[tuple[int | None, str, str], int] = {
        (unit, group, channel): target for unit, group, channel, target in cells
    }
    return {
        cell_name(unit, column): known[(unit.pk if unit else None, *column)]
        for unit in shown
        for column in columns
        if (unit.pk if unit else None, *column) in known
    }


def _quotas_page(
    request: Request, survey: Survey, rows: Any, form: QuotaTableForm, fill: FillQuotasForm, status: int = 200
) -> HttpResponse:
    labels = [" · ".join(filter(None, column)) for column in form.columns]
    lines = [
        (
            unit,
            [
                (label, form[cell_name(unit, column)])
                for label, column in zip(labels, form.columns, strict=True)
            ],
        )
        for unit in form.units
    ]
    sums = dict.fromkeys(form.columns, 0)
    for group, channel, target in survey.quota_cells.values_list("respondent_group", "channel", "target"):
        sums[group, channel] = sums.get((group, channel), 0) + target
    context = survey_context(request, survey, _("Quotas")) | {
        "rows": rows,
        "lines": lines,
        "columns": [(group, channel, sums[group, channel]) for group, channel in form.columns],
        "whole": sum(sums.values()),
        "form": form,
        "fill": fill,
        "meanwhile": status == 409,
        "groups": sorted({group for group, _channel in form.columns}),
    }
    return page(request, "surveys/quotas.html", context, status=status)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def quotas_design(request: Request, pk: int) -> HttpResponse:
    """Set the quotas as the design of the survey says, in the place of those that stand."""
    survey = survey_of(request, pk)
    try:
        count = quotas_from_design(by=request.actor, survey=survey)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        said = ngettext("{count} quota was changed.", "{count} quotas were changed.", count)
        messages.success(request, said.format(count=thousands(count)))
    return redirect("surveys:quotas", pk)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def quotas_fill(request: Request, pk: int) -> HttpResponse:
    """Set the same quota for all rated units of a group."""
    survey, fill = survey_of(request, pk), FillQuotasForm(request.POST)
    if fill.is_valid():
        typed = fill.cleaned_data
        group, channel = typed["group"].strip(), typed["channel"].strip()
        together = typed["about"] == "all"
        about: list[int | None] = [None] if together else [*survey.rated.values_list("unit_id", flat=True)]
        targets = {CellOf(unit, group, channel): typed["target"] for unit in about}
        try:
            count = set_quotas(by=request.actor, survey=survey, targets=targets)
        except ValidationError as refused:
            put_errors(fill, refused)
        else:
            said = ngettext("{count} quota was changed.", "{count} quotas were changed.", count)
            messages.success(request, said.format(count=thousands(count)))
            return redirect("surveys:quotas", pk)
    rows = Paginator(_rated(survey), QUOTA_ROWS).get_page(1)
    columns = quota_columns(survey)
    start = _initial(survey, list(rows.object_list), columns) | {"seen": survey.version}
    form = QuotaTableForm(units=rows.object_list, columns=columns, initial=start)
    return _quotas_page(request, survey, rows, form, fill, 422)
