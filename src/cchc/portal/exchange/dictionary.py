"""The data dictionary of the open data: what each table and each of its columns means.

The tables and columns are those of the bundle (`releases.exchange.verify.COLUMNS`); here stand their words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cchc.core.words.messages import Message
from cchc.releases.exchange.verify import ACCOUNT, COLUMNS


class ColumnKind(StrEnum):
    """What a column holds. A `NUMBER` is exact: a text such as "83.125", or "1/3" where decimals never end."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    TRUTH = "truth"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: its name in every format, what it holds, its unit where it has one, and what it means."""

    name: str
    kind: ColumnKind
    unit: Message | None
    meaning: Message

    @property
    def kind_words(self) -> Message:
        """What it holds, in words."""
        return KIND_WORDS[self.kind]


KIND_WORDS = {
    ColumnKind.TEXT: Message("text"),
    ColumnKind.NUMBER: Message("exact number"),
    ColumnKind.WHOLE: Message("whole number"),
    ColumnKind.TRUTH: Message("truth: true or false"),
    ColumnKind.DAY: Message("day: year, month and day with hyphens"),
}

POINTS, PERCENT, COUNT = Message("points"), Message("percent"), Message("leaves")
SET, GROUP = Message("code of the criteria set"), Message("peer group in which the unit is ranked")
UNIT = Message("the unit, by its key in addresses: given once, kept when it is renamed")
NODE, LEAF = Message("number of the domain or criterion"), Message("number of the leaf criterion")
LOSS, WHY = Message("why points were lost, as a code"), Message("why points were lost, in words")

# By table and column; under "" what a column means wherever it stands. In a table of a list the columns that name the
# row (unit and leaf, say) mean what they mean everywhere.
MEANINGS = {
    "": {
        "unit": UNIT, "set": SET, "group": GROUP, "node": NODE, "leaf": LEAF, "code": LOSS, "why": WHY,
        "maximum": Message("points that could be reached"),
        "bonus": Message("bonus points beyond the maximum"),
        "points": Message("points that were given"),
        "pending": Message("points that nobody has scored yet"),
        "penalty": Message("points that were taken off as a penalty, already a part of the points lost"),
        "survey": Message("what of the points came from surveys"),
        "waiting": Message("how many leaf criteria below are not scored yet"),
        "lowest": Message("lowest value of the peer group"),
        "highest": Message("highest value of the peer group"),
    },
    "release": {
        "format": Message("format of the release"),
        "year": Message("year that was assessed"),
        "number": Message("number of the release in this year, from 1"),
        "cycle": Message("name of the assessment"),
        "province": Message("name of the province"),
        "level": Message("how much is public: index, criteria (and their sums) or leaves (all)"),
        "decision": Message("number and symbol of the decision"),
        "decided_on": Message("day of the decision"),
        "signer": Message("who signed the decision"),
        "published_on": Message("day of the release"),
        "replaces": Message("number of the release that this one corrects; empty for none"),
        "reason": Message("reason of the correction"),
    },
    "release_changes": {
        "node": Message("number of the criterion whose figure changed; empty: the unit as a whole"),
        "what": Message("what changed: points, index, rank or grade (class)"),
        "before": Message("the figure before"),
        "after": Message("the figure after"),
    },
    "sets": {
        "name": Message("name of the criteria set"),
        "version": Message("version of the criteria set"),
        "places": Message("decimals with which an index is printed"),
        "rounding": Message("how a printed index is rounded"),
        "ties": Message("how equal indices are ranked: competition 1-2-2-4, dense 1-2-2-3, ordinal 1-2-3-4"),
        "bonus_above_total": Message("whether bonus points may lift a unit above the maximum"),
        "grade_by": Message("whether the class follows from the printed or the exact index"),
    },
    "sets_grades": {
        "grade": Message("name of the class"),
        "low": Message("from which index on; empty: no end"),
        "low_closed": Message("whether this end belongs to the class"),
        "high": Message("up to which index; empty: no end"),
        "high_closed": Message("whether this end belongs to the class"),
    },
    "sets_nodes": {
        "number": NODE,
        "parent": Message("number of the criterion above; empty for a domain"),
        "title": Message("wording of the criterion"),
        "part": Message("who gives its points: appraised, survey, bonus or penalty"),
        "children": Message("how it follows from the criteria below: sum, capped or best; empty for a leaf"),
    },
    "units": {
        "name": Message("name of the unit in that year"),
        "code": Message("code of the unit"),
        "kind": Message("kind of the unit"),
    },
    "units_lineage": {
        "former": Message("key of the unit that went into this one"),
        "name": Message("name of that unit"),
        "how": Message("how: merge, split, rename or move"),
        "on": Message("since which day"),
    },
    "groups": {
        "group": Message("name of the peer group"),
        "mean": Message("mean of the indices of the peer group"),
        "highest": Message("highest index of the peer group"),
        "lowest": Message("lowest index of the peer group"),
    },
    "index": {
        "index": Message("index: points divided by maximum, exact"),
        "printed": Message("index as it is printed, rounded"),
        "rank": Message("rank in the peer group; empty without an index"),
        "grade": Message("class of the unit; empty without an index"),
    },
    "leaves": {
        "given": Message("what was given: points, figures or not_applicable; empty: nothing yet"),
        "stated": Message("the points where they were given as points"),
        "rule": Message("rule by which the points follow from the figures"),
        "provisional": Message("why the points may still change; empty: they do not"),
    },
    "leaves_figures": {
        "figure": Message("name of the declared figure"),
        "kind": Message("kind of the figure: number, date, text, yes_no or none"),
        "value": Message("the declared figure; a percentage is its ratio (0.8 is 80 %)"),
    },
    "leaves_declared": {
        "label": Message("wording of the declared figure"),
        "value": Message("the declared figure; a percentage is its ratio (0.8 is 80 %)"),
    },
    "leaves_steps": {
        "what": Message("what this step computes"),
        "arithmetic": Message("how it computes"),
        "value": Message("what comes out"),
    },
    "surveys": {"source": Message("name of the survey")},
    "surveys_figures": {
        "figure": Message("name of the figure of the survey"),
        "value": Message("the figure of the survey; a percentage is its ratio (0.8 is 80 %)"),
    },
    "estimates": {
        "figure": Message("name of the declared figure that the survey gave"),
        "questionnaire": Message("name of the questionnaire"),
        "survey": Message("name of the survey"),
        "value": Message("what was estimated; a percentage is its ratio (0.8 is 80 %)"),
        "low": Message("lower end of the 95-percent interval"),
        "high": Message("upper end of the 95-percent interval"),
        "answers": Message("number of valid answers"),
        "base": Message("number of forms"),
        "sha256": Message("SHA-256 of the counts and the design of the estimate"),
    },
}  # fmt: skip

