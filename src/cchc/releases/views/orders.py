"""The page of an order: how far the worker is with it, why it was refused, and that it can be given anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django_tasks.base import Task

from cchc.access.requests import Request
from cchc.documents.queries.background import TaskStanding, task_standing, tasks_ahead
from cchc.releases.actions.orders import order_again
from cchc.releases.models import WorkOrder
from cchc.releases.queries.orders import step_of
from cchc.ui.pages import page


def hand_over(order: WorkOrder, task: Task[..., Any]) -> None:
    """Tell the worker of an order as soon as it is written."""
    transaction.on_commit(partial(task.enqueue, order.pk))


def standing_of(orders: QuerySet[Any], task: Task[..., Any]) -> TaskStanding | None:
    """Return how the worker stands to the order among `orders`, of which there is one at most; None without one.

    It is asked before the order itself: what ends in between is then seen as ended, never as interrupted.
    """
    keys = list(orders.values_list("pk", flat=True))
    return task_standing(task.module_path, keys[0]) if keys else None


def lead_on(request: Request, address: str, said: str) -> HttpResponse:
    """Lead to what was made by an order, and say so."""
    messages.success(request, said)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """The page of an order at `address`: the task that obeys it, the words for its steps, and those of the page:
    headings while it `waits`, `runs`, is `interrupted` and `refused`, the button that has it begin `anew`, and where
    else to go (`back`, words and address)."""

    request: Request
    context: Mapping[str, Any]
    address: str
    task: Task[..., Any]
    steps: Mapping[int, Promise]
    waits: str
    runs: str
    interrupted: str
    refused: str
    anew: str
    back: tuple[str, str]
    explained: str

    def answer(self, order: WorkOrder, stood: TaskStanding | None) -> HttpResponse:
        """Return the page; a POST has the worker begin anew what was interrupted or refused."""
        standing = stood if order.state == WorkOrder.State.WAITING else None
        if self.request.method == "POST":
            if standing in (None, TaskStanding.INTERRUPTED) and order_again(order=order):
                hand_over(order, self.task)
            return redirect(self.address)
        step = step_of(order) if standing is TaskStanding.RUNNING else None
        headings = {TaskStanding.INTERRUPTED: self.interrupted, TaskStanding.RUNNING: self.runs}
        context = {
            **self.context,
            "order": order,
            "asked": self,
            "standing": standing,
            "heading": headings.get(standing, self.waits) if standing else self.refused,
            "ahead": tasks_ahead(self.task.module_path, order.pk),
            "step": step,
            "step_words": self.steps.get(step, "") if step else "",
        }
        under_way = standing not in (None, TaskStanding.INTERRUPTED)
        return page(
            self.request, "releases/order.html", context, part="progress", status=202 if under_way else 200
        )
