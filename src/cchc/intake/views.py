"""The pages of staged files: each room has its addresses, permissions and words, this room has the frame around them.

A room's view finds what the page is about and asks a `Frame` of it for the answer:

    @needs(Permission.UNIT_MANAGE)
    @require_POST
    def import_apply(request, pk):
        frame = _frame(request)
        return frame.apply(frame.found(pk))

Where the frame follows from the request alone, the other pages of one file are `file_pages(permission, _frame)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.words.messages import Faults, fault_of
from cchc.documents.models import Errand
from cchc.documents.queries import content, stored_file_response, unnamed
from cchc.documents.queries.background import TaskStanding, task_standing, tasks_ahead
from cchc.documents.views import ErrandRequest, dear, enqueue
from cchc.intake import actions
from cchc.intake.kinds import Brought, StagedKind
from cchc.intake.models import ApplyOrder, StagedFile
from cchc.intake.queries import apply_order_of, without_contents
from cchc.intake.tasks import apply_staged_file, read_staged_file
from cchc.ui.pages import page

ROWS = 150
TASK = read_staged_file.module_path
APPLYING = apply_staged_file.module_path


@dataclass(frozen=True, slots=True)
class Addresses:
    """The names of a kind's addresses, and the arguments with which each begins; those about one file end with its
    number. `list` is where a file is brought, `left` (where it is empty, `list`) where one goes on from a file
    given up."""

    list: str
    one: str
    file: str
    apply: str = ""
    again: str = ""
    give_up: str = ""
    left: str = ""
    args: tuple[Any, ...] = ()

    def of(self, name: str, *more: Any) -> str:
        """Return the address called `name`; empty where the kind has none."""
        address: str = getattr(self, name)
        return reverse(address, args=[*self.args, *more]) if address else ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a list says of a staged file besides who brought it: a text, or a number."""

    heading: str
    value: str | int

    @property
    def is_number(self) -> bool:
        """Whether it stands on the right."""
        return isinstance(self.value, int)


