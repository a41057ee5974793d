"""Vietnamese sentences hold no English word of code, but for those that tell how a rule or a command is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po

HOUSE = Path(__file__).resolve().parents[2] / "src" / "cchc"

# Kinds of files, units of bytes, programs, keys: what stands on an office computer in these letters.
NAMES = {
    "Holm",  # whose correction of several comparisons it is
    *("Excel", "Word", "PDF", "CSV", "LibreOffice", "PostgreSQL", "OCR", "macro", "web", "cookie", "tab"),
    *(
        "xlsx",
        "xls",
        "docx",
        "pdf",
        "csv",
        "JSON",
        "tsv",
        "txt",
        "jpg",
        "png",
        "zip",
        "toml",
        "cer",
        "crt",
        "pem",
        "p7b",
        "json",
        "geojson",
        "GeoJSON",
    ),
    *("VnTime", "VNI"),  # fonts
    *("UTF-8", "MB", "GB", "byte", "dpi"),
    *(
        "Spearman",
        "Kendall",
        "Cohen",
        "Cliff",
        "kappa",
        "Kappa",
        "SHA-256",
    ),  # who a measure is named after, and a hash
    *("Tab", "Enter", "Esc", "Ctrl", "F2", "Caps", "Lock"),
    *(
        "Google",
        "Outlook",
        "Android",
        "iPhone",
        "iPad",
        "URL",
        "web",
    ),  # calendars by their names, and their menus
    *("XLSForm", "KoboToolbox", "ODK"),  # forms of other systems
    "Zalo",  # by which messages go to respondents
    "QR",  # the square of dots that a telephone reads
}
# Abbreviations of offices and of the index.
OFFICES = {
    "CCHC",
    "UBND",
    "KH-UBND",
    "SNV-CCHC",
    "NQ-UBTVQH15",
    "STT",
    "TM",
    "KT",
    "TL",
    "TUQ",
    "VT",
    "TLKC",
    "XHH",
    "KAD",
}

# Who writes the file of a criteria set, or types a command, needs its words as they are written there.
TOLD = set((Path(__file__).parents[1] / "data" / "told_in_code.txt").read_text("utf-8").splitlines())

_ONSET = "(?:b|ch?|d|gh?|gi|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr|v|x|h)?"
_VOWELS = "(?:a[iouy]?|e[o]?|i[au]?|o(?:a[iyo]?|e|i|o)?|u(?:a|i|y|ya)?|y)"
_CODA = "(?:ch?|m|ngh?|nh?|p|t)?"
_SYLLABLE = re.compile(_ONSET + _VOWELS + _CODA, re.IGNORECASE)
_ROMAN = re.compile("[IVX]+")  # Quý II
_GAP = re.compile(r"%\([^)]*\)[a-z]|%[a-z]|\{[^}]*\}|<[^>]*>")
_WORD = re.compile(r"[^\W\d_][\w-]+")


class Sentence(NamedTuple):
    """A message id, a Vietnamese sentence for it, and the modules and templates that say it."""

    id: str
    text: str
    places: tuple[str, ...]


def sentences() -> Iterator[Sentence]:
    for path in sorted(HOUSE.glob("*/locale/vi/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                if ids[0]:
                    places = tuple(place for place, _line in message.locations)
                    yield from (Sentence(ids[0], text, places) for text in texts)


def words_of_code(text: str) -> set[str]:
    """The words in ASCII letters alone that no Vietnamese syllable is written like, and that are no names."""
    words = set(_WORD.findall(_GAP.sub(" ", text))) - NAMES - OFFICES
    return {
        word
        for word in words
        if word.isascii() and not _SYLLABLE.fullmatch(word) and not _ROMAN.fullmatch(word)
    }


def test_the_detector_tells_code_from_vietnamese():
    assert words_of_code("Cách tính: done / planned, xem tệp TOML") == {"done", "planned", "TOML"}
    assert words_of_code("Ban hành quy trình, danh sách giao cho Sở Nội vụ; xem tay nghe khuya") == set()


def test_a_vietnamese_sentence_holds_a_word_of_code_only_where_code_is_what_it_tells():
    found = {one.id for one in sentences() if words_of_code(one.text)}
    assert sorted(found - TOLD) == []
    assert sorted(TOLD - found) == [], "said without code by now: take it off the list"


def test_no_page_says_them():
    """They are said of files and commands; templates, forms and views hold none of them."""
    pages = {
        (one.id, place)
        for one in sentences()
        for place in one.places
        if words_of_code(one.text) and re.search(r"/(templates|views|forms)[/.]", place)
    }
    assert pages == set()
