"""The open data of a release: its page, each table in three formats, and what programs read about them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.http import Http404
from django.utils import translation

from cchc.portal.exchange.dictionary import TITLES, columns_of
from cchc.portal.exchange.open_tables import OpenTables
from cchc.portal.exchange.packages import (
    CONTEXT,
    MEDIA,
    OpenRelease,
    catalogue,
    data_package,
    data_set,
)
from cchc.portal.queries.shelf import Edition
from cchc.portal.views.frame import PublicAnswer, PublicFrame, page
from cchc.releases.exchange.content import Level
from cchc.ui.templatetags.ui import message_text

JSON, LINKED = "application/json; charset=utf-8", "application/ld+json"
WITHHELD = {
    Level.INDEX: ("nodes", "leaves", "applicability", "surveys", "estimates"),
    Level.CRITERIA: ("leaves", "applicability", "surveys", "estimates"),
    Level.LEAVES: (),
}


def open_data(frame: PublicFrame) -> PublicAnswer:
    """Return the page of the open data: every table with its columns, and how it comes into a spreadsheet."""
    tables = _tables(frame)
    listed = [(name, TITLES[name], -(-tables.size(name) // 1000), columns_of(name)) for name in tables.names]
    fixed = numbered(frame.here).removesuffix("/")
    return page(frame, "portal/data.html", {"tables": listed, "edition": frame.here, "fixed": fixed})


def table_csv(frame: PublicFrame, table: str) -> PublicAnswer:
    """Return a table as CSV."""
    return PublicAnswer(
        _tables_with(frame, table).csv(table), f"{MEDIA['csv']}; charset=utf-8; header=present"
    )


def table_json(frame: PublicFrame, table: str) -> PublicAnswer:
    """Return a table as JSON."""
    return PublicAnswer(_tables_with(frame, table).json(table), JSON)


def table_xlsx(frame: PublicFrame, table: str) -> PublicAnswer:
    """Return a table as a workbook."""
    return PublicAnswer(_tables_with(frame, table).xlsx(table), MEDIA["xlsx"])


def datapackage(frame: PublicFrame) -> PublicAnswer:
    """Return what the tables are, for programs that read data packages (Frictionless)."""
    with translation.override("vi"):
        return as_json(data_package(_released(frame, frame.here), _tables(frame), message_text))


def dataset(frame: PublicFrame) -> PublicAnswer:
    """Return the release as a data set of DCAT-AP."""
    with translation.override("vi"):
        found = data_set(_released(frame, frame.here), tables_at(frame.here.content.head.level), message_text)
        return as_json({"@context": CONTEXT, **found}, LINKED)


def data_catalogue(frame: PublicFrame) -> PublicAnswer:
    """Return every release as a catalogue of DCAT-AP, which portals of data gather."""
    releases = [_released(frame, edition) for edition in frame.shelf.editions]
    names = [tables_at(one.head.level) for one in releases]
    with translation.override("vi"):
        return as_json(catalogue(frame.site or frame.up, releases, names, message_text), LINKED)


def tables_at(level: Level) -> list[str]:
    """Return the names of the tables that a release of that level has, without opening its bundle."""
    return [form for form in TITLES if form.partition("_")[0] not in WITHHELD[level]]


def as_json(value: Any, kind: str = JSON) -> PublicAnswer:
    """Return a value as JSON that people can read too."""
    return PublicAnswer((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode(), kind)


def _released(frame: PublicFrame, edition: Edition) -> OpenRelease:
    """An edition under the address that stays its own when a correction comes."""
    site = frame.site or frame.up
    stands = frame.shelf.of(edition.year)
    is_replaced = not edition.is_standing and stands is not None
    return OpenRelease(
        edition.content.head,
        f"{site}{numbered(edition)}",
        frame.licence,
        f"{site}{numbered(stands)}" if is_replaced and stands is not None else "",
    )


def numbered(edition: Edition) -> str:
    """Return where an edition stays below the portal, whatever replaces it."""
    return f"{edition.year}/lan-{edition.number}/"


def _tables_with(frame: PublicFrame, table: str) -> OpenTables:
    """The tables of the edition. Raises Http404 where it has none of that name: none such, or withheld."""
    tables = _tables(frame)
    if table not in tables.names:
        raise Http404
    return tables


def _tables(frame: PublicFrame) -> OpenTables:
    return _opened(frame.here)


@lru_cache(maxsize=2)
def _opened(edition: Edition) -> OpenTables:
    """The tables of an edition; while all of them are fetched, the bundle is read once."""
    return OpenTables(edition.bundle())
