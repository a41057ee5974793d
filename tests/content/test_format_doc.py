"""The page on the format is true: every example in it is a set that reads, with its worked examples computed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cchc.core.checks import UNIT_KINDS
from cchc.core.criteria import GRADE_FIELDS, NODE_FIELDS, RESERVED, SETTINGS, CriteriaSet
from cchc.core.rules import LOSS_CODES
from cchc.criteria.exchange import read_set

PAGE = (Path(__file__).parents[2] / "docs" / "criteria-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
AROUND = '[set]\nid = "doc"\ntitle = "Ví dụ"\nversion = "1"\nunit_kind = "department"\n\n'
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
    shapes = {type(leaf.rule.shape).__name__ for block in BLOCKS for leaf in read(block).leaves.values() if leaf.rule}
    assert shapes == {
        "AllOf", "BestOf", "Choose", "Deduct", "Each", "Expert", "Points", "Ratio", "Relative", "Steps", "Tiers",
    }  # fmt: skip


@pytest.mark.parametrize("words", [SETTINGS, NODE_FIELDS, GRADE_FIELDS, LOSS_CODES, UNIT_KINDS], ids=str)
def test_the_page_names_every_key_and_code(words: tuple[str, ...]) -> None:
    assert [word for word in words if f"`{word}`" not in PAGE] == []


def test_the_page_lists_the_names_that_figures_may_not_have() -> None:
    listed = re.search(r"Names that the grammar needs cannot be used: `([^`]*)`", PAGE)
    assert listed
    assert set(listed[1].split()) == RESERVED | {"year", "population"}
