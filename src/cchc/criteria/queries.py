"""Queries of criteria sets: versions, the parsed set of one, its tree and leaves, a rule as words and as a curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from django.db.models import Case, F, QuerySet, When

from cchc.access.actor import Actor
from cchc.core.scoring.criteria.derivation import derivation_from
from cchc.core.scoring.criteria.tree import CriteriaSet, Example, Node, Part
from cchc.core.scoring.formulas.analysis import Span, span
from cchc.core.scoring.formulas.tree import ONE, ZERO, FigureKind, FormulaFault, Name, Variable
from cchc.core.scoring.rules.prices import Deduct, Each
from cchc.core.scoring.rules.rule import BestOf, Rule
from cchc.core.scoring.rules.shapes import Choose, Ratio, Steps, Tiers
from cchc.core.scoring.rules.values import Band, Phrase, RuleRow, Terms
from cchc.core.scoring.rules.words import formula_words, label_of, rule_words, shape_words
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.criteria.exchange.reading import read_known_set
from cchc.criteria.models import CriteriaVersion, UnitKind
from cchc.criteria.policies import visible_versions
from cchc.ui.plots import CurvePiece

STAIRS, MOST_STEPS = 12, 500  # number of steps drawn one by one; number of steps drawn at all
Points = Callable[[Fraction], Fraction]


# Versions


def versions(actor: Actor) -> QuerySet[CriteriaVersion]:
    """Return the versions that `actor` may see, without their texts: by kind, by set, drafts first, then the newest."""
    found = CriteriaVersion.objects.filter(visible_versions(actor)).select_related("source").defer("text")
    kinds = Case(*(When(unit_kind=kind, then=place) for place, kind in enumerate(UnitKind.values)))
    return found.order_by(kinds, "set_id", F("published_at").desc(nulls_first=True), "-pk")


def file_name(version: CriteriaVersion) -> str:
    """Return the name, without an ending, of files that hold `version`."""
    return f"{version.set_id}-{version.version}".replace("/", "-")


def criteria_of(version: CriteriaVersion) -> CriteriaSet:
    """Return the set of `version`, parsed once for equal texts. Raises `Faults` when the text is no set.

    Equal texts are known by their hash: where a version was fetched without its text, it is fetched to be parsed.
    """
    return _parsed(_NamedText(version.sha256, version))


@dataclass(frozen=True, slots=True)
class _NamedText:
    sha256: str
    version: CriteriaVersion = field(compare=False)


@lru_cache(maxsize=32)
def _parsed(named: _NamedText) -> CriteriaSet:
    return read_known_set(named.version.text)


# The tree


@dataclass(frozen=True, slots=True)
class NodeBranch:
    """A node of the tree on the page: its branches, whether it is unfolded, whether the search found it."""

    node: Node
    below: tuple[NodeBranch, ...]
    unfolded: bool
    found: bool


def tree(criteria: CriteriaSet, text: str = "", chosen: str = "") -> tuple[NodeBranch, ...]:
    """Return the tree, unfolded down to the leaf `chosen`; with `text`, only the nodes that it finds and those above
    them."""
    branches = (_branch(node, search_key(text), chosen, False) for node in criteria.nodes)
    return tuple(branch for branch in branches if branch is not None)


def _branch(node: Node, key: str, chosen: str, inside: bool) -> NodeBranch | None:
    found = bool(key) and holds(node, key)
    children = (_branch(child, key, chosen, inside or found) for child in node.children)
    below = tuple(child for child in children if child is not None)
    if key and not (found or inside or below):
        return None
    deeper = any(branch.found or branch.unfolded for branch in below)
    return NodeBranch(node, below, deeper or node.number == chosen, found)


def holds(node: Node, key: str) -> bool:
    """Whether the number begins with the folded `key`, or the name, a figure or the evidence contains it."""
    words = search_key(" ".join([node.name, node.evidence, *(variable.label for variable in node.variables)]))
    return node.number.casefold().startswith(key) or key in words


def path(criteria: CriteriaSet, number: str) -> tuple[Node, ...]:
    """Return the nodes from the first level down to the one with this number; empty when there is none."""

    def down(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        for node in nodes:
            rest = () if node.number == number else down(node.children)
            if node.number == number or rest:
                return (node, *rest)
        return ()

    return down(criteria.nodes)


def neighbours(criteria: CriteriaSet, number: str) -> tuple[Node | None, Node | None]:
    """Return the leaves before and after the one with this number."""
    leaves = [None, *criteria.leaves.values(), None]
    at = [leaf.number if leaf else "" for leaf in leaves].index(number)
    return leaves[at - 1], leaves[at + 1]


@dataclass(frozen=True, slots=True)
class Share:
    """A node of the first level: its number of leaves, and their maxima (points) on appraisal and on the survey."""

    node: Node
    leaves: int
    appraised: Fraction
    survey: Fraction


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of a set, with the parts that its authors may have left out."""

    shares: tuple[Share, ...]
    leaves: int
    ruled: int
    examples: int
    without_rule: tuple[Node, ...]
    without_examples: tuple[Node, ...]

    @property
    def widest(self) -> Fraction:
        """The largest sum of maxima (points) on the first level: the scale of the bars."""
        return max((share.appraised + share.survey for share in self.shares), default=ZERO)


