"""Pages on which units are renamed, transferred, merged, split and ended, and on which such a change is undone.

Each says first what will happen to how many things: the act is tried and taken back, so that whatever refuses it is
said before anybody agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.units import actions, queries
from cchc.units.forms.changing import DayForm, MergeForm, MoveForm, RenameForm, SplitForm, UndoForm
from cchc.units.models import Unit
from cchc.units.queries.bound import bound_rows, counts_in_words, enumerated
from cchc.units.views.units import day_of, unit_to_change

ROLES, BELOW, STEPS = "accounts.Membership", "units.Unit", "units.Lineage"


@needs(Permission.UNIT_MANAGE)
def unit_rename(request: Request, pk: int) -> HttpResponse:
    """Give a unit a new name from a day on."""
    unit = unit_to_change(request, pk)
    form = RenameForm(posted(request), initial={"name": unit.name, "code": unit.code})

    def act() -> Unit:
        typed = form.cleaned_data
        return actions.rename_unit(
            by=request.actor,
            unit=unit,
            name=typed["name"],
            code=typed["code"],
            on=typed["on"],
            basis=form.basis,
        )

    def told() -> GraveAct:
        facts = {"day": _day(form), "old": unit.name, "new": form.cleaned_data["name"]}
        happens = _(
            "On %(day)s “%(old)s” closes and opens as “%(new)s”; files with the old name are still understood."
        )
        return _told(_("Rename"), [happens % facts, *_below(unit)], [unit])

    return _changed(request, unit, _("Rename “%(name)s”"), form, told, act)


@needs(Permission.UNIT_MANAGE)
def unit_move(request: Request, pk: int) -> HttpResponse:
    """Put a unit under another superior unit from a day on."""
    unit = unit_to_change(request, pk)
    form = MoveForm(posted(request), actor=request.actor, unit=unit)

    def act() -> Unit:
        typed = form.cleaned_data
        return actions.move_unit(
            by=request.actor, unit=unit, to=typed["parent"], on=typed["on"], basis=form.basis
        )

    def told() -> GraveAct:
        above = form.cleaned_data["parent"]
        facts = {
            "day": _day(form),
            "name": unit.name,
            "above": above.name if above else _("the top of the tree"),
        }
        happens = _("From %(day)s “%(name)s” belongs to %(above)s.") % facts
        return _told(_("Transfer"), [happens, *_below(unit)], [unit])

    return _changed(request, unit, _("Transfer “%(name)s”"), form, told, act)


@needs(Permission.UNIT_MANAGE)
def unit_merge(request: Request, pk: int) -> HttpResponse:
    """Merge a unit with others of the same superior unit."""
    unit = unit_to_change(request, pk)
    siblings = queries.merge_candidates(unit, day_of(unit))
    form = MergeForm(posted(request), actor=request.actor, unit=unit, siblings=siblings)

    def act() -> Unit:
        typed = form.cleaned_data
        units = [unit, *typed["units"]]
        return actions.merge_units(
            by=request.actor, units=units, into=form.target, on=typed["on"], basis=form.basis
        )

    def told() -> GraveAct:
        target = form.target
        merged = [unit, *form.cleaned_data["units"]]
        ending = [one for one in merged if one != target]
        facts = {
            "count": len(ending),
            "day": _day(form),
            "names": enumerated([f"“{one.name}”" for one in ending]),
        }
        follows = _("“%(name)s” lives on and takes them in.")
        if not isinstance(target, Unit):
            follows = _("“%(name)s” opens on that day and follows them all.")
        happens = [
            ngettext(
                "On %(day)s %(count)s unit ends: %(names)s.",
                "On %(day)s %(count)s units end: %(names)s.",
                len(ending),
            )
            % facts,
            follows % {"name": target.name},
            *_below(*ending),
        ]
        return _told(_("Merge"), happens, ending)

    return _changed(request, unit, _("Merge “%(name)s” with others"), form, told, act)


@needs(Permission.UNIT_MANAGE)
def unit_split(request: Request, pk: int) -> HttpResponse:
    """Split a unit into several."""
    unit = unit_to_change(request, pk)
    children = queries.tree_on(day_of(unit)).children(unit)
    form = SplitForm(posted(request), unit=unit, children=children)

    def act() -> Unit:
        on, children = form.cleaned_data["on"], form.placed
        actions.split_unit(
            by=request.actor, unit=unit, into=form.news, on=on, children=children, basis=form.basis
        )
        return unit

    def told() -> GraveAct:
        names = [new.name for new in form.news]
        ends = _("On %(day)s “%(name)s” ends and %(count)s units follow it: %(names)s.") % {
            "day": _day(form),
            "name": unit.name,
            "count": len(names),
            "names": enumerated([f"“{name}”" for name in names]),
        }
        goes = _("“%(name)s” goes to “%(to)s”.")
        placed = [
            goes % {"name": child.name, "to": names[form.placed[child.pk]]}
            for child in children
            if form.placed[child.pk] < len(names)
        ]
        return _told(_("Split"), [ends, *placed], [unit], followed=False)

    return _changed(request, unit, _("Split “%(name)s”"), form, told, act)


@needs(Permission.UNIT_MANAGE)
def unit_close(request: Request, pk: int) -> HttpResponse:
    """End a unit without a successor."""
    unit = unit_to_change(request, pk)
    form = DayForm(posted(request))

    def act() -> Unit:
        return actions.close_unit(by=request.actor, unit=unit, on=form.cleaned_data["on"], basis=form.basis)

    def told() -> GraveAct:
        facts = {"day": _day(form), "name": unit.name}
        happens = _("From %(day)s “%(name)s” no longer exists and nothing follows it.") % facts
        return _told(_("End the unit"), [happens], [unit], followed=False)

    return _changed(request, unit, _("End “%(name)s”"), form, told, act)


@needs(Permission.UNIT_MANAGE)
def unit_undo(request: Request, pk: int) -> HttpResponse:
    """Undo the latest change of a unit, for a reason; 404 for a unit without one."""
    unit = unit_to_change(request, pk)
    entry = actions.latest_change(unit)
    if entry is None:
        raise Http404
    form = UndoForm(posted(request))

    def told() -> GraveAct:
        actions.check_undoable(entry)
        opened, ended = (
            [
                f"“{name}”"
                for name in Unit.objects.filter(pk__in=entry.facts[key]).values_list("name", flat=True)
            ]
            for key in ("opened", "ended")
        )
        lives_on = ngettext(
            "%(count)s unit lives on as before: %(names)s.",
            "%(count)s units live on as before: %(names)s.",
            len(ended),
        )
        happens = [lives_on % {"count": len(ended), "names": enumerated(ended)}]
        if opened:
            words = ngettext(
                "%(count)s unit that the change opened goes: %(names)s.",
                "%(count)s units that the change opened go: %(names)s.",
                len(opened),
            )
            happens.append(words % {"count": len(opened), "names": enumerated(opened)})
        return GraveAct(
            verb=_("Undo the change"),
            icon="arrow-back-up",
            happens=tuple(happens),
            undoing=_("The change can be made again; the log keeps both."),
        )

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        living = actions.undo_change(by=request.actor, entry=entry, reason=reason, basis=form.basis)
        return _saved(request, living[0])

    title = _("Undo the latest change of “%(name)s”")
    return answer_grave(request, "units/turn.html", _about(unit, title), form=form, told=told, act=act)


def _changed(
    request: Request, unit: Unit, title: str, form: Any, told: Callable[[], GraveAct], act: Callable[[], Unit]
) -> HttpResponse:
    """Show what a change of units means, tried before it is said; then do it and go to the unit that follows."""

    def tried() -> GraveAct | None:
        if not form.is_bound or not form.is_valid():
            return None
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
        return told()

    return answer_grave(
        request,
        "units/turn.html",
        _about(unit, title),
        form=form,
        told=tried,
        act=lambda: _saved(request, act()),
    )


def _about(unit: Unit, title: str) -> dict[str, Any]:
    """Return the context of a page about one unit."""
    back = reverse("units:detail", args=[unit.pk])
    return {"title": title % {"name": unit.name}, "unit": unit, "back": back}


def _saved(request: Request, unit: Unit) -> HttpResponse:
    messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
    return redirect("units:detail", pk=unit.pk)


def _day(form: Any) -> str:
    return date_format(form.cleaned_data["on"], "SHORT_DATE_FORMAT")


def _below(*units: Unit) -> list[str]:
    """Return the sentence on the units below `units`; empty when there are none."""
    count = sum(len(queries.subtree(unit, day_of(unit))) for unit in units)
    if not count:
        return []
    return [
        ngettext("%(count)s unit below goes along.", "%(count)s units below go along.", count)
        % {"count": count}
    ]


def _told(verb: str, happens: Sequence[str], ending: Sequence[Unit], *, followed: bool = True) -> GraveAct:
    """Return a change of units with what becomes of all that refers to the `ending` ones; `followed`: one unit follows
    them, and takes over the roles of their people."""
    rows = bound_rows(unit.pk for unit in ending)
    roles = _running(rows.pop(ROLES))
    counts = {label: found.count() for label, found in rows.items() if label not in (BELOW, STEPS)}
    kept = {label: count for label, count in counts.items() if count}
    said = list(happens)
    unfinished: tuple[Counted, ...] = ()
    if roles and followed:
        words = ngettext(
            "%(count)s role of a person goes on in the unit that follows.",
            "%(count)s roles of people go on in the unit that follows.",
            len(roles),
        )
        said.append(words % {"count": len(roles)})
    elif roles:
        words = ngettext(
            "%(count)s role of a person has no unit afterwards and is to be given anew.",
            "%(count)s roles of people have no unit afterwards and are to be given anew.",
            len(roles),
        )
        unfinished = (Counted(words % {"count": len(roles)}, tuple(roles)),)
    remain = _("Under the old names remain: %(things)s.") % {"things": enumerated(counts_in_words(kept))}
    return GraveAct(
        verb=verb,
        happens=tuple(said),
        unfinished=unfinished,
        beside=(remain,) if kept else (),
        kind="primary" if followed else "danger",
        undoing=_(
            "It can be undone on the page of the unit, with a reason, as long as nothing was built on it: no role, no "
            "part in a cycle, no plan, no unit below, no later change."
        ),
    )


def _running(roles: QuerySet[Model]) -> list[str]:
    """Return the roles that have not ended, as they are printed."""
    return [str(role) for role in roles.filter(valid_until__isnull=True).select_related("person", "unit")]
