"""A unit says what it achieved of the targets of a plan: several at once, all or none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import change_alone
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.numbers import plain
from cchc.core.words.numerals import NumberFault, typed_percent
from cchc.following.models import TargetReport
from cchc.following.queries.targets import report_keys, reported_targets, reporting_unit
from cchc.plans.models import Plan
from cchc.plans.queries.texts import targets_of
from cchc.ui.templatetags.ui import message_text

REPORTED = verb("following.targets_reported", _("reported {count} targets of {subject}, {period}"))

_FIGURES = re.compile(r"[\d\s.,+\-−%]*")  # what can only be meant as a number


@dataclass(frozen=True, slots=True)
class AchievedTarget:
    """What was achieved of a target as it was typed, and the version of the report that the page showed, 0 for none.
    Without a text the report is taken away."""

    text: str
    seen_version: int = 0


@transaction.atomic
def report_targets(
    *, by: Actor, plan: Plan, period: str, said: Mapping[int, AchievedTarget]
) -> list[TargetReport]:
    """Keep what was `said` of targets of `plan`, by their ids, for a period; returns the reports that changed. What is
    a number is kept as one, beside its text. What was there before and says the same is not written again.

    Raises `NotPermitted` for a target that `by` does not report, `Changed` with the report of somebody who was quicker,
    and ValidationError with every fault at once, by the id of the target.
    """
    unit = reporting_unit(by, plan)
    targets = {one.pk: one for one in targets_of(plan)}
    if unit is None or not set(said) <= reported_targets(by, plan, targets.values()):
        raise NotPermitted(Permission.PROGRESS_REPORT)
    if plan.state != Plan.State.CURRENT or period not in report_keys(plan):
        raise ValidationError(_("This plan is not followed for this period."))
    change_alone(f"following.targets:{plan.pk}:{unit}")
    there = {
        one.target_id: one
        for one in TargetReport.objects.filter(target__in=said, of_unit=unit, period=period)
    }
    _refuse_changed(said, there)
    kept = _checked(said)
    written = [
        _written(
            by,
            there.get(pk),
            target=targets[pk],
            of_unit_id=unit,
            period=period,
            achieved=text,
            number=number,
        )
        for pk, (text, number) in kept.items()
        if text != (there[pk].achieved if pk in there else "")
    ]
    if written:
        facts = {
            "count": len(written),
            "period": period,
            "achieved": {str(one.target_id): one.achieved for one in written},
        }
        record(by=by, verb=REPORTED, subject=plan.title, subject_id=plan.pk, facts=facts)
    return written


def _refuse_changed(said: Mapping[int, AchievedTarget], there: Mapping[int, TargetReport]) -> None:
    for pk, one in said.items():
        now = there.get(pk)
        if one.seen_version != (now.version if now else 0):
            raise Changed(seen=one, now=now, who=now.person if now else "")


def _checked(said: Mapping[int, AchievedTarget]) -> dict[int, tuple[str, str]]:
    """The text and the number of each; raises ValidationError with every fault."""
    faults: dict[str, list[str]] = {}
    kept: dict[int, tuple[str, str]] = {}
    for pk, one in said.items():
        try:
            text = accepted_text(one.text, MOST["figure"], lines=False).strip()
            kept[pk] = (text, plain(typed_percent(text)) if text and _FIGURES.fullmatch(text) else "")
        except RefusedText as refused:
            faults[str(pk)] = [message_text(why) for why in refused.whys]
        except NumberFault as fault:
            faults[str(pk)] = [message_text(fault.why)]
    if faults:
        raise ValidationError(faults)
    return kept


def _written(by: Actor, before: TargetReport | None, **values: object) -> TargetReport:
    if before is None:
        return TargetReport.objects.create(**values, **by_line(by))
    if not values["achieved"]:
        before.delete()
        before.achieved = ""
        return before
    for name, value in {**values, **by_line(by)}.items():
        setattr(before, name, value)
    before.version += 1
    before.save()
    return before
