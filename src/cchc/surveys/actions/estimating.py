"""What a survey found is estimated: of each item and factor for every unit, with its error; final once it is closed."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.access.platform import by_the_platform
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.surveys.estimating.canonical import estimate_hash
from cchc.surveys.models import (
    EstimateFigure,
    EstimateState,
    ResponseState,
    Survey,
    SurveyEstimate,
    SurveyState,
)
from cchc.surveys.policies import may_close, may_design
from cchc.surveys.queries.counts import counted_questionnaires
from cchc.surveys.queries.designs import not_followed_in
from cchc.surveys.queries.figures import figures_of_estimate, standing_text

logger = logging.getLogger(__name__)

ESTIMATED = verb(
    "surveys.estimated",
    _("estimated the figures of “{subject}” from {responses} responses: estimate {number}"),
)
say_facts(
    "surveys",
    responses=FactWords(_("responses counted")),
    figures=FactWords(_("figures estimated")),
    final=FactWords(_("final")),
)
BATCH = 2_000


@transaction.atomic
def make_estimate(*, by: Actor, survey: Survey, now: datetime | None = None) -> SurveyEstimate:
    """Estimate all figures of a survey from its accepted responses: of all, of each unit, of each group of respondents.

    Provisional, in place of the last provisional ones, until the survey is closed; then final, which never changes.
    Raises `NotPermitted`, and ValidationError where nothing was accepted, where the last final estimate stands on the
    same answers, and where answers and design do not fit together.
    """
    if not (may_close(by) or may_design(by)):
        raise NotPermitted(Permission.SURVEY_CLOSE)
    return _made(by, hold(Survey.objects.all(), survey.pk), now)


def estimate_closed_surveys() -> int:
    """Make the final estimate of every survey that was closed and has none since; returns how many. One that cannot be
    estimated is tried again when it has changed. Done by the worker each minute."""
    made = 0
    for survey in unestimated_surveys():
        if (survey.pk, survey.version) in _REFUSED:
            continue
        try:
            with transaction.atomic():
                held = hold(Survey.objects.all(), survey.pk)
                if held.state == SurveyState.CLOSED:
                    _made(by_the_platform(), held)
                    made += 1
        except ValidationError as refused:
            _REFUSED.add((survey.pk, survey.version))
            logger.warning("survey %s is not estimated: %s", survey.pk, "; ".join(refused.messages))
    return made


_REFUSED: set[tuple[int, int]] = set()


def unestimated_surveys() -> QuerySet[Survey]:
    """Return the closed surveys that have no final estimate from after their closing."""
    final = SurveyEstimate.objects.filter(survey=OuterRef("pk"), state=EstimateState.FINAL)
    closed = Survey.objects.filter(
        state=SurveyState.CLOSED, responses__state=ResponseState.ACCEPTED
    ).distinct()
    return closed.exclude(Exists(final.filter(at__gte=OuterRef("closed_at")))).order_by("pk")


def _made(by: Actor, held: Survey, now: datetime | None = None) -> SurveyEstimate:
    not_followed = not_followed_in(held)
    if not_followed:
        raise ValidationError(not_followed)
    try:
        counted = counted_questionnaires(held)
    except ValueError as error:
        raise ValidationError(
            _(
                "Some answers are not on the scale of their question any more: look at the versions that were filled."
            )
        ) from error
    if not counted:
        raise ValidationError(_("No answer was accepted: there is nothing to estimate."))
    text = standing_text(counted)
    sha256 = estimate_hash(text)
    last = held.estimates.filter(state=EstimateState.FINAL).order_by("number").last()
    is_of_this_closing = last is not None and (held.closed_at is None or last.at >= held.closed_at)
    if last is not None and is_of_this_closing and last.sha256 == sha256:
        raise ValidationError(
            _("Estimate %(number)s stands on the same answers: nothing has changed."),
            params={"number": last.number},
        )
    number = 1 + max((one.number for one in held.estimates.all()), default=0)
    replaced = list(held.estimates.filter(state=EstimateState.PROVISIONAL))
    held.estimates.filter(pk__in=[one.pk for one in replaced]).delete()
    estimate = SurveyEstimate.objects.create(
        survey=held, number=number, sha256=sha256, counts=text, at=now or timezone.now(), **by_line(by)
    )
    rows = [row for one in counted for row in figures_of_estimate(estimate, one)]
    EstimateFigure.objects.bulk_create(rows, batch_size=BATCH)
    is_final = held.state == SurveyState.CLOSED
    if is_final:
        estimate.state = EstimateState.FINAL
        estimate.save(update_fields=["state"])
    facts = {
        "number": number,
        "responses": sum(int(one.counts.people.sum()) for one in counted),
        "figures": len(rows),
        "final": is_final,
        "sha256": sha256,
    }
    record(
        by=by,
        verb=ESTIMATED,
        subject=held.name,
        subject_id=held.pk,
        facts=facts,
        wrote=[estimate],
        removed=replaced,
    )
    return estimate
