"""Search over everything that a person may see: each hit with what was found in it, and why where its name does not
say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.accounts.queries import people
from cchc.core.plans.columns import COLUMNS, SAYS_WHAT
from cchc.core.scoring.criteria.tree import Node
from cchc.core.words.marking import MarkedPiece, pieces_of
from cchc.core.words.names import search_key
from cchc.criteria.queries import criteria_of, versions
from cchc.cycles.queries import visible_to
from cchc.desk.queries.unit_search import unit_matches
from cchc.documents.consequences import visible_to as visible_documents
from cchc.documents.models import OfficialDocument
from cchc.documents.queries.library import found_documents
from cchc.plans.models import Measure
from cchc.plans.queries.columns import label_of
from cchc.plans.queries.plans import visible_to as visible_plans

MOST_HITS = 20
MOST_SUGGESTIONS = 4  # of each kind
LEAST_LETTERS = 2  # of a text for which something is suggested
MOST_LETTERS = 160


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a search: its name, its address, a remark beside it; where its name does not hold what was
    searched, `why` says where it stands ("formerly", the name of a column) and `found` quotes it."""

    text: str
    href: str
    searched: str
    beside: str = ""
    why: str = ""
    found: str = ""

    @property
    def pieces(self) -> tuple[MarkedPiece, ...]:
        """The name with what was searched apart."""
        return pieces_of(self.text, self.searched, MOST_LETTERS)

    @property
    def found_pieces(self) -> tuple[MarkedPiece, ...]:
        """The quotation with what was searched apart."""
        return pieces_of(self.found, self.searched, MOST_LETTERS)


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of one kind: the first of them, and the number of all."""

    label: str
    hits: tuple[Hit, ...]
    count: int

    @property
    def more(self) -> bool:
        """Whether there are more hits than those listed."""
        return self.count > len(self.hits)


def search_hits(actor: Actor, text: str, today: date, most: int = MOST_HITS) -> list[Hits]:
    """Return the hits of `text` among everything that `actor` may see, at most `most` of each kind; kinds without a hit
    are left out. The number of queries does not depend on what there is."""
    if not search_key(text):
        return []
    kinds = (
        _units(actor, text, today, most),
        _criteria(actor, text, most),
        _cycles(actor, text, most),
        _plans(actor, text, most),
        _measures(actor, text, most),
        _documents(actor, text, most),
        _people(actor, text, most),
    )
    return [hits for hits in kinds if hits.count]


def suggestions(actor: Actor, text: str, today: date) -> list[Hits]:
    """Return the first hits of `text` while it is typed; none for a single letter."""
    is_long_enough = len(search_key(text)) >= LEAST_LETTERS or text.isdigit()
    return search_hits(actor, text, today, MOST_SUGGESTIONS) if is_long_enough else []


def _units(actor: Actor, text: str, today: date, most: int) -> Hits:
    matches = unit_matches(actor, text, today)
    hits = (
        Hit(one.unit.name, reverse("units:detail", args=[one.unit.pk]), text, one.beside, one.why, one.found)
        for one in matches[:most]
    )
    return Hits(_("Units"), tuple(hits), len(matches))


def _criteria(actor: Actor, text: str, most: int) -> Hits:
    """Return the leaves whose number begins with the text, and those that hold it in their name, their figures or their
    evidence."""
    key = search_key(text)
    found = [
        (_place(leaf, text, key), version, leaf, why)
        for version in versions(actor).defer(None)
        for leaf in criteria_of(version).leaves.values()
        if (why := _where(leaf, text, key)) is not None
    ]
    found.sort(key=lambda one: one[0])
    hits = (
        Hit(
            f"{leaf.number} {leaf.name}",
            f"{reverse('criteria:version', args=[version.pk])}?leaf={leaf.number}",
            text,
            version.title,
            *why,
        )
        for _place_of_it, version, leaf, why in found[:most]
    )
    return Hits(_("Criteria"), tuple(hits), len(found))


def _place(leaf: Node, text: str, key: str) -> int:
    """Return how far behind a leaf comes: the very number, numbers below it, names, what stands elsewhere."""
    if leaf.number == text:
        return 0
    if leaf.number.startswith(text):
        return 1
    return 2 if key in search_key(leaf.name) else 3


def _where(leaf: Node, text: str, key: str) -> tuple[str, str] | None:
    """Return where else than in its name a leaf holds the text, and the words there; empty where the name does, None
    where nothing does."""
    if leaf.number.startswith(text) or key in search_key(f"{leaf.number} {leaf.name}"):
        return "", ""
    elsewhere: list[tuple[str, str]] = [(_("figure"), figure.label) for figure in leaf.variables]
    elsewhere.append((_("evidence"), leaf.evidence))
    return next(((why, words) for why, words in elsewhere if key in search_key(words)), None)


def _cycles(actor: Actor, text: str, most: int) -> Hits:
    key = search_key(text)
    rows = [
        cycle
        for cycle in visible_to(actor).select_related("province")
        if key in search_key(cycle.name) or text == str(cycle.year)
    ]
    hits = tuple(
        Hit(cycle.name, reverse("cycles:detail", args=[cycle.pk]), text, cycle.province.name)
        for cycle in rows[:most]
    )
    return Hits(_("Cycles"), hits, len(rows))


def _plans(actor: Actor, text: str, most: int) -> Hits:
    """Return the plans found by their title, or by the number and symbol of their document."""
    key = search_key(text)
    rows = [
        plan
        for plan in visible_plans(actor).select_related("document", "unit").order_by("-year", "-pk")
        if key in search_key(f"{plan.title} {plan.document or ''}")
    ]
    hits = []
    for plan in rows[:most]:
        document = str(plan.document or "")
        why = (_("document"), document) if key not in search_key(plan.title) else ("", "")
        beside = f"{plan.unit.name}, {document if document and not why[0] else plan.year}"
        hits.append(Hit(plan.title, reverse("plans:detail", args=[plan.pk]), text, beside, *why))
    return Hits(_("Plans"), tuple(hits), len(rows))


def _measures(actor: Actor, text: str, most: int) -> Hits:
    rows = Measure.objects.filter(section__plan__in=visible_plans(actor), search__contains=search_key(text))
    rows = rows.select_related("section__plan").order_by(
        "-section__plan__year", "section__place", "place", "pk"
    )
    hits = tuple(_measure(measure, text) for measure in rows[:most])
    return Hits(_("Measures"), hits, rows.count() if len(hits) == most else len(hits))


def _measure(measure: Measure, text: str) -> Hit:
    """Return a measure with the column in which the text stands, where that is not the one that names it."""
    key = search_key(text)
    named = next(filter(None, (getattr(measure, column) for column in SAYS_WHAT)), "") or str(measure)
    texts = ((label_of(column), getattr(measure, column.key)) for column in COLUMNS)
    elsewhere = () if key in search_key(named) else _first(texts, key)
    href = reverse("plans:measure", args=[measure.section.plan_id, measure.pk])
    return Hit(named, href, text, measure.section.plan.title, *elsewhere)


def _first(texts: Iterable[tuple[str, str]], key: str) -> Sequence[str]:
    """Return the first of `texts`, each behind its label, that holds the key; nothing where it stands across two."""
    holding: Iterator[tuple[str, str]] = (one for one in texts if key in search_key(one[1]))
    return next(holding, ())


def _documents(actor: Actor, text: str, most: int) -> Hits:
    """Return the documents that `actor` may see and that hold each word of the text."""
    rows = found_documents(visible_documents(actor), text=text)
    hits = tuple(_document(document, text) for document in rows[:most])
    return Hits(_("Documents"), hits, rows.count() if len(hits) == most else len(hits))


def _document(document: OfficialDocument, text: str) -> Hit:
    """Return a document by what it is about, with its number where the text stands there."""
    named, key = document.title or str(document), search_key(text)
    number = (
        (_("document"), str(document))
        if key not in search_key(named) and str(document) != named
        else ("", "")
    )
    href = reverse("documents:detail", args=[document.pk])
    return Hit(named, href, text, document.unit_name, *number)


def _people(actor: Actor, text: str, most: int) -> Hits:
    """Return the people whom `actor` looks after, found by name, sign-in name or unit."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return Hits(_("People"), (), 0)
    rows: QuerySet[Any] = people(actor, text)
    key, hits = search_key(text), []
    for one in rows[:most]:
        by_name = (_("sign-in name"), one.username) if key in search_key(one.username) else ("", "")
        why = ("", "") if key in search_key(one.name) else by_name
        units = ", ".join(membership.unit.name for membership in one.current)
        hits.append(Hit(one.name, reverse("accounts:person", args=[one.pk]), text, units, *why))
    return Hits(_("People"), tuple(hits), rows.count() if len(hits) == most else len(hits))
