"""Conditions between our grammar and the expressions of XLSForm: the part that both can say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cchc.core.scoring.formulas.tree import Arithmetic, Comparison, Formula, Logic, Name, Not, Number, Text
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet

_TOKEN = re.compile(
    r"""\s*(?:\$\{\s*(?P<name>[^{}\s]{1,200})\s*\}|(?P<string>'[^']*'|"[^"]*")|(?P<number>[0-9]+(?:\.[0-9]+)?)"""
    r"""|(?P<word>[A-Za-z][A-Za-z-]*)|(?P<sign><=|>=|!=|[=<>(),+*-]))"""
)
_LONGEST = 2_000


def condition_from_xlsform(expression: str, codes: Mapping[str, str]) -> str | None:
    """Return the condition in our grammar that an expression of XLSForm says; None where ours cannot say it.

    `codes` has our code of each question by its name in the form.

    >>> condition_from_xlsform("${q1} = 'co' and selected(${q2}, 'loa')", {"q1": "q1", "q2": "q2"})
    'q1 = "co" and q2_loa'
    >>> condition_from_xlsform("count-selected(${q2}) > 1", {"q2": "q2"}) is None
    True
    """
    tokens = _tokens(expression)
    if tokens is None:
        return None
    written: list[str] = []
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        chosen = _chosen(tokens, at, codes)
        if chosen is not None:
            written.append(chosen)
            at += 6
            continue
        said = _said(kind, text, codes)
        if said is None:
            return None
        written.append(said)
        at += 1
    return " ".join(written).replace("( ", "(").replace(" )", ")").replace("not (", "not (")


def _tokens(expression: str) -> list[tuple[str, str]] | None:
    if len(expression) > _LONGEST:
        return None
    found, at, end = [], 0, len(expression.rstrip())
    while at < end:
        match = _TOKEN.match(expression, at)
        if match is None:
            return None
        kind, at = str(match.lastgroup), match.end()
        found.append((kind, match[kind]))
    return found


def _chosen(tokens: list[tuple[str, str]], at: int, codes: Mapping[str, str]) -> str | None:
    """Return what ``selected(${q2}, 'loa')`` is in our grammar; None where the next words are not that."""
    match tokens[at : at + 6]:
        case [
            ("word", "selected"),
            ("sign", "("),
            ("name", name),
            ("sign", ","),
            ("string", option),
            ("sign", ")"),
        ]:
            return f"{codes[name]}_{option[1:-1].lower()}" if name in codes else None
    return None


def _said(kind: str, text: str, codes: Mapping[str, str]) -> str | None:
    """Return one word in our grammar; None for a word that it does not have."""
    if kind == "name":
        return codes.get(text)
    if kind == "string":
        inner = text[1:-1]
        return f'"{inner}"' if '"' not in inner else None
    if kind == "word":
        return text if text in ("and", "or", "not") else None
    return text if text != "," else None


def condition_for_xlsform(condition: Formula, questions: QuestionSet) -> str | None:
    """Return the expression of XLSForm that says `condition`; None where XLSForm has no words for it.

    >>> from cchc.core.scoring.formulas.reading import parsed_formula
    >>> condition_for_xlsform(parsed_formula('q1 = "co" or q3 >= 4'), QuestionSet("x", "X", (), ()))
    "${q1} = 'co' or ${q3} >= 4"
    """
    match condition:
        case Logic(word, parts):
            return _joined(f" {word} ", [_bracketed(part, questions) for part in parts])
        case Not(part):
            inner = condition_for_xlsform(part, questions)
            return None if inner is None else f"not({inner})"
        case Comparison(sign, left, right) | Arithmetic(sign, left, right):
            joint = "div" if sign == "/" else sign
            return _joined(f" {joint} ", [_bracketed(left, questions), _bracketed(right, questions)])
        case Name(name):
            return _named(name, questions)
        case Text(text):
            return f"'{text}'" if "'" not in text else None
        case Number(_, percent):
            return None if percent else str(condition)
    return None


def _joined(sign: str, parts: list[str | None]) -> str | None:
    said = [part for part in parts if part is not None]
    return sign.join(said) if len(said) == len(parts) else None


def _bracketed(part: Formula, questions: QuestionSet) -> str | None:
    inner = condition_for_xlsform(part, questions)
    is_joined = isinstance(part, (Logic, Arithmetic))
    return f"({inner})" if inner is not None and is_joined else inner


def _named(name: str, questions: QuestionSet) -> str:
    """Return how XLSForm names an answer, or an option of a multiple choice."""
    for item in questions.items:
        if item.kind is ItemKind.MULTIPLE and name.startswith(f"{item.code}_"):
            option = item.option(name.removeprefix(f"{item.code}_"))
            if option is not None:
                return f"selected(${{{item.code}}}, '{option.code}')"
    return f"${{{name}}}"
