"""A unit writes and sends its part of a periodic report; who draws together returns it. Every sending is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold, look_together
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.reports.content import frame_of
from cchc.core.plans.reports.drawn import origins_data, values_data, values_of
from cchc.core.plans.reports.figures import row_values
from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.plans.reports.sending import PartState
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.numbers import decimal_places
from cchc.core.words.numerals import NumberFault, typed_number
from cchc.following.actions.report_rounds import (
    checked_texts,
    held_round,
    lock_of,
    refuse_closed,
    said_reason,
)
from cchc.following.actions.report_telling import PART_RETURNED, tell_units
from cchc.following.models import PartDraft, PartReturn, ReportPart, ReportRound
from cchc.following.policies import may_write_part
from cchc.following.queries.report_figures import ProposedFigure, days_of, proposed_figures, rows_behind
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import NOTHING_SENT, Sendings, figures_before, sendings_of
from cchc.ui.templatetags.ui import message_text
from cchc.units.models import Unit

SAVED = verb("following.part_saved", _("wrote in the part of {unit_name} of {subject}"))
SENT = verb("following.part_sent", _("sent the part of {unit_name} of {subject}, sending {number}"))
CARRIED = verb("following.part_carried", _("sent the part of {unit_name} of {subject} inside {report}"))
RETURNED = verb("following.part_returned", _("returned the part of {unit_name} of {subject}: {reason}"))

MOST_NAMED = 10
TOO_MUCH = 10**15  # more than the dong of all budgets of a province


@dataclass(frozen=True, slots=True)
class TypedPart:
    """What was typed: figures by code as texts, why a figure differs from its source by code, and texts by the number
    of the section."""

    figures: Mapping[str, str] = field(default_factory=dict)
    whys: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def save_part(
    *, by: Actor, round_: ReportRound, unit: Unit, seen_version: int, typed: TypedPart
) -> PartDraft:
    """Keep what a unit has typed of its part; nothing is sent. What says the same is not written again.

    Raises `NotPermitted`, `Changed` where somebody typed meanwhile, and ValidationError for a part that was sent or
    frozen, and with every fault, by the code of the row or the number of the section.
    """
    held, draft = held_part(by, round_, unit)
    frame = frame_of(held.frame.content)
    _refuse_sent(held, unit)
    if draft.version != seen_version:
        raise Changed(seen=typed, now=draft, who=draft.person)
    values, whys, texts = _checked(frame, typed)
    if (draft.values, draft.whys, draft.texts) == (values, whys, texts):
        return draft
    draft.values, draft.whys, draft.texts = values, whys, texts
    draft.version += 1
    for name, value in by_line(by).items():
        setattr(draft, name, value)
    draft.save()
    facts = {"unit_name": unit.name, "of_unit": unit.pk, "figures": len(values), "texts": len(texts)}
    record(by=by, verb=SAVED, subject=round_name(held), subject_id=held.pk, facts=facts)
    return draft


@transaction.atomic
def send_part(
    *,
    by: Actor,
    round_: ReportRound,
    unit: Unit,
    seen_version: int,
    with_gaps: bool = False,
    now: datetime | None = None,
) -> ReportPart:
    """Send the part of a unit as it stands: what was typed, what sources propose where nothing was typed, what
    formulas come to. `with_gaps`: rows without a figure are meant to have none.

    Raises `NotPermitted`, `Changed`, and ValidationError for a part that was sent or frozen, for a figure that differs
    from its source without a word why (by the code of the row), and for rows without a figure, unless `with_gaps`.
    """
    held, draft = held_part(by, round_, unit)
    before = _refuse_sent(held, unit)
    if draft.version != seen_version:
        raise Changed(seen=round_, now=draft, who=draft.person)
    frame, days = frame_of(held.frame.content), days_of(held)
    proposed = proposed_figures(frame, days, held.year, [unit.pk]).get(unit.pk, {})
    typed = values_of(draft.values)
    _refuse_unsaid(frame, typed, proposed, draft.whys)
    previous, last_year = figures_before(held, unit.pk)
    values = row_values(frame, given_values(frame, typed, proposed), previous=previous, last_year=last_year)
    gaps = [row.wording for row in frame.rows if not row.formula and values[row.code] is None]
    if gaps and not with_gaps:
        raise ValidationError(_gaps_in_words(gaps), code="gaps")
    behind = rows_behind(frame, days, unit)
    origins = {
        code: one.origin(behind.get(code, ()), draft.whys.get(code, "")) for code, one in proposed.items()
    }
    made = ReportPart.objects.create(
        round=held,
        of_unit=unit,
        number=before.number + 1,
        values=values_data(values),
        origins=origins_data(origins),
        texts=draft.texts,
        at=now or timezone.now(),
        **by_line(by),
    )
    facts = {"unit_name": unit.name, "number": made.number, "of_unit": unit.pk, "gaps": len(gaps)}
    record(by=by, verb=SENT, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made])
    return made


def given_values(
    frame: ReportFrame, typed: Mapping[str, Fraction | None], proposed: Mapping[str, ProposedFigure]
) -> dict[str, Fraction | None]:
    """Return the figures that are given: what was typed, else what a source proposes."""
    return {
        row.code: typed[row.code]
        if row.code in typed
        else proposed[row.code].value
        if row.code in proposed
        else None
        for row in frame.rows
        if not row.formula
    }


@transaction.atomic
def carry_part(
    *, by: Actor, round_: ReportRound, unit: Unit, into: ReportRound, now: datetime | None = None
) -> ReportPart:
    """Send the part of a unit inside its part of another report of the same period (lồng ghép): the figures with the
    same codes are read from there, and the two count as one report.

    Raises `NotPermitted`, and ValidationError for a part that was sent or frozen, and for a report inside which it
    cannot be carried.
    """
    for one in sorted((round_.pk, into.pk)):  # whoever carries the other way round waits
        look_together(lock_of(ReportRound(pk=one)))
    list(PartDraft.objects.select_for_update().filter(round__in=(round_, into), of_unit=unit).order_by("pk"))
    held, _draft = held_part(by, round_, unit)
    before = _refuse_sent(held, unit)
    there = PartDraft.objects.filter(round=into, of_unit=unit).exclude(round=held)
    same = (into.kind, into.year) == (held.kind, held.year)
    if not there.exists() or not same:
        raise ValidationError(
            _("A part is carried inside the part of the own unit in another report of the period.")
        )
    inside = sendings_of(ReportPart.objects.filter(round=into, of_unit=unit)).get((into.pk, unit.pk))
    refuse_closed(into)
    own = ReportPart.objects.filter(
        carried_in=held, of_unit=unit, returned__isnull=True, round__withdrawal__isnull=True
    )
    if (inside and inside.carried_in) or own.exists():
        raise ValidationError(_("What carries another report is not carried itself."))
    made = ReportPart.objects.create(
        round=held,
        of_unit=unit,
        number=before.number + 1,
        carried_in=into,
        at=now or timezone.now(),
        **by_line(by),
    )
    facts = {"unit_name": unit.name, "number": made.number, "of_unit": unit.pk, "report": round_name(into)}
    record(by=by, verb=CARRIED, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made])
    return made


@transaction.atomic
def return_part(
    *, by: Actor, round_: ReportRound, unit: Unit, number: int, reason: str, incomplete: bool
) -> PartReturn:
    """Return the sending `number` of a unit for a `reason`; `incomplete`: its day does not count. The unit is told.

    Raises `NotPermitted`, and ValidationError without a reason, for a report that is frozen, and for a sending that is
    not the last one any more or was returned already.
    """
    held = held_round(by, round_)
    refuse_closed(held)
    kept = said_reason(reason, _("Say why the part is returned."))
    last = ReportPart.objects.filter(round=held, of_unit=unit).order_by("-number").first()
    if last is None or last.number != number or PartReturn.objects.filter(part=last).exists():
        raise ValidationError(_("This part was sent again or returned meanwhile: look at it again."))
    made = PartReturn.objects.create(part=last, reason=kept, incomplete=incomplete, **by_line(by))
    facts = {"unit_name": unit.name, "of_unit": unit.pk, "reason": kept, "incomplete": incomplete}
    record(by=by, verb=RETURNED, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made])
    tell_units(PART_RETURNED, held, [unit.pk], by, reason=kept)
    return made


def held_part(by: Actor, round_: ReportRound, unit: Unit) -> tuple[ReportRound, PartDraft]:
    """Return the round as it is now, which is not frozen while this goes on, and the draft of the unit, held. Raises
    `NotPermitted`, and ValidationError for a round that is frozen or withdrawn."""
    if not may_write_part(by, unit.pk):
        raise NotPermitted(Permission.REPORT_SEND)
    look_together(lock_of(round_))
    held = ReportRound.objects.select_related("frame", "collector").get(pk=round_.pk)
    refuse_closed(held)
    draft = hold(PartDraft.objects.filter(round=held), _draft_id(held, unit))
    return held, draft


def _draft_id(round_: ReportRound, unit: Unit) -> int | None:
    return PartDraft.objects.filter(round=round_, of_unit=unit).values_list("pk", flat=True).first()


def _refuse_sent(round_: ReportRound, unit: Unit) -> Sendings:
    """Return the sendings so far; raises ValidationError where the last one stands."""
    sent = sendings_of(ReportPart.objects.filter(round=round_, of_unit=unit))
    found = sent.get((round_.pk, unit.pk), NOTHING_SENT)
    if found.state in (PartState.SENT, PartState.CARRIED):
        raise ValidationError(_("The part was sent. To change it, ask for it back, with the reason."))
    return found


def _checked(
    frame: ReportFrame, typed: TypedPart
) -> tuple[dict[str, str | None], dict[str, str], dict[str, str]]:
    faults: dict[str, list[str]] = {}
    values: dict[str, Fraction | None] = {}
    whys: dict[str, str] = {}
    for row in frame.rows:
        if row.formula:
            continue
        try:
            text = accepted_text(typed.figures.get(row.code, ""), MOST["figure"], lines=False).strip()
            why = accepted_text(typed.whys.get(row.code, ""), MOST["reason"], lines=False).strip()
            if text:
                values[row.code] = row.read(text, typed_number)
        except RefusedText as refused:
            faults[row.code] = [message_text(one) for one in refused.whys]
        except NumberFault as fault:
            faults[row.code] = [message_text(fault.why)]
        else:
            whys |= {row.code: why} if why and row.source else {}
            if (why_not := _implausible(values.get(row.code))) is not None:
                faults[row.code] = [why_not]
            elif row.code in values and not row.places and not _is_whole(values[row.code], row.is_percent):
                faults[row.code] = [gettext("This figure is a whole number.")]
    try:
        texts = checked_texts(frame.outline, typed.texts)
    except ValidationError as refused:
        faults |= {number: list(whys) for number, whys in refused.message_dict.items()}
    if faults:
        raise ValidationError(faults)
    return values_data(values), whys, texts


def _implausible(value: Fraction | None) -> str | None:
    """What is wrong with a figure that no office can mean; None where nothing is."""
    if value is not None and value < 0:
        return gettext("A figure is not below 0: what falls is worked out, not typed.")
    if value is not None and value >= TOO_MUCH:
        return gettext("This figure is too large: look at its digits.")
    return None


def _is_whole(value: Fraction | None, is_percent: bool) -> bool:
    return value is None or is_percent or decimal_places(value) == 0


def _refuse_unsaid(
    frame: ReportFrame,
    typed: Mapping[str, Fraction | None],
    proposed: Mapping[str, ProposedFigure],
    whys: Mapping[str, str],
) -> None:
    unsaid = [
        code
        for code, one in proposed.items()
        if code in typed and typed[code] != one.value and not whys.get(code)
    ]
    if unsaid:
        why = gettext("The source has {figure}: say why the unit reports another figure.")
        raise ValidationError(
            {code: [why.format(figure=frame.row(code).printed(proposed[code].value))] for code in unsaid}
        )


def _gaps_in_words(gaps: list[str]) -> str:
    words = ngettext(
        "{count} row has no figure: {names}. Missing is not 0; send it so only if there is none.",
        "{count} rows have no figure: {names}. Missing is not 0; send it so only if there are none.",
        len(gaps),
    )
    named = "; ".join(gaps[:MOST_NAMED]) + (" …" if len(gaps) > MOST_NAMED else "")
    return words.format(count=len(gaps), names=named)
