"""The permissions of the platform, and which role has each of them in which scope."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Permission(StrEnum):
    """One permission: something that a role allows a person to do."""

    ACCOUNT_MANAGE = "accounts:person:manage"
    AGENCY_MANAGE = "units:agency:manage"
    ANALYSIS_EDIT = "analysis:report:edit"
    ANALYSIS_READ = "analysis:report:read"
    ANCHOR_MANAGE = "documents:anchor:manage"
    APPLICABILITY_ASK = "cycles:applicability:ask"
    APPLICABILITY_DECIDE = "cycles:applicability:decide"
    APPLICABILITY_JUDGE = "cycles:applicability:judge"
    APPLICABILITY_PROPOSE = "appraisal:applicability:propose"
    APPLICABILITY_SETTLE = "cycles:applicability:settle"
    APPRAISAL_ASSIGN = "appraisal:assignment:manage"
    APPRAISAL_GIVE = "appraisal:leaf:appraise"
    APPRAISAL_READ = "appraisal:leaf:read"
    APPRAISAL_REOPEN = "appraisal:result:reopen"
    APPRAISAL_SEND = "appraisal:result:send"
    AUDIT_READ = "audit:entry:read"
    BACK_CHECK_DECIDE = "fieldwork:backcheck:decide"
    BACK_CHECK_GIVE = "fieldwork:backcheck:give"
    COUNCIL_FINAL = "council:points:finalise"
    COUNCIL_PREPARE = "council:session:prepare"
    COUNCIL_READ = "council:session:read"
    COUNCIL_VOTE = "council:item:vote"
    CRITERIA_EDIT = "criteria:set:edit"
    CRITERIA_PUBLISH = "criteria:set:publish"
    CRITERIA_READ = "criteria:set:read"
    CYCLE_MANAGE = "cycles:cycle:manage"
    CYCLE_READ = "cycles:cycle:read"
    CYCLE_REOPEN = "cycles:cycle:reopen"
    DOCUMENT_EDIT = "documents:document:edit"
    DOCUMENT_READ = "documents:document:read"
    FEEDBACK_MODERATE = "portal:feedback:moderate"
    FEEDBACK_READ = "portal:feedback:read"
    FIELDWORK_MANAGE = "fieldwork:assignment:manage"
    FIELDWORK_READ = "fieldwork:fieldwork:read"
    FIGURE_EDIT = "units:figure:edit"
    FOLLOWING_READ = "following:record:read"
    FORM_COLLECT = "fieldwork:form:collect"
    FORM_KEY = "fieldwork:form:key"
    FRAME_EDIT = "following:frame:edit"
    HOME_READ = "desk:home:read"
    JUSTIFICATION_EDIT = "appraisal:justification:edit"
    JUSTIFICATION_SEND = "appraisal:justification:send"
    LINK_READ = "fieldwork:link:read"
    LOSS_READ = "analysis:loss:read"
    PHASE_EXTEND = "cycles:phase:extend"
    PHASE_REOPEN = "cycles:phase:reopen"
    PLAN_AMEND = "following:plan:amend"
    PLAN_EDIT = "plans:plan:edit"
    PLAN_ENFORCE = "plans:plan:enforce"
    PLAN_READ = "plans:plan:read"
    PORTAL_MANAGE = "portal:settings:manage"
    PROGRESS_CLOSE = "following:record:close"
    PROGRESS_READ = "self_scoring:progress:read"
    PROGRESS_REPORT = "following:record:report"
    QUESTION_ANSWER = "appraisal:question:answer"
    RELEASE_PREPARE = "releases:release:prepare"
    RELEASE_PUBLISH = "releases:release:publish"
    RELEASE_READ = "releases:release:read"
    REMEDY_EDIT = "analysis:remedy:edit"
    REMINDER_SEND = "notices:reminder:send"
    REPORT_COLLECT = "following:periodic:collect"
    REPORT_SEND = "following:periodic:send"
    RESULT_READ = "results:ranking:read"
    SCORE_CORRECT = "results:score:correct"
    SCORE_IMPORT = "results:score:import"
    SCORE_TAKE_BACK = "results:score:take_back"
    SHEET_EDIT = "self_scoring:sheet:edit"
    SHEET_READ = "self_scoring:sheet:read"
    SHEET_RETURN = "self_scoring:sheet:return"
    SHEET_SUBMIT = "self_scoring:sheet:submit"
    SHEET_TAKE_IN = "self_scoring:sheet:take_in"
    SURVEY_ANSWERS = "surveys:response:edit"
    SURVEY_CLOSE = "surveys:survey:close"
    SURVEY_DESIGN = "surveys:survey:design"
    SURVEY_READ = "surveys:survey:read"
    TEMPLATE_MANAGE = "releases:template:manage"
    UNIT_MANAGE = "units:unit:manage"
    UNIT_READ = "units:unit:read"


class Role(StrEnum):
    """What a person does for a unit."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    UNIT_HEAD = "unit_head"
    UNIT_CLERK = "unit_clerk"
    LEADER = "leader"
    APPRAISER = "appraiser"
    APPRAISAL_LEAD = "appraisal_lead"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_SECRETARY = "council_secretary"
    AUDITOR = "auditor"
    SURVEY_STAFF = "survey_staff"
    ENUMERATOR = "enumerator"
    SURVEY_SUPERVISOR = "survey_supervisor"
    LINK_KEEPER = "link_keeper"


