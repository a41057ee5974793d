"""A periodic report is frozen, with every part, source and row behind, and archived as an official document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.plans.reports.drawn import hash_of_report, report_text
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.documents.actions import store
from cchc.documents.actions.official import write_document
from cchc.documents.models import OfficialDocument
from cchc.following.actions.report_rounds import held_round, refuse_closed
from cchc.following.models import ArchivedReport, FrozenReport, ReportRound
from cchc.following.queries.recalls import units_asking_back
from cchc.following.queries.report_words import round_name
from cchc.following.queries.rounds import drawn_now
from cchc.ui.templatetags.ui import message_text

FROZEN = verb(
    "following.report_frozen", _("froze the figures of {subject}: {come} of {count} parts, {sha256}")
)
ARCHIVED = verb("following.report_archived", _("archived {subject} as document {number} of {day}"))

KIND = "BÁO CÁO"


@transaction.atomic
def freeze_report(*, by: Actor, round_: ReportRound, seen: str, now: datetime | None = None) -> FrozenReport:
    """Freeze a report as it stands now; `seen` is the hash of what the person saw.

    Raises `NotPermitted`, `Changed` where a part has come or gone since, and ValidationError for a report that is
    frozen or withdrawn, while a unit waits for the answer whether it gets its part back, and before the period is over.
    """
    held = held_round(by, round_)
    refuse_closed(held)
    refuse_unanswered(held)
    at = now or timezone.now()
    if timezone.localdate(at) < held.data_to:
        raise ValidationError(
            _("The period goes on until %(day)s: its figures are frozen afterwards.")
            % {"day": f"{held.data_to:%d/%m/%Y}"}
        )
    report = drawn_now(held)
    content = report_text(report)
    sha256 = hash_of_report(content)
    if seen != sha256:
        raise Changed(seen=seen, now=sha256)
    made = FrozenReport.objects.create(round=held, content=content, sha256=sha256, at=at, **by_line(by))
    facts = {
        "come": len(report.parts) - len(report.not_come),
        "count": len(report.parts),
        "missing": [one.name for one in report.not_come],
        "sha256": sha256,
    }
    record(by=by, verb=FROZEN, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made])
    return made


def refuse_unanswered(round_: ReportRound) -> None:
    """Raises ValidationError, with their names, while units wait for the answer whether they get their part back."""
    if names := units_asking_back(round_):
        raise ValidationError(
            _("Units ask for their part back, answer them first: %(names)s.") % {"names": ", ".join(names)}
        )


@transaction.atomic
def archive_report(
    *, by: Actor, round_: ReportRound, number: str, on: date, name: str, paper: bytes, sheet: bytes
) -> ArchivedReport:
    """Keep a frozen report as the official document with this number and date; its files are the report as Word
    (`paper`) and its structured part as Excel (`sheet`), called `name`.

    Raises `NotPermitted`, and ValidationError for a report that is not frozen or was archived, without a number, and
    for a day before the freezing or still to come.
    """
    held = held_round(by, round_)
    frozen = FrozenReport.objects.filter(round=held).first()
    if frozen is None:
        raise ValidationError(_("A report is archived once its figures are frozen."))
    if ArchivedReport.objects.filter(frozen=frozen).exists():
        raise ValidationError(_("This report was archived already."))
    kept = _checked(number, on, frozen)
    files = [
        store(by=by, name=f"{name}.docx", data=paper),
        store(by=by, name=f"{name}.xlsx", data=sheet),
    ]
    document = OfficialDocument(
        kind=KIND,
        number=kept,
        date=on,
        issuer=held.collector.name,
        title=round_name(held),
        unit_id=held.collector_id,  # whose people see the whole
        unit_name=held.collector.name,
        not_secret=True,
    )
    made = ArchivedReport.objects.create(
        frozen=frozen, document=write_document(document, files=files), **by_line(by)
    )
    facts = {"number": kept, "day": f"{on:%d/%m/%Y}", "sha256": frozen.sha256}
    record(by=by, verb=ARCHIVED, subject=round_name(held), subject_id=held.pk, facts=facts, wrote=[made])
    return made


def _checked(number: str, on: date, frozen: FrozenReport) -> str:
    faults: dict[str, list[Any]] = {}
    kept = ""
    try:
        kept = accepted_text(number, MOST["number"], lines=False).strip()
    except RefusedText as refused:
        faults["number"] = [message_text(why) for why in refused.whys]
    if not kept and not faults:
        faults["number"] = [_("Type the number and symbol of the report.")]
    if not timezone.localdate(frozen.at) <= on <= timezone.localdate():
        faults["on"] = [_("A report is issued after its figures are frozen, on a day that has come.")]
    if faults:
        raise ValidationError(faults)
    return kept
