"""What programs read: pictures for links, the bundle, the feed of releases, the list of addresses."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, ngettext

from cchc.portal.exchange.cards import Card, drawn_card
from cchc.portal.queries.ranking import GroupTable, PublicRow, tables_of
from cchc.portal.queries.shelf import Edition, criteria_of_set
from cchc.portal.queries.units import greatest_losses
from cchc.portal.templatetags.portal import points
from cchc.portal.views.frame import PublicAnswer, PublicFrame
from cchc.ui.pictures.points import loss_word
from cchc.ui.templatetags.ui import number

FONTS = settings.NODE_MODULES / "@fontsource" / "be-vietnam-pro" / "files"
PNG, ATOM, XML, ZIP = (
    "image/png",
    "application/atom+xml; charset=utf-8",
    "application/xml; charset=utf-8",
    "application/zip",
)


def card(frame: PublicFrame) -> PublicAnswer:
    """Return the picture of the year: who stands first in each peer group."""
    return PublicAnswer(drawn_card(card_of_year(frame), FONTS), PNG)


def unit_card(frame: PublicFrame, key: str) -> PublicAnswer:
    """Return the picture of a unit: its index, rank and class."""
    return PublicAnswer(drawn_card(card_of_unit(frame, key), FONTS), PNG)


def card_of_year(frame: PublicFrame) -> Card:
    """Return what stands in the picture of the year, in Vietnamese."""
    with translation.override("vi"):
        tables = tables_of(frame.shelf, frame.here)
        head = frame.content.head
        counted = sum(len(table.rows) for table in tables)
        rows = tuple(
            (f"{table.group.name}: {row.unit.name}", f"{number(row.beside.value, row.beside.places)} %")
            for table in tables
            for row in [table.first]
            if row is not None and row.beside is not None
        )
        units = ngettext("%(count)s unit", "%(count)s units", counted) % {"count": counted}
        name = gettext("Administrative reform index %(year)s") % {"year": head.year}
        beside = gettext("First in each group")
        return Card(f"{head.province} · {units}", name, "", (beside,), rows, _foot(frame))


def card_of_unit(frame: PublicFrame, key: str) -> Card:
    """Return what stands in the picture of a unit, in Vietnamese. Raises Http404 where the release has none of that
    key."""
    with translation.override("vi"):
        for table in tables_of(frame.shelf, frame.here):
            row = next((one for one in table.rows if one.unit.key == key), None)
            if row is not None:
                return _card_of(frame, table, row)
    raise Http404


def _card_of(frame: PublicFrame, table: GroupTable, row: PublicRow) -> Card:
    ranked = sum(one.unit.rank is not None for one in table.rows)
    beside = []
    if row.unit.rank is not None:
        place = {"rank": row.unit.rank, "of": ranked, "group": table.group.name}
        beside.append(gettext("rank %(rank)s of %(of)s · %(group)s") % place)
    if row.unit.grade:
        beside.append(gettext("class: %(grade)s") % {"grade": row.unit.grade})
    figure = "" if row.beside is None else f"{number(row.beside.value, row.beside.places)} %"
    above = gettext("Administrative reform index %(year)s") % {"year": frame.here.year}
    name = f"{above} · {frame.content.head.province}"
    lost = gettext("lost: %(why)s")
    rows = tuple(
        (lost % {"why": loss_word(code)}, f"−{points(amount)}")
        for code, amount in greatest_losses(row.unit.account)[:3]
    )
    return Card(name, row.unit.name, figure, tuple(beside), rows, _foot(frame))


def _foot(frame: PublicFrame) -> str:
    head = frame.content.head
    return gettext("By Decision %(number)s of %(day)s") % {
        "number": head.decision.number,
        "day": f"{head.decision.on:%d/%m/%Y}",
    }


def bundle(frame: PublicFrame) -> PublicAnswer:
    """Return the bundle of the release, byte for byte as it was sealed."""
    return PublicAnswer(frame.here.bundle(), ZIP)


def atom(frame: PublicFrame) -> PublicAnswer:
    """Return the feed of releases, the latest first, for readers of news."""
    editions = [(one, one.content.head) for one in reversed(frame.shelf.editions)]
    context = {"site": frame.site, "editions": editions, "latest": editions[:1]}
    with translation.override("vi"):
        return PublicAnswer(render_to_string("portal/atom.xml", context).encode(), ATOM)


def sitemap(frame: PublicFrame) -> PublicAnswer:
    """Return every address that a search engine may know: those of the releases that stand."""
    addresses = [
        (f"{frame.site}{edition.path}{rest}", edition.content.head.published_on)
        for edition in frame.shelf.standing
        for rest in addresses_of(edition)
    ]
    context = {"addresses": addresses, "site": frame.site}
    return PublicAnswer(render_to_string("portal/sitemap.xml", context).encode(), XML)


def addresses_of(edition: Edition) -> Iterator[str]:
    """Yield the address of every page of an edition below it, as the export writes them too."""
    content = edition.content
    yield from ("", "tieu-chi/", "ban-do/", "phuong-phap/", "kiem-chung/", "du-lieu/", "so-sanh/")
    for stored in content.sets:
        for node in criteria_of_set(stored).walk():
            yield f"tieu-chi/{stored.code}/{node.number}/"
    tops = {one.code: criteria_of_set(one).nodes for one in content.sets}
    for unit in content.units:
        yield f"don-vi/{unit.key}/"
        for node in tops[unit.set_code]:
            if node.number in unit.nodes or node.number in unit.leaves:
                yield f"don-vi/{unit.key}/linh-vuc/{node.number}/"
