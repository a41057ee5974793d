"""What draws keep of how they were made: the lists of areas before them, what was drawn of these, sizes of the
population."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.surveys.models import SampleDraw, Survey


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """A unit that was drawn in a stage above the rows: the group of respondents, the stage, its names from the top, its
    probability inside the unit above, its place among the reserve (0: drawn)."""

    group: str
    stage: int
    name: str
    probability: Fraction
    reserve: int


@dataclass(frozen=True, slots=True)
class DrawMethodTold:
    """How a draw was made: the frames that listed the areas of the stages before, in their order, and up to which stage
    it goes (None: to its cases); the units of its stages, sizes of the population by place."""

    areas: tuple[int, ...]
    stages: int | None
    units: tuple[DrawnArea, ...]
    populations: Mapping[tuple[str, ...], Fraction]


def told_of(draw: SampleDraw) -> DrawMethodTold:
    """Return how a draw was made. Draws from before lists of areas went to their cases and keep no sizes."""
    told = json.loads(draw.method)
    return DrawMethodTold(
        tuple(told.get("areas", ())),
        told.get("stages"),
        tuple(
            DrawnArea(group, stage, name, Fraction(chance), reserve)
            for group, stage, name, chance, reserve in told.get("units", ())
        ),
        {tuple(place): Fraction(size) for *place, size in told.get("populations", ())},
    )


def open_area_draws(survey: Survey) -> list[SampleDraw]:
    """Return the draws of areas with which no other draw has gone on."""
    draws = list(survey.draws.select_related("frame"))
    gone_on = {pk for one in draws for pk in told_of(one).areas}
    return [one for one in draws if told_of(one).stages is not None and one.frame_id not in gone_on]


def drawn_populations(survey: Survey) -> dict[tuple[str, ...], Fraction]:
    """Return the sizes of the population, by place, that the draws of a survey know."""
    return {place: size for one in survey.draws.all() for place, size in told_of(one).populations.items()}
