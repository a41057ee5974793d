"""Forms are handed out to the cases of a draw, or to what the quotas lack; whole units to each enumerator."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.fieldwork.actions.assigning import HandingOut, hand_out_missing
from cchc.fieldwork.actions.outcomes import make_void, note_no_answer
from cchc.fieldwork.models import AssignmentState, CollectingMode, FieldAssignment, VoidReason
from cchc.fieldwork.queries.handing_out import HandedTo, columns_of, missing_forms
from cchc.surveys.actions.states import start_collecting
from cchc.surveys.actions.surveys import CellOf, ask_group, set_quotas
from cchc.surveys.models import Survey
from tests import builders
from tests.builders.collecting import PEOPLE, a_collecting_survey, a_designed_survey, a_published_version
from tests.builders.fieldwork import an_answered_form, an_enumerator, everything_missing

pytestmark = pytest.mark.django_db

BY = builders.an_actor(Role.SURVEY_STAFF)
DEPUTIES = "Đại biểu"


@pytest.fixture
def communes():
    province = builders.a_province()
    return [builders.a_unit(name, "commune", parent=province) for name in ("Xã A", "Xã B", "Xã C")]


@pytest.fixture
def survey(communes):
    """Four people by post and two online in each commune, and three deputies who rate all communes."""
    survey = a_designed_survey(communes)
    ask_group(by=BY, survey=survey, group=DEPUTIES, version=a_published_version())
    targets = {
        CellOf(one.pk, PEOPLE, channel): count for one in communes for channel, count in CHANNELS.items()
    }
    removed = {CellOf(one.pk, PEOPLE): 0 for one in communes}
    set_quotas(by=BY, survey=survey, targets={**targets, **removed, CellOf(None, DEPUTIES): 3})
    return start_collecting(by=BY, survey=survey)


CHANNELS = {"Bưu điện": 4, "Trực tuyến": 2}
PAPER, ONLINE = (PEOPLE, "Bưu điện"), (PEOPLE, "Trực tuyến")


def missing(survey: Survey) -> dict[tuple[str, str], int]:
    return columns_of(missing_forms(survey, HandedTo.QUOTAS))


def handed(survey: Survey, chosen: HandingOut, seen: int) -> list[FieldAssignment]:
    return hand_out_missing(by=BY, survey=survey, chosen=chosen, seen=seen)


def test_what_the_quotas_lack_is_handed_out_once_column_by_column(survey):
    assert missing(survey) == {PAPER: 12, ONLINE: 6, (DEPUTIES, ""): 3}
    chosen = HandingOut(HandedTo.QUOTAS, {PAPER: CollectingMode.PAPER, ONLINE: CollectingMode.ONLINE})
    rows = handed(survey, chosen, 18)
    assert Counter((one.channel, one.mode, one.state) for one in rows) == {
        ("Bưu điện", "paper", "prepared"): 12,
        ("Trực tuyến", "online", "prepared"): 6,
    }
    assert missing(survey) == {(DEPUTIES, ""): 3}
    with pytest.raises(ValidationError):
        handed(survey, chosen, 0)


def test_another_number_than_was_seen_hands_out_nothing(survey):
    with pytest.raises(ValidationError):
        handed(survey, HandingOut(HandedTo.QUOTAS, {PAPER: CollectingMode.PAPER}), 11)
    assert not FieldAssignment.objects.exists()


def test_a_form_about_all_units_has_no_unit(survey):
    rows = handed(survey, HandingOut(HandedTo.QUOTAS, {(DEPUTIES, ""): CollectingMode.ONLINE}), 3)
    assert [one.unit_id for one in rows] == [None, None, None]
    assert missing(survey) == {PAPER: 12, ONLINE: 6}


def test_refused_not_reached_and_void_forms_leave_the_quota_and_returned_ones_fill_it(survey):
    rows = handed(survey, HandingOut(HandedTo.QUOTAS, {PAPER: CollectingMode.PAPER}), 12)
    an_answered_form(rows[0])
    an_answered_form(rows[1])
    assert PAPER not in missing(survey)
    note_no_answer(by=BY, survey=survey, forms=[rows[2].pk], state=AssignmentState.REFUSED, reason="Bận việc")
    make_void(by=BY, survey=survey, forms=[rows[1].pk, rows[3].pk], reason=VoidReason.SPOILED)
    assert missing(survey)[PAPER] == 3
    again = handed(survey, HandingOut(HandedTo.QUOTAS, {PAPER: CollectingMode.PAPER}), 3)
    assert [one.number for one in again] == [13, 14, 15]


def test_an_enumerator_gets_the_own_unit_and_the_others_share_whole_units(survey, communes):
    own = an_enumerator(communes[0])
    post = builders.a_unit("Bưu điện tỉnh", "outside", parent=communes[0].parent)
    one, two = an_enumerator(post), an_enumerator(post)
    chosen = HandingOut(HandedTo.QUOTAS, {PAPER: CollectingMode.PAPER}, [one, own, two])
    rows = handed(survey, chosen, 12)
    asked_by = {(row.unit.name if row.unit else "", row.enumerator_id) for row in rows}
    assert asked_by == {("Xã A", own.pk), ("Xã B", one.pk), ("Xã C", two.pk)}


def test_the_cases_of_a_draw_get_a_form_each_and_none_twice(django_assert_max_num_queries):
    survey = builders_draw()
    with django_assert_max_num_queries(6):
        found = missing_forms(survey, HandedTo.CASES)
    count = survey.cases.filter(state="drawn").count()
    assert count == sum(one.count for one in found) > 0
    rows = everything_missing(survey, HandedTo.CASES)
    assert {row.case_id for row in rows} == set(
        survey.cases.filter(state="drawn").values_list("pk", flat=True)
    )
    assert all(row.unit_id == row.case.unit_id for row in rows if row.case)
    assert missing_forms(survey, HandedTo.CASES) == []


def builders_draw() -> Survey:
    """A survey with a drawn sample that collects."""
    from tests.acts.surveys import a_draw

    survey = a_draw().survey
    for group in dict.fromkeys(survey.cases.values_list("respondent_group", flat=True)):
        ask_group(by=BY, survey=survey, group=group, version=a_published_version())
    Survey.objects.filter(pk=survey.pk).update(state="collecting")
    survey.refresh_from_db()
    return survey


def test_only_who_manages_fieldwork_hands_out_what_is_missing(survey):
    with pytest.raises(NotPermitted):
        hand_out_missing(
            by=builders.an_actor(Role.ENUMERATOR),
            survey=survey,
            chosen=HandingOut(HandedTo.QUOTAS, {PAPER: CollectingMode.PAPER}),
            seen=12,
        )


def test_a_survey_that_is_designed_hands_out_nothing(communes):
    survey = a_designed_survey(communes)
    chosen = HandingOut(HandedTo.QUOTAS, {(PEOPLE, ""): CollectingMode.PAPER})
    with pytest.raises(ValidationError):
        handed(survey, chosen, 9)
    assert a_collecting_survey(communes, name="Khác").state == "collecting"
