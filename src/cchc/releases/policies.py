"""Who may look at releases before and after they are public, prepare and publish them. What counts in no year is never
released."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import Cycle, ScoredBy, State
from cchc.releases.models import Release


def may_read_releases(actor: Actor) -> bool:
    """Whether `actor` looks at releases, drafts among them."""
    return actor.may(Permission.RELEASE_READ)


def may_manage_templates(actor: Actor) -> bool:
    """Whether `actor` says from which templates papers are made."""
    return actor.may(Permission.TEMPLATE_MANAGE)


def may_prepare_release(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` prepares a release of `cycle`, or throws the draft away."""
    return actor.may(Permission.RELEASE_PREPARE) and not cycle.practice and cycle.state != State.PREPARING


def may_publish_release(actor: Actor, release: Release) -> bool:
    """Whether `actor` makes this draft public."""
    return actor.may(Permission.RELEASE_PUBLISH) and release.is_draft


def may_settle_files(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` makes the points of the sets of `cycle` final that are scored by files, while it runs."""
    return (
        actor.may(Permission.RELEASE_PREPARE)
        and not cycle.practice
        and cycle.state == State.OPEN
        and cycle.sets.filter(scored_by=ScoredBy.FILE).exists()
    )


def may_unsettle_files(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` lets them be final no longer: before the release only."""
    return may_settle_files(actor, cycle) and cycle.released_at is None
