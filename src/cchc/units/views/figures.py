"""Pages of the figures of units per year: the table, one unit in a year, the table file."""

from __future__ import annotations

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
from cchc.core.scoring.criteria.attributes import FIGURES
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file
from cchc.documents.views import dear
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import ROWS, Addresses, Fact, Frame, file_pages
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.requests import requested_number
from cchc.units import queries, staged
from cchc.units.actions.figures import set_figures
from cchc.units.exchange.figures import FiguresRow, figures_workbook
from cchc.units.forms.figures import (
    FiguresFileForm,
    UnitFiguresForm,
    attribute_label,
    printed_value,
    typed_values,
)
from cchc.units.models import FIRST_YEAR, LAST_YEAR, Unit
from cchc.units.policies import may_manage_figures
from cchc.units.queries.figures import FiguresOfYear, figure_years, figures_in, figures_of

ADDRESSES = Addresses(
    list="units:figures_import",
    one="units:figures_import_detail",
    file="units:figures_import_file",
    apply="units:figures_import_apply",
    again="units:figures_import_again",
    give_up="units:figures_import_give_up",
)


@needs(Permission.UNIT_READ)
@require_GET
def figure_list(request: Request) -> HttpResponse:
    """Show what is known of every unit in a year, or of the units found by name."""
    year = _asked_year(request)
    rows = Paginator(_units_of(request, year), ROWS).get_page(request.GET.get("page"))
    context = {
        "title": _("Figures of units"),
        "year": year,
        "years": sorted({*figure_years(), timezone.localdate().year, year}, reverse=True),
        "text": request.GET.get("q", "").strip(),
        "headings": [attribute_label(name) for name in FIGURES],
        "rows": rows,
        "lines": [(one, _printed(one)) for one in figures_in(year, rows.object_list)],
        "may_manage": may_manage_figures(request.actor),
    }
    return page(request, "units/figures.html", context, part="rows")


def _asked_year(request: Request) -> int:
    year = requested_number(request.GET.get("nam", ""))
    return year if year and FIRST_YEAR <= year <= LAST_YEAR else timezone.localdate().year


def _units_of(request: Request, year: int) -> list[Unit]:
    """Return the units at the end of a year, or today while it runs; those whose name contains what is searched."""
    day = min(timezone.localdate().replace(year=year, month=12, day=31), timezone.localdate())
    found = queries.lines(on=day, text=request.GET.get("q", "").strip(), kind="", ended=False)
    return [line.unit for line in found]


def _printed(one: FiguresOfYear) -> list[tuple[str, str]]:
    """Return each attribute by its heading with its value, empty where nothing is known."""
    known = one.values
    return [
        (attribute_label(name), printed_value(name, known[name]) if name in known else "") for name in FIGURES
    ]


@needs(Permission.UNIT_READ)
@require_GET
def figure_export(request: Request) -> HttpResponse:
    """Send the table of a year as an Excel workbook that can be filled in and brought back."""
    year = _asked_year(request)
    known = figures_in(year, _units_of(request, year))
    rows = [
        FiguresRow(number, one.unit.code, one.unit.name, year, one.values, one.source)
        for number, one in enumerate(known, start=2)
    ]
    return made_file(figures_workbook(rows), f"so-lieu-don-vi-{year}.xlsx")


@needs(Permission.FIGURE_EDIT)
def figure_change(request: Request, pk: int, year: int) -> HttpResponse:
    """Show what is known of a unit in a year, and write it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    unit = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    known = figures_of(unit)
    there = next((one for one in known if one.year == year), None)
    initial = {**typed_values(there.values), "source": there.source} if there else {}
    form = UnitFiguresForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {
        "title": _("Figures of %(year)s of “%(name)s”") % {"year": year, "name": unit.name},
        "unit": unit,
        "form": form,
        "back": f"{reverse('units:figures')}?nam={year}",
    }
    if request.method != "POST":
        return page(request, "units/figures_change.html", context)
    if form.is_valid():
        source = form.cleaned_data["source"]
        try:
            set_figures(by=request.actor, unit=unit, year=year, values=form.values(), source=source)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
            return redirect(context["back"])
    return page(request, "units/figures_change.html", context, status=422)


# The table file


def _frame(request: Request) -> Frame:
    """Return the frame of the pages of the files."""
    return Frame(
        request=request,
        kind=staged.FIGURES,
        rows=staged_files(staged.FIGURES),
        addresses=ADDRESSES,
        title=_("Bring figures of units"),
        crumbs=[(_("Units"), reverse("units:list")), (_("Figures of units"), reverse("units:figures"))],
        template="units/figures_import_detail.html",
        listing="units/figures_import.html",
        difference=_difference,
        facts=lambda one: [Fact(_("Figures"), len(one.difference))],
        around={"back": reverse("units:figures")},
    )


def _difference(one: StagedFile) -> dict[str, Any]:
    """Return the first figures that would change, each with its unit, year, old and new value."""
    shown = [
        {
            **cell,
            "label": attribute_label(cell["attribute"]),
            "old": printed_value(cell["attribute"], cell["old"]) if cell["old"] else "",
            "new": printed_value(cell["attribute"], cell["new"]),
        }
        for cell in one.difference[:ROWS]
    ]
    moving = len(one.difference)
    return {"counts": one.counts, "shown": shown, "moving": moving, "empty": not moving}


@needs(Permission.FIGURE_EDIT)
@dear(Errand.What.IMPORT)
def figure_import(request: Request) -> HttpResponse:
    """Upload a table file, to see what it would change; the page lists the earlier ones."""
    frame = _frame(request)
    form = FiguresFileForm(request.POST or None, request.FILES or None)
    return frame.bring(form) if request.method == "POST" else frame.listed(form)


@needs(Permission.FIGURE_EDIT)
@require_POST
@dear(Errand.What.IMPORT)
def figure_import_apply(request: Request, pk: int) -> HttpResponse:
    """Write the figures of a file, all or nothing; 409 when their effect would be another by now."""
    frame = _frame(request)
    found = frame.found(pk)
    count = len(found.difference)
    done = ngettext("%(count)s figure was written.", "%(count)s figures were written.", count)

    def go_on(_rows: Any) -> HttpResponse:
        messages.success(request, done % {"count": count})
        return redirect("units:figures")

    return frame.apply(found, go_on)


PAGES = file_pages(Permission.FIGURE_EDIT, _frame)
