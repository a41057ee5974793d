"""Reading the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from textwrap import shorten
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from cchc.access.actor import Actor
from cchc.access.permissions import Permission, Role, Scope, scopes_of
from cchc.audit.models import LONGEST_PAGE, AccessRecord, Entry
from cchc.audit.verbs import FACTS, SENTENCES, FactWords
from cchc.core.papers.basis import basis_of_facts
from cchc.core.words.names import search_key


def entries(
    seen: QuerySet[Entry],
    *,
    text: str = "",
    room: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Entry]:
    """Return of the entries that a reader sees (`consequences.visible_to`) those that are asked for, newest first.
    `text` searches person, unit and subject; `until` is the last day shown."""
    found = seen
    if text:
        found = found.filter(search__contains=search_key(text))
    if room:
        found = found.filter(verb__startswith=f"{room}.")
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found.order_by("-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class _Gaps(dict[str, Any]):
    """The facts of an entry; a gap that an old entry does not fill prints as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def sentence(entry: Entry) -> str:
    """Return the act in the reader's language, as a sentence that continues after the person's name."""
    words = SENTENCES.get(entry.verb)
    if words is None:
        return f"{entry.verb}: {entry.subject}"
    known = FACTS.get(entry.verb.partition(".")[0], {})
    facts = {name: _spoken(name, value, known) for name, value in entry.facts.items()}
    if facts.get("scope") and facts.get("role"):
        facts["role"] = capacity_words(entry.facts["role"], entry.facts["scope"])
    facts["subject"] = entry.subject
    if facts.get("number") == "" and isinstance(entry.facts.get("texts"), dict):  # a measure without a number
        facts["number"] = _shortened(entry.facts["texts"].get("task") or "…")
    told = _quoting(str(words), entry.verb).format_map(_Gaps(facts))
    basis = basis_of_facts(entry.facts)
    return gettext("{act}; legal basis: {basis}").format(act=told, basis=basis) if basis else told


TITLED = {"plans", "criteria", "documents"}  # the rooms whose subjects are titles and names of files
TITLES = {"file", "original", "section", "version", "agency"}


def _quoting(words: str, verb: str) -> str:
    """Return a sentence with quotation marks around its gaps for titles, where they have none yet."""
    titles = TITLES | ({"subject"} if verb.partition(".")[0] in TITLED else set())
    return re.sub(r"(?<!“)\{(\w+)\}", lambda gap: f"“{gap[0]}”" if gap[1] in titles else gap[0], words)


def _shortened(text: str) -> str:
    return f"“{shorten(text, 80, placeholder='…')}”"


def _spoken(name: str, value: Any, known: Mapping[str, FactWords]) -> Any:
    """Return a fact for the reader: the name of a role, a date, the word of a code that is `known`, a list with
    commas."""
    speak: dict[str, Callable[[Any], Any]] = {"role": role_word, "day": _day, "on": _day}
    if name in speak:
        return speak[name](value)
    words = known[name].speak if name in known else None
    if words is not None:
        return words(value)
    return ", ".join(str(item) for item in value) if isinstance(value, list) else value


def _day(value: Any) -> Any:
    """Return a day as a date; any other text as it is, for an entry keeps its values for good."""
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except (TypeError, ValueError):
        return value


def role_word(role: str) -> str:
    """Return the name of a role inside a sentence."""
    words = {
        Role.ADMINISTRATOR: pgettext("role", "administrator"),
        Role.COORDINATOR: pgettext("role", "coordinator"),
        Role.UNIT_HEAD: pgettext("role", "unit head"),
        Role.UNIT_CLERK: pgettext("role", "unit clerk"),
        Role.LEADER: pgettext("role", "leader"),
        Role.APPRAISER: pgettext("role", "appraiser"),
        Role.APPRAISAL_LEAD: pgettext("role", "appraisal lead"),
        Role.COUNCIL_MEMBER: pgettext("role", "council member"),
        Role.COUNCIL_SECRETARY: pgettext("role", "council secretary"),
        Role.AUDITOR: pgettext("role", "auditor"),
        Role.SURVEY_STAFF: pgettext("role", "survey staff"),
        Role.ENUMERATOR: pgettext("role", "enumerator"),
        Role.SURVEY_SUPERVISOR: pgettext("role", "supervisor of a survey"),
        Role.LINK_KEEPER: pgettext("role", "keeper of the answer link"),
    }
    return words.get(Role(role), role) if role in set(Role) else role


