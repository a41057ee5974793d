"""Lost points as a remediation plan takes them up: results as they were published, the losses in them, and how much of
what was lost the chosen measures cover.

A published result is a table of criteria with their maximum and points, or only with what was taken. Named deductions
need not add up to what a domain lost (plan of 2024 of a provincial office: 4,91 of 4,92): what is left stands as a
loss of the domain itself, so that nothing lost is left out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.plans.figures import points
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.numbers import number_in_full, total

ZERO = Fraction(0)
MOST_LINES = 500
MOST_LEVELS = 12  # of a number: 1.2.3 has three
_FEWEST, _MOST = 2, 5
_SIGNS = ("\t", "|", ";")
_HEADING = re.compile(r"^(?:s?tt|số|mã)$", re.IGNORECASE)
_WHOLE = re.compile(r"(?:tổng(?: cộng| số)?(?: điểm)?|cộng)\s*:?", re.IGNORECASE)
_TOTAL = re.compile(r"^(?:tổng|cộng)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One line of a published result: its number and name, maximum and points (None where only the loss is published),
    what was lost, and the line of the text, counted from 1."""

    number: str
    name: str
    maximum: Fraction | None
    points: Fraction | None
    lost: Fraction
    line: int = 0


@dataclass(frozen=True, slots=True)
class PublishedLoss:
    """Points lost at a line of a published result, above zero, with the domain it stands in. `rest`: what a line lost
    beyond the lines below it, for which no reason is published."""

    number: str
    name: str
    domain: str
    domain_name: str
    points: Fraction
    rest: bool = False


def published_lines(text: str) -> tuple[PublishedLine, ...]:
    """Return the lines of a published result: number, name, maximum, points, points lost; parted by tabs, "|" or ";".

    Maximum and points may be left empty where the points lost are given; the loss where both others are. Lines of
    headings and of totals are left out. Raises `Faults` with every line that is not understood, also where a line
    stands twice or the lines below one lost more than it.

    >>> lines = published_lines("1\\tChỉ đạo điều hành\\t11,5\\t6,58\\n1.1\\tSáng kiến\\t\\t\\t2")
    >>> [(one.number, str(one.lost)) for one in lines]
    [('1', '123/25'), ('1.1', '2')]
    """
    faults: list[Fault] = []
    found: dict[str, PublishedLine] = {}
    totals: list[tuple[int, list[str]]] = []
    for at, written in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in written.split(_sign_of(written))]
        if not any(cells) or _HEADING.match(cells[0]):
            continue
        if _is_total(cells):
            totals.append((at, cells))
            continue
        read = _line(cells, at)
        if isinstance(read, Fault):
            faults.append(read)
        elif read.number in found:
            why = Message("The number stands in line {line} already.", line=found[read.number].line)
            faults.append(Fault(Place(line=at), read.number, Message("each number once"), why))
        else:
            found[read.number] = read
    lines = tuple(found.values())
    faults += _beyond_their_parents(lines)
    if not faults and len(lines) <= MOST_LINES:
        faults += _other_totals(lines, totals)
    if len(lines) > MOST_LINES:
        why = Message("A published result has at most {most} lines.", most=MOST_LINES)
        faults.append(Fault(Place(line=lines[MOST_LINES].line), str(len(lines)), Message("fewer lines"), why))
    if faults:
        raise Faults(sorted(faults, key=lambda fault: fault.place.line or 0))
    return lines


def _sign_of(written: str) -> str:
    """What parts the cells of a line: a name may hold a semicolon, where tabs part them."""
    return next((sign for sign in _SIGNS if sign in written), "\t")


def _line(cells: Sequence[str], at: int) -> PublishedLine | Fault:
    def fault(found: str, expected: Message, why: Message) -> Fault:
        return Fault(Place(line=at), found, expected, why)

    if not _FEWEST < len(cells) <= _MOST or not cells[0] or not cells[1]:
        why = Message("Write number, name, maximum, points and points lost, parted by tabs or “|”.")
        return fault(" ".join(cells)[:60], Message("three to five cells"), why)
    for cell, most in ((cells[0], MOST["leaf"]), (cells[1], MOST["node"])):
        if len(cell) > most:
            why = Message("It has {count} letters; at most {most} are taken.", count=len(cell), most=most)
            return fault(f"{cell[:60]} …", Message("at most {most} letters", most=most), why)
    if cells[0].count(".") >= MOST_LEVELS:
        why = Message("A number has at most {most} levels.", most=MOST_LEVELS)
        return fault(cells[0][:60], Message("fewer levels"), why)
    amounts: list[Fraction | None] = []
    for cell in (*cells[2:], *[""] * (_MOST - len(cells))):
        amount = abs(found) if cell and (found := points(cell)) is not None else None
        if cell and cell not in "-–" and amount is None:
            return fault(cell, Message("a number of points"), Message("Write numbers as 8,963 or 8.963."))
        amounts.append(amount)
    maximum, reached, lost = amounts
    if maximum is None or reached is None:
        if lost is None:
            why = Message("Give the maximum and the points, or the points lost.")
            return fault(cells[1], Message("what was lost"), why)
    elif reached > maximum:
        why = Message(
            "{points} points are more than the maximum of {maximum}.", points=reached, maximum=maximum
        )
        return fault(number_in_full(reached), Message("at most {maximum}", maximum=maximum), why)
    elif lost is not None and maximum - reached != lost:
        why = Message("{maximum} − {points} is not {loss}", maximum=maximum, points=reached, loss=lost)
        return fault(number_in_full(lost), Message("{points} points", points=maximum - reached), why)
    else:
        lost = maximum - reached
    return PublishedLine(cells[0].rstrip("."), cells[1], maximum, reached, lost, at)


