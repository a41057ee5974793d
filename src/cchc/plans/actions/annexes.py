"""The annex of a plan in a file of its own joins the draft: brought, read in the background, taken out again."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.documents.actions.official import write_document
from cchc.documents.models import DocumentFile
from cchc.intake.actions import actor_of, end_reading, hold_being_read
from cchc.intake.models import StagedFile
from cchc.plans.actions.understanding import Meaning, plan_as_stored, retry_outdated, understand
from cchc.plans.actions.writing import (
    BATCH,
    forget_agencies,
    lock_to_edit,
    note_change,
    rows_of,
    write_sections,
)
from cchc.plans.exchange.keeping import refuse_long
from cchc.plans.models import Measure, Plan, PlanTarget, Section
from cchc.plans.queries.annexes import annexes_of
from cchc.reading.blocks import blocks_data
from cchc.reading.plans.account_json import account_data
from cchc.reading.plans.texts import PlanText

READ = verb("plans.annex_read", _("read {count} measures from the annex {file} into the draft {subject}"))
REFUSED = verb("plans.annex_refused", _("handed in the annex {file} of {subject}, which cannot be read"))
GIVEN_UP = verb("plans.annex_given_up", _("took the annex {file} with {count} measures out of {subject}"))

_ALREADY = Message("This file is in the draft already; nothing was changed.")


def open_draft(by: Actor, about: str) -> Plan:
    """The draft of which `about` is the id, locked. Raises `NotPermitted`, and ValidationError for a plan in force."""
    plan = lock_to_edit(by, Plan(pk=int(about)))
    if plan.state != Plan.State.DRAFT:
        raise ValidationError(_("An annex joins a draft; this plan is in force."))
    return plan


def refuse_known(plan: Plan, data: bytes) -> None:
    """Raises ValidationError when the file with these bytes is one of those that `plan` was read from, or waits to be
    read into it."""
    if _is_known(plan, hashlib.sha256(data).hexdigest()):
        raise ValidationError({"file": _("This file is in the draft already; nothing was changed.")})


def _is_known(plan: Plan, sha256: str, other_than: int = 0) -> bool:
    own = plan.document.files if plan.document else []
    others = annexes_of(plan).exclude(pk=other_than).exclude(state=StagedFile.State.REFUSED)
    return any(file.sha256 == sha256 for file in own) or others.filter(file__sha256=sha256).exists()


def keep_annex(*, staged: StagedFile, text: PlanText) -> None:
    """Append the sections, measures and targets of a file that is being read to its draft; what its head says is not
    taken over. Nothing when it was given up meanwhile. Raises `Faults` when the draft cannot take it any more.
    """

    def attempt() -> None:
        seen = StagedFile.objects.select_related("file").filter(pk=staged.pk).first()
        if seen is None:
            return
        refuse_long(text, seen.file.name)
        plan = plan_as_stored(Plan(pk=int(seen.about)))
        _write(staged, text, understand(plan, rows_of(text.sections)))

    try:
        retry_outdated(attempt)
    except ValidationError as refused:
        why = Message("{reason}", reason=" ".join(refused.messages))
        place = Place(file=staged.file.name)
        raise Faults([Fault(place, "", Message("a draft that may be changed"), why)]) from refused


@transaction.atomic
def _write(staged: StagedFile, text: PlanText, meant: Meaning) -> None:
    held = hold_being_read(staged)
    if held is None:
        return
    by = actor_of(held)
    plan = open_draft(by, held.about)
    if _is_known(plan, held.file.sha256, held.pk):
        raise Faults([Fault(Place(file=held.file.name), "", Message("another file"), _ALREADY)])
    before = set(plan.sections.values_list("pk", flat=True))
    measures = write_sections(plan, text.sections, meant)
    added = plan.sections.exclude(pk__in=before)
    targets = list(PlanTarget.objects.filter(section__in=added))
    for measure in measures:
        measure.source = {**measure.source, "annex": held.pk}
    for target in targets:
        target.source = {**target.source, "annex": held.pk}
    Measure.objects.bulk_update(measures, ["source"], batch_size=BATCH)
    PlanTarget.objects.bulk_update(targets, ["source"], batch_size=BATCH)
    if plan.document is not None:
        place = len(plan.document.files) + 1
        DocumentFile.objects.create(document=plan.document, place=place, file=held.file)
        write_document(plan.document)
    note_change(plan)
    read = {
        "blocks": blocks_data(text.blocks),
        "account": account_data(text.account),
        "sections": list(added.values_list("pk", flat=True)),
    }
    end_reading(held=held, read=read)
    facts = {"file": held.file.name, "sha256": held.file.sha256, "count": len(measures)}
    record(by=by, verb=READ, subject=plan.title, subject_id=plan.pk, facts=facts)


def record_refused(by: Actor, staged: StagedFile) -> None:
    """Record that the file of an annex cannot be read."""
    plan = Plan.objects.filter(pk=int(staged.about)).first()
    facts = {"why": staged.faults, "file": staged.file.name, "sha256": staged.file.sha256}
    title = plan.title if plan else staged.file.name
    record(by=by, verb=REFUSED, subject=title, subject_id=int(staged.about), facts=facts)


def take_out(by: Actor, plan: Plan, staged: StagedFile) -> None:
    """Take what was read from an annex out of its draft: its measures and targets, and its sections where nothing else
    stands in them by now."""
    own = {"section__plan": plan, "source__annex": staged.pk}
    measures = Measure.objects.filter(**own)
    count = measures.count()
    measures.delete()
    PlanTarget.objects.filter(**own).delete()
    made = Section.objects.filter(plan=plan, pk__in=staged.read.get("sections", ()))
    made.filter(measures__isnull=True, targets__isnull=True).delete()
    for place, section in enumerate(plan.sections.all(), start=1):
        if section.place != place:
            section.place = place
            section.save(update_fields=["place"])
    forget_agencies(plan)
    if plan.document is not None:
        DocumentFile.objects.filter(document=plan.document, file=staged.file).delete()
        write_document(plan.document)
    note_change(plan)
    facts = {"file": staged.file.name, "sha256": staged.file.sha256, "count": count}
    record(by=by, verb=GIVEN_UP, subject=plan.title, subject_id=plan.pk, facts=facts)
