"""A file becomes a draft plan: handed in, read in the background, read again, given up."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import search_key
from cchc.documents.actions.official import write_document
from cchc.documents.models import OfficialDocument
from cchc.intake.actions import actor_of, end_reading, forget_about, hold_being_read
from cchc.intake.models import StagedFile
from cchc.plans.actions.sheets import PLAN_SHEET
from cchc.plans.actions.understanding import Meaning, retry_outdated, understand
from cchc.plans.actions.writing import lock_to_edit, require_row, rows_of, write_sections
from cchc.plans.exchange.keeping import refuse_long
from cchc.plans.models import Measure, Plan
from cchc.plans.policies import may_edit_plans_of
from cchc.plans.queries.annexes import PLAN_ANNEX
from cchc.plans.queries.head import head_doubts_data
from cchc.reading.blocks import blocks_data
from cchc.reading.plans.account_json import account_data
from cchc.reading.plans.texts import PlanText
from cchc.units.models import Unit

READ = verb("plans.file_read", _("read {count} measures from {file} into the draft {subject}"))
REFUSED = verb("plans.file_refused", _("handed in {subject}, which cannot be read"))
GIVEN_UP = verb("plans.reading_given_up", _("gave up the reading of {subject} with {count} measures"))

FIRST_YEAR, LAST_YEAR = 1990, 2100
NO_YEAR = Message("The document does not say which year the plan is for: give the year and read it again.")


PLAN_FILE_KIND = "plan_file"


def open_unit(by: Actor, about: str) -> Unit:
    """The unit of which `about` is the id, whose plan a file is to become. Raises `NotPermitted`, ValidationError."""
    unit = require_row(Unit.objects.all(), int(about))
    if not may_edit_plans_of(by, unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    return unit


def keep_reading(*, staged: StagedFile, text: PlanText) -> None:
    """Make a draft plan of the texts of a file that is being read; nothing when it was given up meanwhile.

    Raises `Faults` when nobody says which year the plan is for.
    """

    def attempt() -> None:
        seen = StagedFile.objects.select_related("file").filter(pk=staged.pk).first()
        if seen is None:
            return
        year = seen.options["year"] or text.head.year
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            raise Faults(_without_year(seen.file.name, text))
        refuse_long(text, seen.file.name)
        unit = require_row(Unit.objects.all(), int(seen.about))
        plan = Plan(unit=unit, year=year, document=OfficialDocument(date=text.head.date))
        _write(staged, unit, text, year, understand(plan, rows_of(text.sections)))

    retry_outdated(attempt)


def _without_year(file: str, text: PlanText) -> list[Fault]:
    """That the year is asked for, and what was seen of it in the document, which a person judges."""
    seen = (one.text for one in text.head.doubts if one.field == "year")
    whys = [NO_YEAR, *(Message("Seen in the document: “{text}”", text=text) for text in seen)]
    return [Fault(Place(file=file), "", Message("the year that the plan is for"), why) for why in whys]


@transaction.atomic
def _write(staged: StagedFile, unit: Unit, text: PlanText, year: int, meant: Meaning) -> None:
    held = hold_being_read(staged)
    if held is None:
        return
    head = text.head
    document = OfficialDocument(
        kind=head.kind or "",
        number=head.number or "",
        date=head.date,
        issuer=head.issuer or "",
        title=head.title or "",
    )
    write_document(document, files=[held.file])
    title = head.title or held.file.name
    plan = Plan.objects.create(
        kind=_kind_of(title), title=title, year=year, unit=unit, document=document, reading=held
    )
    measures = write_sections(plan, text.sections, meant)
    read = {
        "blocks": blocks_data(text.blocks),
        "body": text.body.replace("\x00", ""),
        "quotas": list(text.quotas),
        "drawn": text.drawn,
        "account": account_data(text.account),
        "head_doubts": head_doubts_data(text.head.doubts),
    }
    end_reading(held=held, read=read)
    facts = {"file": held.file.name, "sha256": held.file.sha256, "count": len(measures)}
    record(by=actor_of(held), verb=READ, subject=title, subject_id=plan.pk, facts=facts, wrote=[plan])


def _kind_of(title: str) -> str:
    """A plan that mends or raises an index is a remediation plan, any other a reform plan."""
    mends = any(word in search_key(title) for word in ("khac phuc", "nang cao", "cai thien"))
    return Plan.Kind.REMEDIATION if mends else Plan.Kind.REFORM


def record_refused(by: Actor, staged: StagedFile) -> None:
    """Record that a file cannot become a plan."""
    facts = {"why": staged.faults, "sha256": staged.file.sha256}
    record(by=by, verb=REFUSED, subject=staged.file.name, subject_id=staged.pk, facts=facts)


def remove_draft(by: Actor, _unit: Unit, staged: StagedFile) -> None:
    """Record that a file is given up, and delete the draft made of it. Raises ValidationError when that is in force."""
    made = Plan.objects.filter(reading=staged).first()
    plan = lock_to_edit(by, made) if made else None
    if plan and plan.state == Plan.State.CURRENT:
        raise ValidationError(_("The plan read from this file is in force."))
    facts = {
        "sha256": staged.file.sha256,
        "plan": plan.title if plan else "",
        "count": Measure.objects.filter(section__plan=plan).count() if plan else 0,
    }
    gone = [plan] if plan else []
    record(by=by, verb=GIVEN_UP, subject=staged.file.name, subject_id=staged.pk, facts=facts, removed=gone)
    if plan:
        forget_about(code=PLAN_SHEET, about=str(plan.pk))
        forget_about(code=PLAN_ANNEX, about=str(plan.pk))
        plan.delete()
    if plan and plan.document:
        plan.document.delete()
