"""The table of the public pages: which address is answered by which function, and which values it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cchc.portal.views import about, criteria, feeds, places, ranking, units
from cchc.portal.views.frame import PublicAnswer


@dataclass(frozen=True, slots=True)
class PublicPage:
    """An address below an edition ("don-vi/<slug:key>/") or, `whole`, below the portal itself.

    `asks` names the values of the query that it reads. An answer is kept unless it depends on a text that anybody may
    type (`is_kept`). A page that `computes` has scripts of ours, which fetch the bundle; no other has any.
    """

    route: str
    name: str
    view: Callable[..., PublicAnswer]
    asks: tuple[str, ...] = ()
    is_kept: bool = True
    whole: bool = False
    computes: bool = False


PAGES: tuple[PublicPage, ...] = (
    PublicPage("", "ranking", ranking.ranking),
    PublicPage("don-vi/<slug:key>/", "unit", units.unit),
    PublicPage("don-vi/<slug:key>/linh-vuc/<str:number>/", "domain", units.domain),
    PublicPage("don-vi/<slug:key>/anh.png", "unit_card", feeds.unit_card),
    PublicPage("so-sanh/", "comparison", units.comparison, asks=("don-vi",), is_kept=False),
    PublicPage("tieu-chi/", "criteria", criteria.criteria),
    PublicPage("tieu-chi/<slug:code>/<str:number>/", "criterion", criteria.criterion),
    PublicPage("ban-do/", "places", places.places),
    PublicPage("phuong-phap/", "method", about.method),
    PublicPage("kiem-chung/", "verifying", about.verifying, computes=True),
    PublicPage("goi-du-lieu.zip", "bundle", feeds.bundle),
    PublicPage("anh.png", "card", feeds.card),
    PublicPage("", "latest", ranking.ranking, whole=True),
    PublicPage("dinh-chinh/", "corrections", about.corrections, whole=True),
    PublicPage("tim/", "search", about.search, asks=("q",), is_kept=False, whole=True),
    PublicPage("atom.xml", "atom", feeds.atom, whole=True),
    PublicPage("sitemap.xml", "sitemap", feeds.sitemap, whole=True),
)
