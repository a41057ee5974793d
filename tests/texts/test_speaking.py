"""Sentences of the command line, in both languages."""

from __future__ import annotations

from fractions import Fraction

from cchc.core.words.messages import Message
from cchc.texts.speaking import language, speaker, speaking_in, translator


def test_the_language_is_vietnamese_unless_another_is_spoken():
    assert language() == "vi"
    with speaking_in("en"):
        assert language() == "en"
        with speaking_in("vi"):
            assert language() == "vi"
        assert language() == "en"
    assert language() == "vi"


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
