"""Sources of figures: a set is issued only when what it names is there, and the command line lists what there is."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.config.cli import main
from cchc.core.scoring.sources import KINDS, closed_sources
from cchc.criteria import actions
from cchc.criteria.models import CriteriaVersion, VersionState
from tests.builders import RULES, a_draft, an_actor
from tests.criteria.test_pages import Browser, body

FED = """\
[set]
id = "nguon"
title = "Bộ tiêu chí có nguồn số liệu"
version = "1"
unit_kind = "commune"

[[node]]
number = "1"
name = "Tổ công nghệ số cộng đồng"
maximum = "2"
inputs = [
  'active: count of "tổ", fed by SOURCE | Số tổ hoạt động',
  'hamlets: count of "tổ", from 1, fed by unit.hamlets | Số thôn, tổ dân phố',
]
rule = "tiers active / hamlets { >= 50% = full, < 50% = zero }"
"""


def fed_by(source: str) -> str:
    """A set with one figure that `source` feeds."""
    return FED.replace("SOURCE", source)


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["last_year", "unit.subordinates"])
def test_a_set_is_published_where_every_source_is_there(source: str) -> None:
    version = actions.publish_version(by=an_actor(), version=a_draft(fed_by(source)))
    assert version.state == VersionState.PUBLISHED


@pytest.mark.django_db
def test_a_set_with_a_source_that_is_not_there_stays_a_draft_and_every_such_figure_is_named(
    client_of: Browser,
) -> None:
    text = fed_by("outside.papi.score").replace("fed by unit.hamlets", "fed by registers.hamlets.count")
    draft = a_draft(text)
    with pytest.raises(ValidationError) as refused:
        actions.publish_version(by=an_actor(), version=draft)
    what_to_do = (
        "there is no such source here; name one that “cchc sources” lists, "
        "or leave out fed by and let units declare it"
    )
    assert refused.value.messages == [
        f"criterion 1, figure “Số tổ hoạt động”, fed by outside.papi.score: {what_to_do}.",
        f"criterion 1, figure “Số thôn, tổ dân phố”, fed by registers.hamlets.count: {what_to_do}.",
    ]
    assert CriteriaVersion.objects.get().state == VersionState.DRAFT
    page = client_of(Role.COORDINATOR).get(reverse("criteria:publish", args=[draft.pk]))
    assert (page.status_code, "fed by outside.papi.score" in body(page), "basis_number" in body(page)) == (
        422,
        True,
        False,
    )


@pytest.mark.django_db
def test_the_page_of_a_leaf_says_what_feeds_its_figures(client_of: Browser) -> None:
    version = actions.publish_version(by=an_actor(), version=a_draft(fed_by("last_year")))
    page = body(client_of(Role.LEADER).get(reverse("criteria:version", args=[version.pk]), {"leaf": "1"}))
    assert "fetched: what the unit declared for the same figure in the last cycle" in page
    assert "fetched: number of hamlets and residential groups" in page
    rules = actions.publish_version(by=an_actor(), version=a_draft(RULES))
    other = body(client_of(Role.LEADER).get(reverse("criteria:version", args=[rules.pk]), {"leaf": "1.1"}))
    assert "fetched:" not in other


def test_the_catalogue_is_listed_without_a_database(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCHC_LANGUAGE", "en")
    assert main(["sources", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    known = [str(one.name) for kind in KINDS if kind.items for one in closed_sources(kind)]
    assert [one["source"] for one in listed if one["source"].count("<") == 0] == ["last_year", *known]
    assert {one["source"].split(".")[0] for one in listed} == {kind.name for kind in KINDS}
    main(["sources"])
    assert "unit.area\n    natural area; figure: a number, with decimals (km²);" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_this_installation_has_is_listed_for_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "--year", "2026", "--json"]) == 0
    listed = {one["source"] for one in json.loads(capsys.readouterr().out)}
    assert listed >= {"last_year", "unit.population"}
    assert not any("<" in one for one in listed)
