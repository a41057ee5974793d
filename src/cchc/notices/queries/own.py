"""The notices of one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from cchc.access.actor import Actor
from cchc.notices.kinds import known_kinds
from cchc.notices.models import PersonalNotice


def notices_of(actor: Actor) -> QuerySet[PersonalNotice]:
    """Return the notices of the person of `actor`, whatever the role, the latest first."""
    return PersonalNotice.objects.filter(person_id=actor.person_id, kind__in=known_kinds())


def unseen_for(actor: Actor) -> int:
    """Return the number of notices that the person of `actor` has not opened yet; one query."""
    return notices_of(actor).filter(seen_at__isnull=True).count()


def text_of(notice: PersonalNotice) -> str:
    """Return the sentence of `notice` for its page, in the language of the reader."""
    return str(known_kinds()[notice.kind].text).format_map(_Facts(notice.facts))


def letter_text_of(notice: PersonalNotice) -> str:
    """Return the sentence of `notice` for a letter; empty where letters do not tell of its kind."""
    return str(known_kinds()[notice.kind].letter).format_map(_Facts(notice.facts))


class _Facts(dict[str, Any]):
    """The facts of a notice in the language of the reader; a fact that an old notice does not hold prints as an
    ellipsis."""

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        return value.get(get_language(), next(iter(value.values()))) if isinstance(value, Mapping) else value

    def __missing__(self, name: str) -> str:
        return "…"
