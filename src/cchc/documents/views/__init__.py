"""Answers of rooms to costly requests: the file that the worker makes, or its progress; and the limit on one person's
errands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from cchc.access.requests import Request
from cchc.documents.actions.errands import begin_errand, end_errand, hand_to_the_worker
from cchc.documents.actions.prepared import Maker, ask_again, ask_for_file
from cchc.documents.models import Errand, PreparedFile
from cchc.documents.queries.background import TaskStanding, task_standing, tasks_ahead
from cchc.documents.queries.downloads import made_file
from cchc.documents.queries.prepared import is_there, prepared_file
from cchc.ui.pages import page

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)
Back = tuple[str, str]  # the name of a page, and its address


class ErrandRequest(Request):
    """A request that is counted as an errand of its actor."""

    errand: Errand


def dear(
    what: Errand.What,
) -> Callable[[Callable[Concatenate[ErrandRequest, P], Answer]], Callable[Concatenate[Request, P], Answer]]:
    """Count the POST of a view as an errand of the person, until the request ends, or until the task ends that
    `enqueue` hands to the worker."""

    def decorate(
        view: Callable[Concatenate[ErrandRequest, P], Answer],
    ) -> Callable[Concatenate[Request, P], Answer]:
        @wraps(view)
        def counting(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
            counted = cast("ErrandRequest", request)
            if request.method != "POST":
                return view(counted, *args, **kwargs)
            counted.errand = begin_errand(by=request.actor, what=what)
            try:
                return view(counted, *args, **kwargs)
            finally:
                end_errand(errand=counted.errand)

        return counting

    return decorate


def enqueue(errand: Errand, task: Any, about: int) -> None:
    """Hand `task` about the row with the id `about` to the worker, on commit."""
    transaction.on_commit(lambda: hand_to_the_worker(errand=errand, task=task.enqueue(about)))


@dataclass(frozen=True, slots=True)
class FileRequest:
    """A heavy file that a page asks for: see `PreparedFile`.

    `audience` names the readers who see the same in it: it is made once for all of them, and for nobody else. A
    `small` file is made at once, in the request.
    """

    of: str
    audience: str
    version: str
    about: Mapping[str, Any]
    name: str
    type: str
    small: bool
    language: str = field(default_factory=lambda: translation.get_language() or "vi")


def file_or_progress(
    request: Request, asked: FileRequest, maker: Maker, task: Any, back: Back
) -> HttpResponseBase:
    """Return the answer with a file that the room allows its reader, or a page of its progress.

    A small file is made at once, another once by the worker. Until it is made, the answer is a page of its progress
    (202); a POST from there begins it anew. Raises `TooMuchAsked`.
    """
    if asked.small:
        return _made_at_once(asked, maker)
    prepared = _asked_for(request, asked, task)
    if request.method == "POST":
        if _stands(prepared, task) in (None, TaskStanding.INTERRUPTED):
            _begin(request, prepared, task)
        return redirect(request.get_full_path())
    in_place = request.headers.get("HX-Request") == "true"
    if is_there(prepared) and not in_place:
        return prepared_file(prepared, request)
    return _progress(request, prepared, task, back)


def _made_at_once(asked: FileRequest, maker: Maker) -> HttpResponse:
    with translation.override(asked.language):
        content = maker(asked.about)
    return made_file(content, asked.name)


def _asked_for(request: Request, asked: FileRequest, task: Any) -> PreparedFile:
    """Return the row of the file, after the worker was told to make it."""
    key = {"of": f"{asked.of}:{asked.audience}", "version": asked.version, "language": asked.language}
    there = PreparedFile.objects.filter(**key).first()
    if there is not None:
        return there
    errand = begin_errand(by=request.actor, what=Errand.What.FILE)
    try:
        prepared, fresh = ask_for_file(
            by=request.actor, about=asked.about, name=asked.name, type_=asked.type, **key
        )
        if fresh:
            enqueue(errand, task, prepared.pk)
    finally:
        end_errand(errand=errand)
    prepared.refresh_from_db()
    return prepared


def _begin(request: Request, prepared: PreparedFile, task: Any) -> None:
    errand = begin_errand(by=request.actor, what=Errand.What.FILE)
    try:
        if ask_again(prepared=prepared):
            enqueue(errand, task, prepared.pk)
    finally:
        end_errand(errand=errand)


def _stands(prepared: PreparedFile, task: Any) -> TaskStanding | None:
    """Return the standing of the task; None when the file has ended, well or not.

    The queue is read first: a file that ends in between is then seen as ended.
    """
    now = task_standing(task.module_path, prepared.pk)
    prepared.refresh_from_db()
    if prepared.state == PreparedFile.State.DONE and not is_there(prepared):
        return TaskStanding.INTERRUPTED
    return now if prepared.state == PreparedFile.State.WAITING else None


def _progress(request: Request, prepared: PreparedFile, task: Any, back: Back) -> HttpResponse:
    now = _stands(prepared, task)
    context = {
        "title": prepared.name,
        "prepared": prepared,
        "address": request.get_full_path(),
        "standing": now,
        "ahead": tasks_ahead(task.module_path, prepared.pk),
        "back": back,
    }
    status = 202 if now else 200
    return page(request, "documents/prepared.html", context, part="progress", status=status)
