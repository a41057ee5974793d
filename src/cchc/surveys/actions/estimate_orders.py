"""The figures of a survey that still collects are asked for by a person, and made by the worker in that name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.intake.actions import asking_still
from cchc.surveys.actions.estimating import make_estimate
from cchc.surveys.models import EstimateOrder, ResponseState, Survey, SurveyState
from cchc.surveys.policies import may_close, may_design
from cchc.surveys.queries.designs import not_followed_in


@transaction.atomic
def order_estimate(*, by: Actor, survey: Survey) -> EstimateOrder:
    """Ask for the figures of a survey as its accepted forms are now. Nothing is recorded: the estimate will be.

    Raises `NotPermitted`, and ValidationError where nothing was accepted, where the design asks for what is not done
    here, and for a closed survey, whose estimate is made by itself.
    """
    if not (may_close(by) or may_design(by)):
        raise NotPermitted(Permission.SURVEY_DESIGN)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state == SurveyState.CLOSED:
        raise ValidationError(_("The survey is closed: its final figures are made by themselves."))
    if not held.responses.filter(state=ResponseState.ACCEPTED, is_test=False).exists():
        raise ValidationError(_("No answer was accepted: there is nothing to estimate."))
    if whys := not_followed_in(held):
        raise ValidationError(whys)
    order, _new = EstimateOrder.objects.update_or_create(
        survey=held,
        defaults={
            **by_line(by),
            "unit_id": by.unit_id,
            "role": by.role.value,
            "scope": by.scope.value,
            "whys": [],
        },
    )
    return order


def obey_estimate_order(*, order: EstimateOrder) -> None:
    """Make the figures that were asked for, or keep why they cannot be made; an error of ours is raised besides."""
    try:
        with transaction.atomic():
            make_estimate(by=asking_still(order), survey=order.survey)
            EstimateOrder.objects.filter(pk=order.pk).delete()
    except ValidationError as refused:
        _refuse(order, refused.messages)
    except Exception:
        _refuse(
            order,
            [gettext("The platform failed at it; tell the administrator, who finds the cause in its log.")],
        )
        raise


def _refuse(order: EstimateOrder, whys: list[str]) -> None:
    EstimateOrder.objects.filter(pk=order.pk).update(whys=whys)
