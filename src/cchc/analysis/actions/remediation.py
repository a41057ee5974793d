"""From lost points to a plan: proposals made of losses, chosen and written, drafted as a plan of the unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.analysis.models import ProposedMeasure, PublishedResult, RemediationPlan, RemediedLoss, Remedy
from cchc.analysis.models.remedies import TEXTS
from cchc.analysis.policies import may_edit_remediation, may_make_remediation_of
from cchc.analysis.queries.agencies import Agencies, agencies_for
from cchc.analysis.queries.library import Suggested, whole_library
from cchc.analysis.queries.lost import LossFound, losses_of_published, losses_of_units, unit_accounts
from cchc.analysis.queries.remediation import participants_to_remedy
from cchc.analysis.queries.wording import shortcoming_words
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import BY_KEY
from cchc.core.plans.plan import Source
from cchc.core.words.messages import Message
from cchc.cycles.models import Cycle, Participant
from cchc.documents.exchange.decree30 import roman_number
from cchc.plans.actions.plans import draft_plan
from cchc.plans.actions.writing import clean_texts, require_row
from cchc.plans.models import Plan
from cchc.plans.queries.texts import measures_of
from cchc.reading.plans.texts import MeasureText, SectionText
from cchc.scores.queries.content import text_of
from cchc.ui.templatetags.ui import message_text
from cchc.units.models import Kind, Unit
from cchc.units.queries.lineage import continuities

PROPOSED = verb("analysis.remediation_proposed", _("proposed {count} measures for {subject}"))
CHOSEN = verb("analysis.measures_chosen", _("chose {count} of {of} measures of {subject}"))
WRITTEN = verb("analysis.measure_written", _("wrote the measure against {criterion} in {subject}"))
DRAFTED = verb("analysis.remediation_drafted", _("drafted the plan of {count} measures from {subject}"))
DELETED = verb("analysis.remediation_deleted", _("deleted the proposals {subject}"))

say_facts("analysis", **{name: FactWords(lazy(message_text, str)(BY_KEY[name].label)) for name in TEXTS})

SUGGESTED = Message("Proposed from the library of remedies: see whether it fits.")
SUGGESTED_LEAD = Message("The criteria set names no agency that leads: see whether this one fits.")


@transaction.atomic
def propose_from_cycle(
    *,
    by: Actor,
    unit: Unit,
    year: int,
    title: str,
    deadline: str,
    cycle: Cycle,
    participants: Sequence[Participant],
) -> RemediationPlan:
    """Propose a measure against each loss of `participants`, all of one peer group of `cycle`, for a plan of `unit`.

    Raises `NotPermitted`; ValidationError where nothing was lost or nothing is scored yet, and for a title or deadline
    that is missing or too long.
    """
    wanted = {one.pk for one in participants}
    rows = list(participants_to_remedy(by, cycle).filter(pk__in=wanted))
    if len(rows) < len(wanted):
        raise NotPermitted(Permission.LOSS_READ)
    if len({(one.cycle_set_id, one.peer_group) for one in rows}) != 1:
        raise ValidationError({"participants": _("Choose units of one peer group.")})
    _refuse_losses_of_others(unit, [one.unit_id for one in rows])
    found = losses_of_units(unit_accounts(cycle, rows))
    own = rows[0].unit if len(rows) == 1 and rows[0].unit_id == unit.pk else None
    made = RemediationPlan(of_unit=unit, year=year, cycle=cycle, group=rows[0].peer_group)
    return _propose(by, made, title, deadline, found, own)


@transaction.atomic
def propose_from_published(
    *, by: Actor, unit: Unit, year: int, title: str, deadline: str, published: PublishedResult
) -> RemediationPlan:
    """Propose a measure against each loss of a published result, for a plan of `unit`; raises as
    `propose_from_cycle`."""
    held = hold(PublishedResult.objects.select_related("of_unit"), published.pk)
    if not may_make_remediation_of(by, held.of_unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    _refuse_losses_of_others(unit, [held.of_unit_id])
    found = losses_of_published(held)
    own = unit if unit.kind != Kind.PROVINCE else None
    made = RemediationPlan(of_unit=unit, year=year, published=held)
    return _propose(by, made, title, deadline, found, own)


def _refuse_losses_of_others(unit: Unit, losers: Collection[int]) -> None:
    """Raise ValidationError where a plan of a unit would hold losses of units that it never was."""
    if unit.kind != Kind.PROVINCE and not {*losers} <= {*continuities([unit.pk])[unit.pk].ids}:
        raise ValidationError(
            {"unit": _("The plan of a unit is made of its own losses: its people read it.")}
        )


def _propose(
    by: Actor,
    made: RemediationPlan,
    title: str,
    deadline: str,
    found: Sequence[LossFound],
    own: Unit | None,
) -> RemediationPlan:
    """Keep proposals; `own` is the unit that mends its own losses, and then leads."""
    if not may_make_remediation_of(by, made.of_unit):
        raise NotPermitted(Permission.PLAN_EDIT)
    kept = clean_texts({"title": title, "deadline": deadline})
    lacking = {name: _("Say it.") for name, text in kept.items() if not text}
    if lacking:
        raise ValidationError(lacking)
    if not found:
        raise ValidationError(
            _("No points were lost there, or none are known yet: there is nothing to remedy.")
        )
    made.title = kept["title"]
    for name, value in by_line(by).items():
        setattr(made, name, value)
    made.save()
    library, agencies = whole_library(), agencies_for(made, found, own)
    rows = []
    for place, loss in enumerate(found, start=1):
        nearest = next(iter(library.suggestions(loss.criterion, loss.code, most=1)), None)
        texts, suggested = _texts_against(loss, nearest, agencies)
        rows.append(
            ProposedMeasure(
                remediation=made,
                place=place,
                domain=loss.domain,
                domain_name=loss.domain_name,
                number=loss.number,
                criterion=loss.criterion,
                code=loss.code,
                points=text_of(loss.points),
                rest=loss.rest,
                remedy=nearest.remedy if nearest else None,
                suggested=suggested,
                **texts,
                deadline=kept["deadline"],
            )
        )
    ProposedMeasure.objects.bulk_create(rows, batch_size=500)
    RemediedLoss.objects.bulk_create(
        [
            RemediedLoss(
                proposal=row,
                participant=share.participant,
                name=share.name,
                points=text_of(share.points),
                leaf_points="" if share.leaf_points is None else text_of(share.leaf_points),
            )
            for row, loss in zip(rows, found, strict=True)
            for share in loss.shares
        ],
        batch_size=500,
    )
    facts = {"count": len(rows), "year": made.year, "basis": basis_words(made)}
    record(by=by, verb=PROPOSED, subject=made.title, subject_id=made.pk, facts=facts)
    return made


def _texts_against(
    loss: LossFound, nearest: Suggested | None, agencies: Agencies
) -> tuple[dict[str, str], list[str]]:
    """The texts of a proposed measure but its deadline, and which of them somebody is to look at: those of a remedy
    that nobody agreed to for this very loss, and agencies that were found otherwise than in the criteria set."""
    remedy = nearest.remedy if nearest else None
    named = agencies.of(loss, remedy.cooperating if remedy else "")
    texts = {
        "shortcomings": shortcoming_words(loss),
        "task": remedy.task if remedy else "",
        "output": remedy.output if remedy else "",
        "lead": named.lead,
        "cooperating": named.cooperating,
    }
    unsure = [] if named.sure else ["lead"]
    if nearest is not None and not nearest.sure:
        drawn = ("task", "output", "cooperating")
        unsure = [*(name for name in drawn if getattr(nearest.remedy, name)), *unsure]
    return texts, [name for name in unsure if texts[name]]


def basis_words(remediation: RemediationPlan) -> str:
    """Return from which result a plan is made, as the log and the plan say it."""
    if remediation.published is not None:
        return remediation.published.title
    return f"{remediation.cycle.name} · {remediation.group}" if remediation.cycle else ""


def _locked(by: Actor, remediation: RemediationPlan) -> RemediationPlan:
    """`remediation` as it is now, locked. Raises `NotPermitted`; ValidationError where it was deleted, or drafted: then
    the plan is edited."""
    rows = RemediationPlan.objects.select_for_update(of=("self",)).select_related(
        "of_unit", "cycle", "published", "plan"
    )
    held = require_row(rows, remediation.pk)
    if not may_edit_remediation(by, held):
        raise NotPermitted(Permission.PLAN_EDIT)
    if held.plan_id is not None:
        raise ValidationError(
            _("The plan was drafted already: what is to be changed is changed in the plan.")
        )
    return held


@transaction.atomic
def choose_measures(*, by: Actor, remediation: RemediationPlan, chosen: Collection[int]) -> RemediationPlan:
    """Choose the proposals with these ids, and no others. Nothing to change: nothing is recorded."""
    held = _locked(by, remediation)
    rows = list(held.proposals.all())
    changed = [one for one in rows if one.chosen != (one.pk in chosen)]
    for one in changed:
        one.chosen = not one.chosen
    if changed:
        ProposedMeasure.objects.bulk_update(changed, ["chosen"], batch_size=500)
        facts = {"count": sum(one.chosen for one in rows), "of": len(rows)}
        record(by=by, verb=CHOSEN, subject=held.title, subject_id=held.pk, facts=facts)
    return held


@transaction.atomic
def write_proposal(
    *,
    by: Actor,
    proposal: ProposedMeasure,
    version: int,
    texts: Mapping[str, str],
    remedy: Remedy | None = None,
) -> ProposedMeasure:
    """Give a proposed measure its texts, agreed to from now on; `remedy` is the one they were drawn from.

    `version` is that of the proposal the person saw: raises `Changed` when it is another now; ValidationError without
    anything to do, and for texts that are too long. Nothing to change: nothing is recorded.
    """
    held = _locked(by, proposal.remediation)
    row = require_row(held.proposals.all(), proposal.pk)
    kept = clean_texts({name: texts.get(name, getattr(row, name)) for name in TEXTS})
    if not kept["task"]:
        raise ValidationError({"task": _("Say what is to be done.")})
    changes = {name: [getattr(row, name), text] for name, text in kept.items() if text != getattr(row, name)}
    if row.version != version:
        raise Changed(seen=version, now=row)
    if not changes and not row.suggested and (remedy is None or remedy.pk == row.remedy_id):
        return row
    for name, text in kept.items():
        setattr(row, name, text)
    row.suggested = []
    row.remedy = remedy or row.remedy
    row.version += 1
    row.save()
    facts = {"criterion": str(row), "changes": changes}
    record(by=by, verb=WRITTEN, subject=held.title, subject_id=held.pk, facts=facts)
    return row


def draft_remediation(*, by: Actor, remediation: RemediationPlan) -> RemediationPlan:
    """Draft the plan of the chosen measures: a section for each domain, what nobody agreed to in doubt. From then on it
    is edited, submitted, put in force and followed as every plan.

    Raises `NotPermitted`; ValidationError where nothing is chosen, or chosen measures do not say what is to be done.
    """
    with transaction.atomic():
        held = _locked(by, remediation)
        rows = list(held.proposals.filter(chosen=True))
        _refuse_unwritten(rows)
        plan = draft_plan(
            by=by,
            unit=held.of_unit,
            title=held.title,
            kind=Plan.Kind.REMEDIATION,
            year=held.year,
            sections=sections_of(rows),
            basis=basis_words(held),
        )
        for row, measure in zip(rows, measures_of(plan), strict=True):
            row.measure = measure
        ProposedMeasure.objects.bulk_update(rows, ["measure"], batch_size=500)
        held.plan = plan
        held.save(update_fields=["plan"])
        facts = {"count": len(rows), "plan": plan.pk}
        record(by=by, verb=DRAFTED, subject=held.title, subject_id=held.pk, facts=facts)
    return held


def _refuse_unwritten(rows: Sequence[ProposedMeasure]) -> None:
    if not rows:
        raise ValidationError(_("Choose at least one measure."))
    lacking = [str(one) for one in rows if not one.task]
    if lacking:
        said = ngettext(
            "%(count)s chosen measure does not say what is to be done: %(names)s.",
            "%(count)s chosen measures do not say what is to be done: %(names)s.",
            len(lacking),
        )
        raise ValidationError(said % {"count": len(lacking), "names": "; ".join(lacking[:10])})


def sections_of(rows: Sequence[ProposedMeasure]) -> list[SectionText]:
    """Return the sections of the plan: the measures by domain, numbered through."""
    sections: list[SectionText] = []
    for _domain, some in groupby(rows, key=lambda one: one.domain):
        those = list(some)
        numbered = [_measure_text(row, place) for place, row in enumerate(those, start=1 + _before(sections))]
        sections.append(SectionText(those[0].domain_name, roman_number(len(sections) + 1), numbered))
    return sections


def _before(sections: Sequence[SectionText]) -> int:
    return sum(len(one.measures) for one in sections)


def _measure_text(row: ProposedMeasure, number: int) -> MeasureText:
    cells = {name: text.splitlines() for name in TEXTS if (text := getattr(row, name))}
    text = MeasureText(str(number), cells, Source())
    drawn = [name for name in row.suggested if name != "lead"]
    if drawn:
        text.doubt(Confidence.LIKELY, SUGGESTED, drawn)
    if len(drawn) < len(row.suggested):
        text.doubt(Confidence.LIKELY, SUGGESTED_LEAD, ["lead"])
    return text


@transaction.atomic
def delete_remediation(*, by: Actor, remediation: RemediationPlan) -> None:
    """Delete proposals from which no plan stands."""
    held = _locked(by, remediation)
    facts = {"count": held.proposals.count(), "basis": basis_words(held)}
    record(by=by, verb=DELETED, subject=held.title, subject_id=held.pk, facts=facts)
    held.delete()
