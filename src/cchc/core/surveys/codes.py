"""Codes of respondents and check digits of numbered forms.

A code has 12 signs that are drawn and one that checks them, of an alphabet of 31 signs without those that are taken for
each other (0 and O, 1, I and L). 31 ** 12 is about 7.9 * 10 ** 17: who tries a hundred codes a second for a month meets
one of 150,000 that are out with a probability of 5 in 100,000. 31 is a prime, so the check finds every sign that is
mistyped and every two neighbours that are swapped.
"""

from __future__ import annotations

from hmac import digest

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DRAWN_SIGNS = 12
SIGNS = DRAWN_SIGNS + 1
_GROUPS = (4, 8)  # where a printed code is parted
# The table of H. Michael Damm, On check digits (dissertation, Marburg 2004), for base 10.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def respondent_code(secret: bytes, survey: int, number: int, issue: int = 1) -> str:
    """Return the code of the form `number` of a survey, the `issue`-th that was given out for it: the same whenever it
    is computed, and nothing to whoever has not the `secret` of the installation.

    >>> code = respondent_code(b"secret", 1, 25)
    >>> len(code), code == respondent_code(b"secret", 1, 25), code == respondent_code(b"secret", 1, 25, 2)
    (13, True, False)
    """
    drawn = int.from_bytes(digest(secret, f"{survey}/{number}/{issue}".encode(), "sha256"), "big")
    signs = []
    for _place in range(DRAWN_SIGNS):
        drawn, rest = divmod(drawn, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs) + _check_sign("".join(signs))


def _check_sign(signs: str) -> str:
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(signs, 1))
    return ALPHABET[total % len(ALPHABET)]


def printed_code(code: str) -> str:
    """Return a code in groups, as it is printed.

    >>> printed_code("ABCDEFGHJKMN2")
    'ABCD-EFGH-JKMN2'
    """
    first, second = _GROUPS
    return f"{code[:first]}-{code[first:second]}-{code[second:]}"


def typed_code(text: str) -> str | None:
    """Return the code that was typed, in whatever letters and groups; None where it can be none: it was mistyped.

    >>> code = respondent_code(b"secret", 1, 25)
    >>> typed_code(printed_code(code).lower()) == code, typed_code(code[1:] + code[0]), typed_code("")
    (True, None, None)
    """
    code = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(code) != SIGNS or not set(code) <= set(ALPHABET):
        return None
    return code if _check_sign(code[:-1]) == code[-1] else None


def numbered_form(number: int) -> str:
    """Return the number of a form with its check digit, as it is printed.

    >>> numbered_form(123)
    '00123-4'
    """
    digits = f"{number:05d}"
    return f"{digits}-{_check_digit(digits)}"


def _check_digit(digits: str) -> int:
    at = 0
    for digit in digits:
        at = int(_DAMM[at][int(digit)])
    return at


def typed_form_number(text: str) -> int | None:
    """Return the number of a form that was typed with its check digit; None where it was mistyped.

    >>> typed_form_number("00123-4"), typed_form_number("1234"), typed_form_number("00132-4"), typed_form_number("9")
    (123, 123, None, None)
    """
    digits = "".join(sign for sign in text if sign in "0123456789")
    if not 2 <= len(digits) <= 12 or not int(digits[:-1]):
        return None
    number = int(digits[:-1])
    return number if _check_digit(f"{number:05d}") == int(digits[-1]) else None
