"""Back-checks: drawn while fieldwork runs, asked by a supervising body, summed up by enumerator, decided by people."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.surveys.back_checks import CheckVerdict
from cchc.fieldwork.actions.assigning import FormWanted, hand_out
from cchc.fieldwork.actions.batching import make_batches
from cchc.fieldwork.actions.checking import CheckWanted, discard_forms, draw_back_check
from cchc.fieldwork.actions.quality import decide_mark, look_for_marks
from cchc.fieldwork.actions.receiving import SubmittedForm, receive_form
from cchc.fieldwork.models import (
    BackCheckCase,
    BackCheckState,
    CollectingMode,
    QualityFlag,
    QualityState,
    SubmissionSource,
)
from cchc.fieldwork.queries.checking import batch_checks_of, cases_visible_to, checks_of
from cchc.fieldwork.queries.quality import message_of_flag
from cchc.fieldwork.waiting import waiting_for
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.actions.states import close_survey
from cchc.surveys.models import ResponseState
from tests import builders
from tests.builders.checking import (
    FRONT,
    a_drawn_check,
    a_supervisor,
    an_enumerator,
    asked_anew,
    some_brought_forms,
)
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import SATISFIED, an_answered_form, some_assignments

pytestmark = pytest.mark.django_db

LEAD = builders.an_actor(Role.COORDINATOR)
STAFF = builders.an_actor(Role.SURVEY_STAFF)
MADE_UP = {"q1": "1", "q2": "1", "q3": "loa", "q4": "9"}


@pytest.fixture
def survey():
    units = [builders.a_unit(name, "commune") for name in ("Xã Tân Lập", "Xã An Lạc")]
    return a_collecting_survey(units, target=40)


@pytest.fixture
def brought(survey):
    """Two enumerators: one asked people, the other made up what they say."""
    honest, inventive = an_enumerator("Bưu điện An Lạc"), an_enumerator("Bưu điện Tân Lập")
    some_brought_forms(survey, honest, 12, SATISFIED | {"q3": "web", "q4": "2"})
    some_brought_forms(survey, inventive, 8, MADE_UP)
    return honest, inventive


@pytest.fixture
def front():
    return builders.a_unit(FRONT)


def test_of_each_enumerator_so_many_are_drawn_and_never_the_same_again(survey, brought, front):
    honest, inventive = brought
    first = a_drawn_check(survey, front, share=25, least=2)
    drawn = first.cases.values_list("assignment__enumerator", flat=True)
    assert [list(drawn).count(one.pk) for one in (honest, inventive)] == [3, 2]
    with pytest.raises(ValidationError):
        a_drawn_check(survey, front, share=25, least=2)
    again = a_drawn_check(survey, front, share=50, least=2)
    assert again.cases.count() == (6 - 3) + (4 - 2)
    assert BackCheckCase.objects.values("assignment").distinct().count() == 10


def test_forms_that_are_out_tests_or_void_are_not_drawn(survey, front):
    some_assignments(survey, [one.unit for one in survey.rated.all()])
    with pytest.raises(ValidationError):
        a_drawn_check(survey, front)


def test_only_who_decides_draws_and_only_the_body_asks(survey, brought, front):
    wanted = CheckWanted(front, "s", 10, 1)
    for by in (STAFF, a_supervisor(front)):
        with pytest.raises(NotPermitted):
            draw_back_check(by=by, survey=survey, wanted=wanted)
    case = a_drawn_check(survey, front).cases.first()
    other = a_supervisor(builders.a_unit("Hội Cựu chiến binh tỉnh"))
    for by in (LEAD, STAFF, other):
        with pytest.raises(NotPermitted):
            asked_anew(by, case)
    assert not cases_visible_to(other).exists()
    assert not cases_visible_to(STAFF).exists()
    assert cases_visible_to(a_supervisor(front)).count() == cases_visible_to(LEAD).count() == 10


def test_respondents_to_be_asked_anew_wait_for_their_body_alone_until_they_are_asked(survey, brought, front):
    by, other = a_supervisor(front), a_supervisor(builders.a_unit("Hội Cựu chiến binh tỉnh"))
    cases = list(a_drawn_check(survey, front).cases.all())
    (duty,) = waiting_for(by, localdate())
    assert (duty.href, duty.beside) == (f"/thuc-dia/{survey.pk}/phuc-tra/", survey.name)
    assert duty.text.startswith("10 ")
    assert list(waiting_for(other, localdate())) == []
    for case in cases:
        asked_anew(by, case, {"q1": "4", "q2": "4"})
    assert list(waiting_for(by, localdate())) == []


def test_differences_are_counted_by_kind_and_the_rule_names_who_is_in_doubt(survey, brought, front):
    honest, inventive = brought
    by = a_supervisor(front)
    for case in a_drawn_check(survey, front).cases.all():
        asked_anew(by, case, {"q1": "4", "q2": "4", "q3": "web", "q4": "2"})
    worst, best = checks_of(survey)
    assert (worst.enumerator, best.enumerator) == (inventive.pk, honest.pk)
    assert (worst.counts.checked, worst.counts.wrong, worst.counts.compared) == (5, 5, 20)
    assert (best.counts.wrong, best.counts.different) == (0, 0)
    assert [one.verdict for one in (worst, best)] == [CheckVerdict.MAY_BE_DISCARDED, CheckVerdict.HOLDS]
    assert (worst.returned, worst.drawn, worst.waiting) == (8, 5, 0)


def test_a_respondent_whom_nobody_asked_counts_against_the_form_and_one_who_is_away_does_not(
    survey, brought, front
):
    by = a_supervisor(front)
    cases = list(a_drawn_check(survey, front).cases.filter(assignment__enumerator=brought[0]))
    asked_anew(by, cases[0], {}, BackCheckState.DENIED)
    asked_anew(by, cases[1], {}, BackCheckState.NOT_REACHED)
    found = next(one for one in checks_of(survey) if one.enumerator == brought[0].pk)
    assert (found.counts.checked, found.counts.wrong, found.not_asked, found.waiting) == (1, 1, 1, 3)


def test_answers_that_cannot_be_read_are_named_and_nothing_is_kept(survey, brought, front):
    by = a_supervisor(front)
    case = a_drawn_check(survey, front).cases.first()
    with pytest.raises(ValidationError) as refused:
        asked_anew(by, case, {"q1": "9", "q4": "nhiều"})
    assert set(refused.value.message_dict) == {"q1", "q4"}
    case.refresh_from_db()
    assert (case.state, case.answers) == ("waiting", {})
    asked_anew(by, case)
    with pytest.raises(Changed):
        asked_anew(by, case)


def test_forms_in_doubt_are_discarded_by_people_and_stay(survey, brought, front):
    inventive = brought[1]
    for by in (STAFF, a_supervisor(front)):
        with pytest.raises(NotPermitted):
            discard_forms(by=by, survey=survey, of=inventive, reason="Sai", seen=8)
    with pytest.raises(Changed):
        discard_forms(by=LEAD, survey=survey, of=inventive, reason="Sai", seen=7)
    with pytest.raises(ValidationError):
        discard_forms(by=LEAD, survey=survey, of=inventive, reason="  ", seen=8)
    assert discard_forms(by=LEAD, survey=survey, of=inventive, reason="5/5 sai", seen=8) == 8
    void = survey.responses.filter(state=ResponseState.VOID, reason="back_check")
    assert void.count() == 8
    assert all(one.answers for one in void)
    facts = Entry.objects.get(verb="fieldwork.forms_discarded").facts
    assert (facts["count"], facts["reason"]) == (8, "5/5 sai")


def test_a_batch_in_doubt_is_discarded_whole_and_no_other(survey, front):
    """Of two batches that one enumerator carried one was made up."""
    post = an_enumerator("Bưu điện An Lạc")
    units = [one.unit for one in survey.rated.order_by("unit__sort_key")]
    forms = some_assignments(survey, units, enumerator=post, each=6)
    make_batches(by=STAFF, survey=survey, doubled=0)
    for one in forms:
        an_answered_form(one, MADE_UP if one.unit_id == units[0].pk else SATISFIED)
    assert batch_checks_of(survey) == []
    by = a_supervisor(front)
    for case in a_drawn_check(survey, front, share=100).cases.all():
        asked_anew(by, case, {"q1": "5", "q2": "4"})
    worst, best = batch_checks_of(survey)
    doubtful = survey.batches.get(number=worst.batch)
    assert (doubtful.unit_id, worst.counts.wrong, worst.returned, best.counts.wrong) == (units[0].pk, 6, 6, 0)
    assert [one.verdict for one in (worst, best)] == [CheckVerdict.MAY_BE_DISCARDED, CheckVerdict.HOLDS]
    with pytest.raises(NotPermitted):
        discard_forms(by=STAFF, survey=survey, of=doubtful, reason="Sai", seen=6)
    assert discard_forms(by=LEAD, survey=survey, of=doubtful, reason="6/6 sai", seen=6) == 6
    void = survey.responses.filter(state=ResponseState.VOID)
    assert {one.unit_id for one in void} == {units[0].pk}
    facts = Entry.objects.get(verb="fieldwork.batch_discarded").facts
    assert (facts["batch"], facts["wrong"], facts["checked"]) == (worst.batch, 6, 6)
    before = batch_checks_of(survey)
    accept_all(by=STAFF, survey=survey)
    close_survey(by=LEAD, survey=survey)
    assert batch_checks_of(survey) == before


def test_of_a_form_about_several_units_one_that_was_answered_is_asked_about_anew(survey, front):
    form = survey.forms.get()
    units = [one.unit for one in survey.rated.order_by("unit__sort_key")]
    (given,) = hand_out(by=STAFF, survey=survey, wanted=[FormWanted(form, CollectingMode.ONLINE)])
    texts = {units[0].pk: {"q1": "5", "q2": "5"}, units[1].pk: {"q1": "1", "q2": "1"}}
    sent = SubmittedForm("0a1b2c3d-several", 1, texts, SubmissionSource.ONLINE)
    receive_form(by=STAFF, assignment=given, sent=sent)
    case = a_drawn_check(survey, front).cases.get()
    assert case.unit in units
    first = texts[case.unit_id]
    asked = asked_anew(a_supervisor(front), case, first)
    assert (asked.compared, asked.different) == (2, 0)
    again = asked_anew(a_supervisor(front), asked, {"q1": "3", "q2": "3"})
    assert (again.compared, again.different) == (2, 2)


def test_closing_keeps_what_the_checks_came_to_and_no_case(survey, brought, front):
    by = a_supervisor(front)
    for case in a_drawn_check(survey, front).cases.all():
        asked_anew(by, case, {"q1": "4", "q2": "4", "q3": "web", "q4": "2"})
    look_for_marks(by=LEAD, survey=survey)
    before = checks_of(survey)
    accept_all(by=STAFF, survey=survey)
    close_survey(by=LEAD, survey=survey)
    assert not BackCheckCase.objects.exists()
    assert checks_of(survey) == before == checks_of(survey, front.pk)
    assert checks_of(survey, front.parent_id or 0) == []


def test_marks_are_decided_once_by_people_with_a_reason(survey, brought):
    flag = QualityFlag.objects.create(
        survey=survey,
        kind="straight_lines",
        enumerator=brought[0],
        why={"text": "{forms} forms", "gaps": {"forms": 3}},
        forms=[1, 2, 3],
    )
    with pytest.raises(NotPermitted):
        decide_mark(by=STAFF, flag=flag, state=QualityState.CONFIRMED, reason="Có", seen=1)
    with pytest.raises(ValidationError):
        decide_mark(by=LEAD, flag=flag, state=QualityState.CONFIRMED, reason=" ", seen=1)
    decide_mark(by=LEAD, flag=flag, state=QualityState.DISMISSED, reason="Đã hỏi lại", seen=1)
    with pytest.raises(Changed):
        decide_mark(by=LEAD, flag=flag, state=QualityState.CONFIRMED, reason="Có", seen=1)
    assert not survey.responses.exclude(state=ResponseState.RECEIVED).exists()
    accept_all(by=STAFF, survey=survey)
    close_survey(by=LEAD, survey=survey)
    flag.refresh_from_db()
    assert (flag.forms, flag.state) == ([], "dismissed")
    assert str(message_of_flag(flag)) == "3 forms were marked; which, is not kept after closing"


def test_looking_again_finds_nothing_new(survey, brought):
    look_for_marks(by=LEAD, survey=survey)
    assert look_for_marks(by=LEAD, survey=survey) == 0