def summary(criteria: CriteriaSet) -> Summary:
    """Return the summary of a set."""
    leaves = tuple(criteria.leaves.values())
    ruled = tuple(leaf for leaf in leaves if leaf.rule is not None)
    return Summary(
        tuple(_share(node) for node in criteria.nodes),
        len(leaves),
        len(ruled),
        sum(len(leaf.examples) for leaf in leaves),
        tuple(leaf for leaf in leaves if leaf.rule is None),
        tuple(leaf for leaf in ruled if not leaf.examples),
    )


def _share(node: Node) -> Share:
    leaves = tuple(node.leaves())
    by_part = {part: sum((one.maximum for one in leaves if one.part is part), ZERO) for part in Part}
    return Share(node, len(leaves), by_part[Part.APPRAISED], by_part[Part.SURVEY])


# A rule as words and tables


@dataclass(frozen=True, slots=True)
class Price:
    """One line of a rule's table: a band, an option or a kind of item, its points, the loss code it gives."""

    what: Phrase
    points: Fraction
    code: str | None


@dataclass(frozen=True, slots=True)
class RuleWording:
    """A rule for readers: a table if it has one (`table` names its kind), sentences, the cases of a best-of."""

    table: str
    figure: Phrase | None
    prices: tuple[Price, ...]
    lines: tuple[Message, ...]
    cases: tuple[RuleWording, ...]


def wording(rule: Rule, terms: Terms, variables: Mapping[str, Variable]) -> RuleWording:
    """Return `rule` in plain words, its bands, options and prices as a table."""
    shape, lines = rule.shape, rule_words(rule, terms, variables)
    told = len(tuple(shape_words(shape, terms, variables)))
    match shape:
        case BestOf(rules):
            cases = tuple(wording(one, terms, variables) for one in rules)
            return RuleWording("", None, (), lines[told:], cases)
        case Tiers(formula):
            figure = formula_words(formula, variables)
            return RuleWording("tiers", figure, _prices(shape, terms, variables), lines[told:], ())
        case Choose(name):
            return RuleWording(
                "choose", label_of(name, variables), _prices(shape, terms, variables), lines[told:], ()
            )
        case Each() | Deduct():
            kind = "each" if isinstance(shape, Each) else "deduct"
            return RuleWording(kind, None, _prices(shape, terms, variables), lines[told:], ())
    return RuleWording("", None, (), lines, ())


def _prices(
    shape: Tiers | Choose | Each | Deduct, terms: Terms, variables: Mapping[str, Variable]
) -> tuple[Price, ...]:
    whole = abs(terms.maximum) if isinstance(shape, Deduct) else terms.maximum
    return tuple(
        Price(_priced(row, shape, variables), row.worth.points(whole), row.code) for row in shape.rows
    )


def _priced(row: RuleRow, shape: Tiers | Choose | Each | Deduct, variables: Mapping[str, Variable]) -> Phrase:
    if isinstance(shape, Tiers):
        return row.band.words()
    return row.name if isinstance(shape, Choose) else label_of(row.name, variables)


