"""The rules for new passwords, and the messages after wrong ones; Django's settings name the classes."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.accounts.actions.attempts import Kind, TooEarly
from cchc.accounts.models import Person

TOO_EARLY = "too_early"
LEAST_BITS = 28
LONGEST_LOOKED_AT = 64
LETTER, DIGIT, SIGN, OTHER = 4.7, 3.3, 2.0, 6.0  # bits of a sign that belongs to no word or run
RUN, YEAR, DAY, AGAIN, OWN = 5.0, 6.0, 9.0, 2.0, 3.0
_ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUNS = "|".join((*_ROWS, *(row[::-1] for row in _ROWS), "1234567890", "0987654321"))
_FOR_LETTERS = str.maketrans("0134578@$!", "oieastbasi")
_FOR_LETTERS_TOO = str.maketrans("01345789@$!|", "oleastbgasll")
_YEAR = re.compile(r"19\d\d|20[0-4]\d")
_DAY = re.compile(r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])")


class LongEnough(MinimumLengthValidator):
    """Django's rule of a least length, in our own words: Django has no Vietnamese ones."""

    def get_error_message(self) -> Any:
        """Return the message with the least length."""
        return _("The password has fewer than %(least)s signs; choose a longer one.") % {
            "least": self.min_length
        }


class NotCommonHere:
    """Refuses the passwords that an attacker would try first in an office of this country.

    They are made of words of `common_words.txt`, years, days, runs of keys, and the person's own names, with whatever
    case, marks, signs and digits in place of letters.
    """

    def validate(self, password: str, user: Person | None = None) -> None:
        """Return when the password takes long to guess. Raises ValidationError otherwise."""
        if bits(password, own_words(user) if user else frozenset()) < LEAST_BITS:
            raise ValidationError(
                _(
                    "This password is easily guessed: it is made of names, offices, common words, years or runs of "
                    "keys. Choose four words that have nothing to do with each other, or more letters of your own."
                ),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """Return the sentence that a form shows before a password is typed."""
        return _(
            "Names, offices, common words, years and runs of keys alone are refused, however they are written."
        )


def wait(early: TooEarly, now: datetime) -> ValidationError:
    """Return the error for an attempt during a wait."""
    minutes = max(1, math.ceil((early.until - now).total_seconds() / 60))
    if early.kind == Kind.PLACE:
        words = ngettext(
            "Too many wrong passwords came from your network. Wait %(minutes)d minute, then try again.",
            "Too many wrong passwords came from your network. Wait %(minutes)d minutes, then try again.",
            minutes,
        )
    else:
        words = ngettext(
            "Too many wrong passwords. Wait %(minutes)d minute, then try again; or ask your unit's administrator for "
            "a new password, with which you need not wait.",
            "Too many wrong passwords. Wait %(minutes)d minutes, then try again; or ask your unit's administrator for "
            "a new password, with which you need not wait.",
            minutes,
        )
    return ValidationError(words, code=TOO_EARLY, params={"minutes": minutes})


def bits(password: str, own: frozenset[str] = frozenset()) -> float:
    """Return how hard the password is to guess, in bits, by the cheapest way to compose it.

    A word of the list costs about nine bits, one of the `own` words three, a letter outside any word five. Capitals
    and marks cost nothing.

    >>> [round(bits(text)) for text in ("M@tKhau2026", "SoNoiVu123456", "cọ xanh vì đâu rừng")]
    [16, 16, 66]
    """
    spellings = _spellings(password[:LONGEST_LOOKED_AT])
    plain = spellings[0]
    least = [0.0]
    for end in range(1, len(plain) + 1):
        ways = [least[end - 1] + _one(plain[end - 1])]
        ways += [least[start] + _piece(spellings, start, end, own) for start in range(end - 1)]
        least.append(min(ways))
    return least[-1]


def _spellings(password: str) -> tuple[str, str, str]:
    """Return the password in small letters without marks and spaces: as it is, and twice with digits read as the
    letters they resemble."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", password).casefold()).replace("đ", "d")
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign) and not sign.isspace())
    return plain, plain.translate(_FOR_LETTERS), plain.translate(_FOR_LETTERS_TOO)


def _one(sign: str) -> float:
    if sign.isdigit():
        return DIGIT
    return LETTER if sign.isalpha() else SIGN if sign in "@!.,-_#*/+" else OTHER


def _piece(spellings: tuple[str, ...], start: int, end: int, own: frozenset[str]) -> float:
    """Return the bits of the signs from `start` to `end` as one word or run; infinite when they are none."""
    plain, long = spellings[0][start:end], end - start
    costs = [math.inf]
    if any(spelling[start:end] in own for spelling in spellings):
        costs.append(OWN)
    if any(spelling[start:end] in common_words() for spelling in spellings):
        costs.append(math.log2(len(common_words())))
    if long > 2 and (plain in _RUNS or plain == plain[0] * long):
        costs.append(RUN + math.log2(long) / 2)
    if _YEAR.fullmatch(plain):
        costs.append(YEAR)
    if _DAY.fullmatch(plain):
        costs.append(DAY)
    if start >= long and plain == spellings[0][start - long : start]:
        costs.append(AGAIN)
    return min(costs)


@cache
def common_words() -> frozenset[str]:
    """Return the words of the list."""
    lines = Path(__file__).with_name("common_words.txt").read_text(encoding="ascii").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def own_words(person: Person) -> frozenset[str]:
    """Return the names of this person and of the person's units: whole, word by word, and as first letters."""
    names = [person.name, *re.split(r"[^a-zA-Z0-9]+", person.username), person.username]
    if person.pk:
        for membership in person.memberships.select_related("unit__parent"):
            names += [unit.name for unit in (membership.unit, membership.unit.parent) if unit]
    found = set()
    for name in names:
        words = [_spellings(word)[0] for word in re.findall(r"\w+", name)]
        tails = {"".join(words[start:]) for start in range(len(words))}
        found |= tails | set(words) | {"".join(word[0] for word in words)}
    return frozenset(word for word in found if len(word) > 1)
