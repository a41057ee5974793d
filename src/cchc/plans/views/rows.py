"""Working on the rows of the review page: measures and sections are saved, checked, added, moved and deleted."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.plans.actions import measures as actions
from cchc.plans.forms.review import MeasureForm, MeasureMoveForm, SectionForm, typed_texts
from cchc.plans.models import Measure, Plan, Section
from cchc.plans.queries.review import Typed, columns_offered
from cchc.plans.queries.texts import StoredPlan
from cchc.plans.views.addressing import (
    address_of,
    back_to,
    in_place,
    measure_or_404,
    plan_to_edit,
    refusal_as_message,
    review_of,
)
from cchc.plans.views.review import review_page, surroundings
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

# One measure


@needs(Permission.PLAN_EDIT)
@repeatable
def measure(request: Request, pk: int, measure: int) -> HttpResponse:
    """Save the cells of a measure that were changed; `check` also says that it was looked at, or takes that back.

    422 says why a text is refused, 409 shows what somebody else wrote meanwhile beside what was typed.
    """
    plan = plan_to_edit(request, pk)
    held = measure_or_404(plan, measure)
    if request.method != "POST":
        return _row(request, plan, held) if in_place(request) else back_to(request, plan.pk, f"m{measure}")
    version = requested_number(request.POST.get("mine") or request.POST.get("version", ""))
    texts = typed_texts(request.POST)
    try:
        saved = actions.change_measure(by=request.actor, measure=held, version=version, texts=texts)
    except Changed as changed:
        return _row(request, plan, changed.now, Typed(texts, conflict=True), status=409)
    except ValidationError as refused:
        return _refused(request, plan, measure, refused, texts)
    if "check" in request.POST:
        seen = version if saved.version == held.version else saved.version
        checked = request.POST["check"] == "1"
        try:
            saved = actions.check_measure(by=request.actor, measure=saved, version=seen, checked=checked)
        except Changed as changed:
            why = _("Somebody else changed this row meanwhile: look at it once more.")
            return _row(request, plan, changed.now, Typed({}, (why,)), status=409)
        except ValidationError as refused:
            return _refused(request, plan, measure, refused, {})
    if not in_place(request):
        return back_to(request, plan.pk, f"m{measure}")
    return _row(request, plan, saved, saved=bool(texts))


def _refused(
    request: Request, plan: Plan, measure: int, refused: ValidationError, texts: Mapping[str, str]
) -> HttpResponse:
    """The row with what was typed and why it was refused, beside the cell it is about; 404 when the row is gone."""
    typed = Typed(texts, refused.messages, lacking=getattr(refused, "message_dict", {}))
    return _row(request, plan, measure_or_404(plan, measure), typed, status=422)


def _row(
    request: Request,
    plan: Plan,
    held: Measure,
    typed: Typed | None = None,
    *,
    saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The row as it is now, with the counts and findings that it may have changed; the whole page without htmx."""
    kept = {held.pk: typed} if typed else {}
    if not in_place(request):
        return review_page(request, plan, status=status, typed=kept)
    review = review_of(request, plan, row=held.pk, typed=kept)
    context = {
        "row": review.row,
        "saved": saved,
        "beside": review.beside,
        **surroundings(request, review),
    }
    return page(request, "plans/review_answer.html", context, status=status)


