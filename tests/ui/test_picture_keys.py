"""The legend of a picture names what stands in it, each thing in words and with a look of its own."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from django.utils import translation
from django.utils.html import escape
from hypothesis import given

from cchc.ui.pictures.points import LOSS_CODES, loss_word, losses_key, points_bar, points_key
from tests.ui.test_picture_laws import bars, pictured


@pictured
@given(bar=bars())
def test_the_key_of_a_bar_names_what_occurs_in_it_and_nothing_else(bar):
    fills = re.compile(r'class="(pb-\w+)"(?: fill="url\(#(h-\w+)\))?')
    drawn = points_bar(bar, scale=Fraction(1))
    assert set(fills.findall(points_key(bar))) == set(fills.findall(drawn)) - {("pb", "")}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_loss_has_a_word_of_its_own_a_hatch_of_its_own_and_a_line_in_the_key(language):
    with translation.override(language):
        words = [loss_word(code) for code in LOSS_CODES]
        key = losses_key()
    assert len(set(words)) == len(LOSS_CODES)
    assert [word for word in words if f">{escape(word)}</li>" not in key] == []
    assert [code for code in LOSS_CODES if f"url(#h-{code})" not in key] == []