# A rule as a curve


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (y) by the figure or ratio (x; a ratio where `percent`) on which a rule depends."""

    figure: Phrase
    percent: bool
    stretches: tuple[CurvePiece, ...]


def curve(leaf: Node) -> Curve | None:
    """Return the curve of a leaf scored in tiers, in proportion or by steps; None for rules of other shapes.

    The curve includes floors, caps and rounding; it leaves out parts beside the one figure (conditions, factors).
    """
    if leaf.rule is None or not isinstance(leaf.rule.shape, (Tiers, Ratio, Steps)):
        return None
    shape, variables = leaf.rule.shape, leaf.declared()
    alone = replace(leaf.rule, shape=replace(shape, formula=Name("x")), whens=(), times=None, factor=None)

    def points(x: Fraction) -> Fraction:
        return alone.apply({"x": x}, leaf.terms).points or ZERO

    reach = span(shape.formula, variables)
    try:
        match shape:
            case Ratio():
                stretches = list(_of_ratio(shape, alone.limits(leaf.terms), leaf.maximum, points))
            case Tiers(_, rows):
                stretches = list(_of_tiers([row.band for row in rows], reach, points))
            case Steps():
                stretches = list(_of_steps(shape, reach, points))
    except FormulaFault:
        return None
    return Curve(formula_words(shape.formula, variables), _in_percent(shape, variables), tuple(stretches))


def _in_percent(shape: Tiers | Ratio | Steps, variables: Mapping[str, Variable]) -> bool:
    if isinstance(shape.formula, Name) and variables[shape.formula.name].kind is FigureKind.PERCENT:
        return True
    if isinstance(shape, Steps):
        return shape.start.percent
    if isinstance(shape, Ratio):
        return True
    ends = [end for row in shape.rows for end in (row.band.low, row.band.high)]
    return any(end.percent for end in ends if end is not None)


def _of_ratio(shape: Ratio, limits: Span, maximum: Fraction, points: Points) -> Iterator[CurvePiece]:
    """Yield the pieces from 0 to 100 %: zero up to the threshold, then straight, bent where a floor or cap holds."""
    threshold = shape.zero_below.amount if shape.zero_below else ZERO
    if threshold > 0:
        yield CurvePiece((ZERO, threshold), (points(ZERO), points(ZERO)), (True, False))
    bends = [limit / maximum for limit in limits if limit is not None and maximum]
    edges = sorted({threshold, ONE, *(bend for bend in bends if threshold < bend < ONE)})
    for left, right in pairwise(edges):
        yield CurvePiece((left, right), (points(left), points(right)))


def _of_tiers(bands: list[Band], reach: Span, points: Points) -> Iterator[CurvePiece]:
    """Yield a level line for each band; the open band ends where the figure does, or a little after its beginning."""
    edges = sorted(end.amount for band in bands for end in (band.low, band.high) if end is not None)
    width = edges[-1] - edges[0] or abs(edges[0]) or ONE
    first, last = edges[0] - width / 4, edges[-1] + width / 4
    if reach[0] is not None and reach[0] > edges[0] - 2 * width:
        first = min(reach[0], edges[0])
    if reach[1] is not None and reach[1] < edges[-1] + 2 * width:
        last = max(reach[1], edges[-1])
    for band in bands:
        left, right = band.low.amount if band.low else first, band.high.amount if band.high else last
        level = points((left + right) / 2)
        closed = (band.low is None or band.low_closed, band.high is None or band.high_closed)
        endless = (band.low is None and first != reach[0], band.high is None and last != reach[1])
        yield CurvePiece((left, right), (level, level), closed, endless)


def _of_steps(shape: Steps, reach: Span, points: Points) -> Iterator[CurvePiece]:
    """Yield a stair from the base up to the last step that adds points; one of many steps is drawn as its slope."""
    start, every = shape.start.amount, shape.every.amount
    edges = [start]
    while len(edges) <= MOST_STEPS and points(edges[-1] + every) != points(edges[-1]):
        if reach[1] is not None and edges[-1] + every > reach[1]:
            break
        edges.append(edges[-1] + every)
    shortest = start - max(every, (edges[-1] - start) / 4)
    low = shortest if reach[0] is None else max(shortest, min(reach[0], start))
    if len(edges) > STAIRS:
        yield CurvePiece((low, start), (points(low), points(start)), endless=(low != reach[0], False))
        yield CurvePiece((start, edges[-1]), (points(start), points(edges[-1])))
    else:
        for left, right in pairwise([low, *edges[1:]]):
            yield CurvePiece(
                (left, right), (points(left), points(left)), (True, False), (left == low != reach[0], False)
            )
    last = edges[-1] if edges[1:] else low
    beyond = edges[-1] + max(every, (edges[-1] - start) / 4)
    yield CurvePiece((last, beyond), (points(edges[-1]), points(edges[-1])), endless=(False, True))


# Worked examples


@dataclass(frozen=True, slots=True)
class RecheckedExample:
    """A worked example, the points that the rule gives for it now, and whether they are those that it states."""

    example: Example
    points: Fraction | None
    holds: bool


def rechecked_examples(leaf: Node) -> tuple[RecheckedExample, ...]:
    """Return the worked examples of a leaf, each computed anew."""
    found = []
    for example in leaf.examples:
        points = derivation_from(leaf, example.figures, example.peer_range).outcome.points
        found.append(RecheckedExample(example, points, points == example.points))
    return tuple(found)