def _is_total(cells: Sequence[str]) -> bool:
    """Whether a line sums others up: it says so in place of a number. “1.1 Tổng hợp báo cáo” is a criterion."""
    return any(_TOTAL.match(cell) for cell in cells[: 2 if not cells[0] else 1])


def _other_totals(lines: Sequence[PublishedLine], totals: Sequence[tuple[int, list[str]]]) -> Iterator[Fault]:
    """Yield a fault for each line that sums up the whole and says another loss than the lines together."""
    known = {one.number for one in lines}
    tops = [one.lost for one in lines if not _above(one.number, known)]
    for at, cells in totals if tops else ():
        place = next(place for place, cell in enumerate(cells) if _TOTAL.match(cell))
        said = cells[place + 1 :]
        said = (
            said[1:] if len(said) >= _MOST - 1 and not said[0] else said
        )  # number and name are one cell, or two
        read = _line([str(at), cells[place], *said], at)
        if _WHOLE.fullmatch(cells[place]) and isinstance(read, PublishedLine) and read.lost != total(tops):
            why = Message(
                "The total says {total} points lost, the lines say {lost}: a line is missing or another one is wrong.",
                total=read.lost, lost=total(tops),
            )  # fmt: skip
            expected = Message("{points} points", points=total(tops))
            yield Fault(Place(line=at), number_in_full(read.lost), expected, why)


def _beyond_their_parents(lines: Sequence[PublishedLine]) -> list[Fault]:
    known = {one.number: one for one in lines}
    faults = []
    for number, below in _below(lines).items():
        lost = total([one.lost for one in below])
        if lost > known[number].lost:
            why = Message(
                "The lines below {number} lost {points} points together, more than the {loss} of the line itself.",
                number=number, points=lost, loss=known[number].lost,
            )  # fmt: skip
            expected = Message("at most {maximum}", maximum=known[number].lost)
            faults.append(Fault(Place(line=below[0].line), number_in_full(lost), expected, why))
    return faults


def _below(lines: Sequence[PublishedLine]) -> dict[str, list[PublishedLine]]:
    """The lines that have lines directly below them, by their numbers."""
    known = {one.number for one in lines}
    found: dict[str, list[PublishedLine]] = {}
    for one in lines:
        above = _above(one.number, known)
        if above:
            found.setdefault(above, []).append(one)
    return found


def _above(number: str, known: Container[str]) -> str:
    """The nearest known number above, "" where there is none: of 1.2.3 it is 1.2, or else 1."""
    while "." in number:
        number = number.rpartition(".")[0]
        if number in known:
            return number
    return ""


def published_losses(lines: Sequence[PublishedLine]) -> tuple[PublishedLoss, ...]:
    """Return the losses of a published result in its order; together what the lines of the first rank lost."""
    below, known = _below(lines), {one.number: one for one in lines}
    losses = []
    for one in lines:
        top = one.number
        while above := _above(top, known):
            top = above
        under = below.get(one.number)
        rest = one.lost - total([each.lost for each in under]) if under else one.lost
        if rest:
            losses.append(
                PublishedLoss(one.number, one.name, top, known[top].name, rest, rest=under is not None)
            )
    return tuple(losses)


def published_total(lines: Sequence[PublishedLine]) -> tuple[Fraction, Fraction] | None:
    """Return points and maximum of a published result, from its first rank; None where one of them is not published.

    >>> published_total(published_lines("1|A|11,5|6,58\\n2|B|10|10"))
    (Fraction(829, 50), Fraction(43, 2))
    """
    known = {one.number for one in lines}
    tops = [one for one in lines if not _above(one.number, known)]
    reached = [one.points for one in tops if one.points is not None]
    maxima = [one.maximum for one in tops if one.maximum is not None]
    if not tops or len(reached) < len(tops) or len(maxima) < len(tops):
        return None
    return total(reached), total(maxima)


@dataclass(frozen=True, slots=True)
class LossCoverage:
    """How many of the points lost the chosen measures cover; exact."""

    covered: Fraction
    lost: Fraction

    @property
    def left(self) -> Fraction:
        """The points lost that no chosen measure covers."""
        return self.lost - self.covered


def coverage(losses: Iterable[tuple[str, Fraction, bool]]) -> tuple[LossCoverage, dict[str, LossCoverage]]:
    """Return how much is covered of losses, each with its group, its points and whether a chosen measure covers it: of
    the whole, and group by group in the order in which they come.

    >>> whole, groups = coverage([("1", Fraction(2), True), ("2", Fraction(1, 2), False)])
    >>> str(whole.covered), str(whole.lost), str(groups["2"].left)
    ('2', '5/2', '1/2')
    """
    groups: dict[str, LossCoverage] = {}
    for group, amount, covered in losses:
        held = groups.get(group, LossCoverage(ZERO, ZERO))
        groups[group] = LossCoverage(held.covered + (amount if covered else ZERO), held.lost + amount)
    whole = LossCoverage(
        sum((one.covered for one in groups.values()), ZERO), sum((one.lost for one in groups.values()), ZERO)
    )
    return whole, groups
