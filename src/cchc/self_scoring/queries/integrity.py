"""What an examination asks of sheets: links with documents, sums with answers, states with submissions, hashes with
what was handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from cchc.core.words.messages import Message
from cchc.cycles.models import NotApplicable
from cchc.documents.models import OfficialDocument
from cchc.self_scoring.models import EvidenceLink, SheetReturn, SheetSubmission, UnitSheet
from cchc.self_scoring.queries.content import content_of
from cchc.self_scoring.queries.sheet import whole_sheets
from cchc.self_scoring.queries.submissions import is_intact
from cchc.self_scoring.queries.sums import account_of, criteria_in_force, own_leaves, standings_of


def links_without_document() -> Iterator[Message]:
    """Yield a message for each link that leads to no document: a database that was restored in parts, or written to by
    hand."""
    known = OfficialDocument.objects.filter(pk=OuterRef("document_id"))
    rows = EvidenceLink.objects.filter(~Exists(known)).select_related("sheet__participant")
    for link in rows.iterator(chunk_size=2000):
        yield Message(
            "The evidence link {link} at {leaf} of {unit} leads to no document.",
            link=link.pk,
            leaf=link.leaf,
            unit=link.sheet.participant.name,
        )


def sheets_in_disagreement() -> Iterator[Message]:
    """Yield every sheet that keeps other sums than its answers give, and every one that is submitted without a
    submission that stands, or stands submitted without being so."""
    off: dict[int, set[str]] = defaultdict(set)
    for participant, leaf in NotApplicable.objects.values_list("participant_id", "leaf"):
        off[participant].add(leaf)
    returned = SheetReturn.objects.values("submission")
    standing = set(SheetSubmission.objects.exclude(pk__in=returned).values_list("sheet_id", flat=True))
    for sheet in whole_sheets().prefetch_related("answers").order_by("pk"):
        who = {"unit": sheet.participant.name, "year": str(sheet.participant.cycle.year)}
        criteria = criteria_in_force(sheet.participant)
        contents = {one.leaf: content_of(one) for one in sheet.answers.all()}
        leaves = own_leaves(criteria, off[sheet.participant_id])
        account = account_of(criteria, standings_of(leaves, contents, sheet.participant.cycle.year))
        if not account.sums.is_kept_by(sheet):
            yield Message("Sheet of {unit}, {year}: it keeps other sums than its answers give.", **who)
        if (sheet.state == UnitSheet.State.SUBMITTED) is not (sheet.pk in standing):
            yield Message("Sheet of {unit}, {year}: its state is not that of its submissions.", **who)


def submissions_in_disagreement() -> Iterator[Message]:
    """Yield every submission that holds something else than its hash says."""
    rows = SheetSubmission.objects.select_related("sheet__participant__cycle").order_by("pk")
    for one in rows.iterator(chunk_size=50):
        if not is_intact(one):
            yield Message(
                "Submission {number} of {unit}, {year}: its content is not what its hash says.",
                number=one.number,
                unit=one.sheet.participant.name,
                year=str(one.sheet.participant.cycle.year),
            )
