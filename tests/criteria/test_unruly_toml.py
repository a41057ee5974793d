"""What a criteria set never holds and a parser of TOML pays for dearly is refused before it is parsed."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.words.messages import Faults
from cchc.criteria.exchange.toml import quoted_text, read_toml, refuse_unruly

PARTS = "the key has very many parts parted by points"
LINE = "the line is longer than a file of this kind has any"
WORD = "the word outside quotation marks is very long"
DEEP = "brackets stand in brackets very deep"


def refusals(text: str) -> list[tuple[int | None, str, str]]:
    """The line of each fault, how its reason begins, and what was found there."""
    with pytest.raises(Faults) as refused:
        read_toml(text, "a.toml", [])
    return [(one.place.line, one.why.text.partition(";")[0], one.found) for one in refused.value.faults]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (".".join("a" * 19_000) + " = 1", PARTS),
        (" . ".join("a" * 9_000) + " = 1", PARTS),
        (".".join(['"a"'] * 9_000) + " = 1", PARTS),
        ("''" + ".''" * 9 + " = 1", PARTS),
        ("[" + ".".join("a" * 19_000) + "]", PARTS),
        ("[[" + ".".join("a" * 10) + "]]", PARTS),
        ("x = {" + ".".join("a" * 10) + " = 1}", PARTS),
        ("x = [{a = 1, " + ".".join("a" * 10) + " = 1}]", PARTS),
        (".".join("a" * 30_000) + " = 1", LINE),
        ('x = "' + "y" * 40_000 + '"', LINE),
        ("# " + "y" * 40_000, LINE),
        ("x = " + "9" * 4_400, WORD),
        ("x = 0x" + "f" * 4_400, WORD),
        ("a" * 201 + " = 1", WORD),
        ("x = " + "[" * 9 + "]" * 9, DEEP),
        ("x = " + "{a = " * 2_000 + "1" + "}" * 2_000, DEEP),
    ],
)
def test_a_line_that_no_criteria_set_has_is_refused_where_it_stands(line: str, why: str) -> None:
    assert refusals(f"[set]\n{line}\nid = 'a'\n") == [(2, why, line[:80])]


def test_brackets_that_open_over_many_lines_are_counted_together() -> None:
    assert refusals("x = " + "[\n" * 10)[0] == (9, DEEP, "[")


def test_every_such_line_is_named() -> None:
    text = "\n".join(["id = 'a'", "a" * 300 + " = 1", "", ".".join("a" * 12) + " = 1"])
    assert [line for line, _why, _found in refusals(text)] == [2, 4]


@given(st.text(max_size=300), st.sampled_from(('"{}"', "'{}'", '"""{}"""', "'''{}'''", "# {}")))
def test_what_stands_in_a_text_or_a_comment_is_never_refused(text: str, quotes: str) -> None:
    line = f"x = {quoted_text(text)}" if quotes == '"{}"' else f"x = {quotes.format(text)}"
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return
    refuse_unruly(line + "\nid = '[[[[[[[[[[........'", "a.toml")


def test_texts_of_many_lines_may_hold_what_they_like() -> None:
    odd = ".".join("a" * 3_000) + "\n" + "[" * 3_000 + "\n" + "x" * 3_000
    for quotes in ('"""', "'''"):
        refuse_unruly(f"note = {quotes}\n{odd}\n{quotes}\nid = 'a'", "a.toml")
