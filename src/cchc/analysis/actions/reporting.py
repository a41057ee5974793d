"""Writing into the report that analyses the results of a peer group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.analysis.models import AnalysisDraft
from cchc.analysis.policies import may_edit_report
from cchc.analysis.queries.report import kept_in, standing_draft
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import change_alone
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.cycles.models import Cycle
from cchc.results.exchange.analysed import LossSentence, kept_after

SAVED = verb(
    "analysis.sentences_saved",
    _(
        "saved the sentences of the analysis of “{group}” in {subject}, version {number}: {count} of their own"
    ),
)


@transaction.atomic
def save_sentences(
    *,
    by: Actor,
    cycle: Cycle,
    group: str,
    made: Sequence[LossSentence],
    texts: Mapping[str, str],
    ways: Mapping[str, str],
    seen: int,
) -> AnalysisDraft | None:
    """Keep the texts of sentences that differ from what the figures make (`made`) as the next version of the report of
    a peer group; returns the version that stands, None where there is none.

    `texts` and `ways` are by key (`kept_after`), `seen` is the number of the version that the page showed. What is said
    again changes nothing. Raises `NotPermitted`, and `Changed` where somebody saved meanwhile, with the version then.
    """
    if not may_edit_report(by):
        raise NotPermitted(Permission.ANALYSIS_EDIT)
    change_alone(f"analysis.draft:{cycle.pk}:{group}")
    standing = standing_draft(cycle, group)
    number = standing.number if standing else 0
    if number != seen:
        raise Changed(seen=seen, now=number, who=standing.person if standing else "")
    kept = kept_in(standing)
    after = kept_after(made, kept, texts, ways)
    if after == kept:
        return standing
    row = AnalysisDraft.objects.create(
        cycle=cycle,
        peer_group=group,
        number=number + 1,
        sentences={key: asdict(one) for key, one in after.items()},
        at=timezone.now(),
        **by_line(by),
    )
    facts = {"group": group, "number": row.number, "count": len(after)}
    record(by=by, verb=SAVED, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=[row])
    return row