class Scope(StrEnum):
    """How far a role reaches: the unit itself, the unit with all below it, or the whole installation."""

    OWN_UNIT = "own_unit"
    OWN_TREE = "own_tree"
    PROVINCE = "province"


class Capacity(NamedTuple):
    """A role with its scope: what a membership gives to a person, and what permissions are granted to."""

    role: Role
    scope: Scope


READING = frozenset(
    {
        Permission.CRITERIA_READ,
        Permission.CYCLE_READ,
        Permission.DOCUMENT_READ,
        Permission.FOLLOWING_READ,
        Permission.HOME_READ,
        Permission.LOSS_READ,
        Permission.PLAN_READ,
        Permission.RESULT_READ,
        Permission.SHEET_READ,
        Permission.UNIT_READ,
    }
)

OF_AN_OFFICE = frozenset(
    {
        Permission.APPLICABILITY_ASK,
        Permission.APPLICABILITY_DECIDE,
        Permission.APPLICABILITY_JUDGE,
        Permission.APPLICABILITY_PROPOSE,
        Permission.APPLICABILITY_SETTLE,
        Permission.APPRAISAL_ASSIGN,
        Permission.APPRAISAL_GIVE,
        Permission.APPRAISAL_REOPEN,
        Permission.APPRAISAL_SEND,
        Permission.BACK_CHECK_DECIDE,
        Permission.BACK_CHECK_GIVE,
        Permission.COUNCIL_FINAL,
        Permission.COUNCIL_PREPARE,
        Permission.COUNCIL_VOTE,
        Permission.CYCLE_REOPEN,
        Permission.DOCUMENT_EDIT,
        Permission.FEEDBACK_MODERATE,
        Permission.FEEDBACK_READ,
        Permission.FIELDWORK_MANAGE,
        Permission.FORM_COLLECT,
        Permission.FORM_KEY,
        Permission.JUSTIFICATION_EDIT,
        Permission.JUSTIFICATION_SEND,
        Permission.LINK_READ,
        Permission.PHASE_EXTEND,
        Permission.PHASE_REOPEN,
        Permission.PLAN_AMEND,
        Permission.PLAN_ENFORCE,
        Permission.PROGRESS_CLOSE,
        Permission.PROGRESS_REPORT,
        Permission.QUESTION_ANSWER,
        Permission.RELEASE_PREPARE,
        Permission.RELEASE_PUBLISH,
        Permission.REPORT_COLLECT,
        Permission.REPORT_SEND,
        Permission.SHEET_EDIT,
        Permission.SHEET_RETURN,
        Permission.SHEET_SUBMIT,
        Permission.SHEET_TAKE_IN,
        Permission.SURVEY_ANSWERS,
        Permission.SURVEY_CLOSE,
        Permission.SURVEY_DESIGN,
    }
)
"""What somebody answers for who holds the office: no administrator does it in their place."""

