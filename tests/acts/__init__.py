"""Everything that can be done on the platform by sending a form: where it is sent, what stands in it when it is right,
and what it leaves behind. Races and fuzzed forms both read this table; a test compares it with the addresses.

Each maker prepares something of its own to be acted on, so that acts do not stand in each other's way.
"""

from tests.acts import (
    appraisals,
    appraising,
    council,
    documents,
    justifying,
    libraries,
    notices,
    people_and_units,
    plans,
    releases,
    rounds,
    sheets,
    years,
)
from tests.acts.table import (
    MAKERS,
    REPEATABLE,
    REPEATED,
    Act,
    Data,
    Upload,
    now_in_the_log,
    posted,
    recorded,
    seen_and_sent,
    someone,
    the_province,
)

__all__ = [
    "MAKERS",
    "REPEATABLE",
    "REPEATED",
    "Act",
    "Data",
    "Upload",
    "appraisals",
    "appraising",
    "council",
    "documents",
    "justifying",
    "libraries",
    "notices",
    "now_in_the_log",
    "people_and_units",
    "plans",
    "posted",
    "recorded",
    "releases",
    "rounds",
    "seen_and_sent",
    "sheets",
    "someone",
    "the_province",
    "years",
]
