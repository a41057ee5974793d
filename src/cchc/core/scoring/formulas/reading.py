"""Reading formulas: from text to tree, or to the character where the text stops being a formula.

Texts, nesting and the number of signs are bounded; there is no power, no attribute, no index, no other call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NoReturn, TypeVar

from cchc.core.scoring.formulas.tree import (
    HUNDRED,
    ZERO,
    Arithmetic,
    Call,
    Comparison,
    Formula,
    FormulaFault,
    Late,
    Logic,
    Mean,
    Name,
    NoneDeclared,
    Not,
    Number,
    Text,
)
from cchc.core.words.messages import Message
from cchc.core.words.numerals import NumberFault, machine_number

LONGEST_TEXT = 4_000
DEEPEST_NESTING = 30
MOST_SIGNS = 200
LONGEST_LIST = 100

RESERVED = frozenset(
    ["and", "or", "not", "if", "min", "max", "abs", "floor", "mean", "late", "none", "full", "zero", "among"]
)
ARITY = {"if": 3, "abs": 1, "floor": 1, "min": None, "max": None}
FUNCTIONS = (*ARITY, "mean", "late", "none")

T = TypeVar("T")

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)*(?:\s*%)?)|(?P<path>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+)"""
    r"""|(?P<name>[A-Za-z][A-Za-z0-9_]*)"""
    r"""|(?P<string>"[^"\n]*"|[“”„‟«»][^“”„‟«»"\n]*[“”„‟«»"])"""
    r"""|(?P<symbol>\.\.|…|<=|>=|!=|≤|≥|≠|×|÷|−|[-–—‐‑+*/()=<>,:;{}|])|(?P<bad>\S))"""
)
# Word and LibreOffice write these by themselves: dashes for a minus, one sign for "..", curly quotation marks.
SAME_SYMBOL = {
    "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "..",
}  # fmt: skip
LIKE_QUOTES = frozenset("‘’‚‛'`´“”„‟«»\"")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a formula: its kind (number, path of names, name, string, symbol, end), text and place."""

    kind: str
    text: str
    position: int

    @property
    def ends(self) -> int:
        """The place behind it."""
        return self.position + len(self.text)


class Reader:
    """A cursor over the words of one text; every refusal says what stands there and what was expected."""

    def __init__(self, text: str, paths: bool = False) -> None:
        if len(text) > LONGEST_TEXT:
            raise FormulaFault(
                Message("a text of {found} characters; at most {most}", found=len(text), most=LONGEST_TEXT)
            )
        self.tokens = list(words(text, paths))
        self.at = 0
        self.depth = 0
        self.signs = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def next(self) -> Token:
        token = self.here
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the next words are exactly `texts`."""
        ahead = self.tokens[self.at : self.at + len(texts)]
        return len(ahead) == len(texts) and all(
            token.text == text and token.kind != "string" for token, text in zip(ahead, texts, strict=True)
        )

    def takes(self, *texts: str) -> bool:
        """Step over `texts` when they stand next; say whether they did."""
        found = self.sees(*texts)
        if found:
            self.at += len(texts)
        return found

    def expects(self, text: str) -> None:
        if not self.takes(text):
            self.refuse(Message('"{sign}"', sign=text))

    def several(self, member: Callable[[Reader], T]) -> tuple[T, ...]:
        """One or more of what `member` reads, commas between them."""
        members = [member(self)]
        while self.takes(","):
            members.append(member(self))
            if len(members) > LONGEST_LIST:
                self.refuse(Message("at most {most} in one list", most=LONGEST_LIST))
        return tuple(members)

    def sign(self, *signs: str) -> str | None:
        """Step over one of the `signs` of arithmetic; a text has at most so many of them that its tree stays small."""
        if self.here.kind != "symbol" or self.here.text not in signs:
            return None
        self.signs += 1
        if self.signs > MOST_SIGNS:
            self.refuse(Message("at most {most} signs of arithmetic", most=MOST_SIGNS))
        return self.next().text

    def name(self) -> str:
        if self.here.kind != "name":
            self.refuse(Message("the name of a declared figure"))
        return self.next().text

    def string(self) -> str:
        if self.here.kind != "string":
            self.refuse(Message("a text in quotation marks"))
        return self.next().text[1:-1]

    def decimal_comma(self, commas: range) -> tuple[Token, str] | None:
        """A comma among the tokens at `commas` that stands in a number (0,5), and what to write instead."""
        for at in commas:
            if 0 < at < len(self.tokens) - 1 and self.tokens[at].text == ",":
                whole, comma, rest = self.tokens[at - 1 : at + 2]
                beside = whole.kind == rest.kind == "number"
                if beside and whole.ends == comma.position and comma.ends == rest.position:
                    return whole, f"{whole.text}.{rest.text}"
        return None

    def refuse_decimal_comma(self, commas: range) -> None:
        """Refuse a decimal comma among the tokens at `commas`, if there is one."""
        found = self.decimal_comma(commas)
        if found is not None:
            token, meant = found
            raise FormulaFault(
                Message(
                    'a comma stands in the number at character {position}; a rule has a decimal point: write {meant}',
                    position=token.position, meant=meant,
                ),
                token.position,
            )  # fmt: skip

    def refuse(self, expected: Message) -> NoReturn:
        self.refuse_decimal_comma(range(self.at - 1, self.at + 1))
        found = self.here.text if self.here.kind != "end" else "…"
        raise FormulaFault(
            Message(
                'found "{found}" at character {position}, expected {expected}',
                found=found, position=self.here.position, expected=expected,
            ),
            self.here.position,
        )  # fmt: skip