GRANTS: dict[Capacity, frozenset[Permission]] = {
    Capacity(Role.ADMINISTRATOR, Scope.PROVINCE): frozenset(Permission) - OF_AN_OFFICE,
    Capacity(Role.ADMINISTRATOR, Scope.OWN_TREE): frozenset(
        {Permission.ACCOUNT_MANAGE, Permission.HOME_READ, Permission.UNIT_MANAGE, Permission.UNIT_READ}
    ),
    Capacity(Role.COORDINATOR, Scope.PROVINCE): READING
    | {
        Permission.AGENCY_MANAGE,
        Permission.ANALYSIS_EDIT,
        Permission.ANALYSIS_READ,
        Permission.APPLICABILITY_DECIDE,
        Permission.APPRAISAL_ASSIGN,
        Permission.APPRAISAL_READ,
        Permission.AUDIT_READ,
        Permission.BACK_CHECK_DECIDE,
        Permission.COUNCIL_FINAL,
        Permission.COUNCIL_READ,
        Permission.CRITERIA_EDIT,
        Permission.CRITERIA_PUBLISH,
        Permission.CYCLE_MANAGE,
        Permission.CYCLE_REOPEN,
        Permission.DOCUMENT_EDIT,
        Permission.FEEDBACK_MODERATE,
        Permission.FIELDWORK_MANAGE,
        Permission.FIELDWORK_READ,
        Permission.FIGURE_EDIT,
        Permission.FORM_KEY,
        Permission.FRAME_EDIT,
        Permission.PHASE_EXTEND,
        Permission.PHASE_REOPEN,
        Permission.PLAN_AMEND,
        Permission.PLAN_EDIT,
        Permission.PLAN_ENFORCE,
        Permission.PORTAL_MANAGE,
        Permission.PROGRESS_CLOSE,
        Permission.PROGRESS_READ,
        Permission.RELEASE_PREPARE,
        Permission.RELEASE_PUBLISH,
        Permission.RELEASE_READ,
        Permission.REMEDY_EDIT,
        Permission.REMINDER_SEND,
        Permission.REPORT_COLLECT,
        Permission.SCORE_CORRECT,
        Permission.SCORE_IMPORT,
        Permission.SCORE_TAKE_BACK,
        Permission.SHEET_RETURN,
        Permission.SHEET_TAKE_IN,
        Permission.SURVEY_ANSWERS,
        Permission.SURVEY_CLOSE,
        Permission.SURVEY_DESIGN,
        Permission.SURVEY_READ,
        Permission.TEMPLATE_MANAGE,
        Permission.UNIT_MANAGE,
    },
    Capacity(Role.UNIT_HEAD, Scope.OWN_UNIT): READING
    | {
        Permission.ACCOUNT_MANAGE,
        Permission.APPLICABILITY_ASK,
        Permission.DOCUMENT_EDIT,
        Permission.FEEDBACK_READ,
        Permission.JUSTIFICATION_EDIT,
        Permission.JUSTIFICATION_SEND,
        Permission.PLAN_AMEND,
        Permission.PLAN_EDIT,
        Permission.PLAN_ENFORCE,
        Permission.PROGRESS_CLOSE,
        Permission.PROGRESS_REPORT,
        Permission.QUESTION_ANSWER,
        Permission.REPORT_SEND,
        Permission.SHEET_EDIT,
        Permission.SHEET_SUBMIT,
    },
    Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT): READING
    | {
        Permission.APPLICABILITY_ASK,
        Permission.DOCUMENT_EDIT,
        Permission.FEEDBACK_READ,
        Permission.JUSTIFICATION_EDIT,
        Permission.PLAN_EDIT,
        Permission.PROGRESS_REPORT,
        Permission.QUESTION_ANSWER,
        Permission.REPORT_SEND,
        Permission.SHEET_EDIT,
    },
    Capacity(Role.LEADER, Scope.PROVINCE): READING
    | {
        Permission.ANALYSIS_READ,
        Permission.APPRAISAL_READ,
        Permission.COUNCIL_READ,
        Permission.FIELDWORK_READ,
        Permission.PROGRESS_READ,
        Permission.RELEASE_READ,
        Permission.SURVEY_READ,
    },
    Capacity(Role.LEADER, Scope.OWN_TREE): READING,
    Capacity(Role.APPRAISER, Scope.PROVINCE): READING
    | {
        Permission.APPLICABILITY_PROPOSE,
        Permission.APPRAISAL_GIVE,
        Permission.APPRAISAL_READ,
        Permission.PROGRESS_READ,
    },
    Capacity(Role.APPRAISAL_LEAD, Scope.PROVINCE): READING
    | {
        Permission.APPLICABILITY_DECIDE,
        Permission.APPLICABILITY_PROPOSE,
        Permission.APPLICABILITY_SETTLE,
        Permission.APPRAISAL_ASSIGN,
        Permission.APPRAISAL_GIVE,
        Permission.APPRAISAL_READ,
        Permission.APPRAISAL_REOPEN,
        Permission.APPRAISAL_SEND,
        Permission.COUNCIL_READ,
        Permission.PROGRESS_READ,
    },
    Capacity(Role.COUNCIL_MEMBER, Scope.PROVINCE): READING
    | {
        Permission.APPRAISAL_READ,
        Permission.COUNCIL_READ,
        Permission.COUNCIL_VOTE,
        Permission.PROGRESS_READ,
    },
    Capacity(Role.COUNCIL_SECRETARY, Scope.PROVINCE): READING
    | {
        Permission.ANALYSIS_READ,
        Permission.APPLICABILITY_JUDGE,
        Permission.APPRAISAL_READ,
        Permission.COUNCIL_FINAL,
        Permission.COUNCIL_PREPARE,
        Permission.COUNCIL_READ,
        Permission.PROGRESS_READ,
        Permission.RELEASE_READ,
    },
    Capacity(Role.AUDITOR, Scope.PROVINCE): READING
    | {
        Permission.ANALYSIS_READ,
        Permission.APPRAISAL_READ,
        Permission.AUDIT_READ,
        Permission.COUNCIL_READ,
        Permission.FIELDWORK_READ,
        Permission.PROGRESS_READ,
        Permission.RELEASE_READ,
        Permission.SURVEY_READ,
    },
    Capacity(Role.SURVEY_STAFF, Scope.PROVINCE): READING
    | {
        Permission.FIELDWORK_MANAGE,
        Permission.FIELDWORK_READ,
        Permission.FORM_KEY,
        Permission.SURVEY_ANSWERS,
        Permission.SURVEY_DESIGN,
        Permission.SURVEY_READ,
    },
    Capacity(Role.ENUMERATOR, Scope.OWN_UNIT): frozenset(
        {Permission.FIELDWORK_READ, Permission.FORM_COLLECT, Permission.HOME_READ}
    ),
    Capacity(Role.SURVEY_SUPERVISOR, Scope.OWN_UNIT): frozenset(
        {Permission.BACK_CHECK_GIVE, Permission.FIELDWORK_READ, Permission.HOME_READ}
    ),
    Capacity(Role.LINK_KEEPER, Scope.PROVINCE): frozenset(
        {Permission.FIELDWORK_READ, Permission.HOME_READ, Permission.LINK_READ, Permission.SURVEY_READ}
    ),
}
"""The designed capacities, in the order in which forms offer them. What is not here does not exist: no membership may
have it, and an Actor in it may do nothing."""


def scopes_of(role: Role) -> tuple[Scope, ...]:
    """Return the scopes that are designed for `role`, the widest first."""
    return tuple(scope for scope in reversed(Scope) if (role, scope) in GRANTS)


def giveable_capacities(scope: Scope) -> tuple[Capacity, ...]:
    """Return the capacities that whoever manages people in `scope` may give: those that reach no further."""
    return tuple(one for one in GRANTS if one.scope in scopes_within(scope))


def scopes_within(scope: Scope) -> tuple[Scope, ...]:
    """Return the scopes that reach no further than `scope`.

    >>> [str(one) for one in scopes_within(Scope.OWN_TREE)]
    ['own_unit', 'own_tree']
    """
    return tuple(Scope)[: tuple(Scope).index(scope) + 1]
