"""What programs read about the open data: a data package (Frictionless) and a data set (DCAT-AP 3.0.0, as JSON-LD).

Both say what `open_tables` gives and no more: names, columns, bytes and sums come from the tables themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cchc.core.words.messages import Message
from cchc.portal.exchange.dictionary import TITLES, ColumnKind, DataColumn, columns_of, key_of
from cchc.portal.exchange.licences import Licence
from cchc.portal.exchange.open_tables import OpenTables
from cchc.releases.exchange.content import ReleaseHead

Row = dict[str, Any]
Say = Callable[[Message], str]
EXACT = r"-?[0-9]+([./][0-9]+)?"
KINDS: dict[ColumnKind, Row] = {
    ColumnKind.TEXT: {"type": "string"},
    ColumnKind.NUMBER: {"type": "string", "constraints": {"pattern": EXACT}},  # 1/3 is no number to them
    ColumnKind.WHOLE: {"type": "integer"},
    ColumnKind.TRUTH: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    ColumnKind.DAY: {"type": "date", "format": "default"},
}
MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BUNDLE = "goi-du-lieu.zip"
EUROPE = "http://publications.europa.eu/resource/authority"
THEMES = f"{EUROPE}/data-theme"
REGION = "http://purl.org/adms/publishertype/RegionalAuthority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class OpenRelease:
    """A release whose data are open: its head, the address of its pages ("https://…/cong-khai/2025/lan-2/") and the
    licence, if the province chose one. `replaced_by` is the address of the release that stands in its place."""

    head: ReleaseHead
    address: str
    licence: Licence | None
    replaced_by: str = ""

    @property
    def title(self) -> Message:
        """What the data are."""
        return Message(
            "Administrative reform index {year}, {province}, release {number}",
            year=str(self.head.year), province=self.head.province, number=str(self.head.number),
        )  # fmt: skip

    @property
    def version(self) -> str:
        """The year and the number of the release."""
        return f"{self.head.year}.{self.head.number}"


ABOUT = Message(
    "Index, ranks and points of the departments and communes as they were released by decision, exact and complete at"
    " the level that was chosen; anybody can compute them again from the bundle."
)
NO_LICENCE = Message("The province has not published a licence for these data yet.")
KEYWORDS = (Message("administrative reform"), Message("PAR index"), Message("ranking"))
WHOLE = Message("All tables with their seal: from this bundle anybody computes the results again.")


def data_package(release: OpenRelease, tables: OpenTables, say: Say) -> Row:
    """Return the data package of a release: each table with its CSV (bytes, SHA-256) and what its columns are."""
    head, licence = release.head, release.licence
    described = say(ABOUT) if licence else f"{say(ABOUT)} {say(NO_LICENCE)}"
    package = {
        "profile": "tabular-data-package",
        "name": f"cchc-{head.year}-{head.number}",
        "id": f"{release.address}du-lieu/",
        "version": release.version,
        "title": say(release.title),
        "description": described,
        "homepage": release.address,
        "created": f"{head.published_on.isoformat()}T00:00:00+07:00",
        "contributors": [{"title": head.province, "role": "publisher"}],
        "resources": [_resource(name, tables, say) for name in tables.names],
    }
    if licence is not None:
        named = {"name": licence.name} if licence.name else {}
        package["licenses"] = [{**named, "title": licence.title, "path": licence.address}]
    return package


def _resource(name: str, tables: OpenTables, say: Say) -> Row:
    schema: Row = {"fields": [_field(one, say) for one in columns_of(name)], "missingValues": [""]}
    key = [] if "_" in name else key_of(name)
    if key:
        schema["primaryKey"] = key
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": say(TITLES[name]),
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": MEDIA["csv"],
        "encoding": "utf-8",
        "bytes": tables.size(name),
        "hash": f"sha256:{tables.sum_of(name)}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema,
    }


def _field(column: DataColumn, say: Say) -> Row:
    unit = {} if column.unit is None else {"unit": say(column.unit)}
    return {"name": column.name, **KINDS[column.kind], "description": say(column.meaning), **unit}


def data_set(release: OpenRelease, names: Iterable[str], say: Say) -> Row:
    """Return a release as a DCAT-AP data set: each table in each format, and the bundle."""
    head = release.head
    licence = {} if release.licence is None else {"dct:license": {"@id": release.licence.address}}
    data = f"{release.address}du-lieu/"
    found: Row = {
        "@id": data,
        "@type": "dcat:Dataset",
        "dct:title": _vietnamese(say(release.title)),
        "dct:description": _vietnamese(say(ABOUT) if release.licence else f"{say(ABOUT)} {say(NO_LICENCE)}"),
        "dct:identifier": f"cchc-{head.year}-{head.number}",
        "dcat:version": release.version,
        "dct:issued": _day(head.published_on.isoformat()),
        "dct:publisher": publisher(release.address, head),
        "dcat:contactPoint": _contact(release.address, head),
        "dcat:keyword": [_vietnamese(say(word)) for word in KEYWORDS],
        "dct:spatial": {"@id": f"{EUROPE}/country/VNM"},
        "dct:language": {"@id": f"{EUROPE}/language/VIE"},
        "dct:accessRights": {"@id": f"{EUROPE}/access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{EUROPE}/frequency/ANNUAL"},
        "dcat:theme": {"@id": f"{THEMES}/GOVE"},
        "dcat:landingPage": {"@id": data},
        "dct:temporal": {
            "@id": f"{data}#period",
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(f"{head.year}-01-01"),
            "dcat:endDate": _day(f"{head.year}-12-31"),
        },
        **licence,
        "dcat:distribution": [
            *(
                _distribution(
                    f"{data}{name}.{ending}",
                    ending,
                    say(TITLES[name]),
                    say(_described(TITLES[name], ending)),
                    licence,
                )
                for name in names
                for ending in MEDIA
            ),
            _distribution(
                f"{release.address}{BUNDLE}", "zip", say(Message("The bundle")), say(WHOLE), licence
            ),
        ],
    }
    if release.replaced_by:
        found["dct:isReplacedBy"] = {"@id": f"{release.replaced_by}du-lieu/"}
    return found


def _distribution(address: str, ending: str, title: str, described: str, licence: Row) -> Row:
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _vietnamese(f"{title} ({ending.upper()})"),
        "dct:description": _vietnamese(described),
        "dcatap:availability": {"@id": f"{EUROPE}/planned-availability/STABLE"},
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": f"{EUROPE}/file-type/{ending.upper()}"},
        "dcat:mediaType": {
            "@id": f"https://www.iana.org/assignments/media-types/{MEDIA.get(ending, 'application/zip')}"
        },
        **licence,
    }


def publisher(address: str, head: ReleaseHead) -> Row:
    """Return the province as the one who publishes what stands at an address. It has a name of its own: who gathers the
    catalogue and the data sets takes them for one, of which DCAT-AP wants no more."""
    return {
        "@id": f"{address}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": _vietnamese(head.province),
        "dct:type": {"@id": REGION},
    }


def _described(table: Message, ending: str) -> Message:
    """Return what a table is in a format, in a sentence."""
    match ending:
        case "csv":
            return Message("{table}: a table as text, for spreadsheets and programs.", table=table)
        case "xlsx":
            return Message("{table}: a table as an Excel workbook.", table=table)
    return Message("{table}: a table as JSON, for programs.", table=table)


def _contact(address: str, head: ReleaseHead) -> Row:
    """Return whom to ask about the data: the province, at the page of the release. It has published nothing else."""
    return {
        "@id": f"{address}#contact",
        "@type": "vcard:Organization",
        "vcard:fn": _vietnamese(head.province),
        "vcard:hasURL": {"@id": address},
    }


def catalogue(address: str, releases: list[OpenRelease], names: list[list[str]], say: Say) -> Row:
    """Return the catalogue of every release below the address of the portal, for the portals that gather others."""
    title = Message("Open data of the administrative reform index")
    days = sorted(one.head.published_on for one in releases)
    licences = {one.licence.address for one in releases if one.licence is not None}
    dated = (
        {"dct:issued": _day(days[0].isoformat()), "dct:modified": _day(days[-1].isoformat())} if days else {}
    )
    return {
        "@context": CONTEXT,
        "@id": f"{address}danh-muc.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _vietnamese(say(title)),
        "dct:description": _vietnamese(say(ABOUT)),
        "foaf:homepage": {"@id": address},
        "dct:language": {"@id": f"{EUROPE}/language/VIE"},
        "dct:spatial": {"@id": f"{EUROPE}/country/VNM"},
        "dcat:themeTaxonomy": {"@id": THEMES},
        **dated,
        **({"dct:license": {"@id": licences.pop()}} if len(licences) == 1 else {}),
        **({"dct:publisher": publisher(address, releases[-1].head)} if releases else {}),
        "dcat:dataset": [data_set(*pair, say) for pair in zip(releases, names, strict=True)],
    }


def _vietnamese(text: str) -> Row:
    return {"@language": "vi", "@value": text}


def _day(text: str) -> Row:
    return {"@type": "xsd:date", "@value": text}
