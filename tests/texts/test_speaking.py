"""Sentences of the command line, in both languages."""

from __future__ import annotations

from fractions import Fraction

from cchc.core.words.messages import Message
from cchc.texts.speaking import language, speaker, translator


def test_the_language_is_vietnamese_unless_the_environment_says_otherwise(monkeypatch):
    monkeypatch.delenv("CCHC_LANGUAGE", raising=False)
    assert language() == "vi"
    monkeypatch.setenv("CCHC_LANGUAGE", "en")
    assert language() == "en"


def test_a_room_speaks_by_its_own_catalogue():
    assert translator("config", language_code="vi")("My work") == "Việc của tôi"
    assert translator("config", language_code="en")("My work") == "My work"


def test_what_no_catalogue_knows_stays_as_written():
    assert (
        translator("config", "no_such_room", language_code="vi")("Nobody translated this.")
        == "Nobody translated this."
    )


def test_numbers_have_the_decimal_sign_of_the_language():
    message = Message("{points}", points=Fraction("1.5"))
    assert speaker(language_code="vi")(message) == "1,5"
    assert speaker(language_code="en")(message) == "1.5"
