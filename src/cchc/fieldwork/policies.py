"""Who may do what in the field of a survey."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.fieldwork.models import FieldAssignment


def may_read_fieldwork(actor: Actor) -> bool:
    """Whether `actor` may see how the whole fieldwork of a survey stands: who reaches the province."""
    return actor.everywhere and actor.may(Permission.FIELDWORK_READ)


def may_manage_fieldwork(actor: Actor) -> bool:
    """Whether `actor` may hand out forms and codes, print them, and say what came of them."""
    return actor.may(Permission.FIELDWORK_MANAGE)


def may_collect(actor: Actor) -> bool:
    """Whether `actor` may fill forms with respondents: those given to him or her."""
    return actor.may(Permission.FORM_COLLECT)


def may_say_outcome(actor: Actor, assignment: FieldAssignment) -> bool:
    """Whether `actor` may say what becomes of a form: who manages fieldwork, and the enumerator whose form it is."""
    own = assignment.enumerator is not None and assignment.enumerator.person_id == actor.person_id
    return may_manage_fieldwork(actor) or (may_collect(actor) and own)


def may_key(actor: Actor) -> bool:
    """Whether `actor` may key forms that came back on paper."""
    return actor.may(Permission.FORM_KEY)


def may_back_check(actor: Actor) -> bool:
    """Whether `actor` may ask respondents anew, for the body that supervises the survey."""
    return actor.may(Permission.BACK_CHECK_GIVE)


def may_decide_back_checks(actor: Actor) -> bool:
    """Whether `actor` may draw back-checks and decide what becomes of forms and batches in doubt."""
    return actor.may(Permission.BACK_CHECK_DECIDE)


def may_read_links(actor: Actor) -> bool:
    """Whether `actor` may see which person gave which answers, as long as a survey is not closed."""
    return actor.may(Permission.LINK_READ)
