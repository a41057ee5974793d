"""Counts and the design behind an estimate as one text, equal for equal ones: what is hashed and kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

import numpy as np

from cchc.core.surveys.estimating.counts import AnswerCounts
from cchc.core.surveys.estimating.designs import (
    Calibration,
    EstimationDesign,
    LonelyRule,
    Margin,
    SampledPlace,
)

PEOPLE = ("place", "weight", "unit", "respondent_group", "cell", "people")
ANSWERS = ("who", "item", "level", "base", "n")
LABELS = ("units", "respondent_groups", "cells", "items", "levels", "bases")


def canonical_counts(counts: AnswerCounts) -> dict[str, Any]:
    """Return counts as plain data in one order: labels, then columns of codes into them; weights as exact decimals."""
    return {
        "places": [list(place) for place in counts.places],
        "weights": [f"{weight:f}" for weight in counts.weights],
        **{name: list(getattr(counts, name)) for name in LABELS},
        "people": {name: getattr(counts, name).tolist() for name in PEOPLE},
        "answers": {name: getattr(counts, name).tolist() for name in ANSWERS},
    }


def canonical_sample(design: EstimationDesign) -> dict[str, Any]:
    """Return the design of an estimate as plain data in one order: places with the sizes of their stages, the rule for
    lonely strata, margins; numbers as exact fractions."""
    places = sorted(design.places, key=lambda one: one.place)
    fitted = design.calibration
    return {
        "places": [
            [list(one.place), [_text(size) for size in one.sizes], list(one.strata)] for one in places
        ],
        "lonely": design.lonely.value,
        "margins": [
            {
                "categories": dict(sorted(margin.category_of.items())),
                "totals": {name: str(total) for name, total in sorted(margin.totals.items())},
            }
            for margin in (fitted.margins if fitted else ())
        ],
    }


def estimate_text(counted: Mapping[str, tuple[AnswerCounts, EstimationDesign]]) -> str:
    """Return what an estimate of several questionnaires stands on, by their codes, as canonical JSON: keys in order, no
    blanks."""
    content = {
        code: {"counts": canonical_counts(counts), "design": canonical_sample(design)}
        for code, (counts, design) in counted.items()
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_estimate(text: str) -> dict[str, tuple[AnswerCounts, EstimationDesign]]:
    """Return what an estimate stands on by the codes of its questionnaires, from the text that `estimate_text` wrote;
    nothing for an empty one.

    >>> from cchc.core.surveys.estimating.counts import counts_of
    >>> from cchc.core.surveys.estimating.designs import design_of_counts
    >>> counts = counts_of({"stratum": ["A", "A"], "weight": ["2.5", "2.5"], "item": ["", "q"], "level": ["", "4"],
    ...                     "n": [7, 3]})
    >>> text = estimate_text({"sipas": (counts, design_of_counts(counts, {"A": (Fraction(40),)}))})
    >>> estimate_text(read_estimate(text)) == text
    True
    """
    content = json.loads(text) if text else {}
    return {code: (_counts_in(one["counts"]), _sample_in(one["design"])) for code, one in content.items()}


def _counts_in(told: Mapping[str, Any]) -> AnswerCounts:
    columns: dict[str, Any] = {
        "places": tuple(tuple(place) for place in told["places"]),
        "weights": tuple(Decimal(weight) for weight in told["weights"]),
    }
    columns |= {name: tuple(told[name]) for name in LABELS}
    for table in (told["people"], told["answers"]):
        columns |= {name: np.array(codes, dtype=np.int64) for name, codes in table.items()}
    return AnswerCounts(**columns)


def _sample_in(told: Mapping[str, Any]) -> EstimationDesign:
    margins = tuple(
        Margin(one["categories"], {name: Fraction(total) for name, total in one["totals"].items()})
        for one in told["margins"]
    )
    places = (
        SampledPlace(
            tuple(place), tuple(None if size is None else Fraction(size) for size in sizes), tuple(strata)
        )
        for place, sizes, strata in told["places"]
    )
    return EstimationDesign(
        tuple(places), LonelyRule(told["lonely"]), Calibration(margins) if margins else None
    )


def estimate_hash(text: str) -> str:
    """Return the SHA-256 of what an estimate stands on, which its release carries.

    >>> estimate_hash("{}")[:12]
    '44136fa355b3'
    """
    return sha256(text.encode()).hexdigest()


def _text(size: Fraction | None) -> str | None:
    return None if size is None else str(size)
