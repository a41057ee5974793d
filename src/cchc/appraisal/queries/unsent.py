"""What is appraised and not sent: nobody outside the appraisal reads its points before the unit does."""

from __future__ import annotations

from cchc.appraisal.models import UnitAppraisal
from cchc.cycles.consequences import UnsentStage
from cchc.cycles.models import Cycle


def unsent_appraisals(*, cycle: Cycle) -> list[UnsentStage]:
    """Return the stages of the participants of `cycle` whose result is not with the unit: not sent yet, or taken back.
    One query."""
    rows = UnitAppraisal.objects.filter(participant__cycle=cycle).exclude(state=UnitAppraisal.State.SENT)
    return [UnsentStage(*found) for found in rows.order_by().values_list("participant_id", "stage")]
