"""`/api/public/`: what is released, as JSON for programs (docs/public-api.md). Rows are those of the documents of the
bundle, so that who knows one knows the other; what a level withholds is not in the content that they are made of.

In a copy of the portal an answer is a file (`FILE`), and the addresses in it are the ways from there to other files;
those of pages are whole where the address of the copy is known, so that the answers may stand at the root of the host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse

from cchc.portal.exchange.licences import Licence
from cchc.portal.queries.shelf import Edition, unit_of
from cchc.portal.views.data import as_json
from cchc.portal.views.frame import PublicAnswer, PublicFrame
from cchc.releases.exchange.content import PublicUnit
from cchc.releases.exchange.documents import (
    Row,
    group_row,
    head_row,
    in_order,
    index_row,
    leaf_row,
    node_row,
    unit_row,
)

FORMAT = "cchc-public/1"
API = "/api/public/"
FILE = "index.json"


def years(frame: PublicFrame) -> PublicAnswer:
    """Return the years with the release that stands in each, the latest first."""
    return _answer(frame, years=[_release_row(frame, edition) for edition in frame.shelf.standing])


def releases(frame: PublicFrame) -> PublicAnswer:
    """Return every release of a year, the first first."""
    found = [one for one in frame.shelf.editions if one.year == frame.here.year]
    return _answer(frame, releases=[_release_row(frame, edition) for edition in found])


def release(frame: PublicFrame) -> PublicAnswer:
    """Return a release: its head with what it changed, the sets, and how many units it has."""
    content = frame.content
    sets = [{"set": one.code, "name": one.name, "version": one.version} for one in content.sets]
    head = {name: value for name, value in head_row(content.head).items() if name != "format"}
    whole = {**head, **_release_row(frame, frame.here)}
    return _answer(frame, release=whole, sets=sets, units=len(content.units))


def groups(frame: PublicFrame) -> PublicAnswer:
    """Return the peer groups with their units in order of rank."""
    return _of_release(frame, groups=[group_row(one) for one in frame.content.groups])


def units(frame: PublicFrame) -> PublicAnswer:
    """Return every unit with its account, index, rank and class."""
    return _of_release(frame, units=[_unit_row(frame, one) for one in frame.content.units])


def unit(frame: PublicFrame, key: str) -> PublicAnswer:
    """Return a unit with its criteria and leaves, as far as the level of the release goes. Raises Http404 for a key
    that no unit has."""
    found = unit_of(frame.content, key)
    if found is None:
        raise Http404
    nodes = [node_row(key, number, found.nodes[number]) for number in in_order(found.nodes)]
    leaves = [leaf_row(key, number, found.leaves[number]) for number in in_order(found.leaves)]
    return _of_release(frame, unit={**_unit_row(frame, found), "nodes": nodes, "leaves": leaves})


def _unit_row(frame: PublicFrame, one: PublicUnit) -> Row:
    address = _address(frame, frame.here, "api_unit", key=one.key)
    page = _page(frame, frame.here, "unit", key=one.key)
    return {**unit_row(one), **index_row(one), "address": address, "page": page}


def _release_row(frame: PublicFrame, edition: Edition) -> Row:
    head = edition.content.head
    return {
        "year": head.year,
        "number": head.number,
        "level": str(head.level),
        "decision": head.decision.number,
        "published_on": head.published_on.isoformat(),
        "stands": edition.is_standing,
        "root": edition.root,
        "bundle_sha256": edition.digest,
        "address": _address(frame, edition, "api_release"),
        "page": _page(frame, edition, "ranking"),
        "data": _page(frame, edition, "data"),
    }


def _address(frame: PublicFrame, edition: Edition, name: str, **values: str) -> str:
    """Where the API answers of an edition, whatever replaces it."""
    address = _numbered(f"public_api:{name}", edition, values)
    return f"{frame.up}{address.removeprefix('/')}{FILE}" if frame.is_copy else address


def _page(frame: PublicFrame, edition: Edition, name: str, **values: str) -> str:
    """Where a page of an edition stays; in a copy, where pages of what stands are there once, where it is."""
    if not frame.is_copy:
        return _numbered(f"portal:{name}", edition, values)
    first, page = (_numbered(f"portal:{one}", edition, own) for one, own in (("ranking", {}), (name, values)))
    return f"{frame.site or frame.up}{edition.path}{page.removeprefix(first)}"


def _numbered(name: str, edition: Edition, values: Mapping[str, str]) -> str:
    return reverse(f"{name}_numbered", kwargs={"year": edition.year, "edition": edition.number, **values})


def _of_release(frame: PublicFrame, **rows: Any) -> PublicAnswer:
    return _answer(frame, release=_release_row(frame, frame.here), **rows)


def _answer(frame: PublicFrame, **rows: Any) -> PublicAnswer:
    return as_json({"format": FORMAT, "licence": _licence_row(frame.licence), **rows})


def _licence_row(licence: Licence | None) -> Row | None:
    if licence is None:
        return None
    return {"name": licence.name or None, "title": licence.title, "address": licence.address}
