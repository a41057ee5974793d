"""The frozen tables of this room, and the rows that the log can play."""

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played, subjects_of
from cchc.core.words.messages import Message
from cchc.criteria.actions import UPLOADED
from cchc.criteria.models import CriteriaVersion

FROZEN = (Frozen("criteria_criteriaversion", when="{row}.state = 'published'"),)

PLAYED = (
    Played(
        code="criteria.version",
        words=Message("Criteria version"),
        model=CriteriaVersion,
        fields=("set_id", "version", "sha256", "state"),
        made_by=subjects_of(UPLOADED),
    ),
)