@needs(Permission.PLAN_EDIT)
def measure_add(request: Request, pk: int) -> HttpResponse:
    """Add a measure to a section, behind another one or at its end."""
    plan = plan_to_edit(request, pk)
    section = get_object_or_404(plan.sections, pk=requested_number(request.GET.get("phan", "")))
    after = section.measures.filter(pk=requested_number(request.GET.get("sau", ""))).first()
    form = MeasureForm(request.POST or None, columns=columns_offered(StoredPlan(plan)))
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_measure(
                by=request.actor, section=section, texts=form.cleaned_data, after=after
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return back_to(request, plan.pk, f"m{added.pk}")
    context = {
        "title": _("Add a measure"),
        "plan": plan,
        "section": section,
        "after": after,
        "form": form,
        "back": address_of(request, plan.pk, f"m{after.pk}" if after else f"p{section.pk}"),
    }
    status = 422 if form.is_bound else 200
    return page(request, "plans/review_add.html", context, status=status)


@needs(Permission.PLAN_EDIT)
@refusal_as_message
def measure_move(request: Request, pk: int, measure: int) -> HttpResponse:
    """Move a measure one place up or down, over the edge into the section beside, or to the end of one that is
    chosen."""
    plan = plan_to_edit(request, pk)
    held = measure_or_404(plan, measure)
    if request.POST.get("to"):
        section, place = _neighbour(plan, held, up=request.POST["to"] == "up")
        actions.move_measure(by=request.actor, measure=held, section=section, place=place)
        return back_to(request, plan.pk, f"m{measure}")
    form = MeasureMoveForm(request.POST or None, sections=plan.sections.exclude(pk=held.section_id))
    if request.method == "POST" and form.is_valid():
        section = form.cleaned_data["section"]
        place = section.measures.count() + 1
        actions.move_measure(by=request.actor, measure=held, section=section, place=place)
        return back_to(request, plan.pk, f"m{measure}")
    context = {
        "title": _("Move the measure to the end of another section"),
        "plan": plan,
        "measure": held,
        "form": form,
        "back": address_of(request, plan.pk, f"m{measure}"),
    }
    return page(request, "plans/review_move.html", context, status=422 if form.is_bound else 200)


def _neighbour(plan: Plan, held: Measure, *, up: bool) -> tuple[Section, int]:
    """The section and the place, from 1, above or below a measure."""
    order = list(held.section.measures.values_list("pk", flat=True))
    place = order.index(held.pk) + (0 if up else 2)
    if 1 <= place <= len(order):
        return held.section, place
    sections = list(plan.sections.all())
    at = sections.index(held.section) + (-1 if up else 1)
    if not 0 <= at < len(sections):
        return held.section, place
    return sections[at], sections[at].measures.count() + 1 if up else 1


@needs(Permission.PLAN_EDIT)
@require_POST
@refusal_as_message
def measure_delete(request: Request, pk: int, measure: int) -> HttpResponse:
    """Delete a measure; its texts stay in the log."""
    plan = plan_to_edit(request, pk)
    held = measure_or_404(plan, measure)
    actions.delete_measure(by=request.actor, measure=held)
    messages.success(request, _("The measure was deleted; its text stays in the log."))
    return back_to(request, plan.pk, f"p{held.section_id}")


# Sections


@needs(Permission.PLAN_EDIT)
@require_POST
@refusal_as_message
def section_add(request: Request, pk: int) -> HttpResponse:
    """Append a section to the plan."""
    plan = plan_to_edit(request, pk)
    form = SectionForm(request.POST)
    if not form.is_valid():
        return review_page(request, plan, status=422, refused=_said(form))
    added = actions.add_section(by=request.actor, plan=plan, **form.cleaned_data)
    return back_to(request, plan.pk, f"p{added.pk}")


@needs(Permission.PLAN_EDIT)
@require_POST
@refusal_as_message
def section_change(request: Request, pk: int, section: int) -> HttpResponse:
    """Give a section another number or heading."""
    plan = plan_to_edit(request, pk)
    held = get_object_or_404(plan.sections, pk=section)
    form = SectionForm(request.POST)
    if not form.is_valid():
        return review_page(request, plan, status=422, refused=_said(form))
    actions.change_section(by=request.actor, section=held, **form.cleaned_data)
    return back_to(request, plan.pk, f"p{section}")


def _said(form: SectionForm) -> list[str]:
    return [str(words) for errors in form.errors.values() for words in errors]


@needs(Permission.PLAN_EDIT)
@require_POST
@refusal_as_message
def section_move(request: Request, pk: int, section: int) -> HttpResponse:
    """Move a section one place up or down."""
    plan = plan_to_edit(request, pk)
    held = get_object_or_404(plan.sections, pk=section)
    place = list(plan.sections.values_list("pk", flat=True)).index(section) + 1
    step = -1 if request.POST.get("to") == "up" else 1
    actions.move_section(by=request.actor, section=held, place=place + step)
    return back_to(request, plan.pk, f"p{section}")


@needs(Permission.PLAN_EDIT)
@require_POST
@refusal_as_message
def section_delete(request: Request, pk: int, section: int) -> HttpResponse:
    """Delete a section with its measures; their texts stay in the log."""
    plan = plan_to_edit(request, pk)
    gone = actions.delete_section(by=request.actor, section=get_object_or_404(plan.sections, pk=section))
    words = ngettext(
        "The section was deleted with %(count)s measure; its text stays in the log.",
        "The section was deleted with %(count)s measures; their texts stay in the log.",
        gone,
    )
    messages.success(request, words % {"count": gone})
    return back_to(request, plan.pk)
