"""Samples are drawn from frames, cases and primary units replaced; a draw on which nothing was built is taken back."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.surveys.sampling.frame import missing_columns
from cchc.core.surveys.sampling.lists import listed_design
from cchc.core.surveys.sampling.samples import (
    BETWEEN,
    DrawnCase,
    DrawnSample,
    Replacement,
    populations_of_cases,
)
from cchc.core.surveys.sampling.sampling import drawn_sample
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Faults
from cchc.core.words.numbers import plain
from cchc.surveys.models import CaseState, SampleCase, SampleDraw, SampleFrame, Survey, SurveyState
from cchc.surveys.policies import may_design
from cchc.surveys.queries.designs import design_in
from cchc.surveys.queries.draws import told_of
from cchc.surveys.queries.frames import design_for, sampling_frame
from cchc.ui.templatetags.ui import message_text

DRAWN = verb(
    "surveys.sample_drawn",
    _("drew {count} cases of “{subject}” from the frame “{frame}” with the seed “{seed}”"),
)
AREAS_DRAWN = verb(
    "surveys.areas_drawn",
    _("drew {count} areas of “{subject}” from the list “{frame}” with the seed “{seed}”"),
)
TAKEN_BACK = verb("surveys.sample_taken_back", _("took back draw {number} of “{subject}”"))
REPLACED = verb("surveys.case_replaced", _("replaced “{what}” in the sample of “{subject}”: {reason}"))
AT_ONCE = 2_000


@transaction.atomic
def draw_sample(
    *,
    by: Actor,
    survey: Survey,
    frame: SampleFrame,
    seed: str,
    areas_only: bool = False,
    after: SampleDraw | None = None,
) -> SampleDraw:
    """Draw the sample that the design of a survey says from a frame; the same seed, frame and design give the same.

    With `areas_only` the frame lists the areas of the next stage, and these alone are drawn; `after` names the draw of
    areas with which this one goes on, with its seed. Raises `NotPermitted`, and ValidationError without a seed or a
    design, for a closed survey, a frame that was drawn from or erased, and with everything that cannot be drawn.
    """
    held = _held(by, survey)
    text = _worded(after.seed if after else seed, "seed", MOST["name"])
    source = hold(held.frames.all(), frame.pk)
    _refuse_erased(source)
    if source.draws.exists():
        raise ValidationError(_("A sample was drawn from this frame already: take it back first."))
    told = _beginning(held, areas_only=areas_only, after=after)
    sample = _sample(held, source, text, told)
    last = held.draws.order_by("-number").values_list("number", flat=True).first() or 0
    draw = SampleDraw.objects.create(
        survey=held,
        number=last + 1,
        frame=source,
        frame_sha256=source.sha256,
        respondent_group="",
        seed=text,
        method=json.dumps(told),
        **by_line(by),
    )
    _settle(held, draw, sample, told)
    count = draw.cases.filter(state=CaseState.DRAWN).count()
    facts = {"count": count, "frame": source.name, "seed": text, "sha256": source.sha256}
    if areas_only:
        facts["count"] = sum(not one.reserve for one in sample.units)
    verb_of = AREAS_DRAWN if areas_only else DRAWN
    record(by=by, verb=verb_of, subject=held.name, subject_id=held.pk, facts=facts)
    return draw


@transaction.atomic
def take_back_draw(*, by: Actor, draw: SampleDraw) -> None:
    """Take a draw back with its cases, as long as no answer came to the survey. Raises `NotPermitted`,
    ValidationError."""
    held = _held(by, draw.survey)
    row = hold(held.draws.all(), draw.pk)
    if held.responses.exists():
        raise ValidationError(_("Answers came already: the sample stays."))
    if any(row.frame_id in told_of(one).areas for one in held.draws.exclude(pk=row.pk)):
        raise ValidationError(_("Another draw goes on from these areas: take that one back first."))
    number = row.number
    row.cases.filter(replaces__isnull=False).update(replaces=None)
    row.cases.all().delete()
    row.delete()
    record(by=by, verb=TAKEN_BACK, subject=held.name, subject_id=held.pk, facts={"number": number})


@transaction.atomic
def replace_case(*, by: Actor, case: SampleCase, reason: str, whole_unit: bool = False) -> SampleDraw:
    """Let the next reserve of its stratum take the place of a case for a reason; with `whole_unit`, of its whole
    primary unit (a storm), whose cases all go.

    Raises `NotPermitted`, and ValidationError without a reason, for a case that is not drawn, one without a primary
    unit, and where no reserve is left.
    """
    held = _held(by, case.survey)
    why = _worded(reason, "reason", MOST["reason"])
    row = hold(held.cases.select_related("row", "draw__frame"), case.pk)
    draw = row.draw
    if row.state != CaseState.DRAWN or draw is None or row.row is None:
        raise ValidationError(_("This case is not in the sample any more: look at it again."))
    _refuse_erased(draw.frame)
    if whole_unit and not row.primary_unit:
        raise ValidationError(_("This case has no primary unit: replace it alone."))
    group = _group_code(held, row.respondent_group)
    unit = [row.unit.name] if row.unit else []
    what = (*unit, row.primary_unit) if whole_unit else (row.row.key,)
    told = json.loads(draw.method)
    told["replacements"].append([group, list(what), why, not whole_unit])
    sample = _sample(held, draw.frame, draw.seed, told)
    _settle(held, draw, sample, told)
    facts = {"what": row.primary_unit if whole_unit else str(row.number), "reason": why}
    record(by=by, verb=REPLACED, subject=held.name, subject_id=held.pk, facts=facts)
    return draw


def _refuse_erased(frame: SampleFrame) -> None:
    if frame.erased_at is not None:
        raise ValidationError(_("This frame was erased: nothing is drawn from it any more."))


def _beginning(survey: Survey, *, areas_only: bool, after: SampleDraw | None) -> dict[str, Any]:
    """How a draw is made, as its `method` keeps it."""
    before = told_of(after) if after else None
    if before is not None and before.stages is None:
        raise ValidationError(
            {"after": _("This draw has its cases already: there is nothing to go on with.")}
        )
    areas = [*before.areas, after.frame_id] if before and after else []
    replacements = json.loads(after.method)["replacements"] if after else []
    told: dict[str, Any] = {"replacements": replacements, "areas": areas}
    if areas_only:
        told["stages"] = len(areas) + 1
    design = design_in(survey)
    depths = [sum(bool(stage.unit) for stage in one.stages) for one in design.groups] if design else []
    if len(areas) + areas_only > max(depths, default=0):
        raise ValidationError(_("The design draws no more areas: draw the rows in them."))
    return told


def _sample(survey: Survey, frame: SampleFrame, seed: str, told: dict[str, Any]) -> DrawnSample:
    """The sample that a method tells; sizes of the population and drawn areas are written into it."""
    design = design_in(survey)
    if design is None:
        raise ValidationError(_("This survey has no design: a sample is drawn as a design says."))
    known = [
        Replacement(group, tuple(what), why, is_row) for group, what, why, is_row in told["replacements"]
    ]
    lists = {one.pk: one for one in survey.frames.filter(pk__in=told.get("areas", ()))}
    areas = [lists[pk] for pk in told.get("areas", ())]
    for one in areas:
        _refuse_erased(one)
    own, source = design_for(survey, design), sampling_frame(frame)
    stages = told.get("stages")
    try:
        faults = list(missing_columns(source, listed_design(own, len(areas), stages)))
        if faults:
            raise Faults(faults)
        sample = drawn_sample(own, source, seed, known, stages, [sampling_frame(one) for one in areas])
    except Faults as refused:
        said = [message_text(one.why) for one in refused.faults[:20]]
        raise ValidationError(list(dict.fromkeys(said))) from None
    told["populations"] = [[*one.place, plain(one.size)] for one in populations_of_cases(sample)]
    told["units"] = [
        [names[one.group], one.stage, BETWEEN.join(one.path), str(one.probability), one.reserve]
        for names in [{group.code: group.name for group in design.groups}]
        for one in sample.units
    ]
    return sample


def _settle(survey: Survey, draw: SampleDraw, sample: DrawnSample, told: dict[str, Any]) -> None:
    """Let the cases of a draw be those of `sample`, and its method what was told: new cases are added, reserves called
    up, what is not drawn any more is kept as replaced."""
    draw.method = json.dumps(told, ensure_ascii=False)
    draw.save(update_fields=["method"])
    there = {(one.respondent_group, one.row.key): one for one in draw.cases.select_related("row") if one.row}
    rows = {one.key: one for one in draw.frame.rows.all()}
    design = design_in(survey)
    names = {one.code: one.name for one in design.groups} if design else {}
    channels = {one.code: one.channels for one in design.groups} if design else {}
    number = survey.cases.order_by("-number").values_list("number", flat=True).first() or 0
    drawn = {(names.get(one.group, one.group), one.key): one for one in sample.cases}
    new = []
    for at, one in drawn.items():
        if at not in there:
            number += 1
            of_group = list(channels.get(one.group, {}))
            new.append(
                SampleCase(
                    survey=survey,
                    draw=draw,
                    number=number,
                    row=rows[one.key],
                    unit_id=rows[one.key].unit_id,
                    respondent_group=at[0],
                    channel=of_group[0] if len(of_group) == 1 else "",
                    stratum=one.place[0] if one.place else "",
                    primary_unit=one.place[1] if len(one.place) > 1 else "",
                    probability=str(one.probability),
                    weight=one.weight,
                    state=CaseState.RESERVE if one.reserve else CaseState.DRAWN,
                    order=one.reserve,
                )
            )
    SampleCase.objects.bulk_create(new, batch_size=AT_ONCE)
    for at, case in there.items():
        _turn(case, drawn.get(at))
    cases = {(one.respondent_group, one.row.key): one for one in draw.cases.select_related("row") if one.row}
    for (group, key), one in drawn.items():
        case = cases[group, key]
        if one.replaces and (group, one.replaces) in cases and case.replaces_id is None:
            case.replaces, case.reason = cases[group, one.replaces], one.reason
            case.save(update_fields=["replaces", "reason"])


def _turn(case: SampleCase, one: DrawnCase | None) -> None:
    """Say of a stored case how it stands now."""
    if one is None:
        state, order = CaseState.REPLACED, 0
    else:
        state, order = (CaseState.RESERVE, one.reserve) if one.reserve else (CaseState.DRAWN, 0)
    if (case.state, case.order) != (state, order):
        case.state, case.order = state, order
        case.save(update_fields=["state", "order"])


def _group_code(survey: Survey, name: str) -> str:
    design = design_in(survey)
    return next((one.code for one in design.groups if one.name == name), name) if design else name


def _held(by: Actor, survey: Survey) -> Survey:
    if not may_design(by):
        raise NotPermitted(Permission.SURVEY_DESIGN)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state == SurveyState.CLOSED:
        raise ValidationError(_("A closed survey does not change."))
    return held


def _worded(text: str, field: str, most: int) -> str:
    try:
        kept = accepted_text(text, most, lines=False).strip()
    except RefusedText as refused:
        raise ValidationError({field: [message_text(why) for why in refused.whys]}) from None
    if not kept:
        raise ValidationError({field: _("Write a word.")})
    return kept
