"""A release of a round: it needs the council; what is provisional needs the council's reason, which the public reads;
and what is released the council does not undo."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.permissions import Role
from cchc.appraisal.models import UnitAppraisal
from cchc.council.actions.finishing import final_content, final_seal, make_final, undo_final
from cchc.council.queries.final import final_cells, standing_final
from cchc.cycles.models import Cycle
from cchc.releases.queries.faults import release_faults
from cchc.releases.queries.published import content_of
from tests.builders import (
    a_sitting_session,
    a_whole_round,
    all_appraised,
    an_actor,
    an_item,
    closed,
    decided,
)
from tests.builders.council import NIGHT
from tests.builders.releases import a_release

pytestmark = pytest.mark.django_db

REASON = "Hội đồng chấp nhận số liệu đến ngày chốt"


@pytest.fixture
def cycle():
    cycle = a_whole_round(("Sở Công Thương", "Sở Nội vụ"))
    all_appraised(cycle)
    return Cycle.objects.select_related("province").get(pk=cycle.pk)


def held_provisional(cycle, leaf: str):
    """One leaf of the first unit, whose appraisal says that it may still change."""
    unit = cycle.participants.select_related("cycle_set__version", "cycle").order_by("place")[0]
    appraised = unit.appraisals.get()
    rows = UnitAppraisal.objects.filter(pk=appraised.pk)
    rows.update(state="open")
    assert appraised.rows.filter(leaf=leaf).update(provisional="Chờ báo cáo cuối năm") == 1
    rows.update(state=appraised.state)
    return unit


def final(cycle):
    seen = final_seal(final_content(final_cells(cycle)))
    return make_final(by=an_actor(Role.COUNCIL_SECRETARY), cycle=cycle, seen=seen, now=NIGHT)


def test_without_the_council_nothing_is_released_and_what_is_released_it_does_not_undo(cycle):
    (first, *_rest) = release_faults(cycle)
    assert first.sentence.startswith("The points of units that are scored by the round are not final")
    final(cycle)
    assert release_faults(cycle) == []
    a_release(cycle)
    with pytest.raises(ValidationError, match="released"):
        undo_final(by=an_actor(Role.COUNCIL_SECRETARY), cycle=cycle, reason="Nhầm", now=NIGHT)
    assert standing_final(cycle) is not None


def test_points_that_appraisers_set_bear_their_coded_reasons_in_public_and_no_sentence(cycle):
    row = UnitAppraisal.objects.get(participant=cycle.participants.order_by("place")[0])
    rows = UnitAppraisal.objects.filter(pk=row.pk)
    rows.update(state="open")
    reasons = [{"code": "late", "text": "Ông Tư nộp chậm"}, {"code": "missing_evidence", "text": ""}]
    row.rows.filter(leaf="1.2").update(verdict="set", points="0.25", reasons=reasons)
    cycle.scores.filter(participant=row.participant, leaf="1.2").update(points="0.25", figures=None)
    rows.update(state=row.state)
    final(cycle)
    content = content_of(a_release(cycle))
    unit = next(one for one in content.units if one.name == row.participant.name)
    assert [(code, why) for code, _points, why in unit.leaves["1.2"].losses] == [
        ("stated", "quá hạn; thiếu tài liệu kiểm chứng")
    ]
    assert "Ông Tư" not in str(content)


def test_what_is_provisional_stands_with_the_reason_of_the_council_and_without_one_blocks(cycle):
    unit = held_provisional(cycle, "1.1")
    session = a_sitting_session(cycle)
    decided(an_item(session, unit, "1.1"), "appraisal", reason=REASON)
    closed(session)
    final(cycle)
    content = content_of(a_release(cycle))
    said = {
        (one.name, number): leaf.provisional
        for one in content.units
        for number, leaf in one.leaves.items()
        if leaf.provisional
    }
    assert said == {(unit.name, "1.1"): REASON}
    held_provisional(cycle, "1.2")  # as if the council had never seen it
    (fault,) = release_faults(cycle)
    assert fault.sentence == "1 criterion is provisional, and the council gave no reason why it stands:"
    assert fault.names == (f"{unit.name}: 1.2",)
