"""How long each text may be, said once: for the field that is typed, the file that is read, the column that keeps it.

    heading = taken(text, MOST["title"])

Letters are counted when they are composed: "ệ" is one, however it was typed.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from cchc.core.words.letters import MOST_MARKS, composed_text, without_towers
from cchc.core.words.messages import Fault, Message, Place

MOST = MappingProxyType(
    {
        "name": 250,  # of a unit, a group, a cycle, a holiday, an issuer
        "code": 50,  # of a unit
        "person": 200,
        "sign_in": 60,
        "password": 200,
        "search": 200,
        "number": 50,  # of a document with its symbol
        "row_number": 200,  # of a section or a measure; some tables write a name there
        "document_kind": 100,
        "title": 1_000,  # of a plan, a document; the heading of a section
        "cell": 20_000,  # of a plan's table; the longest seen in an issued plan has four thousand
        "reason": 500,  # also the legal basis of an act
        "explanation": 4_000,  # of a unit, for one criterion that was lowered
        "wording": 500,  # of agencies, remembered for other plans
        "lines": 20_000,  # names or days pasted into a field, one a line
        "set_id": 100,
        "set_version": 50,
        "set_title": 300,
        "leaf": 30,  # the number of a criterion
        "node": 500,  # the name of a criterion
        "grade": 100,
        "phase": 100,
        "peer_group": 150,
        "sheet": 100,
        "file": 200,  # the name of a stored file
        "certificate_name": 300,  # whom a certificate means, and its serial number
        "figure": 500,  # a declared figure that is a text, and a number as it is typed
        "mail": 254,  # of a person; longer ones cannot be delivered
        "telephone": 30,  # of a person
        "address": 500,  # of a page, to which a notice leads
        "feedback": 3_000,  # of a citizen about a unit, and what was answered
        "contact": 200,  # of a citizen: a telephone number, a mail address
        "public_key": 100,  # the name of a unit in public addresses
        "token": 4_000,  # what a page carries for itself: what was seen, signed; a fingerprint
    }
)

# Signs that steer a terminal or turn the direction of writing, and halves of signs: no text of an office holds them,
# one database refuses some of them, and a name that holds them looks like another.
_STEERING = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


class RefusedText(ValueError):
    """A text that is refused: `whys` are all reasons with advice, `found` and `expected` belong to the first."""

    def __init__(self, found: str, expected: Message, whys: tuple[Message, ...]) -> None:
        super().__init__("; ".join(map(str, whys)))
        self.found = found
        self.expected = expected
        self.whys = whys

    def at(self, place: Place) -> tuple[Fault, ...]:
        """Return the same refusal as faults of an input at `place`."""
        return tuple(Fault(place, self.found, self.expected, why) for why in self.whys)


def accepted_text(text: str, most: int, *, lines: bool = True) -> str:
    """Return `text` as it is stored: letters composed, line ends made equal, without `lines` on one line.

    Raises `RefusedText` when it has forbidden signs or more than `most` letters.

    >>> accepted_text("To\\u0302\\u0323 1\\r\\n", 10), accepted_text("a\\tb\\nc", 10, lines=False)
    ('Tộ 1\\n', 'a b c')
    >>> accepted_text("a\\x00b", 10)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    cchc.core.words.lengths.RefusedText: The sign U+0000 at place 2 belongs to no text: delete it, ...
    >>> accepted_text("abc", 2)
    Traceback (most recent call last):
        ...
    cchc.core.words.lengths.RefusedText: The text has 3 letters, at most 2 are kept: shorten it.
    """
    kept = _BREAKS.sub("\n", composed_text(text))
    if not lines:
        kept = kept.replace("\n", " ").replace("\t", " ")
    whys = []
    sign = _sign_of_no_text(text)
    if sign:
        whys.append(sign)
    if len(kept) > most:
        why = Message(
            "The text has {found} letters, at most {most} are kept: shorten it.", found=len(kept), most=most
        )
        whys.append(why)
    if whys:
        expected = Message("a text of at most {most} letters", most=most)
        raise RefusedText(visible_text(f"{kept[:40]}…" if len(kept) > 40 else kept), expected, tuple(whys))
    return kept


def visible_text(text: str) -> str:
    """Return `text` with a name in place of each forbidden sign.

    >>> visible_text("a\\x00b")
    'a[U+0000]b'
    """
    return _STEERING.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", text)


def _sign_of_no_text(text: str) -> Message | None:
    found = _STEERING.search(text)
    if found:
        return Message(
            "The sign {sign} at place {place} belongs to no text: delete it, or type the text anew.",
            sign=f"U+{ord(found[0]):04X}",
            place=found.start() + 1,
        )
    if without_towers(text) != text:
        return Message("A letter bears more than {most} marks: type the text anew.", most=MOST_MARKS)
    return None
