"""Laws of sources: what a set names is written back as it was, and what the catalogue holds can be named and said."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.scoring.checks.laws import FITTING, why_unfit
from cchc.core.scoring.criteria.lines import parsed_variable, variable_text
from cchc.core.scoring.formulas.tree import FigureKind, FormulaFault, Variable
from cchc.core.scoring.sources import (
    DIMENSION_WORDS,
    KINDS,
    PERIOD_WORDS,
    Dimension,
    SourceFault,
    SourceKind,
    SourceName,
    SourcePeriod,
    closed_sources,
    feeding_words,
    read_source,
    source_in_catalogue,
)
from cchc.core.words.messages import Faults
from tests.core.documents import criteria, node, words

PART = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=9)


@st.composite
def source_names(draw: st.DrawFn) -> SourceName:
    kind: SourceKind = draw(st.sampled_from(KINDS))
    return SourceName(kind.name, tuple(draw(PART) for _ in range(kind.parts)))


@given(source_names())
def test_a_source_written_is_read_back_as_it_was(name: SourceName) -> None:
    assert read_source(str(name)) == name
    line = f"a: count, fed by {name} | Số a"
    assert parsed_variable(line).fed_by == name
    assert variable_text(parsed_variable(line)) == line


@given(st.text(string.ascii_lowercase + "._ -<>1", max_size=20) | source_names().map(lambda one: f"{one}.x"))
def test_a_text_is_a_source_or_is_refused_with_its_words(text: str) -> None:
    words = text.split(".")
    known = {one.name: one.parts for one in KINDS}
    letters = set(string.ascii_letters + string.digits + "_")
    if all(word and set(word) <= letters for word in words) and known.get(words[0]) == len(words) - 1:
        assert read_source(text) == SourceName(words[0], tuple(words[1:]))
        return
    with pytest.raises(SourceFault) as refused:
        read_source(text)
    assert ("found", text) in refused.value.message.gaps


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_is_written_as_its_form_says_and_every_figure_of_it_can_feed_something(
    kind: SourceKind,
) -> None:
    assert kind.form.text.split(".")[0] == kind.name
    names = [one.name for one in closed_sources(kind)]
    assert len(names) == (len(kind.items) or 1 - min(kind.parts, 1))
    for name in names:
        source = source_in_catalogue(read_source(str(name)))
        assert source is not None
        fitting = [
            one for one in FigureKind if why_unfit(Variable("a", "A", one, source.unit), source) is None
        ]
        assert set(fitting) == FITTING[source.dimension] != set()
        assert str(source.meaning) in str(feeding_words(name))


def test_every_dimension_and_period_has_its_words() -> None:
    assert (set(DIMENSION_WORDS), set(PERIOD_WORDS)) == (set(Dimension), set(SourcePeriod))


def test_what_is_counted_may_be_called_otherwise_and_what_is_measured_may_not() -> None:
    population, area = (source_in_catalogue(read_source(f"unit.{one}")) for one in ("population", "area"))
    assert population is not None
    assert area is not None
    assert why_unfit(Variable("a", "A", FigureKind.COUNT, "nhân khẩu"), population) is None
    assert why_unfit(Variable("a", "A", FigureKind.NUMBER, "ha"), area) is not None


def test_names_joined_by_dots_stand_behind_fed_by_alone() -> None:
    for line in ("unit.population: count | A", "a: unit.count | A", "a: count, from x.y | A"):
        with pytest.raises(FormulaFault):
            parsed_variable(line)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            'a: count, fed by last_year, source "Sổ theo dõi" | A',
            '"a" has both source "Sổ theo dõi" and fed by last_year; keep fed by where the figure is fetched from '
            "there, source where it is declared by hand",
        ),
        ("a: count, fed by unit | A", '"unit" is no source of this kind; it is written unit.<attribute>'),
        (
            "a: count, fed by last_year.a | A",
            '"last_year.a" is no source of this kind; it is written last_year',
        ),
        (
            "a: count, fed by weather.rain | A",
            '"weather.rain" is no source; a source is one of: last_year, unit.<attribute>, plans.<figure>, '
            "reports.<figure>, surveys.<questionnaire>.<item>, registers.<type>.<figure>, outside.<index>.<dimension>",
        ),
        (
            "a: count, fed by | A",
            'found "…" at character 17, expected the name of a source, such as last_year or unit.population',
        ),
        ("a: count, fed by unit.populaton | A", '"unit.populaton" is not among the sources of its kind'),
        (
            "a: percent, fed by unit.population | A",
            'unit.population gives a whole number, and "a" holds something else; declare another kind of figure, '
            "or feed it from elsewhere",
        ),
        ('a: number of "ha", fed by unit.area | A', 'unit.area is measured in km²; write of "km²" for "a"'),
    ],
)
def test_a_figure_that_cannot_be_fed_so_is_told(line: str, why: str) -> None:
    with pytest.raises(Faults) as refused:
        criteria(node("1", "1", inputs=f"{line}\nb: yes or no | B", rule="all of b"))
    assert words(refused.value.faults[0].why) == why