def words(text: str, paths: bool = False) -> Iterator[Token]:
    """The words of `text`, names joined by dots only with `paths`; raises `FormulaFault` at a sign of no formula."""
    end = len(text.rstrip())
    at = 0
    while at < end:
        match = TOKEN.match(text, at)
        assert match is not None, "every sign but blanks matches, if only as bad"
        kind, at = str(match.lastgroup), match.end()
        found, position = match[kind], match.start(kind) + 1
        if kind == "path" and not paths:
            kind, position, found = "bad", position + found.index("."), "."
        if kind == "bad":
            raise FormulaFault(meaningless(found, position), position)
        yield Token(kind, SAME_SYMBOL.get(found, found), position)
    yield Token("end", "", end + 1)


def meaningless(sign: str, position: int) -> Message:
    """Why a sign cannot stand in a rule, and what to write instead where that is known."""
    if sign in LIKE_QUOTES:
        return Message(
            'the sign "{found}" at character {position} is no quotation mark of a rule or is never closed; '
            'write texts in straight quotation marks: "…"',
            found=sign, position=position,
        )  # fmt: skip
    if not sign.isprintable():
        return Message(
            "a hidden sign ({code}) stands at character {position}; delete it, or type the rule anew",
            code=f"U+{ord(sign):04X}", position=position,
        )  # fmt: skip
    return Message(
        'the sign "{found}" at character {position} has no meaning in a rule', found=sign, position=position
    )


# --- the grammar ----------------------------------------------------------------------------------------------------


def parsed_formula(text: str) -> Formula:
    """The formula that `text` writes; raises `FormulaFault` naming the character where it stops being one.

    >>> from fractions import Fraction
    >>> parsed_formula("(b*1 + c*0.5) / a").value({"a": Fraction(4), "b": Fraction(2), "c": Fraction(1)})
    Fraction(5, 8)
    """
    reader = Reader(text)
    formula = condition(reader)
    if reader.here.kind != "end":
        reader.refuse(Message("the end of the formula"))
    return formula


def condition(reader: Reader) -> Formula:
    """Read ``a or b and not c``."""
    return joined(reader, "or", lambda: joined(reader, "and", lambda: negated(reader)))


def joined(reader: Reader, word: str, part: Callable[[], Formula]) -> Formula:
    parts = [part()]
    while reader.takes(word):
        parts.append(part())
    return parts[0] if len(parts) == 1 else Logic(word, tuple(parts))


def negated(reader: Reader) -> Formula:
    if reader.takes("not"):
        deeper(reader)
        part = negated(reader)
        reader.depth -= 1
        return Not(part)
    return comparison(reader)


def comparison(reader: Reader) -> Formula:
    left = arithmetic(reader)
    sign = reader.sign("=", "!=", "<", "<=", ">", ">=")
    return Comparison(sign, left, arithmetic(reader)) if sign else left


def arithmetic(reader: Reader) -> Formula:
    """Read a sum of products: the part of the grammar that gives a number."""
    formula = product(reader)
    while sign := reader.sign("+", "-"):
        formula = Arithmetic(sign, formula, product(reader))
    return formula


