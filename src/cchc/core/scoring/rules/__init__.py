"""Scoring rules: *expression → shape → modifiers*, read from one line of text, applied exactly, every loss named.

A rule reads like the circular it comes from::

    ratio done / total; zero below 80%; when total = 0: not applicable
    tiers inspected / units { >= 30% = full, 20%..<30% = 50%, < 20% = zero }
    tiers late(issued, 31/12 last year) { <= 0 = 1, > 0 = 0.5 as late }; when none(issued): -1 as not_done
    choose level { "Xuất sắc" = full, "Tốt" = 75%, "Hoàn thành" = 50% }; times done / total
    each { ministry = 1, province = 0.5 }; cap 2
    steps population { from 3500 = 10, every 100 = 0.5 }; cap 35
    deduct { late = 0.25 as late, missing = 0.5 as not_done }; floor 0
    all of unfinished = 0, funded
    best of { choose award { … } | each { … } }
    expert score because reason
    relative rate to best; lower is better; among rate, rate_last_year
    points if(total > 10, 2, done * 0.2); cap 2

A worth is points (``0.5``), a share of the maximum (``75%``), ``full`` or ``zero``; negative where written so.
"""

from cchc.core.scoring.rules.analysis import (
    band_faults,
    faults_of,
)
from cchc.core.scoring.rules.reading import (
    parsed_band,
    parsed_rule,
)
from cchc.core.scoring.rules.rule import (
    BestOf,
    Rule,
    When,
    with_year,
)
from cchc.core.scoring.rules.shapes import (
    AllOf,
    Choose,
    Deduct,
    Each,
    Expert,
    Points,
    Ratio,
    Relative,
    Steps,
    Tiers,
)
from cchc.core.scoring.rules.values import (
    LOSS_CODES,
    NOT_APPLICABLE,
    PENDING,
    Band,
    Line,
    Loss,
    Outcome,
    Population,
    Row,
    Shape,
    Spoken,
    Step,
    Terms,
    Worth,
    difference,
    spoken_number,
)
from cchc.core.scoring.rules.words import (
    label_of,
    line_words,
    rule_words,
    shape_words,
    spoken,
)

__all__ = [
    "LOSS_CODES",
    "NOT_APPLICABLE",
    "PENDING",
    "AllOf",
    "Band",
    "BestOf",
    "Choose",
    "Deduct",
    "Each",
    "Expert",
    "Line",
    "Loss",
    "Outcome",
    "Points",
    "Population",
    "Ratio",
    "Relative",
    "Row",
    "Rule",
    "Shape",
    "Spoken",
    "Step",
    "Steps",
    "Terms",
    "Tiers",
    "When",
    "Worth",
    "band_faults",
    "difference",
    "faults_of",
    "label_of",
    "line_words",
    "parsed_band",
    "parsed_rule",
    "rule_words",
    "shape_words",
    "spoken",
    "spoken_number",
    "with_year",
]
