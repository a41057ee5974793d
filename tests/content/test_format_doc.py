"""The page on the format is true: every example in it reads, and its worked examples come out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cchc.core.scoring.checks.building import UNIT_KINDS
from cchc.core.scoring.checks.tree import DEEPEST_TREE, MOST_NODES
from cchc.core.scoring.criteria.document import GRADE_FIELDS, NODE_FIELDS, SETTINGS
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.formulas.reading import (
    DEEPEST_NESTING,
    LONGEST_LIST,
    LONGEST_TEXT,
    MOST_SIGNS,
    RESERVED,
)
from cchc.core.scoring.rules.values import LOSS_CODES
from cchc.criteria.exchange.excel import GRADE_SHEET, HEADINGS, NODE_SHEET, SET_SHEET
from cchc.criteria.exchange.reading import read_set

PAGE = (Path(__file__).parents[2] / "docs" / "criteria-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
AROUND = '[set]\nid = "doc"\ntitle = "Ví dụ"\nversion = "1"\nunit_kind = "department"\n\n'
SHAPES = "AllOf BestOf Choose Deduct Each Expert Points Ratio Relative Steps Tiers"
LINE = '\n[[node]]\nnumber = "1"\nname = "Một dòng"\nmaximum = "100"\n'


def read(block: str) -> CriteriaSet:
    """The set that a block writes, completed where the page shows only a part of one."""
    whole = block if "[set]" in block else AROUND + block
    return read_set((whole if "[[node]]" in whole else whole + LINE).encode(), "page.toml")


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_of_the_page_reads_without_fault(block: str) -> None:
    leaves = read(block).leaves.values()
    assert [leaf.number for leaf in leaves if leaf.rule and not leaf.examples] == []


def test_the_page_shows_every_shape() -> None:
    rules = [leaf.rule for block in BLOCKS for leaf in read(block).leaves.values()]
    shapes = {type(rule.shape).__name__ for rule in rules if rule}
    assert sorted(shapes) == SHAPES.split()


@pytest.mark.parametrize("words", [SETTINGS, NODE_FIELDS, GRADE_FIELDS, LOSS_CODES, UNIT_KINDS], ids=str)
def test_the_page_names_every_key_and_code(words: tuple[str, ...]) -> None:
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_page_states_the_limits() -> None:
    limits = (
        f"{LONGEST_TEXT:,} characters, {MOST_SIGNS} signs of arithmetic, {LONGEST_LIST} entries in one list"
    )
    assert f"{limits} and {DEEPEST_NESTING} brackets" in PAGE
    assert f"At most {DEEPEST_TREE} levels and {MOST_NODES:,} nodes" in PAGE


def test_the_page_lists_the_names_that_figures_may_not_have() -> None:
    listed = re.search(r"Names that the grammar needs cannot be used: `([^`]*)`", PAGE)
    assert listed
    assert set(listed[1].split()) == RESERVED | {"year", "population"}


def test_the_page_names_every_sheet_and_heading_of_the_workbook() -> None:
    excel = PAGE.partition("## 12.")[2]
    words = [SET_SHEET, GRADE_SHEET, NODE_SHEET, *HEADINGS.values()]
    assert [word for word in words if word not in excel] == []
