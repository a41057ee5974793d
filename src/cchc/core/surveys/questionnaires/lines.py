"""Lines and lists of a questionnaire file: an option as one line, codes one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from cchc.core.scoring.formulas.tree import HUNDRED, ZERO, FormulaFault
from cchc.core.surveys.questionnaires.values import NO_OPINION, Option
from cchc.core.words.messages import Message
from cchc.core.words.names import text_key
from cchc.core.words.numerals import machine_number

CODE = re.compile(r"[a-z][a-z0-9_]*")
OPTION_CODE = re.compile(r"[a-z0-9][a-z0-9_]*")
_BETWEEN = re.compile(r"[;\n]")
_SIGN = re.compile(r"[^a-z0-9]+")


def listed_codes(text: str) -> tuple[str, ...]:
    """The codes of a list, each once, in their order; they are parted by semicolons or lines.

    >>> listed_codes("q1; q2;q1")
    ('q1', 'q2')
    """
    return tuple(dict.fromkeys(one for one in (part.strip() for part in _BETWEEN.split(text)) if one))


def code_of_number(number: str) -> str:
    """The code of an item whose file gives only its printed number: "9.1" is q9_1, "II.A" is q_ii_a, "" is none.

    >>> code_of_number("9.1"), code_of_number("Câu 3"), code_of_number("")
    ('q9_1', '', '')
    """
    lowered = number.strip().lower().rstrip(".")
    if not lowered or not lowered.isascii():
        return ""
    code = _SIGN.sub("_", lowered).strip("_")
    return f"q{code}" if code[:1].isdigit() else f"q_{code}" if code else ""


def parsed_options(text: str) -> tuple[Option, ...]:
    """The options of a choice, one a line: ``code | words``, or ``code | words | points in percent``.

    Raises `FormulaFault` for a line that cannot be read, a code or words that stand twice.

    >>> [(one.code, one.text, str(one.points)) for one in parsed_options("a | Tốt | 100\\nb | Khá | 60")]
    [('a', 'Tốt', '100'), ('b', 'Khá', '60')]
    """
    options = []
    for parts in _rows(text):
        if len(parts) not in (2, 3) or not OPTION_CODE.fullmatch(parts[0]):
            raise FormulaFault(
                Message(
                    '"{found}" is no option; write its code, a bar and its words: a | Tốt, and behind another bar its '
                    "points where it has some: a | Tốt | 100",
                    found=" | ".join(parts),
                )
            )
        options.append(Option(parts[0], parts[1], _points(parts, 2)))
    return _told_apart(options)


def parsed_levels(text: str) -> tuple[Option, ...]:
    """The levels of a scale, one a line from the lowest to the highest: ``words``, or ``words | points in percent``.

    >>> [(one.code, one.text) for one in parsed_levels("Không hài lòng\\nHài lòng")]
    [('1', 'Không hài lòng'), ('2', 'Hài lòng')]
    """
    levels = []
    for at, parts in enumerate(_rows(text), start=1):
        if len(parts) > 2:
            raise FormulaFault(
                Message(
                    '"{found}" is no level; write its words, and behind a bar its points where it has some',
                    found=" | ".join(parts),
                )
            )
        levels.append(Option(str(at), parts[0], _points(parts, 1)))
    return _told_apart(levels)


def _rows(text: str) -> Iterator[list[str]]:
    return ([part.strip() for part in line.split("|")] for line in text.split("\n") if line.strip())


def _points(parts: list[str], at: int) -> Fraction | None:
    if len(parts) <= at:
        return None
    points = machine_number(parts[at].removesuffix("%").rstrip().replace(",", "."))
    if not ZERO <= points <= HUNDRED:
        raise FormulaFault(Message("{found} is no share in percent, from 0 to 100", found=points))
    return points


def _told_apart(options: list[Option]) -> tuple[Option, ...]:
    """The options; raises `FormulaFault` where one has no words, or two have the same code or words."""
    codes, texts = set(), set()
    for option in options:
        if not option.text:
            raise FormulaFault(Message('the option "{code}" has no words', code=option.code))
        if option.code == NO_OPINION:
            raise FormulaFault(
                Message(
                    'the code "{code}" means "no opinion"; write the words of such an option in the field for it',
                    code=NO_OPINION,
                )
            )
        if option.code in codes or text_key(option.text) in texts:
            raise FormulaFault(
                Message('the option "{code} | {text}" stands twice', code=option.code, text=option.text)
            )
        codes.add(option.code)
        texts.add(text_key(option.text))
    return tuple(options)
