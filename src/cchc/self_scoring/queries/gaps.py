"""The gaps of a sheet before it is handed in: each with its leaf, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from django.utils import timezone

from cchc.core.papers.lateness import DateFault, date_faults
from cchc.core.papers.lateness import words_of as date_words
from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.words.messages import Message
from cchc.cycles.models import PhaseKind
from cchc.cycles.queries.windows import window_of
from cchc.self_scoring.models import EvidenceLink, UnitSheet
from cchc.self_scoring.queries.content import figures_in
from cchc.self_scoring.queries.sheet import LeafKind, LeafView, SheetView, sheet_view

FAR = 10  # times: an order of magnitude


class GapKind(StrEnum):
    """What is wanting in an answer, in the order in which it is to be looked at."""

    BROKEN_CHECK = "broken_check"
    RULE_FAULT = "rule_fault"
    NO_REASON = "no_reason"
    NO_OVERRIDE_REASON = "no_override_reason"
    UNANSWERED = "unanswered"
    MISSING_FIGURES = "missing_figures"
    NO_EVIDENCE = "no_evidence"
    BEFORE_PERIOD = "before_period"
    LATE_BY_DATE = "late_by_date"
    LATE_BY_RECEIPT = "late_by_receipt"
    FAR_FROM_LAST_YEAR = "far_from_last_year"
    SOURCE_MOVED = "source_moved"
    PROVISIONAL = "provisional"

    @property
    def forbids(self) -> bool:
        """Whether no sheet is handed in with it. The others are to be seen and confirmed by the head, for a unit may
        have its reasons, and the deadline does not wait."""
        return self in FORBIDDING


FORBIDDING = frozenset(
    {GapKind.BROKEN_CHECK, GapKind.RULE_FAULT, GapKind.NO_REASON, GapKind.NO_OVERRIDE_REASON}
)


@dataclass(frozen=True, slots=True)
class SheetGap:
    """Something that is wanting in the answer to a leaf: what, in words with what to do; where it is one of several,
    the figure or the evidence link that it is about."""

    leaf: str
    kind: GapKind
    words: Message
    figure: str = ""
    link: int | None = None


def gaps_of(sheet: UnitSheet) -> list[SheetGap]:
    """Return every gap of a sheet, in the order of the set, those that forbid to hand it in first for each leaf. Its
    participant, set and version are fetched with it (`whole_sheets`)."""
    return gaps_in(sheet_view(sheet), deadline_of(sheet))


def deadline_of(sheet: UnitSheet) -> date | None:
    """Return the last day on which the unit fills in its sheet; None where its cycle has no such phase."""
    found = window_of(sheet.participant, PhaseKind.SELF_SCORING)
    return found.window.ends if found else None


def gaps_in(view: SheetView, deadline: date | None) -> list[SheetGap]:
    """Return every gap of a sheet whose last day is `deadline`; asks nothing."""
    return [gap for leaf in view.own_leaves() for gap in _of_leaf(leaf, view, deadline)]


def _of_leaf(leaf: LeafView, view: SheetView, deadline: date | None) -> Iterator[SheetGap]:
    yield from _contradictions(leaf)
    yield from _reasons(leaf)
    yield from _missing(leaf)
    yield from _evidence(leaf, view.year, deadline)
    yield from _fed(leaf)
    yield from _far_from_last_year(leaf)
    if leaf.content.provisional:
        words = Message(
            "Provisional: {reason} Correct it before the deadline if the figure is known by then.",
            reason=_sentence(leaf.content.provisional),
        )
        yield SheetGap(leaf.node.number, GapKind.PROVISIONAL, words)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _contradictions(leaf: LeafView) -> Iterator[SheetGap]:
    for broken in leaf.standing.broken:
        yield SheetGap(
            leaf.node.number,
            GapKind.BROKEN_CHECK,
            Message("{broken}. Correct the figure that is wrong.", broken=broken),
        )
    if leaf.standing.fault is not None:
        yield SheetGap(
            leaf.node.number,
            GapKind.RULE_FAULT,
            Message("No points follow from these figures: {why}. Correct them.", why=leaf.standing.fault),
        )


def _reasons(leaf: LeafView) -> Iterator[SheetGap]:
    if leaf.kind is LeafKind.POINTS and leaf.content.points and not leaf.content.reason:
        yield SheetGap(
            leaf.node.number,
            GapKind.NO_REASON,
            Message("Points without a rule need a reason: say why there are so many."),
        )


def _missing(leaf: LeafView) -> Iterator[SheetGap]:
    number = leaf.node.number
    if leaf.standing.is_given or leaf.standing.broken or leaf.standing.fault is not None:
        return
    if leaf.content.is_empty:
        yield SheetGap(number, GapKind.UNANSWERED, _unanswered(leaf))
        return
    for variable in leaf.standing.missing:
        words = Message("“{figure}” is missing: without it there are no points.", figure=variable.label)
        yield SheetGap(number, GapKind.MISSING_FIGURES, words, figure=variable.name)


def _unanswered(leaf: LeafView) -> Message:
    if leaf.kind is LeafKind.POINTS:
        return Message("Not answered: give points and the reason.")
    labels = tuple(f"“{one.label}”" for one in leaf.standing.missing)
    return Message("Not answered: declare {figures}.", figures=labels)


def _evidence(leaf: LeafView, year: int, deadline: date | None) -> Iterator[SheetGap]:
    number = leaf.node.number
    if leaf.node.evidence and not leaf.evidence and leaf.standing.is_given and leaf.points != 0:
        words = Message("No evidence is linked. Required: {evidence}", evidence=leaf.node.evidence)
        yield SheetGap(number, GapKind.NO_EVIDENCE, words)
    for link in leaf.evidence:
        for fault in date_faults_of(link, year, deadline):
            words = Message("{document}: {fault}", document=str(link.document), fault=date_words(fault))
            yield SheetGap(number, GapKind(fault.value), words, link=link.pk)


def date_faults_of(link: EvidenceLink, year: int, deadline: date | None) -> tuple[DateFault, ...]:
    """Return what is wrong with the days of a linked document in the sheet of `year` that is due on `deadline`."""
    document = link.document
    received = timezone.localtime(document.received_at).date() if document.received_at else None
    return date_faults(document.date, received, (date(year, 1, 1), date(year, 12, 31)), deadline)


def _fed(leaf: LeafView) -> Iterator[SheetGap]:
    for name, fed in leaf.content.fed.items():
        is_other = leaf.content.figures.get(name) != fed["value"]
        if name in leaf.content.figures and is_other and not fed.get("reason"):
            label = leaf.node.declared()[name].label
            words = Message(
                "“{figure}” is not what its source says: say why, or take the figure of the source.",
                figure=label,
            )
            yield SheetGap(leaf.node.number, GapKind.NO_OVERRIDE_REASON, words, figure=name)
        now = leaf.proposed.get(name)
        if now is not None and now.value != fed["value"]:
            words = Message(
                "The source of “{figure}” says something else by now ({origin}): confirm its figure anew, or say why"
                " yours stands.",
                figure=leaf.node.declared()[name].label,
                origin=now.origin,
            )
            yield SheetGap(leaf.node.number, GapKind.SOURCE_MOVED, words, figure=name)


def _far_from_last_year(leaf: LeafView) -> Iterator[SheetGap]:
    """The figures that are ten times last year's or more, or a tenth or less: more often a slip of the decimal sign, or
    of the unit of measure, than a year ten times better."""
    if leaf.last is None:
        return
    variables, figures = leaf.node.declared(), figures_in(leaf.node, leaf.content)
    for before, then in leaf.last.figures:
        variable, now = variables.get(before.name), figures.get(before.name)
        if variable is None or (variable.kind, variable.unit) != (before.kind, before.unit):
            continue
        if isinstance(now, Fraction) and isinstance(then, Fraction) and _is_far(now, then):
            words = Message(
                "“{figure}” is {now}, last year it was {then}: check the unit of measure and the decimal sign.",
                figure=variable.label,
                now=figure_words(variable, now),
                then=figure_words(variable, then),
            )
            yield SheetGap(leaf.node.number, GapKind.FAR_FROM_LAST_YEAR, words, figure=variable.name)


def _is_far(one: Fraction, other: Fraction) -> bool:
    return one > 0 and other > 0 and max(one, other) >= FAR * min(one, other)
