"""Preparing the year: its cycles and its holidays. Every verb is one transaction and one audit record."""

from cchc.cycles.actions.applicability import change_applicability, check_not_near
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.actions.cycles import (
    TURNS,
    attach_set,
    close_cycle,
    create_cycle,
    detach_set,
    open_cycle,
    open_results,
    reopen_cycle,
)
from cchc.cycles.actions.holidays import (
    add_holidays,
    change_holiday,
    check_holidays,
    remove_holidays,
)
from cchc.cycles.actions.locking import (
    extend_phase,
    look_at_phase,
    reopen_phase,
)
from cchc.cycles.actions.participants import (
    add_participants,
    remove_participants,
    set_peer_group,
)
from cchc.cycles.actions.phases import PhaseDates, change_phases
from cchc.cycles.actions.requests import (
    appeal_refusal,
    ask_not_applicable,
    check_may_decide,
    decide_appeal,
    decide_not_applicable,
    reopen_request,
    withdraw_appeal,
    withdraw_not_applicable,
)

__all__ = [
    "TURNS",
    "PhaseDates",
    "add_holidays",
    "add_participants",
    "appeal_refusal",
    "ask_not_applicable",
    "attach_set",
    "change_applicability",
    "change_holiday",
    "change_phases",
    "check_holidays",
    "check_may_decide",
    "check_not_near",
    "close_cycle",
    "create_cycle",
    "decide_appeal",
    "decide_not_applicable",
    "detach_set",
    "extend_phase",
    "lock_due_phases",
    "look_at_phase",
    "open_cycle",
    "open_results",
    "remove_holidays",
    "remove_participants",
    "reopen_cycle",
    "reopen_phase",
    "reopen_request",
    "set_peer_group",
    "withdraw_appeal",
    "withdraw_not_applicable",
]