@dataclass(frozen=True, slots=True)
class Undoing:
    """The staged file that can be taken back now: its number, where that is asked for, and what is asked before."""

    pk: int
    address: str
    confirm: str


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """A staged file in the list of those brought so far."""

    staged: StagedFile
    address: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Frame:
    """The pages around the staged files of one kind, as one person sees them.

    `rows` are those that the person may see, `may_change` whether this person may apply them. `template` shows one of
    them and extends `intake/staged.html`: `difference` makes what it shows of it, `facts` what the list does.
    `undoing` is the one that can be taken back. `listing` is the page on which a file is brought, with the list of
    the earlier ones; `title` is its name, and `crumbs` are the pages above it. `around` is what all these pages show
    besides. `version` is that of what the files are about, where their kind knows it: of a file that was compared
    with another the page says so at once. `advice` is what the page of the faults of a file says besides: "advice" and
    "advice_address" are a sentence and where it leads.
    """

    request: Request
    kind: StagedKind[Any]
    rows: QuerySet[StagedFile]
    addresses: Addresses
    title: str
    crumbs: Sequence[tuple[str, str]]
    template: str
    listing: str
    difference: Callable[[StagedFile], Mapping[str, Any]]
    facts: Callable[[StagedFile], Sequence[Fact]] = lambda _staged: ()
    undoing: Undoing | None = None
    around: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    version: str = ""
    may_change: bool = True
    advice: Callable[[Faults], Mapping[str, Any]] = lambda _refused: {}

    def found(self, pk: int, *, contents: bool = True) -> StagedFile:
        """Return the staged file with this number, or that had it before all kinds were one table; without its
        `contents` what was read is left in the database until it is asked for.

        Raises Http404 for one that this person may not see.
        """
        rows = self.rows if contents else without_contents(self.rows)
        return get_object_or_404(rows, Q(pk=pk) | Q(former=pk))

    # bringing a file

    def listed(self, form: Form, *, status: int = 200, **more: Any) -> HttpResponse:
        """The page on which a file is brought; below, the earlier ones."""
        context = {**self._around(), "title": self.title, "crumbs": self.crumbs}
        context |= {"form": form, **self.earlier(), **more}
        return page(self.request, self.listing, context, status=status)

    def earlier(self) -> dict[str, Any]:
        """The files brought so far, as `intake/earlier.html` shows them."""
        rows = Paginator(without_contents(self.rows), ROWS).get_page(self.request.GET.get("page"))
        files = [
            EarlierFile(one, self.addresses.of("one", one.pk), self.facts(one)) for one in rows.object_list
        ]
        return {"earlier": rows, "earlier_files": files}

    def bring(self, form: Form, options: Mapping[str, Any] | None = None) -> HttpResponse:
        """Read the file of a form and keep what it would change; a file with faults answers 422 with every one."""
        if not self.may_change:
            raise Http404
        if not form.is_valid():
            return self.listed(form, status=422)
        upload = form.cleaned_data["file"]
        brought = Brought(self.request.actor, upload.name, upload.read(), self.about, options or {})
        try:
            if self.kind.is_large(len(brought.data)):
                staged = actions.leave_to_read(by=brought.by, kind=self.kind, brought=brought)
                self._hand_over(read_staged_file, staged)
            else:
                compared = self.kind.compare(brought)
                staged = actions.stage(by=brought.by, kind=self.kind, brought=brought, compared=compared)
        except Faults as refused:
            return self.faulty(upload.name, refused)
        except Changed:
            form.add_error("file", _("Others changed this while the file was read: bring it again."))
            return self.listed(form, status=409)
        except ValidationError as refused:
            form.add_error("file", refused.messages)
            return self.listed(form, status=422)
        return redirect(self.addresses.of("one", staged.pk))

    def _hand_over(self, task: Any, staged: StagedFile) -> None:
        """Leave a file to the worker, as an errand of the person."""
        enqueue(cast("ErrandRequest", self.request).errand, task, staged.pk)

    def faulty(
        self, file: str, refused: Faults, *, count: int = 0, status: int = 422, **more: Any
    ) -> HttpResponse:
        """The page that names every fault of a file (`count` in all, where not all were kept), with its place."""
        context = {
            **self._around(),
            "title": _("This file cannot be applied yet"),
            "file": file,
            "faults": refused.faults[: actions.MOST_FAULTS],
            "count": count or len(refused.faults),
            **self.advice(refused),
            **more,
        }
        return page(self.request, "intake/faulty.html", context, status=status)

    # one staged file

    def shown(self, staged: StagedFile, *, status: int = 200, **more: Any) -> HttpResponse:
        """What a file would change, or did change; how far the worker is with one that is not compared yet, and every
        fault of one that could not be."""
        if staged.is_under_way:
            return self._under_way(staged, TASK)
        standing, order = self._ordered(staged)
        if standing is not None:
            return self._under_way(staged, APPLYING)
        if order is not None:  # the worker could not do it
            more = {"whys": order.whys, **({"changed": True} if order.is_changed else {}), **more}
        if self.kind.large is not None and self.request.headers.get("HX-Request") == "true":
            return HttpResponse(headers={"HX-Redirect": self.addresses.of("one", staged.pk)})
        if staged.state == StagedFile.State.REFUSED:
            refused = Faults([fault_of(one) for one in staged.faults])
            address = self.addresses.of("give_up", staged.pk)
            count = staged.counts.get("faults", 0)
            return self.faulty(staged.file.name, refused, count=count, status=200, give_up_address=address)
        outdated = staged.is_waiting and self.version not in ("", staged.seen)
        changed = Changed(seen=staged.seen, now=self.version) if outdated else None
        context = {**self._around(staged), "changed": changed, **self.difference(staged), **more}
        return page(self.request, self.template, context, status=status)

    def _ordered(self, staged: StagedFile) -> tuple[TaskStanding | None, ApplyOrder | None]:
        """How the worker stands to a file that it is to apply, and what was asked of it; the standing is None where
        nothing was, or where it could not be done. The queue is asked first: what ends in between has ended then, and
        was never interrupted."""
        if self.kind.large is None or not staged.is_waiting:
            return None, None
        standing, order = task_standing(APPLYING, staged.pk), apply_order_of(staged)
        return None if order is None or order.is_refused else standing, order

    def _under_way(self, staged: StagedFile, task: str) -> HttpResponse:
        context = {
            **self._around(staged),
            "title": staged.file.name,
            "applying": task == APPLYING,
            "standing": task_standing(task, staged.pk),
            "ahead": tasks_ahead(task, staged.pk),
            "address": self.addresses.of("one", staged.pk),
        }
        return page(self.request, "intake/under_way.html", context, part="progress", status=202)

    def apply(
        self,
        staged: StagedFile,
        then: Callable[[Any], HttpResponse],
        act: Callable[[], Any] | None = None,
    ) -> HttpResponse:
        """Apply a file (by `act`, where the room has more to do), and answer by what `then` makes of what came of it.

        Where it could not be applied the answer says why: 409 with what changed since it was read. A large file is
        applied by the worker, and its page says so.
        """
        if act is None and self.kind.is_large(staged.file.size):
            act, then = partial(self._order, staged), lambda _order: self._to_page(staged)
        try:
            outcome = act() if act else actions.apply(by=self.request.actor, staged=staged)
        except Changed as changed:
            return self.shown(staged, status=409, changed=changed)
        except ValidationError as refused:
            messages.error(self.request, " ".join(refused.messages))
            return self._to_page(staged)
        return then(outcome)

    def _to_page(self, staged: StagedFile) -> HttpResponse:
        return redirect(self.addresses.of("one", staged.pk))

    def _order(self, staged: StagedFile) -> None:
        if self._ordered(staged)[0] in (None, TaskStanding.INTERRUPTED):
            actions.order_applying(by=self.request.actor, staged=staged)
            self._hand_over(apply_staged_file, staged)

    def again(self, staged: StagedFile) -> HttpResponse:
        """Read the same file once more and set it against what there is now; a large one by the worker."""
        if self.kind.is_large(staged.file.size):
            return self._left_again(staged)
        brought = actions.brought_again(self.request.actor, staged, content(staged.file))
        try:
            compared = self.kind.compare(brought)
            fresh = actions.stage_again(by=brought.by, staged=staged, brought=brought, compared=compared)
        except Faults as refused:
            return self.faulty(brought.name, refused)
        except Changed:
            messages.error(self.request, _("Others changed this while the file was read: compare it again."))
            return redirect(self.addresses.of("one", staged.pk))
        except ValidationError as refused:
            messages.error(self.request, " ".join(refused.messages))
            return redirect(self.addresses.of("list"))
        return redirect(self.addresses.of("one", fresh.pk))

    def _left_again(self, staged: StagedFile) -> HttpResponse:
        standing = task_standing(TASK, staged.pk) if staged.is_under_way else None
        if standing in (None, TaskStanding.INTERRUPTED):
            try:
                actions.read_again(by=self.request.actor, staged=staged)
                self._hand_over(read_staged_file, staged)
            except ValidationError as refused:
                messages.error(self.request, " ".join(refused.messages))
        return redirect(self.addresses.of("one", staged.pk))

    def give_up(self, staged: StagedFile) -> HttpResponse:
        """Forget a file that waits."""
        try:
            actions.give_up(by=self.request.actor, staged=staged)
        except ValidationError as refused:
            messages.error(self.request, " ".join(refused.messages))
        else:
            messages.success(self.request, _("“%(file)s” was given up.") % {"file": staged.file.name})
        return redirect(self.addresses.of("left") or self.addresses.of("list"))

    def undo(self, act: Callable[[], Any], done: str, form: Form, **more: Any) -> HttpResponse:
        """Take a file back by `act` and say that it is `done`; 409 on the list, above `form`, with what was
        changed since it was applied."""
        try:
            act()
        except Changed as changed:
            return self.listed(form, status=409, changed=changed, **more)
        except ValidationError as refused:
            messages.error(self.request, " ".join(refused.messages))
        else:
            messages.success(self.request, done)
        return redirect(self.addresses.of("list"))

    def file(self, staged: StagedFile) -> HttpResponseBase:
        """The file as it was brought."""
        response = stored_file_response(staged.file, self.request)
        if not self.kind.own:
            return response
        return unnamed(response, _("a file that was brought back (no. %(number)s)") % {"number": staged.pk})

    def _around(self, staged: StagedFile | None = None) -> dict[str, Any]:
        address = self.addresses.of("list")
        crumbs = [*self.crumbs, (self.title, address)]
        context = {**self.around, "crumbs": crumbs, "list_address": address}
        context |= {"may_change": self.may_change, "undoing": self.undoing}
        if staged is None:
            return context
        names = ("file", "apply", "again", "give_up")
        addresses = {f"{name}_address": self.addresses.of(name, staged.pk) for name in names}
        title = _("What the file would change") if staged.is_waiting else _("What the file changed")
        return {**context, **addresses, "staged": staged, "title": title}


