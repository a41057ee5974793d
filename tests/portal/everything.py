"""Everything that the public can fetch, as text with its place: pages, data files, feeds, what programs read, the words
of pictures, the copy for another server."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import astuple
from zipfile import ZipFile

from cchc.portal.queries.released import PublicState
from cchc.portal.queries.shelf import Shelf
from cchc.portal.views.answering import answer_at, frame_of
from cchc.portal.views.copying import copied_files
from cchc.portal.views.feeds import card_of_unit, card_of_year
from cchc.portal.views.pages import API_PAGES
from tests.portal.shelves import crawled, state_of

SITE = "https://p.example/cong-khai/"
TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml")
ENDINGS = (".html", ".xml", ".json", ".jsonld", ".csv")


def everything(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield all that is public of a shelf; places begin with "page", "data", "feed", "api", "picture" or "copy"."""
    state = state_of(shelf)
    for page in crawled(shelf):
        body, kind = page.answer.body, page.answer.kind
        if kind.startswith("text/html"):
            yield f"page {page.path}", body.decode()
        elif kind.startswith(TEXTS):
            yield f"data {page.path}", body.decode()
        elif page.path.endswith(".xlsx"):
            yield f"data {page.path}", _unzipped(body)
    for path in ("atom.xml", "sitemap.xml", "danh-muc.jsonld"):
        yield f"feed {path}", answer_at(state, path, site=SITE).body.decode()
    yield from _of_editions(state)
    for path, body in copied_files(state, SITE):
        if path.endswith(ENDINGS):
            yield f"copy {path}", body.decode()
        elif path.endswith(".xlsx"):
            yield f"copy {path}", _unzipped(body)


def _of_editions(state: PublicState) -> Iterator[tuple[str, str]]:
    for edition in state.shelf.editions:
        frame = frame_of(state, edition.year, edition.number)
        keys = [unit.key for unit in frame.content.units]
        for page in API_PAGES:
            for values in [{"key": key} for key in keys] if "<slug:key>" in page.route else [{}]:
                yield f"api {page.name} {values}", page.answer(frame, values).body.decode()
        for card in (card_of_year(frame), *(card_of_unit(frame, key) for key in keys)):
            yield f"picture {card.name}", str(astuple(card))


def _unzipped(body: bytes) -> str:
    with ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())
