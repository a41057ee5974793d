"""Reading a set: who sees which version, the tree and its search, a rule as a table and as a curve."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.core.scoring.criteria.lines import parsed_variable
from cchc.core.scoring.criteria.tree import CriteriaSet, Node, Part
from cchc.core.scoring.rules.reading import parsed_rule
from cchc.core.words.messages import Message
from cchc.criteria import queries
from cchc.criteria.exchange.reading import read_set
from cchc.criteria.templatetags.criteria import words
from cchc.ui.plots import CurvePiece
from tests.builders import CRITERIA, RULES, a_draft, a_published_set, an_actor


@pytest.fixture(scope="module")
def criteria() -> CriteriaSet:
    return read_set(RULES.encode(), "a.toml")


def shown(branches: tuple[queries.NodeBranch, ...]) -> list[str]:
    """The tree as numbers: unfolded ones with +, found ones with !."""
    found = []
    for branch in branches:
        found.append(branch.node.number + "+" * branch.unfolded + "!" * branch.found)
        found += shown(branch.below)
    return found


@pytest.mark.django_db
def test_drafts_are_for_those_who_edit_sets() -> None:
    a_published_set(RULES)
    a_draft(CRITERIA)
    seen = {role: [one.set_id for one in queries.versions(an_actor(role))] for role in Role}
    everything, published = ["so", "quy-tac"], ["quy-tac"]
    editing = (Role.ADMINISTRATOR, Role.COORDINATOR)
    collecting = (Role.ENUMERATOR, Role.SURVEY_SUPERVISOR, Role.LINK_KEEPER)
    expected = {role: everything if role in editing else published for role in Role}
    assert seen == expected | {role: [] for role in collecting}


@pytest.mark.django_db
def test_the_versions_of_a_set_stand_with_drafts_first_then_the_newest() -> None:
    for number in ("1", "2"):
        a_published_set(CRITERIA.replace('version = "1"', f'version = "{number}"'))
    a_draft(CRITERIA.replace('version = "1"', 'version = "3"'))
    assert [one.version for one in queries.versions(an_actor())] == ["3", "2", "1"]


@pytest.mark.django_db
def test_the_list_reads_no_text_and_asks_once() -> None:
    a_draft(CRITERIA)
    a_draft(RULES)
    with CaptureQueriesContext(connection) as asked:
        listed = [(one.title, one.source.name) for one in queries.versions(an_actor()) if one.source]
    assert (len(listed), len(asked)) == (2, 1)
    assert '"text"' not in asked[0]["sql"]


@pytest.mark.django_db
def test_equal_texts_are_parsed_once() -> None:
    version = a_draft(RULES)
    assert queries.criteria_of(version) is queries.criteria_of(type(version).objects.get())


def test_the_tree_stands_folded_to_its_domains(criteria: CriteriaSet) -> None:
    assert shown(queries.tree(criteria)) == ["1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3"]


def test_the_tree_unfolds_down_to_the_chosen_leaf(criteria: CriteriaSet) -> None:
    assert shown(queries.tree(criteria, chosen="2.2")) == [
        "1",
        "1.1",
        "1.2",
        "1.3",
        "2+",
        "2.1",
        "2.2+",
        "2.3",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ke hoach", ["1+", "1.1!", "1.2!"]),
        ("KẾ HOẠCH", ["1+", "1.1!", "1.2!"]),
        ("2.", ["2+", "2.1!", "2.2!", "2.3!"]),
        ("nhiem vu trong", ["1+", "1.1!"]),
        ("bao cao ket qua", ["1+", "1.1!"]),
        ("chuyen doi so", ["2!", "2.1", "2.2", "2.3"]),
        ("không có gì", []),
    ],
)
def test_the_tree_is_searched_by_number_name_figure_and_evidence(
    criteria: CriteriaSet, text: str, found: list[str]
) -> None:
    assert shown(queries.tree(criteria, text)) == found


def test_a_leaf_knows_what_it_hangs_on_and_its_neighbours(criteria: CriteriaSet) -> None:
    assert [node.number for node in queries.path(criteria, "1.3")] == ["1", "1.3"]
    assert queries.path(criteria, "9.9") == ()
    around = {number: queries.neighbours(criteria, number) for number in ("1.1", "1.3", "2.3")}
    numbers = {at: [one.number if one else None for one in pair] for at, pair in around.items()}
    assert numbers == {"1.1": [None, "1.2"], "1.3": ["1.2", "2.1"], "2.3": ["2.2", None]}


def test_the_summary_counts_and_says_what_may_be_missing(criteria: CriteriaSet) -> None:
    found = queries.summary(criteria)
    assert (found.leaves, found.ruled, found.examples, found.widest) == (6, 5, 3, Fraction(6))
    shares = [(one.node.number, one.leaves, one.appraised, one.survey) for one in found.shares]
    assert shares == [("1", 3, Fraction(4), Fraction(0)), ("2", 3, Fraction(5), Fraction(1))]
    assert [leaf.number for leaf in found.without_rule] == ["1.3"]
    assert [leaf.number for leaf in found.without_examples] == ["1.2", "2.1", "2.2", "2.3"]


def test_worked_examples_are_computed_again(criteria: CriteriaSet) -> None:
    told = [(one.points, one.holds) for one in queries.rechecked_examples(criteria.leaves["1.1"])]
    assert told == [(Fraction("1.35"), True), (Fraction(0), True), (None, True)]


def test_bands_become_a_table_and_conditions_stay_sentences(criteria: CriteriaSet) -> None:
    leaf = criteria.leaves["1.2"]
    assert leaf.rule is not None
    found = queries.wording(leaf.rule, leaf.terms, leaf.declared())
    assert (found.table, words(found.figure)) == (
        "tiers",
        "days after 31/12 of the year before (Ngày ban hành kế hoạch)",
    )
    prices = [(words(one.what), one.points, one.code) for one in found.prices]
    assert prices == [("at most 0", Fraction(1), None), ("above 0", Fraction(1, 2), "late")]
    assert [words(line) for line in found.lines] == ["When no Ngày ban hành kế hoạch: 0 points"]


def worded(text: str, leaf: Node) -> queries.RuleWording:
    return queries.wording(parsed_rule(text), leaf.terms, {})


def test_prices_of_a_deduction_are_shares_of_the_maximum_in_points(criteria: CriteriaSet) -> None:
    found = worded("deduct { late = 10% as late, missing = 0.5 }; floor 0", criteria.leaves["2.1"])
    assert [(one.what, one.points) for one in found.prices] == [
        ("late", Fraction("0.3")),
        ("missing", Fraction("0.5")),
    ]
    assert found.lines == (Message("Not below {points} points", points=Fraction(0)),)


def test_a_best_of_is_worded_case_by_case(criteria: CriteriaSet) -> None:
    found = worded(
        'best of { choose award { "A" = full, "B" = 1 } | each { ideas = 0.5 }; cap 1 }',
        criteria.leaves["2.1"],
    )
    assert [(case.table, len(case.prices), len(case.lines)) for case in found.cases] == [
        ("choose", 2, 0),
        ("each", 1, 1),
    ]


def test_a_ratio_is_drawn_with_its_threshold(criteria: CriteriaSet) -> None:
    found = queries.curve(criteria.leaves["1.1"])
    assert found is not None
    threshold, maximum = Fraction("0.8"), Fraction("1.5")
    assert (words(found.figure), found.percent) == (
        "Số nhiệm vụ hoàn thành ÷ Số nhiệm vụ trong kế hoạch",
        True,
    )
    assert found.stretches == (
        CurvePiece((Fraction(0), threshold), (Fraction(0), Fraction(0)), (True, False)),
        CurvePiece((threshold, Fraction(1)), (Fraction("1.2"), maximum)),
    )


def test_tiers_are_drawn_as_levels_between_their_edges(criteria: CriteriaSet) -> None:
    found = queries.curve(criteria.leaves["2.1"])
    assert found is not None
    levels = [(tuple(map(float, one.x)), float(one.y[0]), one.closed, one.endless) for one in found.stretches]
    assert levels == [
        ((0.8, 1.0), 3.0, (True, True), (False, False)),
        ((0.5, 0.8), 1.5, (True, False), (False, False)),
        ((0.0, 0.5), 0.0, (True, False), (False, False)),
    ]


def test_other_shapes_are_not_drawn(criteria: CriteriaSet) -> None:
    drawn = {number: queries.curve(leaf) is not None for number, leaf in criteria.leaves.items()}
    assert drawn == {"1.1": True, "1.2": True, "1.3": False, "2.1": True, "2.2": False, "2.3": False}


def stair(
    rule: str, maximum: str = "3", low: str = ""
) -> list[tuple[float, float, float, float, tuple[bool, bool]]]:
    """The curve of a leaf scored by steps: from, to, points there, and where it goes on."""
    variable = parsed_variable(f"people: count{low} | Dân số")
    leaf = Node(
        "1", "Quy mô", Fraction(maximum), Part.APPRAISED, rule=parsed_rule(rule), variables=(variable,)
    )
    found = queries.curve(leaf)
    assert found is not None
    return [(*map(float, (*one.x, *one.y)), one.endless) for one in found.stretches]


def test_steps_are_drawn_as_a_stair_up_to_the_maximum() -> None:
    assert stair("steps people { from 100 = 1, every 50 = 1 }") == [
        (50.0, 150.0, 1.0, 1.0, (True, False)),
        (150.0, 200.0, 2.0, 2.0, (False, False)),
        (200.0, 250.0, 3.0, 3.0, (False, True)),
    ]


def test_many_steps_are_drawn_as_their_slope() -> None:
    assert stair("steps people { from 3500 = 10, every 100 = 0.5 }; cap 35", "35", ", from 1000") == [
        (2250.0, 3500.0, 10.0, 10.0, (True, False)),
        (3500.0, 8500.0, 10.0, 35.0, (False, False)),
        (8500.0, 9750.0, 35.0, 35.0, (False, True)),
    ]
