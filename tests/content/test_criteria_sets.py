"""The sets that we ship read without fault, are complete, and score as they say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.criteria.tree import CriteriaSet, Node, Part
from cchc.core.scoring.index import UnitIndex, UnitScores, ranking
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.words.numbers import printed_number
from cchc.criteria.exchange.excel import write_workbook
from cchc.criteria.exchange.reading import read_set
from cchc.criteria.exchange.toml import write_toml

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content" / "criteria"
FILES = sorted([*CONTENT.glob("*.toml"), *ROOT.glob("examples/*/set.toml")])
MODELS = ("mau-so-2026.toml", "mau-xa-2026.toml")
KINDS = """
yes_no on_time_states tier_table proportional proportional_with_floor weighted_status_formula
count_times_unit_capped step_increment_capped deduction_per_occurrence penalty_item bonus_capped
all_or_nothing default_full_if_no_occurrence not_applicable rescale_if_no_survey normalise_to_best
survey_option_percent satisfaction_rate percent_to_points multichoice multichoice_scaled manual_score
formula_variables max_of_cases external_index_import
"""
DOMAINS = [
    "Công tác chỉ đạo, điều hành CCHC",
    "Cải cách thể chế",
    "Cải cách thủ tục hành chính",
    "Cải cách tổ chức bộ máy hành chính",
    "Cải cách chế độ công vụ",
    "Cải cách tài chính công",
    "Xây dựng và phát triển chính quyền điện tử, chính quyền số",
    "Tác động của CCHC đến người dân, tổ chức và phát triển kinh tế - xã hội",
]


def read(file: str) -> CriteriaSet:
    return read_set((CONTENT / file).read_bytes(), file)


def scored(criteria: CriteriaSet, given: dict[str, LeafScore]) -> UnitIndex:
    """One unit, alone in its peer group, in the year of the worked examples."""
    ((unit,),) = [group.units for group in ranking(criteria, [UnitScores("Đơn vị", given)], 2026)]
    return unit


def maxima(leaves: Iterator[Node]) -> dict[Part, Fraction]:
    found: dict[Part, Fraction] = {}
    for leaf in leaves:
        found[leaf.part] = found.get(leaf.part, Fraction(0)) + leaf.maximum
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_set_reads_and_comes_back_from_both_kinds_of_file(file: Path) -> None:
    criteria = read_set(file.read_bytes(), file.name)
    document = document_of(criteria)
    assert read_set(write_toml(document).encode(), "again.toml") == criteria
    assert read_set(write_workbook(document), "again.xlsx") == criteria


@pytest.mark.parametrize(
    ("file", "leaves"), [(MODELS[0], 68), (MODELS[1], 67), ("moi-kieu-quy-tac.toml", 25)]
)
def test_the_sets_have_their_leaves_under_names_of_their_own(file: str, leaves: int) -> None:
    names = [leaf.name.casefold() for leaf in read(file).leaves.values()]
    assert (len(names), len(set(names))) == (leaves, leaves)


@pytest.mark.parametrize("file", MODELS)
def test_a_model_set_has_the_eight_domains_and_a_block_of_bonus_and_penalty(file: str) -> None:
    criteria = read(file)
    assert [domain.name for domain in criteria.domains] == DOMAINS
    assert [(block.part, block.maximum) for block in criteria.nodes[-1].children] == [
        (Part.BONUS, 3),
        (Part.PENALTY, -5),
    ]


@pytest.mark.parametrize("file", MODELS)
def test_a_model_set_has_70_points_appraised_and_30_from_the_survey(file: str) -> None:
    criteria = read(file)
    parts = maxima(leaf for domain in criteria.domains for leaf in domain.leaves())
    assert parts == {Part.APPRAISED: 70, Part.SURVEY: 30}


@pytest.mark.parametrize("file", MODELS)
def test_every_leaf_of_a_model_set_has_rule_examples_evidence_and_appraiser(file: str) -> None:
    bare = [
        leaf.number
        for leaf in read(file).leaves.values()
        if not (leaf.rule and leaf.examples and leaf.evidence and leaf.appraiser)
    ]
    assert bare == []


@pytest.mark.parametrize("file", MODELS)
def test_survey_figures_name_their_source(file: str) -> None:
    survey = [leaf for leaf in read(file).leaves.values() if leaf.part is Part.SURVEY]
    assert [leaf.number for leaf in survey for one in leaf.variables if not (one.source or one.fed_by)] == []


@pytest.mark.parametrize("file", sorted(file.name for file in CONTENT.glob("*.toml")))
def test_what_we_ship_says_that_it_is_a_model_and_no_decision(file: str) -> None:
    criteria = read(file)
    assert criteria.title.startswith("Bộ tiêu chí mẫu")
    assert "Không phải văn bản của" in criteria.note
    assert criteria.decision is None


@pytest.mark.parametrize("file", MODELS)
def test_full_points_everywhere_make_an_index_of_100_and_the_first_class(file: str) -> None:
    criteria = read(file)
    leaves = criteria.leaves.items()
    unit = scored(
        criteria, {number: Fraction(0) if leaf.in_block else leaf.maximum for number, leaf in leaves}
    )
    assert (unit.index, unit.grade, unit.total.losses) == (100, "Xuất sắc", ())


@pytest.mark.parametrize("file", MODELS)
def test_a_unit_declaring_the_worked_examples_loses_exactly_what_it_lacks(file: str) -> None:
    criteria = read(file)
    examples = {leaf.number: leaf.examples[0] for leaf in criteria.leaves.values()}
    unit = scored(criteria, {number: example.figures for number, example in examples.items()})
    assert unit.total.waiting == 0
    assert sum((loss.points for loss in unit.total.losses), Fraction(0)) == unit.total.lost
    alone = {number for number, example in examples.items() if example.peer_range is None}
    own = [number for number in alone if not criteria.leaves[number].in_block]
    assert [unit.nodes[number].points for number in own] == [examples[number].points or 0 for number in own]


def test_without_a_survey_62_62_of_70_is_89_46() -> None:
    criteria = read("mau-xa-2026.toml")
    share = Fraction("62.62") / 70
    given: dict[str, LeafScore] = {}
    for number, leaf in criteria.leaves.items():
        given[number] = (
            NA if leaf.part is Part.SURVEY else Fraction(0) if leaf.in_block else leaf.maximum * share
        )
    index = scored(criteria, given).index
    assert index is not None
    assert printed_number(index) == "89,46"


def test_every_kind_of_rule_met_in_practice_is_shown_once() -> None:
    notes = [node.note.partition(":")[0] for node in read("moi-kieu-quy-tac.toml").walk() if node.note]
    assert sorted(notes) == sorted(KINDS.split())


def test_every_rule_that_shows_a_kind_has_worked_examples() -> None:
    leaves = read("moi-kieu-quy-tac.toml").leaves.values()
    assert [leaf.number for leaf in leaves if not leaf.examples] == []
