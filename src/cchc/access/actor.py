"""The Actor: who is doing this request or command, frozen as of now, with ids and printed names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cchc.access.permissions import GRANTS, Capacity, Permission, Role, Scope


class NotPermitted(Exception):
    """Raised by an action whose Actor may not do it."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(str(permission))
        self.permission = permission


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one membership: ids for the record, names as they were printed at that moment."""

    person_id: int
    person: str
    unit_id: int | None
    unit: str
    role: Role
    scope: Scope

    @property
    def everywhere(self) -> bool:
        """Whether this Actor acts for the whole province, whatever place the own unit has in the tree."""
        return self.scope is Scope.PROVINCE

    def may(self, permission: Permission) -> bool:
        """Whether the role of this Actor, in its scope, grants `permission`."""
        return permission in GRANTS.get(Capacity(self.role, self.scope), frozenset())

    def require(self, permission: Permission) -> None:
        """Return when `permission` is granted. Raises `NotPermitted` otherwise."""
        if not self.may(permission):
            raise NotPermitted(permission)


class AskedOfTheWorker(Protocol):
    """A row that keeps who asked for work that goes on without that person, and in which capacity."""

    @property
    def person_id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def role(self) -> str: ...
    @property
    def scope(self) -> str: ...
