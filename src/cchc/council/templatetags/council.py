"""Words of the council in templates: changes of ranks and classes, votes and how they are counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.council.models import CouncilDecision, Vote
from cchc.council.queries.effects import CouncilEffect, Moved

register = template.Library()
FEW = 4  # units that move, named one by one


@register.filter
def of(counts: Mapping[str, int], key: str) -> int:
    """Return the count under a key."""
    return counts.get(key, 0)


@register.filter
def rank_change(effect: CouncilEffect) -> str:
    """Return the rank before and after; one alone where it stays."""
    return _change(_rank(effect.before.rank), _rank(effect.after.rank))


@register.filter
def grade_change(effect: CouncilEffect) -> str:
    """Return the class before and after; one alone where it stays."""
    return _change(effect.before.grade or "–", effect.after.grade or "–")


@register.filter
def moved_words(moved: Sequence[Moved]) -> str:
    """Return the other units that move, the first few with their ranks before and after."""
    named = [
        f"{one.name} {_change(_rank(one.rank_before), _rank(one.rank_after))}"
        + (f" ({_change(one.grade_before, one.grade_after)})" if one.grade_before != one.grade_after else "")
        for one in moved[:FEW]
    ]
    more = len(moved) - FEW
    if more > 0:
        named.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return ", ".join(named)


@register.filter
def vote_words(vote: Vote) -> str:
    """Return how a member voted; of one who stands near to the unit that there was no vote."""
    if vote.apart:
        return _("no vote, stands near to the unit")
    return str(Vote.Choice(vote.choice).label)


@register.filter
def base_words(decision: CouncilDecision) -> str:
    """Return of whom more than half must be for it."""
    return _("of all members") if decision.base == "members" else _("of the members who are there")


@register.filter
def counted_words(decision: CouncilDecision) -> str:
    """Return how a decision was counted, in one line."""
    words = _(
        "For {yes}, against {no}, abstained {abstained}, absent {absent} of {members} members; quorum {quorum},"
        " majority {base}."
    )
    counted = words.format(
        yes=decision.yes,
        no=decision.no,
        abstained=decision.abstained,
        absent=decision.absent,
        members=decision.members,
        quorum=decision.quorum,
        base=base_words(decision),
    )
    if not decision.apart:
        return counted
    near = ngettext(
        "{count} of them stands near to the unit and had no vote.",
        "{count} of them stand near to the unit and had no vote.",
        decision.apart,
    )
    return f"{counted} {near.format(count=decision.apart)}"


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"
