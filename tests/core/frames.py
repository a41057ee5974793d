"""A frame and designs for tests of drawing: villages of districts in two regions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cchc.core.surveys.sampling.design import (
    DesignGroup,
    DesignStage,
    DrawMethod,
    RatedUnits,
    SizeRule,
    SurveyDesign,
)
from cchc.core.surveys.sampling.frame import SamplingFrame

TAKE, TOTAL = SizeRule.TAKE, SizeRule.TOTAL
PPS, SYSTEMATIC = DrawMethod.PPS, DrawMethod.SYSTEMATIC
LARGEST = {"": 10**6}


def frame_of(rows: list[dict[str, str]], **fields: str) -> SamplingFrame:
    """A frame of rows by heading; `fields` say which heading is which field."""
    headings = {name: [row.get(name, "") for row in rows] for name in rows[0]}
    known = {"key": "Mã"} | fields
    there = {name: headings[heading] for name, heading in known.items() if heading in headings}
    return SamplingFrame("dan-mau.xlsx", range(2, len(rows) + 2), there, headings)


def districts(count: int = 4, villages: int = 3, people: int = 6) -> list[dict[str, str]]:
    """Villages of districts in two regions, each district larger than the one before."""
    return [
        {
            "Mã": f"{d}-{v}-{p}",
            "Vùng": "Núi" if d % 2 else "Biển",
            "Huyện": f"Huyện {d}",
            "Thôn": f"Thôn {v}",
            "Dân số": str(1000 * (d + 1)),
            "STT": str(p + 1),
        }
        for d in range(count)
        for v in range(villages)
        for p in range(people + d)
    ]


def design_of(*stages: DesignStage, **more: Any) -> SurveyDesign:
    group = DesignGroup("nguoi_dan", "Người dân", stages=stages)
    return replace(SurveyDesign("x", "X", (group,), rated=RatedUnits("tỉnh", {"": 1})), **more)


THREE_STAGES = design_of(
    DesignStage("Huyện", TOTAL, {"": 2}, strata=("Vùng",), method=PPS, size="Dân số", reserve={"": 1}),
    DesignStage("Thôn", TAKE, {"": 2}, reserve={"": 1}),
    DesignStage("", TAKE, {"": 4}, method=SYSTEMATIC, order=("STT",), reserve={"": 2}),
)


ASKABLE = [{"Mã": f"{at}", "Xã": f"Xã {at % 2}"} for at in range(60)]