def capacity_words(role: str, scope: str) -> str:
    """Return the name of a role inside a sentence, with its scope where the role has several."""
    words = {
        Scope.OWN_UNIT: gettext("own unit"),
        Scope.OWN_TREE: gettext("own unit and units below"),
        Scope.PROVINCE: gettext("whole province"),
    }
    known = role in set(Role) and scope in set(Scope) and len(scopes_of(Role(role))) > 1
    return f"{role_word(role)} ({words[Scope(scope)]})" if known else role_word(role)


def rooms() -> list[tuple[str, str]]:
    """Return the rooms by which acts can be filtered, with their names."""
    words = {
        "accounts": gettext("People"),
        "units": gettext("Units"),
        "criteria": gettext("Criteria sets"),
        "cycles": gettext("Cycles"),
        "plans": gettext("Plans"),
        "following": gettext("Following"),
        "surveys": gettext("Surveys"),
        "fieldwork": gettext("Fieldwork"),
        "results": gettext("Scores"),
        "self_scoring": gettext("Self-scoring"),
        "appraisal": gettext("Appraisal"),
        "council": gettext("Council"),
        "releases": gettext("Releases"),
        "analysis": gettext("Analysis"),
        "portal": gettext("Public pages"),
        "documents": gettext("Documents"),
        "notices": gettext("Notices"),
        "audit": gettext("Log"),
    }
    declared = {verb.partition(".")[0] for verb in SENTENCES}
    return [(room, word) for room, word in words.items() if room in declared]


def access_records(
    actor: Actor, *, text: str = "", kind: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AccessRecord]:
    """Return the log of access that `actor` may read, newest first.

    `text` searches person, unit, address and file; `until` is the last day shown.
    """
    found = AccessRecord.objects.all() if actor.may(Permission.AUDIT_READ) else AccessRecord.objects.none()
    if text:
        found = found.filter(search__contains=search_key(text))
    if kind:
        found = found.filter(kind=kind)
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found.order_by("-pk")


def was_taken_on_the_day(by: Actor | None, page: str, at: datetime) -> bool:
    """Whether a record says that `by` took a file away from the address `page`, on the day of `at` and before it."""
    kinds = (AccessRecord.Kind.DOWNLOADED, AccessRecord.Kind.EXPORTED)
    found = AccessRecord.objects.filter(person_id=by.person_id if by else None, kind__in=kinds)
    since = _midnight(timezone.localdate(at))
    return found.filter(page=page[:LONGEST_PAGE], at__gte=since, at__lte=at).exists()


def last_person(verb: str, subject_id: int, **facts: str) -> str:
    """Return the printed name of whoever did `verb` last to the subject with this id, where these `facts` were
    recorded with it; empty where nobody did."""
    told = {f"facts__{name}": value for name, value in facts.items()}
    entries = Entry.objects.filter(verb=verb, subject_id=str(subject_id), **told).order_by("-pk")
    return entries.values_list("person", flat=True).first() or ""


def acts_on(verbs: Iterable[str], subject_id: int) -> QuerySet[Entry]:
    """Return the entries of these acts on the subject with this id, the latest first: what the program asks. Who shows
    them to a person asks `consequences.history_of`."""
    return Entry.objects.filter(verb__in=list(verbs), subject_id=str(subject_id)).order_by("-pk")
