"""Changing people and memberships. Each action is one transaction and one record in the log."""

from cchc.accounts.actions.people import (
    CLOSED,
    add_person,
    change_own_password,
    change_person,
    close_person,
    end_membership,
    give_membership,
    give_password,
    reopen_person,
)

__all__ = [
    "CLOSED",
    "add_person",
    "change_own_password",
    "change_person",
    "close_person",
    "end_membership",
    "give_membership",
    "give_password",
    "reopen_person",
]
