"""The laws of explanations: what is said of a leaf is what its account says, and it adds up to the maximum."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.scoring.criteria.derivation import derivation_from, without_peers
from cchc.core.scoring.explanations import explanation_of
from cchc.core.scoring.index import UnitScores, ranking
from cchc.core.scoring.ledgers import NA
from cchc.core.scoring.rules.peers import HIGHEST, LOWEST
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.words.messages import say
from cchc.core.words.numbers import plain
from tests.core.documents import criteria, node, one_leaf
from tests.core.strategies import YEAR, criteria_sets, units_of

slow = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@slow
@given(st.data())
def test_an_explanation_says_of_every_leaf_what_its_account_says(data: st.DataObject) -> None:
    tree = data.draw(criteria_sets())
    for group in ranking(tree, data.draw(units_of(tree)), YEAR):
        for unit in group.units:
            for number, leaf in tree.leaves.items():
                explanation, ledger = explanation_of(leaf, unit, group, YEAR), unit.nodes[number]
                assert (explanation.state == "pending") == bool(ledger.waiting)
                if explanation.points is None:
                    assert (ledger.points, explanation.losses) == (0, ())
                    continue
                assert explanation.points == ledger.points
                lost = sum((loss.points for loss in explanation.losses), Fraction(0))
                assert ledger.maximum + ledger.bonus == explanation.points + lost
                if explanation.derivation is not None:
                    assert explanation.derivation.outcome.points == explanation.points


def explained(given: object) -> list[str]:
    """The lines about one leaf of 2 points, by a ratio of 10 tasks, for what is known of it."""
    tree = criteria(
        node("1", "2", rule="ratio done / 10", inputs="done: count, to 10 | Nhiệm vụ xong"), node("2")
    )
    known = {"1": given} if given is not None else {}
    (group,) = ranking(tree, [UnitScores("Sở A", known)], provisional=True)
    explanation = explanation_of(tree.leaves["1"], group.units[0], group)
    return [say(line, number=plain) for line in explanation.lines()]


RULE = ["1. Tiêu chí 1", "Nhiệm vụ xong ÷ 10 × maximum points"]


def test_a_computed_leaf_is_said_with_its_rule_its_figures_its_steps_and_its_losses() -> None:
    assert explained({"done": Fraction(9)}) == [
        *RULE,
        "Nhiệm vụ xong: 9",
        "Nhiệm vụ xong ÷ 10: 9 ÷ 10 = 0.9",
        "Share × maximum: 90 % × 2 = 1.8",
        "1.8 of 2 points",
        "Lost 0.2: Nhiệm vụ xong: 9 → 90 %",
    ]


def test_stated_points_say_that_no_figures_stand_behind_them() -> None:
    why = "points were stated, not computed from figures"
    assert explained(Fraction(3, 2)) == [*RULE, "points stated", "1.5 of 2 points", f"Lost 0.5: {why}"]


def test_a_leaf_without_points_says_why() -> None:
    assert explained(None) == [*RULE, "not scored yet"]
    assert explained(NA) == [*RULE, "not applicable"]


MEASURED = st.fractions(1, 100, max_denominator=50)
RULES = (
    "relative a to best",
    "relative a to best; lower is better",
    "relative a to range",
    "relative a + 1 to best; round 2",
)


@slow
@given(st.sampled_from(RULES), MEASURED, st.tuples(MEASURED, MEASURED), st.tuples(MEASURED, MEASURED))
def test_without_its_peers_a_derivation_says_the_same_whatever_the_others_have(
    rule: str, own: Fraction, some: tuple[Fraction, Fraction], others: tuple[Fraction, Fraction]
) -> None:
    """The points are the unit's own and may differ; no figure of the group is left in the steps."""
    leaf = one_leaf(rule, "a: number, from 1 | Giá trị", "2")
    figures = {"a": own}
    compared = own + 1 if "+" in rule else own
    told = []
    for ends in (some, others):
        whole = derivation_from(leaf, figures, PeerRange(min(compared, *ends), max(compared, *ends)))
        kept = without_peers(whole)
        has_peers = any(step.what in (LOWEST, HIGHEST) for step in whole.steps)
        assert (kept.withheld, kept.peer_range) == (has_peers, None)
        assert (kept.outcome, kept.figures, kept.rule) == (whole.outcome, whole.figures, whole.rule)
        assert without_peers(kept) == kept
        told += [kept.steps] if has_peers else []
    assert len(set(told)) <= 1


def test_a_derivation_that_compares_with_nobody_keeps_all_its_steps() -> None:
    leaf = one_leaf("ratio done / 10", "done: count, to 10 | Nhiệm vụ xong")
    whole = derivation_from(leaf, {"done": Fraction(9)})
    assert without_peers(whole) == whole