def product(reader: Reader) -> Formula:
    formula = atom(reader)
    while sign := reader.sign("*", "/"):
        formula = Arithmetic(sign, formula, atom(reader))
    return formula


def deeper(reader: Reader) -> None:
    reader.depth += 1
    if reader.depth > DEEPEST_NESTING:
        raise FormulaFault(
            Message("brackets nested more than {most} deep", most=DEEPEST_NESTING), reader.here.position
        )


def atom(reader: Reader) -> Formula:
    deeper(reader)
    try:
        return whole_atom(reader)
    finally:
        reader.depth -= 1


def whole_atom(reader: Reader) -> Formula:
    kind = reader.here.kind
    if kind == "number":
        return number(reader)
    if kind == "string":
        return Text(reader.string())
    if kind == "name":
        return named(reader)
    if reader.takes("-"):
        return negative(atom(reader))
    if reader.takes("("):
        inner = condition(reader)
        reader.expects(")")
        return inner
    reader.refuse(Message("a number, a declared figure or a bracket"))


def negative(inner: Formula) -> Formula:
    if isinstance(inner, Number):
        return Number(-inner.amount, inner.percent)
    return Arithmetic("-", Number(ZERO), inner)


# 15.000 and 1.000.000: nobody writes three decimals that end in 0, but thousands are written so in Vietnamese.
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{2}0|(?:\.\d{3}){2,})")


def number(reader: Reader) -> Number:
    """Read a number, perhaps with a percent sign."""
    if reader.here.kind != "number":
        reader.refuse(Message("a number"))
    token = reader.next()
    percent = token.text.endswith("%")
    text = token.text.rstrip("%").rstrip()
    if THOUSANDS.fullmatch(text):
        raise FormulaFault(
            Message(
                "{found} at character {position} has a point where thousands are parted; write {meant} without it",
                found=text, position=token.position, meant=text.replace(".", ""),
            ),
            token.position,
        )  # fmt: skip
    try:
        amount = machine_number(text)
    except NumberFault as fault:
        raise FormulaFault(fault.why, token.position) from fault
    return Number(amount / HUNDRED if percent else amount, percent)


def named(reader: Reader) -> Formula:
    """Read a declared figure or a function."""
    token = reader.here
    name = reader.name()
    if not reader.sees("("):
        if name in RESERVED:
            reader.at -= 1
            reader.refuse(Message("the name of a declared figure"))
        return Name(name)
    if name not in FUNCTIONS:
        raise FormulaFault(
            Message(
                '"{found}" at character {position} is no function; there are {functions}',
                found=name, position=token.position, functions=FUNCTIONS,
            ),
            token.position,
        )  # fmt: skip
    reader.expects("(")
    formula = function(reader, name)
    reader.expects(")")
    return formula


def function(reader: Reader, name: str) -> Formula:
    if name == "mean":
        return Mean(reader.several(weighed))
    if name == "late":
        return late(reader)
    return NoneDeclared(reader.name()) if name == "none" else call(reader, name)


def call(reader: Reader, name: str) -> Call:
    start = reader.at
    arguments = reader.several(condition)
    wanted = ARITY[name]
    if len(arguments) != wanted if wanted else len(arguments) < 2:
        reader.refuse_decimal_comma(range(start, reader.at))
        reader.refuse(Message("{wanted} values in {name}(…)", wanted=wanted or "2+", name=name))
    return Call(name, arguments)


def weighed(reader: Reader) -> tuple[Formula, Number]:
    part = arithmetic(reader)
    reader.expects(":")
    return part, number(reader)


def late(reader: Reader) -> Late:
    signed = Name(reader.name())
    reader.expects(",")
    start = reader.here.position
    day = number(reader)
    reader.expects("/")
    month = number(reader)
    years_on = 1 if reader.takes("next", "year") else -1 if reader.takes("last", "year") else 0
    try:
        date(2024, int(month.amount), int(day.amount))
    except ValueError:
        raise FormulaFault(
            Message("{day}/{month} is no day of the year", day=str(day), month=str(month)), start
        ) from None
    extra = arithmetic(reader) if reader.takes(",") else None
    return Late(signed, int(day.amount), int(month.amount), years_on, extra)
