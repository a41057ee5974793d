"""How the scores of a set come: by the round or by points files, and when that can still be changed."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.cycles import actions
from cchc.cycles.models import Cycle, CycleSet
from cchc.self_scoring.queries.sheet import whole_sheets
from tests.builders import (
    a_filled_sheet,
    a_published_set,
    a_round,
    a_running_cycle,
    a_scored_cycle,
    a_version,
    an_actor,
    imported,
)
from tests.builders.sheets import SELF_SCORED

pytestmark = pytest.mark.django_db

ONLY_APPRAISED = "đơn vị;1.1:done;1.1:total;1.2;2.1:rate\nSở Nội vụ;9;10;2;80%\n"
ONLY_SURVEY = "đơn vị;2.2\nSở Tài chính;3\nSở Y tế;2,25\n"


def attached(cycle: Cycle, **ways: str) -> CycleSet:
    """The set of the cycle, put in force once more with these ways."""
    one = cycle.sets.select_related("version").get()
    return actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=one.version,
        kinds=one.kinds,
        peer_group=one.peer_group,
        **ways,
    )


def test_a_set_takes_points_files_until_somebody_says_otherwise_and_keeps_what_was_said() -> None:
    cycle = a_running_cycle(1)
    seen = [attached(cycle, **ways) for ways in ({}, {"scored_by": "round"}, {}, {"survey_by": "survey"})]
    assert [(one.scored_by, one.survey_by) for one in seen] == [
        ("file", "file"),
        ("round", "file"),
        ("round", "file"),
        ("round", "survey"),
    ]
    facts = [entry.facts for entry in Entry.objects.filter(verb="cycles.set_attached").order_by("pk")]
    assert [(one["scored_by"], one["survey_by"]) for one in facts] == [
        ("file", "file"),
        ("round", "file"),
        ("round", "survey"),
    ]


@pytest.mark.parametrize(
    ("points", "refused", "free", "units"),
    [
        (ONLY_APPRAISED, {"scored_by": "round"}, {"survey_by": "survey"}, "1 unit already has"),
        (ONLY_SURVEY, {"survey_by": "survey"}, {"scored_by": "round"}, "2 units already have"),
    ],
)
def test_the_way_stays_once_something_was_scored_and_the_units_are_counted(
    points: str, refused: dict[str, str], free: dict[str, str], units: str
) -> None:
    cycle = a_scored_cycle()
    imported(cycle, points)
    with pytest.raises(ValidationError) as fault:
        attached(cycle, **refused)
    assert {field: words[0].startswith(units) for field, words in fault.value.message_dict.items()} == {
        next(iter(refused)): True
    }
    one = attached(cycle, **free)
    assert {name: getattr(one, name) for name in free} == free


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(ValidationError):
        attached(a_running_cycle(1), scored_by="lottery")


def test_a_copied_cycle_takes_over_how_scores_come() -> None:
    cycle = a_running_cycle(1)
    attached(cycle, scored_by="round", survey_by="survey")
    later = actions.create_cycle(
        by=an_actor(), province=cycle.province, year=2027, name="Kỳ 2027", copy_from=cycle
    )
    assert list(later.sets.values_list("scored_by", "survey_by")) == [("round", "survey")]


def test_the_page_of_a_set_offers_both_ways_and_shows_the_refusal_beside_the_field(client_of) -> None:
    cycle = a_scored_cycle()
    imported(cycle, ONLY_APPRAISED)
    one = cycle.sets.get()
    sent = {"version": one.version_id, "kinds": one.kinds, "peer_group": "Các sở", "survey_by": "file"}
    client = client_of(Role.COORDINATOR)
    answer = client.post(f"/ky-danh-gia/{cycle.pk}/bo-tieu-chi/", sent | {"scored_by": "round"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["scored_by"])
    version = a_version("other")
    fresh = sent | {"version": version.pk, "scored_by": "round"}
    assert client.post(f"/ky-danh-gia/{cycle.pk}/bo-tieu-chi/", fresh).status_code == 302
    assert cycle.sets.get(version=version).scored_by == "round"


# --- another version in the middle of a cycle -------------------------------------------------------------------


def in_force(cycle: Cycle, text: str) -> CycleSet:
    """A set put in force for the units that the present one serves."""
    one = cycle.sets.order_by("pk")[0]
    return actions.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=a_published_set(text),
        kinds=one.kinds,
        peer_group="Khối mới",
        scored_by=one.scored_by,
    )


SECOND = SELF_SCORED.replace('version = "1"', 'version = "2"')


@pytest.mark.parametrize("how", ["answered", "scored"])
def test_another_version_does_not_take_the_place_of_one_with_which_units_have_answered(how: str) -> None:
    cycle = a_round() if how == "answered" else a_scored_cycle(text=SELF_SCORED)
    if how == "answered":
        a_filled_sheet(cycle)
    else:
        imported(cycle, "đơn vị;1.2\nSở Nội vụ;1\n")
    before = Entry.objects.filter(verb__startswith="cycles.").count()
    with pytest.raises(ValidationError) as refused:
        in_force(cycle, SECOND)
    (why,) = refused.value.message_dict["version"]
    assert why.startswith("1 unit has answered, or is scored, with version 1 of this set (Sở Nội vụ)")
    assert "Put it in force in the next cycle." in why
    first = cycle.participants.order_by("place")[:1]
    with pytest.raises(ValidationError, match="has answered or is scored and stays in the cycle: Sở Nội vụ"):
        actions.remove_participants(by=an_actor(), cycle=cycle, participants=first)
    assert (cycle.sets.count(), Entry.objects.filter(verb__startswith="cycles.").count()) == (1, before)
    assert in_force(cycle, SELF_SCORED.replace('"tu-cham"', '"dac-thu"')).peer_group == "Khối mới"


def test_as_long_as_nobody_has_answered_units_move_to_another_version_and_get_its_sheet() -> None:
    cycle = a_round()
    second = in_force(cycle, SECOND)
    moving = list(cycle.participants.select_related("unit"))
    actions.remove_participants(by=an_actor(), cycle=cycle, participants=moving)
    actions.add_participants(by=an_actor(), cycle_set=second, units=[one.unit for one in moving])
    sheets = whole_sheets().filter(participant__cycle=cycle)
    assert {one.participant.cycle_set.version.version for one in sheets} == {"2"}
    assert play().differences == []
