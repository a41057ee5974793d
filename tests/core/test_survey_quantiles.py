"""Quantiles and the incomplete beta function equal those of R to twelve digits (`surveys_reference/quantiles.R`)."""

from __future__ import annotations

import csv
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.estimating.quantiles import (
    beta_quantile,
    incomplete_beta,
    normal_quantile,
    t_quantile,
)

HERE = Path(__file__).parent / "surveys_reference"
EXACT = {"rtol": 1e-12, "atol": 0}


def stored(kind: str) -> np.ndarray:
    """The rows of one kind: probability or point, parameters, and what R says."""
    with (HERE / "quantiles.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return np.array(
        [
            [float(row[name] or 0) for name in ("p", "first", "second", "value")]
            for row in rows
            if row["kind"] == kind
        ]
    ).T


def test_quantiles_of_t_equal_those_of_r():
    p, df, _, value = stored("t")
    found = [t_quantile(one, freedom) for one, freedom in zip(p.tolist(), df.tolist(), strict=True)]
    np.testing.assert_allclose(found, value, **EXACT)


def test_quantiles_of_beta_equal_those_of_r():
    p, a, b, value = stored("beta")
    np.testing.assert_allclose(beta_quantile(p, a, b), value, **EXACT)


def test_the_incomplete_beta_function_equals_that_of_r():
    x, a, b, value = stored("incomplete_beta")
    found = [incomplete_beta(*one) for one in zip(x.tolist(), a.tolist(), b.tolist(), strict=True)]
    np.testing.assert_allclose(found, value, **EXACT)


def test_normal_quantiles_equal_those_of_r():
    p, _, _, value = stored("normal")
    np.testing.assert_allclose(normal_quantile(p), value, **EXACT)


SHAPES = st.floats(0.2, 1e5)


@given(SHAPES, SHAPES, st.floats(1e-4, 0.9999))
def test_below_a_quantile_of_beta_lies_its_probability(a, b, p):
    x = float(beta_quantile(p, a, b)[0])
    if 1e-6 < x < 1 - 1e-6:
        assert incomplete_beta(x, a, b) == pytest.approx(p, rel=1e-8)


@given(st.floats(0.5, 1e6), st.floats(1e-6, 0.4999))
def test_t_is_the_same_on_both_sides_and_wider_than_the_normal(df, p):
    lower, upper = t_quantile(p, df), t_quantile(1 - p, df)
    assert lower == pytest.approx(-upper, rel=1e-6)
    assert lower <= t_quantile(p, inf) + 1e-12


def test_what_has_no_quantile_is_refused():
    with pytest.raises(ValueError, match="no quantile"):
        t_quantile(0.5, 0)
    with pytest.raises(ValueError, match="no quantile"):
        t_quantile(1.0, 3)


def test_the_limits_at_both_ends_are_the_ends():
    assert beta_quantile(0.025, 0.0, 61.0)[0] == 0
    assert beta_quantile(0.975, 61.0, 0.0)[0] == 1
    assert [incomplete_beta(x, 2, 3) for x in (-1, 0, 1, 2)] == [0, 0, 1, 1]
