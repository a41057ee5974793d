"""A file becomes a draft plan: handed in, read in the background, read again, given up."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission, Role, Scope
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.words.messages import Fault, Faults, Message, Place, data_of
from cchc.core.words.names import search_key
from cchc.documents.actions import store
from cchc.documents.models import OfficialDocument
from cchc.intake.actions import forget_about
from cchc.plans.actions.sheets import PLAN_SHEET
from cchc.plans.actions.understanding import Meaning, retry_outdated, understand
from cchc.plans.actions.writing import lock_to_edit, rows_of, write_sections
from cchc.plans.exchange.keeping import refuse_long
from cchc.plans.models import Measure, Plan, Reading
from cchc.plans.policies import can_edit_plans_of
from cchc.reading.plans.blocks import blocks_data
from cchc.reading.plans.texts import PlanText
from cchc.units.models import Unit

READ = verb("plans.file_read", _("read {count} measures from {file} into the draft {subject}"))
REFUSED = verb("plans.file_refused", _("handed in {subject}, which cannot be read"))
GIVEN_UP = verb("plans.reading_given_up", _("gave up the reading of {subject} with {count} measures"))

FIRST_YEAR, LAST_YEAR = 1990, 2100
NO_YEAR = Message("The document does not say which year the plan is for: give the year and read it again.")


@transaction.atomic
def hand_in(*, by: Actor, name: str, data: bytes, unit: Unit, year: int | None = None) -> Reading:
    """Keep a file that is to become a plan of `unit`, waiting to be read; the one record is that of the stored file.

    `year` overrides the year that the document names. Raises `NotPermitted`, and ValidationError when the file is of
    a kind that is not kept.
    """
    if not can_edit_plans_of(by, unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    return Reading.objects.create(
        file=store(by=by, name=name, data=data),
        year=year,
        unit=unit,
        person_id=by.person_id,
        person=by.person,
        role=by.role.value,
        scope=by.scope.value,
        person_unit_id=by.unit_id,
        person_unit=by.unit,
    )


def begin_reading(*, reading: Reading) -> bool:
    """Whether a file waits to be read, and is being read from now on: the first who asks gets it."""
    waiting = Reading.objects.filter(pk=reading.pk, state=Reading.State.WAITING)
    started = waiting.update(state=Reading.State.RUNNING, started_at=timezone.now(), done=0, total=0)
    return bool(started)


def note_pages(*, reading: Reading, done: int, total: int) -> None:
    """Write down how many pages are read."""
    Reading.objects.filter(pk=reading.pk).update(done=done, total=total)


def keep_reading(*, reading: Reading, text: PlanText) -> None:
    """Make a draft plan of the texts of a file that is being read; nothing when it was given up meanwhile.

    Raises `Faults` when nobody says which year the plan is for.
    """

    def attempt() -> None:
        seen = Reading.objects.select_related("unit", "file").filter(pk=reading.pk).first()
        if seen is None:
            return
        year = seen.year or text.head.year
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            raise Faults(
                [Fault(Place(file=seen.file.name), "", Message("the year that the plan is for"), NO_YEAR)]
            )
        refuse_long(text, seen.file.name)
        plan = Plan(unit=seen.unit, year=year, document=OfficialDocument(date=text.head.date))
        _write(reading, text, year, understand(plan, rows_of(text.sections)))

    retry_outdated(attempt)


@transaction.atomic
def _write(reading: Reading, text: PlanText, year: int, meant: Meaning) -> None:
    held = _being_read(reading)
    if held is None:
        return
    head = text.head
    document = OfficialDocument.objects.create(
        kind=head.kind or "",
        number=head.number or "",
        date=head.date,
        issuer=head.issuer or "",
        title=head.title or "",
        file=held.file,
    )
    title = head.title or held.file.name
    plan = Plan.objects.create(
        kind=_kind_of(title), title=title, year=year, unit=held.unit, document=document
    )
    measures = write_sections(plan, text.sections, meant)
    held.state, held.plan = Reading.State.READ, plan
    held.blocks, held.body = blocks_data(text.blocks), text.body.replace("\x00", "")
    held.quotas, held.drawn = list(text.quotas), text.drawn
    held.save()
    facts = {"file": held.file.name, "sha256": held.file.sha256, "count": len(measures)}
    record(by=_actor(held), verb=READ, subject=title, subject_id=plan.pk, facts=facts, wrote=[plan])


def _being_read(reading: Reading) -> Reading | None:
    """The reading, locked; None when it was given up meanwhile, or read again and ended by that."""
    rows = Reading.objects.select_for_update(of=("self",)).select_related("file", "unit")
    return rows.filter(pk=reading.pk, state=Reading.State.RUNNING).first()


def _kind_of(title: str) -> str:
    """A plan that mends or raises an index is a remediation plan, any other a reform plan."""
    mends = any(word in search_key(title) for word in ("khac phuc", "nang cao", "cai thien"))
    return Plan.Kind.REMEDIATION if mends else Plan.Kind.REFORM


@transaction.atomic
def refuse_reading(*, reading: Reading, faults: Faults) -> None:
    """Keep the reasons why a file that is being read cannot become a plan; nothing when it was given up meanwhile."""
    held = _being_read(reading)
    if held is None:
        return
    held.state = Reading.State.REFUSED
    held.faults = [data_of(fault.why) for fault in faults.faults]
    held.save(update_fields=["state", "faults"])
    facts = {"why": held.faults, "sha256": held.file.sha256}
    record(by=_actor(held), verb=REFUSED, subject=held.file.name, subject_id=held.pk, facts=facts)


def _actor(reading: Reading) -> Actor:
    """Who handed the file in: the reading goes on in that person's name."""
    return Actor(
        person_id=reading.person_id,
        person=reading.person,
        unit_id=reading.person_unit_id,
        unit=reading.person_unit,
        role=Role(reading.role),
        scope=Scope(reading.scope),
    )


@transaction.atomic
def read_again(*, by: Actor, reading: Reading, year: int | None = None) -> Reading:
    """Let a file that could not be read, or whose reading was interrupted, wait to be read once more.

    No record: its outcome will be recorded. Raises ValidationError when it was read already.
    """
    held = _held(by, reading)
    if held.state == Reading.State.READ:
        raise ValidationError(_("This file has been read already."))
    held.state, held.faults, held.year = Reading.State.WAITING, [], year or held.year
    held.started_at = timezone.now()
    held.save(update_fields=["state", "faults", "year", "started_at"])
    return held


@transaction.atomic
def give_up(*, by: Actor, reading: Reading) -> None:
    """Forget a file handed in together with the draft made of it; the stored file stays. A plan in force stays."""
    held = _held(by, reading)
    plan = lock_to_edit(by, held.plan) if held.plan else None
    if plan and plan.state == Plan.State.CURRENT:
        raise ValidationError(_("The plan read from this file is in force."))
    facts = {
        "sha256": held.file.sha256,
        "plan": plan.title if plan else "",
        "count": Measure.objects.filter(section__plan=plan).count() if plan else 0,
    }
    gone = [plan] if plan else []
    record(by=by, verb=GIVEN_UP, subject=held.file.name, subject_id=held.pk, facts=facts, removed=gone)
    held.delete()
    if plan:
        forget_about(code=PLAN_SHEET, about=str(plan.pk))
        plan.delete()
    if plan and plan.document:
        plan.document.delete()


def _held(by: Actor, reading: Reading) -> Reading:
    found = hold(Reading.objects.select_related("file", "unit", "plan__document"), reading.pk)
    if not can_edit_plans_of(by, found.unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    return found
