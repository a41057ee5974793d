"""The table of the public pages: which address is answered by which function, and which values it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from cchc.portal.views import about, api, criteria, data, feeds, places, ranking, units
from cchc.portal.views.frame import PublicAnswer, PublicFrame


@dataclass(frozen=True, slots=True)
class PublicPage:
    """An address below an edition ("don-vi/<slug:key>/") or, `whole`, below the portal itself.

    `asks` names the values of the query that it reads. An answer is kept unless it depends on a text that anybody may
    type (`is_kept`). A page that `computes` has scripts of ours, which fetch the bundle; no other has any. One
    that `is_whole_addressed` is of no use where nobody knows the whole address of the portal. One that `is_sealed` has
    the same bytes at the address of its year and at that of its number.
    """

    route: str
    name: str
    view: Callable[..., PublicAnswer]
    asks: tuple[str, ...] = ()
    is_kept: bool = True
    whole: bool = False
    computes: bool = False
    is_whole_addressed: bool = False
    is_sealed: bool = False

    def answer(self, frame: PublicFrame, values: Mapping[str, Any]) -> PublicAnswer:
        """Return what stands at an address of this page; all of it in Vietnamese, whatever the language of who asks."""
        with translation.override("vi"):
            return self.view(frame, **values)


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
    PublicPage("goi-du-lieu.zip", "bundle", feeds.bundle, is_sealed=True),
    PublicPage("anh.png", "card", feeds.card),
    PublicPage("du-lieu/", "data", data.open_data),
    PublicPage("du-lieu/datapackage.json", "datapackage", data.datapackage),
    PublicPage("du-lieu/du-lieu.jsonld", "dataset", data.dataset),
    PublicPage("du-lieu/<slug:table>.csv", "table_csv", data.table_csv, is_sealed=True),
    PublicPage("du-lieu/<slug:table>.json", "table_json", data.table_json, is_sealed=True),
    PublicPage("du-lieu/<slug:table>.xlsx", "table_xlsx", data.table_xlsx, is_sealed=True),
    PublicPage("", "latest", ranking.ranking, whole=True),
    PublicPage("dinh-chinh/", "corrections", about.corrections, whole=True),
    PublicPage("tim/", "search", about.search, asks=("q",), is_kept=False, whole=True),
    PublicPage("atom.xml", "atom", feeds.atom, whole=True, is_whole_addressed=True),
    PublicPage("danh-muc.jsonld", "data_catalogue", data.data_catalogue, whole=True),
    PublicPage("sitemap.xml", "sitemap", feeds.sitemap, whole=True, is_whole_addressed=True),
)

# Below /api/public/; in a release also below its number.
API_PAGES: tuple[PublicPage, ...] = (
    PublicPage("", "api_years", api.years, whole=True),
    PublicPage("<counted:year>/releases/", "api_releases", api.releases, whole=True),
    PublicPage("", "api_release", api.release),
    PublicPage("groups/", "api_groups", api.groups),
    PublicPage("units/", "api_units", api.units),
    PublicPage("units/<slug:key>/", "api_unit", api.unit),
)
