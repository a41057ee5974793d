"""Plans form a tree: a unit takes over what it leads into a plan of its own, and the record above follows from that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record as record_act
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.queries import last_person
from cchc.audit.verbs import verb
from cchc.core.plans.columns import DEADLINE, EXTRA, KEYS, LEAD, NUMBER, SAYS_WHAT
from cchc.core.plans.following.carried import CarriedWork, carried_work
from cchc.core.plans.following.states import ProgressState
from cchc.following.models import PlanLink, ProgressRecord
from cchc.following.policies import may_report
from cchc.following.queries.links import records_below
from cchc.following.queries.records import said_of
from cchc.following.queries.words import measure_facts, period_words
from cchc.plans.actions.amended import amended_texts, write_added
from cchc.plans.actions.understanding import Meaning, Texts, retry_outdated, understand
from cchc.plans.actions.writing import lock_to_edit
from cchc.plans.models import Measure, Plan, Section
from cchc.plans.policies import may_edit_plans_of
from cchc.units.models import Unit

TAKEN_OVER = verb("following.taken_over", _("took {count} measures of {parent} over into {subject}"))
BY_HAND = verb("following.set_by_hand", _("set measure {number} of {subject} by hand: {reason}"))
COMPUTED = verb("following.computed_again", _("let measure {number} of {subject} follow from its plan again"))


@dataclass(frozen=True, slots=True)
class NewPlanBelow:
    """The plan that takes over: its unit, title and year."""

    unit: Unit
    title: str
    year: int


def take_over(*, by: Actor, records: Sequence[ProgressRecord], into: NewPlanBelow | Plan) -> Plan:
    """Put what a unit leads in a plan in force into a draft of its own, new or there already: a measure for each of
    `records`, which is linked to it. Returns the draft.

    Raises `NotPermitted` for records of other units, ValidationError without records, for records that are carried out
    by another plan already, are ended or passed on, and for a plan that is no draft.
    """
    ids = [one.pk for one in records]
    held = list(
        ProgressRecord.objects.filter(pk__in=ids, passed_to=None)
        .select_related("measure__section__plan", "unit")
        .order_by("measure__section__place", "measure__place", "ends", "starts", "pk")
    )
    first = next_number(into) if isinstance(into, Plan) else 1
    numbers = [str(first + at) if first else "" for at in range(len(held))]
    rows = [(one, texts_below(one, number)) for one, number in zip(held, numbers, strict=True)]
    unit = into.unit
    year = into.year

    def attempt() -> Plan:
        seen = into if isinstance(into, Plan) else Plan(unit=unit, year=year)
        meant = understand(seen, [texts for _record, texts in rows])
        return _take_over(by, ids, rows, into, meant)

    return retry_outdated(attempt)


def next_number(draft: Plan) -> int | None:
    """Return the number after the last one of a draft whose measures are counted through; None for one that numbers
    them otherwise, or not at all."""
    numbers = list(Measure.objects.filter(section__plan=draft).order_by().values_list("number", flat=True))
    if not all(one.isascii() and one.isdecimal() for one in numbers):
        return None
    return max((int(one) for one in numbers), default=0) + 1


def texts_below(record: ProgressRecord, number: str) -> dict[str, str]:
    """Return the texts of the measure that carries out `record`, called by its `number` in the plan below: those of the
    measure above, led by the unit itself; where the measure above has several periods, called by this one and due
    on its day."""
    measure = record.measure
    texts = {key: getattr(measure, key) for key in KEYS if key != EXTRA}
    texts[NUMBER] = number
    texts[LEAD] = record.unit.name
    periods = measure.records.filter(unit=record.unit, passed_to=None).count()
    if periods > 1 and record.due is not None:
        texts[DEADLINE] = f"{record.due:%d/%m/%Y}"
        says_what = next((key for key in SAYS_WHAT if texts.get(key)), None)
        with override("vi"):  # what a plan says is Vietnamese, whoever takes it over
            period = period_words(record.period)
        if says_what is not None:
            texts[says_what] = f"{texts[says_what]} ({period})"
    return amended_texts(texts)


@transaction.atomic
def _take_over(
    by: Actor,
    ids: Sequence[int],
    rows: Sequence[tuple[ProgressRecord, Texts]],
    into: NewPlanBelow | Plan,
    meant: Meaning,
) -> Plan:
    unit = into.unit
    if not may_edit_plans_of(by, unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    if any(one.unit_id != unit.pk for one, _texts in rows):
        raise NotPermitted(Permission.PROGRESS_REPORT)
    if not rows or len(rows) != len(set(ids)):
        raise ValidationError(_("Choose measures that your unit leads."))
    held = ProgressRecord.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    list(held)  # of two who take the same work over at once, the second finds the link of the first
    if any(one.measure.section.plan.state != Plan.State.CURRENT or one.closed_at for one, _texts in rows):
        raise ValidationError(_("Only open work of a plan in force is taken over."))
    if PlanLink.objects.filter(record__in=ids).exists():
        raise ValidationError(_("Some of these measures are carried out by another plan already."))
    draft = _draft(by, into, rows[0][0])
    heading = rows[0][0].measure.section.plan.title  # of the plan above: as long as the heading of a section
    section = draft.sections.filter(heading=heading).first() or Section.objects.create(
        plan=draft, place=draft.sections.count() + 1, heading=heading
    )
    measures = write_added(draft, [(section.pk, texts) for _record, texts in rows], meant)
    for measure, (above, _texts) in zip(measures, rows, strict=True):
        PlanLink.objects.create(measure=measure, record=above, **by_line(by))
    facts = {"count": len(measures), "parent": heading, "year": draft.year, "unit": unit.name}
    record_act(by=by, verb=TAKEN_OVER, subject=draft.title, subject_id=draft.pk, facts=facts, wrote=[draft])
    return draft


def _draft(by: Actor, into: NewPlanBelow | Plan, above: ProgressRecord) -> Plan:
    if isinstance(into, Plan):
        held = lock_to_edit(by, into)
        if held.state != Plan.State.DRAFT:
            raise ValidationError(_("Choose a draft: a plan in force is amended."))
        if held.pk == above.measure.section.plan_id:
            raise ValidationError(_("A plan does not take over its own measures."))
        return held
    if not into.title.strip():
        raise ValidationError({"title": _("A plan needs a title.")})
    kind = above.measure.section.plan.kind
    return Plan.objects.create(unit=into.unit, title=into.title.strip(), kind=kind, year=into.year)


# --- what follows in the plan above -------------------------------------------------------------------------


def carry_up(record: ProgressRecord) -> None:
    """Work out anew the record above that the measure of `record` carries out, and those above that. Part of whatever
    changed the work of `record`."""
    seen = set()
    link = PlanLink.objects.filter(measure=record.measure_id).first()
    while link is not None and link.record_id not in seen:
        seen.add(link.record_id)
        above = hold(ProgressRecord.objects.select_related("measure"), link.record_id)
        if not compute(above):
            return
        link = PlanLink.objects.filter(measure=above.measure_id).first()


def compute(above: ProgressRecord) -> bool:
    """Give a record what the records below that carry it out come to, unless it was set by hand or is closed; returns
    whether that changed it. The record is held."""
    if above.set_by_hand or above.closed_at:
        return False
    below = list(records_below(above))
    work = carried_work(said_of(one) for one in below)
    if work is None:
        return _unbind(above)
    if _same(above, work):
        return False
    above.state, above.percent, above.done_on = work.state.value, int(work.percent), work.done_on
    above.due_below = work.due_below
    above.reported_at = max((one.reported_at for one in below if one.reported_at), default=None)
    above.version += 1
    above.save(update_fields=["state", "percent", "done_on", "due_below", "reported_at", "version"])
    return True


def _unbind(above: ProgressRecord) -> bool:
    """Nothing below counts any more: no day of it binds the record above; returns whether one did."""
    bound = above.due_below is not None
    if bound:
        above.due_below = None
        above.save(update_fields=["due_below"])
    return bound


def _same(above: ProgressRecord, work: CarriedWork) -> bool:
    now = (ProgressState(above.state), above.percent, above.done_on, above.due_below)
    return now == (work.state, int(work.percent), work.done_on, work.due_below)


def compute_above(measures: Iterable[int]) -> None:
    """Work out the records above that these measures carry out, and those above them."""
    for link in PlanLink.objects.filter(measure__in=list(measures)).select_related("record__measure"):
        above = hold(ProgressRecord.objects.select_related("measure"), link.record_id)
        if compute(above):
            carry_up(above)


@transaction.atomic
def set_by_hand(*, by: Actor, record: ProgressRecord, seen_version: int, reason: str) -> ProgressRecord:
    """Let a record that follows from a plan below be reported by hand from now on, for a `reason`.

    Raises `NotPermitted`, `Changed`, and ValidationError without a reason or for a record that nothing carries out.
    """
    held = _carried(by, record, seen_version)
    kept = reason.strip()
    if not kept:
        raise ValidationError({"reason": _("Say why it does not follow from the plan below.")})
    held.set_by_hand, held.due_below = kept, None
    return _noted(by, held, BY_HAND, {"reason": kept})


@transaction.atomic
def compute_again(*, by: Actor, record: ProgressRecord, seen_version: int) -> ProgressRecord:
    """Let a record follow from the plan below again. Raises `NotPermitted`, `Changed`, ValidationError for one that
    nothing carries out."""
    held = _carried(by, record, seen_version)
    held.set_by_hand = ""
    _noted(by, held, COMPUTED, {})
    if compute(held):
        carry_up(held)
    return held


def _carried(by: Actor, record: ProgressRecord, seen_version: int) -> ProgressRecord:
    rows = ProgressRecord.objects.select_related("measure__section__plan__unit")
    held = hold(rows, record.pk)
    if not may_report(by, held):
        raise NotPermitted(Permission.PROGRESS_REPORT)
    if held.version != seen_version:
        raise Changed(seen=seen_version, now=held, who=last_person(BY_HAND, held.measure.section.plan_id))
    if held.closed_at is not None:
        raise ValidationError(_("This record is closed. Ask the owner of the plan to return it."))
    if not held.carried_out_by.exists():
        raise ValidationError(_("No plan below carries this measure out."))
    return held


def _noted(by: Actor, held: ProgressRecord, what: str, facts: dict[str, str]) -> ProgressRecord:
    held.version += 1
    held.save(update_fields=["set_by_hand", "due_below", "version"])
    plan = held.measure.section.plan
    about = {**measure_facts(held.measure), "period": held.period, "record": held.pk}
    record_act(by=by, verb=what, subject=plan.title, subject_id=plan.pk, facts={**about, **facts})
    return held
