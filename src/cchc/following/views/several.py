"""Many records reported on one page, saved at once: for a unit that leads sixty measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.following.actions.several import SeenReport, report_several
from cchc.following.forms.several import FIGURE, OFFERED, RowForm, mark_of, touched_rows, values_of
from cchc.following.models import ProgressRecord
from cchc.following.queries.files import figures_wanted, last_figures, open_records
from cchc.following.queries.records import ENDED_STATES
from cchc.following.queries.words import period_beside, words_of_measure
from cchc.following.views.record import warn_of_unmet_in
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

ROWS = 150
EVERY = "tat-ca"
MOST_WORDS = 24


@dataclass(frozen=True, slots=True)
class SeveralRow:
    """A record with what stands in the fields of its row, why that is refused, and what somebody else reported
    meanwhile."""

    record: ProgressRecord
    values: Mapping[str, str]
    seen: str
    version: int
    faults: list[str] = field(default_factory=list)
    theirs: ProgressRecord | None = None

    @property
    def what(self) -> str:
        """The text that says what the measure is."""
        return words_of_measure(self.record.measure)

    @property
    def figures(self) -> list[tuple[str, str, str, str]]:
        """The figures that the plan asks for: the field, the name, how much is wanted, what stands in the field."""
        wanted = figures_wanted(self.record.measure)
        fields = [FIGURE.format(at) for at in range(len(wanted))]
        return [
            (field, name, target, self.values.get(field, ""))
            for field, (name, target) in zip(fields, wanted.items(), strict=True)
        ]

    @property
    def beside(self) -> list[str]:
        """What stands below its name: the day on which it is due, the period, the output."""
        due = f"{self.record.due:%d/%m/%Y}" if self.record.due else ""
        output = Truncator(self.record.measure.output).words(MOST_WORDS)
        return [one for one in (due, period_beside(self.record.period), output) if one]


@needs(Permission.PROGRESS_REPORT)
@repeatable
def several(request: Request) -> HttpResponse:
    """The open records of the own unit in one table; 422 says what is wrong in which row, 409 what others reported
    meanwhile, and nothing is saved. Rows that nobody touched say nothing."""
    every = request.GET.get("xem") == EVERY
    records = open_records(request.actor)
    if not every:
        begun = Q(starts__lte=timezone.localdate()) & ~Q(state__in=ENDED_STATES)
        records = records.filter(begun)
    rows: Page[Any] = Paginator(records, ROWS).get_page(request.GET.get("page"))
    shown = list(rows.object_list)
    if request.method != "POST":
        return _shown(request, rows, every, _fresh_rows(shown))
    sent = [one for one in open_records(request.actor) if f"r{one.pk}-version" in request.POST]
    achieved = last_figures(sent)
    forms = {one.pk: RowForm(request.POST, record=one, achieved=achieved.get(one.pk, {})) for one in sent}
    touched = {pk: form for pk, form in forms.items() if form.is_touched}
    gone = len(touched_rows(request.POST) - forms.keys())
    if gone:
        return _shown(request, rows, every, [_typed(form) for form in forms.values()], status=409, gone=gone)
    faulty = {pk for pk, form in touched.items() if not form.is_valid()}
    if faulty:
        return _shown(request, rows, every, [_typed(form) for form in forms.values()], status=422)
    try:
        made = report_several(by=request.actor, reports=_reports(touched))
    except Changed as changed:
        theirs = {one.pk: one for one in changed.now}
        lines = [_typed(form, theirs.get(pk)) for pk, form in forms.items()]
        return _shown(request, rows, every, lines, status=409, conflicts=len(theirs))
    except ValidationError as refused:
        for key, whys in refused.message_dict.items():
            forms[int(key.partition(" ")[0])].add_error(None, whys)
        return _shown(request, rows, every, [_typed(form) for form in forms.values()], status=422)
    count = len(made)
    said = ngettext("Reported on {count} measure.", "Reported on {count} measures.", count)
    messages.success(request, said.format(count=count) if count else _("Nothing was changed."))
    warn_of_unmet_in(request, made)
    return redirect(request.get_full_path())


def _reports(touched: Mapping[int, RowForm]) -> list[SeenReport]:
    return [SeenReport(form.record, form.cleaned_data["version"], form.report()) for form in touched.values()]


def _fresh_rows(records: Sequence[ProgressRecord]) -> list[SeveralRow]:
    achieved = last_figures(records)
    return [_fresh(one, achieved.get(one.pk, {})) for one in records]


def _fresh(record: ProgressRecord, achieved: Mapping[str, str]) -> SeveralRow:
    values = values_of(record, achieved)
    return SeveralRow(record, values, mark_of(values), record.version)


def _typed(form: RowForm, theirs: ProgressRecord | None = None) -> SeveralRow:
    """The row as it was sent; where somebody else reported meanwhile, it rests on what they reported."""
    if not form.is_touched:
        return _fresh(form.record, form.achieved)
    faults = [str(why) for whys in form.errors.values() for why in whys]
    sent = form.data.get(form.add_prefix("version"), "")
    version = theirs.version if theirs is not None else requested_number(sent)
    return SeveralRow(
        form.record, form.typed, form.data.get(form.add_prefix("seen"), ""), version, faults, theirs
    )


def _shown(
    request: Request,
    rows: Page[Any],
    every: bool,
    lines: list[SeveralRow],
    *,
    status: int = 200,
    conflicts: int = 0,
    gone: int = 0,
) -> HttpResponse:
    context = {
        "title": _("Report several measures at once"),
        "rows": rows,
        "lines": lines,
        "every": every,
        "states": OFFERED,
        "faulty": sum(bool(one.faults) for one in lines),
        "conflicts": conflicts,
        "gone": gone,
    }
    return page(request, "following/several.html", context, status=status)
