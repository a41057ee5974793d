"""What can be done on the platform, and which role may do it. Names read `room:thing:verb`; keep them
alphabetical."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """Something a person may be allowed to do."""

    ACCOUNT_MANAGE = "accounts:person:manage"
    AUDIT_READ = "audit:entry:read"
    CRITERIA_EDIT = "criteria:set:edit"
    CRITERIA_PUBLISH = "criteria:set:publish"
    CRITERIA_READ = "criteria:set:read"
    CYCLE_MANAGE = "cycles:cycle:manage"
    CYCLE_READ = "cycles:cycle:read"
    HOME_READ = "desk:home:read"
    PLAN_EDIT = "plans:plan:edit"
    PLAN_READ = "plans:plan:read"
    RESULT_READ = "results:ranking:read"
    SCORE_CORRECT = "results:score:correct"
    SCORE_IMPORT = "results:score:import"
    UNIT_MANAGE = "units:unit:manage"
    UNIT_READ = "units:unit:read"


class Role(StrEnum):
    """The capacity in which a person acts for a unit."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    UNIT_HEAD = "unit_head"
    UNIT_CLERK = "unit_clerk"
    LEADER = "leader"


READING = frozenset(
    {
        Permission.CRITERIA_READ,
        Permission.CYCLE_READ,
        Permission.HOME_READ,
        Permission.PLAN_READ,
        Permission.RESULT_READ,
        Permission.UNIT_READ,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.COORDINATOR: READING
    | {
        Permission.AUDIT_READ,
        Permission.CRITERIA_EDIT,
        Permission.CRITERIA_PUBLISH,
        Permission.CYCLE_MANAGE,
        Permission.PLAN_EDIT,
        Permission.SCORE_CORRECT,
        Permission.SCORE_IMPORT,
        Permission.UNIT_MANAGE,
    },
    Role.UNIT_HEAD: READING | {Permission.PLAN_EDIT},
    Role.UNIT_CLERK: READING | {Permission.PLAN_EDIT},
    Role.LEADER: READING,
}
