"""Which fields of a release the public pages print, at each level: those of this list and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from cchc.releases.exchange.content import Level, PublicContent, PublicUnit
from tests.portal.everything import everything
from tests.portal.shelves import NOW, a_shelf, a_year

ALWAYS = frozenset(
    {
        "PublicSet.name", "PublicSet.version", "PublicUnit.grade", "PublicUnit.name", "Ancestor.name",
        "ReleaseDecision.number", "ReleaseDecision.signer", "ReleaseHead.province",
    }
)  # fmt: skip
OF_LEAVES = frozenset(
    {
        "PublicDerivation.figures", "PublicDerivation.steps", "PublicEstimate.survey", "PublicLeaf.losses",
        "PublicLeaf.provisional",
    }
)  # fmt: skip
NEVER = frozenset(
    {
        "PublicUnit.code", "PublicUnit.kind", "ReleaseHead.cycle", "SurveyFigure.source", "SurveyFigure.figures",
        "PublicDerivation.rule", "PublicEstimate.questionnaire", "PublicEstimate.sha256", "Ancestor.key",
    }
)  # fmt: skip
OF_DATA = frozenset({"PublicUnit.code", "PublicUnit.kind", "ReleaseHead.cycle", "Ancestor.key"})
OF_DATA_OF_LEAVES = frozenset(
    {
        "SurveyFigure.source", "SurveyFigure.figures", "PublicDerivation.rule", "PublicEstimate.questionnaire",
        "PublicEstimate.sha256",
    }
)  # fmt: skip
"""What programs are told besides: who a unit is elsewhere, by which rule a leaf was scored, from which survey."""

NAMED = {"PublicUnit.key", "PublicUnit.set_code", "PublicUnit.group", "PublicUnit.printed"}
NAMED |= {"PublicSet.code", "PublicSet.toml", "SurveyFigure.unit", "SurveyFigure.leaf", "Ancestor.how"}
NAMED |= {"PublicEstimate.figure"}
"""What other parts of a release refer to, or what is no free text."""


def marked(value: Any, where: str = "") -> Any:
    """A value whose every free text is the name of its field."""
    if isinstance(value, str) and not isinstance(value, Level):
        return f"«{where}»" if value and where not in NAMED else value
    if is_dataclass(value) and not isinstance(value, type):
        named = {one.name: f"{type(value).__name__}.{one.name}" for one in fields(value)}
        return replace(value, **{name: marked(getattr(value, name), path) for name, path in named.items()})
    if isinstance(value, tuple):
        return tuple(marked(one, where) for one in value)
    if isinstance(value, dict) and where != "PublicLeaf.given" and "losses" not in where:
        return {key: marked(one, where) for key, one in value.items()}
    return value


def _with_codes(unit: PublicUnit, plain: PublicUnit) -> PublicUnit:
    """A unit whose losses keep their codes, what was given its figures; every leaf may still change."""
    leaves = {
        number: replace(
            leaf,
            given=plain.leaves[number].given,
            provisional="«PublicLeaf.provisional»",
            losses=tuple(
                (code, points, "«PublicLeaf.losses»") for code, points, _why in plain.leaves[number].losses
            ),
        )
        for number, leaf in unit.leaves.items()
    }
    return replace(unit, leaves=leaves, rank=plain.rank)


def a_marked_content(level: Level) -> PublicContent:
    """A year whose every free text is the name of its field."""
    plain = a_year(NOW, level)
    content = marked(plain)
    units = tuple(_with_codes(*pair) for pair in zip(content.units, plain.units, strict=True))
    return replace(content, units=units, groups=plain.groups)


def names_in(html: str) -> Iterator[str]:
    """The names of fields that stand on a page."""
    for piece in html.split("«")[1:]:
        yield piece.partition("»")[0]


@pytest.mark.parametrize("level", Level)
def test_what_is_public_holds_the_fields_of_these_lists_and_no_other(level: Level):
    content = a_marked_content(level)
    assert content.head.published_on > date(NOW, 1, 1)
    shown: dict[str, set[str]] = {}
    for place, text in everything(a_shelf(content)):
        form = place.partition(" ")[0]
        if form == "copy" and not place.endswith(".html"):
            form = "data"  # the files of a copy are those of the data
        shown.setdefault(form, set()).update(names_in(text))
    pages = ALWAYS | OF_LEAVES if level is Level.LEAVES else ALWAYS
    data = pages | OF_DATA | (OF_DATA_OF_LEAVES if level is Level.LEAVES else set())
    assert (shown["page"], shown["copy"]) == (pages, pages)
    assert not shown["page"] & NEVER
    assert {form: names - data for form, names in shown.items() if names - data} == {}
    assert shown["feed"] | shown["picture"] <= ALWAYS
    assert shown["data"] | shown["api"] == data