TITLES = {
    "release": Message("The release"),
    "release_changes": Message("What a correction changed"),
    "sets": Message("Criteria sets"),
    "sets_grades": Message("Classes of each set"),
    "sets_nodes": Message("Criteria of each set"),
    "units": Message("Units"),
    "units_lineage": Message("Which units went into a unit"),
    "groups": Message("Peer groups"),
    "groups_units": Message("Units of each group, in order of rank"),
    "groups_peer_ranges": Message("Lowest and highest value of a group, where a criterion compares"),
    "index": Message("Index, rank and class of each unit"),
    "index_losses": Message("Points lost by each unit, by reason"),
    "nodes": Message("Points of each domain and criterion"),
    "nodes_losses": Message("Points lost in each domain and criterion, by reason"),
    "leaves": Message("Points of each leaf criterion"),
    "leaves_figures": Message("Figures declared for each leaf criterion"),
    "leaves_declared": Message("Figures declared, in the words of the criterion"),
    "leaves_steps": Message("How the points of each leaf criterion were computed"),
    "leaves_losses": Message("Points lost in each leaf criterion, and why"),
    "applicability": Message("Criteria that do not apply to a unit"),
    "surveys": Message("Surveys from which points were made"),
    "surveys_figures": Message("Figures of surveys from which points were made"),
    "estimates": Message("What surveys found, with intervals and numbers of answers"),
}

WHOLES = frozenset(
    {
        "release.year",
        "release.number",
        "release.replaces",
        "sets.places",
        "index.rank",
        "estimates.answers",
        "estimates.base",
    }
)
TRUTHS = frozenset({"sets.bonus_above_total", "sets_grades.low_closed", "sets_grades.high_closed"})
DAYS = frozenset({"release.decided_on", "release.published_on", "units_lineage.on"})
PERCENTS = frozenset(
    {"sets_grades.low", "sets_grades.high", "index.index", "groups.mean", "groups.highest", "groups.lowest"}
)
PLAIN_NUMBERS = frozenset(
    {f"{form}.{end}" for form in ("leaves", "groups_peer_ranges") for end in ("lowest", "highest")}
    | {"leaves_steps.value", "estimates.value", "estimates.low", "estimates.high"}
)
AMOUNTS = frozenset({*ACCOUNT.split(), "stated"} - {"waiting"})


def columns_of(form: str) -> tuple[DataColumn, ...]:
    """Return the columns of a table in their order, those that name a row of a list first."""
    return tuple(_column(form, name) for name in names_of(form))


def names_of(form: str) -> list[str]:
    """Return the names of the columns of a table, as its CSV has them."""
    own = [one for one in COLUMNS[form] if one != "|"]
    return [*key_of(form.partition("_")[0]), *own] if "_" in form else own


def key_of(document: str) -> list[str]:
    """Return the columns that name a row of a document; none for the head of the release."""
    return COLUMNS[document][: COLUMNS[document].index("|")]


def _column(form: str, name: str) -> DataColumn:
    document, _, inside = form.partition("_")
    home = document if inside and name in key_of(document) else form
    meaning = MEANINGS.get(home, {}).get(name) or MEANINGS[""][name]
    where = f"{home}.{name}"
    if where in WHOLES or name == "waiting":
        return DataColumn(name, ColumnKind.WHOLE, COUNT if name == "waiting" else None, meaning)
    if where in TRUTHS or where in DAYS:
        return DataColumn(name, ColumnKind.TRUTH if where in TRUTHS else ColumnKind.DAY, None, meaning)
    if where in PERCENTS or where in PLAIN_NUMBERS or (name in AMOUNTS and where != "estimates.survey"):
        unit = PERCENT if where in PERCENTS else POINTS if name in AMOUNTS else None
        return DataColumn(name, ColumnKind.NUMBER, unit, meaning)
    return DataColumn(name, ColumnKind.TEXT, None, meaning)
