"""Text from bytes: UTF-8 only, and a name for what else it seems to be.

Vietnamese offices still keep files in the fonts' encodings of the 1990s. They are recognised
to be named, never read: a wrong guess would change people's names silently.
"""

from __future__ import annotations

import re

from cchc.core.words.messages import Fault, Faults, Message, Place

_VOWELS = rb"aeiouyAEIOUY"
_PATTERNS = {
    "Windows-1258": re.compile(
        rb"[" + _VOWELS + rb"\xe2\xea\xf4\xe3\xf5\xfd\xc2\xca\xd4\xc3\xd5\xdd][\xcc\xd2\xde\xec\xf2]"
    ),
    "VNI": re.compile(
        rb"["
        + _VOWELS
        + rb"\xf4\xf6\xd4\xd6][\xf9\xf8\xfb\xf5\xef\xe0-\xe5\xe8-\xeb\xfa\xfc\xd9\xd8\xdb\xd5\xcf]"
    ),
    "TCVN3 (ABC)": re.compile(rb"(?<![" + _VOWELS + rb"\x80-\xff])[\xa8-\xae\xb5-\xfe](?![\x80-\xff])"),
}
_UTF8 = Message("text in UTF-8")


def utf8_text(data: bytes, file: str) -> str:
    """Return the text of `data`, with or without a mark of UTF-8 at its start. Raises `Faults` that name another
    encoding."""
    wide = _wide_encoding(data)
    if wide:
        raise _other_encoding(file, wide)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start, file) from error
    if "\x00" in text:
        raise _with_nul(text, file)
    return text


def _wide_encoding(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "UTF-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16 LE" if data.startswith(b"\xff\xfe") else "UTF-16 BE"
    return _wide_without_mark(data[:4000])


def _wide_without_mark(beginning: bytes) -> str | None:
    """Return the name of a UTF-16 encoding without a mark, else None: text of Latin letters, digits and signs has a
    zero in every other byte."""
    pairs = len(beginning) // 2
    if pairs >= 2 and beginning[1::2].count(0) * 2 > pairs and not beginning[0::2].count(0):
        return "UTF-16 LE"
    if pairs >= 2 and beginning[0::2].count(0) * 2 > pairs and not beginning[1::2].count(0):
        return "UTF-16 BE"
    return None


def _guessed(data: bytes) -> str | None:
    counts = {name: len(pattern.findall(data)) for name, pattern in _PATTERNS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


def _not_utf8(data: bytes, start: int, file: str) -> Faults:
    guess = _guessed(data[:100_000])
    if guess:
        why = Message("The text seems to be in {encoding}: save the file as “CSV UTF-8”.", encoding=guess)
        return Faults([Fault(Place(file=file), guess, _UTF8, why)])
    line = data.count(b"\n", 0, start) + 1
    found = f"{data[start]:02X}"
    why = Message(
        "Byte {position} ({found}) on line {line} is not UTF-8: save the file as “CSV UTF-8”.",
        position=start + 1,
        found=found,
        line=line,
    )
    return Faults([Fault(Place(file=file, line=line), found, _UTF8, why)])


def _other_encoding(file: str, encoding: str) -> Faults:
    why = Message("The text is in {encoding}: save the file as “CSV UTF-8”.", encoding=encoding)
    return Faults([Fault(Place(file=file), encoding, _UTF8, why)])


def _with_nul(text: str, file: str) -> Faults:
    line = text.count("\n", 0, text.index("\x00")) + 1
    why = Message(
        "Line {line} holds a character that no text has: the file is damaged or no text.", line=line
    )
    return Faults([Fault(Place(file=file, line=line), "00", _UTF8, why)])
