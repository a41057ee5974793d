"""Rounds of periodic reports: opened by who draws them together, their days moved before they are frozen, their text
written; what is asked of every act on a round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import change_alone, hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.reports.content import frame_of
from cchc.core.plans.reports.drawn import read_report
from cchc.core.plans.reports.frame import OutlineSection
from cchc.core.plans.reports.periods import ReportKind, window
from cchc.core.plans.reports.sending import PartState
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.following.actions.report_telling import ROUND_OPENED, tell_units
from cchc.following.models import (
    FrameState,
    FrameVersion,
    FrozenReport,
    PartDraft,
    ReportPart,
    ReportRound,
    RoundWithdrawal,
)
from cchc.following.policies import may_collect
from cchc.following.queries.report_moves import what_would_change
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import sendings_of
from cchc.following.queries.withdrawn import written_before
from cchc.ui.templatetags.ui import message_text
from cchc.units.models import Unit

OPENED = verb("following.round_opened", _("opened {subject} for {count} units, parts due on {due}"))
MOVED = verb(
    "following.round_moved", _("moved the days of {subject}: parts due on {due}, frozen on {cut_off}")
)
WRITTEN = verb("following.whole_written", _("wrote the text of {subject}"))

ALREADY_FROZEN = _("The figures of this report are frozen: nothing of it changes any more.")
ALREADY_WITHDRAWN = _("This report was withdrawn: nothing is written in it any more.")


@transaction.atomic
def open_round(
    *,
    by: Actor,
    frame: FrameVersion,
    collector: Unit,
    kind: ReportKind,
    year: int,
    due: date,
    cut_off: date,
    units: Collection[Unit],
) -> ReportRound:
    """Open a periodic report: `units` write their parts in it up to `due`; its figures are frozen on `cut_off`. They
    are told.

    Raises `NotPermitted`, and ValidationError with every fault: no unit, days in another order, a frame that is not
    published, a report that was opened already and not
    withdrawn. Units begin with what they had typed in the same report before it was withdrawn.
    """
    if not may_collect(by, collector):
        raise NotPermitted(Permission.REPORT_COLLECT)
    change_alone(f"following.rounds:{collector.pk}")
    days = window(kind, year)
    faults = _faults_of_days(days.data_from, days.data_to, due, cut_off)
    if not units:
        faults["units"] = _("Choose at least one unit that reports.")
    if frame.state != FrameState.PUBLISHED:
        faults["frame"] = _("Only a published frame is reported by.")
    same = ReportRound.objects.filter(frame__key=frame.key, collector=collector, kind=kind.value, year=year)
    if same.filter(withdrawal__isnull=True).exists():
        faults["kind"] = _("This report was opened already.")
    if faults:
        raise ValidationError(faults)
    made = ReportRound.objects.create(
        frame=frame,
        collector=collector,
        kind=kind.value,
        year=year,
        data_from=days.data_from,
        data_to=days.data_to,
        due=due,
        cut_off=cut_off,
        opening=same.filter(frame=frame).count() + 1,
        **by_line(by),
    )
    ordered = sorted(units, key=lambda one: one.pk)
    begun = _begin_parts(made, ordered, by)
    facts = {
        "count": len(ordered),
        "units": [one.pk for one in ordered],
        **_facts_of_days(made),
        "begun": begun,
    }
    record(by=by, verb=OPENED, subject=round_name(made), subject_id=made.pk, facts=facts, wrote=[made])
    tell_units(ROUND_OPENED, made, [one.pk for one in ordered], by, due=f"{due:%d/%m/%Y}")
    return made


def _begin_parts(round_: ReportRound, units: Collection[Unit], by: Actor) -> list[int]:
    """Make the parts in which units write, beginning with what they had typed in the same report if that was withdrawn;
    returns the ids of those units."""
    before = written_before(round_)
    drafts = [PartDraft(round=round_, of_unit=one, **by_line(by)) for one in units]
    for draft in drafts:
        if (one := before.get(draft.of_unit_id)) is not None:
            draft.values, draft.whys, draft.texts = dict(one.values), dict(one.whys), dict(one.texts)
    PartDraft.objects.bulk_create(drafts)
    return [one.of_unit_id for one in drafts if one.values or one.texts]


@transaction.atomic
def move_days(
    *, by: Actor, round_: ReportRound, seen_version: int, data_to: date, due: date, cut_off: date
) -> ReportRound:
    """Give a round other days. Raises `NotPermitted`, `Changed`, and ValidationError for days in another order, and for
    a report that is withdrawn, or frozen: with what would change in it."""
    held = held_round(by, round_)
    _refuse_withdrawn(held)
    frozen = FrozenReport.objects.filter(round=held).first()
    faults = _faults_of_days(held.data_from, data_to, due, cut_off)
    if faults:
        raise ValidationError(faults)
    if frozen is not None:
        changes = what_would_change(
            held, read_report(frozen.content), data_to=data_to, due=due, cut_off=cut_off
        )
        raise ValidationError([str(ALREADY_FROZEN), *changes])
    if held.version != seen_version:
        raise Changed(seen=round_, now=held)
    if (held.data_to, held.due, held.cut_off) == (data_to, due, cut_off):
        return held
    if data_to != held.data_to and (standing := _names_of_standing(held)):
        raise ValidationError(
            {
                "data_to": _(
                    "Parts with figures of the other days were sent: return them first. Sent by: %(names)s."
                )
                % {"names": ", ".join(standing)}
            }
        )
    if due < held.due and ReportPart.objects.filter(round=held).exists():
        raise ValidationError(
            {"due": _("Units have sent already: an earlier last day would make them late afterwards.")}
        )
    held.data_to, held.due, held.cut_off = data_to, due, cut_off
    held.version += 1
    held.save(update_fields=["data_to", "due", "cut_off", "version"])
    facts = _facts_of_days(held)
    record(by=by, verb=MOVED, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[held])
    return held


@transaction.atomic
def write_whole(
    *, by: Actor, round_: ReportRound, seen_version: int, texts: Mapping[str, str]
) -> ReportRound:
    """Keep the text of each section of the whole, by the number of the section.

    Raises `NotPermitted`, `Changed` where somebody wrote meanwhile, and ValidationError for a report that is frozen and
    for texts that are not taken, by the number of the section.
    """
    held = held_round(by, round_)
    refuse_closed(held)
    kept = checked_texts(frame_of(held.frame.content).outline, texts)
    if held.version != seen_version:
        raise Changed(seen=round_, now=held)
    if kept == held.texts:
        return held
    held.texts = kept
    held.version += 1
    held.save(update_fields=["texts", "version"])
    facts = {"sections": sorted(kept)}
    record(by=by, verb=WRITTEN, subject=round_name(held), subject_id=held.pk, facts=facts)
    return held


def _names_of_standing(round_: ReportRound) -> list[str]:
    """Return the names of the units whose parts were sent and stand."""
    sent = sendings_of(ReportPart.objects.filter(round=round_))
    standing = [unit for (_pk, unit), one in sent.items() if one.state is PartState.SENT]
    return list(Unit.objects.filter(pk__in=standing).order_by("sort_key").values_list("name", flat=True))


def held_round(by: Actor, round_: ReportRound) -> ReportRound:
    """Return a round as it is now, held by who draws it together. Raises `NotPermitted`."""
    change_alone(lock_of(round_))
    held = hold(ReportRound.objects.select_related("frame", "collector"), round_.pk)
    if not may_collect(by, held.collector):
        raise NotPermitted(Permission.REPORT_COLLECT)
    return held


def lock_of(round_: ReportRound) -> str:
    """Return the name under which a round is held: units send side by side, who freezes it is alone."""
    return f"following.round:{round_.pk}"


def refuse_closed(round_: ReportRound) -> None:
    """Raises ValidationError where the figures of a round are frozen, or it was withdrawn."""
    _refuse_withdrawn(round_)
    if FrozenReport.objects.filter(round=round_).exists():
        raise ValidationError(ALREADY_FROZEN)


def _refuse_withdrawn(round_: ReportRound) -> None:
    if RoundWithdrawal.objects.filter(round=round_).exists():
        raise ValidationError(ALREADY_WITHDRAWN)


def said_reason(reason: str, needed: Promise) -> str:
    """Return the reason of an act as it is kept. Raises ValidationError beside `reason`: with what is not taken in it,
    with `needed` where nothing is said."""
    try:
        kept = accepted_text(reason, MOST["reason"], lines=False).strip()
    except RefusedText as refused:
        raise ValidationError({"reason": [message_text(why) for why in refused.whys]}) from None
    if not kept:
        raise ValidationError({"reason": needed})
    return kept


def checked_texts(outline: Collection[OutlineSection], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of sections that say something, as they are kept. Raises ValidationError by the number of the
    section; what belongs to no section is left out."""
    faults: dict[str, list[str]] = {}
    kept: dict[str, str] = {}
    for number in (one.number for one in outline):
        try:
            text = accepted_text(texts.get(number, ""), MOST["cell"]).strip()
        except RefusedText as refused:
            faults[number] = [message_text(why) for why in refused.whys]
        else:
            kept |= {number: text} if text else {}
    if faults:
        raise ValidationError(faults)
    return kept


def _faults_of_days(data_from: date, data_to: date, due: date, cut_off: date) -> dict[str, Any]:
    faults: dict[str, Any] = {}
    if data_to < data_from:
        faults["data_to"] = _("The figures cannot end before they begin.")
    if due < data_from:
        faults["due"] = _("The parts cannot be due before the figures begin.")
    if cut_off < max(due, data_to):
        faults["cut_off"] = _("The figures cannot be frozen before the parts are due and the period is over.")
    return faults


def _facts_of_days(round_: ReportRound) -> dict[str, str]:
    return {"due": f"{round_.due:%d/%m/%Y}", "cut_off": f"{round_.cut_off:%d/%m/%Y}"}
