"""What of this room can never change, and what is played against the log."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from json import dumps

from cchc.analysis.models import AnalysisDraft
from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.words.messages import Message

FROZEN = (Frozen("analysis_analysisdraft"),)


def _sentences(draft: AnalysisDraft) -> Mapping[str, str]:
    """The hash of what was written."""
    plain = dumps(draft.sentences, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"sentences": sha256(plain.encode()).hexdigest()}


PLAYED = (
    Played(
        code="analysis.draft",
        words=Message("Sentences of an analysis"),
        model=AnalysisDraft,
        fields=("cycle_id", "peer_group", "number"),
        holds=_sentences,
    ),
)
