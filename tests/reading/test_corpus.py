"""The corpus of the measurements, as far as it is drawn in a moment: nothing lost, nothing wrong and sure."""

from __future__ import annotations

from itertools import chain

from benchmarks.plans.corpus import more_word_papers, own_papers, word_papers
from benchmarks.plans.judging import Tally, judged

from cchc.reading.plans import read_plan


def test_made_up_plans_in_many_shapes_are_read_and_nothing_wrong_is_sure() -> None:
    every = Tally()
    for paper in chain(word_papers(), more_word_papers(), own_papers()):
        every.add(judged(paper.made, read_plan(paper.content, paper.name)))
    assert (every.papers >= 40, every.faults) == (True, [])