class FilePages(NamedTuple):
    """The pages of one staged file that are alike wherever its frame follows from who asks."""

    detail: Callable[..., HttpResponseBase]
    again: Callable[..., HttpResponseBase]
    give_up: Callable[..., HttpResponseBase]
    file: Callable[..., HttpResponseBase]


def file_pages(permission: Permission, frame: Callable[[Request], Frame]) -> FilePages:
    """Return the pages of one staged file for those who have `permission`."""

    @needs(permission)
    @require_GET
    def detail(request: Request, pk: int) -> HttpResponse:
        """Show what a file would change, or did change."""
        pages = frame(request)
        return pages.shown(pages.found(pk))

    @needs(permission)
    @require_POST
    @dear(Errand.What.IMPORT)
    def again(request: Request, pk: int) -> HttpResponse:
        """Compare the same file with what there is now."""
        pages = frame(request)
        return pages.again(pages.found(pk))

    @needs(permission)
    @require_POST
    def give_up(request: Request, pk: int) -> HttpResponse:
        """Give up a file that waits."""
        pages = frame(request)
        return pages.give_up(pages.found(pk))

    @needs(permission)
    @require_GET
    def file(request: Request, pk: int) -> HttpResponseBase:
        """Send the file as it was brought."""
        pages = frame(request)
        return pages.file(pages.found(pk))

    return FilePages(detail, again, give_up, file)
