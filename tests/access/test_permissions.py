"""What a role may do, asked of the Actor; declarations on views."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cchc.access.actor import NotPermitted
from cchc.access.decorators import Audience, needs, public, signed_in
from cchc.access.permissions import GRANTS, Permission, Role, Scope, giveable_capacities
from tests.builders import an_actor

DESIGNED = {
    (Role.ADMINISTRATOR, Scope.PROVINCE),
    (Role.ADMINISTRATOR, Scope.OWN_TREE),
    (Role.COORDINATOR, Scope.PROVINCE),
    (Role.UNIT_HEAD, Scope.OWN_UNIT),
    (Role.UNIT_CLERK, Scope.OWN_UNIT),
    (Role.LEADER, Scope.PROVINCE),
    (Role.LEADER, Scope.OWN_TREE),
    (Role.APPRAISER, Scope.PROVINCE),
    (Role.APPRAISAL_LEAD, Scope.PROVINCE),
    (Role.COUNCIL_MEMBER, Scope.PROVINCE),
    (Role.COUNCIL_SECRETARY, Scope.PROVINCE),
    (Role.AUDITOR, Scope.PROVINCE),
    (Role.SURVEY_STAFF, Scope.PROVINCE),
    (Role.ENUMERATOR, Scope.OWN_UNIT),
    (Role.SURVEY_SUPERVISOR, Scope.OWN_UNIT),
    (Role.LINK_KEEPER, Scope.PROVINCE),
}


def test_an_administrator_of_the_province_may_do_everything_but_what_an_office_answers_for():
    actor = an_actor(Role.ADMINISTRATOR, Scope.PROVINCE)
    assert {one for one in Permission if not actor.may(one)} == {
        Permission.APPLICABILITY_JUDGE,
        Permission.APPLICABILITY_PROPOSE,
        Permission.APPLICABILITY_SETTLE,
        Permission.COUNCIL_FINAL,
        Permission.COUNCIL_PREPARE,
        Permission.COUNCIL_VOTE,
        Permission.JUSTIFICATION_EDIT,
        Permission.JUSTIFICATION_SEND,
        Permission.DOCUMENT_EDIT,
        Permission.FEEDBACK_MODERATE,
        Permission.FEEDBACK_READ,
        Permission.APPLICABILITY_ASK,
        Permission.APPLICABILITY_DECIDE,
        Permission.APPRAISAL_ASSIGN,
        Permission.APPRAISAL_GIVE,
        Permission.APPRAISAL_REOPEN,
        Permission.BACK_CHECK_DECIDE,
        Permission.BACK_CHECK_GIVE,
        Permission.FIELDWORK_MANAGE,
        Permission.FORM_COLLECT,
        Permission.FORM_KEY,
        Permission.LINK_READ,
        Permission.APPRAISAL_SEND,
        Permission.REPORT_COLLECT,
        Permission.REPORT_SEND,
        Permission.CYCLE_REOPEN,
        Permission.PHASE_EXTEND,
        Permission.PHASE_REOPEN,
        Permission.PLAN_AMEND,
        Permission.PLAN_ENFORCE,
        Permission.PROGRESS_CLOSE,
        Permission.PROGRESS_REPORT,
        Permission.QUESTION_ANSWER,
        Permission.RELEASE_PREPARE,
        Permission.RELEASE_PUBLISH,
        Permission.SHEET_EDIT,
        Permission.SHEET_RETURN,
        Permission.SHEET_SUBMIT,
        Permission.SHEET_TAKE_IN,
        Permission.SURVEY_ANSWERS,
        Permission.SURVEY_CLOSE,
        Permission.SURVEY_DESIGN,
    }


def test_an_administrator_of_a_tree_looks_after_its_people_and_units_and_nothing_else():
    actor = an_actor(Role.ADMINISTRATOR, Scope.OWN_TREE)
    assert {one for one in Permission if actor.may(one)} == {
        Permission.ACCOUNT_MANAGE,
        Permission.HOME_READ,
        Permission.UNIT_MANAGE,
        Permission.UNIT_READ,
    }


def test_only_the_designed_roles_with_their_scopes_are_granted_anything():
    granted = {
        (role, scope) for role in Role for scope in Scope if any(map(an_actor(role, scope).may, Permission))
    }
    assert granted == DESIGNED == set(GRANTS)


PROVINCE_WIDE = {
    Permission.AGENCY_MANAGE,
    Permission.AUDIT_READ,
    Permission.CRITERIA_EDIT,
    Permission.CRITERIA_PUBLISH,
    Permission.CYCLE_MANAGE,
    Permission.CYCLE_REOPEN,
    Permission.FRAME_EDIT,
    Permission.SCORE_CORRECT,
    Permission.SCORE_IMPORT,
    Permission.SCORE_TAKE_BACK,
}


def test_what_concerns_the_whole_province_is_only_granted_for_the_whole_province():
    below = {one for one in GRANTS if one.scope is not Scope.PROVINCE and GRANTS[one] & PROVINCE_WIDE}
    assert below == set()


def test_nobody_below_the_province_gives_a_role_that_reaches_over_it():
    assert {one.scope for one in giveable_capacities(Scope.OWN_TREE)} == {Scope.OWN_TREE, Scope.OWN_UNIT}
    assert set(giveable_capacities(Scope.PROVINCE)) == DESIGNED
    assert {one.scope for one in giveable_capacities(Scope.OWN_UNIT)} == {Scope.OWN_UNIT}


def test_an_actor_who_may_not_is_refused_with_the_permission():
    with pytest.raises(NotPermitted) as refused:
        an_actor(Role.LEADER).require(Permission.SCORE_CORRECT)
    assert refused.value.permission is Permission.SCORE_CORRECT


def test_a_view_carries_its_declaration():
    def view(request: object) -> None:
        """Shown to somebody."""

    assert needs(Permission.UNIT_READ)(view).permission == (Permission.UNIT_READ,)
    assert public(view).permission is Audience.PUBLIC
    assert signed_in(view).permission is Audience.SIGNED_IN


def test_access_is_importable_without_django():
    code = "import sys, cchc.access.decorators, cchc.access.actor; print('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
