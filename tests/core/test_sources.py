"""Laws of sources: what a set names is written back as it was, and what the catalogue holds can be named and said."""

from __future__ import annotations

import string
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.scoring.checks.laws import FITTING, why_unfit
from cchc.core.scoring.criteria.feeding import (
    FedFigure,
    FedInput,
    FedKey,
    canonical_figures,
    hash_of_figures,
    read_canonical_figures,
)
from cchc.core.scoring.criteria.lines import parsed_variable, variable_text
from cchc.core.scoring.criteria.sameness import is_same_figure
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
from cchc.core.words.messages import Faults, Message, say
from cchc.scores.exchange.form import form_column
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


# --- what is fed -------------------------------------------------------------------------------------------------

KEYS = st.builds(
    FedKey, st.integers(1, 9), st.sampled_from(["1.1", "1.10", "II"]), st.sampled_from(["a", "b"])
)
FED = st.builds(
    FedFigure,
    KEYS,
    source_names(),
    st.sampled_from(["0", "12.5", "Miền núi", "none"]),
    st.dates(),
    st.builds(
        lambda year: Message("figure of {year} of {unit}", year=year, unit="Xã A"),
        st.sampled_from(["2025", 2025]),
    ),
)


@given(st.lists(FED, unique_by=lambda one: one.key), st.randoms())
def test_fed_figures_are_one_text_in_whatever_order_and_read_back_as_they_were(
    figures: list[FedFigure], chance: Random
) -> None:
    text = canonical_figures(figures)
    assert read_canonical_figures(text) == tuple(sorted(figures, key=lambda one: one.key))
    mixed = list(figures)
    chance.shuffle(mixed)
    assert canonical_figures(mixed) == text
    assert all(
        hash_of_figures(canonical_figures(figures[:at])) != hash_of_figures(text)
        for at in range(len(figures))
    )


LEAF = criteria(
    node(
        "1",
        "1",
        inputs='a: count of "việc", from 1, fed by last_year | Số việc',
        rule="tiers a { < 9 = zero, >= 9 = full }",
    )
).leaves["1"]


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"inputs": 'a: count of "việc", from 2, default 3, source "Sổ" | SỐ VIỆC'}, True),
        ({"maximum": "2"}, True),
        ({"name": "Tên khác"}, False),
        ({"number": "2"}, False),
        ({"rule": "tiers a { < 8 = zero, >= 8 = full }"}, False),
        ({"inputs": 'a: count of "việc" | Số việc đúng hạn'}, False),
        ({"inputs": 'a: count of "hồ sơ" | Số việc'}, False),
        ({"inputs": 'a: number of "việc" | Số việc'}, False),
        ({"inputs": "b: count | Số việc", "rule": "tiers b { < 9 = zero, >= 9 = full }"}, False),
    ],
)
def test_a_figure_is_the_same_unless_leaf_rule_or_what_is_asked_has_changed(
    changed: dict[str, str], same: bool
) -> None:
    texts = {
        "inputs": 'a: count of "việc" | Số việc',
        "rule": "tiers a { < 9 = zero, >= 9 = full }",
        **changed,
    }
    other = next(
        iter(criteria(node(texts.pop("number", "1"), texts.pop("maximum", "1"), **texts)).leaves.values())
    )
    assert is_same_figure(LEAF, other, "a") is is_same_figure(other, LEAF, "a") is same


@pytest.mark.parametrize(
    ("value", "kept"), [("12", "12"), ("0", None), ("1.5", None), ("Miền núi", None), ("1,5", None)]
)
def test_what_the_figure_cannot_hold_is_not_offered(value: str, kept: str | None) -> None:
    variable = LEAF.declared()["a"]
    assert variable.fed_by is not None
    fed = FedInput(1, 2, LEAF, variable, variable.fed_by).fed(value, date(2025, 12, 31), Message("x"))
    assert (fed and fed.value) == kept
    if fed is not None:
        assert (fed.key, fed.read(variable)) == (FedKey(1, "1", "a"), 12)


def test_the_note_of_the_points_form_says_from_where_a_figure_comes() -> None:
    lines = ["a: count, fed by unit.area | A", 'a: count, source "Sổ theo dõi" | A', "a: count | A"]
    noted = [
        form_column(LEAF, parsed_variable(line.replace("count", 'number of "km²"', 1)), say).note
        for line in lines
    ]
    ends = [note.splitlines()[-1] for note in noted if note is not None]
    assert ends[0].startswith("fetched: natural area (")
    assert ends[1] == "source: Sổ theo dõi"
    assert not ends[2].startswith(("fetched", "source"))
