"""Telling people what has happened, inside the transaction of the act; and marking notices as seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from cchc.access.actor import Actor
from cchc.access.practising import is_practising
from cchc.accounts.models import Person
from cchc.core.words.lengths import MOST
from cchc.notices.kinds import NoticeKind, known_kinds
from cchc.notices.models import PersonalNotice
from cchc.notices.queries.own import notices_of


def tell(
    *,
    kind: NoticeKind,
    to: Iterable[int],
    facts: Mapping[str, str | int | Promise],
    href: str,
    by: Actor | None,
) -> list[PersonalNotice]:
    """Tell the people with the ids `to` what happened, as a part of the act that did it; returns their notices.

    It writes rows in the transaction of the caller and sends nothing: letters are made later, from what is so then. It
    leaves no record in the log; the act that tells has its own. `by` is who did it (None: the calendar), who is not
    told of the own act; nor is a closed account told anything, and nobody of what is only practice. A lazily translated
    fact is kept in each language. Raises ValueError for an address that is not one of ours, or too long.
    """
    if known_kinds().get(kind.code) is not kind:
        raise ValueError(f"kind of notice not declared: {kind.code}")
    check_address(href)
    if is_practising():
        return []
    others = set(to) - ({by.person_id} if by else set())
    people = Person.objects.filter(pk__in=others, is_active=True).values_list("pk", flat=True)
    kept, at = kept_facts(facts), timezone.now()
    name = by.person if by else ""
    return PersonalNotice.objects.bulk_create(
        PersonalNotice(person_id=person, kind=kind.code, facts=kept, href=href, by=name, at=at)
        for person in sorted(people)
    )


def check_address(href: str) -> None:
    """Return for the address of a page of ours, from its slash on. Raises ValueError otherwise."""
    if not href.startswith("/") or href.startswith("//") or len(href) > MOST["address"]:
        raise ValueError(f"not the address of a page: {href[:200]}")


def kept_facts(facts: Mapping[str, str | int | Promise]) -> dict[str, Any]:
    """Return `facts` as plain JSON: what is translated in each language, by its code."""
    return {
        name: in_each_language(value) if isinstance(value, Promise) else value
        for name, value in facts.items()
    }


def in_each_language(text: Promise) -> dict[str, str]:
    """Return a lazily translated text in each language of the platform, by its code."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = str(text)
    return found


def mark_seen(*, by: Actor, notice: int, now: datetime) -> PersonalNotice | None:
    """Mark a notice of `by` as seen; returns it, None where it is not one of theirs. What was seen stays so."""
    own = notices_of(by).filter(pk=notice)
    own.filter(seen_at__isnull=True).update(seen_at=now)
    return own.first()


def mark_all_seen(*, by: Actor, last: int, now: datetime) -> int:
    """Mark the notices of `by` up to the id `last` as seen, for what came after it was not on the page; returns their
    number."""
    return notices_of(by).filter(pk__lte=last, seen_at__isnull=True).update(seen_at=now)
