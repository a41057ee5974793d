"""What the worker does for surveys."""

from django_tasks import task

from cchc.surveys.actions.estimate_orders import obey_estimate_order
from cchc.surveys.models import EstimateOrder


@task()
def estimate_ordered(order_id: int) -> None:
    """Make the figures of an order; one that was obeyed or refused is let be."""
    order = EstimateOrder.objects.select_related("survey").filter(pk=order_id, whys=[]).first()
    if order is not None:
        obey_estimate_order(order=order)
