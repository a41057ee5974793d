"""Laws of the core over made-up sets, rules and scores: the ledger, order, derivations, and what is written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.scoring.checks.building import criteria_of
from cchc.core.scoring.criteria.derivation import derivation_from, recomputed_outcome
from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.explanations import derivation_of
from cchc.core.scoring.formulas.reading import parsed_formula
from cchc.core.scoring.index import GroupIndex, UnitIndex, UnitScores, ranking
from cchc.core.scoring.ledgers import Ledger
from cchc.core.scoring.rules.reading import parsed_rule
from cchc.core.scoring.rules.values import PeerRange, Terms
from tests.core.documents import one_leaf
from tests.core.strategies import YEAR, criteria_sets, declared, rule_texts, units_of

slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def indexed(tree: CriteriaSet, units: list[UnitScores], provisional: bool = False) -> dict[str, UnitIndex]:
    groups: tuple[GroupIndex, ...] = ranking(tree, units, YEAR, provisional)
    return {unit.unit.name: unit for group in groups for unit in group.units}


def account(ledger: Ledger) -> tuple[object, ...]:
    """A ledger with its losses as a set."""
    return (*ledger[:-1], frozenset(ledger.losses))


@slow
@given(st.data())
def test_at_every_node_maximum_and_bonus_are_points_and_losses_and_what_is_pending(
    data: st.DataObject,
) -> None:
    tree = data.draw(criteria_sets())
    for unit in indexed(tree, data.draw(units_of(tree)), data.draw(st.booleans())).values():
        for ledger in (unit.total, *unit.nodes.values()):
            lost = sum((loss.points for loss in ledger.losses), Fraction(0))
            assert ledger.maximum + ledger.bonus == ledger.points + lost + ledger.pending
            assert ledger.lost == lost
            assert all(loss.points > 0 for loss in ledger.losses)
            assert ledger.pending == 0 or ledger.waiting > 0
            assert ledger.maximum >= 0


@slow
@given(st.data())
def test_no_node_gives_more_than_its_maximum(data: st.DataObject) -> None:
    tree = data.draw(criteria_sets())
    nodes = {node.number: node for node in tree.walk()}
    for unit in indexed(tree, data.draw(units_of(tree))).values():
        for number, ledger in unit.nodes.items():
            node = nodes[number]
            assert ledger.maximum <= max(node.maximum, 0)
            assert ledger.points <= max(node.maximum, 0)
            assert ledger.points - ledger.bonus + ledger.pending <= ledger.maximum
            if node.in_block:
                assert min(node.maximum, 0) <= ledger.points


@slow
@given(st.data())
def test_the_order_of_units_changes_nothing(data: st.DataObject) -> None:
    tree = data.draw(criteria_sets())
    units = data.draw(units_of(tree))
    shuffled = data.draw(st.permutations(units))
    one, other = indexed(tree, units), indexed(tree, shuffled)
    assert {name: (unit.index, unit.rank, unit.total) for name, unit in one.items()} == {
        name: (unit.index, unit.rank, unit.total) for name, unit in other.items()
    }


@slow
@given(st.data())
def test_the_order_of_children_changes_nothing(data: st.DataObject) -> None:
    tree = data.draw(criteria_sets())
    units = data.draw(units_of(tree))

    def mixed(node: Node) -> Node:
        return replace(
            node, children=tuple(data.draw(st.permutations([mixed(child) for child in node.children])))
        )

    other = replace(tree, nodes=tuple(data.draw(st.permutations([mixed(node) for node in tree.nodes]))))
    before, after = indexed(tree, units), indexed(other, units)
    for name, unit in before.items():
        assert (unit.index, unit.rank) == (after[name].index, after[name].rank)
        assert account(unit.total) == account(after[name].total)
        assert {number: account(one) for number, one in unit.nodes.items()} == {
            number: account(one) for number, one in after[name].nodes.items()
        }


@slow
@given(st.data())
def test_every_derivation_gives_its_points_again_and_every_step_its_value(data: st.DataObject) -> None:
    tree = data.draw(criteria_sets())
    units = data.draw(units_of(tree))
    for group in ranking(tree, units, YEAR):
        for unit in group.units:
            for number, leaf in tree.leaves.items():
                known = unit.unit.given.get(number)
                derivation = derivation_of(leaf, known, group.peer_ranges.get(number), YEAR)
                if derivation is None:
                    continue
                ledger = unit.nodes[number]
                assert recomputed_outcome(derivation) == derivation.outcome
                assert derivation.outcome.points in (ledger.points, None)
                for step in derivation.steps:
                    if step.expression is not None:
                        assert parsed_formula(step.expression).value({}) == step.value
                if derivation.steps:
                    assert derivation.steps[-1].value == derivation.outcome.points


@slow
@given(st.data())
def test_steps_of_a_derivation_change_nothing_in_the_outcome(data: st.DataObject) -> None:
    texts = data.draw(rule_texts(Fraction(2)))
    leaf = one_leaf(texts["rule"], texts["inputs"], "2")
    figures = {"@year": Fraction(YEAR), **data.draw(declared(leaf))}
    ends = PeerRange(Fraction(0), Fraction(20))
    rule, steps = parsed_rule(texts["rule"]), []
    whole = {**leaf.defaults, **figures}
    assert rule.apply(whole, leaf.terms, ends) == rule.apply(whole, leaf.terms, ends, steps)
    assert derivation_from(leaf, figures, ends).outcome == rule.apply(whole, leaf.terms, ends)


@slow
@given(st.data())
def test_a_rule_written_is_read_back_as_it_was(data: st.DataObject) -> None:
    rule = parsed_rule(data.draw(rule_texts(Fraction(3, 2)))["rule"])
    assert parsed_rule(str(rule)) == rule


@slow
@given(criteria_sets())
def test_a_set_written_as_a_document_is_read_back_as_it_was(tree: CriteriaSet) -> None:
    assert criteria_of(document_of(tree)) == tree


# --- more is never worth less ------------------------------------------------------------------------------------

RISING = [
    "ratio a / 20",
    "ratio a / 20; zero below 80%",
    "ratio a / (b + 1); times 50%",
    "ratio a / 20; round 1 half_even",
    "tiers a { < 5 = -0.5, 5..<10 = zero, 10..15 = 50%, > 15 = full }",
    "each { a = 0.15, b = 0.01 }",
    "each { a = 15% }; cap 75%; floor 0.2",
    "steps a { from 3 = 10%, every 2 = 0.2 }; round 1 down",
    "points min(2, a * 0.1); cap full",
    "best of { ratio a / 20; zero below 50% | each { b = 0.05 } }",
    "relative a to best",
    "relative a to range",
]


@settings(deadline=None)
@given(st.sampled_from(RISING), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_more_achieved_is_never_worth_less(text: str, less: int, more: int, other: int) -> None:
    rule, ends = parsed_rule(text), PeerRange(Fraction(2), Fraction(17))

    def points(amount: int) -> Fraction:
        found = rule.apply({"a": Fraction(amount), "b": Fraction(other)}, Terms(Fraction(2)), ends).points
        assert found is not None
        return found

    assert points(min(less, more)) <= points(max(less, more))


@settings(deadline=None)
@given(st.integers(0, 20), st.integers(0, 20), st.sampled_from(["floor 0", "floor none", "floor -1"]))
def test_more_faults_are_never_worth_more(less: int, more: int, floor: str) -> None:
    rule = parsed_rule(f"deduct {{ a = 0.25 as late }}; {floor}")
    fewer, many = (
        rule.apply({"a": Fraction(amount)}, Terms(Fraction(2))).points for amount in sorted((less, more))
    )
    assert fewer is not None
    assert many is not None
    assert fewer >= many
