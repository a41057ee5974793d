"""The catalogue and the data sets, held to DCAT-AP 3.0.0 (SEMIC recommendation of 14 June 2024,
https://semiceu.github.io/DCAT-AP/releases/3.0.0/): what each class must and should say, how often, and with which
vocabularies. Written from the specification: sections 7 (classes) and 11 (controlled vocabularies)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from cchc.portal.exchange.licences import KNOWN
from cchc.portal.views.answering import answer_at
from cchc.releases.exchange.content import Level
from tests.portal.shelves import NOW, a_corrected_shelf, state_of

SITE = "https://tinh.example/cong-khai/"
EUROPE = "http://publications.europa.eu/resource/authority"
MANY = 10**6


class Rule(NamedTuple):
    """What a class says of a property: whether it is mandatory (M), recommended (R) or optional (O), how often it may
    stand, and what stands there: "text" (with its language), "plain", "day", or the beginning of an address."""

    need: str
    most: int
    value: str


CLASSES: dict[str, dict[str, Rule]] = {
    "dcat:Catalog": {
        "dct:title": Rule("M", MANY, "text"),
        "dct:description": Rule("M", MANY, "text"),
        "dct:publisher": Rule("M", 1, "foaf:Agent"),
        "dcat:dataset": Rule("R", MANY, "dcat:Dataset"),
        "dct:spatial": Rule("R", MANY, f"{EUROPE}/country/"),
        "foaf:homepage": Rule("R", 1, "https://"),
        "dct:language": Rule("R", MANY, f"{EUROPE}/language/"),
        "dct:license": Rule("R", 1, "https://"),
        "dct:issued": Rule("R", 1, "day"),
        "dct:modified": Rule("R", 1, "day"),
        "dcat:themeTaxonomy": Rule("R", MANY, f"{EUROPE}/data-theme"),
    },
    "dcat:Dataset": {
        "dct:title": Rule("M", MANY, "text"),
        "dct:description": Rule("M", MANY, "text"),
        "dcat:contactPoint": Rule("R", MANY, "vcard:Organization"),
        "dcat:distribution": Rule("R", MANY, "dcat:Distribution"),
        "dct:spatial": Rule("R", MANY, f"{EUROPE}/country/"),
        "dcat:keyword": Rule("R", MANY, "text"),
        "dct:publisher": Rule("R", 1, "foaf:Agent"),
        "dct:temporal": Rule("R", MANY, "dct:PeriodOfTime"),
        "dcat:theme": Rule("R", MANY, f"{EUROPE}/data-theme/"),
        "dct:accessRights": Rule("O", 1, f"{EUROPE}/access-right/"),
        "dct:accrualPeriodicity": Rule("O", 1, f"{EUROPE}/frequency/"),
        "dct:identifier": Rule("O", MANY, "plain"),
        "dct:issued": Rule("O", 1, "day"),
        "dct:language": Rule("O", MANY, f"{EUROPE}/language/"),
        "dcat:landingPage": Rule("O", MANY, "https://"),
        "dcat:version": Rule("O", 1, "plain"),
    },
    "dcat:Distribution": {
        "dcat:accessURL": Rule("M", MANY, "https://"),
        "dcatap:availability": Rule("R", 1, f"{EUROPE}/planned-availability/"),
        "dct:description": Rule("R", MANY, "text"),
        "dct:format": Rule("R", 1, f"{EUROPE}/file-type/"),
        "dct:license": Rule("R", 1, "https://"),
        "dct:title": Rule("O", MANY, "text"),
        "dcat:downloadURL": Rule("O", MANY, "https://"),
        "dcat:mediaType": Rule("O", 1, "https://www.iana.org/assignments/media-types/"),
    },
    "foaf:Agent": {
        "foaf:name": Rule("M", MANY, "text"),
        "dct:type": Rule("R", 1, "http://purl.org/adms/publishertype/"),
    },
    "dct:PeriodOfTime": {
        "dcat:startDate": Rule("R", 1, "day"),
        "dcat:endDate": Rule("R", 1, "day"),
    },
    "vcard:Organization": {
        "vcard:fn": Rule("O", MANY, "text"),
        "vcard:hasURL": Rule("O", MANY, "https://"),
    },
}  # fmt: skip
BEYOND = {"dcat:Dataset": {"dct:license", "dct:isReplacedBy"}}
"""What DCAT 3 gives every resource and DCAT-AP leaves open: an application profile forbids no other property."""


@pytest.fixture(scope="module", params=[Level.INDEX, Level.LEAVES])
def said(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The catalogue of two years, one of them corrected, under a licence."""
    state = replace(state_of(a_corrected_shelf(request.param)), licence=KNOWN["CC-BY-4.0"])
    found: dict[str, Any] = json.loads(answer_at(state, "danh-muc.jsonld", site=SITE).body)
    return found


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Everything that has a class, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from things(one)
    elif isinstance(value, dict):
        if "@type" in value and "@value" not in value:
            yield value
        for name, one in value.items():
            if name != "@context":
                yield from things(one)


def values(thing: dict[str, Any], name: str) -> list[Any]:
    found = thing.get(name, [])
    return found if isinstance(found, list) else [found]


def is_right(value: Any, rule: Rule) -> bool:
    """Whether a value is what the class says."""
    if rule.value == "plain":
        return isinstance(value, str) and bool(value)
    if rule.value == "text":
        return value["@language"] == "vi" and bool(value["@value"].strip())
    if rule.value == "day":
        return value["@type"] == "xsd:date" and len(value["@value"]) == 10
    if rule.value in CLASSES:
        return value["@type"] == rule.value
    return value["@id"].startswith(rule.value)


def test_each_class_says_all_that_it_must_and_should_no_oftener_than_it_may_and_in_its_vocabulary(said):
    seen = set()
    for thing in things(said):
        kind = thing["@type"]
        seen.add(kind)
        for name, rule in CLASSES[kind].items():
            found = values(thing, name)
            assert rule.need == "O" or found, (thing["@id"], name)
            assert len(found) <= rule.most, (thing["@id"], name)
            assert [one for one in found if not is_right(one, rule)] == [], (thing["@id"], name)
        others = {name for name in thing if not name.startswith("@")} - CLASSES[kind].keys()
        assert others <= BEYOND.get(kind, set())
    assert seen == set(CLASSES)


def test_every_prefix_is_one_that_the_context_explains(said):
    names = {name for thing in things(said) for name in thing if not name.startswith("@")}
    kinds = {thing["@type"] for thing in things(said)}
    prefixes = {name.partition(":")[0] for name in names | kinds}
    assert prefixes | {"xsd"} == set(said["@context"])


def test_without_a_licence_of_the_province_nothing_but_the_licence_is_missing():
    state = state_of(a_corrected_shelf())
    found = json.loads(answer_at(state, f"{NOW}/du-lieu/du-lieu.jsonld", site=SITE).body)
    missing = {
        name
        for thing in things(found)
        for name, rule in CLASSES[thing["@type"]].items()
        if rule.need != "O" and not values(thing, name)
    }
    assert missing == {"dct:license"}


def test_every_distribution_leads_to_what_it_promises(said):
    state = state_of(a_corrected_shelf())
    found = json.loads(answer_at(state, f"{NOW}/du-lieu/du-lieu.jsonld", site=SITE).body)
    for one in found["dcat:distribution"]:
        answer = answer_at(state, one["dcat:downloadURL"]["@id"].removeprefix(SITE))
        media = one["dcat:mediaType"]["@id"].partition("media-types/")[2]
        assert (answer.status, answer.kind.partition(";")[0]) == (200, media)
