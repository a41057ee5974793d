"""What officials write into the report that analyses the results of a peer group."""

from __future__ import annotations

from django.db import models

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class AnalysisDraft(ByLine):
    """What was written in the place of sentences of the report of a peer group, each saving a row of its own; the last
    one counts, none is ever changed.

    `sentences`: by key the section, the text and the figures (name → as printed) by which it was written
    (`results.exchange.analysed.KeptSentence`). A sentence that is not there follows the figures.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="analysis_drafts")
    peer_group = models.CharField(max_length=MOST["peer_group"])
    number = models.PositiveIntegerField()
    sentences = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["cycle", "peer_group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "peer_group", "number"], name="analysis_draft_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.peer_group}/{self.number}"
