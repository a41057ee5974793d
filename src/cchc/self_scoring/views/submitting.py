"""Chốt: every gap is shown and led to, the head confirms; and what becomes of a submission."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.words.messages import Faults
from cchc.documents.actions.aside import FileAside, set_aside
from cchc.self_scoring.actions.submitting import submit_sheet
from cchc.self_scoring.forms import SIGNED_SHEET, SubmitForm
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.gaps import GapKind, SheetGap, deadline_of, gaps_in
from cchc.self_scoring.queries.sheet import SheetView, sheet_view
from cchc.self_scoring.queries.submissions import seal_of
from cchc.self_scoring.views.frame import addresses_of, leaf_address, sheet_context, sheet_for
from cchc.self_scoring.views.words import gap_title
from cchc.ui.grave import Counted, GraveAct, answer_grave
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text, number, plain

ORDER = tuple(GapKind)


@needs(Permission.SHEET_SUBMIT)
def submit(request: Request, year: int, unit: int) -> HttpResponse:
    """Show every gap of the sheet and what handing it in means; hand it in as it was seen, with a signed copy where
    there is one."""
    sheet = sheet_for(request, year, unit)
    view = sheet_view(sheet)
    gaps = gaps_in(view, deadline_of(sheet))
    title = _("Submit the sheet: {unit}").format(unit=sheet.participant.name)
    context = sheet_context(request, sheet, title) | {
        "view": view,
        "gaps": _grouped(sheet, gaps),
        "forbidden": any(gap.kind.forbids for gap in gaps),
        "back": addresses_of(sheet)["sheet"],
    }
    if not context["may_submit"]:
        return page(
            request, "self_scoring/submit.html", context | {"refused": [context["lock_line"]]}, status=422
        )
    if context["forbidden"]:
        status = 422 if request.method == "POST" else 200
        return page(request, "self_scoring/submit_not_yet.html", context, status=status)
    posted = request.method == "POST"
    form = SubmitForm(request.POST if posted else None, request.FILES if posted else None)

    def act() -> HttpResponse:
        try:
            with _signed_copy(form) as signed:
                done = submit_sheet(by=request.actor, sheet=sheet, seen=seal_of(view, gaps), signed=signed)
        except Faults as refused:
            raise ValidationError({"signed": [message_text(one.why) for one in refused.faults]}) from None
        except Changed:
            raise ValidationError(_("The sheet has changed meanwhile. Look at it again.")) from None
        messages.success(
            request,
            _("Submission {number} handed in: {points} of {maximum} points.").format(
                number=done.number, points=number(view.whole.points), maximum=plain(view.whole.maximum)
            ),
        )
        return redirect("self_scoring:submission", year, unit, done.number)

    return answer_grave(
        request, "self_scoring/submit.html", context, form=form, told=lambda: _told(view, gaps), act=act
    )


@contextmanager
def _signed_copy(form: SubmitForm) -> Iterator[FileAside | None]:
    """Hold the signed copy that was attached aside, to be stored with the submission; None without one."""
    file = form.cleaned_data["signed"]
    if file is None:
        yield None
        return
    with set_aside(name=file.name, data=file.read(), kinds=SIGNED_SHEET.kinds) as aside:
        yield aside


def _grouped(sheet: UnitSheet, gaps: list[SheetGap]) -> list[dict[str, object]]:
    """Return the gaps by their kind, in the order of the kinds, each with the address where it is mended."""
    found: dict[GapKind, list[dict[str, object]]] = defaultdict(list)
    for gap in sorted(gaps, key=lambda one: ORDER.index(one.kind)):
        found[gap.kind].append({"leaf": gap.leaf, "words": gap.words, "href": leaf_address(sheet, gap.leaf)})
    return [{"title": gap_title(kind), "forbids": kind.forbids, "gaps": some} for kind, some in found.items()]


def _told(view: SheetView, gaps: list[SheetGap]) -> GraveAct:
    """Return what handing in this sheet means."""
    sheet = view.sheet
    next_number = sheet.submissions.count() + 1
    happens = (
        _("The sheet of {unit} is handed in as submission {number} and cannot be changed any more.").format(
            unit=sheet.participant.name, number=next_number
        ),
        _(
            "{points} of {maximum} points become the self-score; {given} of {leaves} criteria are filled in."
        ).format(
            points=number(view.whole.points),
            maximum=plain(view.whole.maximum),
            given=view.sums.given,
            leaves=view.sums.leaves,
        ),
        _("The province sees the sheet and its evidence from then on."),
        _("Seal of what you see: {seal}").format(seal=seal_of(view, gaps)[:12]),
    )
    unfinished: tuple[Counted, ...] = ()
    if gaps:
        words = ngettext(
            "%(count)s remark is confirmed with it:", "%(count)s remarks are confirmed with it:", len(gaps)
        )
        lines = tuple(f"{gap.leaf}: {message_text(gap.words)}" for gap in gaps)
        unfinished = (Counted(words % {"count": len(gaps)}, lines),)
    return GraveAct(
        verb=_("Submit the sheet"),
        happens=happens,
        unfinished=unfinished,
        undoing=_(
            "Only the coordinator can return the sheet, with a reason; this submission stays as it is."
        ),
        icon="lock",
        kind="primary",
    )
