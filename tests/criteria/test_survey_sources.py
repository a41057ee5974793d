"""Surveys feed the survey part of a set alone."""

from __future__ import annotations

from cchc.core.scoring.checks.feeding import unfed_reasons
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.sources import read_source, source_in_catalogue
from cchc.criteria.exchange.reading import read_set
from tests.builders.surveyed import SURVEYED

KNOWN = [one for one in [source_in_catalogue(read_source("surveys.hai_long.chung"))] if one is not None]


def a_set(text: str) -> CriteriaSet:
    return read_set(text.encode(), "bo.toml")


def test_a_survey_feeds_a_leaf_of_the_survey_part():
    assert unfed_reasons(a_set(SURVEYED), KNOWN) == []


def test_a_survey_that_would_feed_a_leaf_of_another_part_is_named():
    before, after = SURVEYED.split('part = "survey"\ninputs')
    (why,) = unfed_reasons(a_set(f"{before}inputs{after}"), KNOWN)
    assert "criterion 2.2" in str(why)
    assert "the results of surveys feed the survey part alone" in str(why)
